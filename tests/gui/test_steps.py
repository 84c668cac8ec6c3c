"""The steps at the left: free to jump, nobody held, each says how it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from gui.steps import StepRole
from tests.gui.driver import Key, Program


def spoken(program: Program) -> list[str]:
    model = program.wizard.model
    return [model.index(row).data(StepRole).spoken for row in range(model.rowCount())]


def test_each_step_says_its_state_in_words(report: Program) -> None:
    assert spoken(report) == [
        "单位与年度，余 1 项",
        "一、总体情况，未填",
        "二、主动公开政府信息情况，未填",
        "三、收到和处理政府信息公开申请情况，未填",
        "四、政府信息公开行政复议、行政诉讼情况，未填",
        "五、存在的主要问题及改进情况，未填",
        "六、其他需要报告的事项，未填",
        "核对与输出，草稿",
    ]
    report.go(4).type("5").press(Key.Key_Tab)
    assert spoken(report)[4].endswith("，余 11 格")
    report.type("x").press(Key.Key_Tab)
    assert "强制 1" in spoken(report)[4]
    report.fill_table("0")
    assert spoken(report)[4].endswith("，已填完")
    report.put("t4.review.total", "3")
    assert "，强制 1" in spoken(report)[4]


@pytest.mark.parametrize("number", range(8))
def test_alt_and_a_digit_go_anywhere_from_anywhere(report: Program, number: int) -> None:
    for start in (0, 1, 3, 7):
        report.go(start).go(number)
        assert report.wizard.at == report.wizard.names[number]
        assert report.wizard.steps.currentIndex().row() == number


def test_the_steps_by_arrows_show_their_pages_and_keep_the_focus(report: Program) -> None:
    report.wizard.steps.setFocus()
    for name in report.wizard.names[1:]:
        report.press(Key.Key_Down)
        assert report.wizard.at == name
        assert report.focus is report.wizard.steps
    report.press(Key.Key_Home)
    assert report.wizard.at == report.wizard.names[0]


def test_back_and_next_by_keys_from_first_to_last(report: Program) -> None:
    wizard = report.wizard
    assert not wizard.back.isEnabled()
    for name in wizard.names[1:]:
        wizard.forward.setFocus()
        report.press(Key.Key_Space)
        assert wizard.at == name
    assert not wizard.forward.isVisible()
    wizard.back.setFocus()
    report.press(Key.Key_Space)
    assert wizard.at == wizard.names[-2]


def test_nobody_is_held_on_a_page_with_errors(report: Program) -> None:
    report.go(3).type("12abc").press(Key.Key_PageDown)
    assert report.wizard.at == "s4"
    report.go(3).type("-5").press(Key.Key_PageUp)
    assert report.wizard.at == "s2"


def test_the_program_goes_on_where_the_person_stopped(report: Program, home: Path) -> None:
    report.go(4).restart().press(Key.Key_Return)
    assert report.wizard.at == "s4"
    assert (home / "settings.ini").is_file()
