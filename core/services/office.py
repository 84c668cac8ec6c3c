"""Old office formats (.doc, .wps, .xls, .et, .rtf) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from core.errors import InputError

_OLD: Final = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_SHEETS: Final = frozenset({".xls", ".et"})
_PATIENCE: Final = 120.0
"""Seconds; the program's own start may take twenty."""
_PLACES: Final = (
    r"%ProgramFiles%\LibreOffice\program\soffice.exe",
    r"%ProgramFiles(x86)%\LibreOffice\program\soffice.exe",
)


def modern(data: bytes, name: str, programs: Sequence[str] | None = None) -> tuple[bytes, str]:
    """The file as .docx or .xlsx if it is in an old office format, else as it is.

    `programs`: where LibreOffice may be, by default where it usually is. Raises `InputError` (kind ``no_office``)
    where it is not installed, ``damaged`` where it can make nothing of the file.
    """
    if not data.startswith(_OLD):
        return data, name
    program = next(iter(_installed() if programs is None else programs), "")
    if not program:
        raise InputError(
            "no_office",
            f"“{name}”是旧版文件，要借助 LibreOffice 才能读入，这台电脑上没有装。"
            "请用 WPS 或 Word 另存为 .docx（表格为 .xlsx）后再导入。",
        )
    suffix = Path(name).suffix.lower()
    made = _converted(program, data, suffix or ".doc", ".xlsx" if suffix in _SHEETS else ".docx")
    if made is None:
        raise InputError("damaged", f"“{name}”没有转换成。请用 WPS 或 Word 打开它，另存为 .docx 后再导入。")
    return made, name


def _installed() -> list[str]:
    found = [shutil.which(name) or "" for name in ("soffice", "libreoffice")]
    if sys.platform == "win32":
        found += [place for place in map(os.path.expandvars, _PLACES) if Path(place).is_file()]
    return [place for place in found if place]


def _converted(program: str, data: bytes, suffix: str, wanted: str) -> bytes | None:
    """What the program makes of the bytes, in a folder and with settings of its own; None if nothing in time."""
    with tempfile.TemporaryDirectory(prefix="nianbao-") as folder:
        source = Path(folder, f"report{suffix}")
        source.write_bytes(data)
        settings = Path(folder, "settings").as_uri()
        command = [program, f"-env:UserInstallation={settings}", "--headless", "--norestore"]
        try:
            subprocess.run(
                [*command, "--convert-to", wanted[1:], "--outdir", folder, str(source)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
            return source.with_suffix(wanted).read_bytes()
        except (OSError, subprocess.TimeoutExpired):
            return None
