"""Libraries that somebody else holds, that are locked, broken or gone, and screens of other sizes: it opens sensibly."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from core.values import Number
from gui.recent import there
from tests.contracts.source import ROOT
from tests.gui.driver import CONTROL, UNIT, Key, Program


@contextmanager
def held(path: Path) -> Iterator[Callable[[], None]]:
    """Another program holds `path`; call what is given to make it let go."""
    command = [sys.executable, "-m", "tests.gui.holding", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"

        def let_go() -> None:
            if process.poll() is None:
                process.communicate("\n")

        try:
            yield let_go
        finally:
            let_go()


def test_a_library_held_elsewhere_can_be_read_and_taken_over_later(closed_program: Program, home: Path) -> None:
    home.mkdir()
    with held(home / "library.nianbao") as let_go:
        program = closed_program.start()
        sentence = "只读：报告库由李卫东打开。10:12 起；可以查看，对方关闭后请点“再试一次”。"
        state = program.start_page.state
        assert state.saved.whole == sentence
        assert state.way_out.isVisible()
        assert state.way_out.text() == "再试一次"
        program.press(Key.Key_N, CONTROL)
        assert program.person.told == [sentence]
        program.press(Key.Key_Return).go(3).type("5").press(Key.Key_Return).press(Key.Key_Delete)
        assert program.answer("t3.new.natural") is None
        program.go(1).commit("甲").go(0).go(3)
        assert program.wizard.state.saved.whole == sentence
        assert len(program.person.told) == 1
        program.home().click(program.start_page.state.way_out)
        assert program.start_page.state.saved.whole == sentence
        let_go()
    program.click(program.start_page.state.way_out)
    assert program.start_page.state.saved.whole == "全部报告已保存在本机，不联网"
    assert not program.start_page.state.way_out.isVisible()
    program.press(Key.Key_Return).go(3).type("5").press(Key.Key_Return)
    assert program.answer("t3.new.natural") == Number(5)


def test_trying_again_is_offered_beside_the_report_too(closed_program: Program, home: Path) -> None:
    home.mkdir()
    with held(home / "library.nianbao") as let_go:
        program = closed_program.start().press(Key.Key_Return).go(3)
        way_out = program.wizard.state.way_out
        assert way_out.isVisible()
        assert way_out.text() == "再试一次"
        program.click(way_out)
        assert program.wizard.state.saved.whole.startswith("只读：")
        let_go()
    program.click(program.wizard.state.way_out)
    assert program.wizard.at == "s3"
    program.type("5").press(Key.Key_Return)
    assert program.answer("t3.new.natural") == Number(5)
    assert not program.wizard.state.way_out.isVisible()


def test_a_second_window_sees_the_first_ones_name(program: Program, home: Path) -> None:
    program.new().restart()
    other = subprocess.run(
        [sys.executable, "-c", SECOND, str(home / "library.nianbao")],
        cwd=ROOT, capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert other.stdout.startswith("只读：报告库由张敏打开。")


SECOND = """
import sys
from pathlib import Path
from core.services.library import Library
with Library.open(Path(sys.argv[1])) as library:
    print(library.locked)
