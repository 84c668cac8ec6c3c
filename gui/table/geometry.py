"""Where the boxes of a table lie on the screen: edges of columns and rows in px, from font measures. Pure.

All widgets of a table (head, stub, the three views, the check line) read the same edges, so they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.layout.boxes import Box, Grid
from gui.table.ruling import Ruling, ruling

Measure = Callable[[str, int], int]  # height in px of a text wrapped to a width in px


@dataclass(frozen=True, slots=True)
class Geometry:
    """`lead`: rows at the top that never scroll because they are the head. `xs`, `ys`: edges, one more than
    columns and rows, from 0."""

    grid: Grid
    lead: int
    xs: tuple[int, ...]
    ys: tuple[int, ...]
    ruling: Ruling

    @property
    def stub_width(self) -> int:
        return self.xs[self.grid.stub_cols]

    @property
    def width(self) -> int:
        return self.xs[-1]

    @property
    def head_height(self) -> int:
        return self.ys[self.lead]

    def row_height(self, row: int) -> int:
        return self.ys[row + 1] - self.ys[row]

    def column_width(self, col: int) -> int:
        return self.xs[col + 1] - self.xs[col]

    @property
    def body(self) -> range:
        """The rows below the head."""
        return range(self.lead, self.grid.rows)


def lead_rows(grid: Grid) -> int:
    """How many rows are the table's one head; 0 where blocks with heads of their own follow each other."""
    count = 0
    while count in grid.head_rows:
        count += 1
    return count if len(grid.head_rows) == count else 0


def place(
    grid: Grid,
    available: int,
    measure: Measure,
    unit: float,
    *,
    head: Measure | None = None,
    roomy: bool = False,
    least: Mapping[int, int] = MappingProxyType({}),
) -> Geometry:
    """The geometry in a page `available` px wide. `measure`, `head`: of a label's text and of a head's; `unit`: px per
    px of the design; `roomy`: a large window; `least`: px that a column of figures needs, by column from 0.

    Figure columns are never under 56 design px; what does not fit scrolls sideways under the fixed stub.
    """

    def px(size: float) -> int:
        return round(size * unit)

    columns = grid.cols - grid.stub_cols
    usual = sum(max(px(64), least.get(column, 0)) for column in range(columns))
    stubs = _stub_widths(grid, available - usual, px, roomy=roomy)
    xs = _edges([*stubs, *_figure_widths(columns, available - sum(stubs), px, least)])
    lead = lead_rows(grid)
    heights = [_row_height(grid, row, xs, (measure, head or measure), px, roomy=roomy) for row in range(grid.rows)]
    return Geometry(grid, lead, xs, _edges(heights), ruling(grid, lead))


def _figure_widths(columns: int, available: int, px: Callable[[float], int], least: Mapping[int, int]) -> Iterator[int]:
    """Columns of one width, but for those that need more than that: the others make room for them."""
    each = min(available // max(columns, 1), px(128 if columns <= 3 else 96))
    wide = {column: need for column, need in least.items() if need > each}
    if wide and len(wide) < columns:
        each = min(each, (available - sum(wide.values())) // (columns - len(wide)))
    each = max(each, px(56))
    return (max(each, least.get(column, 0)) for column in range(columns))


def _stub_widths(grid: Grid, available: int, px: Callable[[float], int], *, roomy: bool) -> list[int]:
    """Label columns by their depth: a column of single characters, a middle one, the wide last one. `available`: what
    the figures leave at their usual width."""
    match grid.stub_cols:
        case 0:
            return []
        case 1:
            return [px(176)]
        case 2:
            return [px(124), px(300)]
    first, middle, widest = (34, 124, 350) if roomy else (30, 102, 270)
    rest = available - px(first) - px(middle) * (grid.stub_cols - 2)
    return [px(first), *[px(middle)] * (grid.stub_cols - 2), max(min(rest, px(widest)), px(200))]


def _row_height(
    grid: Grid,
    row: int,
    xs: Sequence[int],
    measures: tuple[Measure, Measure],
    px: Callable[[float], int],
    *,
    roomy: bool,
) -> int:
    body = grid.rows - len(grid.head_rows)
    dense = body > 12
    if row in grid.head_rows:
        least = px(30) if _is_title(grid, row) else px(28) if grid.stub_cols == 1 else px(22) if dense else px(26)
        air = 4
    else:
        least = (px(27) if roomy else px(24)) if dense else px(36) if grid.stub_cols else px(38)
        air = 7
    texts = [box for box in grid.boxes if box.row <= row < box.row + box.rowspan and box.text]
    stub, head = measures
    needed = [
        (stub if box.role == "stub" else head)(box.text, text_width(box, xs, px)) + px(air)
        for box in texts
        if box.rowspan == 1
    ]
    tall = [_share(box, head, xs, px) for box in texts if box.rowspan > 1 and row == box.row + box.rowspan - 1]
    return max([least, *needed, *tall])


def text_width(box: Box, xs: Sequence[int], px: Callable[[float], int]) -> int:
    """What a label has for its text; the painter wraps to the same."""
    return xs[box.col + box.colspan] - xs[box.col] - px(6 if box.role == "stub" else 10)


def _share(box: Box, measure: Measure, xs: Sequence[int], px: Callable[[float], int]) -> int:
    """What the last row of a tall head box must add so that its text fits; tall stubs have room enough."""
    if box.role != "head":
        return 0
    needed = measure(box.text, text_width(box, xs, px)) + px(6)
    return needed - (box.rowspan - 1) * px(22)


def _is_title(grid: Grid, row: int) -> bool:
    return any(box.row == row and box.role in ("title", "note") for box in grid.boxes)


def _edges(sizes: Sequence[int]) -> tuple[int, ...]:
    edges = [0]
    for size in sizes:
        edges.append(edges[-1] + size)
    return tuple(edges)
