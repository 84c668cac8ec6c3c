"""The keys that work on every page: on facts, texts, tables and the output alike, whatever has the focus there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication, QDialog

from core.errors import InputError
from core.services.paper import page_count
from core.values import Number
from tests.gui.dialogkeys import answering
from tests.gui.driver import ALT, CONTROL, SHIFT, Key, Program

PAGES = (0, 1, 3, 7)


@pytest.fixture(params=PAGES)
def somewhere(report: Program, request: pytest.FixtureRequest) -> Program:
    """Each kind of page, in a report with an error in table 三 and an open query in table 二."""
    report.given({
        "t2.normative.issued": "3", "t2.normative.repealed": "0", "t2.normative.valid": "1", "t3.new.natural": "x",
    })  # fmt: skip
    return report.go(request.param)


def test_alt_and_a_digit_lead_to_every_page(somewhere: Program) -> None:
    for number, name in enumerate(somewhere.wizard.names):
        somewhere.press(Key(int(Key.Key_0) + number), ALT)
        assert somewhere.wizard.at == name
        assert somewhere.page.isAncestorOf(somewhere.focus) or somewhere.page is somewhere.focus


def test_f8_walks_the_findings_over_pages_and_back(somewhere: Program) -> None:
    somewhere.press(Key.Key_F8)
    first = somewhere.desk.looked
    assert first is not None
    assert first.level == "E"
    assert (somewhere.wizard.at, somewhere.cell) == ("s3", "t3.new.natural")
    somewhere.press(Key.Key_F8)
    assert somewhere.wizard.at == "s2"
    somewhere.press(Key.Key_F8, SHIFT)
    assert somewhere.desk.looked == first
    somewhere.press(Key.Key_Escape)
    assert somewhere.desk.looked is None


def test_f6_goes_round_the_parts(somewhere: Program) -> None:
    parts = [part for part in (somewhere.wizard.steps, somewhere.wizard.findings.list) if part.isVisible()]
    seen = []
    for _ in range(3):
        somewhere.press(Key.Key_F6)
        seen.append(somewhere.focus)
    assert all(part in seen for part in parts)
    somewhere.press(Key.Key_F6, SHIFT)
    assert somewhere.focus is not seen[-1]


def test_f9_puts_the_findings_away_and_back(somewhere: Program) -> None:
    if somewhere.wizard.at == "output":
        somewhere.press(Key.Key_F9)
        assert not somewhere.wizard.findings.isVisible(), "they fill the page here"
        return
    somewhere.press(Key.Key_F9)
    assert not somewhere.wizard.findings.isVisible()
    somewhere.press(Key.Key_F9)
    assert somewhere.wizard.findings.isVisible()


def test_undo_and_redo_work_from_everywhere(somewhere: Program) -> None:
    somewhere.press(Key.Key_Z, CONTROL)
    assert somewhere.answer("t2.normative.issued") is None
    somewhere.press(Key.Key_Y, CONTROL)
    assert somewhere.answer("t2.normative.issued") == Number(3)


def test_control_e_explains_the_query_looked_at(somewhere: Program) -> None:
    somewhere.press(Key.Key_F8, times=2)
    looked = somewhere.desk.looked
    assert looked is not None
    assert looked.level == "Q"
    somewhere.person.explanations.append("年底制发。")
    somewhere.press(Key.Key_E, CONTROL)
    assert looked.key in somewhere.desk.session.report.explanations


def test_control_f_finds_from_everywhere(somewhere: Program) -> None:
    if somewhere.wizard.at == "s1":
        somewhere.press(Key.Key_F, CONTROL)
        assert somewhere.text.finder.isVisible()
        return

    def choose(_: QDialog) -> None:
        somewhere.commit("信访举报 自然人").press(Key.Key_Return)

    answering(choose)
    somewhere.press(Key.Key_F, CONTROL).back()
    assert somewhere.cell == "t3.refused.petition.natural"


def test_size_of_type_by_keys(somewhere: Program) -> None:
    at = somewhere.wizard.at
    somewhere.press(Key.Key_Plus, CONTROL)
    assert (somewhere.control.theme.base, somewhere.wizard.at) == (14, at)
    somewhere.press(Key.Key_Minus, CONTROL, times=2)
    assert somewhere.control.theme.base == 12
    somewhere.press(Key.Key_0, CONTROL)
    assert somewhere.control.theme.base == 13


@pytest.mark.parametrize(("width", "larger", "whole"), [(1366, 0, True), (1040, 0, True), (1040, 12, False)])
def test_commands_stand_with_words_where_there_is_room_and_never_beyond_the_edge(
    report: Program, width: int, larger: int, whole: bool
) -> None:
    report.press(Key.Key_Plus, CONTROL, times=larger)
    report.window.resize(width, 520)
    QApplication.processEvents()
    bar = report.wizard.bar
    assert all(button.geometry().right() <= bar.width() for button in bar.buttons)
    full = [button.width() > button.height() * 1.5 for button in bar.buttons]
    assert all(full) == whole
    assert full == sorted(full, reverse=True), "texts become icons from the right"


@pytest.mark.parametrize("number", range(8))
def test_control_and_p_prints_the_report_from_every_page(report: Program, number: int) -> None:
    report.go(number).press(Key.Key_P, CONTROL)
    report.until(lambda: bool(report.person.printed))
    (data,) = report.person.printed
    assert data.startswith(b"%PDF")
    assert page_count(data) > 1
    assert not report.person.told


def test_a_printer_that_does_not_begin_is_told(report: Program) -> None:
    def refuse(parent: object, data: bytes) -> bool:
        raise InputError("print", "打印没有开始。")

    report.control.host.ask = replace(report.control.host.ask, print_pdf=refuse)
    report.go(3).press(Key.Key_P, CONTROL).until(lambda: report.person.told == ["打印没有开始。"])
