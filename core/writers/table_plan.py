"""How large a table is: type size, column widths, row heights and the broken lines of every box. Points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from typing import Final

from core.layout.boxes import Box, Grid
from core.layout.document import FilledTable
from core.layout.styles import PAGE, TABLE_SIZES, Align, box_style
from core.writers.faces import Chain, Faces
from core.writers.linebreak import Line, balanced, break_lines

LEADING: Final = 1.25  # ems from line to line in a box
PAD_X: Final = 0.35  # ems at each side of a label
PAD_Y: Final = 0.4  # ems above and below the lines of a box
FIGURE_PAD: Final = 1.5  # points at each side of a figure, where it is tight
_FIGURE: Final = re.compile(r"[-+]?[0-9.,]+")
SPLIT_SIZE: Final = 9.0
"""Of a table that must be parted anyway."""
FIGURE_RATIOS: Final = (1.0, 0.8)
"""Sizes of the figures against the labels: where long figures leave the labels no room, the figures give way first."""
LEAST_FIGURE: Final = 5.0
"""Down to this size all figures of a table shrink together; a longer one shrinks alone, because it never breaks."""
STUB_CHARACTERS: Final = 4
"""Characters a line in the outer label columns; the last one takes what is left, and at least `STUB_LEAST`."""
STUB_LEAST: Final = 12
ENTRY_CHARACTERS: Final = 3


@dataclass(frozen=True, slots=True)
class SetBox:
    box: Box
    lines: tuple[Line, ...]
    chain: Chain
    size: float
    align: Align


@dataclass(frozen=True, slots=True)
class TablePlan:
    """`xs`: left edges of the columns and the right edge, from the left of the table; `heights` of the rows."""

    grid: Grid
    size: float
    xs: tuple[float, ...]
    heights: tuple[float, ...]
    boxes: tuple[SetBox, ...]

    @property
    def height(self) -> float:
        return sum(self.heights)


def plan(table: FilledTable, faces: Faces, limit: float) -> TablePlan:
    """The table at the largest size at which it is no higher than `limit`; if there is none, at `SPLIT_SIZE`."""
    words = _words(table, faces)
    for size in TABLE_SIZES:
        for widths in dict.fromkeys(_widths(table.grid, words, size, ratio) for ratio in FIGURE_RATIOS):
            xs = (0.0, *accumulate(widths))
            if _least_height(table.grid, words, size, xs) <= limit:
                better = _plan_at(table.grid, words, size, xs, limit)
                if better.height <= limit:
                    return better
    widths = _widths(table.grid, words, SPLIT_SIZE, 1.0)
    return _plan_at(table.grid, words, SPLIT_SIZE, (0.0, *accumulate(widths)), limit)


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands in a box, `ems` wide on one line; a `figure` is never broken, anything else is in the room there
    is."""

    box: Box
    text: str
    chain: Chain
    ems: float
    figure: bool


def _words(table: FilledTable, faces: Faces) -> tuple[_Word, ...]:
    return tuple(_word(box, table, faces) for box in table.grid.boxes)


def _word(box: Box, table: FilledTable, faces: Faces) -> _Word:
    chain = faces.chain(box_style(box, table.grid.stub_cols).face)
    text = chain.settable(box.text or table.texts.get(box.cell or "", ""))
    return _Word(box, text, chain, chain.width(text), bool(box.cell and _FIGURE.fullmatch(text)))


def _least_height(grid: Grid, words: Sequence[_Word], size: float, xs: Sequence[float]) -> float:
    """No plan of that size and those columns is lower: labels are counted as if they filled every line.

    Breaking them into lines is what planning costs, so a size that cannot do is passed over without.
    """
    rows = [_one_line(size)] * grid.rows
    for it in words:
        if it.box.rowspan == 1 and it.box.cell is None and it.text and " " not in it.text:
            lines = ceil(it.ems / max(_room(it.box, size, xs), 1.0) - 1e-6)
            rows[it.box.row] = max(rows[it.box.row], (lines * LEADING + 2 * PAD_Y) * size)
    return sum(rows)


def _one_line(size: float) -> float:
    return (LEADING + 2 * PAD_Y) * size


def _room(box: Box, size: float, xs: Sequence[float]) -> float:
    """For a line of a label, in ems."""
    return (xs[box.col + box.colspan] - xs[box.col]) / size - 2 * PAD_X


def _plan_at(grid: Grid, words: Sequence[_Word], size: float, xs: tuple[float, ...], limit: float) -> TablePlan:
    figure = _figure_size(words, size, xs)
    boxes = tuple(_set_box(it, grid, (size, figure), xs, limit) for it in words)
    return TablePlan(grid, size, xs, _heights(grid, boxes, size), boxes)


