"""The dialogs of the desk by real keys: paste, zeros, rekeying, history, the card of a cell."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit

from core.services import journal
from core.values import Number, Unread
from gui.app import settings
from gui.ask import Ask
from gui.cellcard import CellCard
from gui.dialogs import Dialog, WhoDialog
from gui.help import Manual
from gui.historydialog import HistoryDialog
from gui.rekeydialog import RekeyDialog
from tests.gui.dialogkeys import answering
from tests.gui.driver import CONTROL, SHIFT, Key, Person, Program
from tests.gui.walk import widgets


class Reader(Person):
    """Reads the program's own sentences, and answers them with keys."""

    def ask(self) -> Ask:
        plain = Ask()
        return dataclasses.replace(super().ask(), confirm=plain.confirm, who=plain.who)


@pytest.fixture
def person() -> Person:
    return Reader()


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def put_on_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


# Paste


def pasting(program: Program, key: Key) -> str:
    """Ctrl+V, the preview answered with a key; what the preview said."""
    seen: list[str] = []

    def answer(dialog: QDialog) -> None:
        seen.append(words(dialog))
        program.press(key)

    answering(answer)
    program.press(Key.Key_V, CONTROL)
    program.back()
    return seen[0]


def test_a_block_is_previewed_pasted_and_taken_back_in_one_step(report: Program) -> None:
    report.go(3)
    put_on_clipboard("1\t2\t\n3\t四\t5件\n")
    told = pasting(report, Key.Key_Return)
    assert "将改动 5 格" in told
    assert "1 格不是数字（“四”）" in told
    assert [report.answer(f"t3.new.{c}") for c in ("natural", "business", "research")] == [Number(1), Number(2), None]
    assert report.answer("t3.carried_in.business") == Unread("四")
    assert report.figure("t3.carried_in.research") == "5"
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("t3.new.natural") is None
    assert report.answer("t3.carried_in.business") is None


def test_a_preview_that_is_given_up_changes_nothing(report: Program) -> None:
    report.go(3).type("9").press(Key.Key_Return).press(Key.Key_Up)
    put_on_clipboard("1\t2")
    pasting(report, Key.Key_Escape)
    assert report.answer("t3.new.natural") == Number(9)
    assert report.answer("t3.new.business") is None


def test_a_single_figure_needs_no_question(report: Program) -> None:
    report.go(3)
    put_on_clipboard("12\n")
    report.press(Key.Key_V, CONTROL)
    assert report.answer("t3.new.natural") == Number(12)


