"""Something long done in parts, each in a turn of the event loop of its own: keys are answered between them."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from PySide6.QtCore import QObject, QTimer

PAUSE = 5
"""ms between one part and the next, in which everything else that is waiting comes first."""


class Turnwise(QObject):
    """Does one thing at a time: what is begun takes the place of what was under way."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.parts: Iterator[object] | None = None
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE)
        self.timer.timeout.connect(self._next)

    @property
    def busy(self) -> bool:
        """Whether something is left to do."""
        return self.parts is not None

    def begin(self, parts: Iterator[object]) -> None:
        """Each `yield` ends a part; the first is done at once."""
        self.drop()
        self.parts = parts
        self._next()

    def finish(self) -> None:
        """Do the rest now: somebody is waiting for it."""
        while self.parts is not None:
            self._next()

    def drop(self) -> None:
        """The rest is not wanted any more: a generator clears away what it has made."""
        parts, self.parts = self.parts, None
        self.timer.stop()
        if isinstance(parts, Generator):
            parts.close()

    def _next(self) -> None:
        parts, self.parts = self.parts, None  # nobody is stuck with a part that failed
        if parts is None:
            return
        for _ in parts:
            if self.parts is None:  # nothing else was begun meanwhile
                self.parts = parts
                self.timer.start()
            return
