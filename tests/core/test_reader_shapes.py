"""Whatever the shape: every visible cell is read right, and no figure is invented. Laws over reports of any figures."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.form import edition, load
from core.form.model import Form
from core.readers import read
from tests.core.conftest import SHIPPED, TOY
from tests.core.printing import SHAPES, figures, printed
from tests.core.variants.truth import truth

ODD = ("12（其中修订3件）", "/", "—", "无", "1,234", "３", "5件", "12abc", "-3", "+19", "7730.28")
WITH_BLANKS = ("tabbed", "markdown")
"""Shapes in which an empty cell shows wherever it stands."""

FORM, TOY_FORM = edition(SHIPPED), load(TOY)
"""Not fixtures: hypothesis would spell them out in full where a law fails."""
ROWS_BALANCED = {c for c, cell in FORM.cells.items() if cell.row.endswith((".new", ".carried_in", ".carried_out"))}
shapes = st.sampled_from(sorted(SHAPES))
seeds = st.integers(0, 10**6)


@given(shape=shapes, seed=seeds)
def test_every_cell_is_read_as_printed(shape: str, seed: int) -> None:
    cells = figures(FORM, seed)
    reading = read(printed(FORM, cells, shape).encode(), "x.txt", [FORM])
    assert reading.as_read == cells
    assert reading.doubtful <= {cell for it in FORM.sums for cell in (it.total, *it.parts)} | ROWS_BALANCED


@given(shape=shapes, seed=seeds)
def test_a_report_that_adds_up_and_is_read_by_its_labels_leaves_no_doubt(shape: str, seed: int) -> None:
    cells = dict(truth(FORM, seed).cells)
    reading = read(printed(FORM, cells, shape).encode(), "x.txt", [FORM])
    assert reading.as_read == cells
    assert not reading.doubtful


@given(shape=shapes, seed=seeds, at=st.integers(0, 199), more=st.integers(1, 9999))
def test_one_figure_changed_in_a_report_that_adds_up_is_in_doubt(shape: str, seed: int, at: int, more: int) -> None:
    cells = dict(truth(FORM, seed).cells)
    cell = list(cells)[at]
    cells[cell] = str(Decimal(cells[cell]) + more)
    reading = read(printed(FORM, cells, shape).encode(), "x.txt", [FORM])
    assert reading.as_read == cells
    assert cell in reading.doubtful or FORM.cells[cell].section != "s3"


@given(shape=shapes, seed=seeds)
def test_another_form_is_read_by_the_same_code(shape: str, seed: int) -> None:
    cells = figures(TOY_FORM, seed)
    reading = read(printed(TOY_FORM, cells, shape).encode(), "x.txt", [TOY_FORM])
    assert reading.as_read == cells


@given(shape=shapes, seed=seeds, share=st.sampled_from([0.02, 0.2, 0.6]))
def test_blank_and_odd_cells_never_shift_a_figure(shape: str, seed: int, share: float) -> None:
    draw, cells = random.Random(seed), figures(FORM, seed)
    for cell in cells:
        chance = draw.random()
        cells[cell] = "" if chance < share else draw.choice(ODD) if chance > 0.95 else cells[cell]
    reading = read(printed(FORM, cells, shape).encode(), "x.txt", [FORM])
    assert {c: t for c, t in reading.as_read.items() if cells[c] != t} == {}
    if shape in WITH_BLANKS:
        assert reading.as_read == {cell: text for cell, text in cells.items() if text}


@given(shape=shapes, seed=seeds, place=st.floats(0, 1, exclude_max=True))
def test_a_lost_line_loses_cells_but_never_makes_a_wrong_one(shape: str, seed: int, place: float) -> None:
    cells = figures(FORM, seed)
    lines = printed(FORM, cells, shape).split("\n")
    del lines[int(place * len(lines))]
    reading = read("\n".join(lines).encode(), "x.txt", [FORM])
    assert {c: t for c, t in reading.as_read.items() if cells[c] != t} == {}
    assert len(cells) - len(reading.as_read) <= 15  # the longest row


@given(shape=shapes, seed=seeds, place=st.floats(0.2, 1))
def test_half_a_report_gives_what_is_there(shape: str, seed: int, place: float) -> None:
    cells = figures(FORM, seed)
    lines = printed(FORM, cells, shape).split("\n")
    reading = read("\n".join(lines[: int(place * len(lines))]).encode(), "x.txt", [FORM])
    assert {c: t for c, t in reading.as_read.items() if cells[c] != t} == {}


@given(seed=seeds, other=seeds)
def test_a_table_printed_twice_with_other_figures_is_not_chosen_from(seed: int, other: int) -> None:
    first, second = figures(FORM, seed), figures(FORM, other)
    table, after = (s for s in FORM.sections if s.id in ("s3", "s4"))
    one, two = (printed(FORM, cells, "piped") for cells in (first, second))
    again = two[two.index(table.heading) + len(table.heading) : two.index(after.heading)]
    reading = read(one.replace(after.heading, again + after.heading).encode(), "x.txt", [FORM])
    told_twice = {cell.row for c, cell in FORM.cells.items() if c in table.cells and first[c] != second[c]}
    assert {c for c in reading.as_read if FORM.cells[c].row in told_twice} == set()
    assert told_twice <= {FORM.cells[c].row for c in reading.doubtful}
    assert {c: t for c, t in reading.as_read.items() if first[c] != t} == {}


@pytest.mark.parametrize("shape", ["piped", "markdown", "spaced", "tab_rows"])
def test_rows_in_another_order_are_known_by_the_labels_beside_them(shipped: Form, shape: str) -> None:
    cells = figures(shipped, 7)
    lines = printed(shipped, cells, shape).split("\n")
    two = [i for i, line in enumerate(lines) if "5.属于" in line or "6.属于" in line]
    lines[two[0]], lines[two[1]] = lines[two[1]], lines[two[0]]
    assert read("\n".join(lines).encode(), "x.txt", [shipped]).as_read == cells


@given(st.text(max_size=300))
def test_any_text_behind_a_report_gives_a_reading(text: str) -> None:
    whole = printed(FORM, figures(FORM, 1), "piped") + text
    reading = read(whole.encode("utf-8", "replace"), "x.txt", [FORM])
    assert len(reading.as_read) == 200
