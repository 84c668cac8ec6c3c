"""There is one undo, the session's: in tables, fields and texts alike, and it outlives the program."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QAction, QHelpEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from core.values import Number, Text
from tests.gui.driver import CONTROL, SHIFT, Key, Program


@pytest.fixture
def typed(report: Program) -> Program:
    """Three cells of table 三 typed, one after the other."""
    report.go(3)
    for figure in ("1", "2", "3"):
        report.type(figure).press(Key.Key_Return)
    return report


CELLS = [f"t3.{row}.natural" for row in ("new", "carried_in", "granted")]


def _tooltip(program: Program, command: QAction) -> str:
    """What the command's button says to a mouse that rests on it."""
    button = next(it for it in program.wizard.bar.buttons if it.defaultAction() is command)
    middle = button.rect().center()
    QApplication.sendEvent(button, QHelpEvent(QEvent.Type.ToolTip, middle, button.mapToGlobal(QPoint(middle))))
    return button.toolTip()


def test_undo_and_redo_walk_cell_by_cell(typed: Program) -> None:
    typed.press(Key.Key_Z, CONTROL, times=2)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "", ""]
    typed.press(Key.Key_Y, CONTROL)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", ""]
    typed.press(Key.Key_Z, CONTROL | SHIFT)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", "3"]


def test_the_commands_say_what_they_would_do_and_rest_when_there_is_nothing(report: Program) -> None:
    undo, redo = (button.defaultAction() for button in report.wizard.bar.buttons[:2])
    assert not undo.isEnabled()
    report.go(3).type("1").press(Key.Key_Return)
    assert undo.isEnabled()
    assert _tooltip(report, undo) == "撤销：填写表三，本年新收，自然人"
    report.press(Key.Key_Z, CONTROL)
    assert _tooltip(report, redo) == "重做：填写表三，本年新收，自然人"
    assert not undo.isEnabled()


def test_undo_with_an_open_editor_takes_back_what_is_being_typed(typed: Program) -> None:
    typed.press(Key.Key_Home, CONTROL).type("99")
    assert isinstance(typed.focus, QLineEdit)
    typed.press(Key.Key_Z, CONTROL)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", "3"]
    assert not isinstance(typed.focus, QLineEdit)
    typed.press(Key.Key_Y, CONTROL)
    assert typed.figure(CELLS[0]) == "99"


def test_undo_reaches_over_pages(typed: Program) -> None:
    typed.go(4).press(Key.Key_Z, CONTROL).go(3)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", ""]


def test_undo_outlives_the_program(typed: Program) -> None:
    typed.restart().press(Key.Key_Return)
    assert typed.wizard.at == "s3"
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", "3"]
    typed.press(Key.Key_Z, CONTROL, times=2)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "", ""]
    typed.restart().press(Key.Key_Return).press(Key.Key_Y, CONTROL)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", ""]


def test_undo_outlives_the_way_through_the_library(typed: Program) -> None:
    typed.home()
    typed.press(Key.Key_Return).press(Key.Key_Z, CONTROL)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", ""]


def test_a_field_has_no_undo_of_its_own(report: Program) -> None:
    field = report.facts.fields["unit.name"]
    assert isinstance(field, QLineEdit)
    field.setFocus()
    report.press(Key.Key_End).commit("（本级）").press(Key.Key_Return)
    assert report.answer("unit.name") == Text("云岭区水务局（本级）")
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("unit.name") == Text("云岭区水务局")
    assert field.text() == "云岭区水务局"
    report.press(Key.Key_Tab)  # leaving the field must not bring the old words back
    assert report.answer("unit.name") == Text("云岭区水务局")


def test_undo_in_a_field_takes_back_what_is_being_typed(report: Program) -> None:
    field = report.facts.fields["unit.name"]
    field.setFocus()
    report.press(Key.Key_End).commit("甲").press(Key.Key_Z, CONTROL)
    assert report.answer("unit.name") == Text("云岭区水务局")
    report.press(Key.Key_Y, CONTROL)
    assert report.answer("unit.name") == Text("云岭区水务局甲")


def test_undo_in_the_opening_paragraph(report: Program) -> None:
    field = report.facts.fields["intro.text"]
    field.setFocus()
    report.commit("首段。").press(Key.Key_Z, CONTROL)
    assert report.answer("intro.text") is None
    report.press(Key.Key_Tab)
    assert report.answer("intro.text") is None


@pytest.mark.parametrize("number", [1, 5, 6])
def test_undo_in_a_text_page_is_the_sessions(report: Program, number: int) -> None:
    report.go(3).type("7").press(Key.Key_Return).go(number)
    report.commit("全年主动公开信息。").press(Key.Key_Z, CONTROL)
    cell = report.text.cell
    assert report.text.text() == ""
    assert report.answer(cell) is None
    report.press(Key.Key_Y, CONTROL)
    assert report.text.text() == "全年主动公开信息。"
    report.press(Key.Key_Z, CONTROL, times=2)
    assert report.answer("t3.new.natural") is None
    report.press(Key.Key_Y, CONTROL)
    assert report.answer("t3.new.natural") == Number(7)


def test_after_another_theme_or_size_everything_goes_on(typed: Program) -> None:
    typed.press(Key.Key_Equal, CONTROL)
    typed.type("4").press(Key.Key_Return)
    assert typed.figure("t3.new.natural") == "4"
    typed.press(Key.Key_Z, CONTROL, times=2)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", ""]
    typed.press(Key.Key_0, CONTROL).press(Key.Key_Y, CONTROL)
    assert [typed.figure(cell) for cell in CELLS] == ["1", "2", "3"]
