"""What PDFium tells of the objects on a page, in the coordinates of the page."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_DEPTH: Final = 4
"""Of forms within forms."""
_MOST_SEGMENTS: Final = 20_000
_INVISIBLE: Final = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_SHOWN: Final = frozenset({pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE})

Bounds = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


class Text(NamedTuple):
    """A stretch of text. `address`: of the object; `angle`: of its line in degrees, against the clock; `bright`: how
    bright its colour is on white paper (black 0, white 1), None where nothing is drawn; `x`, `y`: where it begins."""

    address: int
    size: float
    angle: float
    bright: float | None
    x: float
    y: float


class Objects:
    """The objects of a page. What PDFium is asked it writes into the room made here once."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page
        self._matrix = pdfium.FS_MATRIX()
        self._edges = [ctypes.c_float() for _ in range(4)]
        self._room = [ctypes.byref(it) for it in self._edges]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._paint = [ctypes.byref(it) for it in self._colour]
        self._number = ctypes.c_float()
        self._modes = ctypes.c_int(), ctypes.c_int()

    def __iter__(self) -> Iterator[tuple[Any, int, pypdfium2.PdfMatrix | None]]:
        """(object, its kind, the way to the page's coordinates if it lies in a form), in the order of drawing."""
        page = self._page.raw
        items = [pdfium.FPDFPage_GetObject(page, i) for i in range(pdfium.FPDFPage_CountObjects(page))]
        yield from self._within(items, None, _DEPTH)

    def _within(
        self, items: Sequence[Any], outer: pypdfium2.PdfMatrix | None, depth: int
    ) -> Iterator[tuple[Any, int, pypdfium2.PdfMatrix | None]]:
        for item in items:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind in _SHOWN:
                yield item, kind, outer
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth > 1:
                inner = [pdfium.FPDFFormObj_GetObject(item, i) for i in range(pdfium.FPDFFormObj_CountObjects(item))]
                yield from self._within(inner, self._placed(item, outer), depth - 1)

    def _placed(self, item: Any, outer: pypdfium2.PdfMatrix | None) -> pypdfium2.PdfMatrix:
        pdfium.FPDFPageObj_GetMatrix(item, self._matrix)
        own = pypdfium2.PdfMatrix.from_raw(self._matrix)
        return own.multiply(outer) if outer else own

    def bounds(self, item: Any, outer: pypdfium2.PdfMatrix | None) -> Bounds:
        left, bottom, right, top = self._edges
        pdfium.FPDFPageObj_GetBounds(item, *self._room)
        found = left.value, bottom.value, right.value, top.value
        return outer.on_rect(*found) if outer else found

    def bright(self, item: Any) -> float:
        """How bright the filling of an object is on white paper; 0 where it is no plain colour."""
        if not pdfium.FPDFPageObj_GetFillColor(item, *self._paint):
            return 0.0
        red, green, blue, alpha = self._colour
        return 1 - alpha.value / 255 * (1 - (0.3 * red.value + 0.59 * green.value + 0.11 * blue.value) / 255)

    def text(self, item: Any, outer: pypdfium2.PdfMatrix | None) -> Text:
        pdfium.FPDFPageObj_GetMatrix(item, self._matrix)
        own: Any = self._placed(item, outer) if outer else self._matrix
        pdfium.FPDFTextObj_GetFontSize(item, self._number)
        seen = pdfium.FPDFTextObj_GetTextRenderMode(item) not in _INVISIBLE
        return Text(
            ctypes.addressof(item.contents),
            self._number.value * math.hypot(own.c, own.d),
            math.degrees(math.atan2(own.b, own.a)) if own.b or own.a < 0 else 0.0,
            self.bright(item) if seen else None,
            own.e,
            own.f,
        )

    def modes(self, item: Any) -> tuple[bool, bool]:
        """Whether a shape is filled, and whether its outline is drawn."""
        fill, stroke = self._modes
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        return bool(fill.value), bool(stroke.value)

    def outlines(self, item: Any, outer: pypdfium2.PdfMatrix | None) -> Iterator[Bounds]:
        """The bounds of each closed or open line of a shape of many: browsers draw all borders of a table as one."""
        pdfium.FPDFPageObj_GetMatrix(item, self._matrix)
        matrix = self._placed(item, outer)
        x, y = ctypes.c_float(), ctypes.c_float()
        points: list[tuple[float, float]] = []
        for i in range(min(pdfium.FPDFPath_CountSegments(item), _MOST_SEGMENTS)):
            segment = pdfium.FPDFPath_GetPathSegment(item, i)
            if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
                yield _bounds(points)
                points.clear()
            if pdfium.FPDFPathSegment_GetPoint(segment, x, y):
                points.append(matrix.on_point(x.value, y.value))
        if points:
            yield _bounds(points)


def _bounds(points: Sequence[tuple[float, float]]) -> Bounds:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
