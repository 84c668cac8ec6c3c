"""Last year's report in the window: found in the library or chosen, taken over, protected, beside this year's."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.form import edition, editions
from core.form.model import Form
from core.report import Report
from core.values import Number, typed
from gui.dialogs import NewDialog, NewReport
from gui.lastyeardialog import LastYearChoice, LastYearDialog
from gui.pages.notes import opening_stocks
from gui.table.heads import SideStub
from tests.gui.driver import CONTROL, Key, Person, Program

FORM = edition(editions()[0])
OLD = edition("guoban-annual/2019")
UNIT = "云岭区水务局"
COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")
LAST = {
    "unit.name": UNIT, "year": "2024", "unit.powers.licence": "是", "people.reviewed": "陈立",
    **{f"t3.carried_out.{c}": n for c, n in zip(COLUMNS, ("4", "1", "0", "0", "0", "0"), strict=True)},
    "t3.new.natural": "12", "t3.new.business": "40", "t2.normative.valid": "18", "t2.licence.decided": "60", "t2.penalty.decided": "0", "t2.coercion.decided": "0",
    "t2.fee.amount": "3.96", "t4.review.pending": "2", "t4.review.upheld": "0", "t4.review.corrected": "0",
    "t4.review.other": "0", "s1.text": "（一）主动公开情况\n按规定主动公开。",
}  # fmt: skip


def report_of(form: Form, texts: dict[str, str]) -> Report:
    answers = {cell: answer for cell, text in texts.items() if (answer := typed(form.cells[cell].kind, text))}
    return Report(answers=answers)


def put_last(program: Program, form: Form = FORM, **changed: str) -> int:
    texts = LAST | {name.replace("__", "."): text for name, text in changed.items()}
    kept = {cell: text for cell, text in texts.items() if cell in form.cells}
    return program.control.held.add(form, report_of(form, kept), "导入", "text")


def this_year(program: Program, *, last: bool = True) -> Program:
    """A new report of the same unit for the year after."""
    facts = {"unit_name": UNIT, "year": "2025", "people_prepared": "张敏"}
    return program.new(NewReport(facts, "张敏", last=last))


@pytest.fixture
def following(program: Program) -> Program:
    """A report that was begun from last year's."""
    put_last(program)
    return this_year(program)


# Begun from last year's


def test_the_dialog_of_a_new_report_offers_the_report_of_last_year_that_the_library_has(program: Program) -> None:
    asked = []

    def find(unit: str, code: str, year: int) -> str:
        asked.append((unit, code, year))
        return f"{UNIT}2024年度报告" if unit == UNIT else ""

    dialog = NewDialog(FORM, 2025, "张敏", program.control.theme, program.window, find)
    dialog.show()
    assert not dialog.last.isVisible()
    dialog.unit.setText(UNIT)
    assert dialog.last.isVisible() and dialog.last.text() == f"带入{UNIT}2024年度报告"
    assert asked[-1] == (UNIT, "", 2025)
    assert dialog.twice.isVisible()  # this finder knows a report of any year
    assert dialog.answer().last
    QTest.keyClick(dialog.last, Key.Key_Space)
    assert not dialog.answer().last
    dialog.close()


def test_what_was_carried_out_stands_there_and_the_rest_is_blank(following: Program) -> None:
    assert following.answer("t3.carried_in.natural") == Number(4)
    assert following.answer("t3.new.natural") is None
    assert following.answer("unit.powers.licence") is not None
    assert following.desk.session.report.text("s1.text") == "（一）主动公开情况"
    assert following.desk.session.history.undo_label == "带入上年报告"


def test_without_the_wish_nothing_is_taken_over(program: Program) -> None:
    put_last(program)
    this_year(program, last=False).go(3)
    assert program.answer("t3.carried_in.natural") is None
    assert not program.view("t3.carried_in.natural").protected


def test_a_blank_carried_cell_says_what_last_year_would_fill_in(program: Program) -> None:
    put_last(program)
    this_year(program, last=False).go(3)
    assert program.table.go_to("t3.carried_in.natural")
    assert program.table.line.note == "上年报告结转 4，可用“数据 → 上年报告…”带入并受保护"


