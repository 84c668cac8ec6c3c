"""The start page by keys: new, open, copy, bin, bring back, search, read in, another library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QToolButton

from core.report.package import canonical
from core.report.package import package as contents
from core.values import Number, Text
from gui.dialogs import NewReport
from tests.gui.driver import ALT, CONTROL, SHIFT, UNIT, Key, Program, sure


def units(program: Program) -> list[tuple[str, str]]:
    """Year and unit of each row, as listed."""
    model = program.start_page.model
    return [(year, entry.card.unit) for year, entries in model.years for entry in entries]


def other(unit: str, year: str = "2025") -> NewReport:
    return NewReport({"unit_name": unit, "year": year}, "张敏")


def column(program: Program, number: int, of: int) -> str:
    return str(program.start_page.model.where(number).siblingAtColumn(of).data())


def choose(program: Program, unit: str, year: int) -> None:
    """Walk down the list to a report."""
    program.press(Key.Key_Home)
    for _ in range(20):
        entry = program.start_page.current()
        if entry is not None and (entry.card.unit, entry.card.year) == (unit, year):
            return
        program.press(Key.Key_Down)
    pytest.fail(f"{unit} {year} is not in the list")


@pytest.fixture
def three(program: Program) -> Program:
    """A library of three reports, on the start page."""
    for unit, year in (("云岭区水务局", "2025"), ("云岭区林业局", "2025"), ("云岭区水务局", "2024")):
        program.new(other(unit, year)).home()
    return program


def test_an_empty_library_offers_three_ways_the_first_focused(program: Program) -> None:
    first = program.start_page.first
    assert program.focus is first.new
    program.press(Key.Key_Tab)
    assert program.focus is first.bring
    program.press(Key.Key_Backtab, SHIFT)
    program.sample()
    assert program.wizard.names[0] == "unit"


def test_enter_on_the_first_choice_makes_a_new_report(program: Program) -> None:
    program.person.news.append(UNIT)
    program.press(Key.Key_Return)
    assert program.answer("unit.name") == Text("云岭区水务局")
    assert program.answer("year") == Number(2025)
    assert program.answer("people.prepared") == Text("张敏")
    assert program.desk.session.who == "张敏"


def test_a_new_report_may_be_thought_better_of(program: Program) -> None:
    program.person.news.append(None)
    program.press(Key.Key_N, CONTROL)
    assert program.control.wizard is None
    assert units(program) == []


def test_reports_are_grouped_by_year_the_newest_first(three: Program) -> None:
    assert units(three) == [
        ("2025年度", "云岭区林业局"),
        ("2025年度", "云岭区水务局"),
        ("2024年度", "云岭区水务局"),
    ]
    assert three.start_page.state.filled.whole == "3 份报告"


def test_enter_opens_the_report_the_cursor_is_on(three: Program) -> None:
    three.press(Key.Key_End).press(Key.Key_Return)
    assert three.answer("year") == Number(2024)
    three.home().press(Key.Key_Home).press(Key.Key_Down).press(Key.Key_Return)
    assert three.answer("year") == Number(2025)


def test_each_row_tells_how_its_report_stands(three: Program) -> None:
    three.until(lambda: len(three.start_page.model.glances) == 3)
    assert [column(three, 1, of) for of in (1, 2, 3)] == ["未填", "—", "0 / 166"]
    three.press(Key.Key_End).press(Key.Key_Return).go(3).type("x").press(Key.Key_Return).type("5").press(Key.Key_Return)
    three.home().until(lambda: column(three, 3, 3) == "1 / 166")
    assert [column(three, 3, of) for of in (1, 2)] == ["填报中", "强制 1"]
    assert column(three, 3, 4).startswith("今天 ")


def test_last_years_report_stands_beside_this_years(three: Program) -> None:
    three.press(Key.Key_End).press(Key.Key_Return).go(3).type("12").press(Key.Key_Return)
    choose(three.home(), "云岭区水务局", 2025)
    three.press(Key.Key_Return).go(3).type("42").press(Key.Key_Return)
    assert three.answer("unit.name") == Text("云岭区水务局")
    assert three.view("t3.new.natural").side == "▲12"


def test_a_copy_is_a_draft_of_its_own(three: Program) -> None:
    edit = next(m for m in three.start_page.bar.menus.findChildren(QMenu) if m.title().startswith("编辑"))
    three.press(Key.Key_End)
    next(a for a in edit.actions() if a.text() == "复制报告").trigger()
    assert len(units(three)) == 4
    assert units(three).count(("2024年度", "云岭区水务局")) == 2


def test_delete_moves_a_report_to_the_bin_from_which_it_comes_back(three: Program) -> None:
    three.press(Key.Key_End)
    three.person.confirms.append(True)
    three.press(Key.Key_Delete)
    assert three.person.asked[-1] == "把“云岭区水务局”2024年度的报告移入回收站？可以随时恢复。"
    assert len(units(three)) == 2
    assert three.start_page.current() is not None
    bin_ = next(b for b in three.start_page.bar.findChildren(QToolButton) if b.text() == "回收站")
    menu = bin_.menu()
    menu.aboutToShow.emit()
    (entry,) = menu.actions()
    assert entry.text() == "恢复：云岭区水务局 2024年度"
    entry.trigger()
    assert len(units(three)) == 3
    menu.aboutToShow.emit()
    assert [(a.text(), a.isEnabled()) for a in menu.actions()] == [("回收站是空的", False)]


def test_the_bin_may_be_thought_better_of(three: Program) -> None:
    three.person.confirms.append(False)
    three.press(Key.Key_Delete)
    assert len(units(three)) == 3


def test_the_last_report_in_the_bin_leaves_the_three_ways_to_begin(program: Program) -> None:
    program.new().home()
    program.person.confirms.append(True)
    program.press(Key.Key_Delete)
    assert program.focus is program.start_page.first.new


def test_search_narrows_the_list_and_says_when_nothing_is_found(three: Program) -> None:
    three.press(Key.Key_F, CONTROL).commit("水务 2024")
    assert units(three) == [("2024年度", "云岭区水务局")]
    current = three.start_page.current()
    assert current is not None
    assert current.card.year == 2024
    three.press(Key.Key_Return)
    assert three.answer("year") == Number(2024)
    three.home().press(Key.Key_F, CONTROL).commit("财政局")
    assert units(three) == []
    assert three.start_page.none.text() == "没有找到“财政局”"
    assert three.start_page.none.isVisible()
    assert not three.start_page.detail.go_on.isVisible()
    three.press(Key.Key_A, CONTROL).press(Key.Key_Delete)
    assert len(units(three)) == 3


def test_delete_in_the_search_field_deletes_letters_only(three: Program) -> None:
    three.press(Key.Key_F, CONTROL).commit("甲").press(Key.Key_Home).press(Key.Key_Delete)
    assert three.start_page.search.text() == ""
    assert len(units(three)) == 3


def test_a_file_read_in_becomes_a_report_of_its_own(program: Program, tmp_path: Path) -> None:
    program.new().go(3).type("5").press(Key.Key_Return)
    package = tmp_path / "a.json"
    session = program.desk.session
    package.write_bytes(canonical(contents(session.form, session.report, session.evaluation.values)))
    program.home()
    program.person.files.append(package)
    program.person.previews.append(sure)
    program.press(Key.Key_O, CONTROL).until(lambda: program.control.wizard is not None)
    assert program.answer("t3.new.natural") == Number(5)
    program.home()
    assert len(units(program)) == 2


def test_a_file_that_is_no_report_is_said_and_nothing_changes(three: Program, tmp_path: Path) -> None:
    bad = tmp_path / "a.json"
    bad.write_text(json.dumps({"format": "other"}), "utf-8")
    three.person.files.append(bad)
    three.press(Key.Key_O, CONTROL).until(lambda: bool(three.person.told))
    assert len(units(three)) == 3


def test_reading_in_may_be_thought_better_of(three: Program) -> None:
    three.person.files.append(None)
    three.press(Key.Key_O, CONTROL)
    assert three.control.wizard is None


def menu_command(program: Program, words: str) -> None:
    """A command of the file menu, opened by its key."""
    menu = next(m for m in program.start_page.bar.menus.findChildren(QMenu) if m.title().startswith("文件"))
    next(a for a in menu.actions() if a.text() == words).trigger()


def test_a_library_can_be_copied_and_the_copy_opened(three: Program, tmp_path: Path) -> None:
    copy = tmp_path / "整库.nianbao"
    three.person.files += [copy, copy]
    menu_command(three, "整库另存（换电脑、备份）…")
    three.until(lambda: bool(three.person.told))
    assert three.person.told == [f"已完整复制到“{copy}”。\n在新电脑上安装本程序后，用“打开另一个报告库”选中它即可。"]
    menu_command(three, "打开另一个报告库…")
    assert three.control.held.path == copy
    assert len(units(three)) == 3
    three.new(other("云岭区财政局")).restart()
    assert three.control.held.path == copy
    assert len(units(three)) == 4


def test_a_library_that_cannot_be_copied_is_said(three: Program, tmp_path: Path) -> None:
    three.person.files.append(tmp_path / "nowhere" / "整库.nianbao")
    menu_command(three, "整库另存（换电脑、备份）…")
    three.until(lambda: bool(three.person.told))
    assert "nowhere" in three.person.told[0]
    assert not three.start_page.state.waiting.isVisible()


def test_another_library_that_cannot_be_opened_leaves_this_one(three: Program, tmp_path: Path) -> None:
    bad = tmp_path / "x.nianbao"
    bad.write_bytes(b"no library")
    three.person.files.append(bad)
    before = three.control.held.path
    menu_command(three, "打开另一个报告库…")
    assert "不是报告库文件" in three.person.told[0]
    assert three.control.held.path == before
    three.press(Key.Key_Return)
    assert three.control.wizard is not None


def test_menus_open_by_alt_and_a_letter(three: Program) -> None:
    three.press(Key.Key_F, ALT)
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    assert popup.title() == "文件(&F)"
    QTest.keyClick(popup, Key.Key_Escape)
    assert QApplication.activePopupWidget() is None
