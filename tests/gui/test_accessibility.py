"""What a screen reader is told: every control of every page and dialog has a name, and cells are named in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QApplication, QWidget

from core.form import edition, editions
from core.services import journal
from core.services.lookup import figures
from core.services.rekey import Rekeying
from gui.cellcard import CellCard
from gui.dialogs import ExplainDialog, NewDialog, WhoDialog
from gui.help import Manual
from gui.historydialog import HistoryDialog
from gui.journaldialog import JournalDialog
from gui.lastyeardialog import LastYearDialog
from gui.preferences import Preferences
from gui.rekeydialog import RekeyDialog
from gui.settingsdialog import SettingsDialog
from gui.spotdialog import FigureDialog
from gui.stranded import Stranded
from tests.gui.driver import CONTROL, Key, Program

Role = QAccessible.Role
CONTROLS = frozenset({
    Role.Button, Role.CheckBox, Role.RadioButton, Role.ComboBox, Role.EditableText, Role.List, Role.Tree, Role.Table,
    Role.Cell, Role.ListItem, Role.TreeItem, Role.PageTab, Role.MenuItem, Role.Slider, Role.SpinBox, Role.Link,
    Role.ButtonMenu, Role.ButtonDropDown, Role.Dialog, Role.Window,
})  # fmt: skip


def inside(it: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """`it` and everything below it that can be seen."""
    if it.state().invisible:
        return
    yield it
    for number in range(it.childCount()):
        child = it.child(number)
        if child is not None and child.isValid():
            yield from inside(child)


def name(it: QAccessibleInterface) -> str:
    return it.text(QAccessible.Text.Name).strip()


def nameless(widget: QWidget) -> list[str]:
    """Controls without a name, each with the way to it."""
    root = QAccessible.queryAccessibleInterface(widget)
    seen = [it for it in inside(root) if it.role() in CONTROLS or it.state().focusable]
    assert len(seen) >= 1
    return [_way(it) for it in seen if not name(it) and not it.state().disabled]


def _way(it: QAccessibleInterface) -> str:
    parts: list[str] = []
    at: QAccessibleInterface | None = it
    while at is not None and at.isValid() and len(parts) < 6:
        kind = at.object().metaObject().className() if at.object() else ""
        parts.append(f"{at.role().name} {kind} {name(at)[:20]}".strip())
        at = at.parent()
    return " < ".join(parts)


@pytest.fixture
def faulty(program: Program) -> Program:
    """The built-in sample, with findings of every level."""
    program.sample().go(4)
    program.put("t4.review.upheld", "12abc")
    return program


@pytest.mark.parametrize("number", range(8))
def test_every_control_of_every_page_has_a_name(faulty: Program, number: int) -> None:
    faulty.go(number).press(Key.Key_F8).go(number)
    assert nameless(faulty.window) == []


def test_the_list_of_reports_and_its_empty_state_name_everything(program: Program) -> None:
    assert nameless(program.window) == []
    program.sample().home()
    assert nameless(program.window) == []


def test_find_bar_and_popover_name_everything(faulty: Program) -> None:
    faulty.go(1).press(Key.Key_F8, times=1)
    faulty.go(1).press(Key.Key_H, CONTROL).commit("公开")
    faulty.text.editor.setFocus()
    faulty.press(Key.Key_F4)
    assert faulty.text.finder.isVisible()
    assert nameless(faulty.window) == []


def dialogs() -> dict[str, Callable[[Program], QWidget]]:
    """Every window beside the main one."""
    form = edition(editions()[0])

    def explain(it: Program) -> QWidget:
        desk = it.desk
        return ExplainDialog(desk, desk.evaluation.open_queries[0], it.control.theme, it.window)

    def card(it: Program) -> QWidget:
        told = journal.of_cell(it.desk.form, it.control.held.steps(it.desk.session.id), "t4.review.upheld")
        return CellCard(it.desk, "t4.review.upheld", told, it.control.theme, it.window)

    def steps(it: Program) -> tuple[journal.Step, ...]:
        return it.control.held.steps(it.desk.session.id)

    return {
        "explain": explain,
        "card": card,
        "who": lambda it: WhoDialog("", it.control.theme, it.window),
        "new": lambda it: NewDialog(form, 2025, "", it.control.theme, it.window, lambda *_: None),
        "settings": lambda it: SettingsDialog(Preferences(), it.control.theme, it.window),
        "figure": lambda it: FigureDialog(
            "插入表中数字",
            "插入",
            "行名",
            lambda words: figures(form, it.desk.evaluation, words),
            it.control.theme,
            it.window,
        ),
        "history": lambda it: HistoryDialog(it.desk, steps(it), it.control.theme, it.window),
        "journal": lambda it: JournalDialog(journal.lines(form, steps(it)), (), it.control.theme, it.window),
        "last year": lambda it: LastYearDialog(it.desk, it.control.held, it.control.theme, it.window),
        "rekey": lambda it: RekeyDialog(
            it.desk, Rekeying(form, it.desk.session.report), "李卫东", it.control.theme, it.window
        ),
        "manual": lambda it: Manual(it.control.theme, it.window),
        "stranded": lambda it: Stranded("磁盘已满。", it.control.theme),
    }


@pytest.mark.parametrize("kind", dialogs())
def test_every_control_of_every_dialog_has_a_name(faulty: Program, kind: str) -> None:
    dialog = dialogs()[kind](faulty)
    dialog.show()
    QApplication.processEvents()
    assert nameless(dialog) == []
    dialog.close()
    dialog.deleteLater()


def test_a_cell_is_named_in_words_with_its_state(faulty: Program) -> None:
    root = QAccessible.queryAccessibleInterface(faulty.window)
    cells = [name(it) for it in inside(root) if it.role() == Role.Cell]
    assert "表四，行政复议，结果维持，12abc，不是数字，强制" in cells
    faulty.go(3)
    cells = [name(it) for it in inside(QAccessible.queryAccessibleInterface(faulty.window)) if it.role() == Role.Cell]
    assert len(cells) > 100, "what is scrolled out of sight may be left out"
    assert all(cell.startswith("表三，") and cell.count("，") >= 3 for cell in cells)


def test_a_control_without_a_name_is_seen(program: Program) -> None:
    program.sample().home()
    program.start_page.search.setAccessibleName("")
    program.start_page.search.setPlaceholderText("")
    assert len(nameless(program.window)) == 1
