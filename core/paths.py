"""Where files are: the resources shipped with the program, the user's data folder, safe names, safe writing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from core.errors import EnvironmentTrouble, os_reason


def resources() -> Path:
    """The folder `resources/`, beside the packages in a checkout and in a frozen bundle alike."""
    bundle = getattr(sys, "_MEIPASS", None)
    return (Path(bundle) if bundle else Path(__file__).resolve().parent.parent) / "resources"


def manual() -> Path:
    """The clerk's manual, Markdown with its pictures beside it; in a bundle as in a checkout."""
    return resources().parent / "docs" / "manual.zh-CN.md"


def home() -> Path:
    """The user's data folder: `NIANBAO_HOME`, else the platform's usual place. Not created here."""
    if chosen := os.environ.get("NIANBAO_HOME"):
        return Path(chosen)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "nianbao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "nianbao"


_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)")
"""Names of devices on Windows, whatever follows the first dot."""


def safe_name(name: str, suffix: str = "") -> str:
    """`name` as a file name that Windows and Linux both take: at most 200 bytes of UTF-8 before the suffix."""
    clean = _FORBIDDEN.sub("_", _UNSEEN.sub("", name)).strip(" .")
    if _RESERVED.match(clean):
        clean = "_" + clean
    clean = clean.encode()[:200].decode(errors="ignore").strip(" .")
    return (clean or "_") + suffix


def replace_file(target: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write through a temporary file beside `target`, flush it to disk, then replace: all or nothing.

    Raises `EnvironmentTrouble` naming the place; the old file then stands untouched.
    """
    import secrets  # dear, and the window starts with this module

    temporary = target.parent / f".nianbao-{secrets.token_hex(8)}"
    try:
        try:
            with temporary.open("xb") as out:
                write(out)
                out.flush()
                os.fsync(out.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentTrouble("write", f"没有写成“{target}”：{os_reason(error)}。原有文件没有改动。") from error
