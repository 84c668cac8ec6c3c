"""Copies of the library beside it: one a day, seven kept, and one before each change of the tables, kept for ever."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import NianbaoError
from core.store.places import SUFFIX, backup_folder, daily_path
from core.store.trouble import damaged, told

if TYPE_CHECKING:
    from sqlite_utils import Database

KEPT_DAYS: Final = 7
_UNFINISHED: Final = ".nianbao-"


_OFTEN: Final = 200  # steps of SQLite's machine, a few dozen rows


def unwatched() -> None:
    """Nobody gives a copy up."""


def copy(db: Database, target: Path, watch: Callable[[], None] = unwatched) -> None:
    """A consistent copy of the open library at `target`: whole and on the disk, or not there. `watch` is called again
    and again while it is made; what it raises of `NianbaoError`s ends the copy, of which nothing stays.

    Raises `EnvironmentTrouble` (full disk, no right), `InputError` if the library turns out to be damaged.
    """
    watch()
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.parent / f"{_UNFINISHED}{secrets.token_hex(8)}"
        try:
            with _watched(db, watch):
                db.execute("VACUUM INTO ?", [str(unfinished)])
            with unfinished.open("r+b") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


@contextmanager
def _watched(db: Database, watch: Callable[[], None]) -> Iterator[None]:
    """Has SQLite call `watch` while it works, and raises what that raised instead of SQLite's “interrupted”."""
    import sqlite3

    raised: list[NianbaoError] = []

    def look() -> int:
        try:
            watch()
        except NianbaoError as error:
            raised.append(error)
        return len(raised)

    db.conn.set_progress_handler(look, _OFTEN)
    try:
        yield
    except sqlite3.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        db.conn.set_progress_handler(None, 0)


def whole(db: Database) -> bool:
    """Whether the file's structure is sound. A flipped bit in a text is none of its business: see `digest`."""
    return [tuple(row) for row in db.execute("PRAGMA quick_check")] == [("ok",)]


def before_migration(db: Database, library: Path, now: datetime) -> Path:
    """Copy the library as it is before its tables change."""
    if not whole(db):
        raise damaged(library)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    target = backup_folder(library) / f"before-upgrade-{version}-{now:%Y%m%d-%H%M%S}{SUFFIX}"
    copy(db, target)
    return target


def daily(db: Database, library: Path, now: datetime) -> Path:
    """Today's copy, made unless it stands; older ones than the newest seven go, and what a crash left half done.

    The caller has checked that the library is sound: a damaged one must not push good copies out.
    """
    target = daily_path(library, now)
    with told(target):  # a look at a share that has gone fails, too
        if not target.exists():
            copy(db, target)
            for old in sorted(backup_folder(library).glob("daily-*.nianbao"))[:-KEPT_DAYS]:
                old.unlink(missing_ok=True)
            for rest in backup_folder(library).glob(_UNFINISHED + "*"):
                rest.unlink(missing_ok=True)
    return target
