"""Going back to a moment of the journal, and typing everything a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.form.model import Form
from core.report import Edit, Report, apply
from core.services import edits, timetravel
from core.services.rekey import Rekeying, resumed
from core.store import Step
from core.values import shown, typed
from tests.core.test_check import entries, fill

START = datetime.fromisoformat("2026-01-14T08:00:00+08:00")


def journal(form: Form, moves: list[tuple[str, str]], pause: int = 1) -> tuple[list[Step], list[Report]]:
    report, steps, reports = Report(), list[Step](), [Report()]
    for cell, text in moves:
        edit = edits.entering(form, report, cell, text)
        if edit:
            report = apply(report, edit)
            at = (START + timedelta(minutes=pause * len(steps))).isoformat()
            steps.append(Step(len(steps) + 1, at, "张敏", "edit", edit))
            reports.append(report)
    return steps, reports


@given(
    st.lists(
        st.tuples(st.sampled_from(["k.in.a", "k.one.a", "w.text", "u.name"]), st.sampled_from(["", "1", "2", "话"]))
    )
)
def test_every_moment_of_the_journal_can_be_gone_back_to(toy: Form, moves: list[tuple[str, str]]) -> None:
    steps, reports = journal(toy, moves)
    for seq, then in enumerate(reports[1:], 1):
        assert timetravel.at(steps, seq, reports[-1], len(steps)) == then
        edit = timetravel.back(toy, reports[-1], then, "昨天 16:20")
        assert (apply(reports[-1], edit) if edit else reports[-1]) == then


MOVES = [("k.in.a", "1"), ("k.one.a", "2"), ("k.in.a", "3"), ("u.name", "4"), ("k.one.a", "5")]


def test_over_a_hole_in_the_journal_one_goes_back_from_the_other_side(toy: Form) -> None:
    steps, reports = journal(toy, MOVES)
    for lost in range(1, 6):
        left = [step for step in steps if step.seq != lost]
        for seq in (step.seq for step in left):
            assert timetravel.at(left, seq, reports[-1], len(steps)) == reports[seq]


def test_a_step_that_does_not_fit_is_gone_round_as_well(toy: Form) -> None:
    steps, reports = journal(toy, MOVES)
    steps[0] = replace(steps[0], edit=replace(steps[2].edit))
    assert timetravel.at(steps, 4, reports[-1], 5) == reports[4]


def test_a_moment_between_two_holes_is_refused_in_words(toy: Form) -> None:
    steps, reports = journal(toy, MOVES)
    with pytest.raises(InputError, match="填报记录有缺损"):
        timetravel.at([step for step in steps if step.seq not in (1, 5)], 3, reports[-1], 5)


def test_moments_are_the_ends_of_stretches_of_work(toy: Form) -> None:
    steps, _ = journal(toy, [("k.in.a", "1"), ("k.in.a", "2"), ("k.in.a", "3")], pause=1)
    late = Step(4, (START + timedelta(hours=9)).isoformat(), "张敏", "edit", Edit("填写", ()))
    other = Step(5, (START + timedelta(hours=9, minutes=1)).isoformat(), "李卫东", "edit", Edit("填写", ()))
    assert [m.seq for m in timetravel.moments([*steps, late, other])] == [5, 4, 3]
    assert timetravel.moments([]) == ()


def test_no_stretch_of_work_is_longer_than_ten_minutes(toy: Form) -> None:
    moves = [("k.in.a", str(number)) for number in range(1, 40)]
    steps, _ = journal(toy, moves, pause=1)
    seqs = [m.seq for m in reversed(timetravel.moments(steps))]
    assert seqs == [11, 22, 33, 39]


def test_what_was_typed_a_second_time_goes_on_another_day(toy: Form) -> None:
    report = fill(toy, k__in__a="68")
    begun = Rekeying(toy, report).type("k.in.a", "86").type("k.one.a", "x").type("k.out.a", "")
    again = resumed(toy, report, {**begun.texts, "no.cell": "5"})
    assert again.second == begun.second
    assert again.open == begun.open
    assert again.label == "复核：重录 3 格，不一致 3 格，改正 0 格"


def test_only_what_was_typed_otherwise_is_a_mismatch(toy: Form) -> None:
    report = fill(toy, k__in__a="68", k__one__a="3")
    second = Rekeying(toy, report)
    for cell in second.cells:
        second = second.type(cell, shown(toy.cells[cell].kind, report.value(cell)))
    assert second.mismatches == ()
    second = second.type("k.in.a", "86").type("k.one.a", "")
    assert second.open == ("k.in.a", "k.one.a")


def test_each_mismatch_is_settled_by_choosing_and_becomes_one_edit(toy: Form) -> None:
    report = fill(toy, k__in__a="68", k__one__a="3", k__out__a="1")
    third = typed(toy.cells["k.out.a"].kind, "9")
    assert third is not None
    second = Rekeying(toy, report).type("k.in.a", "86").type("k.one.a", "4").type("k.out.a", "2")
    second = second.decide("k.in.a", "second").decide("k.one.a", "first").decide("k.out.a", third)
    assert second.open == ()
    edit = second.edit()
    assert edit is not None
    after = apply(report, edit)
    assert [shown(toy.cells[c].kind, after.value(c)) for c in ("k.in.a", "k.one.a", "k.out.a")] == ["86", "3", "9"]
    assert edit.label == "复核：重录 3 格，不一致 3 格，改正 2 格"


@given(entries)
def test_typing_again_voids_a_decision(toy: Form, texts: dict[str, str]) -> None:
    second = Rekeying(toy, fill(toy)).type("k.in.a", "5").decide("k.in.a", "second")
    for cell, text in texts.items():
        if cell in second.cells:
            second = second.type(cell, text).decide(cell, "second").type(cell, text)
            assert cell not in second.decided
