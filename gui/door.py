"""Opening a library beside the window: its lock, migration and digests may lie on a share that answers late.

What is opened quickly is waited for, and so are the keys pressed meanwhile: they are meant for what comes. After
`QUICK` a calm page with 取消 covers what was shown; nothing can be typed on it. What was given up is closed again as
soon as it has come.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QObject, Qt

from core.errors import NianbaoError
from core.services.library import Library
from core.services.progress import GivenUp, Watch
from gui.background import Background, Task
from gui.firstframe import FirstFrame
from gui.host import Host

QUICK = 0.3
"""Seconds before anything is shown."""
PATIENCE = 10.0
"""Seconds that closing the window waits for a library that is just coming."""
WORDS = "正在打开报告库"
_FAILED = "报告库没有打开，原因已记在日志里。其中的内容没有改动。"
_GIVEN_UP = "已取消打开。报告库没有改动。"
_AT_ONCE = 4
"""Threads: a share that never answers must not keep another library from being opened."""


class Door(QObject):
    """One library comes at a time. `came` takes it; `failed` takes why it did not, or None if it was given up."""

    def __init__(self, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self.host = host
        self.background = Background(self, _AT_ONCE)
        self.task: Task | None = None
        self._came: Callable[[Library], object] = lambda _: None
        self._failed: Callable[[str | None], object] = lambda _: None
        self._leaving: dict[Path, Library] = {}
        self._next: tuple[Path, Callable[[], None]] | None = None
        self._real: dict[Path, Path] = {}
        """Where the libraries opened before are, links followed, by how they were asked for."""

    @property
    def busy(self) -> bool:
        """Whether a library is still to come."""
        return self.task is not None or self._next is not None

    def open(
        self,
        path: Path,
        make: bool,
        came: Callable[[Library], object],
        failed: Callable[[str | None], object],
        patience: float = QUICK,
    ) -> None:
        """Open the library at `path`, `make` it if there is none; the window is covered after `patience` seconds."""
        self._came, self._failed = came, failed
        begin = partial(self._begin, path, make)
        real = self._real.get(path.absolute(), path.absolute())
        if real in self._leaving:
            self._next = (real, begin)  # else we should find it held by ourselves
        else:
            begin()
        self.wait(patience)
        if self.busy:
            self._cover(path)

    def open_either(
        self,
        last: Path,
        usual: Path,
        came: Callable[[Path, Library], object],
        stay: Callable[[str], object],
        patience: float,
    ) -> None:
        """The library of `last` time, else the `usual` one; `stay` is told why neither can be had."""

        def neither(why: str | None) -> None:
            stay(_GIVEN_UP if why is None else why)

        def instead(why: str | None) -> None:
            if why is None:
                neither(why)
            else:
                self.host.tell("报告库", why)
                self.open(usual, True, partial(came, usual), neither, patience)

        if last == usual:
            self.open(usual, True, partial(came, usual), neither, patience)
        else:
            self.open(last, False, partial(came, last), instead, patience)

    def _begin(self, path: Path, make: bool) -> None:
        do = partial(opened, path, self.host.who, make)
        self.task = task = self.background.run_watched(
            do,
            lambda library: self._brought(task, path, library),
            lambda error: self._refused(task, error),
            lambda _: None,
        )

    def wait(self, seconds: float) -> None:
        """Wait for it, so long at most."""
        end = monotonic() + seconds
        while self.busy and (left := end - monotonic()) > 0:
            self.background.catch_up(left)

    def _cover(self, path: Path) -> None:
        """Say what is waited for, and offer to give it up."""
        window = self.host.window
        front = window.stack.currentWidget()
        if not isinstance(front, FirstFrame):
            front = FirstFrame(self.host.settings, self.host.theme, empty=True)
            window.cover(front)
            front.setFocus(Qt.FocusReason.OtherFocusReason)
        front.wait(f"{WORDS}“{path.name}”", self.give_up)

    def give_up(self) -> None:
        """It is not wanted any more: what was shown comes back at once."""
        if self.busy:
            self.drop()
            self.host.window.uncover()
            self._failed(None)

    def drop(self) -> None:
        """The same, and nobody is told."""
        if self.task is not None:
            self.task.give_up()
        self.task = self._next = None

    def _brought(self, task: Task, path: Path, library: Library) -> None:
        self._real[path.absolute()] = library.path
        if task is not self.task:
            self.let_go(library)
            return
        self.task = None
        self.host.window.uncover()
        self._came(library)

    def _refused(self, task: Task, error: Exception) -> None:
        if task is not self.task:
            return
        self.task = None
        self.host.window.uncover()
        self._failed(error.message if isinstance(error, NianbaoError) else _FAILED)

    def let_go(self, library: Library) -> None:
        """Close a library beside the window: its daily backup may be under way."""
        self._leaving[library.path] = library
        gone = partial(self._gone, library.path)
        self.background.run(library.close, gone, gone)

    def _gone(self, path: Path, _: object) -> None:
        self._leaving.pop(path, None)
        if self._next is not None and self._next[0] == path:
            (_, begin), self._next = self._next, None
            begin()

    def close(self) -> None:
        """Bring it to rest: what comes too late is closed."""
        self.drop()
        self.background.catch_up(PATIENCE)
        self.background.close()


def opened(path: Path, who: str, make: bool, watch: Watch) -> Library:
    """The library at `path`, closed again if nobody wants it by now. Raises `NianbaoError`."""
    library = Library.open(path, who=who, make=make)
    try:
        watch(WORDS)
    except GivenUp:
        library.close()
        raise
    return library
