"""The finding of a stretch of text, told beside it: both figures, what can be done, and the way to the table."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from core.check.evaluation import Finding
from gui.desk import Desk
from gui.findingdetail import Detail
from gui.theme import Theme

WIDE = 372


class Popover(QFrame):
    """Stands over its page, not in a window of its own: not every window manager lets a program place those. Esc closes
    it, as it stops looking at the finding."""

    def __init__(self, desk: Desk, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self.theme = theme
        self.setObjectName("popover")
        self.setAccessibleName("这一处的问题")
        self.setFixedWidth(theme.px(WIDE))
        self.detail = Detail(desk, theme, brief=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.detail)
        self.hide()

    def take(self, finding: Finding) -> int:
        """Tell of a finding; the height that this needs."""
        self.detail.show_finding(finding)
        layout = self.layout()
        assert layout is not None
        high = layout.totalHeightForWidth(self.width()) if layout.hasHeightForWidth() else layout.sizeHint().height()
        self.resize(self.width(), high)
        return high + 2 * self.theme.px(4)

    def stand(self, below: QRect, room: QRect) -> None:
        """`below`: the last line of the sentence, `room`: where it may stand, both in the page's coordinates."""
        self.resize(self.width(), min(self.height(), room.height()))
        self.move(self._place(below, room))
        self.show()
        self.raise_()

    def _place(self, below: QRect, room: QRect) -> QPoint:
        """Under the line, above it where there is no room below; within the text in any case."""
        gap = self.theme.px(4)
        x = min(max(below.left(), room.left()), room.right() - self.width())
        y = below.bottom() + gap
        if y + self.height() > room.bottom():
            above = below.top() - gap - self.height()
            y = above if above >= room.top() else room.bottom() - self.height()
        return QPoint(x, y)

    def take_keys(self) -> None:
        """The first way out has the keys."""
        for button in cast(list[QPushButton], self.findChildren(QPushButton)):
            if button.isVisible() and button.isEnabled():
                button.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
