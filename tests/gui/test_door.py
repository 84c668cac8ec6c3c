"""A library that takes long to open: the window says so, nothing can be typed meanwhile, and it can be given up."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QPushButton

from core.services import library as libraries
from core.services.library import Library
from gui.firstframe import FirstFrame, remembered
from gui.waiting import Waiting
from tests.gui.driver import CONTROL, Key, Program
from tests.gui.test_library_page import menu_command


class Slow:
    """The library `path` opens no sooner than `go_on` is set; `beside`: never in the thread that answers keys."""

    def __init__(self, path: Path, patch: pytest.MonkeyPatch) -> None:
        self.path, self.go_on, self.beside = path, threading.Event(), True
        self.hold = libraries.hold
        patch.setattr(libraries, "hold", self.held)

    def held(self, path: Path, *rest: Any) -> Any:
        if path == self.path:
            self.beside &= threading.current_thread() is not threading.main_thread()
            assert self.go_on.wait(20)
        return self.hold(path, *rest)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "share" / "乙.nianbao"
    path.parent.mkdir()
    Library.open(path, make=True).close()
    return path


@pytest.fixture
def slow(other: Path, monkeypatch: pytest.MonkeyPatch) -> Slow:
    return Slow(other, monkeypatch)


def covered(program: Program) -> tuple[FirstFrame, Waiting]:
    """The page that says what is waited for."""
    frame = program.window.stack.currentWidget()
    assert isinstance(frame, FirstFrame)
    assert frame.waiting is not None
    return frame, frame.waiting


def choose(program: Program, path: Path) -> None:
    program.person.files.append(path)
    menu_command(program, "打开另一个报告库…")


def free(path: Path) -> bool:
    """Whether nobody holds it."""
    with Library.open(path) as library:
        return not library.locked


def test_a_slow_library_is_said_and_taken_when_it_comes(program: Program, slow: Slow, home: Path) -> None:
    choose(program, slow.path)
    frame, waiting = covered(program)
    assert waiting.isVisible()
    assert waiting.words.text() == "正在打开报告库“乙.nianbao”…"
    assert program.focus is frame, "an Enter that was meant for the list gives nothing up"
    program.strike(Key.Key_N, CONTROL)
    program.strike(Key.Key_Return)
    program.strike(Key.Key_Delete)
    assert program.person.asked == ["打开另一个报告库"]
    slow.go_on.set()
    program.opened_whole()
    assert program.window.stack.currentWidget() is program.start_page
    assert program.control.held.path == slow.path
    assert program.control.held.locked == ""
    assert slow.beside
    program.until(lambda: free(home / "library.nianbao"), "the one before is held on to")
    program.new()


def test_a_slow_library_is_given_up_by_keys_and_everything_is_as_before(program: Program, slow: Slow) -> None:
    program.sample().home()
    focus = program.focus
    choose(program, slow.path)
    _, waiting = covered(program)
    program.strike(Key.Key_Tab)
    assert isinstance(program.focus, QPushButton)
    assert program.focus is waiting.cancel
    program.strike(Key.Key_Space)
    assert program.window.stack.currentWidget() is program.start_page
    assert program.focus is focus
    slow.go_on.set()
    program.until(lambda: free(slow.path), "what was given up is held on to")
    assert program.control.held.path != slow.path
    program.press(Key.Key_Return)
    program.go(3).type("5").press(Key.Key_Return).saved()


def slow_start(program: Program, slow: Slow, home: Path) -> Program:
    """The program begins with a library that does not come."""
    home.mkdir()
    kept = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue("library", str(slow.path))
    kept.setValue("start", '[["2025年度"], ["甲局", "填报中"]]')
    kept.sync()
    return program.start(patience=0)


def test_at_the_start_the_list_of_last_time_stays_until_the_library_comes(
    closed_program: Program, slow: Slow, home: Path
) -> None:
    program = slow_start(closed_program, slow, home)
    _, waiting = covered(program)
    assert waiting.isVisible()
    slow.go_on.set()
    program.opened_whole()
    assert program.control.held.path == slow.path
    program.new()


def test_at_the_start_it_can_be_given_up_for_another(closed_program: Program, slow: Slow, home: Path) -> None:
    program = slow_start(closed_program, slow, home)
    program.click(covered(program)[1].cancel)
    page = program.control.stranded
    assert page is not None
    assert page.words.text() == "已取消打开。报告库没有改动。"
    slow.go_on.set()
    program.until(lambda: free(slow.path))
    program.click(page.again)
    assert program.control.held.path == slow.path
    assert program.control.held.locked == ""


def test_closed_while_a_library_comes_nothing_is_held_and_the_list_is_remembered(
    closed_program: Program, slow: Slow, home: Path
) -> None:
    program = slow_start(closed_program, slow, home)
    settings = program.control.host.settings
    slow.go_on.set()
    program.close()
    assert free(slow.path)
    assert remembered(settings) == (("2025年度",), ("甲局", "填报中"))


def test_a_library_that_is_still_being_let_go_can_be_opened_again(
    program: Program, other: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, close = threading.Event(), Library.close

    def closing(library: Library) -> Any:
        assert library.path == other or go_on.wait(20)
        return close(library)

    monkeypatch.setattr(Library, "close", closing)
    choose(program, other)
    program.opened_whole()
    choose(program, home / "library.nianbao")
    assert covered(program)[1].isVisible()
    go_on.set()
    program.opened_whole()
    assert program.control.held.path == home / "library.nianbao"
    assert program.control.held.locked == ""


def test_the_open_library_chosen_once_more_stays_writable(program: Program, home: Path) -> None:
    choose(program, home / "library.nianbao")
    program.opened_whole()
    assert program.control.held.locked == ""
    program.new()


def test_the_open_library_chosen_by_another_way_stays_writable(program: Program, home: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(home, target_is_directory=True)
    program.new().home()
    choose(program, link / "library.nianbao")
    program.until(lambda: not program.control.door.busy)
    library = program.control.library
    assert library is not None and library.autosave and library.path.parent == home.resolve()
    program.control.open_report(library.entries()[0].id)
    program.until(lambda: program.control.wizard is not None)
    program.go(3).put("t3.new.natural", "5").saved()


def test_a_library_asked_for_by_a_link_is_waited_for_while_it_is_let_go(
    program: Program, other: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.nianbao"
    link.symlink_to(other)
    choose(program, link)
    program.until(lambda: program.control.library is not None and program.control.library.path == other.resolve())
    go_on, close = threading.Event(), Library.close

    def slowly(library: Library) -> object:
        assert library.path != other.resolve() or go_on.wait(20)
        return close(library)

    monkeypatch.setattr(Library, "close", slowly)
    choose(program, home / "library.nianbao")
    program.until(lambda: not program.control.door.busy)
    choose(program, link)
    assert program.control.door.busy
    go_on.set()
    program.until(lambda: not program.control.door.busy)
    library = program.control.library
    assert library is not None and library.path == other.resolve() and library.autosave


@pytest.mark.logs("nianbao.gui")
def test_a_bug_while_opening_is_said_and_what_was_shown_stays(
    program: Program, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr(libraries, "hold", fail)
    choose(program, other)
    program.opened_whole()
    assert program.person.told == ["报告库没有打开，原因已记在日志里。其中的内容没有改动。"]
    assert program.window.stack.currentWidget() is program.start_page
