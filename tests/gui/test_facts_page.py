"""Facts about the unit: each field is saved when it is left, says what it thinks of it, and is never in the way."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit

from core.values import Choice, Flag, Number, Text, Unread
from tests.gui.driver import CONTROL, SHIFT, Key, Program


def field(program: Program, cell: str) -> QLineEdit:
    found = program.facts.fields[cell]
    assert isinstance(found, QLineEdit)
    return found


def hint(program: Program, cell: str) -> str:
    label = program.facts.hints[cell]
    assert isinstance(label, QLabel)
    return label.text()


def test_a_new_report_opens_on_its_facts_with_the_first_field_focused(report: Program) -> None:
    assert report.wizard.at == "unit"
    assert report.focus is report.facts.fields["unit.name"]
    assert field(report, "unit.name").text() == "云岭区水务局"
    assert report.window.windowTitle() == "云岭区水务局 2025年度 — 年报"


def test_a_field_is_saved_when_it_is_left(report: Program) -> None:
    report.press(Key.Key_A, CONTROL).commit("云岭区林业局")
    assert report.answer("unit.name") == Text("云岭区水务局")
    report.press(Key.Key_Tab)
    assert report.answer("unit.name") == Text("云岭区林业局")
    assert report.window.windowTitle() == "云岭区林业局 2025年度 — 年报"
    assert report.wizard.side.unit.whole == report.wizard.side.unit.shown == "云岭区林业局"


def test_without_a_year_none_is_named(report: Program) -> None:
    field(report, "year").setFocus()
    report.press(Key.Key_A, CONTROL).press(Key.Key_Delete).press(Key.Key_Tab)
    assert report.answer("year") is None
    assert report.window.windowTitle() == "云岭区水务局 — 年报"
    report.person.confirms.append(False)
    report.home().press(Key.Key_Delete)
    assert report.person.asked[-1] == "把“云岭区水务局”的报告移入回收站？可以随时恢复。"


def test_enter_saves_a_field_too(report: Program) -> None:
    field(report, "people.phone").setFocus()
    report.type("0551-1234567").press(Key.Key_Return)
    assert report.answer("people.phone") == Text("0551-1234567")


def test_a_field_half_typed_is_saved_with_the_page(report: Program) -> None:
    field(report, "people.reviewed").setFocus()
    report.commit("李卫东").go(3).go(0)
    assert report.answer("people.reviewed") == Text("李卫东")
    assert field(report, "people.reviewed").text() == "李卫东"


def test_closing_saves_a_field_half_typed(report: Program) -> None:
    field(report, "people.reviewed").setFocus()
    report.commit("李卫东").restart().press(Key.Key_Return)
    assert report.answer("people.reviewed") == Text("李卫东")


def test_what_is_taken_otherwise_than_typed_is_shown_as_taken(report: Program) -> None:
    field(report, "year").setFocus()
    report.press(Key.Key_A, CONTROL).type("２０２４年度").press(Key.Key_Return)
    assert report.answer("year") == Number(2024)
    assert field(report, "year").text() == "2024"


def test_a_year_that_is_none_is_kept_and_said(report: Program) -> None:
    field(report, "year").setFocus()
    report.press(Key.Key_A, CONTROL).commit("去年").press(Key.Key_Tab)
    assert report.answer("year") == Unread("去年")
    assert field(report, "year").text() == "去年"
    assert "“去年”" in hint(report, "year")
    assert "填 0" not in hint(report, "year")
    assert "“去年”不是数字" in report.titles()


def test_the_hint_below_the_code_judges_its_check_digit(report: Program) -> None:
    field(report, "unit.code").setFocus()
    report.type("11330000002483111X").press(Key.Key_Return)
    assert hint(report, "unit.code").startswith("校验码不符")
    assert "统一社会信用代码不对" in report.titles()
    right = hint(report, "unit.code").rpartition("应为“")[2][0]
    report.press(Key.Key_Backspace).type(right).press(Key.Key_Return)
    assert hint(report, "unit.code") == "✓ 校验正确"
    assert "统一社会信用代码不对" not in report.titles()


def test_a_report_without_a_code_is_not_told_so_before_it_is_handed_over(report: Program) -> None:
    assert not [title for title in report.titles() if "代码" in title]
    assert any(f.rule == "S02" for f in report.desk.session.review().findings)


def test_a_choice_is_made_by_keys_and_can_be_taken_back(report: Program) -> None:
    combo = report.facts.fields["unit.kind"]
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    report.press(Key.Key_Down)
    stored = report.answer("unit.kind")
    assert stored == Choice(report.desk.form.cells["unit.kind"].kind.options[0][0])
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("unit.kind") is None
    assert combo.currentIndex() == 0
    report.press(Key.Key_Y, CONTROL).press(Key.Key_Up)
    assert report.answer("unit.kind") is None


def test_the_wheel_never_changes_an_answer_in_passing(report: Program) -> None:
    combo = report.facts.fields["unit.kind"]
    turn = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    for focused in (False, True):
        if focused:
            combo.setFocus()
        QApplication.sendEvent(combo, turn)
        assert report.answer("unit.kind") is None


def test_a_flag_is_ticked_by_space_and_says_when_nothing_is_known(report: Program) -> None:
    tick = report.facts.fields["unit.powers.regulation"]
    assert isinstance(tick, QCheckBox)
    assert tick.checkState() == Qt.CheckState.PartiallyChecked
    tick.setFocus()
    report.press(Key.Key_Space)
    assert report.answer("unit.powers.regulation") == Flag(True)
    report.press(Key.Key_Space)
    assert report.answer("unit.powers.regulation") == Flag(False)
    report.press(Key.Key_Z, CONTROL, times=2)
    assert report.answer("unit.powers.regulation") is None
    assert tick.checkState() == Qt.CheckState.PartiallyChecked


def test_the_opening_paragraph_is_made_from_unit_and_year_until_written(report: Program) -> None:
    intro = report.facts.fields["intro.text"]
    assert "《云岭区水务局2025年政府信息公开工作年度报告》" in intro.placeholderText()
    intro.setFocus()
    report.commit("自拟首段，2025年1月1日起。").press(Key.Key_Tab)
    assert report.answer("intro.text") == Text("自拟首段，2025年1月1日起。")
    report.press(Key.Key_Z, CONTROL)
    assert report.answer("intro.text") is None


def test_tab_goes_through_every_field_in_order(report: Program) -> None:
    seen = []
    names = {id(widget): cell for cell, widget in report.facts.fields.items()}
    for _ in names:
        seen.append(names[id(report.focus)])
        report.press(Key.Key_Tab)
    assert seen == list(names.values())
    report.press(Key.Key_Backtab, SHIFT)
    assert names[id(report.focus)] == seen[-1]


def test_looking_at_the_page_changes_nothing(report: Program) -> None:
    report.given({"intro.text": "非断\u00a0空格", "people.approved": "王\u3000芳"})
    before = report.desk.session.kept.seq
    report.press(Key.Key_Tab, times=len(report.facts.fields)).go(3).go(0).go(1)
    assert report.desk.session.kept.seq == before


def test_every_field_can_be_seen_when_it_has_the_focus(report: Program) -> None:
    report.window.resize(1040, 520)
    for _ in report.facts.fields:
        area = report.facts.area.viewport()
        assert area.rect().contains(report.focus.mapTo(area, report.focus.rect().center())), (
            report.focus.accessibleName()
        )
        report.press(Key.Key_Tab)


def test_no_caret_stands_in_a_field_that_cannot_be_changed(report: Program) -> None:
    report.desk.session.locked = "只读：由李卫东打开。"
    report.go(3).go(0)
    assert report.page.isAncestorOf(report.focus), "the page has the keys"
    assert not any(field.hasFocus() for field in report.facts.fields.values())
    report.desk.session.locked = ""
    report.go(3).go(0)
    assert next(iter(report.facts.fields.values())).hasFocus()
