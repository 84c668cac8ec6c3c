"""Becoming the one who writes a library, or learning why not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import EnvironmentTrouble, os_reason
from core.services.autosave import Autosave
from core.store import Holder, Lock, Save, Store, acquire, create, missing


@dataclass(frozen=True, slots=True)
class Hold:
    """The right to write, and who writes."""

    lock: Lock
    autosave: Autosave

    def let_go(self) -> tuple[Save, ...]:
        """Save what is pending and free the library. Returns what could not be saved."""
        pending = self.autosave.close()
        self.lock.release()
        return pending


def whole(path: Path) -> Path:
    """`path` without links, so that two ways to one library are one. Raises `EnvironmentTrouble`."""
    with usable(path):
        return path.resolve()


def is_there(path: Path) -> bool:
    """Whether there is such a file. Raises `EnvironmentTrouble` where that cannot be known: no right, a share gone."""
    with usable(path):
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return False
        return True


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """What the system says of a place that it cannot look at, in words."""
    try:
        yield
    except OSError as error:
        raise _useless(path, os_reason(error)) from error
    except (ValueError, RuntimeError) as error:  # a name that no file can have, links in a circle
        raise _useless(path, "这不是文件夹和文件的名称") from error


def _useless(path: Path, reason: str) -> EnvironmentTrouble:
    words = f"报告库“{path}”用不了：{reason}。请检查共享盘、移动盘是否接好，或另选一个报告库。"
    return EnvironmentTrouble("file", words.replace("\0", ""))


def hold(path: Path, who: str, clock: Callable[[], datetime], make: bool, delays: Sequence[float]) -> Hold | str:
    """The hold on the library at `path`, or the sentence why it may only be read.

    Raises `EnvironmentTrouble` if there is nothing to read either, `InputError` for a file that is no sound library.
    """
    if not make and not is_there(path):
        raise missing(path)  # before a lock file is left beside nothing
    try:
        if make:
            _make_folder(path.parent)
        lock = acquire(path, who, clock())
        if isinstance(lock, Holder):
            return held_by(lock, clock())
        return _held(lock, path, clock, make, delays)
    except EnvironmentTrouble as trouble:
        if not is_there(path):
            raise
        return f"只读：{trouble.message}"


def _held(lock: Lock, path: Path, clock: Callable[[], datetime], make: bool, delays: Sequence[float]) -> Hold:
    with ExitStack() as on_failure:
        on_failure.callback(lock.release)
        if make:
            create(path)
        autosave = Autosave(lambda: Store.writer(path, clock()), clock=clock, delays=delays)
        on_failure.callback(autosave.close)
        autosave.run(Store.entries)  # what is wrong with the file comes to light now
        on_failure.pop_all()
    return Hold(lock, autosave)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentTrouble("folder", f"不能建立文件夹“{folder}”：{os_reason(error)}。请另选位置。") from error


def held_by(holder: Holder, now: datetime) -> str:
    """Why the library may only be read: who has it, and since when."""
    opened = f"由{holder.who}打开" if holder.who else "已在另一个窗口打开"
    since = ""
    if holder.since:
        then = holder.since.astimezone(now.tzinfo)
        day = "" if then.date() == now.date() else f"{then.month}月{then.day}日 "
        since = f"{day}{then:%H:%M} 起；"
    return f"只读：报告库{opened}。{since}可以查看，对方关闭后请点“再试一次”。"
