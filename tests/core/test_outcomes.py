"""An evaluation that takes from the one before it what cannot have changed says what a fresh one says."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.check import Context, Evaluation, evaluate
from core.form import edition
from core.form.model import Form
from core.report import Report
from core.values import Answer, Value, typed

WORDS = st.sampled_from(["", "0", "1", "3", "12", "x", "0.5", "-2", "１", "200000000", "2025", "是", "甲类", "own"])
TEXTS = st.sampled_from(
    ["", "收到申请3件。", "未收到申请。", "无。", "本年新收政府信息公开申请12件，予以公开3件。" * 9]
)


def form_of(name: str, toy: Form) -> Form:
    return toy if name == "toy" else edition(name)


def answer(form: Form, cell: str, word: str) -> Answer | None:
    return typed(form.cells[cell].kind, word)


def first(form: Form, *, filled: bool) -> dict[str, Answer]:
    found = {it.id: answer(form, it.id, "0") for it in form.cells.values() if filled and it.row and not it.total}
    return {cell: it for cell, it in found.items() if it}


@st.composite
def steps(draw: st.DrawFn, form: Form) -> list[dict[str, str]]:
    """What is typed into cells, several at a time."""
    textual = [it.id for it in form.cells.values() if it.kind.name == "text"]
    step = st.dictionaries(st.sampled_from(sorted(form.cells)), WORDS, max_size=4)
    if textual:
        step = st.one_of(step, st.dictionaries(st.sampled_from(textual), TEXTS, max_size=1))
    return draw(st.lists(step, min_size=1, max_size=8))


def after(form: Form, answers: dict[str, Answer], step: dict[str, str]) -> dict[str, Answer]:
    put = {cell: answer(form, cell, word) for cell, word in step.items()}
    return {cell: it for cell, it in {**answers, **put}.items() if it}


def said(it: Evaluation) -> str:
    """Every word, so that figures that are equal but written otherwise differ."""
    return repr((it, it.findings, it.waiting, dict(it.values), dict(it.totals), dict(it.progress)))


@pytest.mark.parametrize("name", ["toy", "guoban-annual/2021", "guoban-annual/2019"])
@pytest.mark.parametrize("filled", [False, True])
@settings(max_examples=25)
@given(data=st.data())
def test_a_way_of_edits_is_evaluated_as_each_of_its_states_alone(
    toy: Form, name: str, *, filled: bool, data: st.DataObject
) -> None:
    form = form_of(name, toy)
    answers = first(form, filled=filled)
    last: Evaluation | None = None
    earlier: dict[str, Value] = {cell: it.value for cell, it in answers.items()}
    for step in data.draw(steps(form)):
        answers = after(form, answers, step)
        prior = data.draw(st.sampled_from([None, earlier]))
        context = Context(data.draw(st.booleans()), data.draw(st.booleans()), prior)
        report = Report(MappingProxyType(answers))
        now, fresh = evaluate(form, report, context, last), evaluate(form, report, context)
        assert now == fresh
        assert said(now) == said(fresh)
        last = data.draw(st.sampled_from([now, last]))


def test_a_claim_whose_cells_stand_still_is_not_judged_again(toy: Form) -> None:
    report = Report(MappingProxyType(first(toy, filled=True)))
    last = evaluate(toy, report)
    moved = Report(MappingProxyType(after(toy, dict(report.answers), {"k.one.a": "7"})))
    now = evaluate(toy, moved, before=last)
    assert last.claims is not None
    assert now.claims is not None
    was, found = last.claims.outcomes, now.claims.outcomes
    again = {index for index in found if found[index] is not was[index]}
    assert again
    spoken = {cell for index in again for cell in getattr(found[index] or was[index], "cells", ())}
    assert any(cell in ("k.one.a", *(c for c, it in now.totals.items() if it != last.totals[c])) for cell in spoken)
    kept = [index for index, it in found.items() if it is not None and it is was[index]]
    assert kept


def test_a_rule_that_did_not_apply_for_a_while_is_judged_again(toy: Form) -> None:
    """Of the toy form a rule of the office says something of the kind of unit."""
    office = Context(office=True)

    def state(kind: str) -> Report:
        return Report(MappingProxyType(after(toy, first(toy, filled=True), {"u.kind": kind})))

    blank = evaluate(toy, state(""), office)
    between = evaluate(toy, state("b"), Context(), blank)
    again = evaluate(toy, state("b"), office, between)
    assert "F3" in {it.key for it in blank.waiting}
    assert again == evaluate(toy, state("b"), office)
    assert "F3" in {it.key for it in again.findings}
