"""What lies on a page of a PDF: characters with their places, rules, and the tables that rules make."""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from core.readers.pieces import Slot

_THIN: Final = 2.0
"""Points: a drawn shape no thicker is a rule."""
_NEAR: Final = 1.2
_EDGE: Final = 3.0
"""Points within which the borders of neighbouring boxes are one edge."""
_BOX: Final = 5
_MOST_SEGMENTS: Final = 20_000
_CUT: Final = 8.0
"""Points: a row is at least as high."""


@dataclass(frozen=True, slots=True)
class Char:
    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """`at`: its place across; `start`, `end`: along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table on a page: edges from left to right and from top to bottom, and the boxes between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    boxes: tuple[tuple[int, int, int, int], ...]  # row, col, rowspan, colspan


def characters(page: pypdfium2.PdfPage) -> Iterator[Char]:
    """The characters of the page with the origin of each, without the line ends that PDFium adds."""
    text = page.get_textpage()
    x, y = ctypes.c_double(), ctypes.c_double()
    for i in range(text.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text.raw, i)
        if pdfium.FPDFText_IsGenerated(text.raw, i) == 1 and code != ord(" "):
            continue
        if pdfium.FPDFText_IsHyphen(text.raw, i) == 1:
            code = ord("-")
        pdfium.FPDFText_GetCharOrigin(text.raw, i, ctypes.byref(x), ctypes.byref(y))
        yield Char(chr(code), x.value, y.value, pdfium.FPDFText_GetFontSize(text.raw, i))
    text.close()


def baselines(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters of one baseline together, from left to right."""
    rows: dict[int, list[Char]] = {}
    for char in chars:
        key = round(char.y)
        near = next((k for k in (key, key - 1, key + 1) if k in rows and abs(rows[k][0].y - char.y) < _NEAR), key)
        rows.setdefault(near, []).append(char)
    return [sorted(row, key=lambda c: c.x) for _, row in sorted(rows.items(), reverse=True)]


def drawn(page: pypdfium2.PdfPage, depth: int = 1) -> tuple[list[Rule], list[Rule]]:
    """(level rules, upright rules) drawn on the page itself, or in forms placed on it down to `depth`; a framed box
    is four rules."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for shape in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=depth):
        many = depth > 1 and pdfium.FPDFPath_CountSegments(shape.raw) > _BOX
        for left, bottom, right, top in _outlines(shape) if many else [shape.get_bounds()]:
            _drawn_as(left, bottom, right, top, level, upright)
        if depth > 1 and not many and _framed(shape):
            for left, bottom, right, top in _outlines(shape):
                level += (Rule(bottom, left, right), Rule(top, left, right))
                upright += (Rule(left, bottom, top), Rule(right, bottom, top))
    return level, upright


def _drawn_as(left: float, bottom: float, right: float, top: float, level: list[Rule], upright: list[Rule]) -> None:
    if top - bottom <= _THIN < right - left:
        level.append(Rule((top + bottom) / 2, left, right))
    elif right - left <= _THIN < top - bottom:
        upright.append(Rule((left + right) / 2, bottom, top))


def _outlines(shape: pypdfium2.PdfObject) -> Iterator[tuple[float, float, float, float]]:
    """The bounds of each closed or open line of a shape of many: browsers draw all borders of a table as one."""
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for i in range(min(pdfium.FPDFPath_CountSegments(shape.raw), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape.raw, i)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield _bounds(points)
            points.clear()
        if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            points.append(matrix.on_point(x.value, y.value))
    if points:
        yield _bounds(points)


def _bounds(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _framed(shape: pypdfium2.PdfObject) -> bool:
    """Whether the outline of a shape is drawn and it has no more than the corners of a box."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    drawn_ = pdfium.FPDFPath_GetDrawMode(shape.raw, ctypes.byref(fill), ctypes.byref(stroke))
    return bool(drawn_ and stroke.value) and 4 <= pdfium.FPDFPath_CountSegments(shape.raw) <= _BOX


def ruled_tables(level: Sequence[Rule], upright: Sequence[Rule]) -> Iterator[Ruled]:
    """Rules that stand one below the other without a gap are one table."""
    bands: list[list[float]] = []
    for rule in sorted(upright, key=lambda r: -r.end):
        if bands and rule.end > bands[-1][0] - _NEAR:
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


def filled(table: Ruled, chars: Sequence[Char]) -> Iterator[Slot]:
    """The boxes with what stands in them, line by line."""
    held: dict[tuple[int, int], list[Char]] = {}
    owner = {
        (row + i, col + j): (row, col) for row, col, rows, cols in table.boxes for i in range(rows) for j in range(cols)
    }
    lower, left = [-y for y in table.ys[1:-1]], table.xs[1:-1]
    for char in chars:
        row = bisect_left(lower, -char.y)
        col = bisect_right(left, char.x + 0.1)
        held.setdefault(owner[row, col], []).append(char)
    for row, col, rows, cols in table.boxes:
        lines = baselines(held.get((row, col), ()))
        yield Slot(row, col, rows, cols, "".join(map(written, lines)))


def written(line: Sequence[Char]) -> str:
    """The characters as text: halves of rare ones joined, spaces only where both neighbours are of a Latin word
    (elsewhere they are the gaps of justified lines)."""
    found: list[str] = []
    for before, char, after in zip((None, *line), line, (*line[1:], None), strict=False):
        if char.text == " " and not (before and after and before.text.isascii() and after.text.isascii()):
            continue
        found.append(char.text)
    return "".join(found).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
