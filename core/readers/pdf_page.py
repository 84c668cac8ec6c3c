"""What lies on a page of a PDF: characters with their places, and the tables that rules make."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, NamedTuple

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
_BLANK: Final = ord(" ")
_HALVES, _PRIVATE = 0xD800, 0xE000
_ZERO, _NINE = ord("0"), ord("9")


class Char(NamedTuple):
    text: str
    x: float
    y: float
    size: float


_X: Final = attrgetter("x")


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
    opened = page.get_textpage()
    text, size = opened.raw, pdfium.FPDFText_GetFontSize
    x, y = ctypes.c_double(), ctypes.c_double()
    origin, room = pdfium.FPDFText_GetCharOrigin, (ctypes.byref(x), ctypes.byref(y))
    left, bottom, right, top = page.get_bbox()
    passed = False  # a blank that PDFium adds is hidden as what stands before it is
    for i, code in enumerate(_codes(text, opened.count_chars())):
        mark = code < _CHINESE and not _ZERO <= code <= _NINE
        if mark and code != _BLANK and pdfium.FPDFText_IsGenerated(text, i) == 1:
            continue
        if hidden:
            own = _object(text, i)
            passed = own in hidden if own else passed
            if passed:
                continue
        origin(text, i, *room)
        across, up = x.value, y.value
        if left <= across <= right and bottom <= up <= top:
            if turn:
                across, up = turn.on_point(across, up)
            hyphen = mark and code != _BLANK and pdfium.FPDFText_IsHyphen(text, i) == 1
            yield Char("-" if hyphen else chr(code), across, up, size(text, i))
    opened.close()


def _codes(text: Any, count: int) -> Sequence[int]:
    """The characters' codes, all at once where none of them has more than one or none."""
    room = (ctypes.c_ushort * (count + 1))()
    told = pdfium.FPDFText_GetText(text, 0, count, room)
    codes = room[:count]
    if told == count + 1 and not any(_HALVES <= code < _PRIVATE for code in codes):
        return codes
    return [pdfium.FPDFText_GetUnicode(text, i) for i in range(count)]


def _object(text: Any, index: int) -> int:
    """The address of the object that a character is of; 0 of one that PDFium adds."""
    found = pdfium.FPDFText_GetTextObject(text, index)
    return ctypes.addressof(found.contents) if found else 0


def baselines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters of one baseline together, from left to right."""
    rows: dict[int, list[Char]] = {}
    for char in chars:
        key = round(char.y)
        for near in (key, key - 1, key + 1):
            row = rows.get(near)
            if row is not None and abs(row[0].y - char.y) < _NEAR:
                row.append(char)
                break
        else:
            rows.setdefault(key, []).append(char)
    return [sorted(row, key=_X) for _, row in sorted(rows.items(), reverse=True)]


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
    """The rules in the order of their places, those that go on each other as one, and these places."""
    whole: list[Rule] = []
    for it in sorted(rules):
        last = whole[-1] if whole else None
        if last and it.at == last.at and it.start <= last.end:
            whole[-1] = Rule(it.at, last.start, max(last.end, it.end))
        else:
            whole.append(it)
    return [it.at for it in whole], whole


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
    if len(chars) < 2:
        return chars
    sizes = {it.size for it in chars}
    size = max(sizes)
    if not size or min(sizes) > _SMALL * size:
        return chars
    foot = min(it.y for it in chars if it.size == size)
    raised = [it for it in chars if it.size <= _SMALL * size and it.y > foot]
    return [it for it in chars if it not in raised] if is_note("".join(it.text for it in raised)) else chars


def written(line: Sequence[Char]) -> str:
    """The characters as text: halves of rare ones joined, spaces only where both neighbours are of a Latin word
    (elsewhere they are the gaps of justified lines)."""
    found = [char.text for char in line]
    if " " in found:
        around = zip(("\u3000", *found), found, (*found[1:], "\u3000"), strict=False)
        found = [it for before, it, after in around if it != " " or (before.isascii() and after.isascii())]
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
