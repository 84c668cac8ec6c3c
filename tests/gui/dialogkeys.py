"""Driving a dialog that holds everything up until it is answered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

PATIENCE = 10_000  # ms after which whatever holds everything up is given up, so that a test cannot hang


def answering(act: Callable[[QDialog], object], kind: type[QDialog] = QDialog) -> None:
    """Do something to the dialog of that kind that is about to hold everything up, be it opened by a key or a call."""
    watch, limit = QTimer(QApplication.instance()), QTimer(QApplication.instance())

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind) or not dialog.isVisible():
            return
        watch.stop()
        dialog.activateWindow()
        QApplication.processEvents()
        dialog.finished.connect(limit.stop)
        act(dialog)

    def give_up() -> None:
        watch.stop()
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            dialog.reject()

    watch.timeout.connect(now)
    watch.start(0)
    limit.setSingleShot(True)
    limit.timeout.connect(give_up)
    limit.start(PATIENCE)
