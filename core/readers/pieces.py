"""What any file comes to before it is understood: paragraphs, and tables as slots in a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from core.readers.lines import Line, Lines


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph, whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a table, merged or single, at its first row and column."""

    row: int
    col: int
    rowspan: int
    colspan: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; the slots in reading order."""

    slots: tuple[Slot, ...]
    caption: str = ""


Piece = Prose | Sheet

_MANY: Final = 5
"""Columns from which on a merged cell is no figure of a table whose columns are wide elsewhere."""


def squeezed(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """The slots on the coarsest grid that holds them: rows and columns at which nothing begins or ends are gone."""
    slots = sorted(slots, key=lambda it: (it.row, it.col))
    rows = {at: i for i, at in enumerate(sorted({e for s in slots for e in (s.row, s.row + s.rowspan)}))}
    cols = {at: i for i, at in enumerate(sorted({e for s in slots for e in (s.col, s.col + s.colspan)}))}
    return tuple(
        replace(
            it,
            row=rows[it.row],
            col=cols[it.col],
            rowspan=rows[it.row + it.rowspan] - rows[it.row],
            colspan=cols[it.col + it.colspan] - cols[it.col],
        )
        for it in slots
    )


def as_lines(pieces: Sequence[Piece]) -> Lines:
    """The pieces as `core.readers.text` reads them: paragraphs that are never joined, rows of cells."""
    found = [Line(number, raw, cells, table) for number, (raw, cells, table) in enumerate(_raw(pieces))]
    return Lines(tuple(found), ())


def _stands_for_all(slot: Slot, text: str) -> bool:
    """A single nought in a cell merged over many columns: each of them is 0."""
    return text == "0" and slot.colspan >= _MANY


def _raw(pieces: Sequence[Piece]) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    for piece in pieces:
        if isinstance(piece, Prose):
            for line in filter(None, map(str.strip, piece.text.split("\n"))):
                yield line, (line,), False
                yield "", (), False
            continue
        rows: dict[int, list[str]] = {}
        for slot in squeezed(piece.slots):
            text = " ".join(slot.text.split())
            rows.setdefault(slot.row, []).extend([text] * (slot.colspan if _stands_for_all(slot, text) else 1))
        for cells in rows.values():
            yield "\t".join(cells).strip(), tuple(cells), True
        yield "", (), False
