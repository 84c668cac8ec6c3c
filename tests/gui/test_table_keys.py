"""The table by its keys: pinned and scrolling rows are one table, typing overwrites, nothing typed is lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.values import Number, Text, Unread
from gui.table.views import PartView
from tests.gui.driver import CONTROL, PLAIN, SHIFT, Key, Program


@pytest.fixture
def three(report: Program) -> Program:
    """Section 三, whose statutory balance is pinned."""
    return report.go(3)


def editor(program: Program) -> QLineEdit:
    """The open editor of a cell, which has the focus then."""
    assert isinstance(program.focus, QLineEdit)
    return program.focus


# Typing


def test_the_cursor_stands_on_the_first_entry_and_the_table_has_the_focus(three: Program) -> None:
    assert three.cell == "t3.new.natural"
    assert three.table.area.isAncestorOf(three.focus)


def test_typing_overwrites_and_enter_goes_down_from_pinned_to_scrolling_rows(three: Program) -> None:
    three.type("12").press(Key.Key_Return).type("3").press(Key.Key_Return).type("15").press(Key.Key_Return)
    assert three.figure("t3.new.natural") == "12"
    assert three.figure("t3.carried_in.natural") == "3"
    assert three.figure("t3.granted.natural") == "15"
    assert three.cell == "t3.partial.natural"
    three.press(Key.Key_Return, SHIFT, times=2)
    assert three.cell == "t3.carried_in.natural"
    three.type("4").press(Key.Key_Return)
    assert three.figure("t3.carried_in.natural") == "4"


def test_f2_edits_what_stands_there_from_its_end(three: Program) -> None:
    three.type("12").press(Key.Key_Return).press(Key.Key_Up)
    three.press(Key.Key_F2).type("5").press(Key.Key_Return)
    assert three.figure("t3.new.natural") == "125"


def test_while_editing_with_f2_the_arrows_move_the_caret(three: Program) -> None:
    three.type("12").press(Key.Key_Return).press(Key.Key_Up)
    three.press(Key.Key_F2).press(Key.Key_Left).type("0").press(Key.Key_Return)
    assert three.figure("t3.new.natural") == "102"


def test_while_typing_over_the_arrows_end_the_entry_and_move_on(three: Program) -> None:
    three.type("1").press(Key.Key_Right)
    assert three.cell == "t3.new.business"
    three.type("2").press(Key.Key_Left)
    assert three.cell == "t3.new.natural"
    three.press(Key.Key_Down).type("3").press(Key.Key_Down)
    assert three.cell == "t3.granted.natural"
    assert [three.figure(f"t3.{c}") for c in ("new.natural", "new.business", "carried_in.natural")] == ["1", "2", "3"]


def test_escape_drops_what_is_being_typed(three: Program) -> None:
    three.type("12").press(Key.Key_Return).press(Key.Key_Up)
    three.type("99").press(Key.Key_Escape)
    assert three.figure("t3.new.natural") == "12"
    assert three.cell == "t3.new.natural"
    assert isinstance(three.focus, PartView)


def test_a_double_click_opens_the_editor(three: Program) -> None:
    view = three.table.area.parts[0]
    at = view.visualRect(three.table.model.index_of("t3.new.business")).center()
    three.click(view.viewport(), at)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, PLAIN, at)
    editor(three)
    three.type("8").press(Key.Key_Tab)
    assert three.figure("t3.new.business") == "8"


def test_what_is_no_number_stays_as_typed_and_shows_as_an_error(three: Program) -> None:
    three.type("12abc").press(Key.Key_Return)
    assert three.answer("t3.new.natural") == Unread("12abc")
    view = three.view("t3.new.natural")
    assert (view.text, view.unread, view.mark) == ("12abc", True, "error")
    assert "“12abc”不是数字" in three.titles()
    assert view.tip == "“12abc”不是数字，原样保留"
    three.press(Key.Key_Up).type("12").press(Key.Key_Return)
    assert three.titles() == []


def test_full_width_digits_and_units_are_taken_and_it_is_said(three: Program) -> None:
    three.type("１２件").press(Key.Key_Return)
    assert three.figure("t3.new.natural") == "12"
    assert three.titles() == ["“１２件”已记为 12"]


def test_an_input_method_may_start_the_entry(three: Program) -> None:
    three.commit("１").type("2").press(Key.Key_Return)
    assert three.figure("t3.new.natural") == "12"


def test_a_click_elsewhere_takes_what_was_typed(three: Program) -> None:
    three.type("7")
    view = three.table.area.parts[0]
    three.click(view.viewport(), view.visualRect(three.table.model.index_of("t3.carried_in.other")).center())
    assert three.figure("t3.new.natural") == "7"
    assert three.cell == "t3.carried_in.other"


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Key.Key_4, Qt.KeyboardModifier.AltModifier), (Key.Key_PageDown, PLAIN)]
)
def test_leaving_the_page_takes_what_was_typed(three: Program, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
    three.type("7").press(key, modifiers)
    assert three.wizard.at == "s4"
    assert three.answer("t3.new.natural") == Number(7)


def test_going_back_to_the_library_takes_what_was_typed(three: Program) -> None:
    three.type("7")
    three.home()
    three.press(Key.Key_Return).until(lambda: three.control.wizard is not None)
    assert three.answer("t3.new.natural") == Number(7)


def test_closing_the_window_takes_what_was_typed(three: Program) -> None:
    three.type("7").restart().press(Key.Key_Return)
    assert three.answer("t3.new.natural") == Number(7)


# Moving


def test_tab_visits_every_entry_once_row_by_row_and_then_leaves_the_table(three: Program) -> None:
    entries = [c.id for c in three.desk.form.cells.values() if c.section == "s3" and not c.total]
    seen = []
    while three.table.area.isAncestorOf(three.focus):
        seen.append(three.cell)
        three.press(Key.Key_Tab)
    assert seen == entries
    assert three.focus is three.wizard.forward


def test_shift_tab_goes_back_and_leaves_the_table_at_its_beginning(three: Program) -> None:
    three.press(Key.Key_Tab, times=7).press(Key.Key_Backtab, SHIFT, times=7)
    assert three.cell == "t3.new.natural"
    three.press(Key.Key_Backtab, SHIFT)
    assert three.focus is three.wizard.back


def test_arrows_reach_totals_and_cross_between_pinned_and_scrolling_rows(three: Program) -> None:
    three.press(Key.Key_End)
    assert three.cell == "t3.new.total"
    three.press(Key.Key_Left).press(Key.Key_Down, times=24)
    assert three.cell == "t3.carried_out.other"
    three.press(Key.Key_Down)
    assert three.cell == "t3.carried_out.other"
    three.press(Key.Key_Up, times=24)
    assert three.cell == "t3.new.other"


def test_home_and_end_with_and_without_control(three: Program) -> None:
    three.press(Key.Key_Down, times=5).press(Key.Key_End)
    assert three.cell == "t3.denied.statute.total"
    three.press(Key.Key_Home)
    assert three.cell == "t3.denied.statute.natural"
    three.press(Key.Key_End, CONTROL)
    assert three.cell == "t3.carried_out.total"
    three.press(Key.Key_Home, CONTROL)
    assert three.cell == "t3.new.natural"


def test_the_row_the_cursor_is_on_can_be_seen_in_the_least_window(three: Program) -> None:
    three.window.resize(1040, 520)
    middle = three.table.area.middle
    for row in range(21):
        three.press(Key.Key_Down, times=2 if row == 0 else 1)
        rect = middle.visualRect(three.table.area.selection.currentIndex())
        assert middle.viewport().rect().contains(rect), three.cell


def test_page_keys_turn_pages_and_stop_at_the_ends(report: Program) -> None:
    seen = [report.wizard.at]
    for _ in range(len(report.wizard.names)):
        report.press(Key.Key_PageDown)
        seen.append(report.wizard.at)
    assert seen == [*report.wizard.names, report.wizard.names[-1]]
    report.press(Key.Key_PageUp, times=len(report.wizard.names) + 1)
    assert report.wizard.at == report.wizard.names[0]


def test_in_a_table_of_blocks_tab_visits_every_entry(report: Program) -> None:
    report.go(2)
    entries = [c.id for c in report.desk.form.cells.values() if c.section == "s2"]
    report.press(Key.Key_Home, CONTROL)
    seen = []
    while report.table.area.isAncestorOf(report.focus):
        seen.append(report.cell)
        report.type("3").press(Key.Key_Tab)
    assert seen == entries
    assert {report.figure(cell) for cell in entries} == {"3"}


# Ranges


def test_shift_and_arrows_select_a_range_whose_sum_the_bottom_bar_tells(three: Program) -> None:
    three.type("4").press(Key.Key_Right).type("3").press(Key.Key_Right).press(Key.Key_Left, times=2)
    three.press(Key.Key_Right, SHIFT).press(Key.Key_Down, SHIFT)
    assert three.wizard.state.extra.whole == "选中 4 格，合计 7"
    three.press(Key.Key_Left, SHIFT).press(Key.Key_Up, SHIFT)
    assert three.wizard.state.extra.whole == ""


def test_a_range_goes_across_pinned_and_scrolling_rows(three: Program) -> None:
    three.press(Key.Key_Down, SHIFT, times=3)
    cells = [f"t3.{row}.natural" for row in ("new", "carried_in", "granted", "partial")]
    assert list(three.table.area.selected_cells()) == cells
    assert three.wizard.state.extra.whole == "选中 4 格，合计 0"


def test_delete_clears_a_range_in_one_step_of_undo(three: Program) -> None:
    for figure in ("1", "2", "3"):
        three.type(figure).press(Key.Key_Return)
    three.press(Key.Key_Home, CONTROL).press(Key.Key_Down, SHIFT, times=2).press(Key.Key_Delete)
    cells = [f"t3.{row}.natural" for row in ("new", "carried_in", "granted")]
    assert [three.answer(cell) for cell in cells] == [None, None, None]
    assert all(three.view(cell).blank for cell in cells)
    three.press(Key.Key_Z, CONTROL)
    assert [three.figure(cell) for cell in cells] == ["1", "2", "3"]


def test_delete_gives_a_stated_total_back_to_its_sum(three: Program) -> None:
    for figure in "123456":
        three.type(figure).press(Key.Key_Tab)
    assert three.cell == "t3.carried_in.natural"
    three.press(Key.Key_Up).press(Key.Key_End).type("20").press(Key.Key_Return)
    view = three.view("t3.new.total")
    assert (view.text, view.side, view.mark) == ("20", "Σ21", "error")
    assert view.tip == "手工填写 20，各项之和 21，差 1"
    assert three.table.go_to("t3.new.total")
    three.press(Key.Key_Delete)
    view = three.view("t3.new.total")
    assert (view.text, view.side, view.mark, view.computed) == ("21", "", "", True)


def test_a_total_stated_as_its_sum_turns_computed(three: Program) -> None:
    for figure in "123456":
        three.type(figure).press(Key.Key_Tab)
    three.press(Key.Key_Up).press(Key.Key_End).type("21").press(Key.Key_Return)
    assert three.view("t3.new.total").computed
    assert three.answer("t3.new.total") is None


# What follows


def test_totals_follow_at_once_and_say_when_they_are_incomplete(three: Program) -> None:
    three.type("5").press(Key.Key_Tab)
    view = three.view("t3.new.total")
    assert (view.text, view.running, view.tip) == ("5", True, "合计未齐，还差 5 格")
    three.type("6").press(Key.Key_Tab).type("0").press(Key.Key_Tab, times=1)
    for _ in range(3):
        three.type("0").press(Key.Key_Tab)
    view = three.view("t3.new.total")
    assert (view.text, view.running, view.computed) == ("11", False, True)


def test_the_check_line_says_how_each_column_stands(three: Program) -> None:
    three.fill_table("1")
    assert three.table.check is not None
    said = three.table.check.accessibleDescription()
    assert "自然人 差 20" in said
    three.put("t3.new.natural", "21")
    assert "自然人 平" in three.table.check.accessibleDescription()
    assert three.table.go_to("t3.granted.natural")
    three.press(Key.Key_Delete)
    assert "自然人 待填 1 格" in three.table.check.accessibleDescription()


def test_the_cell_line_names_the_cell_and_its_filling_note(three: Program) -> None:
    line = three.table.line
    assert "自然人" in line.accessibleDescription()
    three.press(Key.Key_Down)
    assert line.path.startswith("二、上年结转政府信息公开申请数量")


def test_the_bottom_bar_counts_what_is_filled(three: Program) -> None:
    three.type("5").press(Key.Key_Return)
    assert three.wizard.state.filled.whole == "已填 1 / 166 格"


def test_a_unit_fact_is_no_figure_of_the_sum(three: Program) -> None:
    three.type("没有").press(Key.Key_Tab).press(Key.Key_Left).press(Key.Key_Right, SHIFT)
    assert three.wizard.state.extra.whole == "选中 2 格，合计 0"
    assert not isinstance(three.answer("t3.new.natural"), Text)


def test_a_page_brought_to_the_front_paints_all_of_itself(report: Program) -> None:
    for number in (3, 4, 2, 1, 3, 0, 4, 7, 3):
        report.go(number)
        QApplication.processEvents()
        silent = [it for it in report.window.findChildren(QWidget) if it.isVisible() and not it.updatesEnabled()]
        assert silent == [], f"on page {number}"
