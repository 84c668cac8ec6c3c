"""What takes long is done beside the window: no file is written, copied or read by the thread that answers keys."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from weakref import WeakSet

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from core.services import bringing, export
from core.services.library import Library
from core.store import Store
from core.values import Number
from gui.background import Background
from gui.waiting import Waiting
from tests.gui.driver import CONTROL, Key, Program, settle


class Watched:
    """Notes in which thread a function runs."""

    def __init__(self, do: Callable[..., Any]) -> None:
        self.do, self.threads = do, list[threading.Thread]()

    def __call__(self, *args: Any, **more: Any) -> Any:
        self.threads.append(threading.current_thread())
        return self.do(*args, **more)

    def __get__(self, it: object, kind: type | None = None) -> Callable[..., Any]:
        return lambda *args, **more: self(it, *args, **more)

    @property
    def beside(self) -> bool:
        return bool(self.threads) and threading.main_thread() not in self.threads


def watch(patch: pytest.MonkeyPatch, owner: object, name: str) -> Watched:
    watched = Watched(getattr(owner, name))
    patch.setattr(owner, name, watched)
    return watched


def command(program: Program, bar: Any, start: str) -> None:
    """A command of the menus."""
    actions = [a for menu in bar.menus.findChildren(QMenu) for a in menu.actions()]
    next(a for a in actions if a.text().startswith(start)).trigger()


def test_files_are_made_and_written_beside_the_window(
    report: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = watch(monkeypatch, export, "put")
    made = watch(monkeypatch, export, "document_bytes")
    report.person.files.append(tmp_path / "a.pdf")
    command(report, report.wizard.bar, "打印稿另存为")
    report.go(3).type("5").press(Key.Key_Return)
    assert report.figure("t3.new.natural") == "5", "the person types on"
    report.until((tmp_path / "a.pdf").exists)
    report.until(lambda: report.control.background.pool.activeThreadCount() == 0)
    assert put.beside
    assert made.beside


def test_a_library_is_copied_beside_the_window(
    program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = watch(monkeypatch, Library, "copy_to")
    program.person.files.append(tmp_path / "b.nianbao")
    command(program, program.start_page.bar, "整库另存")
    program.until(lambda: bool(program.person.told))
    assert copied.beside


class Slow:
    """Copies no faster than somebody can press 取消, and looks whether something half written lies there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.begun, self.go_on, self.half = folder, threading.Event(), threading.Event(), False

    def look(self, watch: Callable[[], None]) -> None:
        if not self.half and any(it.name.startswith(".nianbao-") for it in self.folder.iterdir()):
            self.half = True
            self.begun.set()
            assert self.go_on.wait(10)
        watch()

    def given_up(self, program: Program, waiting: Waiting) -> None:
        """取消 is pressed half-way: nothing of the copy is left."""
        program.until(self.begun.is_set).until(waiting.isVisible).click(waiting.cancel)
        self.go_on.set()
        program.until(lambda: bool(program.person.told))
        assert not list(self.folder.iterdir())
        assert not waiting.isVisible()


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Copies to a folder of their own stand still half-way."""
    (tmp_path / "U盘").mkdir()
    it, copy = Slow(tmp_path / "U盘"), Store.copy
    monkeypatch.setattr(Store, "copy", lambda store, to, watch: copy(store, to, partial(it.look, watch)))
    return it


def test_copying_the_library_can_be_given_up_half_way(program: Program, slow: Slow) -> None:
    program.sample().home()
    program.person.files.append(slow.folder / "b.nianbao")
    command(program, program.start_page.bar, "整库另存")
    slow.given_up(program, program.start_page.state.waiting)
    assert program.person.told == ["已取消复制，没有写完的副本已经删除。报告库没有改动。"]


def test_saving_elsewhere_can_be_given_up_half_way(program: Program, slow: Slow) -> None:
    report = program.sample()
    report.go(3).type("5").press(Key.Key_Return)
    report.person.files.append(slow.folder / "c.nianbao")
    assert report.control.work is not None
    report.control.work.save_elsewhere()
    slow.given_up(report, report.wizard.state.waiting)
    assert report.person.told == ["已取消另存，没有写完的副本已经删除。已录入的都还在。"]
    report.put("t3.new.natural", "6").saved()
    assert report.answer("t3.new.natural") == Number(6), "the report goes on"


def test_foreign_files_are_read_beside_the_window(
    report: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = watch(monkeypatch, bringing, "read")
    (tmp_path / "x.txt").write_bytes(b"\x00\x01 nothing")
    report.person.files.append(tmp_path / "x.txt")
    report.press(Key.Key_O, CONTROL)
    report.until(lambda: bool(read.threads))
    report.until(lambda: bool(report.person.told))
    assert read.beside


def test_a_report_finalised_or_typed_is_saved_beside_the_window(
    report: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = watch(monkeypatch, Store, "write")
    report.go(3).type("5").press(Key.Key_Return).saved()
    assert saved.beside


def test_everything_is_saved_elsewhere_beside_the_window_while_the_person_types_on(
    report: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = watch(monkeypatch, Library, "save_elsewhere")
    report.go(3).type("5").press(Key.Key_Return)
    report.person.files.append(tmp_path / "c.nianbao")
    assert report.control.work is not None
    report.control.work.save_elsewhere()
    report.type("6").press(Key.Key_Return)
    report.until(lambda: bool(report.person.told))
    assert saved.beside
    assert report.person.told == [f"全部内容已另存到“{tmp_path / 'c.nianbao'}”。"]
    number = report.desk.session.id
    with Library.open(tmp_path / "c.nianbao") as other:
        assert other.session(number).report.value("t3.new.natural") == Number(5)


def test_where_nothing_can_be_saved_elsewhere_either_that_is_said(report: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    report.person.files.append(tmp_path / "file" / "c.nianbao")
    assert report.control.work is not None
    report.control.work.save_elsewhere()
    report.until(lambda: bool(report.person.told))
    assert "c.nianbao" in report.person.told[0]
    assert report.go(3).type("5").press(Key.Key_Return).answer("t3.new.natural") == Number(5)


class Told:
    """Somebody who is told a result, and who is to be let go of afterwards."""

    def __init__(self, background: Background, alive: WeakSet[Told]) -> None:
        self.background = background
        alive.add(self)
        background.run(self.work, self.done, self.done, self.wanted)

    def work(self) -> Told:
        return self

    def done(self, result: object) -> None:
        self.result = result

    def wanted(self) -> bool:
        return True


def test_nobody_who_was_told_a_result_is_held_afterwards(program: Program) -> None:
    background, alive = program.control.background, WeakSet[Told]()
    for _ in range(300):
        Told(background, alive)
        if len(alive) % 10 == 0:
            QApplication.processEvents()
    background.pool.waitForDone()
    settle()
    gc.collect()
    assert not alive
