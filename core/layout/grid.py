"""From head and stub trees to the boxes of one table; its blocks are stacked in one grid of shared columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from core.form.model import Block, Table, TreeNode
from core.layout.boxes import Box, Grid, Role

Span = tuple[int, int]  # first column, number of columns


@dataclass(slots=True)
class _Stack:
    """The grid while its blocks are stacked: `row` is the first free row."""

    cols: int
    stub_cols: int
    totals: Collection[str]
    row: int = 0
    head_rows: list[int] = field(default_factory=list)
    pinned: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


def build(table: Table, totals: Collection[str] = ()) -> Grid:
    """The boxes of `table`, tiling its grid in reading order; cells named in `totals` are computed.

    A block with fewer column labels than the widest one spreads them over all columns (as the printed form does
    with its one-column blocks); a row label that is less deep than the deepest one covers the rest of the stub.
    """
    stub_cols = max((_depth(block.stub) for block in table.blocks), default=0)
    columns = max((len(_leaves(block.head)) for block in table.blocks), default=0)
    stack = _Stack(stub_cols + columns, stub_cols, totals)
    for block in table.blocks:
        _add_block(stack, block)
    boxes = tuple(sorted(stack.boxes, key=lambda box: (box.row, box.col)))
    return Grid(table.id, stack.row, stack.cols, stub_cols, tuple(stack.head_rows), tuple(stack.pinned), boxes)


def _depth(forest: tuple[TreeNode, ...]) -> int:
    return max((1 + _depth(node.children) for node in forest), default=0)


def _leaves(forest: tuple[TreeNode, ...]) -> list[TreeNode]:
    return [leaf for node in forest for leaf in node.leaves()]


def _add_block(stack: _Stack, block: Block) -> None:
    stub_cols = stack.stub_cols if block.stub else 0
    if block.title:
        _add_line(stack, "title", block.title)
    if block.corner and not block.stub:
        _add_line(stack, "note", block.corner)  # no stub to stand over, yet every label is printed
    height = _depth(block.head)
    if block.stub:
        stack.boxes.append(Box(stack.row, 0, height, stub_cols, "corner", block.corner))
    columns = tuple(_spread(len(_leaves(block.head)), stub_cols, stack.cols))
    _add_head(stack, block.head, iter(columns), height, 0)
    stack.head_rows.extend(range(stack.row, stack.row + height))
    stack.row += height
    if block.stub:
        _add_stub(stack, block, columns, block.stub, 0, pinned=False)
    else:
        _add_entries(stack, block, columns, "")


def _add_line(stack: _Stack, role: Role, text: str) -> None:
    stack.boxes.append(Box(stack.row, 0, 1, stack.cols, role, text))
    stack.head_rows.append(stack.row)
    stack.row += 1


def _spread(leaves: int, left: int, right: int) -> Iterator[Span]:
    """`leaves` spans that tile the columns from `left` to `right`, as even as whole columns allow."""
    width = right - left
    for i in range(leaves):
        start = left + width * i // leaves
        yield start, left + width * (i + 1) // leaves - start


def _add_head(stack: _Stack, forest: tuple[TreeNode, ...], columns: Iterator[Span], height: int, level: int) -> Span:
    """Add the labels of `forest`, `height` rows high; the answer is the span that they cover together."""
    row = stack.row + level
    first, end = -1, 0
    for node in forest:
        if node.children:
            start, width = _add_head(stack, node.children, columns, height - 1, level + 1)
        else:
            start, width = next(columns)
        rows = 1 if node.children else height
        stack.boxes.append(Box(row, start, rows, width, "head", node.label, level=level))
        first = start if first < 0 else first
        end = start + width
    return first, end - first


def _add_stub(
    stack: _Stack, block: Block, columns: tuple[Span, ...], forest: tuple[TreeNode, ...], level: int, *, pinned: bool
) -> None:
    for node in forest:
        top = stack.row
        keep = pinned or node.pinned
        if node.children:
            _add_stub(stack, block, columns, node.children, level + 1, pinned=keep)
            stack.boxes.append(Box(top, level, stack.row - top, 1, "stub", node.label, level=level))
        else:
            stack.boxes.append(Box(top, level, 1, stack.stub_cols - level, "stub", node.label, level=level))
            if keep:
                stack.pinned.append(top)
            _add_entries(stack, block, columns, node.leaf)


def _add_entries(stack: _Stack, block: Block, columns: tuple[Span, ...], row_leaf: str) -> None:
    for (start, width), leaf in zip(columns, _leaves(block.head), strict=True):
        cell = block.cells.get((row_leaf, leaf.leaf))
        role: Role = "blocked" if cell is None else "computed" if cell in stack.totals else "entry"
        stack.boxes.append(Box(stack.row, start, 1, width, role, cell=cell))
    stack.row += 1
