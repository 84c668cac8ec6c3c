"""A planned table put on pages: rows in order, heads repeated, rules drawn once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.layout.styles import FRAME, PAGE, RULE
from core.writers.placed import Page, Rule
from core.writers.setting import Type, baseline, set_line
from core.writers.table_plan import LEADING, PAD_X, SetBox, TablePlan


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a table that stand together on one page, in order; repeated heads are rows of their own here."""

    rows: tuple[int, ...]
    height: float


def parts(plan: TablePlan, first: float, rest: float) -> Iterator[Part]:
    """`plan` cut into pages: `first` points are free on the first, `rest` on each other.

    A cut never parts a head from its first row; after it the head of the block stands again.
    """
    rows: list[int] = []
    used, room = 0.0, first
    for group in _groups(plan):
        height = sum(plan.heights[row] for row in group)
        if rows and used + height > room + 1e-6:
            yield Part(tuple(rows), used)
            rows = [row for row in _head_of(plan, group[0]) if row not in group]
            used, room = sum(plan.heights[row] for row in rows), rest
        rows += group
        used += height
    yield Part(tuple(rows), used)


def _groups(plan: TablePlan) -> Iterator[list[int]]:
    """Rows that stay together: heads with the row after them, every other row alone."""
    group: list[int] = []
    for row in range(plan.grid.rows):
        group.append(row)
        if row not in plan.grid.head_rows:
            yield group
            group = []
    if group:
        yield group


def _head_of(plan: TablePlan, row: int) -> list[int]:
    """The unbroken head rows nearest above `row`."""
    head: list[int] = []
    for above in range(row - 1, -1, -1):
        if above in plan.grid.head_rows:
            head.insert(0, above)
        elif head:
            break
    return head


def least_height(plan: TablePlan) -> float:
    """Of the first rows that may not be parted."""
    return sum(plan.heights[row] for row in next(_groups(plan)))


def place(plan: TablePlan, part: Part, page: Page, top: float) -> None:
    """Put the rows of `part` on `page`, their upper edge at `top`."""
    ys = [top]
    for row in part.rows:
        ys.append(ys[-1] - plan.heights[row])
    whole = len(part.rows) == plan.grid.rows
    for set_box in sorted(plan.boxes, key=reading_order):
        box = set_box.box
        for start, end in ((box.row, box.row + box.rowspan),) if whole else _stretches(set_box, part.rows):
            _place_box(plan, set_box, page, ys[start], ys[end])
    left, right = PAGE.left, PAGE.left + plan.xs[-1]
    for x0, y0, x1, y1 in ((left, top, right, top), (left, ys[-1], right, ys[-1])):
        page.rules.append(Rule(x0 - FRAME / 2, y0, x1 + FRAME / 2, y1, FRAME))
    for x in (left, right):
        page.rules.append(Rule(x, top, x, ys[-1], FRAME))


def reading_order(it: SetBox) -> tuple[int, int]:
    """Row by row; column labels that reach down stand in the row of the innermost ones, as their columns do."""
    box = it.box
    return (box.row + box.rowspan - 1 if box.role == "head" else box.row), box.col


def _stretches(set_box: SetBox, rows: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """The runs of places in `rows` that the box covers: one, or one before and one after a repeated head."""
    box = set_box.box
    start = -1
    for place_, row in enumerate((*rows, -1)):
        inside = box.row <= row < box.row + box.rowspan
        if inside and start < 0:
            start = place_
        elif not inside and start >= 0:
            yield start, place_
            start = -1


def _place_box(plan: TablePlan, it: SetBox, page: Page, top: float, bottom: float) -> None:
    box = it.box
    x0, x1 = PAGE.left + plan.xs[box.col], PAGE.left + plan.xs[box.col + box.colspan]
    page.rules.append(Rule(x0, bottom, x1, bottom, RULE))
    if box.col + box.colspan < plan.grid.cols:
        page.rules.append(Rule(x1, top, x1, bottom, RULE))
    pitch = LEADING * it.size
    y = (top + bottom + len(it.lines) * pitch) / 2
    pad = PAD_X * it.size if it.align == "left" else 0.0
    for line in it.lines:
        base = baseline(y, pitch, it.size)
        page.runs += set_line(line, Type(it.chain, it.size), x0 + pad, base, x1 - x0 - 2 * pad, it.align)
        y -= pitch
