"""What the library file may say of itself when it cannot be read or written, in words for the clerk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from core.errors import EnvironmentTrouble, InputError, NianbaoError, os_reason
from core.store.places import backups

# (beginning of SQLite's own name of the failure, kind, reason, way out); the first that fits counts.
_TROUBLES: Final = (
    ("SQLITE_FULL", "disk-full", "磁盘已满", "请腾出空间，或另存到别处。"),
    ("SQLITE_READONLY_DBMOVED", "moved", "报告库文件不在原处了", "请把文件放回原处，或另存到别处。"),
    ("SQLITE_READONLY", "read-only", "没有写入权限", "请改用可以写入的文件夹，或另存到别处。"),
    ("SQLITE_PERM", "read-only", "没有写入权限", "请改用可以写入的文件夹，或另存到别处。"),
    ("SQLITE_BUSY", "busy", "报告库正被别的程序占用", "请关闭占用它的程序。"),
    ("SQLITE_LOCKED", "busy", "报告库正被别的程序占用", "请关闭占用它的程序。"),
    ("SQLITE_CANTOPEN", "cannot-open", "打不开报告库文件", "请检查文件夹是否还在、能否写入，或另存到别处。"),
    ("SQLITE_IOERR", "disk", "磁盘读写出错", "请检查磁盘或移动盘是否接好，或另存到别处。"),
)
_BROKEN: Final = ("SQLITE_CORRUPT", "SQLITE_NOTADB")
_CHANGED: Final = ("changed", "报告库里的内容已被别的程序改动", "请另存到别处，再重新打开报告库。")
_DAMAGED: Final = ("damaged", "报告库文件已损坏", "请另存到别处，或打开最近一份备份。")
_UNKNOWN: Final = ("", "原因不明", "请另存到别处。")


@contextmanager
def told(path: Path, *, looking: bool = False) -> Iterator[None]:
    """Turns what SQLite and the system raise while `path` is in use into `InputError` or `EnvironmentTrouble`.

    `looking`: nothing is asked for but what every library has, so that a statement that fails means damage (or tables
    pulled away under an open library) and no bug.
    """
    import sqlite3

    try:
        yield
    except (sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        name: str = getattr(error, "sqlite_errorname", "") or ""
        if looking and name == "SQLITE_ERROR":
            raise damaged(path) from error
        if trouble := _translated(name, path):
            raise trouble from error
        raise
    except UnicodeDecodeError as error:  # of a message of SQLite that quotes a damaged table definition
        raise damaged(path) from error
    except OSError as error:
        raise EnvironmentTrouble("file", f"报告库“{path}”用不了：{os_reason(error)}。") from error


def _translated(name: str, path: Path) -> NianbaoError | None:
    if name.startswith(_BROKEN):
        return damaged(path)
    for beginning, kind, reason, way_out in _TROUBLES:
        if name.startswith(beginning):
            gone = kind == "cannot-open" and not _there(path)
            return missing(path) if gone else EnvironmentTrouble(kind, f"报告库“{path}”：{reason}。{way_out}")
    return None


def _there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a share that has gone: nobody can look
        return False


def words(kind: str) -> tuple[str, str]:
    """(reason, way out) of a failure's kind, for the line that says why something is not saved."""
    rows = (*(row[1:] for row in _TROUBLES), _CHANGED, _DAMAGED)
    return next(((reason, way_out) for known, reason, way_out in rows if known == kind), _UNKNOWN[1:])


def changed(path: Path) -> EnvironmentTrouble:
    """What stands in the file is not what was last written to it."""
    kind, reason, way_out = _CHANGED
    return EnvironmentTrouble(kind, f"“{path}”：{reason}。{way_out}")


def missing(path: Path) -> EnvironmentTrouble:
    return EnvironmentTrouble("cannot-open", f"没有找到报告库“{path}”。请检查移动盘是否接好，或另选一个报告库。")


def damaged(path: Path) -> InputError:
    """A file that is no library, or one whose structure is broken; names the newest backup where there is one."""
    kept = backups(path)
    way_out = f"最近一份备份是“{kept[0]}”，可以打开它继续。" if kept else "请改选别的文件。"
    return InputError("damaged", f"“{path}”不是报告库文件，或者已经损坏。{way_out}")
