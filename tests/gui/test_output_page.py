"""核对与输出 and what follows from it: explanations, 定稿, files, 退回修改, 已报送, 更正."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton

from core.report.package import fingerprint, on_paper
from core.services.checking import load
from tests.gui.driver import CONTROL, Key, Program


def sound(program: Program) -> Program:
    """A report with nothing left to do."""
    form = program.desk.form
    numbers = {c.id: "0" for c in form.cells.values() if c.row and not c.total}
    texts = {
        "s1.text": "（一）主动公开。（二）依申请公开。（三）政府信息管理。（四）平台建设。（五）监督保障。",
        "s5.text": "存在的主要问题是解读材料不够通俗；改进情况：已改进解读，加强培训，完善目录，取得了明显的成效，群众反映较好。",
        "s6.text": "本年度没有收取信息处理费。",
    }
    return program.given(numbers | texts | {"unit.code": good_code()})


def good_code() -> str:
    """A code whose check digit is right."""
    from core.check.detectors import code_fault

    stem = "1133000000248311"
    return next(f"{stem}A{c}" for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not code_fault(f"{stem}A{c}"))


@pytest.fixture
def ready(report: Program) -> Program:
    """A report that can be finalised, on its last page."""
    return sound(report).go(7)


def output_button(program: Program, name: str) -> QPushButton:
    found = program.output.findChildren(QPushButton)
    return next(b for b in found if b.accessibleName() == name)


def press_button(program: Program, button: QPushButton) -> None:
    button.setFocus()
    program.press(Key.Key_Space)


def titles(program: Program) -> list[str]:
    return [f.title for group in program.output.model.groups for f in group.findings]


def choose(program: Program, title: str) -> None:
    """Walk down the list of the page until the row, and press Enter."""
    view, model = program.output.list, program.output.model
    view.setFocus()
    program.press(Key.Key_Home)
    for _ in range(60):
        finding = model.finding(view.currentIndex())
        if finding is not None and finding.title == title:
            program.press(Key.Key_Return)
            return
        program.press(Key.Key_Down)
    pytest.fail(f"{title} is not in the list")


def test_blank_cells_count_only_here(report: Program) -> None:
    report.go(3)
    assert report.titles() == []
    report.go(7)
    assert "表三还有 144 格没有填" in titles(report)
    assert "统一社会信用代码还没有填" in titles(report)
    report.given({"unit.code": "12345"})
    assert "统一社会信用代码不对" in titles(report)


def test_the_button_of_finalising_says_how_much_is_left(report: Program) -> None:
    files = report.control.files
    assert files is not None
    report.go(7)
    assert files.final.text() == f"定稿…（还差 {len(titles(report))} 项）"
    assert not files.final.isEnabled()
    sound(report)
    assert files.final.text() == "定稿…"
    assert files.final.isEnabled()
    report.go(6).press(Key.Key_A, CONTROL).press(Key.Key_Delete).go(7)
    assert files.final.text() == "定稿…（还差 1 项）"


def test_an_error_leads_to_its_place(report: Program) -> None:
    sound(report).go(3).put("t3.new.natural", "5").go(7)
    choose(report, "自然人列：左右两边相差 5")
    assert (report.wizard.at, report.cell) == ("s3", "t3.new.natural")


def test_the_first_thing_to_do_is_one_key_away(report: Program) -> None:
    sound(report).go(3).put("t3.new.natural", "x").go(7)
    press_button(report, report.output.first)
    assert (report.wizard.at, report.cell) == ("s3", "t3.new.natural")


def test_a_query_is_explained_by_keys_and_then_hinders_no_more(ready: Program) -> None:
    ready.go(2).put("t2.normative.issued", "3").go(7)
    assert titles(ready) == ["行政规范性文件：推算的上年存量小于 0"]
    assert ready.control.files.final.text() == "定稿…（还差 1 项）"
    ready.person.explanations.append("年底制发、尚未施行")
    choose(ready, titles(ready)[0])
    assert ready.person.asked[-1].startswith("行政规范性文件现行有效 0")
    assert ready.control.files.final.text() == "定稿…"
    finding = ready.output.model.groups[0].findings[0]
    assert finding.explained is not None
    assert finding.explained.by == "张敏"


def test_an_explanation_is_void_when_its_values_change_and_the_row_says_so(ready: Program) -> None:
    ready.go(2).put("t2.normative.issued", "3").go(7)
    ready.person.explanations.append("年底制发、尚未施行")
    choose(ready, titles(ready)[0])
    ready.go(2).put("t2.licence.decided", "9").go(7)
    assert ready.control.files.final.text() == "定稿…"
    ready.go(2).put("t2.normative.issued", "4").go(7)
    assert ready.control.files.final.text() == "定稿…（还差 1 项）"
    row = ready.output.model.groups[0].findings[0]
    words = "说明已作废。它所依据的表二行政规范性文件“本年制发件数”由 3 改为 4。请改回原数，或重写说明。"
    assert ready.output.delegate._below(row) == words


def finalise(program: Program) -> str:
    program.person.confirms.append(True)
    press_button(program, program.control.files.final)
    program.saved()
    assert program.desk.fingerprint
    return program.desk.fingerprint


def test_finalising_may_be_thought_better_of(ready: Program) -> None:
    ready.person.confirms.append(False)
    press_button(ready, ready.control.files.final)
    assert ready.desk.session.head.status == "draft"


def test_finalising_locks_every_page(ready: Program) -> None:
    finalise(ready)
    before = ready.desk.session.report
    ready.go(3).type("7").press(Key.Key_Return).press(Key.Key_Delete).press(Key.Key_F2).type("8").press(Key.Key_Tab)
    ready.go(1).commit("改一改").press(Key.Key_Backspace)
    ready.go(0)
    assert not any(field.isEnabled() for field in ready.facts.fields.values())
    ready.press(Key.Key_Z, CONTROL).go(7)
    assert ready.desk.session.report == before
    assert ready.person.told == []


def test_after_finalising_the_bottom_bar_shows_the_fingerprint(ready: Program) -> None:
    mark = finalise(ready)
    state = ready.wizard.state
    ready.until(lambda: state.saved.whole == f"已定稿　指纹 {on_paper(mark)}")
    assert not ready.control.files.final.isVisible()
    assert ready.control.files.back.isVisible()
    assert ready.control.files.sent.isVisible()
    assert ready.wizard.model.index(7).data(0x0100).spoken == "核对与输出，已定稿"
    ready.restart().press(Key.Key_Return)
    assert ready.desk.fingerprint == mark
    assert ready.wizard.state.saved.whole == f"已定稿　指纹 {on_paper(mark)}"


def test_package_and_print_go_where_they_are_asked_to_and_it_is_said(ready: Program, tmp_path: Path) -> None:
    mark = finalise(ready)
    package, sheet = tmp_path / "甲" / "上报.json", tmp_path / "甲" / "打印.pdf"
    package.parent.mkdir()
    ready.person.files += [package, sheet]
    press_button(ready, output_button(ready, "上报文件，另存为…"))
    ready.until(lambda: ready.output.written.text() == f"✓ 已写到 {package}")
    press_button(ready, output_button(ready, "打印稿（PDF），另存为…"))
    ready.until(lambda: ready.output.written.text() == f"✓ 已写到 {sheet}")
    body = json.loads(package.read_bytes())
    assert body["status"] == "final"
    assert body["fingerprint"] == mark == fingerprint(body)
    assert load(package).package == body
    assert sheet.read_bytes().startswith(b"%PDF")
    assert ready.person.asked[-2:] == [
        "上报文件另存为：云岭区水务局2025年政府信息公开工作年度报告.json",
        "打印稿另存为：云岭区水务局2025年政府信息公开工作年度报告.pdf",
    ]


def test_the_empty_form_and_the_journal_are_written_too(report: Program, tmp_path: Path) -> None:
    report.go(3).type("5").press(Key.Key_Return).go(7)
    for name in ("空表", "填报记录"):
        report.person.files.append(tmp_path / f"{name}.pdf")
        press_button(report, output_button(report, f"{name}，另存为…"))
        target = tmp_path / f"{name}.pdf"
        report.until(lambda target=target: report.output.written.text() == f"✓ 已写到 {target}")
        assert target.read_bytes().startswith(b"%PDF")


def test_no_package_before_finalising(ready: Program) -> None:
    assert not output_button(ready, "上报文件，另存为…").isEnabled()
    finalise(ready)
    assert output_button(ready, "上报文件，另存为…").isEnabled()


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_lost(ready: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    ready.person.files.append(tmp_path / "file" / "x.pdf")
    press_button(ready, output_button(ready, "打印稿（PDF），另存为…"))
    ready.until(lambda: bool(ready.person.told))
    assert "路径中有一段不是文件夹" in ready.person.told[0]
    assert output_button(ready, "打印稿（PDF），另存为…").isEnabled()


def test_leaving_while_a_file_is_being_written_does_no_harm(ready: Program, tmp_path: Path) -> None:
    target = tmp_path / "x.pdf"
    ready.person.files.append(target)
    press_button(ready, output_button(ready, "打印稿（PDF），另存为…"))
    ready.home()
    ready.until(target.exists)
    ready.until(lambda: ready.control.background.pool.activeThreadCount() == 0)
    ready.press(Key.Key_Return).go(7)
    assert output_button(ready, "打印稿（PDF），另存为…").isEnabled()


def test_the_preview_shows_the_pages_and_turns_them(ready: Program) -> None:
    preview = ready.output.preview
    ready.until(lambda: not preview.image.pixmap().isNull())
    assert preview.count.text() == f"第 1 页，共 {preview.pages} 页"
    press_button(ready, preview.after)
    assert preview.count.text() == f"第 2 页，共 {preview.pages} 页"
    assert preview.pages >= 3


def test_leaving_while_the_preview_is_being_made_does_no_harm(ready: Program) -> None:
    ready.until(lambda: ready.output.preview.busy)
    ready.home()
    ready.until(lambda: ready.control.background.pool.activeThreadCount() == 0)
    assert ready.control.page is not None


def test_the_preview_follows_the_report(ready: Program) -> None:
    preview = ready.output.preview
    ready.until(lambda: bool(preview.data))
    before = preview.data
    ready.go(2).put("t2.licence.decided", "77").go(7)
    ready.until(lambda: preview.data != before)


def test_sent_back_for_changes_a_second_draft_is_finalised_with_another_fingerprint(ready: Program) -> None:
    first = finalise(ready)
    ready.person.reasons.append("负责人要求改数")
    press_button(ready, ready.control.files.back)
    assert ready.desk.session.head.status == "draft"
    assert ready.desk.session.head.revision == 2
    ready.go(2).put("t2.licence.decided", "9").go(7)
    assert finalise(ready) != first
    ready.home()
    ready.until(lambda: ready.start_page.model.glances != {})
    row = ready.start_page.model.where(1)
    assert row.siblingAtColumn(1).data() == "已定稿（第2稿）"


def test_sending_back_may_be_thought_better_of(ready: Program) -> None:
    mark = finalise(ready)
    ready.person.reasons.append(None)
    press_button(ready, ready.control.files.back)
    assert ready.desk.fingerprint == mark


def test_what_was_sent_and_reopened_is_a_correction(ready: Program) -> None:
    finalise(ready)
    ready.person.confirms.append(True)
    press_button(ready, ready.control.files.sent)
    ready.saved()
    assert ready.desk.session.head.status == "sent"
    assert not ready.control.files.sent.isVisible()
    ready.until(lambda: ready.wizard.state.saved.whole.startswith("已报送　指纹 "))
    ready.person.reasons.append("更正一处数字")
    press_button(ready, ready.control.files.back)
    ready.go(2).put("t2.licence.decided", "9").go(7)
    finalise(ready)
    ready.home()
    assert ready.start_page.model.where(1).siblingAtColumn(1).data() == "已定稿（更正第2稿）"


def test_the_sample_shows_findings_of_its_own(program: Program) -> None:
    program.sample().go(7)
    assert titles(program)
