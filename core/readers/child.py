"""The reading process: takes foreign files from its standard input, gives their lines back. It holds nothing else, and
what a file makes of it ends with it.

Both ways a message is its length in eight bytes and then that many: what is asked in JSON and the bytes of the file in,
JSON out. A name asks for the lines of the file, ``["picture", page, scale]`` for a page of a PDF, whose pixels follow
as a message of their own.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any, Final

from core.errors import InputError
from core.readers.lines import Box, Line, Lines
from core.readers.read import lines_of

MEMORY: Final = 2 * 1024**3
"""Bytes of address space; a report takes a twentieth."""


def main() -> int:
    """Serve until the other side closes."""
    limit(MEMORY)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the messages
    given = sys.stdin.buffer
    while (name := take(given)) is not None and (data := take(given)) is not None:
        asked = json.loads(name)
        for part in (_lines(data, asked),) if isinstance(asked, str) else _picture(data, *asked[1:]):
            put(out, part)
    return 0


def _lines(data: bytes, name: str) -> bytes:
    return json.dumps(_answer(data, name), ensure_ascii=True).encode()


def _picture(data: bytes, page: int, scale: float) -> tuple[bytes, bytes]:
    """A page of a PDF to look at; nothing where it cannot be shown: what is wrong with it is said when it is read."""
    import pypdfium2

    from core.readers import pdf_pages

    try:
        *size, pixels = pdf_pages.picture(data, page, scale)
    except (pypdfium2.PdfiumError, MemoryError, IndexError, ValueError):
        return json.dumps(None).encode(), b""
    return json.dumps(size).encode(), pixels


def limit(memory: int) -> None:
    """No more memory than that, where the system can be told so (not on Windows: there only time is limited)."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, name: str) -> object:
    try:
        lines = lines_of(data, name)
    except InputError as error:
        return {"error": [error.kind, error.message]}
    except (MemoryError, RecursionError):
        return {"error": ["too_large", f"“{name}”太大或层次太深，不像一份年报，没有读入。请核对是不是选错了文件。"]}
    return {
        "lines": [_told(it) for it in lines.lines],
        "residue": list(lines.residue),
        "pages": lines.pages,
    }


def answered(data: bytes) -> Lines:
    """The lines in an answer. Raises `InputError` where it tells of one."""
    told = json.loads(data)
    if "error" in told:
        raise InputError(*told["error"])
    return Lines(tuple(_heard(it) for it in told["lines"]), tuple(told["residue"]), told["pages"])


def _told(it: Line) -> list[Any]:
    return [it.number, it.raw, it.cells, it.table, it.tabbed, it.places, it.sheet, it.unsure, it.boxes]


def _heard(it: list[Any]) -> Line:
    number, raw, cells, table, tabbed, places, sheet, unsure, boxes = it
    grid = tuple((col, width) for col, width in places)
    return Line(number, raw, tuple(cells), table, tabbed, grid, sheet, unsure, tuple(Box(*box) for box in boxes))


def take(stream: IO[bytes]) -> bytes | None:
    """The next message; None where the other side has gone."""
    size = stream.read(8)
    if len(size) < 8:
        return None
    data = stream.read(int.from_bytes(size, "big"))
    return data if len(data) == int.from_bytes(size, "big") else None


def put(stream: IO[bytes], data: bytes) -> None:
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


if __name__ == "__main__":
    sys.exit(main())
