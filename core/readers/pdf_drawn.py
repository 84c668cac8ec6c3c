"""What is drawn on a page of a PDF: rules, however they were drawn, and which of its text is not for reading."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from core.readers.pdf_objects import Bounds, Objects, Text
from core.readers.pdf_unseen import Filling, unseen

_THIN: Final = 2.0
"""Points: a drawn shape no thicker is a rule."""
_BOX: Final = 5
"""Segments of a rectangle."""
_DASH: Final = 6.0
"""Points from one dash of a rule to the next, at most."""
_QUARTER: Final = 90


class Rule(NamedTuple):
    """`at`: its place across; `start`, `end`: along."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """`hidden`: addresses of the text objects that are not to be read; `recognised`: what is read was made out by a
    machine in a picture; `turn`: from the page to the way it is read, where its lines run upwards or
    downwards, by `quarters` against the clock; `size`: the usual one of its type, in points."""

    level: Sequence[Rule]
    upright: Sequence[Rule]
    hidden: frozenset[int] = frozenset()
    recognised: bool = False
    turn: pypdfium2.PdfMatrix | None = None
    quarters: int = 0
    size: float = 0.0


@dataclass
class _Rules:
    level: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    dots: list[tuple[float, float]] = field(default_factory=list)

    def shape(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Take a shape that is a rule; whether it is one."""
        if top - bottom <= _THIN < right - left:
            self.level.append(Rule((top + bottom) / 2, left, right))
        elif right - left <= _THIN < top - bottom:
            self.upright.append(Rule((left + right) / 2, bottom, top))
        elif top - bottom <= _THIN and right - left <= _THIN:
            self.dots.append(((left + right) / 2, (bottom + top) / 2))
        else:
            return False
        return True

    def join_dots(self) -> None:
        """Dots side by side or below each other are rules."""
        self.level += _strung((y, x) for x, y in self.dots)
        self.upright += _strung(self.dots)
        self.dots.clear()

    def frame(self, left: float, bottom: float, right: float, top: float) -> None:
        self.level += (Rule(bottom, left, right), Rule(top, left, right))
        self.upright += (Rule(left, bottom, top), Rule(right, bottom, top))

    def turned(self, matrix: pypdfium2.PdfMatrix) -> _Rules:
        found = _Rules()
        for it in self.level:
            found.shape(*matrix.on_rect(it.start, it.at, it.end, it.at))
        for it in self.upright:
            found.shape(*matrix.on_rect(it.at, it.start, it.at, it.end))
        return found


def _strung(dots: Iterable[tuple[float, float]]) -> Iterator[Rule]:
    """The rules that dots make, each given as (place across, place along)."""
    lines: dict[float, list[float]] = {}
    for at, along in dots:
        lines.setdefault(round(at, 1), []).append(along)
    for at, places in lines.items():
        start = end = -math.inf
        for place in (*sorted(places), math.inf):
            if place - end > _DASH:
                if end - start > _DASH:
                    yield Rule(at, start, end)
                start = place
            end = place


def drawn(page: pypdfium2.PdfPage) -> Drawing:
    """The rules of a page that this program made: shapes on the page itself, each of them one."""
    objects, rules = Objects(page), _Rules()
    for item, kind, outer in objects:
        if kind == pdfium.FPDF_PAGEOBJ_PATH and outer is None:
            rules.shape(*objects.bounds(item, None))
    return Drawing(rules.level, rules.upright)


def looked_at(page: pypdfium2.PdfPage) -> Drawing:
    """The same for anybody's page: rules may be lines, areas, pictures, dashes, or frames of boxes."""
    objects, rules = Objects(page), _Rules()
    texts: list[Text] = []
    fillings: list[Filling] = []
    for item, kind, outer in objects:
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(objects.text(item, outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            bounds = objects.bounds(item, outer)
            fillings += () if rules.shape(*bounds) else ((bounds, None),)
        else:
            fillings += _shape(objects, item, outer, rules)
    width, height = page.get_size()
    rules.join_dots()
    hidden, recognised, size = unseen(texts, fillings, width * height)
    quarters = _quarters(texts)
    turn = _turn(page, quarters)
    rules = rules.turned(turn) if turn else rules
    return Drawing(rules.level, rules.upright, hidden, recognised, turn, quarters, size)


def _shape(objects: Objects, item: Any, outer: pypdfium2.PdfMatrix | None, rules: _Rules) -> Sequence[Filling]:
    """Take the rules of a drawn shape; the area that it fills."""
    bounds = objects.bounds(item, outer)
    segments = pdfium.FPDFPath_CountSegments(item)
    if segments > _BOX:
        outlines = objects.outlines(item, outer)
        first = list(itertools.islice(outlines, 2))
        if not (_is_dashed(first) and rules.shape(*bounds)):
            _outlined(rules, [*first, *outlines])
        return ()
    if rules.shape(*bounds):
        return ()
    filled, framed = objects.modes(item)
    if framed and segments >= _BOX - 1:
        for outline in objects.outlines(item, outer):
            rules.frame(*outline)
    return ((bounds, objects.bright(item)),) if filled else ()


def _is_dashed(first: Sequence[Bounds]) -> bool:
    """Whether the first lines of a shape follow each other as dashes or dots do."""
    left, bottom, _, _ = first[0]
    return len(first) > 1 and max(abs(first[1][0] - left), abs(first[1][1] - bottom)) < _DASH


def _outlined(rules: _Rules, outlines: Sequence[Bounds]) -> None:
    """Rules of a shape of many lines; a frame may be two rectangles, the one just within the other."""
    at = 0
    while at < len(outlines):
        here = outlines[at]
        at += 1
        if not rules.shape(*here) and at < len(outlines) and _is_lining(here, outlines[at]):
            rules.frame(*((a + b) / 2 for a, b in zip(here, outlines[at], strict=True)))
            at += 1


def _is_lining(one: Bounds, other: Bounds) -> bool:
    return all(abs(a - b) <= _THIN for a, b in zip(one, other, strict=True))


def _quarters(texts: Sequence[Text]) -> int:
    """By which most lines of a page are turned against the clock."""
    ways = Counter(round(it.angle / _QUARTER) % 4 for it in texts)
    return ways.most_common(1)[0][0] if ways else 0


def _turn(page: pypdfium2.PdfPage, quarters: int) -> pypdfium2.PdfMatrix | None:
    """From the page to the way it is read, whose corner is nought."""
    left, bottom, right, top = page.get_bbox()
    return {
        1: pypdfium2.PdfMatrix(0, -1, 1, 0, -bottom, right),
        2: pypdfium2.PdfMatrix(-1, 0, 0, -1, right, top),
        3: pypdfium2.PdfMatrix(0, 1, -1, 0, top, -left),
    }.get(quarters)
