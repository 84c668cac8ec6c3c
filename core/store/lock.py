"""One writer per library: an operating-system lock on a file beside it, which ends with the process that holds it.

What stands in that file (who, since when) is information for others; the lock itself is the system's.
"""

from __future__ import annotations

import getpass
import json
import os
import platform
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from core.errors import EnvironmentTrouble, os_reason
from core.store.places import lock_file

_FAR: Final = 1 << 30  # Windows locks bytes, and nobody may read a locked one: take one far behind the words


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a library; empty and None where the lock file does not say."""

    who: str = ""
    since: datetime | None = None
    pid: int = 0


class Lock:
    """The held lock. Released by `release`, and by the system when the process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def release(self) -> None:
        """Give the library free. The file stays: removing it could pull it from under the next holder."""
        if self._descriptor >= 0:
            with suppress(OSError):  # the disk may be gone; the words are only information
                os.ftruncate(self._descriptor, 0)
            os.close(self._descriptor)
            self._descriptor = -1


def acquire(library: Path, who: str, now: datetime) -> Lock | Holder:
    """The lock of `library`, or who holds it. Raises `EnvironmentTrouble` where no lock can be had at all."""
    path = lock_file(library.resolve())
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            if not _lock(descriptor):
                os.close(descriptor)
                return holder(library)
            _write(descriptor, who, now)
        except OSError:
            os.close(descriptor)
            raise
    except OSError as error:
        where = f"报告库所在的文件夹“{path.parent}”"
        raise EnvironmentTrouble("lock", f"{where}里不能加锁：{os_reason(error)}。可以查看，不能修改。") from error
    return Lock(descriptor)


def _write(descriptor: int, who: str, now: datetime) -> None:
    said = {"who": who, "user": user(), "pid": os.getpid(), "since": now.isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    os.write(descriptor, json.dumps(said, ensure_ascii=False).encode())


def holder(library: Path) -> Holder:
    """What the lock file says. Read by others while it may just be written: any of it may be missing."""
    try:
        raw = json.loads(lock_file(library.resolve()).read_bytes())
    except (OSError, ValueError):
        return Holder()
    said: Mapping[str, object] = raw if isinstance(raw, dict) else {}
    who = next((text for key in ("who", "user") if isinstance(text := said.get(key), str) and text), "")
    pid = said.get("pid")
    return Holder(who, _time(said.get("since")), pid if isinstance(pid, int) else 0)


def _time(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def user() -> str:
    """user@host, as far as the system tells."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        name = ""
    return "@".join(part for part in (name, platform.node()) if part)


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        # flock, not lockf: a lock of ours must not end when this process closes another descriptor of the file.
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
