"""What nobody should do and everybody does: a message, nothing lost, nothing frozen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from core.values import Number, Text, Unread
from gui.dialogs import NewDialog
from tests.gui.driver import CONTROL, Key, NewReport, Program


class Dying(QMimeData):
    """A clipboard whose owner is gone when it is asked for what it promised."""

    def hasFormat(self, mime: str) -> bool:
        return mime == "text/plain"

    def formats(self) -> list[str]:
        return ["text/plain"]

    def retrieveData(self, mime: str, wanted: object) -> None:
        return None


def clipboard(data: QMimeData) -> None:
    QGuiApplication.clipboard().setMimeData(data)


def text(words: str) -> QMimeData:
    data = QMimeData()
    data.setText(words)
    return data


@pytest.fixture
def three(report: Program) -> Program:
    """Section 三 with a figure in its first cell, the cursor there."""
    return report.go(3).type("9").press(Key.Key_Return).press(Key.Key_Up)


def test_ten_megabytes_are_no_block_of_a_table(three: Program) -> None:
    clipboard(text("1\t2\n" * (10 * 2**20 // 4)))
    three.press(Key.Key_V, CONTROL)
    assert three.person.told == ["剪贴板里的内容太多，不像是这张表的一部分。请只复制要粘贴的几格。"]
    assert three.answer("t3.new.natural") == Number(9)


def test_a_picture_is_no_figure(three: Program) -> None:
    data = QMimeData()
    data.setImageData(three.window.grab().toImage())
    clipboard(data)
    three.press(Key.Key_V, CONTROL)
    assert three.person.told == ["剪贴板里没有文字。请先在表格里复制要粘贴的格。"]
    assert three.answer("t3.new.natural") == Number(9)


@pytest.mark.parametrize("number", [1, 3])
def test_a_clipboard_whose_owner_has_gone_changes_nothing(report: Program, number: int) -> None:
    report.go(number)
    before = report.desk.session.report
    clipboard(Dying())
    report.press(Key.Key_V, CONTROL).go(0)
    assert report.desk.session.report == before


def test_a_block_of_another_shape_says_what_lies_outside(three: Program) -> None:
    assert three.table.go_to("t3.carried_out.other")
    clipboard(text("1\t2\t3\t4\n5\t6"))
    three.person.confirms.append(False)
    three.press(Key.Key_V, CONTROL)
    assert "超出表格的 4 格不粘贴" in three.person.asked[-1]
    assert three.answer("t3.carried_out.other") is None


def test_control_characters_are_kept_in_sight_and_are_no_number(three: Program) -> None:
    clipboard(text("1\x07\t2"))
    three.person.confirms.append(True)
    three.press(Key.Key_V, CONTROL)
    assert isinstance(three.answer("t3.new.natural"), Unread)
    assert three.answer("t3.new.business") == Number(2)
    assert any("不是数字" in title for title in three.titles())


def test_digits_without_end_are_kept_as_they_are(three: Program) -> None:
    three.type("9" * 400).press(Key.Key_Return)
    assert three.answer("t3.new.natural") == Unread("9" * 400)
    assert three.view("t3.new.natural").mark == "error"


@pytest.mark.parametrize("year", ["1900", "9999", "0", "-1", "二〇二五", "2025.5"])
def test_a_year_that_cannot_be_is_kept_and_is_an_error(report: Program, year: str) -> None:
    cell = report.desk.form.role("year")
    report.go(0).facts.fields[cell].setFocus()
    report.press(Key.Key_A, CONTROL).commit(year).go(3)
    assert report.answer(cell) is not None
    findings = report.desk.session.review().findings
    assert any(cell in finding.cells and finding.level == "E" for finding in findings)


@pytest.mark.parametrize("year", ["1900", "9999"])
def test_no_new_report_of_a_year_that_cannot_be(program: Program, year: str) -> None:
    from core.form import edition, editions

    dialog = NewDialog(edition(editions()[0]), 2025, "张敏", program.control.theme, program.window, lambda *_: None)
    dialog.unit.setText("云岭区水务局")
    dialog.year.setText(year)
    assert not dialog.go.isEnabled()


def test_a_unit_of_three_hundred_characters_is_shown_without_breaking_the_window(program: Program) -> None:
    name = "云岭区自然资源和规划" * 30
    program.new(NewReport({"unit_name": name, "year": "2025", "people_prepared": "张敏"}, "张敏"))
    assert program.answer(program.desk.form.role("unit_name")) == Text(name)
    least = program.window.minimumSizeHint().width()
    assert least <= 1040, "the name makes the window wider than a screen"
    for number in range(8):
        program.go(number)
        assert program.window.width() == 1366
    program.home()
    assert program.window.width() == 1366
    program.until(lambda: program.start_page.model.glances != {})


def test_a_text_of_a_quarter_million_characters_that_came_with_a_file_can_be_opened(report: Program) -> None:
    long = "一段很长的话。\n" * (250_000 // 8)
    report.go(3)
    report.given({"s5.text": long})
    report.go(5)
    assert report.text.text() == long
    report.press(Key.Key_End, CONTROL).commit("完")
    report.go(3)
    answer = report.answer("s5.text")
    assert isinstance(answer, Text)
    assert answer.text == long + "完"
