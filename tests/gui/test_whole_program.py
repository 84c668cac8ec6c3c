"""From an empty library to a finalised package and its print, by the keys a clerk presses.

Digits, Tab and the commands are real key events, running texts are committed by an input method, the dialogs are the
program's own. What comes out is compared with what `nianbao convert` makes of the same report.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core import paths
from core.check.detectors import code_fault
from core.check.evaluation import Finding
from core.cli.main import main
from core.form.model import Form
from core.report.package import fingerprint, on_paper
from core.services.checking import load
from core.values import shown
from gui.ask import Ask
from gui.desk import Desk
from gui.dialogs import ExplainDialog, FindLast, NewDialog, NewReport
from gui.theme import Theme
from tests.gui.driver import CONTROL, Key, Person, Program


@dataclass
class Clerk(Person):
    """Answers the program's own dialogs with keys."""

    program: Program | None = None
    facts: tuple[str, str, str] = ("", "", "")  # unit, code, year

    def ask(self) -> Ask:
        return dataclasses.replace(super().ask(), new_report=self.fill_new, explain=self.give_reason)

    def fill_new(
        self, parent: QWidget, form: Form, year: int, who: str, theme: Theme, find: FindLast
    ) -> NewReport | None:
        dialog, program = NewDialog(form, year, who, theme, parent, find), self._before(NewDialog)
        unit, code, asked = self.facts
        self._show(dialog)
        program.commit(unit).press(Key.Key_Tab).type(code).press(Key.Key_Tab)
        program.press(Key.Key_A, CONTROL).type(asked).press(Key.Key_Tab).commit("张敏").press(Key.Key_Return)
        self._back()
        return dialog.answer() if dialog.result() else None

    def give_reason(self, parent: QWidget, desk: Desk, finding: Finding, theme: Theme) -> str | None:
        dialog, program = ExplainDialog(desk, finding, theme, parent), self._before(ExplainDialog)
        self._show(dialog)
        program.commit("已与原件核对，照原件填报。")
        while program.focus is not dialog.go:
            program.press(Key.Key_Tab)
        program.press(Key.Key_Return)
        self._back()
        return dialog.text() if dialog.result() else None

    def _before(self, kind: type[QDialog]) -> Program:
        self.asked.append(kind.__name__)
        assert self.program is not None
        return self.program

    def _show(self, dialog: QDialog) -> None:
        assert self.program is not None
        dialog.show()
        dialog.activateWindow()
        self.program.until(lambda: QApplication.activeWindow() is dialog)

    def _back(self) -> None:
        """To the window, as a window manager would."""
        assert self.program is not None
        window = self.program.window
        window.activateWindow()
        self.program.until(lambda: QApplication.activeWindow() is window)


@dataclass(frozen=True)
class Model:
    """A report to be typed: what a person reads off it."""

    path: Path
    form: Form
    figures: dict[str, str]
    stated: dict[str, str]  # totals printed otherwise than their sum
    texts: dict[str, str]
    unit: str
    year: str


def read(path: Path) -> Model:
    reading = load(path)
    form = reading.form
    faces = {cell: shown(form.cells[cell].kind, answer.value) for cell, answer in reading.answers.items()}
    figures = {cell: text for cell, text in faces.items() if form.cells[cell].row and not form.cells[cell].total}
    stated = {
        s.total: faces[s.total]
        for s in form.sums
        if s.total in faces and all(p in figures for p in s.parts)
        if int(faces[s.total]) != sum(int(figures[p]) for p in s.parts)
    }
    unit, year = faces[form.role("unit_name")], faces[form.role("year")]
    return Model(path, form, figures, stated, dict(reading.texts), unit, year)


def good_code() -> str:
    """A code whose check digit is right; the published reports print none."""
    stem = "11230400002483111"
    return next(stem + c for c in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not code_fault(stem + c))


def type_tables(program: Program, model: Model) -> None:
    """Each table from its first cell on: the figure, Tab; then totals that are stated, by Shift and arrows."""
    for number, section in enumerate(model.form.sections):
        if section.table is None:
            continue
        program.go(number).press(Key.Key_Home, CONTROL)
        for _ in range(sum(program.table.area.entries.values())):
            program.type(model.figures[program.cell]).press(Key.Key_Tab)
        for total, text in model.stated.items():
            if model.form.cells[total].section == section.id:
                program.go(number).press(Key.Key_Home, CONTROL)
                reach(program, total)
                program.type(text).press(Key.Key_Return)


def reach(program: Program, cell: str) -> None:
    """Walk to a cell with the arrows, along the row first."""
    target = program.table.model.places[cell]
    for _ in range(60):
        row, column = program.table.model.places[program.cell]
        if (row, column) == target:
            return
        down, right = target[0] - row, target[1] - column
        program.press(
            Key.Key_Down if down > 0 else Key.Key_Up if down else Key.Key_Right if right > 0 else Key.Key_Left
        )
    pytest.fail(f"{cell} was not reached")


