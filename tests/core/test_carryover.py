"""What a new report takes from last year's, and what it does not."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from core.check import evaluate
from core.form import edition
from core.form.model import Form
from core.report import Report, apply, inverse
from core.services.carryover import Wish, carried, outline, protected, taking_over
from core.values import Number, Value, typed
from tests.core.conftest import SHIPPED

OLD = "guoban-annual/2019"
FORM = edition(SHIPPED)


def of_ids(form: Form, texts: dict[str, str]) -> Report:
    answers = {cell: typed(form.cells[cell].kind, text) for cell, text in texts.items()}
    return Report(MappingProxyType({cell: answer for cell, answer in answers.items() if answer}))


def values(form: Form, texts: dict[str, str]) -> MappingProxyType[str, Value]:
    return MappingProxyType(dict(evaluate(form, of_ids(form, texts)).values))


LAST = {
    "unit.name": "云汀区水务局", "unit.powers.licence": "是", "people.prepared": "王五", "year": "2024",
    "t3.carried_out.natural": "4", "t3.carried_out.business": "0", "t3.new.natural": "30",
    "s1.text": "（一）主动公开\n全年公开信息12条。\n（二）依申请公开\n收到30件。", "intro.text": "旧的首段。",
}  # fmt: skip


def test_what_was_carried_out_is_carried_in_column_by_column_and_nothing_else_is_copied() -> None:
    new = of_ids(FORM, {"year": "2025"})
    edit = taking_over(FORM, new, values(FORM, LAST), FORM)
    assert edit is not None
    after = apply(new, edit)
    figures = {cell: answer.value for cell, answer in after.answers.items() if FORM.cells[cell].row}
    assert set(figures) == {"t3.carried_in.natural", "t3.carried_in.business"}  # blank columns stay blank
    assert after.text("unit.name") == "云汀区水务局"
    assert after.text("people.prepared") == "王五"
    assert after.text("s1.text") == "（一）主动公开\n（二）依申请公开"
    assert after.text("intro.text") == ""
    assert after.value("year") == new.value("year")
    assert apply(after, inverse(edit)) == new


def test_figures_and_texts_come_only_when_asked_for() -> None:
    edit = taking_over(FORM, Report(), values(FORM, LAST), FORM, Wish(figures=True, texts=True))
    assert edit is not None
    after = apply(Report(), edit)
    assert after.value("t3.new.natural") == Number(Decimal(30))
    assert after.text("s1.text") == LAST["s1.text"]
    assert after.value("year") is None


def test_what_a_person_has_written_already_stays_but_for_the_carried_cells() -> None:
    mine = of_ids(FORM, {"unit.name": "云汀区水利局", "t3.carried_in.natural": "9", "s1.text": "新写的。"})
    edit = taking_over(FORM, mine, values(FORM, LAST), FORM, Wish(figures=True, texts=True))
    assert edit is not None
    after = apply(mine, edit)
    assert (after.text("unit.name"), after.text("s1.text")) == ("云汀区水利局", "新写的。")
    assert after.value("t3.carried_in.natural") == Number(Decimal(4))


def test_taking_over_twice_changes_nothing_the_second_time() -> None:
    edit = taking_over(FORM, Report(), values(FORM, LAST), FORM)
    assert edit is not None
    assert taking_over(FORM, apply(Report(), edit), values(FORM, LAST), FORM) is None


def test_the_cells_that_hold_what_last_year_says_are_protected_and_no_others() -> None:
    last = values(FORM, LAST)
    assert protected(FORM, Report(), last) == frozenset()
    edit = taking_over(FORM, Report(), last, FORM)
    assert edit is not None
    taken = apply(Report(), edit)
    assert protected(FORM, taken, last) == {"t3.carried_in.natural", "t3.carried_in.business"}
    assert protected(FORM, taken, None) == frozenset()
    other = of_ids(FORM, {"t3.carried_in.natural": "5", "t3.carried_in.business": "0"})
    assert protected(FORM, other, last) == {"t3.carried_in.business"}


def test_a_report_of_the_edition_before_carries_what_means_the_same() -> None:
    old = edition(OLD)
    last = values(old, {"unit.name": "云汀区水务局", "t3.carried_out.natural": "4", "t2.normative.public": "83",
                        "t2.licence.decided": "7", "t3.misc.other.natural": "2"})  # fmt: skip
    assert dict(carried(FORM, last, old)) == {"t3.carried_in.natural": Number(Decimal(4))}
    edit = taking_over(FORM, Report(), last, old, Wish(figures=True))
    assert edit is not None
    after = apply(Report(), edit)
    assert after.text("unit.name") == "云汀区水务局"
    assert after.value("t2.licence.decided") == Number(Decimal(7))
    assert after.value("t3.misc.other.natural") is None  # one row there, three rows here


def test_a_form_that_carries_nothing_takes_over_nothing_but_the_unit(toy: Form) -> None:
    assert not toy.carries
    assert carried(toy, {"k.out.a": Number(Decimal(1))}, toy) == {}


@given(st.dictionaries(st.sampled_from(sorted(FORM.carries.values())), st.integers(0, 10**6), max_size=6))
def test_every_number_carried_out_is_the_number_carried_in(figures: dict[str, int]) -> None:
    last = values(FORM, {cell: str(number) for cell, number in figures.items()})
    edit = taking_over(FORM, Report(), last, FORM)
    after = apply(Report(), edit) if edit else Report()
    taken = {cell: it.value.value for cell, it in after.answers.items() if isinstance(it.value, Number)}
    assert {FORM.carries[cell]: int(number) for cell, number in taken.items()} == figures


def test_an_outline_is_headings_only() -> None:
    assert outline("（一）主动公开。今年公开12条。\n（二）依申请公开\n正文（一）") == "（二）依申请公开"
    assert outline("没有标题。") == ""
