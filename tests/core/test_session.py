"""One report on the desk: entering, typing, explaining, undo; what each change says it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.check import Context, evaluate
from core.errors import InputError
from core.form.model import Form
from core.report import Edit, EditMismatchError, Put, Report, Splice, weight
from core.report.package import Prior, fingerprint
from core.services.deltas import Delta
from core.services.facts import as_new
from core.services.finalising import obstacles, sent_out
from core.services.history import History
from core.services.session import TYPING, Session
from core.store import CHARACTERS_KEPT, STEPS_KEPT, Step, Store, create
from core.values import Answer, Number, Unread
from tests.core.desk import Clock, Remembering, Straight, filled


def session_of(form: Form, clock: Clock, **options: object) -> Session:
    """An empty report in memory."""
    kept, _ = as_new(form, Report(), "新建", "张敏", clock().isoformat())
    return Session(form, kept, Remembering(), who="张敏", clock=clock, **options)  # type: ignore[arg-type] # see Session


@pytest.fixture
def session(toy: Form, clock: Clock) -> Session:
    return session_of(toy, clock)


@pytest.fixture
def restart(toy: Form, clock: Clock, tmp_path: Path) -> Iterator[Callable[[], Session]]:
    """A function that opens the one report of a file, again and again."""
    path = tmp_path / "a.nianbao"
    create(path)
    with Store.writer(path, clock()) as store:
        number = store.add(as_new(toy, Report(), "新建", "张敏", clock().isoformat())[1])

        def open_again() -> Session:
            kept = store.kept(number)
            assert kept is not None
            assert kept.sound
            return Session(toy, kept, Straight(store), who="张敏", clock=clock)

        yield open_again


def keys(delta: Delta) -> tuple[set[str], set[str]]:
    return {f.key for f in delta.came}, {f.key for f in delta.went}


def test_totals_follow_an_entry_and_both_balances_that_it_breaks_name_their_four_cells(
    shipped: Form, clock: Clock
) -> None:
    session = session_of(shipped, clock)
    filled(session)
    calm = session.evaluation.findings

    delta = session.enter("t3.granted.natural", "1")
    total = Number(Decimal(1))
    assert delta.evaluation.values["t3.granted.total"] == total
    assert delta.evaluation.values["t3.done.natural"] == delta.evaluation.values["t3.done.total"] == total
    assert delta.cells == {"t3.granted.natural", "t3.granted.total", "t3.done.natural", "t3.done.total"}
    assert {f.key: set(f.cells) for f in delta.came} == {
        f"T303[{c}]": {f"t3.{row}.{c}" for row in ("new", "carried_in", "done", "carried_out")}
        for c in ("natural", "total")
    }

    delta = session.enter("t3.done.natural", "0")
    came, went = keys(delta)
    assert "T302[natural]" in came
    assert "T303[natural]" in went

    assert session.undo().undo is not None
    session.undo()
    assert session.evaluation.findings == calm
    assert {f.rule for f in calm}.isdisjoint({"T301", "T302", "T303"})


def test_an_entry_equal_to_what_stands_is_no_edit(session: Session) -> None:
    session.enter("k.in.a", "１２")
    again = session.enter("k.in.a", "12")
    assert session.report.answers["k.in.a"] == Answer(Number(Decimal(12)), "１２")
    assert again.cells == frozenset()
    assert len(session.saver.saves) == 1  # type: ignore[attr-defined] # it is the remembering one


def test_what_is_no_number_is_kept_as_typed(session: Session) -> None:
    delta = session.enter("k.in.a", "12abc")
    assert session.report.value("k.in.a") == Unread("12abc")
    assert "D2[k.in.a]" in keys(delta)[0]


def test_a_total_stated_equal_to_its_sum_stays_computed_and_makes_no_edit(session: Session) -> None:
    for cell in ("k.in.a", "k.in.b", "k.in.g.c"):
        session.enter(cell, "2")
    before = session.history
    session.enter("k.in.sum", "6")
    assert session.history == before
    assert session.evaluation.totals["k.in.sum"].computed


def test_a_stated_total_becomes_computed_when_its_parts_come_to_it_and_undo_states_it_again(session: Session) -> None:
    session.enter("k.in.sum", "6")
    for cell in ("k.in.a", "k.in.b", "k.in.g.c"):
        session.enter(cell, "2")
    assert session.evaluation.totals["k.in.sum"].computed
    session.undo()
    assert session.evaluation.totals["k.in.sum"].stated
    session.redo()
    assert session.evaluation.totals["k.in.sum"].computed


def test_clearing_a_stated_total_returns_it_to_its_sum_and_clearing_nothing_does_nothing(session: Session) -> None:
    for cell in ("k.in.a", "k.in.b", "k.in.g.c"):
        session.enter(cell, "2")
    session.enter("k.in.sum", "7")
    assert session.evaluation.totals["k.in.sum"].stated
    session.clear("k.in.sum")
    assert session.evaluation.totals["k.in.sum"].computed
    before = session.history
    session.clear("k.in.sum", "k.one.a")
    assert session.history == before


def test_clearing_several_cells_is_one_step(session: Session) -> None:
    session.enter("k.in.a", "1")
    session.enter("k.in.b", "2")
    session.clear("k.in.a", "k.in.b", "k.one.a")
    assert not session.report.answers
    assert session.history.undo_label == "清空 2 格"
    session.undo()
    assert session.report.answers.keys() == {"k.in.a", "k.in.b"}


def test_one_typing_is_one_step_of_undo_and_a_pause_or_another_place_begins_a_new_one(
    session: Session, clock: Clock
) -> None:
    session.type_text("w.text", 0, "", "猫")
    clock.pass_by(seconds=1)
    session.type_text("w.text", 1, "", "和狗")
    clock.pass_by(seconds=TYPING.total_seconds() + 1)
    session.type_text("w.text", 3, "", "都好")
    session.type_text("w.text", 0, "", "大")
    assert session.report.text("w.text") == "大猫和狗都好"
    for left in ("猫和狗都好", "猫和狗", ""):
        session.undo()
        assert session.report.text("w.text") == left
    for right in ("猫和狗", "猫和狗都好", "大猫和狗都好"):
        session.redo()
        assert session.report.text("w.text") == right


def test_another_step_between_ends_a_typing(session: Session) -> None:
    session.type_text("w.text", 0, "", "猫")
    session.enter("k.in.a", "1")
    session.undo()
    session.type_text("w.text", 1, "", "狗")
    session.undo()
    assert session.report.text("w.text") == "猫"


def test_a_whole_text_handed_in_is_the_smallest_change_and_goes_on_with_the_typing(session: Session) -> None:
    session.enter("w.text", "猫")
    session.enter("w.text", "猫狗")
    session.undo()
    assert session.report.text("w.text") == ""


def test_typing_that_fits_nothing_is_a_bug_and_changes_nothing(session: Session) -> None:
    session.type_text("w.text", 0, "", "猫")
    with pytest.raises(EditMismatchError):
        session.type_text("w.text", 0, "狗", "")
    with pytest.raises(EditMismatchError):
        session.apply(Edit("贴", (Put("k.in.a", Answer(Number(Decimal(1))), None),)))
    assert session.report.text("w.text") == "猫"


def test_a_combining_accent_closes_up_with_the_letter_before_it(session: Session) -> None:
    session.type_text("w.text", 0, "", "e")
    session.type_text("w.text", 1, "", "\u0301")
    assert session.report.text("w.text") == "é"
    session.undo()
    assert session.report.text("w.text") == "e"


def test_a_paste_is_one_step_and_totals_that_agree_turn_computed(session: Session) -> None:
    two = Answer(Number(Decimal(2)))
    parts = tuple(Put(cell, None, two) for cell in ("k.in.a", "k.in.b", "k.in.g.c"))
    session.apply(Edit("粘贴", (*parts, Put("k.in.sum", None, Answer(Number(Decimal(6)))))))
    assert session.evaluation.totals["k.in.sum"].computed
    assert session.history.undo_label == "粘贴"
    session.undo()
    assert not session.report.answers


def test_an_edit_of_something_else_forgets_what_could_be_done_again(session: Session) -> None:
    session.enter("k.in.a", "1")
    session.undo()
    session.enter("k.in.b", "1")
    delta = session.redo()
    assert delta.redo is None
    assert "k.in.a" not in session.report.answers


def test_undo_without_anything_to_undo_changes_nothing(session: Session) -> None:
    assert session.undo().cells == frozenset()
    assert session.redo().undo is None


def test_listeners_are_told_of_every_change_until_they_stop(session: Session) -> None:
    told: list[Delta] = []
    stop = session.listen(told.append)
    delta = session.enter("k.in.a", "1")
    session.enter("k.in.a", "1")
    stop()
    session.enter("k.in.a", "2")
    assert told == [delta]


# Explanations


def explained(session: Session) -> set[str]:
    return {f.key for f in session.evaluation.findings if f.explained}


@pytest.fixture
def grown(toy: Form, clock: Clock) -> Session:
    """A report with an open query: a figure far above last year's, which was attached."""
    session = session_of(toy, clock)
    session.attach(Prior(2024, "去年的表", {"k.one.a": "1"}))
    session.enter("k.one.a", "6")
    return session


