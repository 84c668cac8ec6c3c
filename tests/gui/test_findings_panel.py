"""Findings live beside the page: they come and go with the figures, and lead to the cells they speak of."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QLabel, QPushButton, QStyleOptionViewItem

from core.check.evaluation import Finding
from gui.findingrow import FindingDelegate, paint_finding
from gui.findingsmodel import sign_of
from gui.table.views import PartView
from tests.gui.driver import CONTROL, SHIFT, Key, Program


@pytest.fixture
def unbalanced(report: Program) -> Program:
    """Table 三 filled with ones: no column balances."""
    return report.go(3).fill_table("1")


def chosen(program: Program) -> Finding | None:
    return program.desk.looked


def sides(program: Program) -> dict[str, str]:
    """The tagged cells of the table in front."""
    return {cell: view.tag for cell, view in program.table.model.views.items() if view.tag}


def words(program: Program) -> str:
    """Everything the detail says."""
    return "\n".join(label.text() for label in program.wizard.findings.detail.findChildren(QLabel))


def button(program: Program, beginning: str) -> QPushButton:
    found = program.wizard.findings.detail.findChildren(QPushButton)
    return next(b for b in found if b.isVisible() and b.text().startswith(beginning))


def click_row(program: Program, title: str) -> None:
    """Choose a finding of the list by its title."""
    model, view = program.wizard.findings.model, program.wizard.findings.list
    found = next(f for group in model.groups for f in group.findings if f.title == title)
    index = model.where(found.key)
    view.scrollTo(index)
    program.click(view.viewport(), view.visualRect(index).topLeft() + QPoint(40, 12))


def test_findings_come_and_go_with_the_figures(report: Program) -> None:
    report.go(3).fill_table("0")
    assert report.titles() == []
    report.put("t3.new.natural", "68")
    assert report.titles()[:2] == ["自然人列：左右两边相差 68", "总计列：左右两边相差 68"]
    report.put("t3.new.natural", "50")
    assert report.titles()[:2] == ["自然人列：左右两边相差 50", "总计列：左右两边相差 50"]
    assert not any("68" in title for title in report.titles())
    report.put("t3.granted.natural", "50")
    assert report.titles() == []


def test_blank_cells_are_no_findings_while_filling(report: Program) -> None:
    report.go(3).type("5").press(Key.Key_Tab)
    assert report.titles() == []
    assert report.wizard.findings.empty.text().startswith("✓ 本页没有问题")


def test_choosing_a_finding_goes_to_the_cell_and_tags_both_sides(unbalanced: Program) -> None:
    click_row(unbalanced, "自然人列：左右两边相差 20")
    assert unbalanced.cell == "t3.new.natural"
    assert isinstance(unbalanced.focus, PartView)
    expected = {f"t3.{row}.natural": "左" for row in ("new", "carried_in")}
    expected |= {f"t3.{row}.natural": "右" for row in ("done", "carried_out")}
    assert sides(unbalanced) == expected
    assert unbalanced.view("t3.new.natural").spoken == "1，左边，相差 20"


def test_the_detail_shows_both_sides_as_sums(unbalanced: Program) -> None:
    click_row(unbalanced, "自然人列：左右两边相差 20")
    said = words(unbalanced).split("\n")
    assert {"左", "右", "本年新收", "结转下年度", "T303", "强制　须改正后才能定稿", "请核对这四格。"} <= set(said)
    assert said.count("合计") == 2
    assert {"2", "22"} <= set(said)


def test_tags_stay_while_editing_and_go_with_the_finding(unbalanced: Program) -> None:
    click_row(unbalanced, "自然人列：左右两边相差 20")
    unbalanced.type("5").press(Key.Key_Return)
    assert len(sides(unbalanced)) == 4
    assert "自然人列：左右两边相差 16" in words(unbalanced)
    unbalanced.put("t3.new.natural", "21")
    assert sides(unbalanced) == {}
    assert chosen(unbalanced) is None
    assert not unbalanced.wizard.findings.detail.isVisible()


def test_escape_takes_the_tags_away(unbalanced: Program) -> None:
    unbalanced.press(Key.Key_F8)
    assert sides(unbalanced)
    unbalanced.press(Key.Key_Escape)
    assert sides(unbalanced) == {}
    assert chosen(unbalanced) is None


def test_f8_walks_over_pages_and_round(report: Program) -> None:
    report.go(2).put("t2.licence.decided", "x")
    report.go(4).put("t4.review.upheld", "y").put("t4.review.other", "z")
    found = [report.press(Key.Key_F8) and (report.wizard.at, chosen(report).title) for _ in range(4)]
    assert found == [("s2", "“x”不是数字"), ("s4", "“y”不是数字"), ("s4", "“z”不是数字"), ("s2", "“x”不是数字")]
    assert report.cell == "t2.licence.decided"
    report.press(Key.Key_F8, SHIFT)
    assert (report.wizard.at, report.cell) == ("s4", "t4.review.other")
    assert chosen(report).title == "“z”不是数字"


def test_the_arrow_buttons_walk_as_f8_does(report: Program) -> None:
    report.go(2).put("t2.licence.decided", "x")
    report.click(report.wizard.findings.after)
    assert chosen(report).title == "“x”不是数字"
    report.put("t2.penalty.decided", "y").click(report.wizard.findings.before)
    assert chosen(report).title == "“y”不是数字"


def test_this_page_or_all(report: Program) -> None:
    report.go(2).put("t2.licence.decided", "x").go(4).put("t4.review.upheld", "y")
    panel = report.wizard.findings
    assert (panel.here.text(), panel.all.text()) == ("本页 1", "全部 2")
    assert report.titles() == ["“y”不是数字"]
    report.click(panel.all)
    assert report.titles() == ["“x”不是数字", "“y”不是数字"]
    click_row(report, "“x”不是数字")
    assert (report.wizard.at, report.cell) == ("s2", "t2.licence.decided")


def row_images(program: Program, row: int) -> tuple[QImage, QImage]:
    """A row of the first level as the list paints it, and as it is painted with nothing known from before."""
    panel, theme = program.wizard.findings, program.wizard.theme
    index = panel.model.index(row, 0, panel.model.index(0, 0))
    rect = QRect(QPoint(0, 0), panel.list.visualRect(index).size())
    option = QStyleOptionViewItem()
    option.rect = rect  # type: ignore[attr-defined] # the stubs forget the option's fields
    fresh = FindingDelegate(program.desk, theme, panel.list)
    fresh.whole = panel.rows.whole
    finding = panel.model.finding(index)
    assert finding is not None
    lines = fresh._lines(finding, rect.width())
    images = QImage(rect.size(), QImage.Format.Format_RGB32), QImage(rect.size(), QImage.Format.Format_RGB32)
    for number, image in enumerate(images):
        image.fill(theme.color("panel"))
        painter = QPainter(image)
        if number:
            paint_finding(painter, rect, sign_of(finding), lines, theme)
        else:
            panel.rows.paint(painter, option, index)
        painter.end()
    return images


def test_a_row_of_the_list_shows_its_finding_as_it_is_now(report: Program) -> None:
    panel = report.go(3).fill_table("0").wizard.findings
    for figure in ("1", "23", "1", "456789012345678901"):
        report.put("t3.new.natural", figure)
        for whole in (panel.all, panel.here):
            report.click(whole)
            assert panel.model.groups[0].findings
            for row in range(len(panel.model.groups[0].findings)):
                kept, fresh = row_images(report, row)
                assert kept == fresh


def test_a_page_without_findings_says_how_many_there_are_elsewhere(report: Program) -> None:
    report.go(2).put("t2.licence.decided", "x").go(4)
    assert report.wizard.findings.empty.text() == "✓ 本页没有问题\n其他页还有 1 项，按 F8 转到下一项。"


def test_a_finding_is_chosen_by_keys_alone(unbalanced: Program) -> None:
    unbalanced.press(Key.Key_F6)
    assert unbalanced.focus is unbalanced.wizard.findings.list
    unbalanced.press(Key.Key_Down, times=2).press(Key.Key_Return)
    assert chosen(unbalanced) is not None
    assert sides(unbalanced)
    assert isinstance(unbalanced.focus, PartView)


def test_f6_goes_round_steps_page_and_findings_and_back(unbalanced: Program) -> None:
    wizard = unbalanced.wizard
    unbalanced.press(Key.Key_F6, times=2)
    assert unbalanced.focus is wizard.steps
    unbalanced.press(Key.Key_F6)
    assert unbalanced.table.area.isAncestorOf(unbalanced.focus)
    unbalanced.press(Key.Key_F6, SHIFT)
    assert unbalanced.focus is wizard.steps
    unbalanced.press(Key.Key_F6, SHIFT)
    assert unbalanced.focus is wizard.findings.list


def test_f9_folds_the_findings_away_and_back(unbalanced: Program) -> None:
    unbalanced.press(Key.Key_F9)
    assert not unbalanced.wizard.findings.isVisible()
    unbalanced.press(Key.Key_F9)
    assert unbalanced.wizard.findings.isVisible()


def test_a_stated_total_takes_its_sum_by_one_button(unbalanced: Program) -> None:
    unbalanced.put("t3.new.total", "9")
    click_row(unbalanced, "本年新收：总计与各列之和相差 3")
    unbalanced.click(button(unbalanced, "总计改用合计 6"))
    assert unbalanced.view("t3.new.total").computed
    assert "本年新收：总计与各列之和相差 3" not in unbalanced.titles()


def test_a_query_is_explained_by_ctrl_e_and_the_explanation_can_be_changed(report: Program) -> None:
    report.go(3).fill_table("0").put("t3.carried_in.natural", "2").put("t3.carried_out.natural", "2")
    assert report.titles() == ["自然人列：结转多于新收", "总计列：结转多于新收"]
    report.press(Key.Key_F8)
    report.person.explanations.append("上年结转的申请仍未办结")
    report.press(Key.Key_E, CONTROL)
    assert "已说明：上年结转的申请仍未办结（张敏）" in words(report)
    assert report.view("t3.carried_out.natural").mark == "explained"
    assert report.view("t3.carried_out.natural").tip.startswith("已说明：上年结转的申请仍未办结")
    report.person.explanations.append("")
    report.click(button(report, "修改说明…"))
    assert report.view("t3.carried_out.natural").mark == "query"


def test_ctrl_e_without_a_finding_looked_at_takes_the_first_open_query_of_the_page(report: Program) -> None:
    report.go(3).fill_table("0").put("t3.carried_in.natural", "2").put("t3.carried_out.natural", "2")
    assert chosen(report) is None
    report.person.explanations.append("案件跨年")
    report.press(Key.Key_E, CONTROL)
    assert report.view("t3.carried_out.natural").mark == "explained"


def test_an_explanation_survives_other_changes_and_is_void_when_its_values_change(report: Program) -> None:
    report.go(3).fill_table("0").put("t3.carried_in.natural", "2").put("t3.carried_out.natural", "2")
    report.press(Key.Key_F8)
    report.person.explanations.append("案件跨年")
    report.press(Key.Key_E, CONTROL)
    report.put("t3.new.business", "1").put("t3.granted.business", "1")
    assert report.view("t3.carried_out.natural").mark == "explained"
    report.put("t3.carried_in.natural", "3").put("t3.carried_out.natural", "3")
    assert report.view("t3.carried_out.natural").mark == "query"
    report.desk.look_at(None)
    report.press(Key.Key_F8)
    said = words(report)
    assert "说明已作废。它所依据的表三结转下年度“自然人”由 2 改为 3。请改回原数，或重写说明。" in said
    report.put("t3.carried_out.natural", "2").put("t3.carried_in.natural", "2")
    assert report.view("t3.carried_out.natural").mark == "explained"


def test_nothing_stale_stays_after_undo(unbalanced: Program) -> None:
    unbalanced.put("t3.new.natural", "21")
    assert "自然人列：左右两边相差 20" not in unbalanced.titles()
    unbalanced.press(Key.Key_Z, CONTROL)
    assert "自然人列：左右两边相差 20" in unbalanced.titles()
    unbalanced.press(Key.Key_Y, CONTROL)
    assert "自然人列：左右两边相差 20" not in unbalanced.titles()


def test_no_part_of_a_page_flashes_up_as_a_window_of_its_own(program: Program) -> None:
    shown = program.watched()
    program.new()
    for number in range(8):
        program.go(number)
    program.home().press(Key.Key_Return)
    assert shown.windows == set()


def test_the_first_finding_looked_at_is_told_in_full(report: Program) -> None:
    report.go(3).type("1.5x").press(Key.Key_Return).go(1).press(Key.Key_F8)
    panel = report.wizard.findings
    report.until(lambda: panel.around.height() >= min(panel.detail.sizeHint().height(), panel.height() // 2))
