"""What the tests of store, session and library share: a clock set by hand, a saver without a thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from core.form.model import Form
from core.services.library import Library
from core.services.session import Session
from core.store import Save, Store

CHINA = timezone(timedelta(hours=8))


class Clock:
    """Stands still until it is moved; in China, so that day and time can be named."""

    def __init__(self) -> None:
        self.now = datetime(2026, 1, 14, 14, 3, 12, tzinfo=CHINA)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


class Straight:
    """A saver that writes at once, in the caller's thread."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def submit(self, save: Save) -> None:
        self.store.write([save])

    def flush(self, timeout: float) -> bool:
        return timeout > 0


class Remembering:
    """A saver that keeps each step in memory."""

    def __init__(self) -> None:
        self.saves: list[Save] = []

    def submit(self, save: Save) -> None:
        self.saves.append(save)

    def flush(self, timeout: float) -> bool:
        return timeout > 0


OpenLibrary = Callable[..., Library]


def opener(folder: Path, form: Form, clock: Clock) -> Iterator[OpenLibrary]:
    """A function that opens the library `folder`/library.nianbao; what it opened is closed at the end."""
    opened: list[Library] = []

    def open_library(**options: object) -> Library:
        settings = {"who": "张敏", "make": True, "clock": clock, "forms": lambda _: form} | options
        library = Library.open(folder / "library.nianbao", **settings)  # type: ignore[arg-type] # the tests choose them
        opened.append(library)
        return library

    yield open_library
    for library in opened:
        library.close()


def filled(session: Session, text: str = "0") -> None:
    """Every table cell that is typed gets `text`."""
    for cell in session.form.cells.values():
        if cell.row and not cell.total:
            session.enter(cell.id, text)
