"""Places of a report by words."""

from __future__ import annotations

from core.check import Context, evaluate
from core.check.evaluation import Evaluation
from core.form import edition, editions
from core.form.model import Form
from core.report import Report
from core.services.lookup import MOST, figures, spots
from core.values import typed

FORM: Form = edition(editions()[0])


def evaluation(**cells: str) -> Evaluation:
    answers = {name.replace("__", "."): text for name, text in cells.items()}
    made = {c: a for c, text in answers.items() if (a := typed(FORM.cells[c].kind, text))}
    return evaluate(FORM, Report(made), Context())


def test_a_figure_is_found_by_parts_of_its_row_and_column() -> None:
    found = figures(FORM, evaluation(t3__new__natural="68"), "新收 自然人")
    assert [(it.cell, it.text) for it in found] == [("t3.new.natural", "68")]


def test_a_word_that_is_a_whole_name_comes_before_labels_that_hold_it() -> None:
    found = figures(FORM, evaluation(), "本年新收 其他")
    assert found[0].cell == "t3.new.other"
    assert {it.cell for it in found[1:]} >= {"t3.new.business"}, "its head is 法人或其他组织"


def test_without_words_every_figure_is_offered_in_printed_order() -> None:
    assert [it.cell for it in figures(FORM, evaluation(), "")] == [c.id for c in FORM.cells.values() if c.row]


def test_the_whole_report_is_searched_figures_first_then_texts() -> None:
    found = spots(FORM, evaluation(t3__granted__legal="4711", s5__text="一是人手不足。\n二是4711件。"), "4711")
    assert [(it.cell, it.start) for it in found] == [("t3.granted.legal", -1), ("s5.text", 10)]
    assert found[1].text == "二是4711件。"


def test_blanks_find_nothing_and_there_is_an_end() -> None:
    assert spots(FORM, evaluation(), "  ") == ()
    assert len(spots(FORM, evaluation(s1__text="公开" * 1000), "公开")) == MOST
