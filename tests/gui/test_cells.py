"""What a cell shows and says, state by state, as a pure function of the evaluation."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.check import Context, Evaluation, evaluate
from core.form import edition, editions
from core.report import Report
from core.values import Number, Unread, Value, typed
from gui.cells import CellView, Looks, change, views

FORM = edition(editions()[0])
ROW = [f"t3.new.{c}" for c in ("natural", "business", "research", "welfare", "legal", "other")]


def answered(**texts: str) -> Evaluation:
    """An evaluation of these answers; `__` stands for a dot."""
    pairs = {name.replace("__", "."): text for name, text in texts.items()}
    answers = {cell: answer for cell, text in pairs.items() if (answer := typed(FORM.cells[cell].kind, text))}
    return evaluate(FORM, Report(answers=answers), Context())


def view(evaluation: Evaluation, cell: str, looks: Looks | None = None) -> CellView:
    return views(FORM, evaluation, (cell,), looks or Looks())[cell]


def row(*texts: str) -> dict[str, str]:
    return {cell.replace(".", "__"): text for cell, text in zip(ROW, texts, strict=True)}


def test_blank() -> None:
    it = view(answered(), "t3.new.natural")
    assert (it.text, it.blank, it.spoken, it.tip) == ("", True, "未填", "还没有填；没有发生请填 0")


def test_typed_and_zero() -> None:
    it = answered(t3__new__natural="12", t3__new__business="0")
    assert view(it, "t3.new.natural") == CellView(text="12", spoken="12")
    assert view(it, "t3.new.business").zero


def test_a_running_total_and_a_whole_one() -> None:
    some = view(answered(t3__new__natural="3"), "t3.new.total")
    assert (some.text, some.computed, some.running, some.blank) == ("3", True, True, False)
    assert some.spoken == "3，合计未齐"
    whole = view(answered(**row("14", "1", "1", "0", "0", "0")), "t3.new.total")
    assert (whole.text, whole.computed, whole.running, whole.spoken) == ("16", True, False, "16，自动合计")


def test_a_stated_total_that_differs() -> None:
    it = view(answered(**row("1", "1", "1", "1", "0", "0"), t3__new__total="3"), "t3.new.total")
    assert (it.text, it.side, it.stated, it.mark, it.computed) == ("3", "Σ4", "4", "error", False)
    assert it.tip == "手工填写 3，各项之和 4，差 1"
    assert it.spoken.startswith("3，手填总计，各项之和 4，强制")


def test_unread() -> None:
    it = view(answered(t3__new__natural="12abc"), "t3.new.natural")
    assert (it.text, it.unread, it.mark) == ("12abc", True, "error")
    assert it.spoken == "12abc，不是数字，强制"


def balanced(natural: str) -> Evaluation:
    zeros = {c.id.replace(".", "__"): "0" for c in FORM.cells.values() if c.section == "s3" and not c.total}
    return answered(**(zeros | {"t3__new__natural": natural}))


def test_an_error_and_its_two_sides_when_looked_at() -> None:
    it = balanced("18")
    finding = next(f for f in it.findings if f.rule == "T303")
    assert (view(it, "t3.new.natural").mark, view(it, "t3.new.natural").tag) == ("error", "")
    assert view(it, "t3.new.natural").spoken == "18，强制，相差 18"
    looks = Looks(finding=finding)
    assert view(it, "t3.new.natural", looks).tag == "左"
    assert view(it, "t3.done.natural", looks).tag == "右"
    assert view(it, "t3.new.natural", looks).spoken == "18，左边，相差 18"
    assert view(it, "t3.new.business", looks).tag == ""


def test_the_gravest_level_marks_a_cell() -> None:
    it = answered(t3__new__natural="１", t3__carried_out__natural="5")
    assert view(it, "t3.new.natural").mark == "query"  # over the remark on its full-width digit
    assert view(answered(t3__new__natural="１"), "t3.new.natural").mark == "tip"


def test_a_list_of_blanks_marks_no_cell() -> None:
    it = evaluate(FORM, Report(), Context(filing=True))
    assert any("t3.new.natural" in f.cells for f in it.findings)
    assert view(it, "t3.new.natural").mark == ""


@pytest.mark.parametrize(
    ("now", "last", "side"),
    [("42", 12, "▲12"), ("9", 12, "12"), ("5", 12, "▼12"), ("0", 0, ""), ("", 12, "12"), ("30", 9, "9"), ("0", 5, "5")],
)
def test_last_years_figure(now: str, last: int, side: str) -> None:
    looks = Looks(compare="last", prior={"t3.new.natural": Number(Decimal(last))})
    assert view(answered(t3__new__natural=now), "t3.new.natural", looks).side == side
    assert view(answered(t3__new__natural=now), "t3.new.natural").side == ""


@pytest.mark.parametrize(
    ("now", "last", "side"), [("42", 12, "+250%"), ("9", 12, "−25%"), ("12", 12, "0%"), ("3", 0, "")]
)
def test_change_in_per_cent(now: str, last: int, side: str) -> None:
    looks = Looks(compare="change", prior={"t3.new.natural": Number(Decimal(last))})
    assert view(answered(t3__new__natural=now), "t3.new.natural", looks).side == side


@pytest.mark.parametrize(
    ("now", "last", "words"),
    [
        (Number(Decimal(12)), Number(Decimal(9)), "上年 9，增加 3（+33.3%）"),
        (Number(Decimal(6)), Number(Decimal(9)), "上年 9，减少 3（−33.3%）"),
        (Number(Decimal(9)), Number(Decimal(9)), "上年 9，持平"),
        (Number(Decimal(9)), Number(Decimal(0)), "上年 0，增加 9"),
        (None, Number(Decimal(9)), "上年 9"),
        (Number(Decimal(9)), None, ""),
        (Number(Decimal(9)), Unread("x"), ""),
    ],
)
def test_the_change_in_words(now: Value | None, last: Value | None, words: str) -> None:
    assert change(now, last) == words


def test_a_view_is_a_value() -> None:
    one, other = balanced("3"), balanced("3")
    cells = tuple(cell for cell in FORM.cells if cell.startswith("t3."))
    assert views(FORM, one, cells, Looks()) == views(FORM, other, cells, Looks())
