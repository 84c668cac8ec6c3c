"""What a person may be told.

Three kinds of failure, decided once: the *input* is at fault (say what and the way out), the *environment* is
(disk, lock, rights: say what and where, retry), or the program is (a bug: every other exception; it is logged
and apologised for, never shown raw).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


class NianbaoError(Exception):
    """A failure with a sentence for the clerk.

    `kind` is a stable word for machines (`--json`), `message` one or two Chinese sentences that name the place
    and the way out, without a full stop missing or an exclamation mark.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


class InputError(NianbaoError):
    """What was handed in cannot be used as it is: a file that is no report, a damaged package."""


class EnvironmentTrouble(NianbaoError):
    """The machine stands in the way: a full disk, a locked library, a missing right. Trying again may help."""


class FormError(NianbaoError):
    """A form file is wrong; carries every problem found, each with file, line and key."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("form", f"表式文件有 {len(problems)} 处问题：\n" + "\n".join(problems))
        self.problems = problems


def os_reason(error: OSError) -> str:
    """The reason of an operating-system error in Chinese, without codes."""
    import errno

    windows = _ON_WINDOWS.get(getattr(error, "winerror", None) or 0)  # says more than the number made of it
    return windows or _REASONS.get(errno.errorcode.get(error.errno or 0, ""), "系统没有说明原因")


_SHARE: Final = "连不上所在的共享盘"
_ON_WINDOWS: Final[Mapping[int, str]] = MappingProxyType(
    {
        5: "没有权限，或者这个文件正在别的程序里打开着",
        32: "文件正在别的程序里打开着",
        33: "文件正在别的程序里打开着",
        53: _SHARE,
        59: _SHARE,
        64: _SHARE,
        67: _SHARE,
        121: _SHARE,
        123: "名称里有系统不认的字符",
        206: "文件名太长",
        1231: _SHARE,
    }
)
"""By the system error codes of Windows; 5 is also what replacing a file says that is open elsewhere."""
_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ENOENT": "文件或文件夹不存在",
        "EACCES": "没有权限",
        "EPERM": "没有权限",
        "ENOSPC": "磁盘已满",
        "EROFS": "所在磁盘是只读的",
        "EISDIR": "这是一个文件夹，不是文件",
        "ENOTDIR": "路径中有一段不是文件夹",
        "EIO": "磁盘读写出错",
        "EDQUOT": "磁盘配额已用完",
        "EFBIG": "文件太大，这个磁盘放不下",
        "EBUSY": "文件正被占用",
        "ENAMETOOLONG": "文件名太长",
        "EMFILE": "打开的文件太多",
        "EEXIST": "同名的文件已经在那里",
        "ELOOP": "路径里的链接绕成了圈",
        "ESTALE": _SHARE,
        "EHOSTDOWN": _SHARE,
        "EHOSTUNREACH": _SHARE,
        "ENETUNREACH": _SHARE,
        "ENOTCONN": _SHARE,
        "ETIMEDOUT": _SHARE,
    }
)