def type_texts(program: Program, model: Model) -> None:
    for number, section in enumerate(model.form.sections):
        if section.kind == "text" and section.cells[0] in model.texts:
            program.go(number)
            for line_number, line in enumerate(model.texts[section.cells[0]].split("\n")):
                if line_number:
                    program.press(Key.Key_Return)
                if line:
                    program.commit(line)


def type_facts(program: Program, model: Model) -> None:
    """Unit and year were asked for; the opening paragraph is typed where the report has one of its own."""
    program.go(0)
    intro = model.form.role("intro")
    if intro in model.texts:
        program.facts.fields[intro].setFocus()
        program.commit(model.texts[intro])


def settle_findings(program: Program) -> None:
    """What is still to do, from the list of the last page: totals take their sums, queries are explained."""
    program.go(7)
    for _ in range(40):
        review = program.desk.session.review()
        todo = review.open_errors + review.open_queries
        if not todo:
            return
        program.go(7)
        choose(program, todo[0].key)
        if todo[0].level == "E":
            detail = program.wizard.findings
            way_out = next(b for b in detail.findChildren(QPushButton) if b.text().startswith("总计改用合计"))
            way_out.setFocus()
            program.press(Key.Key_Space)
    pytest.fail("there is always more to do")


def choose(program: Program, key: str) -> None:
    view, model = program.output.list, program.output.model
    view.setFocus()
    program.press(Key.Key_Home)
    for _ in range(80):
        finding = model.finding(view.currentIndex())
        if finding is not None and finding.key == key:
            program.press(Key.Key_Return)
            return
        program.press(Key.Key_Down)
    pytest.fail(f"{key} is not in the list")


def press_button(program: Program, find: Callable[[QPushButton], bool]) -> None:
    button = next(b for b in program.wizard.findChildren(QPushButton) if find(b))
    assert button.isVisible()
    assert button.isEnabled(), button.text()
    button.setFocus()
    program.press(Key.Key_Space)


def finalise_and_save(program: Program, package: Path, sheet: Path) -> None:
    program.go(7)
    program.person.confirms.append(True)
    press_button(program, lambda b: b.text() == "定稿…")
    program.saved()
    for target, name in ((package, "上报文件，另存为…"), (sheet, "打印稿（PDF），另存为…")):
        program.person.files.append(target)
        press_button(program, lambda b, name=name: b.accessibleName() == name)
        program.until(lambda target=target: program.output.written.text() == f"✓ 已写到 {target}")


def converted(path: Path, folder: Path) -> dict[str, Any]:
    """What the command makes of the same report."""
    out = folder / "convert.json"
    assert main(["convert", str(path), str(out), "--draft"]) == 0
    body: dict[str, Any] = json.loads(out.read_bytes())
    return body


def printed(sheet: Path) -> str:
    document = pypdfium2.PdfDocument(sheet)
    try:
        return "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    finally:
        document.close()


@pytest.fixture
def clerk() -> Clerk:
    return Clerk()


@pytest.fixture
def office(qtbot: QtBot, home: Path, clerk: Clerk, no_timer_left: None) -> Program:
    return Program(qtbot, clerk)


@pytest.fixture(params=["model", "sample"])
def model(request: pytest.FixtureRequest) -> Model:
    """The published report of which DOMAIN speaks, and the built-in one of an invented unit."""
    if request.param == "model":
        return read(request.getfixturevalue("reports") / "sifangtai-2023.txt")
    return read(next(iter(sorted((paths.resources() / "samples").glob("*.txt")))))


def test_a_whole_report_by_keys(
    office: Program, clerk: Clerk, model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clerk.program, clerk.facts = office, (model.unit, good_code(), model.year)
    assert len(model.figures) == 166
    package, sheet = tmp_path / "package.json", tmp_path / "sheet.pdf"
    office.start().press(Key.Key_Return)
    type_facts(office, model)
    type_tables(office, model)
    type_texts(office, model)
    settle_findings(office)
    finalise_and_save(office, package, sheet)
    keys = office.keys
    office.close()

    body, expected = json.loads(package.read_bytes()), converted(model.path, tmp_path)
    sums = {total: body["cells"][total] for total in model.stated}  # they took their sums
    assert body["cells"] == expected["cells"] | sums
    assert body["texts"] == expected["texts"]
    assert (body["unit"]["name"], body["year"]) == (expected["unit"]["name"], expected["year"])
    assert (body["status"], body["unread"]) == ("final", {})
    assert body["fingerprint"] == fingerprint(body)
    assert load(package).trouble is None
    assert on_paper(body["fingerprint"]).lower() in " ".join(printed(sheet).lower().split())
    with capsys.disabled():
        print(f"\n{model.path.stem}: {keys} keys, {sum(map(len, body['texts'].values()))} characters by input method")
