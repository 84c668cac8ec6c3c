"""Files that are zip archives of XML (.docx, .xlsx): opened with bounds, parsed without entities."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from lxml import etree

from core.errors import InputError

_MOST_PARTS: Final = 2_000
_MOST_BYTES: Final = 100 * 1024 * 1024
"""Of all parts unpacked; a report has less than one."""


BROKEN: Final = (
    KeyError, ValueError, EOFError, NotImplementedError, OSError, RuntimeError,
    zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError,
)  # fmt: skip
"""What a damaged or encrypted part raises."""


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """The archive. Raises `InputError` where it is damaged or unpacks to more than any report."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError) as error:
        raise damaged(name) from error
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise InputError("too_large", f"“{name}”解开后大得不像一份年报，没有读入。请核对是不是选错了文件。")
    return archive


def kind(data: bytes) -> str:
    """``docx``, ``xlsx`` or nothing."""
    try:
        names = set(zipfile.ZipFile(io.BytesIO(data)).namelist())
    except (zipfile.BadZipFile, ValueError):
        return ""
    return "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""


def part(archive: zipfile.ZipFile, path: str, name: str) -> etree._Element:
    """The root of one XML part. Raises `InputError` where it is damaged."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        content = archive.read(path)
        return etree.fromstring(content, parser)
    except BROKEN as error:
        raise damaged(name) from error


def damaged(name: str) -> InputError:
    return InputError("damaged", f"“{name}”已损坏或不完整，没有读成。请重新取一份，或用原来的软件打开后另存一次。")
