"""What any file comes to before it is understood: paragraphs, and tables as slots in a grid."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final, NamedTuple

from core.readers.lines import Box, Line, Lines, is_page_number, page_residue
from core.readers.markup import formula, seen


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, whole. `box`: where it begins."""

    text: str
    box: Box | None = None


class Slot(NamedTuple):
    """A cell of a table, merged or single, at its first row and column. `torn`: not all that its row says stands in
    cells."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str
    box: Box | None = None
    torn: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; the slots in reading order. `unsure`: what stands in which of them, or what it is, is not sure."""

    slots: tuple[Slot, ...]
    caption: str = ""
    unsure: bool = False


Piece = Prose | Sheet

_PLACE: Final = attrgetter("row", "col")

_GLUE: Final = re.compile(r"(?<![A-Za-z0-9])\s*\n\s*|\s*\n\s*(?![A-Za-z0-9])")
"""A line end with a Chinese character on either side."""
_SET_APART: Final = re.compile(r"[1-9](?: [\d.])+")
"""A number whose digits stand apart: the cell around it says that it is one."""
_BROKEN: Final = re.compile(r"[1-9]\d*(?: ?\d+)* ?\. ?\d[\d ]*|\d ?\. ?\d[\d ]*|[1-9]\d* ?(?:, ?\d{3} ?)+")
"""A number broken over lines within its cell: its point or commas say that it is one."""


def squeezed(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots on the coarsest grid that holds them: rows and columns at which nothing begins or ends are gone."""
    slots = sorted(slots, key=_PLACE)
    rows = _ranks({edge for it in slots for edge in (it.row, it.row + it.rowspan)})
    cols = _ranks({edge for it in slots for edge in (it.col, it.col + it.colspan)})
    if rows.keys() == set(rows.values()) and cols.keys() == set(cols.values()):
        return tuple(slots)
    return tuple(
        Slot(
            rows[it.row],
            cols[it.col],
            rows[it.row + it.rowspan] - rows[it.row],
            cols[it.col + it.colspan] - cols[it.col],
            it.text,
            it.box,
            it.torn,
        )
        for it in slots
    )


def _ranks(edges: Collection[int]) -> Mapping[int, int]:
    return {edge: i for i, edge in enumerate(sorted(edges))}


def as_lines(pieces: Sequence[Piece], count: int = 0) -> Lines:
    """The pieces as `core.readers.text` reads them: paragraphs that are never joined, rows of cells. `count`: of the
    pages that they stand on."""
    pages: list[str] = []
    return Lines(tuple(_lines(pieces, pages)), page_residue(pages), count)


def _lines(pieces: Sequence[Piece], pages: list[str]) -> Iterator[Line]:
    """The numbers of pages are put aside in `pages`: they stand in the middle of tables."""
    number = itertools.count()
    for sheet, piece in enumerate(pieces, 1):
        if isinstance(piece, Prose):
            for line in filter(None, map(str.strip, seen(piece.text).split("\n"))):
                if is_page_number(line):
                    pages.append(line)
                else:
                    yield Line(next(number), line, (line,), boxes=(piece.box,) if piece.box else ())
                    yield Line(next(number), "", ())
            continue
        rows: dict[int, list[Slot]] = {}
        for slot in squeezed(piece.slots):
            rows.setdefault(slot.row, []).append(slot)
        for row in rows.values():
            cells, places = zip(*map(_cell, row), strict=True)
            boxes = tuple(it.box for it in row if it.box)
            raw = "\t".join(cells).strip()
            unsure = piece.unsure or any(it.torn for it in row)
            yield Line(next(number), raw, cells, True, False, places, sheet, unsure, boxes)
        yield Line(next(number), "", ())


def _cell(slot: Slot) -> tuple[str, tuple[int, int]]:
    """The cell with its first column and width; lines broken in it are joined."""
    text = slot.text.strip()
    if not text.isdigit():
        text = formula(" ".join(_GLUE.sub("", seen(text)).split()))
    if " " in text and (_SET_APART.fullmatch(text) or _BROKEN.fullmatch(text)):
        text = text.replace(" ", "")
    return text, (slot.col, slot.colspan)
