"""Any file a reader knows, by what it holds, never by its name alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from core.errors import InputError
from core.form.model import Form
from core.readers.decode import MOST_BYTES, decode
from core.readers.lines import Line, Lines, split
from core.readers.normal import plain
from core.readers.package import looks_like_json, read_package
from core.readers.pieces import Prose, as_lines
from core.readers.reading import Reading
from core.readers.text import read_lines
from core.values import Number, Unread

_TABLE: Final = re.compile(r"<(/?)table\b[^>]*>", re.IGNORECASE)
MOST_CHARACTERS: Final = 2_000_000
"""The longest report seen has a fiftieth of it."""


def read(data: bytes, name: str, forms: Sequence[Form]) -> Reading:
    """What the file `name` with the bytes `data` says, in terms of that one of `forms` which it fits best.

    Raises `InputError` with a sentence for the clerk where nothing can be read. Nothing is invented: what cannot be
    told stays blank.
    """
    if is_package(data):
        return read_package(decode(data, name), name, forms)
    return understood(lines_of(data, name), name, forms)


def is_package(data: bytes) -> bool:
    """Whether the bytes begin like JSON: then it is no foreign file."""
    return looks_like_json(data[:200].decode("utf-8-sig", "replace")) and not data.startswith(b"{\\rtf")


def lines_of(data: bytes, name: str) -> Lines:
    """A foreign file as lines, whatever its format. Raises `InputError` where nothing can be read.

    This is where foreign bytes are parsed: `core.services.reading` has it done in a process of its own.
    """
    lines = _laid_out(data, name)
    if lines is not None:
        return lines
    text = decode(_unpacked(data), name)
    return _web_page(text) or _with_tables(text) or split(text)


def understood(lines: Lines, name: str, forms: Sequence[Form]) -> Reading:
    """The lines of the file `name` in terms of that one of `forms` which they fit best. Raises `InputError`."""
    if sum(len(line.raw) for line in lines.lines) > MOST_CHARACTERS:
        raise InputError("too_large", f"“{name}”的文字多得不像一份年报，没有读入。请核对是不是选错了文件。")
    reading = best(forms, lines)
    if reading is None:
        raise InputError(
            "not_report",
            f"“{name}”里没有找到年报的标题、部分标题或表格，没有读入。请核对文件；如是图片或扫描件，请先转成文字。",
        )
    return reading


def best(forms: Sequence[Form], lines: Lines) -> Reading | None:
    """The lines in terms of that one of `forms` which recognises most of them; None where they are no report."""
    families: dict[str, list[Form]] = {}
    for form in forms:
        families.setdefault(form.id.partition("/")[0], []).append(form)
    reading, score = max((_of_family(family, lines) for family in families.values()), key=lambda pair: pair[1])
    return reading if score else None


def _of_family(editions: Sequence[Form], lines: Lines) -> tuple[Reading, int]:
    """The same for editions of one form, newest first.

    A report of a year of the newest edition is one of that edition, whatever its tables look like: a rule tells it.
    For any other year the edition that recognises most is taken, of two that do equally the one of that year.
    """
    first = read_lines(editions[0], lines)
    year = _year(first[0])
    if len(editions) == 1 or (year is not None and year >= editions[0].years[0]):
        return first
    found = [first, *(read_lines(form, lines) for form in editions[1:])]
    return max(found, key=lambda pair: (pair[1] - 2 * _unread(pair[0]), _belongs(pair[0], year)))


def _unread(reading: Reading) -> int:
    """Words where figures should stand: rather a sign that the tables are others."""
    return sum(isinstance(answer.value, Unread) for answer in reading.answers.values())


def _year(reading: Reading) -> int | None:
    answer = reading.answers.get(reading.form.role("year"))
    value = answer.value if answer else None
    return int(value.value) if isinstance(value, Number) else None


def _belongs(reading: Reading, year: int | None) -> bool:
    first, last = reading.form.years
    return year is not None and first <= year <= last


def _laid_out(data: bytes, name: str) -> Lines | None:
    """The lines of a .docx, .xlsx or PDF; None for anything else. What reads them is dear and imported late."""
    if len(data) > MOST_BYTES:
        return None
    if data.startswith(b"%PDF-"):
        from core.readers import pdf

        return as_lines(*pdf.pieces(data, name))
    if data.startswith(b"PK\x03\x04"):
        from core.readers import boxed, docx, xlsx

        match boxed.kind(data):
            case "docx":
                return as_lines(docx.pieces(data, name))
            case "xlsx":
                return as_lines(xlsx.pieces(data, name))
    return None


def _unpacked(data: bytes) -> bytes:
    """The page of a web page saved as one file; anything else as it is."""
    if b":" not in data[:200] or len(data) > MOST_BYTES:
        return data
    from core.readers import mht

    return (mht.page(data) or data) if mht.looks_like_mht(data) else data


def _with_tables(text: str) -> Lines | None:
    """A text (Markdown) with tables of a web page in it; None where there are none."""
    if "<table" not in text.lower():
        return None
    from core.readers import html

    found: list[Line] = []
    residue: list[str] = []
    for part in _apart(text):
        lines = as_lines(html.pieces(part)) if _TABLE.match(part) else split(part)
        sheets = max((it.sheet for it in found), default=0)
        found += (
            replace(it, number=len(found) + i, sheet=it.sheet and it.sheet + sheets) for i, it in enumerate(lines.lines)
        )
        residue += lines.residue
    return Lines(tuple(found), tuple(residue))


def _apart(text: str) -> Iterator[str]:
    """The tables, with those in them, and what stands between."""
    begin = depth = 0
    for tag in _TABLE.finditer(text):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth == (0 if tag[1] else 1):
            at = tag.end() if tag[1] else tag.start()
            yield text[begin:at]
            begin = at
    yield text[begin:]


def _web_page(text: str) -> Lines | None:
    if not text.lstrip().startswith("<"):
        return None
    from core.readers import html

    if not html.looks_like_html(text):
        return None
    pieces, name = html.pieces(text), html.title(text)
    shown = any(isinstance(it, Prose) and plain(name) in plain(it.text) and len(it.text) < 80 for it in pieces[:40])
    return as_lines(pieces if shown or not name else (Prose(name), *pieces))
