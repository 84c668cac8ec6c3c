"""A PDF that another program made: tables from their rules, paragraphs from where lines begin and end on their page."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

import pypdfium2

from core.errors import InputError
from core.readers.pdf_page import Char, Ruled, baselines, characters, drawn, filled, ruled_tables
from core.readers.pieces import Piece, Prose, Sheet, Slot

_DEPTH: Final = 4
_FEWEST: Final = 20
"""Characters on all pages below which there is no text to speak of."""
_INDENTED: Final = 0.8
_LARGER: Final = 1.2
_SHORT: Final = 2.5
"""Characters by which a line that ends a paragraph stays behind the others."""
_GAP: Final = 0.8
"""Of a character: the white between two words that is more than the space between letters."""
_USUAL: Final = 12.0
_HEADED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、．]|[（(]\d{1,2}[)）]")
_NUMBER = re.compile(r"[—–－-]*\s*\d{1,3}\s*[—–－-]*|.{0,20}[—–－-]\s*\d{1,3}\s*[—–－-]|第\s*\d{1,3}\s*页.{0,12}")
_ROW = re.compile(r"(?:\S+\s+){2,}\d\S*")
_DIGITS = re.compile(r"\d[\d\s]*\d")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of running text; `begins`, `ends`: whether a paragraph begins or ends there."""

    text: str
    begins: bool
    ends: bool


def pieces(document: pypdfium2.PdfDocument, name: str) -> tuple[Piece, ...]:
    """What stands on the pages. Raises `InputError` where they hold no text: then they are pictures."""
    found: list[Piece | _Line] = []
    count = 0
    for number in range(len(document)):
        page = document[number]
        chars = list(characters(page))
        count += sum(not char.text.isspace() for char in chars)
        found += _page(page, chars)
        page.close()
    if count < _FEWEST:
        raise InputError(
            "scanned", f"“{name}”是扫描图片，里面没有文字，读不出数字。请改用 Word 文件或网页，或先做文字识别。"
        )
    return tuple(_joined(found))


def _page(page: pypdfium2.PdfPage, chars: Sequence[Char]) -> list[Piece | _Line]:
    tables = [table for table in ruled_tables(*drawn(page, _DEPTH)) if len(table.boxes) > 1]
    placed: list[tuple[float, Piece | _Line]] = []
    free = list(chars)
    for table in tables:
        inside = [char for char in free if _within(char, table)]
        free = [char for char in free if not _within(char, table)]
        slots = tuple(_mended(slot) for slot in filled(table, inside))
        placed.append((table.ys[0], Sheet(slots)))
    rows = [row for row in baselines(free) if any(not char.text.isspace() for char in row)]
    lines = [(row[0].y, line) for row, line in zip(rows, _lines(rows), strict=True)]
    placed += lines[1 if lines and _NUMBER.fullmatch(lines[0][1].text) else 0 :]
    if placed and lines[1:] and _NUMBER.fullmatch(lines[-1][1].text):
        placed.pop()  # the page's number
    return [piece for _, piece in sorted(placed, key=lambda it: -it[0])]


def _within(char: Char, table: Ruled) -> bool:
    return table.ys[-1] < char.y < table.ys[0] and table.xs[0] - 1 < char.x < table.xs[-1] + 1


def _mended(slot: Slot) -> Slot:
    """A number whose digits were set apart is one: the box around it says so."""
    text = slot.text.strip()
    return replace(slot, text="".join(text.split()) if _DIGITS.fullmatch(text) else text)


def _lines(rows: Sequence[Sequence[Char]]) -> Iterator[_Line]:
    """The lines of a page, judged by its own edges."""
    bare = [[char for char in row if not char.text.isspace()] for row in rows]
    long = [row for row in bare if len(row) >= 10] or bare
    left = min((row[0].x for row in long), default=0.0)
    right = max((row[-1].x for row in long), default=0.0)
    usual = median([_advance(row) for row in long]) if long else _USUAL
    title = False
    for row in bare:
        wide = _advance(row)
        before, title = title, wide > _LARGER * usual
        text = _text(row, wide)
        alone = bool(_ROW.fullmatch(text) or _NUMBER.fullmatch(text))
        if title:  # its lines are one
            yield _Line(text, not before, ends=False)
            continue
        begins = before or alone or row[0].x > left + _INDENTED * wide or bool(_HEADED.match(text))
        yield _Line(text, begins, alone or row[-1].x < right - _SHORT * wide)


def _advance(row: Sequence[Char]) -> float:
    """How far one Chinese character stands from the next, in points. The size that a font states may be any unit."""
    pairs = [(before, after) for before, after in itertools.pairwise(row) if after.x > before.x]
    wide = [after.x - before.x for before, after in pairs if not before.text.isascii()]
    return median(wide) if wide else 2 * median([b.x - a.x for a, b in pairs]) if pairs else _USUAL


def _text(row: Sequence[Char], wide: float) -> str:
    """The characters of a line, with a space where words or figures stand apart."""
    parts = [row[0].text]
    for before, after in itertools.pairwise(row):
        own = wide / 2 if before.text.isascii() else wide
        apart = after.x - before.x - own > _GAP * wide
        parts.append(" " + after.text if apart else after.text)
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _joined(found: Sequence[Piece | _Line]) -> Iterator[Piece]:
    """Lines as paragraphs, over page breaks too; page numbers are lines of their own and stay so."""
    open_ = ""
    for it in found:
        if isinstance(it, _Line) and not it.begins and open_:
            open_ += it.text
        else:
            if open_:
                yield Prose(open_)
            open_ = it.text if isinstance(it, _Line) else ""
            if not isinstance(it, _Line):
                yield it
        if open_ and isinstance(it, _Line) and it.ends:
            yield Prose(open_)
            open_ = ""
    if open_:
        yield Prose(open_)
