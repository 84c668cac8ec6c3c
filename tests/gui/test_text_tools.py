"""Running text by keys: find and replace, a figure put in from a table, the finding told beside its sentence."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QDialog, QPushButton

from core.values import Text
from gui.pages.text import MOST
from gui.spotdialog import FigureDialog, SpotDialog
from gui.text.editor import plain
from gui.text.findbar import places
from tests.gui.dialogkeys import answering
from tests.gui.driver import CONTROL, SHIFT, Key, Program

SENTENCE = "全年新收政府信息公开申请51件。"


@pytest.fixture
def one(report: Program) -> Program:
    """Section 一."""
    return report.go(1)


def selected(program: Program) -> str:
    return program.text.editor.textCursor().selectedText()


# Find and replace


def test_words_are_found_one_after_the_other_and_round_again(one: Program) -> None:
    one.given({"s1.text": "公开甲，公开乙，公开丙。"}).press(Key.Key_F, CONTROL).commit("公开")
    finder = one.text.finder
    assert one.focus is finder.words
    assert (selected(one), finder.count.text()) == ("公开", "1 / 3")
    seen = []
    for _ in range(3):
        one.press(Key.Key_Return)
        seen.append(one.text.editor.selected()[0])
    assert seen == [4, 8, 0]
    one.press(Key.Key_Return, SHIFT)
    assert one.text.editor.selected() == (8, 10)


def test_what_is_not_there_is_said(one: Program) -> None:
    one.given({"s1.text": "公开甲。"}).press(Key.Key_F, CONTROL).commit("没有的")
    assert one.text.finder.count.text() == "没有找到“没有的”"
    assert not one.text.finder.after.isEnabled()
    one.press(Key.Key_Return)
    assert one.text.finder.count.text() == "没有找到“没有的”"


def test_escape_closes_the_bar_and_leaves_the_selection(one: Program) -> None:
    one.given({"s1.text": "公开甲。"}).press(Key.Key_F, CONTROL).commit("甲").press(Key.Key_Escape)
    assert not one.text.finder.isVisible()
    assert one.focus is one.text.editor
    assert selected(one) == "甲"


def test_what_is_selected_is_what_is_sought(one: Program) -> None:
    one.given({"s1.text": "甲乙甲"}).press(Key.Key_Home, CONTROL).press(Key.Key_Right, SHIFT)
    one.press(Key.Key_F, CONTROL)
    assert (one.text.finder.words.text(), one.text.finder.count.text()) == ("甲", "1 / 2")


def test_replacing_one_by_one(one: Program) -> None:
    one.given({"s1.text": "截止甲，截止乙，截止丙。"}).press(Key.Key_H, CONTROL).commit("截止").press(
        Key.Key_Tab, times=3
    )
    assert one.focus is one.text.finder.other
    one.commit("截至").press(Key.Key_Return).press(Key.Key_Return).go(2)
    assert one.answer("s1.text") == Text("截至甲，截至乙，截止丙。")


def test_replacing_all_is_one_step_of_undo_of_its_own(one: Program) -> None:
    one.commit("截止𠮷，截止乙。").press(Key.Key_H, CONTROL).commit("截止").press(Key.Key_Tab, times=3).commit("截至")
    one.text.finder.every.setFocus()
    one.press(Key.Key_Space)
    assert one.answer("s1.text") == Text("截至𠮷，截至乙。")
    assert one.text.text() == "截至𠮷，截至乙。"
    one.text.editor.setFocus()
    one.press(Key.Key_Z, CONTROL)
    assert one.answer("s1.text") == Text("截止𠮷，截止乙。")


def test_a_locked_text_can_be_searched_but_not_replaced_in(one: Program) -> None:
    one.given({"s1.text": "截止甲。"})
    one.desk.session.locked = "只读：试一试。"
    one.go(2).go(1).press(Key.Key_H, CONTROL)
    assert one.text.finder.isVisible()
    assert not one.text.finder.every.isVisible()
    one.desk.session.locked = ""


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("", "a", ()), ("aaa", "", ()), ("aAa", "a", ((0, 1), (1, 2), (2, 3))), ("a.c abc", "a.c", ((0, 3),)),
        ("𠮷甲𠮷甲", "甲", ((1, 2), (3, 4))), ("aaaa", "aa", ((0, 2), (2, 4))),
    ],
)  # fmt: skip
def test_places_of_words(text: str, words: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert places(text, words) == expected


# Figures from the tables


def test_a_figure_of_a_table_is_put_in_as_it_stands(one: Program) -> None:
    row = ("natural", "business", "research", "welfare", "legal", "other")
    one.given({f"t3.new.{c}": n for c, n in zip(row, ("70", "5", "3", "2", "1", "0"), strict=True)})
    one.commit("全年新收")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, FigureDialog)
        one.commit("本年新收 总计")
        assert dialog.chosen is not None
        assert (dialog.chosen.cell, dialog.chosen.text) == ("t3.new.total", "81")
        one.press(Key.Key_Return)

    answering(choose)
    one.control.work.places.put_figure()  # type: ignore[union-attr] # a report is open
    one.back().commit("件。").go(2)
    assert one.answer("s1.text") == Text("全年新收81件。")


def test_a_blank_cell_has_no_figure_to_put_in(one: Program) -> None:
    seen: list[bool] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, FigureDialog)
        one.commit("本年新收 自然人")
        seen.append(dialog.go.isEnabled())
        one.press(Key.Key_Return).press(Key.Key_Escape)

    answering(choose)
    one.control.work.places.put_figure()  # type: ignore[union-attr] # a report is open
    assert seen == [False]
    assert one.text.text() == ""


def test_arrows_walk_the_list_while_words_are_typed(one: Program) -> None:
    walked: list[str] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, SpotDialog)
        assert one.focus is dialog.words
        for _ in range(2):
            one.press(Key.Key_Down)
            assert dialog.chosen is not None
            walked.append(dialog.chosen.cell)
        one.press(Key.Key_Escape)

    answering(choose)
    one.control.work.places.put_figure()  # type: ignore[union-attr] # a report is open
    assert walked == [c.id for c in one.desk.form.cells.values() if c.row][1:3]


# Finding in the whole report


def found(program: Program, words: str) -> str:
    """Ctrl+F on the page in front, these words, Enter; what the dialog says below its list."""
    seen: list[str] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, SpotDialog)
        program.commit(words)
        seen.append(dialog.none.text())
        program.press(Key.Key_Return)
        if dialog.isVisible():
            program.press(Key.Key_Escape)

    answering(choose)
    program.press(Key.Key_F, CONTROL)
    program.back()
    return seen[0]


def test_on_a_table_a_row_is_found_by_its_name(report: Program) -> None:
    found(report.go(2), "信访举报 其他")
    assert (report.wizard.at, report.cell) == ("s3", "t3.refused.petition.other")


def test_a_figure_and_a_stretch_of_text_are_found_from_anywhere(report: Program) -> None:
    report.given({"t3.granted.legal": "4711", "s5.text": "第一段。\n问题是人手不足。"}).go(0)
    found(report, "4711")
    assert report.cell == "t3.granted.legal"
    found(report, "人手")
    assert report.wizard.at == "s5"
    assert report.text.place() == 8


def test_what_is_nowhere_is_said(report: Program) -> None:
    report.go(3)
    here = report.cell
    assert found(report, "无此词") == "没有找到“无此词”"
    assert report.cell == here


# The finding beside its sentence


@pytest.fixture
def told(one: Program) -> Program:
    """A text whose figure differs from its table, the caret in that sentence."""
    row = ("natural", "business", "research", "welfare", "legal", "other")
    one.given({f"t3.new.{c}": n for c, n in zip(row, ("70", "5", "3", "2", "1", "0"), strict=True)})
    one.commit("（二）依申请公开").press(Key.Key_Return).commit(SENTENCE).go(2).go(1)
    return one


def test_f4_tells_the_finding_at_the_caret_below_its_sentence(told: Program) -> None:
    told.text.editor.select(20, 20)
    told.press(Key.Key_F4)
    popover = told.text.popover
    assert popover.isVisible()
    assert told.desk.looked is not None
    assert told.desk.looked.rule == "X01"
    line = told.text.editor.line_at(12)
    top = told.text.editor.viewport().mapTo(told.text, line.bottomLeft()).y()
    assert popover.y() >= top
    assert told.focus is told.text.editor
    told.press(Key.Key_Escape)
    assert not popover.isVisible()


def test_the_table_is_put_over_the_text_by_keys(told: Program) -> None:
    told.press(Key.Key_F4).press(Key.Key_F4)
    assert isinstance(told.focus, QPushButton)
    assert told.focus.text() == "以表改文：51 改为 81"
    told.press(Key.Key_Space)
    assert told.text.text().endswith("全年新收政府信息公开申请81件。")
    assert not told.text.popover.isVisible()
    assert told.focus is told.text.editor
    told.press(Key.Key_Z, CONTROL)
    assert told.text.text().endswith(SENTENCE)


def test_the_popover_leads_to_the_table_and_to_an_explanation(told: Program) -> None:
    told.person.explanations.append("口径不同。")
    told.press(Key.Key_F4).press(Key.Key_F4).press(Key.Key_Tab, times=2).press(Key.Key_Space)
    assert len(told.desk.session.report.explanations) == 1
    told.text.editor.select(20, 20)
    told.press(Key.Key_F4)
    way = next(b for b in told.text.popover.findChildren(QPushButton) if b.text() == "转到表三")
    way.setFocus()
    told.press(Key.Key_Space)
    assert (told.wizard.at, told.cell) == ("s3", "t3.new.total")


def test_typing_takes_the_popover_away(told: Program) -> None:
    told.press(Key.Key_F4)
    assert told.text.popover.isVisible()
    told.commit("另")
    assert not told.text.popover.isVisible()


def test_a_click_on_the_stretch_tells_its_finding(told: Program) -> None:
    editor = told.text.editor
    at = editor.line_at(15).center() + QPoint(4, 0)
    told.click(editor.viewport(), at)
    assert told.text.popover.isVisible()
    told.click(editor.viewport(), editor.line_at(1).center())
    assert not told.text.popover.isVisible()


def test_a_figure_that_agrees_is_marked_and_names_its_cell(told: Program) -> None:
    told.given({"t3.new.natural": "40"}).go(2).go(1)
    agreeing = [m for m in told.text.teller.marks if m.kind == "agrees"]
    assert [told.text.text()[m.start : m.end] for m in agreeing] == ["51"]
    assert told.text.foot.agreeing.text() == "1 个数字与表中一致"
    editor = told.text.editor
    at = editor.line_at(agreeing[0].start).center() + QPoint(3, 0)
    event = QHelpEvent(QEvent.Type.ToolTip, at, editor.viewport().mapToGlobal(at))
    QApplication.sendEvent(editor.viewport(), event)
    assert told.text.words_at(agreeing[0].start) == "与表中一致：表三，本年新收，总计"


def test_f4_on_a_table_looks_at_the_finding_of_the_cell(report: Program) -> None:
    report.go(3).type("x").press(Key.Key_Return).press(Key.Key_Up).press(Key.Key_F4)
    assert report.desk.looked is not None
    assert "t3.new.natural" in report.desk.looked.cells
    report.press(Key.Key_Down).press(Key.Key_F4)
    assert report.desk.looked is None


# What is pasted


def test_every_kind_of_break_ends_a_paragraph_and_control_characters_go() -> None:
    assert plain("甲\r\n乙\v丙\f丁\u2029戊\r己\x07\x00庚\x1f\t辛") == "甲\n乙\n丙\n丁\n戊\n己庚\t辛"


def test_a_text_of_a_million_characters_is_refused_with_a_sentence_and_nothing_is_lost(one: Program) -> None:
    one.commit("原有的。")
    data = QMimeData()
    data.setText("字" * 1_000_000)
    QGuiApplication.clipboard().setMimeData(data)
    one.press(Key.Key_V, CONTROL).go(2)
    assert one.answer("s1.text") == Text("原有的。")
    assert len(one.person.told) == 1
    assert f"{MOST} 字" in one.person.told[0]


def test_as_much_as_fits_is_taken(one: Program) -> None:
    data = QMimeData()
    data.setText("字" * (MOST - 1) + "\n")
    QGuiApplication.clipboard().setMimeData(data)
    one.press(Key.Key_V, CONTROL)
    assert one.text.text() == "字" * (MOST - 1) + "\n"
    assert one.person.told == []
