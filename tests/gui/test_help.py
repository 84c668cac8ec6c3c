"""F1: the manual at the right place, and a sheet of keys that names every key there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QApplication, QDialog, QListWidget
from shiboken6 import isValid

from core import paths
from gui import help as manual
from gui.dialogs import Dialog, WhoDialog
from gui.help import Manual, chapters
from gui.pages.base import Page
from tests.gui.dialogkeys import answering
from tests.gui.driver import Key, Program

IDS = {it.id for it in chapters()}


def shown(program: Program) -> Manual:
    """The manual, which has the keys."""
    program.until(lambda: isinstance(QApplication.activeWindow(), Manual))
    return cast(Manual, QApplication.activeWindow())


def chapter(it: Manual) -> str:
    return it.chapters[it.list.currentRow()].id


def kinds(base: type) -> Iterator[type]:
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_every_kind_of_page_and_dialog_names_a_chapter() -> None:
    named = {kind.__name__: kind.manual for base in (Page, Dialog) for kind in kinds(base)}
    assert len(named) > 10
    assert {name: it for name, it in named.items() if it not in IDS} == {}


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "facts"), (1, "text"), (2, "fill"), (3, "fill"), (5, "text"), (7, "output")]
)
def test_f1_opens_the_manual_at_the_page_in_front(report: Program, number: int, expected: str) -> None:
    report.go(number).press(Key.Key_F1)
    opened = shown(report)
    assert chapter(opened) == expected
    assert opened.reader.toPlainText().startswith(opened.chapters[opened.list.currentRow()].title)
    report.press(Key.Key_Escape).back()
    assert not isValid(opened), "it is closed for good"


def test_f1_among_the_findings_speaks_of_checking(report: Program) -> None:
    report.go(3).type("x").press(Key.Key_Return).press(Key.Key_F6)
    assert report.wizard.findings.list.hasFocus()
    report.press(Key.Key_F1)
    assert chapter(shown(report)) == "check"


def test_f1_again_leads_to_the_keys_and_arrows_through_the_chapters(program: Program) -> None:
    program.press(Key.Key_F1)
    opened = shown(program)
    assert chapter(opened) == "start"
    program.press(Key.Key_F1)
    assert chapter(opened) == "keys"
    program.press(Key.Key_Home).press(Key.Key_Down)
    assert chapter(opened) == "facts"


def test_f1_in_a_dialog_opens_the_manual_over_it(report: Program) -> None:
    def help_wanted(dialog: QDialog) -> None:
        report.press(Key.Key_F1)
        opened = shown(report)
        assert opened.parentWidget() is dialog
        assert chapter(opened) == "settings"
        report.press(Key.Key_End)
        assert chapter(opened) == "keys"
        report.press(Key.Key_Escape)
        dialog.activateWindow()
        report.until(lambda: QApplication.activeWindow() is dialog)
        report.press(Key.Key_Escape)

    answering(help_wanted)
    report.control.choose_settings()


def test_one_window_serves_for_one_asker(report: Program) -> None:
    report.press(Key.Key_F1)
    first = shown(report)
    report.back().go(3).press(Key.Key_F1)
    assert shown(report) is first
    assert chapter(first) == "fill"


def test_a_manual_that_was_not_installed_is_said(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "manual", lambda: Path("nowhere") / "manual.md")
    opened = Manual(program.control.theme, program.window)
    opened.open_at("fill")
    assert "没有随程序安装" in opened.reader.toPlainText()
    assert opened.findChild(QListWidget).count() == 0
    opened.close()


def test_the_sheet_of_keys_names_every_key(report: Program) -> None:
    sheet = next(it.text for it in manual.chapters() if it.id == "keys")
    named = sheet.replace("＋", "+").replace("加号", "+").replace("减号", "-").replace("PageUp", "PgUp")
    named = named.replace("PageDown", "PgDown").replace("Delete", "Del")
    actions = [it for it in report.window.findChildren(QAction) if it.shortcuts()]
    assert len(actions) > 25
    keys = {it.shortcuts()[0].toString() for it in actions} - {f"Alt+{n}" for n in range(2, 7)} - {"Ctrl+Return"}
    missing = {key for key in keys if not re.search(rf"(?<![\w+]){re.escape(key)}(?![\w+])", named)}
    assert missing == set()


def test_pictures_of_the_manual_exist_and_are_small() -> None:
    named = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", paths.manual().read_text("utf-8"))
    assert len(named) >= 5
    for name in named:
        assert (paths.manual().parent / name).stat().st_size < 300_000


def test_pictures_are_shown_no_wider_than_the_text(report: Program) -> None:
    report.go(1).press(Key.Key_F1)
    opened = shown(report)
    picture = opened.reader.loadResource(2, "images/text.png")
    assert isinstance(picture, QImage)
    assert 200 < picture.width() <= opened.reader.viewport().width() - 40


def test_a_dialog_may_speak_of_a_chapter_of_its_own(program: Program) -> None:
    assert WhoDialog("", program.control.theme, program.window).manual in IDS
