"""What lies on a page of a PDF: characters with their places, and the tables that rules make."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from core.readers.markup import is_note
from core.readers.pdf_drawn import Drawing, Rule

_NEAR: Final = 1.2
_EDGE: Final = 5.0
"""Points within which the borders of neighbouring boxes are one edge."""
_CUT: Final = 8.0
"""Points: a row is at least as high."""
_SMALL: Final = 0.8
"""Of the size of the type around it: a mark of a note is no larger."""
_CHINESE: Final = 0x2E80
_ZERO, _NINE = ord("0"), ord("9")


@dataclass(frozen=True, slots=True)
class Char:
    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table on a page: edges from left to right and from top to bottom, and the boxes between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[tuple[int, int, int, int], ...]  # row, col, rowspan, colspan

    def edges(self, row: int, col: int, rows: int, cols: int) -> tuple[float, float, float, float]:
        """Left, bottom, right, top of a box."""
        return self.xs[col], self.ys[row + rows], self.xs[col + cols], self.ys[row]


def characters(page: pypdfium2.PdfPage, drawing: Drawing | None = None) -> Iterator[Char]:
    """The characters of the page with the origin of each, without the line ends that PDFium adds; of a page of which
    a `drawing` is given those that are to be read, turned as they are read."""
    hidden, turn = (drawing.hidden, drawing.turn) if drawing else (None, None)
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, bottom, right, top = page.get_bbox()
    passed = False  # a blank that PDFium adds is hidden as what stands before it is
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, i)
        if code < _CHINESE and not _ZERO <= code <= _NINE:
            if pdfium.FPDFText_IsGenerated(text.raw, i) == 1 and code != ord(" "):
                continue
            if pdfium.FPDFText_IsHyphen(text.raw, i) == 1:
                code = ord("-")
        if hidden:
            own = _object(text, i)
            passed = own in hidden if own else passed
            if passed:
                continue
        pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y)
        if not (left <= x.value <= right and bottom <= y.value <= top):
            continue
        across, up = turn.on_point(x.value, y.value) if turn else (x.value, y.value)
        yield Char(chr(code), across, up, pdfium.FPDFText_GetFontSize(text.raw, i))
    text.close()


def _object(text: pypdfium2.PdfTextPage, index: int) -> int:
    """The address of the object that a character is of; 0 of one that PDFium adds."""
    found = pdfium.FPDFText_GetTextObject(text.raw, index)
    return ctypes.addressof(found.contents) if found else 0


def baselines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters of one baseline together, from left to right."""
    rows: dict[int, list[Char]] = {}
    for char in chars:
        key = round(char.y)
        near = next((k for k in (key, key - 1, key + 1) if k in rows and abs(rows[k][0].y - char.y) < _NEAR), key)
        rows.setdefault(near, []).append(char)
    return [sorted(row, key=lambda c: c.x) for _, row in sorted(rows.items(), reverse=True)]


def ruled_tables(drawing: Drawing) -> Iterator[Ruled]:
    """Rules that stand one below the other without a gap to speak of are one table."""
    level, upright = drawing.level, drawing.upright
    bands: list[list[float]] = []
    for rule in sorted(upright, key=lambda r: -r.end):
        if bands and rule.end > bands[-1][0] - _EDGE:
            bands[-1][0] = min(bands[-1][0], rule.start)
        else:
            bands.append([rule.start, rule.end])
    for bottom, top in bands:
        across = [r for r in level if bottom - _NEAR <= r.at <= top + _NEAR]
        along = [r for r in upright if r.start >= bottom - _NEAR and r.end <= top + _NEAR]
        # A table that a page's end cuts may lack its last level rule: the upright ones tell where it ends.
        cut = [end for end in (bottom, top) if all(abs(r.at - end) > _CUT for r in across)]
        xs, ys = _edges(r.at for r in along), tuple(reversed(_edges([*(r.at for r in across), *cut])))
        if len(xs) > 1 and len(ys) > 1:
            yield Ruled(xs, ys, tuple(_boxes(xs, ys, across, along)))


def _edges(places: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > _EDGE:
            found.append(place)
    return tuple(found)


def _boxes(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Rule], along: Sequence[Rule]
) -> Iterator[tuple[int, int, int, int]]:
    """(row, col, rowspan, colspan): fields of the grid between which no rule is drawn are one box."""
    taken: set[tuple[int, int]] = set()
    levels, uprights = _crossings(across), _crossings(along)
    for row in range(len(ys) - 1):
        for col in range(len(xs) - 1):
            if (row, col) in taken:
                continue
            middle_y, middle_x = (ys[row] + ys[row + 1]) / 2, (xs[col] + xs[col + 1]) / 2
            cols = 1
            while col + cols < len(xs) - 1 and not _crossed(uprights, xs[col + cols], middle_y):
                cols += 1
            rows = 1
            while row + rows < len(ys) - 1 and not _crossed(levels, ys[row + rows], middle_x):
                rows += 1
            taken |= {(row + i, col + j) for i in range(rows) for j in range(cols)}
            yield row, col, rows, cols


def _crossings(rules: Iterable[Rule]) -> tuple[list[float], list[Rule]]:
    """The rules in the order of their places, and these."""
    inner = sorted(rules, key=lambda it: it.at)
    return [it.at for it in inner], inner


def _crossed(rules: tuple[list[float], list[Rule]], at: float, place: float) -> bool:
    first, stop = bisect_right(rules[0], at - _NEAR), bisect_left(rules[0], at + _EDGE + _NEAR)
    return any(rule.start < place < rule.end for rule in rules[1][first:stop])


def held(table: Ruled, chars: Sequence[Char]) -> Iterator[tuple[tuple[int, int, int, int], list[list[Char]]]]:
    """The boxes with the lines of characters in them, without the raised marks of notes."""
    inside: dict[tuple[int, int], list[Char]] = {}
    owner = {
        (row + i, col + j): (row, col) for row, col, rows, cols in table.boxes for i in range(rows) for j in range(cols)
    }
    lower, left = [-y for y in table.ys[1:-1]], table.xs[1:-1]
    for char in chars:
        row = bisect_left(lower, -char.y)
        col = bisect_right(left, char.x + 0.1)
        inside.setdefault(owner[row, col], []).append(char)
    for box in table.boxes:
        yield box, baselines(_without_notes(inside.get(box[:2], ())))


def _without_notes(chars: Sequence[Char]) -> Sequence[Char]:
    """What stands in a box, without the small raised figures that refer to notes."""
    size = max((it.size for it in chars), default=0.0)
    if not size or all(it.size > _SMALL * size for it in chars):
        return chars
    foot = min(it.y for it in chars if it.size == size)
    raised = [it for it in chars if it.size <= _SMALL * size and it.y > foot]
    return [it for it in chars if it not in raised] if is_note("".join(it.text for it in raised)) else chars


def written(line: Sequence[Char]) -> str:
    """The characters as text: halves of rare ones joined, spaces only where both neighbours are of a Latin word
    (elsewhere they are the gaps of justified lines)."""
    found: list[str] = []
    for before, char, after in zip((None, *line), line, (*line[1:], None), strict=False):
        if char.text == " " and not (before and after and before.text.isascii() and after.text.isascii()):
            continue
        found.append(char.text)
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
