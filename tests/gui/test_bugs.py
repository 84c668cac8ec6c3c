"""A slot that raises: a calm sentence, the log has it, the program goes on, nothing is lost."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QTimer

from core.values import Number
from gui.faults import catch_bugs
from tests.gui.driver import CONTROL, Key, Program, log_open
from tests.gui.test_places import unusable

pytestmark = pytest.mark.logs("nianbao.gui")


def fail(*_: object) -> NoReturn:
    raise RuntimeError("a bug")


@pytest.fixture
def guarded(report: Program, monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """The program as it runs outside tests: what slots raise is caught at the top."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)  # put back after the test
    with log_open() as file:
        catch_bugs(report.control, file)
        yield report


def log(home: Path) -> str:
    return "".join(p.read_text("utf-8") for p in sorted((home / "log").glob("*.log")))


def test_a_slot_that_raises_is_told_calmly_and_logged(guarded: Program, home: Path) -> None:
    QTimer.singleShot(0, fail)
    guarded.until(lambda: bool(guarded.person.told))
    (words,) = guarded.person.told
    assert words.startswith("程序内部出了一点问题，抱歉。已录入的内容都已保存，可以接着填。")
    assert "RuntimeError" not in words
    assert "！" not in words
    assert "RuntimeError: a bug" in log(home)
    assert "Traceback" in log(home)
    guarded.go(3).type("5").press(Key.Key_Return)
    assert guarded.figure("t3.new.natural") == "5"


def test_a_page_that_fails_to_repaint_loses_nothing(guarded: Program, home: Path) -> None:
    guarded.go(3).type("1").press(Key.Key_Return)
    guarded.table.show_change = fail  # type: ignore[method-assign] # a bug that shows with the next edit
    guarded.type("2").press(Key.Key_Return)
    guarded.until(lambda: bool(guarded.person.told))
    del guarded.table.show_change
    guarded.type("3").press(Key.Key_Return)
    cells = ["t3.new.natural", "t3.carried_in.natural", "t3.granted.natural"]
    assert [guarded.answer(cell) for cell in cells] == [Number(1), Number(2), Number(3)]
    assert [guarded.figure(cell) for cell in cells] == ["1", "2", "3"]
    guarded.restart().press(Key.Key_Return)
    assert [guarded.figure(cell) for cell in cells] == ["1", "2", "3"]
    assert "a bug" in log(home)


def test_background_work_that_fails_is_told_calmly_and_logged(guarded: Program, home: Path, tmp_path: Path) -> None:
    guarded.go(7)
    files = guarded.control.files
    assert files is not None
    files.writing.write(tmp_path / "x.pdf", fail)
    guarded.until(lambda: bool(guarded.person.told))
    assert guarded.person.told == ["没有写成，原因已记在日志里。填报的内容都还在。"]
    assert "a bug" in log(home)
    assert not (tmp_path / "x.pdf").exists()
    assert not files.busy


def test_one_bug_again_and_again_does_not_bury_the_person_in_dialogs(guarded: Program) -> None:
    """A dialog whose own event loop lets the bug come again must not open another one."""
    open_now: list[int] = []
    depth: list[int] = []

    def tell(_: object, title: str, text: str) -> None:
        depth.append(1)
        open_now.append(len(depth))
        QTimer.singleShot(0, fail)
        guarded.qtbot.wait(20)
        depth.pop()

    guarded.control.host.ask = type(guarded.control.ask)(tell=tell)
    QTimer.singleShot(0, fail)
    guarded.until(lambda: bool(open_now) and not depth)
    assert open_now == [1]
    guarded.go(3).type("5").press(Key.Key_Return).press(Key.Key_Z, CONTROL)
    assert guarded.answer("t3.new.natural") is None


def test_a_bug_before_any_library_is_open_leaves_a_page_with_ways_on(
    closed_program: Program, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unusable(home, "damaged")
    program = closed_program.start()
    assert program.control.stranded is not None
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    with log_open() as file:
        catch_bugs(program.control, file)
        QTimer.singleShot(0, fail)
        program.until(lambda: "程序内部出了一点问题" in program.control.stranded.words.text())
    assert program.person.told == []
    (home / "library.nianbao").unlink()
    program.press(Key.Key_Space)
    program.new()


def test_a_trouble_that_no_command_expected_is_told_in_its_own_words(guarded: Program, home: Path) -> None:
    """The stick with the library is pulled out: nobody may read that all is saved and that the program is at fault."""
    guarded.saved()
    (home / "library.nianbao").rename(home / "elsewhere.nianbao")
    assert guarded.control.work is not None
    QTimer.singleShot(0, guarded.control.work.show_journal)
    guarded.until(lambda: bool(guarded.person.told))
    QTimer.singleShot(0, guarded.control.work.go_back_in_time)
    guarded.until(lambda: len(guarded.person.told) > 1)
    (home / "elsewhere.nianbao").rename(home / "library.nianbao")
    assert all(words.startswith("没有找到报告库") for words in guarded.person.told), guarded.person.told
