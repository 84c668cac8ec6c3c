"""Where the cursor goes: laws of the pure functions, for tables of any shape and for the shipped ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.form import edition, editions
from core.layout import build
from gui.table.geometry import Geometry, lead_rows, place
from gui.table.moves import Move, Place, go

FORM = edition(editions()[0])
TABLES = tuple(s for s in FORM.sections if s.table)
MOVES: tuple[Move, ...] = (
    "left", "right", "up", "down", "next", "previous", "below", "above", "home", "end", "first", "last",
)  # fmt: skip

places = st.tuples(st.integers(0, 8), st.integers(0, 6))
cells = st.dictionaries(places, st.booleans(), min_size=1, max_size=30)


def shipped(section: str) -> dict[Place, bool]:
    """The places of a shipped table's cells, as the window makes them."""
    it = next(s for s in TABLES if s.id == section)
    assert it.table is not None
    grid = build(it.table)
    return {(box.row, box.col): not FORM.cells[box.cell].total for box in grid.boxes if box.cell is not None}


@given(cells, places, st.sampled_from(MOVES))
def test_a_move_never_leaves_the_table(table: dict[Place, bool], at: Place, move: Move) -> None:
    target = go(table, at, move)
    assert target is None or target in table


@given(cells, st.data())
def test_next_and_previous_stop_only_at_entries(table: dict[Place, bool], data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(sorted(table)))
    for move in ("next", "previous", "below", "above"):
        target = go(table, at, move)
        assert target is None or table[target]


@given(cells)
def test_tab_reaches_every_entry_from_the_first_and_comes_to_an_end(table: dict[Place, bool]) -> None:
    entries = sorted(place for place, entry in table.items() if entry)
    for forward, order in (("next", entries), ("previous", entries[::-1])):
        seen = order[:1]
        while seen and (target := go(table, seen[-1], forward)) is not None:  # type: ignore[arg-type] # two moves
            seen.append(target)
        assert seen == order


@given(cells)
def test_enter_reaches_every_entry_column_by_column(table: dict[Place, bool]) -> None:
    entries = sorted((place for place, entry in table.items() if entry), key=lambda it: it[::-1])
    seen = entries[:1]
    while seen and (target := go(table, seen[-1], "below")) is not None:
        seen.append(target)
    assert seen == entries


@given(cells, st.data())
def test_there_and_back_by_tab_is_where_one_was(table: dict[Place, bool], data: st.DataObject) -> None:
    entries = [place for place, entry in table.items() if entry]
    if entries:
        at = data.draw(st.sampled_from(sorted(entries)))
        on = go(table, at, "next")
        assert on is None or go(table, on, "previous") == at


@given(cells, st.data())
def test_home_end_first_and_last_are_where_they_say(table: dict[Place, bool], data: st.DataObject) -> None:
    at = data.draw(st.sampled_from(sorted(table)))
    row = sorted(place for place in table if place[0] == at[0])
    assert (go(table, at, "home"), go(table, at, "end")) == (row[0], row[-1])
    assert (go(table, at, "first"), go(table, at, "last")) == (min(table), max(table))


@pytest.mark.parametrize("section", [s.id for s in TABLES])
def test_arrows_reach_every_cell_of_a_shipped_table(section: str) -> None:
    table = shipped(section)
    reached = {min(table)}
    grown = list(reached)
    while grown:
        at = grown.pop()
        for move in ("left", "right", "up", "down"):
            target = go(table, at, move)  # type: ignore[arg-type] # one of four moves
            if target is not None and target not in reached:
                reached.add(target)
                grown.append(target)
    assert reached == set(table)


def test_the_three_tables_have_all_cells_to_be_typed() -> None:
    entries = [sum(shipped(s.id).values()) for s in TABLES]
    assert entries == [10, 144, 12]


def geometry(section: str, width: int, unit: float = 1.0, *, roomy: bool = False) -> Geometry:
    it = next(s for s in TABLES if s.id == section)
    assert it.table is not None

    def measure(text: str, room: int) -> int:
        lines = -(-len(text) * round(13 * unit) // max(room, 1))
        return max(lines, 1) * round(17 * unit)

    return place(build(it.table), width, measure, unit, roomy=roomy)


@pytest.mark.parametrize("section", [s.id for s in TABLES])
@given(width=st.integers(300, 3000), unit=st.sampled_from([0.9, 1.0, 1.25, 1.7]))
def test_edges_ascend_and_figure_columns_never_shrink_below_their_least(section: str, width: int, unit: float) -> None:
    it = geometry(section, width, unit)
    assert len(it.xs) == it.grid.cols + 1
    assert len(it.ys) == it.grid.rows + 1
    assert list(it.xs) == sorted(set(it.xs))
    assert list(it.ys) == sorted(set(it.ys))
    assert all(it.column_width(c) >= round(56 * unit) for c in range(it.grid.stub_cols, it.grid.cols))


@pytest.mark.parametrize("section", [s.id for s in TABLES])
@given(width=st.integers(300, 3000))
def test_every_label_of_one_row_has_the_height_it_needs(section: str, width: int) -> None:
    it = geometry(section, width)
    for box in it.grid.boxes:
        if box.text and box.rowspan == 1 and box.role != "stub":
            room = it.xs[box.col + box.colspan] - it.xs[box.col] - 10
            lines = -(-len(box.text) * 13 // max(room, 1))
            assert it.row_height(box.row) >= lines * 17


def test_the_head_of_a_table_of_blocks_scrolls_with_it_and_others_stay() -> None:
    leads = {s.id: lead_rows(build(s.table)) for s in TABLES if s.table}
    assert leads["s2"] == 0
    assert leads["s3"] > 0
    assert leads["s4"] > 0
