"""Ctrl and the wheel change the size of type, wherever the pointer is."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

NOTCH = 120
"""Eighths of a degree that one notch of a common wheel turns."""


class ZoomWheel(QObject):
    """Hears of a wheel before the lists and pages of a window do, so that none of them scrolls or zooms by itself."""

    def __init__(self, window: QWidget, zoom: Callable[[int], None]) -> None:
        super().__init__(window)
        self.zoom, self.turned = zoom, 0
        window.winId()  # there is a handle from now on
        handle = window.windowHandle()
        assert handle is not None
        handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.Wheel:
            return False
        wheel = cast(QWheelEvent, event)
        if not wheel.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.turned = 0
            return False
        self.turned += wheel.angleDelta().y()
        steps = int(self.turned / NOTCH)
        self.turned -= steps * NOTCH
        if steps:  # not now: what is under the pointer goes when the window is dressed anew
            QTimer.singleShot(0, self, lambda: self.zoom(1 if steps > 0 else -1))
        return True
