"""Candidates from the residual of a broken identity. Laws: what was done to a sound row is among what is guessed."""

from __future__ import annotations

from types import MappingProxyType

from hypothesis import assume, given
from hypothesis import strategies as st

from core.check import Context, Source, evaluate
from core.form import edition
from core.report import Report
from core.values import typed
from tests.core.conftest import SHIPPED

FORM = edition(SHIPPED)
COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")


def hints(rule: str, *, imported: bool = False, **cells: object) -> list[str]:
    texts = {c.id: "0" for c in FORM.cells.values() if c.row and not c.total}
    texts |= {f"t3.{name.replace('__', '.')}": str(number) for name, number in cells.items()}
    answers = {cell: typed(FORM.cells[cell].kind, text) for cell, text in texts.items()}
    report = Report(MappingProxyType({cell: answer for cell, answer in answers.items() if answer}))
    context = Context(source=Source()) if imported else Context()
    return [f.message for f in evaluate(FORM, report, context).findings if f.rule == rule]


@given(st.integers(10, 99_999), st.data())
def test_neighbouring_digits_that_changed_places_are_among_the_candidates(number: int, data: st.DataObject) -> None:
    digits = str(number)
    at = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
    assume(swapped != digits and swapped[0] != "0")
    said = hints("T308", new__natural=swapped, granted__natural=number, partial__natural=0)
    assert any(f"“{swapped}”若为“{digits}”" in message for message in said)


@given(st.integers(1, 9_999), st.integers(0, 9))
def test_a_digit_too_many_is_among_the_candidates(number: int, digit: int) -> None:
    wrong = f"{number}{digit}"
    assume(wrong != str(number))
    said = hints("T308", new__natural=wrong, granted__natural=number)
    assert any(f"“{wrong}”若为“{number}”" in message for message in said) or number < 10


@given(st.integers(2, 500), st.integers(0, 500), st.integers(1, 400))
def test_a_case_filed_under_two_kinds_of_applicant_is_told_when_the_whole_balances(a: int, b: int, moved: int) -> None:
    assume(moved < a)
    said = hints("T307", new__natural=a, granted__natural=a - moved, new__legal=b, granted__legal=b + moved)
    assert len(said) == 1
    assert f"多 {moved}" in said[0]
    assert "自然人" in said[0] and "法律服务机构" in said[0]


@given(st.lists(st.integers(0, 500), min_size=6, max_size=6))
def test_a_sound_table_has_no_hint(row: list[int]) -> None:
    cells = {f"{name}__{column}": n for column, n in zip(COLUMNS, row, strict=True) for name in ("new", "granted")}
    assert hints("T307", **cells) == hints("T308", **cells) == []


@given(st.integers(1, 99), st.integers(0, 99))
def test_a_number_cut_in_two_is_told_at_import_only(first: int, second: int) -> None:
    whole = int(f"{first}{second}")
    cells = {"new__natural": first, "new__business": second, "new__total": whole}
    assert any(f"合成 {whole}" in message for message in hints("T311", imported=True, **cells))
    assert hints("T311", **cells) == []


def test_hints_change_nothing_and_block_nothing() -> None:
    levels = {rule.level for rule in FORM.rules if rule.id in ("T307", "T308")}
    assert levels == {"T"}