def test_where_the_library_has_none_its_file_can_be_asked_for(program: Program) -> None:
    dialog = NewDialog(FORM, 2025, "张敏", program.control.theme, program.window)
    dialog.show()
    dialog.unit.setText(UNIT)
    QTest.keyClick(dialog.file, Key.Key_Space)
    assert dialog.answer().file and not dialog.answer().last
    dialog.close()


def test_the_file_of_last_years_report_is_asked_for_when_the_report_is_made(program: Program, person: Person) -> None:
    person.files.append(None)
    program.new(NewReport({"unit_name": UNIT, "year": "2025"}, "张敏", file=True))
    assert person.asked[-1] == "导入上年报告"


# Protected


def test_typing_and_deleting_do_not_touch_a_protected_cell_and_the_line_says_how(
    following: Program, person: Person
) -> None:
    following.go(3)
    assert following.table.go_to("t3.carried_in.natural")
    following.type("9").press(Key.Key_Return)
    assert following.table.go_to("t3.carried_in.natural")
    assert following.table.line.note == "由上年报告带入；按 F2 写明原因后可改"
    following.press(Key.Key_Delete)
    assert following.answer("t3.carried_in.natural") == Number(4)
    assert person.told == ["这一格由上年报告带入，受保护。要改，请按 F2 写明原因。"]
    assert following.view("t3.carried_in.natural").spoken.startswith("4，上年带入，受保护")


def test_the_row_says_once_that_it_comes_from_last_year(following: Program) -> None:
    following.go(3)
    stubs = [p.verticalHeader() for p in following.table.area.parts]
    locked = [box.text for stub in stubs if isinstance(stub, SideStub) for box in stub.locked]
    assert locked == [FORM.cells["t3.carried_in.natural"].path[0]]
    assert not following.view("t3.carried_in.natural").lock


def test_f2_asks_for_the_reason_and_the_journal_keeps_it(following: Program, person: Person) -> None:
    person.reasons.append("上年报告漏计一件")
    following.go(3)
    assert following.table.go_to("t3.carried_in.natural")
    following.press(Key.Key_F2)
    following.press(Key.Key_A, CONTROL).type("5").press(Key.Key_Return)
    assert following.answer("t3.carried_in.natural") == Number(5)
    assert "上年报告漏计一件" in (following.desk.session.history.undo_label or "")
    told = {f.rule for f in following.desk.evaluation.findings}
    assert told >= {"T304", "T305"}  # now they ask for a 核实说明
    assert not following.view("t3.carried_in.natural").protected
    assert following.view("t3.carried_in.business").lock  # now the others say it for themselves
    following.press(Key.Key_Z, CONTROL)
    assert following.view("t3.carried_in.natural").protected


def test_no_reason_no_change(following: Program, person: Person) -> None:
    person.reasons.append(None)
    following.go(3)
    assert following.table.go_to("t3.carried_in.natural")
    following.press(Key.Key_F2).type("7").press(Key.Key_Return)
    assert following.answer("t3.carried_in.natural") == Number(4)


# Beside this year's


def test_ctrl_l_goes_round_and_is_remembered(following: Program) -> None:
    following.go(3).put("t3.new.natural", "42")
    assert following.view("t3.new.natural").side == "▲12"
    following.press(Key.Key_L, CONTROL)
    assert following.view("t3.new.natural").side == "+250%"
    assert [b.isChecked() for b in following.table.compare.switch.buttons] == [False, False, True]
    following.press(Key.Key_L, CONTROL)
    assert following.view("t3.new.natural").side == ""
    number = following.desk.session.id
    following.restart()
    following.control.open_report(number)
    assert following.desk.compare == "off"
    following.go(2)
    assert [b.isChecked() for b in following.table.compare.switch.buttons] == [True, False, False]


def test_the_switch_of_another_page_follows(following: Program) -> None:
    following.go(2).go(3)
    following.click(following.table.compare.switch.buttons[2])
    following.go(2)
    assert following.table.compare.switch.buttons[2].isChecked()


def test_without_last_year_the_switch_rests_and_says_why(report: Program, person: Person) -> None:
    report.go(3)
    button = report.table.compare.switch.buttons[1]
    assert (button.isEnabled(), button.toolTip()) == (False, "还没有上年报告，可在“数据”菜单导入")
    report.press(Key.Key_L, CONTROL)
    assert person.told == ["还没有上年报告，可在“数据”菜单导入。"]