"""


def test_while_the_folder_is_gone_it_is_said_and_nothing_is_lost(report: Program, home: Path, tmp_path: Path) -> None:
    report.go(3).type("1").press(Key.Key_Return).saved()
    away = home.with_name("away")
    home.rename(away)
    state = report.wizard.state
    report.type("2").press(Key.Key_Return).until(lambda: state.saved.whole.startswith("未保存："))
    assert "正在重试。已录入的都还在；" in state.saved.whole
    assert state.way_out.isVisible()
    assert state.way_out.text() == "另存到别处…"
    assert state.saved.property("tone") == "error"
    report.person.files.append(tmp_path / "elsewhere.nianbao")
    report.click(state.way_out).until(lambda: bool(report.person.told))
    assert report.person.told == [f"全部内容已另存到“{tmp_path / 'elsewhere.nianbao'}”。"]
    away.rename(home)
    report.put("t3.granted.natural", "3").until(lambda: state.saved.whole.startswith("已保存 "))
    assert not state.way_out.isVisible()
    report.restart().press(Key.Key_Return)
    cells = [f"t3.{row}.natural" for row in ("new", "carried_in", "granted")]
    assert [report.figure(cell) for cell in cells] == ["1", "2", "3"]


def test_closing_while_something_is_not_saved_asks_first(report: Program, home: Path) -> None:
    report.go(3).type("1").press(Key.Key_Return).saved()
    away = home.with_name("away")
    home.rename(away)
    report.type("2")
    report.person.confirms.append(False)
    report.window.close()
    assert report.window.isVisible()
    assert "还有 1 处改动没有存进报告库" in report.person.asked[-1]
    assert report.figure("t3.carried_in.natural") == "2"
    away.rename(home)
    report.restart().press(Key.Key_Return)
    assert report.figure("t3.carried_in.natural") == "2"


@pytest.mark.logs("nianbao.gui")
def test_closing_all_the_same_is_possible(report: Program, home: Path) -> None:
    report.go(3).type("1").press(Key.Key_Return).saved()
    home.rename(home.with_name("away"))
    report.type("2").press(Key.Key_Return)
    report.person.confirms.append(True)
    report.close()


def remember(home: Path, path: Path) -> None:
    """Settings that name another library."""
    home.mkdir(exist_ok=True)
    kept = QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat)
    kept.setValue("library", str(path))
    kept.sync()


def test_a_library_that_has_vanished_is_said_and_the_usual_one_opens(closed_program: Program, home: Path) -> None:
    gone = home.parent / "stick" / "x.nianbao"
    remember(home, gone)
    program = closed_program.start()
    assert program.person.told == [f"没有找到报告库“{gone}”。请检查移动盘是否接好，或另选一个报告库。"]
    assert program.control.held.path == home / "library.nianbao"
    program.new()


def test_a_folder_in_place_of_a_library_is_said(closed_program: Program, home: Path) -> None:
    remember(home, home)
    program = closed_program.start()
    assert "这是一个文件夹" in program.person.told[0]
    program.new()


@pytest.mark.parametrize("name", ["x" * 300, "a\0b", "circle/x.nianbao"])
def test_a_library_that_the_system_cannot_even_look_for_is_said(closed_program: Program, home: Path, name: str) -> None:
    (home.parent / "circle").symlink_to(home.parent / "circle")
    remember(home, home.parent / name)
    program = closed_program.start()
    assert len(program.person.told) == 1
    assert "用不了" in program.person.told[0]
    assert program.control.held.path == home / "library.nianbao"
    program.new()


def unusable(home: Path, how: str) -> None:
    home.mkdir(exist_ok=True)
    file = home / "library.nianbao"
    match how:
        case "damaged":
            file.write_bytes(b"x" * 5000)
        case "newer":
            with closing(sqlite3.connect(file)) as db:
                db.execute("PRAGMA user_version = 9000")
        case "no folder":
            home.rmdir()
            home.write_text("a file stands where the folder should be")


@pytest.mark.parametrize("how", ["damaged", "newer", "no folder"])
def test_without_any_library_the_window_says_so_and_offers_ways_on(
    closed_program: Program, home: Path, tmp_path: Path, how: str
) -> None:
    unusable(home, how)
    program = closed_program.start()
    page = program.control.stranded
    assert page is not None
    assert page.isVisible()
    assert page.words.text()
    assert program.person.told == []
    program.click(page.again)
    assert program.control.stranded is not None
    with_report = tmp_path / "other.nianbao"
    with held(with_report):
        pass
    program.person.files.append(with_report)
    page = program.control.stranded
    page.other.setFocus()
    program.press(Key.Key_Space)
    assert program.control.held.path == with_report
    program.press(Key.Key_Return)
    assert program.control.wizard is not None


def test_type_and_colours_change_while_no_library_is_open(closed_program: Program, home: Path) -> None:
    unusable(home, "damaged")
    program = closed_program.start()
    assert program.control.stranded is not None
    why = program.control.stranded.words.text()
    program.control.restyle(mode="dark", step=1)
    assert program.control.stranded.words.text() == why
    assert program.control.stranded.isVisible()
    assert program.window.theme.mode == "dark"
    (home / "library.nianbao").unlink()
    program.press(Key.Key_Space)
    program.new()


def test_trying_again_opens_the_library_once_it_is_back(closed_program: Program, home: Path) -> None:
    home.mkdir()
    (home / "library.nianbao").write_bytes(b"x" * 5000)
    program = closed_program.start()
    (home / "library.nianbao").unlink()
    assert program.control.stranded is not None
    program.press(Key.Key_Space)  # the first button has the focus
    assert program.control.held.path == home / "library.nianbao"
    program.person.news.append(UNIT)
    program.press(Key.Key_Return)
    assert program.control.wizard is not None


def test_settings_that_are_nonsense_are_as_good_as_none(closed_program: Program, home: Path) -> None:
    home.mkdir()
    (home / "settings.ini").write_text("[General]\nsize=groß\ntheme=@@\nwindow=@ByteArray(x)\npage/1=nowhere\nwho=\n")
    program = closed_program.start().new()
    assert program.wizard.at == "unit"
    program.restart()
    (home / "settings.ini").write_bytes(b"\x00\xff\xfe" * 50)
    program.restart()


GEOMETRY = """
import json, os, sys
from PySide6.QtWidgets import QApplication
from PySide6.QtCore import QTimer
app = QApplication([])
from gui.app import build, settings
from gui.ask import Ask
control = build(app, settings(), Ask(tell=lambda *_: None))
window = control.window
wanted = json.loads(sys.argv[1])
if wanted:
    window.setGeometry(*wanted)
