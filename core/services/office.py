"""Old office formats (.doc, .wps, .xls, .et, .rtf) through LibreOffice, where it is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final

from core.errors import InputError

_OLD: Final = (b"\xd0\xcf\x11\xe0", b"{\\rtf")
_SHEETS: Final = frozenset({".xls", ".et"})
PATIENCE: Final = 120.0
"""Seconds; the program's own start may take twenty."""
_PLACES: Final = (
    r"%ProgramFiles%\LibreOffice\program\soffice.exe",
    r"%ProgramFiles(x86)%\LibreOffice\program\soffice.exe",
)


class Office:
    """LibreOffice as a converter, one file at a time. `programs`: where it may be, by default where it usually is."""

    def __init__(self, programs: Sequence[str] | None = None, patience: float = PATIENCE) -> None:
        self._programs = programs
        self._patience = patience
        self._running: subprocess.Popen[bytes] | None = None

    def modern(self, data: bytes, name: str) -> tuple[bytes, str]:
        """The file as .docx or .xlsx if it is in an old office format, else as it is.

        Raises `InputError` (kind ``no_office``) where LibreOffice is not installed, ``damaged`` where it can make
        nothing of the file, or not in time.
        """
        if not data.startswith(_OLD):
            return data, name
        program = next(iter(_installed() if self._programs is None else self._programs), "")
        if not program:
            raise InputError(
                "no_office",
                f"“{name}”是旧版文件，要借助 LibreOffice 才能读入，这台电脑上没有装。"
                "请用 WPS 或 Word 另存为 .docx（表格为 .xlsx）后再导入。",
            )
        suffix = Path(name).suffix.lower()
        made = self._converted(program, data, suffix or ".doc", ".xlsx" if suffix in _SHEETS else ".docx")
        if made is None:
            raise InputError("damaged", f"“{name}”没有转换成。请用 WPS 或 Word 打开它，另存为 .docx 后再导入。")
        return made, name

    def stop(self) -> None:
        """Give up the file that is being converted: whoever waits for it is told that it was not."""
        process = self._running
        if process is not None and process.poll() is None:
            _end(process)

    def _converted(self, program: str, data: bytes, suffix: str, wanted: str) -> bytes | None:
        """What the program makes of the bytes, in a folder and with settings of its own; None if nothing in time."""
        with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
            source = Path(folder, f"report{suffix}")
            source.write_bytes(data)
            settings = Path(folder, "settings").as_uri()
            command = [program, f"-env:UserInstallation={settings}", "--headless", "--norestore"]
            try:
                self._wait_for([*command, "--convert-to", wanted[1:], "--outdir", folder, str(source)])
                return source.with_suffix(wanted).read_bytes()
            except OSError:
                return None

    def _wait_for(self, command: Sequence[str]) -> None:
        # In a session of its own: the program is started by others, which do not take it along when they are killed.
        # Its words go nowhere, since a pipe would be waited for as long as any of them lives.
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True) as process:
            self._running = process
            try:
                process.wait(self._patience)
            except subprocess.TimeoutExpired:
                _end(process)
            finally:
                self._running = None


@lru_cache(maxsize=1)
def office() -> Office:
    """The one of this process."""
    return Office()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started."""
    if sys.platform == "win32":
        taskkill = os.path.expandvars(r"%SystemRoot%\System32\taskkill.exe")
        subprocess.run([taskkill, "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError):  # it has ended by itself
            os.killpg(process.pid, signal.SIGKILL)


def _installed() -> list[str]:
    found = [shutil.which(name) or "" for name in ("soffice", "libreoffice")]
    if sys.platform == "win32":
        found += [place for place in map(os.path.expandvars, _PLACES) if Path(place).is_file()]
    return [place for place in found if place]
