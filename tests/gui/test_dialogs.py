"""The few dialogs by their keys: what they ask, what they give back, and that nothing typed is lost in them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from core.form import edition, editions
from core.services.lastyear import matching, source
from gui import ask
from gui.dialogs import ExplainDialog, NewDialog, WhoDialog
from tests.gui.dialogkeys import answering
from tests.gui.driver import Key, Program


def opened(program: Program, dialog: QDialog) -> QDialog:
    """The dialog on the screen with the focus, without holding up the test."""
    dialog.show()
    dialog.activateWindow()
    program.until(lambda: QApplication.activeWindow() is dialog)
    return dialog


def said(dialog: QDialog) -> set[str]:
    return {label.text() for label in dialog.findChildren(QLabel)}


@pytest.fixture
def queried(report: Program) -> Program:
    """A report with one open query."""
    return report.given({"t2.normative.issued": "3", "t2.normative.repealed": "0", "t2.normative.valid": "1"}).go(2)


@pytest.fixture
def explaining(queried: Program) -> ExplainDialog:
    finding = queried.desk.evaluation.open_queries[0]
    dialog = ExplainDialog(queried.desk, finding, queried.control.theme, queried.window)
    opened(queried, dialog)
    return dialog


def test_an_explanation_shows_the_values_it_is_bound_to(explaining: ExplainDialog) -> None:
    words = said(explaining)
    assert "行政规范性文件：推算的上年存量小于 0" in words
    assert {"3", "0", "1"} <= words


def test_an_explanation_is_typed_and_saved_by_keys(queried: Program, explaining: ExplainDialog) -> None:
    assert queried.focus is explaining.reason
    assert not explaining.go.isEnabled()
    queried.commit("年底制发两件，").press(Key.Key_Return).commit("明年施行。")
    assert explaining.go.isEnabled()
    while queried.focus is not explaining.go:
        queried.press(Key.Key_Tab)
    queried.press(Key.Key_Return)
    assert explaining.result() == QDialog.DialogCode.Accepted
    assert explaining.text() == "年底制发两件，\n明年施行。"


def test_a_ready_reason_goes_in_at_the_cursor(queried: Program, explaining: ExplainDialog) -> None:
    queried.commit("原因：")
    explaining.ready.setFocus()
    queried.press(Key.Key_Down)
    assert explaining.text() == f"原因：{queried.desk.form.reasons[0]}"
    assert queried.focus is explaining.reason


def test_blanks_are_no_explanation(queried: Program, explaining: ExplainDialog) -> None:
    queried.type("  ").press(Key.Key_Return)
    assert not explaining.go.isEnabled()


def test_escape_leaves_everything_as_it_is(queried: Program, explaining: ExplainDialog) -> None:
    queried.commit("原因").press(Key.Key_Escape)
    assert explaining.result() == QDialog.DialogCode.Rejected
    assert not queried.desk.session.report.explanations


def test_an_explanation_that_stands_can_be_changed_or_taken_back(queried: Program) -> None:
    finding = queried.desk.evaluation.open_queries[0]
    queried.desk.explain(finding.key, "年底制发")
    finding = next(f for f in queried.desk.evaluation.findings if f.explained)
    dialog = ExplainDialog(queried.desk, finding, queried.control.theme, queried.window)
    opened(queried, dialog)
    assert dialog.text() == "年底制发"
    back = next(b for b in dialog.findChildren(QPushButton) if b.text() == "撤回说明")
    back.setFocus()
    queried.press(Key.Key_Space)
    assert dialog.withdrawn
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_the_words_of_a_void_explanation_are_a_start_for_the_new_one(queried: Program) -> None:
    finding = queried.desk.evaluation.open_queries[0]
    queried.desk.explain(finding.key, "年底制发")
    queried.put("t2.normative.issued", "4")
    finding = queried.desk.evaluation.open_queries[0]
    dialog = ExplainDialog(queried.desk, finding, queried.control.theme, queried.window)
    assert dialog.text() == "年底制发"


def test_a_new_report_asks_for_unit_year_and_who(program: Program) -> None:
    dialog = NewDialog(edition(editions()[0]), 2025, "", program.control.theme, program.window)
    opened(program, dialog)
    assert not dialog.go.isEnabled()
    assert dialog.note.text() == "还差：单位名称、填报人"
    assert program.focus is dialog.unit
    program.commit("云岭区水务局").press(Key.Key_Tab)
    assert program.focus is dialog.code
    program.type("113300000024831116").press(Key.Key_Tab)
    assert dialog.hint.text().startswith(("校验码不符", "✓"))
    assert program.focus is dialog.year
    assert dialog.year.text() == "2025"
    program.press(Key.Key_Tab).commit("张敏")
    assert dialog.go.isEnabled()
    assert "还差" not in dialog.note.text()
    program.press(Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted
    answer = dialog.answer()
    assert answer.who == "张敏"
    assert answer.facts["unit_name"] == "云岭区水务局"
    assert answer.facts["year"] == "2025"
    assert answer.facts["people_prepared"] == "张敏"


def test_a_report_that_is_already_there_is_said_before_a_second_one_is_made(report: Program) -> None:
    program = report.home()

    entries = program.control.held.entries()
    unit = entries[0].card.unit

    def find(name: str, code: str, year: int) -> str:
        found = matching(entries, name, code, year)
        return source(found) if found else ""

    dialog = NewDialog(edition(editions()[0]), 2025, "张敏", program.control.theme, program.window, find)
    opened(program, dialog)
    assert not dialog.twice.isVisible()
    program.commit(unit)
    assert dialog.twice.text().startswith(f"报告库里已有{unit}2025年度报告，再建就有两份。")
    assert dialog.twice.isVisible()
    assert dialog.go.isEnabled()  # a person may have a reason
    dialog.year.setText("2026")
    assert not dialog.twice.isVisible()
    assert dialog.last.isVisible()
    dialog.close()


@pytest.mark.parametrize("year", ["", "2019", "abc", "20255"])
def test_a_year_out_of_range_makes_no_report(program: Program, year: str) -> None:
    dialog = NewDialog(edition(editions()[0]), 2025, "张敏", program.control.theme, program.window)
    dialog.unit.setText("局")
    assert dialog.go.isEnabled()
    dialog.year.setText(year)
    assert not dialog.go.isEnabled()


def test_another_person_takes_over(report: Program) -> None:
    dialog = WhoDialog("张敏", report.control.theme, report.window)
    opened(report, dialog)
    report.commit("  李 卫东 ").press(Key.Key_Return)
    assert dialog.name() == "李 卫东"
    report.person.names.append("李卫东")
    assert report.control.work is not None
    report.control.work.change_who()
    report.window.activateWindow()
    report.until(lambda: QApplication.activeWindow() is report.window)
    report.go(3).type("5").press(Key.Key_Return).saved()
    assert report.wizard.state.who.text() == "填报人 李卫东"
    steps = report.control.held.steps(report.desk.session.id)
    assert [step.by for step in steps] == ["张敏", "李卫东"]


def test_a_sentence_is_read_and_done_with_by_enter(program: Program) -> None:
    seen: list[str] = []

    def read(dialog: QDialog) -> None:
        seen.extend(said(dialog))
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    answering(read)
    ask.tell(program.window, "年报", "一句话。")
    assert "一句话。" in seen


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Escape, False), (Qt.Key.Key_Return, True)])
def test_a_question_has_a_verb_and_a_way_back(program: Program, key: Qt.Key, answer: bool) -> None:
    words: list[str] = []

    def choose(dialog: QDialog) -> None:
        buttons = dialog.findChildren(QPushButton)
        words.extend(button.text() for button in buttons)
        wanted = next(b for b in buttons if b.text() == "定稿") if answer else dialog
        QTest.keyClick(wanted, key)

    answering(choose)
    assert ask.confirm(program.window, "定稿", "确定吗？", "定稿") is answer
    assert set(words) == {"定稿", "取消"}


def test_a_reason_has_to_be_given(program: Program) -> None:
    def give(dialog: QDialog) -> None:
        go = next(b for b in dialog.findChildren(QPushButton) if b.text() == "退回修改")
        assert not go.isEnabled()
        QTest.keyClicks(dialog.findChild(QPlainTextEdit), " because ")
        assert go.isEnabled()
        go.setFocus()
        QTest.keyClick(go, Qt.Key.Key_Space)

    answering(give)
    theme = program.control.theme
    assert ask.reason(program.window, "退回修改", "请写明原因。", "退回修改", theme) == "because"
    answering(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask.reason(program.window, "退回修改", "请写明原因。", "退回修改", theme) is None


def test_every_field_of_a_dialog_has_a_name_for_screen_readers(queried: Program, explaining: ExplainDialog) -> None:
    theme = queried.control.theme
    new = NewDialog(edition(editions()[0]), 2025, "", theme, queried.window)
    who = WhoDialog("", theme, queried.window)
    fields = [field for dialog in (new, who) for field in dialog.findChildren(QLineEdit)]
    assert all(field.accessibleName() for field in fields)
    assert explaining.reason.accessibleName()
