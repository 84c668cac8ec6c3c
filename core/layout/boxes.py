"""Where everything of a table lies: one flat tuple of boxes, read by grid, paper, files, import and paste alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["title", "corner", "head", "stub", "entry", "computed", "blocked", "note"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a grid: `text` is the statutory label (empty for entries), `cell` the id of an entry.

    `level`: depth in its tree (0 = outermost) for heads and stubs.
    """

    row: int
    col: int
    rowspan: int
    colspan: int
    role: Role
    text: str = ""
    cell: str | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """Boxes that tile `rows` × `cols` without gap or overlap. The first `stub_cols` columns are stub; rows in
    `head_rows` are head (block titles, corners and column labels) and `pinned` rows never scroll."""

    table: str
    rows: int
    cols: int
    stub_cols: int
    head_rows: tuple[int, ...]
    pinned: tuple[int, ...]
    boxes: tuple[Box, ...]