def test_an_explanation_holds_as_long_as_its_values_and_no_longer(grown: Session) -> None:
    grown.explain("Q1[one,a]", " 新园开张。 ")
    written = grown.report.explanations["Q1[one,a]"]
    assert (written.reason, written.by, written.at) == ("新园开张。", "张敏", "2026-01-14T14:03:12+08:00")
    assert written.values == {"k.one.a": "6", "prior:k.one.a": "1"}
    assert explained(grown) == {"Q1[one,a]"}

    delta = grown.enter("k.one.a", "7")
    assert explained(grown) == set()
    assert delta.evaluation.void == (written,)
    grown.enter("k.one.a", "6")
    grown.enter("k.one.b", "3")
    assert explained(grown) == {"Q1[one,a]"}


def test_an_explanation_can_be_taken_back_and_undone_like_any_step(grown: Session) -> None:
    grown.explain("Q1[one,a]", "新园开张。")
    grown.withdraw("Q1[one,a]")
    assert explained(grown) == set()
    grown.undo()
    assert explained(grown) == {"Q1[one,a]"}
    grown.undo()
    assert not grown.report.explanations
    assert grown.withdraw("Q1[one,a]").cells == frozenset()


def test_only_an_open_query_takes_an_explanation_and_it_needs_a_reason(grown: Session) -> None:
    with pytest.raises(InputError, match="说明还没有写"):
        grown.explain("Q1[one,a]", "  ")
    grown.enter("k.in.a", "x")
    with pytest.raises(InputError, match="没有需要说明"):
        grown.explain("D2[k.in.a]", "就是这样。")
    assert not grown.report.explanations


