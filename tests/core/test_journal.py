"""The journal as a list in words: no key of a rule or id of a cell is shown to a person."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

import pytest

from core.form import edition
from core.report import Edit, Explain, Explanation, Put, Report
from core.services.journal import explanations, lines, rule_words
from core.store import Step
from core.values import Answer, Number
from tests.core.conftest import SHIPPED

FORM = edition(SHIPPED)
AT = "2026-01-14T16:20:05+08:00"


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("C06.high", "收费金额像是按“元”填写（C06）"),
        ("T306[natural]", "自然人列：结转多于新收（T306）"),
        ("T304", "上年结转与上年报告差 …（T304）"),
        ("X01[s1.text.1]", "文中 …，表中 …（X01）"),
        ("Z99", "Z99"),
    ],
)
def test_a_rule_is_called_by_what_it_says(key: str, words: str) -> None:
    assert rule_words(FORM, key) == words


def test_every_rule_of_the_form_has_words() -> None:
    for rule in FORM.rules:
        assert "{" not in rule_words(FORM, rule.key)
        assert rule_words(FORM, rule.key) != rule.key


def test_an_explanation_is_told_in_the_journal_and_in_its_list() -> None:
    it = Explanation("C06.high", MappingProxyType({}), (), "收费标准调整", "张敏", AT)
    step = Step(1, AT, "张敏", "edit", Edit("写核实说明", (Explain("C06.high", None, it),)))
    told = lines(FORM, [step])[0]
    assert told.cells == (
        "2026-01-14 16:20:05",
        "张敏",
        "写核实说明",
        "收费金额像是按“元”填写（C06）",
        "",
        "收费标准调整",
    )
    listed = explanations(FORM, Report(explanations=MappingProxyType({"C06.high": it})))
    assert listed[0].what == "核实说明：收费金额像是按“元”填写（C06）"


def test_a_change_is_told_by_the_place_and_both_figures() -> None:
    cell = next(c for c in FORM.cells.values() if c.row)
    step = Step(1, AT, "张敏", "undo", Edit("填写", (Put(cell.id, Answer(Number(Decimal(7))), None),)))
    told = lines(FORM, [step])[0]
    assert (told.what, told.where, told.before, told.after) == ("撤销：填写", cell.name, "7", "空")
