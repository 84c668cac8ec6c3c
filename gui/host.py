"""What every part of the running program shares: window, theme, settings, questions, background, library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings

from core.errors import NianbaoError
from core.services.library import Library
from gui.ask import Ask
from gui.background import Background
from gui.mainwindow import MainWindow
from gui.preferences import Look
from gui.theme import Theme


class Restyle(Protocol):
    """Another theme (`mode`) or size of type (`step`: larger, smaller, 0 for the usual one)."""

    def __call__(self, *, mode: Look | None = None, step: int | None = None) -> None: ...


def _as_it_is(*, mode: Look | None = None, step: int | None = None) -> None:
    """Before the application has said how: nothing."""
    del mode, step


@dataclass(eq=False)
class Host:
    """Made once by the application. `go_home`, `open_report`, `restyle` and the like are the ways between the parts."""

    window: MainWindow
    theme: Theme
    settings: QSettings
    ask: Ask
    background: Background
    library: Library | None = None
    go_home: Callable[[], None] = field(default=lambda: None)
    open_report: Callable[[int], None] = field(default=lambda _: None)
    come_to: Callable[[int], None] = field(default=lambda _: None)
    open_library: Callable[[Path], object] = field(default=lambda _: None)
    import_last: Callable[[], None] = field(default=lambda: None)
    retry: Callable[[], None] = field(default=lambda: None)
    choose_settings: Callable[[], None] = field(default=lambda: None)
    restyle: Restyle = field(default=_as_it_is)

    @property
    def held(self) -> Library:
        """The open library; there is one as soon as anything is shown."""
        assert self.library is not None
        return self.library

    @property
    def who(self) -> str:
        """Who fills in."""
        return str(self.settings.value("who", ""))

    @who.setter
    def who(self, name: str) -> None:
        self.settings.setValue("who", name)
        if self.library is not None:
            self.library.who = name

    @property
    def folder(self) -> Path:
        """Where the person last read or wrote a file, if it is still there."""
        kept = Path(str(self.settings.value("folder", "")))
        try:
            return kept if kept.is_absolute() and kept.is_dir() else Path.home()
        except OSError:  # a share that has gone
            return Path.home()

    @folder.setter
    def folder(self, path: Path) -> None:
        self.settings.setValue("folder", str(path))

    def tell(self, title: str, words: str) -> None:
        """A sentence that has to be read."""
        self.ask.tell(self.window, title, words)

    def confirm(self, title: str, words: str, accept: str) -> bool:
        """Whether to go on."""
        return self.ask.confirm(self.window, title, words, accept)

    def guarded(self, do: Callable[[], object], title: str = "年报") -> bool:
        """Do what may be refused, and say so calmly; whether it was done."""
        try:
            do()
        except NianbaoError as error:
            self.tell(title, error.message)
            return False
        return True
