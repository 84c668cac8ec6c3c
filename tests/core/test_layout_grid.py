"""Head and stub trees laid out as boxes."""

from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.form.model import Block, Form, Table, TreeNode
from core.layout import build
from core.layout.boxes import Box, Grid

Shape = list["Shape"]

leaf: st.SearchStrategy[Shape] = st.just([])
trees: st.SearchStrategy[Shape] = st.recursive(
    leaf, lambda inner: st.lists(inner, min_size=1, max_size=4), max_leaves=9
)
heads = st.lists(trees, min_size=1, max_size=4)
stubs = st.lists(trees, max_size=4)


def forest(shapes: Shape, numbers: count[int], pinned: frozenset[int] = frozenset()) -> tuple[TreeNode, ...]:
    return tuple(_node(shape, numbers, pinned) for shape in shapes)


def _node(shape: Shape, numbers: count[int], pinned: frozenset[int]) -> TreeNode:
    number = next(numbers)
    name = f"n{number}"
    return TreeNode(
        name, f"签{number}", name, forest(shape, numbers, pinned), number in pinned, leaf="" if shape else name
    )


@st.composite
def tables(draw: st.DrawFn) -> Table:
    numbers = count()
    pinned = frozenset(draw(st.sets(st.integers(0, 40), max_size=5)))
    blocks = []
    for number in range(draw(st.integers(1, 3))):
        head, stub = forest(draw(heads), numbers), forest(draw(stubs), numbers, pinned)
        rows = [leaf.leaf for node in stub for leaf in node.leaves()] or [""]
        columns = [leaf.leaf for node in head for leaf in node.leaves()]
        gone = draw(st.sets(st.sampled_from(rows), max_size=1))
        cells = {(r, c): f"{number}.{r}.{c}" for r in rows for c in columns if r not in gone or c != columns[0]}
        title = draw(st.sampled_from(["", f"块{number}"]))
        corner = draw(st.sampled_from(["", f"角{number}"]))
        blocks.append(Block(title, corner, head, stub, cells))
    return Table("t", "表", tuple(blocks))


def area(box: Box) -> set[tuple[int, int]]:
    rows, cols = range(box.row, box.row + box.rowspan), range(box.col, box.col + box.colspan)
    return {(row, col) for row in rows for col in cols}


@given(tables())
def test_boxes_tile_the_grid_without_gap_or_overlap(table: Table) -> None:
    grid = build(table)
    covered = [place for box in grid.boxes for place in area(box)]
    assert len(covered) == len(set(covered)), "two boxes overlap"
    assert set(covered) == {(row, col) for row in range(grid.rows) for col in range(grid.cols)}


@given(tables())
def test_every_cell_and_every_label_stands_in_the_grid_once(table: Table) -> None:
    grid = build(table)
    cells = [cell for block in table.blocks for cell in block.cells.values()]
    assert sorted(box.cell for box in grid.boxes if box.cell) == sorted(cells)
    labels = [label for block in table.blocks for label in _labels(block)]
    assert sorted(box.text for box in grid.boxes if box.text) == sorted(labels)
    assert all(box.role in ("entry", "computed") for box in grid.boxes if box.cell)


def _labels(block: Block) -> list[str]:
    def walk(nodes: tuple[TreeNode, ...]) -> list[str]:
        return [label for node in nodes for label in (node.label, *walk(node.children))]

    return [label for label in (block.title, block.corner, *walk(block.head), *walk(block.stub)) if label]


@given(tables())
def test_an_entry_lies_in_the_row_and_under_the_column_of_its_labels(table: Table) -> None:
    grid = build(table)
    for block in table.blocks:
        leaves = {node.leaf: node.label for top in (*block.head, *block.stub) for node in top.leaves()}
        at = {box.text: box for box in grid.boxes if box.text}
        for (row, column), cell in block.cells.items():
            box = next(box for box in grid.boxes if box.cell == cell)
            head = at[leaves[column]]
            assert (box.col, box.colspan) == (head.col, head.colspan)
            if row:
                assert box.row == at[leaves[row]].row
                assert at[leaves[row]].col + at[leaves[row]].colspan == grid.stub_cols


