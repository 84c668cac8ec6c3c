"""A page of running text: what is typed is handed over, what changes elsewhere arrives, the cursor stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication, QTextCharFormat
from PySide6.QtWidgets import QApplication

from core.values import Text
from gui.text.tools import pages
from tests.gui.driver import ALT, CONTROL, SHIFT, Key, Program


@pytest.fixture
def one(report: Program) -> Program:
    """Section 一."""
    return report.go(1)


def test_text_of_an_input_method_is_handed_over_after_a_pause(one: Program) -> None:
    one.commit("全年主动公开信息612条。")
    assert one.answer("s1.text") is None
    one.until(lambda: one.answer("s1.text") == Text("全年主动公开信息612条。"))
    assert not one.text.timer.isActive()


def test_what_is_only_being_composed_is_not_handed_over(one: Program) -> None:
    one.commit("全年").until(lambda: one.answer("s1.text") == Text("全年"))
    assert one.text.text() == "全年"


@pytest.mark.parametrize("leave", ["page", "focus", "library", "window"])
def test_leaving_hands_over_at_once(one: Program, leave: str) -> None:
    one.commit("甲乙丙")
    match leave:
        case "page":
            one.press(Key.Key_2, ALT)
        case "focus":
            one.wizard.steps.setFocus()
        case "library":
            one.home()
            one.press(Key.Key_Return)
        case "window":
            one.restart().press(Key.Key_Return)
    assert one.answer("s1.text") == Text("甲乙丙")


def test_paragraphs_and_characters_beyond_the_first_plane_are_kept(one: Program) -> None:
    one.commit("甲𠮷").press(Key.Key_Return).commit("乙😀丙").press(Key.Key_Left).press(Key.Key_Backspace)
    one.go(2)
    assert one.answer("s1.text") == Text("甲𠮷\n乙丙")
    one.go(1)
    assert one.text.text() == "甲𠮷\n乙丙"


def test_a_change_from_elsewhere_keeps_the_cursor(one: Program) -> None:
    one.commit("第一段。").press(Key.Key_Return).commit("第二段。").go(2).go(1)
    cursor = one.text.editor.textCursor()
    cursor.setPosition(7)
    one.text.editor.setTextCursor(cursor)
    one.desk.write("s1.text", "新的第一段。\n第二段。")
    assert one.text.text() == "新的第一段。\n第二段。"
    assert one.text.editor.textCursor().position() == 9
    one.commit("在这里")
    one.go(2)
    assert one.answer("s1.text") == Text("新的第一段。\n第二在这里段。")


def test_what_is_being_typed_is_not_overrun_by_a_change_elsewhere(one: Program) -> None:
    one.commit("甲")
    one.desk.enter("t3.new.natural", "5")
    assert one.text.text() == "甲"
    one.until(lambda: one.answer("s1.text") == Text("甲"))


def test_pasted_text_is_plain(one: Program) -> None:
    data = QMimeData()
    data.setHtml("<h1>标题</h1><p style='color:red'>红字<b>粗字</b></p>")
    data.setText("标题\r\n红字粗字\u2028又一行")
    QGuiApplication.clipboard().setMimeData(data)
    one.press(Key.Key_V, CONTROL)
    assert one.text.text() == "标题\n红字粗字\n又一行"
    cursor = one.text.editor.textCursor()
    cursor.setPosition(4)
    shape = cursor.charFormat()
    assert shape.fontWeight() in (QTextCharFormat().fontWeight(), 400)
    assert not shape.hasProperty(QTextCharFormat.Property.ForegroundBrush.value)
    one.go(2)
    assert one.answer("s1.text") == Text("标题\n红字粗字\n又一行")


def test_a_picture_on_the_clipboard_is_not_pasted(one: Program) -> None:
    data = QMimeData()
    data.setImageData(one.window.grab().toImage())
    QGuiApplication.clipboard().setMimeData(data)
    one.press(Key.Key_V, CONTROL).go(2)
    assert one.answer("s1.text") is None


def test_typing_carried_on_is_one_step_of_undo(one: Program) -> None:
    one.commit("全年").until(lambda: one.answer("s1.text") == Text("全年"))
    one.commit("公开").until(lambda: one.answer("s1.text") == Text("全年公开"))
    one.press(Key.Key_Z, CONTROL)
    assert one.text.text() == ""
    assert one.answer("s1.text") is None


def test_tab_puts_the_headings_into_a_blank_text_and_leaves_a_written_one(one: Program) -> None:
    outline = one.desk.form.cells["s1.text"].outline
    assert all(heading in one.text.editor.placeholderText() for heading in outline)
    one.press(Key.Key_Tab)
    assert one.text.text().split() == [word for heading in outline for word in heading.split()]
    assert one.text.outline.count() == len(outline)
    one.press(Key.Key_Tab)
    assert one.focus is not one.text.editor


def test_the_outline_leads_to_its_heading_by_key(one: Program) -> None:
    one.press(Key.Key_Tab)
    one.text.outline.setFocus()
    one.press(Key.Key_Home).press(Key.Key_Down, times=2).press(Key.Key_Return)
    assert one.focus is one.text.editor
    assert one.text.text()[one.text.editor.textCursor().position() :].startswith("（三）")


def test_the_foot_counts_characters_and_names_the_limit(one: Program) -> None:
    one.given({"unit.text_limit": "1000"})
    one.commit("全年 公开12条。").go(2).go(1)
    assert one.text.count.text() == "8 字"
    assert one.text.limit.text() == "上限 1000 字"
    assert one.text.foot.printed.text() == "打印约 1 页"


def test_findings_of_a_text_are_marked_where_they_stand(one: Program) -> None:
    one.commit("见错误！未找到引用源。再见[bookmark: 1]。").go(2).go(1)
    marked = [s.cursor.selectedText() for s in one.text.editor.extraSelections()]
    assert marked == ["错误！未找到引用源", "[bookmark: 1]"]
    one.press(Key.Key_F8)
    assert one.focus is one.text.editor
    assert one.text.editor.textCursor().position() == 1
    one.press(Key.Key_F8)
    position = one.text.editor.textCursor().position()
    assert one.text.text()[position:].startswith("[bookmark")


def test_page_keys_scroll_within_a_text_and_turn_the_page_at_its_end(one: Program) -> None:
    one.given({"s1.text": "一段话。\n" * 60}).press(Key.Key_Home, CONTROL)
    pressed = 0
    while one.wizard.at == "s1" and pressed < 20:
        assert one.focus is one.text.editor
        one.press(Key.Key_PageDown)
        pressed += 1
    assert one.wizard.at == "s2"
    assert pressed > 2


def test_a_text_that_is_only_looked_at_is_not_touched(one: Program) -> None:
    strange = "非断\u00a0空格，行\u2028分隔\u2029段分隔\ufeff完"
    one.given({"s5.text": strange})
    before = one.desk.session.kept.seq
    one.go(5).go(6).go(5).go(1)
    assert one.desk.session.kept.seq == before
    assert one.answer("s5.text") == Text(strange)


def test_a_line_end_with_shift_is_a_paragraph_like_any_other(one: Program) -> None:
    one.commit("甲").press(Key.Key_Return, SHIFT).commit("乙").go(2)
    assert one.answer("s1.text") == Text("甲\n乙")


def test_whoever_types_without_a_pause_loses_no_more_than_others(one: Program) -> None:
    one.commit("甲")
    first = one.text.timer.remainingTime()
    one.until(lambda: one.text.timer.remainingTime() < first - 50)
    one.commit("乙")
    assert one.text.timer.remainingTime() < first - 50


def test_a_finalised_text_cannot_be_typed_into(one: Program) -> None:
    one.commit("甲").go(2)
    one.control.held.locked = ""
    one.desk.session.locked = "只读：试一试。"
    one.go(1)
    one.commit("乙").press(Key.Key_Backspace).go(2)
    assert one.answer("s1.text") == Text("甲")
    one.desk.session.locked = ""


def test_selecting_and_overwriting_by_keys(one: Program) -> None:
    one.commit("甲乙丙丁").press(Key.Key_Left, SHIFT, times=2).commit("戊")
    QApplication.processEvents()
    one.go(2)
    assert one.answer("s1.text") == Text("甲乙戊")


def test_the_pages_of_a_text_are_those_of_the_printed_grid() -> None:
    assert pages("") == 0
    assert pages("字" * 26) == pages("字" * (28 * 22 - 2)) == 1
    assert pages("字" * (28 * 22 - 1)) == 2
    assert pages("一\n\n \n" * 22) == 1
    assert pages("一\n" * 23) == 2


def test_a_text_without_headings_says_so_in_the_outline(one: Program) -> None:
    none = one.text.side.none
    assert not none.isVisible(), "the proposed headings stand there"
    one.given({"s1.text": "全年新收申请3件。"})
    assert none.isVisible()
    assert "没有" in none.text()
    one.given({"s1.text": "（一）主动公开\n全年公开3件。"})
    assert not none.isVisible()