def test_the_cell_line_and_the_tooltip_tell_the_change(following: Program) -> None:
    following.go(3).put("t3.new.natural", "42")
    assert following.table.go_to("t3.new.natural")
    assert following.table.line.last == "上年 12，增加 30（+250%）"
    assert following.view("t3.new.natural").spoken == "42，上年 12，增加 30"


def test_the_opening_stock_stands_beside_its_row(following: Program) -> None:
    assert "t2.normative.valid" in opening_stocks(FORM)
    following.go(2)
    assert "上年现行有效件数 18" in following.table.notes.accessibleDescription()


def test_last_years_figure_is_taken_by_a_key(following: Program) -> None:
    following.go(3)
    assert following.table.go_to("t3.new.business")
    following.press(Key.Key_Semicolon, CONTROL)
    assert following.answer("t3.new.business") == Number(40)


def test_its_rules_are_alive(following: Program) -> None:
    following.go(2).put("t2.normative.issued", "1").put("t2.normative.repealed", "0").put("t2.normative.valid", "30")
    following.given({"t2.licence.decided": "0", "t2.penalty.decided": "0", "t2.coercion.decided": "0"})
    following.given({"t2.fee.amount": "38400", "s1.text": "（一）主动公开情况\n按规定主动公开。"})
    following.given({f"t4.review.{c}": "0" for c in ("upheld", "corrected", "other", "pending")})
    told = {f.rule for f in following.desk.evaluation.findings}
    assert told >= {"T202", "T204", "C06", "T402"}


def found(program: Program, rule: str) -> list[str]:
    return [f.title for f in program.desk.evaluation.findings if f.rule == rule]


def test_a_figure_five_times_last_years_is_asked_about_as_it_is_typed(following: Program) -> None:
    following.go(2).put("t2.licence.decided", "299").put("t2.penalty.decided", "0").put("t2.coercion.decided", "0")
    assert not found(following, "T205")
    following.put("t2.licence.decided", "300")
    assert found(following, "T205") == ["行政许可与上年相差五倍以上"]
    assert {"300", "60"} <= set(words_of(following, "T205"))


def test_a_suit_after_a_review_that_neither_year_knows_of_is_asked_about_as_it_is_typed(following: Program) -> None:
    following.given({f"t4.review.{c}": "0" for c in ("upheld", "corrected", "other")}).go(4)
    for column in ("upheld", "corrected", "other", "pending"):
        assert not found(following, "T403")
        following.put(f"t4.after_review.{column}", "1" if column == "other" else "0")
    assert found(following, "T403") == ["有复议后起诉，两年都没有审结的复议"]
    following.put("t4.review.other", "1")
    assert not found(following, "T403")


def test_a_change_in_percent_is_held_against_last_years_report_as_it_is_typed(program: Program) -> None:
    put_last(program, **{f"t3__new__{c}": n for c, n in zip(COLUMNS, "15 5 0 0 0 0".split(), strict=True)})
    this_year(program).given({f"t3.new.{c}": n for c, n in zip(COLUMNS, "20 5 0 0 0 0".split(), strict=True)})
    program.go(1).commit("本年新收政府信息公开申请25件，同比增长20%。").go(2)
    assert found(program, "X16") == ["本年新收：同比文中 20%，算得 25%"]
    program.wizard.go_to_finding(next(f for f in program.desk.evaluation.findings if f.rule == "X16"))
    assert program.table.area.current_cell() == "t3.new.total"
    program.go(1).press(Key.Key_A, CONTROL).commit("本年新收政府信息公开申请25件，同比增长25%。").go(2)
    assert not found(program, "X16")


def test_a_text_taken_from_last_year_with_other_figures_is_told(program: Program) -> None:
    told = "围绕水库移民后期扶持等群众关心的事项，主动公开信息{}条，编发解读材料{}篇，开展专题培训{}次。"
    put_last(program, s1__text=told.format(120, 8, 3))
    this_year(program).go(1).commit(told.format(131, 9, 2)).go(2)
    assert len(found(program, "X21")) == 1
    program.go(1).press(Key.Key_A, CONTROL).commit("全年重写：新开通了水费查询，公开信息131条。").go(2)
    assert not found(program, "X21")


def words_of(program: Program, rule: str) -> list[str]:
    """What the detail says of the first finding of a rule."""
    finding = next(f for f in program.desk.evaluation.findings if f.rule == rule)
    return program.look_at(finding)


