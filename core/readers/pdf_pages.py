"""A PDF to look at beside what was read from it: pictures of its pages, and where figures lie on them.

Runs in the reading process (`core.readers.child`), as everything does that parses foreign bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Final

import pypdfium2

from core.readers.pdf_drawn import looked_at
from core.readers.pdf_page import Char, Ruled, baselines, characters, filled, ruled_tables
from core.readers.places import Box

_MOST_PAGES: Final = 60
_MOST_SCALE: Final = 6.0
_APART: Final = 1.6


Pixels = tuple[int, int, int, bytes]
"""Width, height, bytes a row, and 8-bit BGRX pixels."""


def boxes(data: bytes) -> tuple[int, list[list[Box]]]:
    """(number of pages, rows of boxes from top to bottom): cells of ruled tables, elsewhere words of a line."""
    document = pypdfium2.PdfDocument(data)
    try:
        count = len(document)
        rows = [row for number in range(min(count, _MOST_PAGES)) for row in _rows(document[number], number)]
    finally:
        document.close()
    return count, rows


def picture(data: bytes, page: int, scale: float) -> Pixels:
    """The page `page` (from 0) at `scale` px per point."""
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[page].render(scale=min(scale, _MOST_SCALE), prefer_bgrx=True)
        made = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        bitmap.close()
        return made
    finally:
        document.close()


def _rows(page: pypdfium2.PdfPage, number: int) -> Iterator[list[Box]]:
    width, height = page.get_size()
    drawing = looked_at(page)
    chars = list(characters(page, drawing))
    found: list[tuple[float, list[tuple[float, float, float, float, str]]]] = []
    for table in ruled_tables(drawing):
        inside = [char for char in chars if _within(char, table)]
        chars = [char for char in chars if not _within(char, table)]
        found += _cells(table, inside)
    for line in baselines(chars):
        bare = [char for char in line if not char.text.isspace()]
        if bare:
            found.append((bare[0].y, list(_words(bare))))
    for _, row in sorted(found, key=lambda it: -it[0]):
        yield [
            Box(number, left / width, 1 - top / height, right / width, 1 - bottom / height, text)
            for left, top, right, bottom, text in row
        ]


def _within(char: Char, table: Ruled) -> bool:
    return table.ys[-1] < char.y < table.ys[0] and table.xs[0] - 1 < char.x < table.xs[-1] + 1


def _cells(table: Ruled, chars: Sequence[Char]) -> Iterator[tuple[float, list[tuple[float, float, float, float, str]]]]:
    rows: dict[int, list[tuple[float, float, float, float, str]]] = {}
    for slot in filled(table, chars):
        left, right = table.xs[slot.col], table.xs[slot.col + slot.colspan]
        top, bottom = table.ys[slot.row], table.ys[slot.row + slot.rowspan]
        rows.setdefault(slot.row, []).append((left, top, right, bottom, slot.text))
    return ((table.ys[row], cells) for row, cells in rows.items())


def _words(line: Sequence[Char]) -> Iterator[tuple[float, float, float, float, str]]:
    """Stretches of a line without a gap; their height is taken from how far characters stand apart."""
    steps = [after.x - before.x for before, after in pairwise(line)]
    wide = median(steps) if steps else 10.0
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or steps[at - 1] > _APART * max(wide, 5.0):
            part = line[start:at]
            top, bottom = part[0].y + 1.1 * wide, part[0].y - 0.4 * wide
            yield part[0].x, top, part[-1].x + wide, bottom, "".join(char.text for char in part)
            start = at
