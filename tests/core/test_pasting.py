"""Blocks of figures from other programs, and zeros that are meant."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.check import evaluate
from core.form.model import Form
from core.layout import build
from core.layout.boxes import Grid
from core.report import Put, Report, apply, inverse
from core.services.pasting import block, copied, propose, zeros
from core.values import Number, shown
from tests.core.test_check import fill


def grid(form: Form, table: str) -> Grid:
    return build(next(s.table for s in form.sections if s.table and s.table.id == table))


def test_a_block_is_laid_cell_by_cell_from_where_the_cursor_is(toy: Form) -> None:
    report = fill(toy)
    proposal = propose(toy, report, grid(toy, "k"), "k.one.a", "1\t2\n3\t4\n")
    assert proposal.changed == ("k.one.a", "k.one.b", "k.deep.x.a", "k.deep.x.b")
    assert proposal.edit is not None
    after = apply(report, proposal.edit)
    assert [shown(toy.cells[c].kind, after.value(c)) for c in proposal.changed] == ["1", "2", "3", "4"]
    assert apply(after, inverse(proposal.edit)) == report
    assert proposal.sentence == "将改动 4 格。"


def test_what_is_no_number_is_said_and_kept(toy: Form) -> None:
    proposal = propose(toy, fill(toy), grid(toy, "k"), "k.one.a", "一\t１２\t\t\n")
    assert proposal.unread == {"k.one.a": "一"}
    assert proposal.blanked == 1
    assert "“一”" in proposal.sentence
    assert proposal.changed == ("k.one.a", "k.one.b", "k.one.g.c")


def test_totals_that_agree_stay_computed_and_others_are_stated(toy: Form) -> None:
    report = fill(toy)
    same = propose(toy, report, grid(toy, "k"), "k.in.a", "1\t0\t0\t1")
    assert same.edit is not None
    assert "k.in.sum" not in apply(report, same.edit).answers
    other = propose(toy, report, grid(toy, "k"), "k.in.a", "1\t0\t0\t2")
    assert other.edit is not None
    assert "B1[in]" in {f.key for f in evaluate(toy, apply(report, other.edit)).findings}


def test_entries_beyond_the_edge_are_counted_and_left_out(toy: Form) -> None:
    proposal = propose(toy, fill(toy), grid(toy, "m"), "m.q.r", "1\t1\t7\t8\n9")
    assert proposal.outside == 3
    assert "超出表格的 3 格不粘贴" in proposal.sentence


def test_what_last_year_decides_is_left_out_and_counted(toy: Form) -> None:
    proposal = propose(toy, fill(toy), grid(toy, "k"), "k.one.a", "1\t2\n3\t4\n", frozenset({"k.one.b"}))
    assert proposal.changed == ("k.one.a", "k.deep.x.a", "k.deep.x.b")
    assert "1 格受保护，不改" in proposal.sentence
    alone = propose(toy, fill(toy), grid(toy, "k"), "k.one.b", "2", frozenset({"k.one.b"}))
    assert alone.edit is None
    assert "受保护" in alone.sentence


def test_pasting_what_stands_already_changes_nothing(toy: Form) -> None:
    proposal = propose(toy, fill(toy), grid(toy, "k"), "k.one.a", "0\t0")
    assert proposal.edit is None
    assert "没有改动" in proposal.sentence


def test_an_empty_or_a_huge_clipboard_is_refused_with_a_way_out(toy: Form) -> None:
    for text in ("", " \t \n", "1\t" * 5_000_000):
        proposal = propose(toy, Report(), grid(toy, "k"), "k.one.a", text)
        assert proposal.edit is None
        assert "请" in proposal.refused


def test_quoted_cells_may_hold_line_ends_and_quotes() -> None:
    assert block('1\t"二\n""三"""\r\n4') == (("1", '二\n"三"'), ("4",))


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters='\t\n\r"\0', exclude_categories=["Cs"])), min_size=1),
        min_size=1,
    )
)
def test_any_text_is_split_without_losing_a_row(rows: list[list[str]]) -> None:
    assert len(block("\n".join("\t".join(row) for row in rows) + "\n")) == len(rows)


@given(st.text())
def test_no_clipboard_makes_an_exception(toy: Form, text: str) -> None:
    propose(toy, fill(toy), grid(toy, "k"), "k.one.a", text)


def test_what_is_copied_pastes_back_as_it_was(toy: Form) -> None:
    report = fill(toy, k__one__a="7", k__deep__x__b="12abc", k__deep__x__a="")
    cells = ("k.one.a", "k.one.b", "k.deep.x.a", "k.deep.x.b")
    text = copied(toy, evaluate(toy, report).values, cells, grid(toy, "k"))
    assert text == "7\t0\n\t12abc"
    assert propose(toy, report, grid(toy, "k"), "k.one.a", text).edit is None


def test_zeros_fill_only_the_blanks_of_their_section_in_one_step(toy: Form) -> None:
    report = fill(toy, k__one__a="7", k__one__b="", k__out__a="", k__deep__x__a="x", m__p__l="")
    edit = zeros(toy, report, "k")
    assert edit is not None
    assert {change.cell for change in edit.changes if isinstance(change, Put)} == {"k.one.b", "k.out.a"}
    after = apply(report, edit)
    assert after.value("k.one.b") == after.value("k.out.a") == Number(after.answers["k.out.a"].value.value)  # type: ignore[union-attr] # a number
    assert zeros(toy, after, "k") is None
    assert "m.p.l" not in after.answers
