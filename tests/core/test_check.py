"""What follows from a report: totals, findings, waiting, explanations; on the toy form, and on the shipped one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.check import Context, evaluate, excused, quotes, settle
from core.check.detectors import code_fault
from core.form.model import Form
from core.report import Edit, Explanation, Put, Report, apply
from core.values import Answer, Number, Unread, typed


def fill(form: Form, **cells: str) -> Report:
    """Table cells 0 but for those named (`__` for a dot); an empty text is blank."""
    texts = {c.id: "0" for c in form.cells.values() if c.row and not c.total}
    texts |= {name.replace("__", "."): text for name, text in cells.items()}
    found = {cell: typed(form.cells[cell].kind, text) for cell, text in texts.items()}
    return Report(MappingProxyType({cell: answer for cell, answer in found.items() if answer}))


def keys(form: Form, report: Report, context: Context | None = None) -> set[str]:
    return {f.key for f in evaluate(form, report, context or Context()).findings}


entries = st.dictionaries(
    st.sampled_from("k.in.a k.in.g.c k.one.a k.deep.x.b k.out.a k.all.a k.in.sum k.all.sum m.p.l m.p.t".split()),
    st.sampled_from(["", "0", "1", "7", "-2", "x", "１", "1.5", "20000"]),
)  # fmt: skip


@given(entries, st.randoms())
def test_the_order_in_which_cells_are_filled_makes_no_difference(
    toy: Form, texts: dict[str, str], random: object
) -> None:
    base = fill(toy)
    names = list(texts)
    random.shuffle(names)  # type: ignore[attr-defined] # hypothesis gives a Random under the name of object
    reports = []
    for order in (list(texts), names):
        report = base
        for cell in order:
            answer = typed(toy.cells[cell].kind, texts[cell])
            edit = Edit("填", (Put(cell, report.answers.get(cell), answer),))
            report = apply(report, edit)
        reports.append(report)
    first, second = (evaluate(toy, report) for report in reports)
    assert first.values == second.values
    assert {f.key: f for f in first.findings} == {f.key: f for f in second.findings}
    assert set(first.waiting) == set(second.waiting)


@given(entries)
def test_a_total_has_a_value_exactly_if_all_its_parts_have(toy: Form, texts: dict[str, str]) -> None:
    report = fill(toy, **{cell.replace(".", "__"): text for cell, text in texts.items()})
    result = evaluate(toy, report)
    for cell, total in result.totals.items():
        parts = toy.cells[cell].sum
        assert parts is not None
        numbers = [v.value for p in parts.parts if isinstance(v := result.values.get(p), Number)]
        assert total.running == sum(numbers)
        assert len(total.missing) == len(parts.parts) - len(numbers)
        if not total.stated:
            assert (cell in result.values) == (not total.missing)


@given(entries)
def test_settling_leaves_no_stated_total_that_agrees_with_its_sum(toy: Form, texts: dict[str, str]) -> None:
    report = fill(toy)
    puts = []
    for cell, text in texts.items():
        puts.append(Put(cell, report.answers.get(cell), typed(toy.cells[cell].kind, text)))
    settled = apply(report, settle(toy, report, Edit("填", tuple(puts))))
    result = evaluate(toy, settled)
    for cell, total in result.totals.items():
        assert not (total.stated and not total.missing and result.values[cell] == Number(total.running))
    # Nothing but totals that agree is taken out.
    plain = apply(report, Edit("填", tuple(puts)))
    assert evaluate(toy, plain).values == result.values


def test_blank_is_not_zero(toy: Form) -> None:
    result = evaluate(toy, fill(toy, k__in__a=""))
    assert "k.in.sum" not in result.values
    assert result.totals["k.in.sum"].missing == ("k.in.a",)
    waiting = {w.key: w.cells for w in result.waiting}
    assert waiting["B4[a]"] == ("k.in.a",)
    assert waiting["B4[sum]"] == ("k.in.a",)  # named is what a person can fill, not the total above it


def test_unread_text_never_counts_whatever_the_rule_says_of_blanks(toy: Form) -> None:
    result = evaluate(toy, fill(toy, k__one__a="x"))
    assert isinstance(result.values["k.one.a"], Unread)
    assert "Q2.zero" in {w.key for w in result.waiting}


def test_a_condition_that_does_not_hold_needs_no_conclusion(toy: Form) -> None:
    report = fill(toy, u__fly="否", k__out__a="")
    assert "F1" not in {w.key for w in evaluate(toy, report).waiting}
    report = fill(toy, u__fly="是", k__out__a="")
    assert "F1" in {w.key for w in evaluate(toy, report).waiting}


def test_last_year_is_waited_for_and_said_so(toy: Form) -> None:
    assert all(w.prior for w in evaluate(toy, fill(toy)).waiting if w.rule == "Q1")
    assert keys(toy, fill(toy, k__one__a="6"), Context(prior={"k.one.a": Number(Decimal(1))})) >= {"Q1[one,a]"}


def test_figures_of_twenty_digits_are_added_exactly(toy: Form) -> None:
    many = "9" * 20
    result = evaluate(toy, fill(toy, k__in__a=many, k__in__b=many, k__in__g__c="1"))
    assert result.values["k.in.sum"] == Number(Decimal(2 * int(many) + 1))


def test_an_explanation_excuses_only_the_values_it_was_written_for(toy: Form) -> None:
    report = fill(toy, u__fly="是", w__text="园2020", y="2020")
    finding = next(f for f in evaluate(toy, report).findings if f.key == "F1")
    values = excused(toy, finding, evaluate(toy, report).values, None)
    it = Explanation("F1", values, quotes(toy, finding, report), "口径调整", "张敏", "2026-01-14T14:03:12+08:00")
    report = replace(report, explanations={"F1": it})
    result = evaluate(toy, report)
    assert next(f for f in result.findings if f.key == "F1").explained == it
    assert "F1" not in {f.key for f in result.open_queries}
    # Another cell changes: it stands. The cell it excuses changes: it is void.
    other = replace(report, answers={**report.answers, "k.in.b": Answer(Number(Decimal(5)))})
    assert next(f for f in evaluate(toy, other).findings if f.key == "F1").explained == it
    blank = {c: a for c, a in report.answers.items() if c != "k.out.a"}
    assert evaluate(toy, replace(report, answers=blank)).void == ()
    zero = replace(
        report,
        answers={**report.answers, "u.fly": report.answers["u.fly"]},
        explanations={"F1": replace(it, values={"k.out.a": "3"})},
    )
    assert evaluate(toy, zero).void == (zero.explanations["F1"],)


def test_an_explanation_does_not_excuse_an_error(toy: Form) -> None:
    report = fill(toy, k__in__a="1")
    it = Explanation("B4[a]", {}, (), "就是这样", "张敏", "2026-01-14T14:03:12+08:00")
    finding = next(f for f in evaluate(toy, replace(report, explanations={"B4[a]": it})).findings if f.key == "B4[a]")
    assert finding.explained is None


def test_a_balance_names_its_four_cells_and_both_sides(shipped: Form) -> None:
    found = {f.key: f for f in evaluate(shipped, fill(shipped, t3__granted__natural="1")).findings if f.rule == "T303"}
    assert set(found) == {"T303[natural]", "T303[total]"}
    own = found["T303[natural]"]
    assert own.left_cells == ("t3.new.natural", "t3.carried_in.natural")
    assert own.right_cells == ("t3.done.natural", "t3.carried_out.natural")
    assert (own.left, own.right, own.gap) == (0, 1, 1)
    assert "左：本年新收 0 ＋ 上年结转 0 ＝ 0；右：办理结果总计 1 ＋ 结转下年度 0 ＝ 1，相差 1" in own.message


def test_a_stated_total_moves_the_fault_to_its_own_sum(shipped: Form) -> None:
    report = fill(shipped, t3__granted__natural="1", t3__done__natural="0")
    found = keys(shipped, report)
    assert "T302[natural]" in found
    assert not any(key.startswith("T303") for key in found)


def test_progress_counts_what_a_person_must_fill(shipped: Form) -> None:
    empty = evaluate(shipped, Report()).progress
    assert {s: p.needed for s, p in empty.items()} == {
        "unit": 3,
        "s1": 1,
        "s2": 10,
        "s3": 144,
        "s4": 12,
        "s5": 1,
        "s6": 1,
    }
    assert all(p.filled == 0 and p.errors == 0 for p in empty.values())  # a blank is no fault while filling
    full = evaluate(shipped, fill(shipped, s1__text="  ", s5__text="写了")).progress
    assert (full["s3"].filled, full["s1"].filled, full["s5"].filled) == (144, 0, 1)


def test_errors_come_before_queries_before_hints(shipped: Form) -> None:
    report = fill(shipped, t3__granted__natural="1", t3__new__business="１", s6__text="无", s1__text="工作")
    levels = [f.level for f in evaluate(shipped, report).findings]
    assert levels == sorted(levels, key="EQT".index)
    assert set(levels) == {"E", "Q", "T"}


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("91350100M000100Y43", ""),
        ("91350100m000100y43", ""),
        ("", "还没有填"),
        ("91350100M000100Y4", "填了 17 位"),
        ("91350100M000100Y4I", "不会出现“I”"),
        ("91350100M000100Y44", "应为“3”"),
        ("19350100M000100Y43", "校验码不符"),
    ],
)
def test_the_check_digit_of_a_code(code: str, fault: str) -> None:
    assert fault in code_fault(code) if fault else code_fault(code) == ""
