"""What is half typed stands on the screen: whatever is made of the report meanwhile holds it too."""

from __future__ import annotations

from pathlib import Path

from core.values import Number, Text
from tests.gui.driver import CONTROL, Key, Program


def test_printing_takes_along_the_figure_whose_editor_is_open(report: Program) -> None:
    report.go(3).type("5").press(Key.Key_P, CONTROL)
    report.until(lambda: bool(report.person.printed))
    assert report.answer("t3.new.natural") == Number(5)


def test_printing_takes_along_the_text_that_was_written_a_moment_ago(report: Program) -> None:
    report.go(1).commit("甲").press(Key.Key_P, CONTROL)
    assert report.answer("s1.text") == Text("甲")
    report.until(lambda: bool(report.person.printed))


def test_a_file_takes_along_the_figure_whose_editor_is_open(report: Program, tmp_path: Path) -> None:
    report.person.files.append(tmp_path / "a.pdf")
    report.go(3).type("5")
    files = report.control.files
    assert files is not None
    files.save_pdf()
    report.until(lambda: (tmp_path / "a.pdf").exists() and not files.busy)
    assert report.answer("t3.new.natural") == Number(5)
