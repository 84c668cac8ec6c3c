"""Where the cursor goes: pure functions over the places of a table's cells.

Arrows reach every cell, computed totals too (a total may be stated); Tab and Enter only what is to be typed. Pinned
and scrolling rows are one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Place = tuple[int, int]
Move = Literal["left", "right", "up", "down", "next", "previous", "below", "above", "home", "end", "first", "last"]


def go(cells: Mapping[Place, bool], at: Place, move: Move) -> Place | None:
    """The place that `move` leads to from `at`; None where the table ends there.

    `cells`: the places of all cells, True where something is to be typed.
    """
    row, column = at
    match move:
        case "left" | "right":
            return _beside([c for r, c in cells if r == row], row, column, forward=move == "right")
        case "up" | "down":
            return _over(sorted(cells), at, forward=move == "down")
        case "home" | "end":
            line = sorted(place for place in cells if place[0] == row)
            return line[0 if move == "home" else -1] if line else None
        case "first" | "last":
            ends = sorted(cells)
            return ends[0 if move == "first" else -1] if ends else None
        case "next" | "previous":
            return _along(sorted(place for place, entry in cells.items() if entry), at, forward=move == "next")
        case "below" | "above":
            order = sorted((place for place, entry in cells.items() if entry), key=lambda place: place[::-1])
            found = _along([place[::-1] for place in order], at[::-1], forward=move == "below")
            return found[::-1] if found else None


def _along(order: list[Place], at: Place, *, forward: bool) -> Place | None:
    rest = [place for place in order if (place > at if forward else place < at)]
    return (rest[0] if forward else rest[-1]) if rest else None


def _beside(columns: list[int], row: int, column: int, *, forward: bool) -> Place | None:
    rest = sorted(c for c in columns if (c > column if forward else c < column))
    return (row, rest[0] if forward else rest[-1]) if rest else None


def _over(cells: list[Place], at: Place, *, forward: bool) -> Place | None:
    """The nearest row that has cells, at the cell of the same column or the last one before it."""
    rows = sorted({r for r, _ in cells if (r > at[0] if forward else r < at[0])})
    if not rows:
        return None
    row = rows[0] if forward else rows[-1]
    columns = sorted(c for r, c in cells if r == row)
    before = [c for c in columns if c <= at[1]]
    return row, before[-1] if before else columns[0]
