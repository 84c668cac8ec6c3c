"""Where in the source each figure stands, found again by its row's label and the figures of that row: for a person
who looks at the source beside the result, never for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from core.form.model import Form
from core.readers.labels import MIN_PREFIX, Row, words
from core.readers.normal import plain


@dataclass(frozen=True, slots=True)
class Box:
    """A text on the page `page` (from 0); its edges are fractions of the page's width and height, from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


Place = tuple[int, int]
"""(row of the source, slot in it); slot −1 is the row as a whole."""

_NEAR: Final = 40
"""Slots behind a label within which its figures stand."""
_ENOUGH: Final = 3
"""Figures in a row from which on they are told by themselves."""


def places(form: Form, rows: Sequence[Sequence[str]], as_read: Mapping[str, str]) -> dict[str, Place]:
    """For each cell of `as_read` that can be found, its place among `rows` of slots."""
    flat = [(i, j, text.strip()) for i, slots in enumerate(rows) for j, text in enumerate(slots) if text.strip()]
    found: dict[str, Place] = {}
    start = 0
    for table in words(form).tables:
        for row in table.rows:
            cells = [cell for cell in row.cells if as_read.get(cell)]
            if not cells:
                continue
            figures = [as_read[cell].strip() for cell in cells]
            at = _of_row(flat, row, figures, start) or _of_row(flat, row, figures, 0)
            if at is None:
                continue
            first, exact = at
            start = first
            for number, cell in enumerate(cells):
                found[cell] = flat[first + number][:2] if exact else (flat[first][0], -1)
    return found


def texts(form: Form, rows: Sequence[Sequence[str]], told: Mapping[str, str]) -> dict[str, Place]:
    """For each running text the row in which it begins."""
    found: dict[str, Place] = {}
    joined = ["".join("".join(slots).split()) for slots in rows]
    for cell, text in told.items():
        beginning = "".join(text.split())[:16]
        at = next((i for i, row in enumerate(joined) if len(row) > 3 and (row in beginning or beginning in row)), None)
        if at is not None and cell in form.cells:
            found[cell] = (at, -1)
    return found


def _of_row(
    flat: Sequence[tuple[int, int, str]], row: Row, figures: Sequence[str], start: int
) -> tuple[int, bool] | None:
    """(where the figures of the row begin, True), or (its label, False) where they stand otherwise than read."""
    labels = [i for i in range(start, len(flat)) if _names(flat, i, row)] if row.keys else [start]
    for label in labels:
        for at in range(label, min(label + _NEAR, len(flat) - len(figures) + 1)):
            if [text for _, _, text in flat[at : at + len(figures)]] == list(figures):
                return at, True
    if len(figures) >= _ENOUGH or not row.keys:
        same = _runs(flat, figures, start)
        if same is not None:
            return same, True
    return (labels[0], False) if row.keys and labels else None


def _names(flat: Sequence[tuple[int, int, str]], at: int, row: Row) -> bool:
    label = plain(flat[at][2])
    whole = len(label) >= MIN_PREFIX + 2
    return any(
        label == key or (len(key) >= MIN_PREFIX and (key in label or (whole and label in key))) for key in row.keys
    )


def _runs(flat: Iterable[tuple[int, int, str]], figures: Sequence[str], start: int) -> int | None:
    """The first run of these very figures."""
    told = [text for _, _, text in flat]
    last = len(told) - len(figures)
    return next((i for i in range(start, last + 1) if told[i : i + len(figures)] == list(figures)), None)
