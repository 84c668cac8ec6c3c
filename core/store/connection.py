"""Opening a library file: whose it is, which version, how it writes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.errors import EnvironmentTrouble, InputError
from core.store import backup
from core.store.migrations import APPLICATION_ID, STEPS, TABLES, Migration, migrate
from core.store.trouble import damaged, missing, told

if TYPE_CHECKING:
    from sqlite_utils import Database

_COLUMNS: Final = "SELECT s.name, c.name FROM sqlite_schema s, pragma_table_info(s.name) c WHERE s.type = 'table'"
PATIENCE: Final = 2.0  # seconds to wait for another program's hold on the file


def create(path: Path) -> None:
    """An empty library at `path`, whole or not at all; nothing if there is a file already."""
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists() and path.stat().st_size:
            return
        unfinished = path.parent / f".nianbao-{secrets.token_hex(8)}"
        try:
            with closing(_database(unfinished, "rwc")) as db:
                _careful(db)
                migrate(db)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def open_for_reading(path: Path) -> Database:
    """`path`, never written to. Raises `InputError`, `EnvironmentTrouble`."""
    with told(path), ExitStack() as on_failure:
        db = _opened(path, "ro")
        on_failure.callback(db.close)
        _refuse_strangers(db, path)
        if _version(db) < len(STEPS):
            raise EnvironmentTrouble("old", f"报告库“{path}”要先升级才能打开。请在可以写入时打开一次。")
        _refuse_holes(db, path)
        on_failure.pop_all()
    return db


def open_for_writing(path: Path, now: datetime, steps: Sequence[Migration] = STEPS) -> Database:
    """`path`, brought up to today's tables after a backup. The caller holds the library's lock."""
    with told(path), ExitStack() as on_failure:
        db = _opened(path, "rw")
        on_failure.callback(db.close)
        _refuse_strangers(db, path, len(steps))
        _careful(db)
        if _version(db) < len(steps):
            backup.before_migration(db, path, now)
            migrate(db, steps)
        _try_to_write(db)
        _refuse_holes(db, path)
        on_failure.pop_all()
    return db


def _opened(path: Path, mode: str) -> Database:
    if not path.exists():
        raise missing(path)
    if path.is_dir():
        raise InputError("folder", f"“{path}”不是报告库：这是一个文件夹。请选其中的报告库文件。")
    return _database(path, mode)


def _database(path: Path, mode: str) -> Database:
    import sqlite3

    from sqlite_utils import Database

    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    # A flipped bit may leave no UTF-8: the text is read all the same, and the digest tells.
    connection.text_factory = lambda raw: raw.decode(errors="replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _careful(db: Database) -> None:
    """One file that can be copied, safe against a power cut at any moment.

    WAL would leave companions and fails on network drives. EXTRA is FULL, and it also syncs the folder after the
    rollback journal has gone: without that, a commit just acknowledged may be rolled back after a power cut.
    """
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")


def _try_to_write(db: Database) -> None:
    """SQLite opens a protected file for reading without a word, and finds out about the folder at the first write: a
    write that is taken back brings it to light now."""
    db.execute("BEGIN IMMEDIATE")
    try:
        db.execute(f"PRAGMA user_version = {_version(db)}")
    finally:
        db.rollback()


def _version(db: Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _refuse_strangers(db: Database, path: Path, newest: int = len(STEPS)) -> None:
    with told(path, looking=True):
        if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise damaged(path)
        db.execute("SELECT count(*) FROM sqlite_schema")
    if _version(db) > newest:
        raise InputError("newer", f"报告库“{path}”是由较新版本的程序保存的。请升级本程序后再打开；文件没有改动。")


def _refuse_holes(db: Database, path: Path) -> None:
    """Refuse a file whose tables lack a column: a flipped bit in a definition is damage, too."""
    with told(path, looking=True):
        found = {(table, column) for table, column in db.execute(_COLUMNS)}
    if not found >= {(table, column) for table, columns in TABLES.items() for column in columns.split()}:
        raise damaged(path)
