"""A line of the bottom bar while something long is done: what is being done, that it goes on, and 取消."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gui.theme import Theme

PATIENCE = 300
"""ms before anything is shown: most files are written by then."""


class Waiting(QWidget):
    """Hidden while nothing is done."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words, self.bar, self.cancel = QLabel(), QProgressBar(), QPushButton("取消")
        self.give_up: Callable[[], None] = lambda: None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.words.setFont(theme.font(12))
        self.words.setProperty("tone", "second")
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(theme.px(96), theme.px(6))
        self.cancel.setProperty("small", True)
        self.cancel.clicked.connect(self._cancelled)
        for widget in (self.words, self.bar, self.cancel):
            row.addWidget(widget)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PATIENCE)
        self.timer.timeout.connect(self.show)
        self.hide()

    def begin(self, words: str, give_up: Callable[[], None] | None) -> None:
        """Something begins that `give_up` ends, or that cannot be ended half-way; shown if it takes long."""
        self.give_up = give_up or (lambda: None)
        self.cancel.setVisible(give_up is not None)
        self.cancel.setEnabled(True)
        self.say(words)
        self.timer.start()

    def say(self, words: str) -> None:
        """What is being done now."""
        if self.cancel.isEnabled():
            self.words.setText(f"{words}…")
            self.bar.setAccessibleName(words)

    def end(self) -> None:
        """It is done, has failed or was given up."""
        self.timer.stop()
        self.hide()

    def _cancelled(self) -> None:
        self.say("正在取消")
        self.cancel.setEnabled(False)
        self.give_up()