window.show()

def end():
    screen, frame = app.primaryScreen().availableGeometry(), window.geometry()
    print(json.dumps([screen.getRect(), frame.getRect()]))
    window.close()

QTimer.singleShot(0, end)
app.exec()
"""


def shown_on(home: Path, width: int, height: int, wanted: list[int], **env: str) -> tuple[list[int], list[int]]:
    """(screen, window) of a run of the program on a screen of that size."""
    config = home.parent / f"screen-{width}.json"
    config.write_text(json.dumps({"screens": [{"name": "one", "x": 0, "y": 0, "width": width, "height": height}]}))
    variables = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={config}", "NIANBAO_HOME": str(home)} | env
    command = [sys.executable, "-c", GEOMETRY, json.dumps(wanted)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=variables)
    screen, window = json.loads(done.stdout)
    return screen, window


def test_closed_on_a_large_screen_it_opens_within_a_small_one(home: Path) -> None:
    screen, window = shown_on(home, 2732, 1536, [900, 500, 1700, 900])
    assert screen == [0, 0, 2732, 1536]
    assert window == [900, 500, 1700, 900]
    _, window = shown_on(home, 2732, 1536, [])
    assert window == [900, 500, 1700, 900], "the same screen: the same place"
    screen, window = shown_on(home, 1366, 768, [])
    assert screen == [0, 0, 1366, 768]
    border = 8  # of the frame, unknown before the first showing
    assert 0 <= window[0] <= border
    assert 0 <= window[1] <= border
    assert window[2] <= 1366
    assert window[3] <= 768


def test_a_new_window_fits_a_small_screen_with_its_frame(home: Path) -> None:
    _, window = shown_on(home, 1366, 768, [])
    assert window[2] <= 1366 - 2 * 8
    assert window[3] <= 768 - 40
    _, window = shown_on(home / "large", 1920, 1080, [])
    assert window[2:] == [1366, 728], "on a larger one it is as large as it was made for"


def test_at_another_scale_it_still_fits_the_screen(home: Path) -> None:
    shown_on(home, 1920, 1080, [50, 50, 1800, 950])
    screen, window = shown_on(home, 1920, 1080, [], QT_SCALE_FACTOR="2")
    assert screen == [0, 0, 960, 540]
    assert window[2] <= 960
    assert window[3] <= 540


def test_a_place_on_a_monitor_that_is_gone_is_not_used(home: Path) -> None:
    shown_on(home, 3000, 1000, [1900, 100, 1040, 600])
    _, window = shown_on(home, 1400, 900, [])
    assert 0 <= window[0] < 1400 - 100


def test_a_place_beyond_every_screen_is_not_used(home: Path) -> None:
    shown_on(home, 1366, 768, [9000, 7000, 1200, 700])
    screen, window = shown_on(home, 1366, 768, [])
    assert window[0] < screen[2] - 100
    assert window[1] < screen[3] - 100


def test_a_library_of_a_name_that_the_system_refuses_counts_as_gone(tmp_path: Path) -> None:
    assert not there(tmp_path / ("x" * 300))
    assert not there(tmp_path)


@pytest.mark.parametrize("size", [(683, 384), (460, 260)], ids=["at 200 %", "at 300 %"])
def test_on_a_small_screen_at_a_large_scale_nothing_lies_over_anything(
    closed_program: Program, size: tuple[int, int]
) -> None:
    """A screen of 1366 × 768; all is there to be scrolled to."""
    program = closed_program.start()
    window = program.window
    window.setMinimumSize(100, 100)
    window.resize(*size)
    first = program.start_page.first
    choices = (first.new, first.bring, first.sample)
    program.until(lambda: all(choice.height() >= 62 for choice in choices))
    assert not any(above.geometry().intersects(below.geometry()) for above, below in pairwise(choices))
    program.new().go(0)
    for cell, hint in program.facts.hints.items():
        field = program.facts.fields[cell]
        assert not hint.isVisible() or hint.height() >= hint.heightForWidth(hint.width())
        assert not hint.isVisible() or not hint.geometry().intersects(field.geometry())
    page = program.home().start_page
    assert page.list.columnWidth(0) >= page.theme.px(100)
    assert page.list.horizontalScrollBar().maximum() == 0
    assert not page.list.isColumnHidden(1)
    window.resize(1366, 700)
    program.until(lambda: not any(page.list.isColumnHidden(column) for column in range(page.model.columnCount())))
