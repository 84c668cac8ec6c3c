"""The keys of an open report that have no button: pages, findings, parts of the window, what is at hand."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from gui.bars import action
from gui.wizard import Wizard


def moves(wizard: Wizard) -> list[QAction]:
    """Ways through the report, for a menu as well; Alt and a digit leads to each page."""
    made = [
        action("上一页", lambda: wizard.turn(-1), "PgUp", wizard),
        action("下一页", lambda: wizard.turn(1), "PgDown", wizard),
        action("下一项问题", wizard.findings.next, "F8", wizard),
        action("上一项问题", lambda: wizard.findings.next(back=True), "Shift+F8", wizard),
        action("就地看这一处的问题", lambda: wizard.page(wizard.at).look_here(), "F4", wizard),
        action("打开或收起核对栏", wizard.body.toggle, "F9", wizard),
    ]
    for it in made:
        wizard.addAction(it)
    return made


def next_part(wizard: Wizard, *, back: bool = False) -> None:
    """On to the next of steps, page and findings."""
    every: tuple[QWidget, ...] = (wizard.steps, wizard.page(wizard.at), wizard.findings.list)
    parts = [part for part in every if part.isVisible()]
    held = [part.isAncestorOf(wizard.focusWidget()) or part.hasFocus() for part in parts]
    at = held.index(True) if True in held else 1
    parts[(at + (-1 if back else 1)) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)


def explain_current(wizard: Wizard) -> None:
    """Ctrl+E: the finding looked at, or the first open query of the current page."""
    looked = wizard.desk.looked
    if looked is None:
        here = wizard.findings.findings(wizard.desk.evaluation, whole=False)
        looked = next((f for f in here if f.level == "Q" and f.explained is None), None)
    if looked is not None and looked.level == "Q":
        wizard.explain(looked)


def silent(wizard: Wizard) -> None:
    """What stands in no menu."""
    made = [
        action("下一栏", lambda: next_part(wizard), "F6", wizard),
        action("上一栏", lambda: next_part(wizard, back=True), "Shift+F6", wizard),
        action("不看此项", lambda: wizard.desk.look_at(None), "Esc", wizard),
    ]
    for number, name in enumerate(wizard.names):
        made.append(action(name, partial(wizard.show_page, name), f"Alt+{number}", wizard))
    for it in made:
        wizard.addAction(it)