def test_last_years_figures_are_compared_as_soon_as_they_are_attached(toy: Form, clock: Clock) -> None:
    session = session_of(toy, clock)
    session.enter("k.one.a", "6")
    assert "Q1[one,a]" in {w.key for w in session.evaluation.waiting}
    delta = session.attach(Prior(2024, "去年的表", {"k.one.a": "1"}))
    assert "Q1[one,a]" in keys(delta)[0]


# Undo across restarts


def test_undo_and_redo_go_on_after_a_restart(restart: Callable[[], Session]) -> None:
    session = restart()
    session.enter("k.in.a", "1")
    session.type_text("w.text", 0, "", "猫")
    session.type_text("w.text", 1, "", "狗")
    session.enter("k.in.b", "2")
    whole = session.report
    session.undo()

    again = restart()
    assert again.report == session.report
    assert again.history == session.history
    again.redo()
    assert again.report == whole
    again.undo()
    again.undo()

    third = restart()
    assert third.report.text("w.text") == ""
    third.undo()
    assert not third.report.answers
    assert [third.redo().redo is None for _ in range(3)] == [False, False, True]
    assert third.report == restart().report == whole


def test_what_may_not_be_undone_after_a_restart_is_the_making_of_the_report(
    restart: Callable[[], Session],
) -> None:
    session = restart()
    assert session.history.undo_label is None
    session.enter("k.in.a", "1")
    assert restart().history.undo_label == "填写数表，进，子"


# What is held in memory


def test_what_can_be_taken_back_is_bounded_in_steps_and_in_characters() -> None:
    history = History()
    for number in range(3 * STEPS_KEPT):
        size = 500_000 if number % 100 == 0 else 3_000
        edit = Edit(str(number), (Splice("w.text", 0, "", str(number % 10) * size),))
        history = history.after(Step(number + 1, "", "", "edit", edit))
        assert len(history.done) <= STEPS_KEPT
        assert sum(map(weight, history.done)) <= 2 * CHARACTERS_KEPT
        assert history.undo_label == str(number)
    giant = Edit("巨", (Splice("w.text", 0, "", "x" * (CHARACTERS_KEPT + 1)),))
    assert history.after(Step(9999, "", "", "edit", giant)).done == (giant,), "the last step can always be taken back"


def test_texts_pasted_over_and_over_fill_the_journal_and_not_the_memory(
    restart: Callable[[], Session], clock: Clock
) -> None:
    session, size = restart(), CHARACTERS_KEPT // 3
    for letter in "甲乙丙丁":
        clock.pass_by(seconds=60)
        session.enter("w.text", letter * size)
        assert sum(map(weight, session.history.done)) <= CHARACTERS_KEPT
    again = restart()
    assert again.report == session.report
    assert sum(map(weight, again.history.done)) <= CHARACTERS_KEPT
    again.undo()
    assert again.report.text("w.text") == "丙" * size, "what is kept can be taken back after a restart"


def test_the_weight_of_an_edit_is_the_text_it_holds() -> None:
    put = Put("a", None, Answer(Unread("一二"), "注"))
    assert weight(Edit("x", (put, Splice("b", 7, "三", "四五")))) == 6
    assert weight(Edit("x", ())) == 0


# From draft to sent


@pytest.fixture
def ready(grown: Session) -> Session:
    """A report with nothing in the way of finalising but one query."""
    filled(grown)
    grown.enter("k.fee.money", "1")
    grown.enter("k.one.a", "6")
    grown.enter("k.in.a", "6")
    grown.enter("u.name", "园")
    grown.enter("u.kind", "甲类")
    grown.enter("y", "2025")
    grown.enter("w.text", "本园2025年有猫和狗，很好。")
    return grown


