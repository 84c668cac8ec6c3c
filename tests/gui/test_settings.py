"""What a person can choose for the window, by its keys, and what becomes of nonsense in the settings."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QDialog

from gui.app import settings
from gui.preferences import SIZES, Preferences, chosen, keep, next_size, scale_screen
from gui.settingsdialog import SettingsDialog
from tests.contracts.source import ROOT
from tests.gui.dialogkeys import answering
from tests.gui.driver import Key, Program, settle

SCREEN = {
    "name": "one",
    "x": 0,
    "y": 0,
    "width": 2400,
    "height": 1600,
    "logicalDpi": 192,
    "logicalBaseDpi": 96,
    "dpr": 1,
}


def test_settings_are_chosen_by_keys_and_take_effect_at_once(report: Program) -> None:
    report.go(3)
    before = report.control.theme.base

    def choose(dialog: QDialog) -> None:
        assert isinstance(dialog, SettingsDialog)
        assert report.focus is dialog.enter
        report.press(Key.Key_Down).press(Key.Key_Tab).press(Key.Key_End)
        report.press(Key.Key_Tab).press(Key.Key_Down).press(Key.Key_Return)

    answering(choose)
    report.control.choose_settings()
    report.back()
    assert chosen(settings()) == Preferences("dark", 14.0, 0, "right")
    assert (report.control.theme.mode, report.control.theme.base) == ("dark", before + 1)
    assert report.wizard.at == "s3"
    report.type("5").press(Key.Key_Return)
    assert report.cell == "t3.new.business"


def test_given_up_settings_change_nothing(report: Program) -> None:
    before = chosen(settings())
    answering(lambda _: report.press(Key.Key_Down).press(Key.Key_Escape))
    report.control.choose_settings()
    assert chosen(settings()) == before


def test_the_dialog_says_when_a_scale_takes_effect(report: Program) -> None:
    dialog = SettingsDialog(Preferences(), report.control.theme, report.window)
    assert "下次打开" not in dialog.later.text()
    dialog.scale.setCurrentIndex(5)
    assert dialog.later.text() == "下次打开程序时生效。"
    assert dialog.answer().scale == 200


def test_zooming_walks_through_the_sizes_and_stays_within_them(report: Program) -> None:
    seen = [report.control.theme.base]
    for _ in range(len(SIZES)):
        report.control.restyle(step=1)
        settle()
        seen.append(report.control.theme.base)
    assert seen[-1] == SIZES[-1] == next_size(SIZES[-1], 1)
    for _ in range(len(SIZES) + 1):
        report.control.restyle(step=-1)
        settle()
    assert report.control.theme.base == SIZES[0]
    report.control.restyle(step=0)
    assert report.control.theme.base == 13.0


@pytest.mark.parametrize("words", ["groß", "nan", "inf", "-5", "", "@@"])
def test_nonsense_in_the_settings_counts_as_not_chosen(tmp_path: Path, words: str) -> None:
    kept = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    for key in ("theme", "size", "scale", "enter"):
        kept.setValue(key, words)
    found = chosen(kept)
    assert found.size in (SIZES[0], 13.0)
    assert (found.look, found.scale, found.enter) == ("system", 0, "down")


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    wanted = Preferences("dark", 64 / 3, 175, "right")
    keep(kept, wanted)
    kept.sync()
    assert chosen(QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)) == wanted


def test_the_scale_is_told_to_qt_unless_the_person_has_set_qts_own_variable(tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "x.ini"), QSettings.Format.IniFormat)
    environment: dict[str, str] = {}
    scale_screen(kept, environment)
    assert environment == {}
    keep(kept, Preferences(scale=250))
    scale_screen(kept, environment)
    assert environment == {"QT_SCALE_FACTOR": "2.5", "QT_ENABLE_HIGHDPI_SCALING": "0"}
    environment = {"QT_SCALE_FACTOR": "1"}
    scale_screen(kept, environment)
    assert environment == {"QT_SCALE_FACTOR": "1"}


def test_the_chosen_scale_stands_for_the_screens_own(tmp_path: Path, home: Path) -> None:
    home.mkdir()
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [SCREEN]}), "utf-8")
    ask = (
        "from gui.app import settings; from gui.preferences import scale_screen; scale_screen(settings())\n"
        "from PySide6.QtWidgets import QApplication; a = QApplication([]); print(a.primaryScreen().devicePixelRatio())"
    )
    variables = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"}
    seen = []
    for scale in (0, 150):
        keep(settings(), Preferences(scale=scale))
        command = [sys.executable, "-c", ask]
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
        seen.append(float(done.stdout))
    assert seen == [2.0, 1.5]