def test_copying_a_range_and_pasting_it_elsewhere(report: Program) -> None:
    report.go(3).type("4").press(Key.Key_Tab).type("5").press(Key.Key_Tab)
    report.press(Key.Key_Left, times=2).press(Key.Key_Right, SHIFT).press(Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "4\t5"
    report.press(Key.Key_Down, times=2)
    assert report.table.go_to("t3.granted.natural")
    assert "将改动 2 格" in pasting(report, Key.Key_Return)
    assert report.answer("t3.granted.business") == Number(5)


def test_cutting_is_one_step_of_undo(report: Program) -> None:
    report.go(3).type("4").press(Key.Key_Tab).type("5").press(Key.Key_Tab)
    report.press(Key.Key_Left, times=2).press(Key.Key_Right, SHIFT).press(Key.Key_X, CONTROL)
    assert report.answer("t3.new.natural") is None
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("t3.new.business") == Number(5)


# Zeros


def test_a_section_is_surely_zero_after_a_question_and_on_record(report: Program) -> None:
    report.go(4).type("3").press(Key.Key_Return)
    seen: list[str] = []

    def answer(dialog: QDialog) -> None:
        seen.append(words(dialog))
        report.press(Key.Key_Return)

    answering(answer)
    assert report.control.work is not None
    report.control.work.fill_zeros()
    report.back()
    assert "空着的 11 格都填 0" in seen[0]
    assert report.answer("t4.review.upheld") == Number(3)
    assert report.answer("t4.direct.other") == Number(0)
    report.saved()
    told = journal.lines(report.desk.form, report.control.held.steps(report.desk.session.id))
    assert sum(line.what.startswith("本节确为零") for line in told) == 11
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("t4.direct.other") is None


# Rekeying


def rekeyed(program: Program, act: Callable[[QDialog], object], who: str = "李卫东") -> None:
    """复核 by `who`, the dialog driven by `act`."""

    def reviewer(dialog: QDialog) -> None:
        assert isinstance(dialog, WhoDialog)
        program.press(Key.Key_A, CONTROL).commit(who)
        answering(act, RekeyDialog)
        program.press(Key.Key_Return)

    answering(reviewer, WhoDialog)
    assert program.control.work is not None
    program.control.work.rekeys.start()
    program.back()


def test_a_second_person_types_blind_and_settles_what_differs(report: Program) -> None:
    report.go(4)
    for figure in ("3", "1", "0"):
        report.type(figure).press(Key.Key_Tab)
    seen: list[str] = []

    def review(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        table = dialog.tables[-1]
        dialog.tabs.setCurrentIndex(2)
        table.area.step("first")
        assert all(not view.text for view in table.model.views.values()), "the first entry is never shown"
        report.type("3").press(Key.Key_Tab).type("7").press(Key.Key_Tab).type("5").press(Key.Key_Tab)
        seen.append(dialog.count.text())
        assert not dialog.go.isEnabled()
        assert table.model.views["t4.review.corrected"].tag == "异"
        dialog.list.setFocus()
        report.press(Key.Key_Home)
        assert dialog.choice.second.text() == "复录　7"
        dialog.choice.take.setFocus()
        report.press(Key.Key_Space)
        dialog.choice.figure.setFocus()
        report.type("2")
        assert dialog.choice.third.isChecked()
        dialog.choice.take.setFocus()
        report.press(Key.Key_Space)
        assert dialog.go.isEnabled()
        dialog.go.setFocus()
        report.press(Key.Key_Space)

    rekeyed(report, review)
    assert seen == ["已录 3 / 166 格，不一致 2（已定 0）"]
    assert [report.answer(f"t4.review.{c}") for c in ("upheld", "corrected", "other")] == [
        Number(3),
        Number(7),
        Number(2),
    ]
    report.saved()
    last = report.control.held.steps(report.desk.session.id)[-1]
    assert (last.by, last.edit.label) == ("李卫东", "复核：重录 3 格，不一致 2 格，改正 2 格")
    assert report.desk.session.who == "张敏"


def test_a_rekeying_put_off_goes_on_where_it_stopped(report: Program) -> None:
    report.go(4).type("3").press(Key.Key_Tab)

    def begin(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        dialog.tables[0].area.step("first")
        report.type("5").press(Key.Key_Tab).type("6").press(Key.Key_Escape).press(Key.Key_Escape)

    rekeyed(report, begin)
    assert report.answer("t2.regulation.issued") is None
    report.restart()
    report.control.open_report(1)
    seen: list[str] = []

    def go_on(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        seen.append(dialog.count.text())
        report.press(Key.Key_Escape)

    rekeyed(report, go_on)
    assert seen == ["已录 1 / 166 格，不一致 1（已定 0）"]


def test_a_rekeying_without_mismatch_is_on_record_too(report: Program) -> None:
    report.go(2).type("3").press(Key.Key_Tab)

    def review(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        assert dialog.tables[0].area.isAncestorOf(report.focus)
        report.type("3").press(Key.Key_Tab)
        dialog.go.setFocus()
        report.press(Key.Key_Space)

    rekeyed(report, review)
    report.saved()
    last = report.control.held.steps(report.desk.session.id)[-1]
    assert (last.kind, last.by, last.edit.label) == ("note", "李卫东", "复核：重录 1 格，不一致 0 格，改正 0 格")
    before = report.answer("t2.regulation.issued")
    report.press(Key.Key_Z, CONTROL)
    assert before == Number(3)
    assert report.person.told == [f"{last.edit.label}。已记入填报记录。"]
    assert report.answer("t2.regulation.issued") is None, "a note is no step of undo"


def test_tab_leads_from_table_to_table_and_to_the_list(report: Program) -> None:
    def walk(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        report.press(Key.Key_Tab, times=10)
        assert dialog.tabs.currentIndex() == 1
        assert dialog.tables[1].area.isAncestorOf(report.focus)
        dialog.tabs.setCurrentIndex(2)
        dialog.tables[2].area.step("first")
        report.press(Key.Key_Tab, times=12)
        assert report.focus is dialog.list
        report.press(Key.Key_Escape)

    rekeyed(report, walk)


@pytest.mark.parametrize("kept", ["nonsense", "[]", "5", '{"library": "elsewhere", "texts": {"x": "1"}}'])
def test_nonsense_of_a_rekeying_put_off_counts_as_none(report: Program, kept: str) -> None:
    settings().setValue("rekey/1", kept)
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, RekeyDialog)
        seen.append(dialog.count.text())
        report.press(Key.Key_Escape)

    rekeyed(report, look)
    assert seen == ["已录 0 / 166 格，不一致 0（已定 0）"]


# History


def gone_back(report: Program, choose: Callable[[QDialog], object]) -> None:
    """回到以前的一刻, answered by `choose`."""
    answering(choose)
    assert report.control.work is not None
    report.control.work.go_back_in_time()
    report.back()


def test_an_earlier_moment_is_previewed_gone_back_to_and_taken_back(report: Program) -> None:
    report.go(3).type("4").press(Key.Key_Tab)
    put_on_clipboard("1\t2\t3\t4")
    pasting(report, Key.Key_Return)
    report.saved()
    seen: list[str] = []

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        assert report.focus is dialog.list
        assert not dialog.go.isEnabled()
        report.press(Key.Key_Down)
        assert "之前" in dialog.list.currentItem().text()
        assert "粘贴 4 格" in dialog.list.currentItem().text()
        seen.extend(dialog.preview.item(row).text() for row in range(dialog.preview.count()))
        dialog.go.setFocus()
        report.press(Key.Key_Space)

    gone_back(report, choose)
    assert len(seen) == 4
    assert "表三，本年新收，商业企业：1 → 空" in seen
    assert report.answer("t3.new.natural") == Number(4)
    assert report.answer("t3.new.business") is None
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("t3.new.business") == Number(1)


def test_a_damaged_journal_is_gone_round_from_what_stands_now(report: Program) -> None:
    report.go(3).type("4").press(Key.Key_Tab)
    put_on_clipboard("1\t2\t3\t4")
    pasting(report, Key.Key_Return)
    report.saved()
    library = report.control.held.path
    with closing(sqlite3.connect(library)) as db, db:
        db.execute("DROP TRIGGER edit_is_never_rewritten")  # as a disk that fails would not ask it either
        db.execute("UPDATE edit SET label = '改坏了' WHERE seq = 1")

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, HistoryDialog)
        assert [moment.seq for moment in dialog.moments] == [3, 2]
        report.press(Key.Key_Down)
        dialog.go.setFocus()
        report.press(Key.Key_Space)

    gone_back(report, choose)
    assert report.answer("t3.new.natural") == Number(4)
    assert report.answer("t3.new.business") is None


# The card of a cell


def test_control_and_enter_show_the_card_of_a_cell(report: Program) -> None:
    report.go(3).type("12").press(Key.Key_Return).press(Key.Key_Up).type("x").press(Key.Key_Return).press(Key.Key_Up)
    report.saved().press(Key.Key_Return, CONTROL)
    card = QApplication.activePopupWidget()
    assert isinstance(card, CellCard)
    told = words(card)
    assert told.startswith("一、本年新收政府信息公开申请数量")
    assert "强制　" in told
    assert "依据：" in told
    assert "空 → 12" in told
    assert "12 → x" in told
    report.press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None


def test_no_dialog_lets_what_was_typed_go_unseen(report: Program) -> None:
    """Giving up the rekeying says in its button that it is only put off."""
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, Dialog)
        seen.extend(button.text() for button in dialog.buttons.buttons())
        assert dialog.findChild(QLineEdit) is not None
        report.press(Key.Key_Escape)

    rekeyed(report, look)
    assert set(seen) == {"完成复核", "暂停，下次继续"}


def test_what_was_opened_leaves_nothing_behind(report: Program) -> None:
    def once() -> None:
        report.go(3).press(Key.Key_Return, CONTROL)
        card = QApplication.activePopupWidget()
        assert isinstance(card, CellCard)
        card.close()
        report.back().press(Key.Key_F1)
        manual = QApplication.activeWindow()
        assert isinstance(manual, Manual)
        manual.close()
        report.back().home().control.open_report(1)
        report.control.restyle(step=0)

    once()
    before = widgets()
    for _ in range(3):
        once()
    assert widgets() == before
