"""Laws of edits: applied and turned round, merged, written down and read."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.report import (
    Edit,
    EditMismatchError,
    Explain,
    Explanation,
    Put,
    Report,
    Splice,
    apply,
    inverse,
    merge,
    splice,
)
from core.report.edit import dumps, loads
from core.values import Answer, Choice, Flag, Number, Text, Unread
from tests.core.test_values import numbers

CELLS = ("a", "b.c", "text")
answers = st.one_of(
    st.builds(
        Answer,
        st.one_of(numbers.map(Number), st.text().map(Unread), st.booleans().map(Flag), st.just(Choice("x"))),
        st.text(max_size=3),
    ),
    st.none(),
)
explanations = st.builds(
    Explanation,
    rule=st.just("Q1"),
    values=st.dictionaries(st.sampled_from(CELLS), st.text(max_size=3)).map(MappingProxyType),
    texts=st.lists(st.tuples(st.just("text"), st.text(max_size=4)), max_size=2).map(tuple),
    reason=st.text(max_size=5),
    by=st.text(max_size=3),
    at=st.just("2026-01-14T14:03:12+08:00"),
)  # fmt: skip


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Report], list[Edit]]:
    """A report and what some edits make of it, one after the other."""
    report, reports, edits = Report(), [Report()], []
    for _ in range(draw(st.integers(1, 6))):
        edit = draw(edits_for(report))
        report = apply(report, edit)
        reports.append(report)
        edits.append(edit)
    return reports, edits


@st.composite
def edits_for(draw: st.DrawFn, report: Report) -> Edit:
    kind = draw(st.sampled_from(["put", "splice", "explain"]))
    if kind == "put":
        cell = draw(st.sampled_from(CELLS[:2]))
        return Edit("填", (Put(cell, report.answers.get(cell), draw(answers)),))
    if kind == "explain":
        return Edit("说明", (Explain("Q1", report.explanations.get("Q1"), draw(st.one_of(st.none(), explanations))),))
    change = splice("text", report.text("text"), draw(st.text(max_size=8)))
    return Edit("写", (change,) if change else ())


@given(histories())
def test_every_edit_can_be_taken_back_and_done_again(history: tuple[list[Report], list[Edit]]) -> None:
    reports, edits = history
    report = reports[-1]
    for edit, before in zip(reversed(edits), reversed(reports[:-1]), strict=True):
        report = apply(report, inverse(edit))
        assert report == before
        assert apply(report, inverse(inverse(edit))) == apply(before, edit)


@given(histories())
def test_an_edit_written_down_is_read_back(history: tuple[list[Report], list[Edit]]) -> None:
    for edit in history[1]:
        assert loads(dumps(edit)) == edit


@given(st.text(), st.text())
def test_a_splice_is_the_smallest_that_does_it(old: str, new: str) -> None:
    change = splice("text", old, new)
    assert (change is None) == (old == new)
    if change:
        assert old[: change.offset] + change.inserted + old[change.offset + len(change.removed) :] == new
        assert not (change.removed and change.inserted) or change.removed[0] != change.inserted[0]


@given(st.text(min_size=1, max_size=5), st.text(min_size=1, max_size=5), st.text(max_size=5), st.booleans())
def test_merged_typing_is_the_same_as_both_steps(first: str, second: str, start: str, deleting: bool) -> None:
    one = Edit("写", (Splice("text", len(start), "", first),))
    two = Edit("写", (Splice("text", len(start) + len(first), "", second),))
    if deleting:
        one, two = inverse(two), inverse(one)
        start += first + second
    report = Report(MappingProxyType({"text": Answer(Text(start))} if start else {}))
    both = merge(one, two)
    assume(both is not None)
    assert both is not None
    assert apply(report, both) == apply(apply(report, one), two)


def test_a_new_line_or_another_place_begins_a_new_step_of_undo() -> None:
    first = Edit("写", (Splice("text", 0, "", "甲"),))
    assert merge(first, Edit("写", (Splice("text", 1, "", "\n"),))) is None
    assert merge(first, Edit("写", (Splice("text", 0, "", "乙"),))) is None
    assert merge(first, Edit("写", (Splice("other", 1, "", "乙"),))) is None


@pytest.mark.parametrize(
    "change",
    [
        Put("a", Answer(Unread("x")), None),
        Splice("text", 3, "没有", "有"),
        Explain("Q1", Explanation("Q1", {}, (), "", "", ""), None),
    ],
)
def test_an_edit_made_for_another_report_is_refused(change: Put | Splice | Explain) -> None:
    with pytest.raises(EditMismatchError):
        apply(Report(), Edit("错", (change,)))
