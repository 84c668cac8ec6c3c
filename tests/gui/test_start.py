"""Starting: the window is seen before the program is loaded, and what is dear is loaded only when it is wanted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from gui.app import dressed, settings
from gui.firstframe import FirstFrame, remember, remembered
from gui.pages.table import TablePage
from tests.contracts.source import ROOT
from tests.gui.driver import Key, Program

DEAR = ("reportlab", "pypdfium2", "pikepdf", "sqlite_utils", "openpyxl", "docx", "lxml", "pdfplumber", "PIL")

STARTED = """
import json, os, sys
from PySide6.QtCore import QTimer

import gui.app
seen = {"first": sorted(sys.modules)}
begin = gui.app.begin

def loaded(window, kept):
    seen["first"] = sorted(sys.modules)
    control = begin(window, kept)
    QTimer.singleShot(0, lambda: end(window))
    return control

def end(window):
    seen["start page"] = sorted(sys.modules)
    window.close()

gui.app.begin = loaded
from core.cli.main import main
code = main([])
print(json.dumps(seen))
sys.exit(code)
"""


def started(home: Path) -> dict[str, list[str]]:
    """The modules imported when the first frame was painted, and when the start page stood."""
    variables = os.environ | {"NIANBAO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", STARTED]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, env=variables)
    seen: dict[str, list[str]] = json.loads(done.stdout)
    return seen


def of(names: list[str], rooms: tuple[str, ...]) -> list[str]:
    return [name for name in names if name.split(".")[0] in rooms]


def test_dear_libraries_are_imported_late(home: Path) -> None:
    seen = started(home)
    assert of(seen["first"], DEAR) == []
    late = tuple(name for name in DEAR if name != "sqlite_utils")  # the list of reports is in the database
    assert of(seen["start page"], late) == []
    assert (home / "library.nianbao").exists()


def test_the_first_frame_is_painted_before_the_program_is_loaded(home: Path) -> None:
    first = set(started(home)["first"])
    assert "gui.firstframe" in first
    assert not first & {"gui.control", "gui.wizard", "core.services.library", "core.check", "core.form.load"}


def test_the_first_frame_shows_the_list_as_it_was_left(program: Program) -> None:
    program.new().go(3).type("5").press(Key.Key_Return).home()
    program.until(lambda: program.start_page.model.glances != {})
    program.close()
    year, row = remembered(settings())
    assert year == ("2025年度",)
    assert row[:4] == ("云岭区水务局", "填报中", "无", "1 / 166")


def test_closing_within_a_report_leaves_a_true_list(report: Program) -> None:
    report.go(3).type("x").press(Key.Key_Return)
    report.close()
    assert remembered(settings())[1][:3] == ("云岭区水务局", "未填", "强制 1")


def test_the_first_frame_can_be_painted_with_any_words(closed_program: Program, home: Path) -> None:
    home.mkdir()
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for kept in (
        "[]",
        "nonsense",
        '{"a": 1}',
        '[["只有一个"], ["甲", "乙"], ["很长" , "x", "y", "z", "u", "v", "w"], 5]',
    ):
        settings().setValue("start", kept)
        window = dressed(app, settings())
        frame = FirstFrame(settings(), window.theme)
        window.show_widget(frame, "年报")
        with closed_program.qtbot.waitSignal(frame.painted):
            window.show()
        window.close()
        window.deleteLater()


def test_no_more_rows_are_kept_than_a_window_shows(home: Path) -> None:
    home.mkdir()
    kept = QSettings(str(home / "x.ini"), QSettings.Format.IniFormat)
    remember(kept, ((str(n), "甲") for n in range(5000)))
    assert len(remembered(kept)) == 40


def test_pages_are_made_one_by_one_before_they_are_shown_or_when_somebody_is_quicker(report: Program) -> None:
    wizard = report.wizard
    assert set(wizard.pages) < set(wizard.names)
    made = report.go(6).page
    report.until(lambda: not wizard.ahead.busy)
    assert set(wizard.pages) == set(wizard.names)
    assert wizard.pages["s6"] is made
    made = wizard.pages["s3"]
    report.go(4).go(3)
    assert wizard.pages["s3"] is made
    assert isinstance(made, TablePage)