def _widths(grid: Grid, words: Sequence[_Word], size: float, ratio: float) -> tuple[float, ...]:
    """Column widths that add up to the type area.

    All columns alike where the labels of a single stub column allow it; else entry columns as wide as their
    figures and heads ask, alike among themselves, and the last stub column takes the rest, as far as its labels
    can use it.
    """
    entries = grid.cols - grid.stub_cols
    need = [0.0] * grid.cols
    for it in words:
        for col in range(it.box.col, it.box.col + it.box.colspan) if it.figure else ():
            need[col] = max(need[col], (it.ems * size * ratio + 2 * FIGURE_PAD) / it.box.colspan)
    if grid.stub_cols == 0:
        return _shares(PAGE.text_width, need, floor=(2 + PAD_X) * size)
    share = PAGE.text_width / grid.cols
    if grid.stub_cols == 1 and max(need) <= share and _longest_label(grid) * size <= share:
        return (share,) * grid.cols
    groups = grid.stub_cols - 1
    outer = min((STUB_CHARACTERS + 2 * PAD_X) * size, 0.4 * PAGE.text_width / max(groups, 1))
    room = PAGE.text_width - groups * outer
    most = max(room - STUB_LEAST * size, PAGE.text_width / 2) / entries
    entry = min(max(*need, (ENTRY_CHARACTERS + 2 * PAD_X) * size), most)
    spare = room - entries * entry - _longest_label(grid) * size
    entry += max(spare, 0.0) / (entries + 1)
    return (*((outer,) * groups), room - entries * entry, *((entry,) * entries))


def _longest_label(grid: Grid) -> float:
    """Of the last stub column, in characters with their margins."""
    last = (box for box in grid.boxes if box.role == "stub" and box.col + box.colspan == grid.stub_cols)
    return max((len(box.text) - (box.colspan - 1) * STUB_CHARACTERS for box in last), default=0) + 2 * PAD_X


def _shares(total: float, need: Sequence[float], floor: float) -> tuple[float, ...]:
    """Equal shares of `total`, but a column that needs more gets more while the others keep `floor`."""
    widths = [total / len(need)] * len(need)
    greedy = [i for i, width in enumerate(widths) if need[i] > width]
    rest = len(need) - len(greedy)
    if greedy and rest:
        spare = total - floor * rest
        wanted = sum(need[i] for i in greedy)
        scale = min(1.0, spare / wanted)
        for i in greedy:
            widths[i] = max(need[i] * scale, widths[i])
        left = (total - sum(widths[i] for i in greedy)) / rest
        widths = [width if i in greedy else left for i, width in enumerate(widths)]
    return tuple(widths)


def _figure_size(words: Sequence[_Word], size: float, xs: Sequence[float]) -> float:
    """One size for all figures of the table that can shrink into their boxes."""
    figure = size
    for it in words:
        if it.figure and it.ems:
            fitting = (xs[it.box.col + it.box.colspan] - xs[it.box.col] - 2 * FIGURE_PAD) / it.ems
            if fitting >= LEAST_FIGURE:
                figure = min(figure, fitting)
    return figure


def _set_box(it: _Word, grid: Grid, sizes: tuple[float, float], xs: Sequence[float], limit: float) -> SetBox:
    box, chain = it.box, it.chain
    if box.cell is not None:
        width = xs[box.col + box.colspan] - xs[box.col] - 2 * FIGURE_PAD
        size, lines = _set_figure(it, sizes[1], width, limit / 2)
        return SetBox(box, lines, chain, size, "centre")
    align = box_style(box, grid.stub_cols).align
    group = box.role == "stub" and box.rowspan > 1
    room = max(_room(box, sizes[0], xs), 1.0)
    if it.ems <= room and " " not in it.text:
        lines = (Line(it.text, it.ems, last=True),) if it.text else ()
    else:
        breaker = balanced if align == "centre" or group else _plain
        lines = tuple(breaker(it.text, chain.em, room))
    return SetBox(box, lines, chain, sizes[0], "centre" if group else align)


def _plain(text: str, em: dict[str, float], width: float) -> list[Line]:
    return break_lines(text, em, width, width)


def _set_figure(it: _Word, size: float, width: float, most: float) -> tuple[float, tuple[Line, ...]]:
    """A figure on one line; other text in lines, smaller the longer it is, cut at the very worst."""
    text, chain, ems = it.text, it.chain, it.ems
    if ems * size <= width + 1e-6 or it.figure:
        return min(size, width / ems if ems else size), ((Line(text, ems, last=True),) if text else ())
    lines: list[Line] = []
    for small in (min(size, LEAST_FIGURE + 1), LEAST_FIGURE, 4.0, 3.0):
        size = small
        lines = _plain(text, chain.em, width / size)
        if len(lines) * LEADING * size <= most:
            return size, tuple(lines)
    return size, (*lines[: int(most / (LEADING * size))], Line("…", chain.width("…"), last=True))


def _heights(grid: Grid, boxes: Sequence[SetBox], size: float) -> tuple[float, ...]:
    """Row heights that hold every box; a tall box that spans rows spreads what it lacks over all of them."""
    least = PAGE.pitch if grid.stub_cols == 0 else 0.0
    rows = [_one_line(size)] * grid.rows
    for set_box in boxes:
        box = set_box.box
        if box.rowspan == 1:
            rows[box.row] = max(rows[box.row], box_height(set_box), least if box.cell else 0.0)
    for set_box in sorted(boxes, key=lambda it: it.box.rowspan):
        box = set_box.box
        lack = box_height(set_box) - sum(rows[box.row : box.row + box.rowspan])
        if lack > 0:
            for row in range(box.row, box.row + box.rowspan):
                rows[row] += lack / box.rowspan
    return tuple(rows)


def box_height(it: SetBox) -> float:
    return len(it.lines) * LEADING * it.size + 2 * PAD_Y * it.size if it.lines else 0.0
