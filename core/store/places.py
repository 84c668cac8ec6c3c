"""Where a library's companions lie: its backups in a folder beside it, its lock in a file beside it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

SUFFIX: Final = ".nianbao"


def lock_file(library: Path) -> Path:
    return library.with_name(library.name + ".lock")


def backup_folder(library: Path) -> Path:
    return library.with_name(library.stem + "-backups")


def daily_path(library: Path, now: datetime) -> Path:
    return backup_folder(library) / f"daily-{now:%Y%m%d}{SUFFIX}"


def backups(library: Path) -> tuple[Path, ...]:
    """The backups of `library`, newest first."""
    try:
        found = [(p.stat().st_mtime_ns, p) for p in backup_folder(library).glob("*" + SUFFIX)]
    except OSError:
        return ()
    return tuple(path for _, path in sorted(found, reverse=True))
