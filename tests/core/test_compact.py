"""The figures of a report as the text of a code, and back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.check import evaluate
from core.form.model import Form
from core.report import Report
from core.report.compact import base45, from_base45, pack, typed_cells, unpack
from core.values import Answer, Number, Unread, shown
from core.writers.code import QUIET, fields

DIGEST = "0123456789abcdef" * 4


@given(st.binary(max_size=300))
def test_base45_is_undone(data: bytes) -> None:
    assert from_base45(base45(data)) == data


@pytest.mark.parametrize(
    ("plain", "coded"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0")],
)
def test_base45_is_that_of_rfc_9285(plain: bytes, coded: str) -> None:
    assert base45(plain) == coded
    assert from_base45(coded) == plain


@pytest.mark.parametrize("wrong", ["GGW", ":::", "A", "ab", "BB8Z"])
def test_what_is_no_base45_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_base45(wrong)


@settings(max_examples=30)
@given(st.data())
def test_every_figure_comes_back(shipped: Form, data: st.DataObject) -> None:
    answers: dict[str, Answer] = {}
    for cell in typed_cells(shipped):
        kind = data.draw(st.integers(0, 5))
        if kind == 1:
            answers[cell.id] = Answer(Unread(data.draw(st.sampled_from(("12abc", "无", "１２，３")))))
        elif kind == 2:
            answers[cell.id] = Answer(
                Number(data.draw(st.decimals(-(10**20), 10**20, places=data.draw(st.integers(0, 9)))))
            )
        elif kind > 2:
            answers[cell.id] = Answer(Number(Decimal(data.draw(st.integers(0, 10**9)))))
    values = evaluate(shipped, Report(MappingProxyType(answers))).values
    unit = data.draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    year = data.draw(st.integers(0, 9999))
    back = unpack(pack(shipped, values, unit=unit, year=year, digest=DIGEST), (shipped,))
    assert (back.unit, back.year, back.mark, back.form) == (unit, year, DIGEST[:16], shipped)
    assert back.cells == {
        cell.id: shown(cell.kind, values[cell.id]) for cell in typed_cells(shipped) if cell.id in values
    }


def test_all_typed_cells_of_the_form_are_in_it(shipped: Form) -> None:
    assert len(typed_cells(shipped)) == 166


def filled(form: Form, figure: int) -> str:
    answers = {cell.id: Answer(Number(Decimal(figure))) for cell in typed_cells(form)}
    values = evaluate(form, Report(MappingProxyType(answers))).values
    return pack(form, values, unit="云汀区自然资源局", year=2031, digest=DIGEST)


def test_a_common_report_is_a_small_code_and_nine_digits_everywhere_a_large_one(shipped: Form) -> None:
    small, large = filled(shipped, 12), filled(shipped, 999_999_999)
    assert fields(small).side <= 57  # version 10
    assert fields(large).side <= 113  # version 24
    for code in (fields(small), fields(large)):
        assert code.height <= 57 / 25.4 * 72
        assert (code.side + 2 * QUIET) * code.width == code.height


@pytest.mark.parametrize(
    "damage", [lambda t: t[:-3], lambda t: t + "000", lambda t: "BB8" + t[3:], lambda t: "", lambda t: "🎲"]
)
def test_a_damaged_code_is_refused(shipped: Form, damage: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack(damage(filled(shipped, 3)), (shipped,))


def test_a_code_of_another_form_is_refused(shipped: Form, toy: Form) -> None:
    with pytest.raises(ValueError, match="form"):
        unpack(filled(shipped, 3), (toy,))
    assert unpack(filled(toy, 3), (shipped, toy)).form is toy
