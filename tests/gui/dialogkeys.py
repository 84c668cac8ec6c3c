"""Driving a dialog that holds everything up until it is answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

PATIENCE = 10_000  # ms after which a dialog that nobody answered is given up, so that a test cannot hang


def answering(act: Callable[[QDialog], object]) -> None:
    """Do something to the dialog that is about to hold everything up, be it opened by a key or by a call."""
    watch = QTimer(QApplication.instance())

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        watch.stop()
        watch.deleteLater()
        dialog.activateWindow()
        QApplication.processEvents()
        limit = QTimer(dialog)
        limit.setSingleShot(True)
        limit.timeout.connect(dialog.reject)
        dialog.finished.connect(limit.stop)
        limit.start(PATIENCE)
        act(dialog)

    watch.timeout.connect(now)
    watch.start(0)
