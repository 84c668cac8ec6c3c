"""From where something lies on a page of a PDF as it is read to where a person sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pypdfium2

from core.readers.lines import Box
from core.readers.pdf_drawn import Drawing
from core.readers.pdf_page import Char

Place = Callable[[float, float, float, float], Box]
"""From left, bottom, right, top in points."""

_DOWN, _UP = 0.4, 1.1
"""Of how far characters stand apart: what lies below and above their baseline."""


@dataclass(frozen=True, slots=True)
class View:
    """A page as it is read. `left`, `bottom`: its corner; `quarters`: by which it is read turned further, against the
    clock, than it is shown."""

    page: int
    left: float
    bottom: float
    width: float
    height: float
    quarters: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        x, xx = sorted(((left - self.left) / self.width, (right - self.left) / self.width))
        y, yy = sorted((1 - (top - self.bottom) / self.height, 1 - (bottom - self.bottom) / self.height))
        for _ in range(self.quarters):
            x, y, xx, yy = y, 1 - xx, yy, 1 - x
        return Box(self.page, x, y, xx, yy)

    def line(self, chars: Sequence[Char], wide: float) -> Box:
        """Around a line whose characters stand `wide` apart."""
        return self.box(chars[0].x, chars[0].y - _DOWN * wide, chars[-1].x + wide, chars[0].y + _UP * wide)


def view(page: pypdfium2.PdfPage, number: int, drawing: Drawing | None = None) -> View:
    """The page `number` (from 0) as it is read."""
    left, bottom, right, top = page.get_bbox()
    turn = drawing.quarters if drawing else 0
    wide, high = (right - left, top - bottom) if turn % 2 == 0 else (top - bottom, right - left)
    left, bottom = (0.0, 0.0) if turn else (left, bottom)
    return View(number, left, bottom, wide, high, (turn - page.get_rotation() // 90) % 4)