@given(tables())
def test_head_rows_hold_no_entry_and_all_other_rows_do_or_are_blocked(table: Table) -> None:
    grid = build(table)
    entries = {box.row for box in grid.boxes if box.role in ("entry", "computed", "blocked")}
    assert entries == set(range(grid.rows)) - set(grid.head_rows)
    assert set(grid.pinned) <= entries


@given(tables())
def test_rows_under_a_pinned_label_are_pinned(table: Table) -> None:
    grid = build(table)
    expected = [cell for block in table.blocks for cell in _pinned_cells(block)]
    rows = {box.row for box in grid.boxes if box.cell in expected}
    assert rows <= set(grid.pinned)
    assert len(set(grid.pinned)) == sum(_pinned_leaves(block.stub, False) for block in table.blocks)


def _pinned_cells(block: Block) -> list[str]:
    pinned = [leaf.leaf for node in block.stub if node.pinned for leaf in node.leaves()]
    return [cell for (row, _), cell in block.cells.items() if row in pinned]


def _pinned_leaves(nodes: tuple[TreeNode, ...], above: bool) -> int:
    return sum(
        _pinned_leaves(node.children, above or node.pinned) if node.children else above or node.pinned for node in nodes
    )


def grid_of(form: Form, table: str) -> Grid:
    totals = frozenset(cell.id for cell in form.cells.values() if cell.total)
    return next(build(s.table, totals) for s in form.sections if s.table and s.table.id == table)


def box_of(grid: Grid, key: str) -> Box:
    return next(box for box in grid.boxes if key in (box.text, box.cell))


def test_a_block_of_one_column_spreads_it_over_the_columns_of_the_others(shipped: Form) -> None:
    grid = grid_of(shipped, "t2")
    assert (grid.rows, grid.cols, grid.stub_cols) == (14, 4, 1)
    assert grid.head_rows == (0, 1, 4, 5, 7, 8, 11, 12)
    assert [box.colspan for box in grid.boxes if box.role == "title"] == [4] * 4
    assert box_of(grid, "t2.fee.amount") == Box(13, 1, 1, 3, "entry", cell="t2.fee.amount")
    assert box_of(grid, "t2.normative.valid") == Box(3, 3, 1, 1, "entry", cell="t2.normative.valid")


def test_the_stub_of_three_levels_gives_shallow_labels_the_rest_of_its_width(shipped: Form) -> None:
    grid = grid_of(shipped, "t3")
    assert (grid.rows, grid.cols, grid.stub_cols) == (28, 10, 3)
    assert grid.head_rows == (0, 1, 2)
    assert grid.pinned == (3, 4, 26, 27)
    spans = {box.text[:2]: (box.row, box.col, box.rowspan, box.colspan) for box in grid.boxes if box.role == "stub"}
    assert spans["一、"] == (3, 0, 1, 3)
    assert spans["三、"] == (5, 0, 22, 1)
    assert spans["（一"] == (5, 1, 1, 2)
    assert spans["（三"] == (7, 1, 8, 1)
    assert box_of(grid, "t3.denied.secret.natural").row == 7
    assert box_of(grid, "t3.done.total") == Box(26, 9, 1, 1, "computed", cell="t3.done.total")
    assert box_of(grid, "自然人") == Box(1, 3, 2, 1, "head", "自然人", level=1)
    corner = next(box for box in grid.boxes if box.role == "corner")
    assert (corner.row, corner.col, corner.rowspan, corner.colspan) == (0, 0, 3, 3)
    assert corner.text.startswith("（本列数据的勾稽关系为")


def test_a_table_without_stub_is_all_columns(shipped: Form) -> None:
    grid = grid_of(shipped, "t4")
    assert (grid.rows, grid.cols, grid.stub_cols, grid.head_rows) == (4, 15, 0, (0, 1, 2))
    assert [box.role for box in grid.boxes if box.row == 3] == ["entry", "entry", "entry", "entry", "computed"] * 3
    assert not any(box.role == "corner" for box in grid.boxes)


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
def test_boxes_come_in_reading_order(shipped: Form, table: str) -> None:
    places = [(box.row, box.col) for box in grid_of(shipped, table).boxes]
    assert places == sorted(places)
