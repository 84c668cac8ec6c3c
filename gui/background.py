"""The one place of the window that knows threads: work goes out, its result comes back on the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, Qt, QThreadPool, Signal

from core.errors import NianbaoError
from core.services.progress import GivenUp, Watch

log = logging.getLogger("nianbao.gui")


@dataclass(frozen=True, eq=False)
class _Work:
    """What to do, whom to tell, and whether they still want to know."""

    do: Callable[[], object]
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]
    wanted: Callable[[], bool]


class _Runner(QRunnable):
    def __init__(self, work: _Work, finished: Callable[[object, object, object], None]) -> None:
        super().__init__()
        self.work: _Work | None = work
        self.finished = finished

    def run(self) -> None:
        """The work is let go of here: the wrapper of a runner that its pool has deleted may never be freed, and with
        it a whole page that wanted to be told would stay."""
        work, self.work = self.work, None
        assert work is not None  # a runner runs once
        try:
            result: object = work.do()
            error: Exception | None = None
        except NianbaoError as trouble:
            result, error = None, trouble
        except Exception as bug:  # a thread has nobody above it: the log has it and the window is told
            log.exception("background work failed")
            result, error = None, bug
        self.finished(work, result, error)


class Task:
    """Work under way that can be given up: it ends at its next part."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said = ""
        self._given_up = False

    def give_up(self) -> None:
        """Called on the window's thread; the work looks at it from its own."""
        self._given_up = True

    def watch(self, words: str) -> None:
        """What the work calls at the beginning of each part. Raises `GivenUp`."""
        if self._given_up:
            raise GivenUp
        if words != self._said:
            self._said = words
            self._say(words)


class Background(QObject):
    """Runs work beside the window, one after the other or so many `at_once`. `close` waits for what is under way."""

    _finished = Signal(object, object, object)
    _said = Signal(object, str)

    def __init__(self, parent: QObject | None = None, at_once: int = 1) -> None:
        super().__init__(parent)
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(at_once)
        self.open = True
        self._finished.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._said.connect(self._tell_part, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        do: Callable[[], object],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`done` or `failed` is called on the window's thread, unless this has been closed by then or `wanted` says
        that nobody is there any more to be told."""
        self.pool.start(_Runner(_Work(do, done, failed, wanted), self._finished.emit))

    def run_watched(
        self,
        do: Callable[[Watch], object],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        say: Callable[[str], None],
    ) -> Task:
        """As `run`, for work that says what it is doing (on the window's thread) and can be given up; it then fails
        with `GivenUp`."""
        task = Task(lambda words: self._said.emit(say, words))
        self.run(lambda: do(task.watch), done, failed)
        return task

    def _tell_part(self, say: Callable[[str], None], words: str) -> None:
        if self.open:
            say(words)

    def _tell(self, work: _Work, result: object, error: Exception | None) -> None:
        if not self.open or not work.wanted():
            return
        if error is None:
            work.done(result)
        else:
            work.failed(error)

    def catch_up(self, seconds: float) -> None:
        """Wait until nothing is under way, so long at most, and tell what has come of it now."""
        self.pool.waitForDone(ceil(seconds * 1000))
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def close(self) -> None:
        """Wait for what is under way; nothing more is told."""
        self.open = False
        self.pool.clear()
        self.pool.waitForDone(10_000)
