"""The one place of the window that knows threads: work goes out, its result comes back on the window's thread."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from core.errors import NianbaoError

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
        self.work, self.finished = work, finished

    def run(self) -> None:
        try:
            result: object = self.work.do()
            error: Exception | None = None
        except NianbaoError as trouble:
            result, error = None, trouble
        except Exception as bug:  # a thread has nobody above it: the log has it and the window is told
            log.exception("background work failed")
            result, error = None, bug
        self.finished(self.work, result, error)


class Background(QObject):
    """Runs work one after the other beside the window. `close` waits for what is under way."""

    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pool = QThreadPool(self)
        self.pool.setMaxThreadCount(1)
        self.open = True
        self._finished.connect(self._tell, Qt.ConnectionType.QueuedConnection)

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

    def _tell(self, work: _Work, result: object, error: Exception | None) -> None:
        if not self.open or not work.wanted():
            return
        if error is None:
            work.done(result)
        else:
            work.failed(error)

    def close(self) -> None:
        """Wait for what is under way; nothing more is told."""
        self.open = False
        self.pool.clear()
        self.pool.waitForDone(10_000)