def test_the_detail_sets_last_years_figure_against_this_years(following: Program) -> None:
    following.go(2).put("t2.normative.issued", "1").put("t2.normative.repealed", "0").put("t2.normative.valid", "30")
    words = words_of(following, "T202")
    assert words.index("上年行政规范性文件，现行有效件数") < words.index("18") < words.index("合计") < words.index("19")
    following.given({"t2.fee.amount": "38400"})
    words = words_of(following, "C06")
    assert words.index("38400") < words.index("3.96")


# Chosen by hand


def shown(program: Program) -> LastYearDialog:
    dialog = LastYearDialog(program.desk, program.control.held, program.control.theme, program.window)
    dialog.show()
    return dialog


def listed(dialog: LastYearDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_the_dialog_says_what_comes_and_what_it_replaces(program: Program) -> None:
    put_last(program)
    this_year(program, last=False).given({"t3.carried_in.natural": "9"})
    dialog = shown(program)
    assert listed(dialog)[0] == "表三，上年结转，自然人：现有 9 → 4"
    assert "表三，上年结转，商业企业：1" in listed(dialog)
    assert not any("本年新收" in line for line in listed(dialog))
    QTest.keyClick(dialog.figures, Key.Key_Space)
    assert any(line.startswith("其他数字") for line in listed(dialog))
    assert dialog.answer().attach is None  # the library finds it by itself
    dialog.close()


def test_a_renamed_unit_is_chosen_and_stays_attached(program: Program, person: Person) -> None:
    put_last(program, unit__name="云岭区水利局")
    this_year(program)
    assert program.desk.prior is None
    dialog = shown(program)
    assert "改名" in dialog.which.currentText()
    person.lasts.append(dialog.answer())
    dialog.close()
    program.control.work.year_before.choose()
    assert program.answer("t3.carried_in.natural") == Number(4)
    assert program.desk.session.last_year.prior.source == "云岭区水利局2024年度报告"
    number = program.desk.session.id
    program.saved().restart()
    program.control.open_report(number)
    assert program.desk.prior["s1.text"] is not None  # its texts too: the report itself was found again
    assert program.go(3).view("t3.carried_in.natural").protected


def test_a_report_of_the_form_of_2019_says_what_may_not_be_compared(program: Program) -> None:
    put_last(program, form=OLD)
    this_year(program)
    assert program.answer("t3.carried_in.natural") == Number(4)
    dialog = shown(program)
    assert "只有一行" in dialog.about.text()
    dialog.close()


def test_a_choice_of_nothing_changes_nothing(following: Program, person: Person) -> None:
    person.lasts.append(None)
    before = following.desk.session.report
    following.control.work.year_before.choose()
    person.lasts.append(LastYearChoice(None, None))
    following.control.work.year_before.choose()
    assert following.desk.session.report == before


# Hints


def test_a_hint_stands_with_the_finding_it_explains(report: Program) -> None:
    zeros = {c.id: "0" for c in FORM.cells.values() if c.section == "s3" and not c.total}
    report.go(3).given(zeros | {"t3.new.natural": "68", "t3.granted.natural": "86"})
    finding = next(f for f in report.desk.evaluation.findings if f.key == "T303[natural]")
    assert any("若为“86”，两边即平" in text for text in report.look_at(finding))
    assert report.answer("t3.new.natural") == Number(68)


def test_one_case_in_the_wrong_column_is_told_at_both_columns(report: Program) -> None:
    zeros = {c.id: "0" for c in FORM.cells.values() if c.section == "s3" and not c.total}
    report.go(3).given(zeros | {"t3.new.natural": "1", "t3.granted.business": "1"})
    hints = [f for f in report.desk.evaluation.findings if f.rule == "T307"]
    assert set(hints[0].about) == {"T303[natural]", "T303[business]"}


def every(widget: QWidget) -> list[QWidget]:
    return widget.findChildren(QWidget)


def test_every_control_of_the_dialog_has_a_name(following: Program) -> None:
    dialog = shown(following)
    fields = [w for w in every(dialog) if w.isVisible() and w.focusPolicy().value and not w.accessibleName()]
    assert not [w for w in fields if not getattr(w, "text", lambda: "")()], fields
    dialog.close()
