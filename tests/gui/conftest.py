"""What tests of the window stand on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.driver import Person, Program, settle

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A warning from Qt fails the test of the window in which it is said; what the offscreen platform says of itself
    (no window manager, no keyboard to grab) is no warning."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("^This plugin does not support "))


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own: library, settings and log."""
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def no_timer_left() -> Iterator[None]:
    """A timer that still runs when the program has gone fails the test."""
    yield
    settle()
    gc.collect()
    left = [it for it in gc.get_objects() if isinstance(it, QTimer) and isValid(it) and it.isActive()]
    assert not left, f"timers left running: {[it.parent() for it in left]}"


@pytest.fixture
def closed_program(qtbot: QtBot, home: Path, person: Person, no_timer_left: None) -> Iterator[Program]:
    """The program, not started yet."""
    it = Program(qtbot, person)
    yield it
    it.close()


@pytest.fixture
def program(closed_program: Program) -> Program:
    """The program on an empty library, showing its start page."""
    return closed_program.start()


@pytest.fixture
def report(program: Program) -> Program:
    """The program with a new report open on its first page."""
    return program.new()


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    """What a test put on the clipboard is taken off again: data of ours that outlives the program crashes its exit."""
    yield
    qapp.clipboard().clear()