def test_finalising_needs_no_error_and_an_explanation_for_each_query(ready: Session) -> None:
    assert {f.key for f in obstacles(ready.review())} == {"Q1[one,a]"}
    ready.enter("k.in.a", "5")
    with pytest.raises(InputError, match="还差 3 项"):
        ready.finalise()
    ready.undo()
    with pytest.raises(InputError, match="还差 1 项"):
        ready.finalise()
    ready.explain("Q1[one,a]", "新园开张。")
    ready.finalise()
    assert ready.head.status == "final"


def test_the_filing_holds_the_canonical_package_under_its_fingerprint(ready: Session, toy: Form) -> None:
    ready.explain("Q1[one,a]", "新园开张。")
    ready.finalise()
    filing = ready.filing
    assert filing is not None
    body = sent_out(filing)
    assert body["fingerprint"] == filing.fingerprint == fingerprint(body)
    assert (filing.form_sha256, body["status"], body["revision"]) == (toy.sha256, "final", 1)
    assert [e["rule"] for e in body["explanations"]] == ["Q1[one,a]"]  # type: ignore[attr-defined] # it is JSON
    assert body["prior"] == {"year": 2024, "source": "去年的表", "cells": {"k.one.a": "1"}}


def test_an_explanation_that_excuses_nothing_any_more_does_not_travel(ready: Session) -> None:
    ready.explain("Q1[one,a]", "新园开张。")
    ready.enter("k.one.a", "1")
    ready.enter("k.in.a", "1")
    ready.finalise()
    assert ready.filing is not None
    assert sent_out(ready.filing)["explanations"] == []
    assert ready.report.explanations


def test_a_finalised_report_refuses_every_change_until_it_is_reopened(ready: Session) -> None:
    ready.explain("Q1[one,a]", "新园开张。")
    ready.finalise()
    bound = ready.filing
    assert bound is not None
    changes = (
        lambda: ready.enter("k.in.a", "7"),
        lambda: ready.type_text("w.text", 0, "", "又"),
        lambda: ready.clear("k.in.a"),
        ready.undo,
        lambda: ready.withdraw("Q1[one,a]"),
        lambda: ready.attach(Prior(2024, "别的", {})),
        ready.finalise,
    )
    for change in changes:
        with pytest.raises(InputError, match="退回修改"):
            change()
    ready.reopen("领导要求改一处。")
    assert (ready.head.status, ready.head.revision, ready.filing, ready.corrects) == ("draft", 2, None, False)
    assert ready.kept.filings[0].voided
    ready.enter("w.text", "本园2025年有猫、狗，很好。")
    ready.finalise()
    assert ready.filing is not None
    assert ready.filing.fingerprint != bound.fingerprint


def test_only_a_report_reopened_after_it_was_sent_is_a_correction(ready: Session) -> None:
    ready.explain("Q1[one,a]", "新园开张。")
    with pytest.raises(InputError):
        ready.mark_sent()
    ready.finalise()
    ready.mark_sent()
    assert ready.head.status == "sent"
    with pytest.raises(InputError):
        ready.enter("k.in.a", "7")
    ready.reopen("上级退回。")
    assert ready.corrects
    assert ready.head.revision == 2


def test_finalising_and_reopening_leave_the_steps_before_them_undoable(ready: Session) -> None:
    ready.explain("Q1[one,a]", "新园开张。")
    before = ready.history
    ready.finalise()
    ready.reopen("改。")
    assert ready.history == before
    ready.undo()
    assert not ready.report.explanations


def test_a_session_that_may_only_read_says_why(toy: Form, clock: Clock) -> None:
    session = session_of(toy, clock, locked="只读：报告库由李卫东打开。")
    for change in (lambda: session.enter("k.in.a", "1"), session.finalise, lambda: session.reopen("x")):
        with pytest.raises(InputError, match="李卫东"):
            change()
    assert not session.report.answers


def test_the_evaluation_is_always_that_of_the_report_as_it_stands(session: Session, toy: Form) -> None:
    session.enter("k.in.a", "5")
    session.enter("k.in.b", "x")
    session.undo()
    assert session.evaluation == evaluate(toy, session.report, Context())


def test_a_note_is_on_record_and_no_step_of_undo(restart: Callable[[], Session]) -> None:
    session = restart()
    session.enter("k.in.a", "5")
    session.note("复核：重录 3 格，不一致 0 格，改正 0 格")
    session = restart()
    assert session.history.undo_label is not None
    session.undo()
    assert session.report.value("k.in.a") is None
    session.locked = "只读：试一试。"
    with pytest.raises(InputError, match="只读"):
        session.note("复核")
