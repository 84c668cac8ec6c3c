"""A widget through whose ground nothing is seen."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget


class Ground(QWidget):
    """Where something in it is painted anew, nothing behind it has to be: the style sheet gives it a colour of its own,
    but tells Qt that it might be seen through."""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setAutoFillBackground(True)  # the style sheet has taken this back when it dressed the widget
