"""What is remembered, and what the wheel does."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from core.services.library import default_path
from gui.app import settings
from gui.menus import fill_recent
from gui.recent import MOST, recent, used
from tests.gui.driver import CONTROL, PLAIN, Program


def turn(program: Program, by: int, modifiers: Qt.KeyboardModifier) -> None:
    """The wheel, by eighths of a degree, over the middle of the window, as the system gives it."""
    window = program.window
    place = QPointF(window.rect().center())
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        place, QPointF(window.mapToGlobal(place.toPoint())), QPoint(), QPoint(0, by), none, modifiers, phase, False
    )
    handle = window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, event)
    QApplication.processEvents()


@pytest.mark.parametrize("number", [0, 1, 3, 7])
def test_control_and_the_wheel_change_the_size_of_type_on_every_page(report: Program, number: int) -> None:
    report.go(number)
    turn(report, 120, CONTROL)
    assert report.control.theme.base == 14
    assert report.wizard.at == report.wizard.names[number]
    turn(report, -120, CONTROL)
    turn(report, -120, CONTROL)
    assert report.control.theme.base == 12


def test_a_fine_wheel_needs_a_whole_notch(report: Program) -> None:
    for _ in range(3):
        turn(report, 30, CONTROL)
    assert report.control.theme.base == 13
    turn(report, 30, CONTROL)
    assert report.control.theme.base == 14


def test_the_wheel_alone_scrolls(report: Program) -> None:
    report.window.resize(1040, 520)
    report.go(3)
    bar = report.table.area.middle.verticalScrollBar()
    turn(report, -240, PLAIN)
    assert bar.value() > 0
    assert report.control.theme.base == 13


def test_widths_of_the_columns_are_remembered(report: Program) -> None:
    report.go(3)
    body = report.wizard.body
    body.setSizes([260, 800, 300])
    body.splitterMoved.emit(260, 1)
    wanted = body.sizes()
    report.restart()
    report.control.open_report(1)
    assert report.wizard.body.sizes() == wanted


@pytest.mark.parametrize("kept", ["nonsense", "1/2", "a/b/c", "-5/3/1", "99999/99999/99999"])
def test_nonsense_widths_do_no_harm(report: Program, kept: str) -> None:
    usual = report.wizard.body.sizes()
    settings().setValue("columns", kept)
    report.home()
    report.control.open_report(1)
    assert report.wizard.body.sizes() == usual


def test_libraries_used_lately_are_offered_while_they_are_there(program: Program, tmp_path: Path) -> None:
    other, gone = tmp_path / "b.nianbao", tmp_path / "gone.nianbao"
    program.control.held.copy_to(other)
    program.control.open_library(other)
    program.opened_whole()
    used(settings(), gone)
    menu = QMenu(program.window)
    fill_recent(program.control.host, menu)
    assert [it.text() for it in menu.actions()] == [str(default_path())]
    menu.actions()[0].trigger()
    program.opened_whole()
    assert program.control.held.path == default_path()
    fill_recent(program.control.host, menu)
    assert [it.text() for it in menu.actions()] == [str(other)]


def test_no_more_libraries_are_remembered_than_a_menu_shows(home: Path) -> None:
    home.mkdir()
    for number in range(MOST + 3):
        used(settings(), Path(f"{number}.nianbao"))
    used(settings(), Path("5.nianbao"))
    found = recent(settings())
    assert len(found) == MOST
    assert found[:2] == (Path("5.nianbao"), Path(f"{MOST + 2}.nianbao"))


def test_nonsense_among_the_libraries_counts_as_none(home: Path) -> None:
    home.mkdir()
    for kept in ("[", "5", '{"a": 1}', "[1, 2]"):
        settings().setValue("libraries", kept)
        assert recent(settings()) == ()
