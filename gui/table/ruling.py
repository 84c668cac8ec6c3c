"""Which line stands where in a table: strong around the head and the pinned rows, middle between groups. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.layout.boxes import Box, Grid

STRONG, MIDDLE, WEAK, NONE = "rule", "btn-line", "grid", ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """Tokens of the lines `below` each row and `right` of each column; none at the outer edges, which the frame draws,
    and none above rows pinned at the end: what scrolls there may be cut anywhere, so the table draws that one."""

    below: tuple[str, ...]
    right: tuple[str, ...]


def ruling(grid: Grid, lead: int) -> Ruling:
    """`lead`: rows of the one head, 0 where blocks with heads of their own follow each other."""
    return Ruling(
        tuple(_below(grid, lead, row) for row in range(grid.rows)),
        tuple(_right(grid, lead, col) for col in range(grid.cols)),
    )


def _below(grid: Grid, lead: int, row: int) -> str:
    below, heads, pinned = row + 1, set(grid.head_rows), set(grid.pinned)
    if below == grid.rows:
        return NONE
    if below in pinned and row not in pinned and row not in heads:
        return NONE
    if (below == lead) or (below in heads and row not in heads) or (row in pinned and below not in pinned):
        return STRONG
    if row in heads:
        return WEAK
    groups = [box for box in _grouping(grid.boxes, "stub") if box.rowspan > 1]
    mine = [box for box in groups if below in (box.row, box.row + box.rowspan)]
    return (STRONG if any(box.level == 0 for box in mine) else MIDDLE) if mine else WEAK


def _right(grid: Grid, lead: int, col: int) -> str:
    beside = col + 1
    if beside == grid.cols:
        return NONE
    if beside <= grid.stub_cols:
        return STRONG if lead and beside == grid.stub_cols else WEAK
    if not lead:
        return WEAK
    inner = grid.cols - grid.stub_cols
    edges = [box for box in _grouping(grid.boxes, "head") if 1 < box.colspan < inner]
    mine = [box for box in edges if beside in (box.col, box.col + box.colspan)]
    return (STRONG if any(box.row == 0 for box in mine) else MIDDLE) if mine else WEAK


def _grouping(boxes: Iterable[Box], role: str) -> list[Box]:
    return [box for box in boxes if box.role == role]
