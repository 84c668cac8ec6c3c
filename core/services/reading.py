"""Foreign files are parsed in a process of their own, with limits of time and memory; old office formats go through an
office program before, where one is installed."""

from __future__ import annotations

import atexit
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock, Timer
from typing import Final

from core.errors import EnvironmentTrouble, InputError, os_reason
from core.form.model import Form
from core.readers import Reading, read
from core.readers.child import answered, put, take
from core.readers.lines import Lines
from core.readers.read import is_package, lines_of, understood
from core.services.office import office

PATIENCE: Final = 30.0
"""Seconds for one file; a report takes less than one."""

CHILD: Final = "--reading-child"
"""The word that makes a frozen program the reading process."""


class Parser:
    """The reading process. Started when first needed, and again after a file that it did not survive."""

    def __init__(self, patience: float = PATIENCE, command: Sequence[str] | None = None) -> None:
        self._patience = patience
        self._command = list(command or _command())
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped: subprocess.Popen[bytes] | None = None
        self._busy = Lock()

    def lines(self, data: bytes, name: str) -> Lines:
        """The lines of a foreign file. Raises `InputError` (kind ``too_long`` after the time, ``damaged`` where the
        process died of it)."""
        return answered(self._ask(data, name, name)[0])

    def picture(self, data: bytes, name: str, page: int, scale: float) -> tuple[int, int, int, bytes] | None:
        """A page of a PDF (from 0) at `scale` px a point: width, height, bytes a row, BGRX pixels; None where it
        cannot be shown. Raises as `lines`."""
        size, pixels = self._ask(data, name, ["picture", page, scale], 2)
        told = json.loads(size)
        return (*told, pixels) if told else None

    def stop(self) -> None:
        """Give up what is being read: whoever waits for it is told that the file was not read."""
        process = self._process
        if process is not None:
            self._stopped = process  # before it is killed: the system may take a while over that
            process.kill()

    def _ask(self, data: bytes, name: str, asked: object, parts: int = 1) -> list[bytes]:
        with self._busy:
            return self._answer(data, name, asked, parts)

    def _answer(self, data: bytes, name: str, asked: object, parts: int) -> list[bytes]:
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None  # both are pipes
        late: list[bool] = []

        def stop() -> None:
            late.append(True)
            process.kill()

        timer = Timer(self._patience, stop)
        timer.start()
        answers: list[bytes | None] = []
        try:
            put(process.stdin, json.dumps(asked).encode())
            put(process.stdin, data)
            answers += [take(process.stdout) for _ in range(parts)]
        except OSError:  # the process is gone
            answers.append(None)
        finally:
            timer.cancel()
            timer.join()
        found = [answer for answer in answers if answer is not None]
        if len(found) == len(answers):
            return found
        self._end()
        if late:
            said = f"“{name}”读了 {self._patience:g} 秒还没有读完，已停下，没有读入。请核对文件。"
            raise InputError("too_long", said)
        raise InputError("damaged", f"“{name}”没有读成：文件已损坏，或大得读不下。请用原来的软件打开后另存一次。")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process is self._stopped or self._process.poll() is not None:
            self._end()
            try:
                self._process = subprocess.Popen(
                    self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError as error:
                raise EnvironmentTrouble("read", f"读文件的程序没有启动：{os_reason(error)}。请再试一次。") from error
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = self._stopped = None

    def close(self) -> None:
        """End the process; it is started anew if asked again."""
        with self._busy:
            self._end()


def _command() -> list[str]:
    return [sys.executable, CHILD] if getattr(sys, "frozen", False) else [sys.executable, "-m", "core.readers.child"]


@lru_cache(maxsize=1)
def parser() -> Parser:
    """The one of this process."""
    it = Parser()
    atexit.register(it.close)
    return it


def stop() -> None:
    """Give up whatever is being read or converted: whoever waits for it is told that it was not read."""
    office().stop()
    parser().stop()


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read, with what a person needs to look at it beside the result. `lines`: none of a package;
    `data`: the bytes that were read (of an old office format what it was turned into)."""

    name: str
    data: bytes
    lines: Lines
    reading: Reading

    @property
    def is_pdf(self) -> bool:
        return self.data.startswith(b"%PDF-")


def read_file(data: bytes, name: str, forms: Sequence[Form]) -> Reading:
    """What the file `name` says, as `core.readers.read`; what is not our own package is parsed elsewhere.

    Raises `InputError` with a sentence for the clerk.
    """
    return read_source(data, name, forms).reading


def read_source(data: bytes, name: str, forms: Sequence[Form]) -> Source:
    """As `read_file`, with the lines that it was read from."""
    if is_package(data):
        return Source(name, data, Lines((), ()), read(data, name, forms))
    if not _plain(data):
        data, name = office().modern(data, name)
        lines = parser().lines(data, name)
    else:
        lines = lines_of(data, name)
    return Source(name, data, lines, understood(lines, name, forms))


def _plain(data: bytes) -> bool:
    """Whether the bytes are text without marks: nothing to parse."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return not start.startswith((b"<", b"%PDF", b"PK", b"\xd0\xcf\x11\xe0", b"{\\rtf")) and b"MIME-Version" not in start
