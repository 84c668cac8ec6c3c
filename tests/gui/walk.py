"""A long random way through the program: keys, pastes, undo, pages, sizes; after each step what is shown is compared
with what a fresh evaluation says. Seeded, so that a way that fails can be walked again."""

from __future__ import annotations

import random
import sys
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QTextEdit

from core.check import Context, evaluate
from core.services.lastyear import values_of
from gui.ask import Ask
from gui.cells import Looks, views
from gui.help import Manual
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.steps import section_steps
from gui.text.marks import marks
from tests.gui.driver import ALT, CONTROL, PLAIN, SHIFT, Key, Person, Program, settle

CONTROL_SHIFT = CONTROL | SHIFT
FIGURES = ("0", "1", "7", "12", "38", "120", "9999", "１２", "3.5", "12abc", "/", "-4", "1,234", "6件", "00", " ")
WORDS = (
    "全年新收政府信息公开申请51件", "，", "。", "共办结50件", "其中予以公开16件、不予公开4件", "没有发生行政复议", "𠮷",
    "（一）主动公开", "错误！未找到引用源", "截止12月31日", "2019年", "x", "😀", "同比增长12.5%", "未收取信息处理费",
)  # fmt: skip
BLOCKS = (
    "1\t2\t3\n4\t5\t6", "12", "a\tb", "", "\t\t\n\t", "0\t0\t0\t0\t0\t0\t0\n" * 25, '"1\n2"\t"3"', "9" * 30, "\0\x07",
    "1\t" * 400, "第一段\r\n第二段\v第三段", "字" * 3000, "x" * 300_000, "１\t２\n３", "12.5\t—\t/",
)  # fmt: skip
SIZES = ((1366, 728), (1040, 520), (1920, 1040), (1180, 700), (900, 480), (1600, 900))
KEYS = (
    Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Tab, Key.Key_Backtab, Key.Key_Return, Key.Key_Home,
    Key.Key_End, Key.Key_Delete, Key.Key_Backspace, Key.Key_F2, Key.Key_Escape, Key.Key_Space, Key.Key_PageUp,
    Key.Key_PageDown, Key.Key_F4, Key.Key_F6, Key.Key_F8, Key.Key_F9,
)  # fmt: skip
COMMANDS = (Key.Key_C, Key.Key_X, Key.Key_A, Key.Key_F, Key.Key_H, Key.Key_E, Key.Key_L, Key.Key_Semicolon)


class Anybody(Person):
    """Answers every question, this way or that."""

    def __init__(self, dice: random.Random) -> None:
        super().__init__()
        self.dice = dice

    def ask(self) -> Ask:
        dice, nothing = self.dice, {it.name: lambda *_: None for it in fields(Ask)}
        answers: dict[str, Any] = {
            "confirm": lambda *_: dice.random() < 0.8,
            "tell": lambda _, title, text: self.told.append(text),
            "explain": lambda *_: dice.choice((None, "", "已与台账核对。")),
            "who": lambda *_: dice.choice((None, "张敏", "李卫东")),
            "new_report": lambda *_: self._answer(self.news, "新建"),
            "reason": lambda *_: dice.choice((None, "上级核对后更正。")),
        }
        return Ask(**{**nothing, **answers})


@dataclass
class Walk:
    """`step` does something by chance and looks at everything that is shown."""

    program: Program
    dice: random.Random
    last: deque[str] = field(default_factory=lambda: deque(maxlen=25))
    bugs: list[str] = field(default_factory=list)
    steps: int = 0
    number: int = 0

    def run(self, goes_on: Callable[[int], bool]) -> None:
        """Steps while `goes_on` says so of their number; the first fault ends the walk and tells the way to it."""
        before, self.number = sys.excepthook, self.program.desk.session.id
        sys.excepthook = self._caught
        watch = QTimer()
        watch.timeout.connect(self._let_go)
        watch.start(20)
        try:
            while goes_on(self.steps):
                self.step()
        except AssertionError as error:
            way = "\n".join(self.last)
            raise AssertionError(f"step {self.steps}: {error}\nthe way there:\n{way}") from error
        finally:
            watch.stop()
            sys.excepthook = before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.bugs.append("".join(traceback.format_exception(kind, error, trace)))

    def _let_go(self) -> None:
        """A menu or dialog that a key has opened holds everything up until it is closed."""
        popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
        if isinstance(popup, QMenu):
            popup.close()
        elif isinstance(dialog, QDialog):
            dialog.reject()

    def step(self) -> None:
        self.steps += 1
        act = self.dice.choices(self._acts(), [weight for weight, _ in _WEIGHTS])[0]
        act()
        self._home()
        QApplication.processEvents()
        if self.steps % 10 == 0:
            settle()
        assert not self.bugs, self.bugs[0]
        self._compare()

    # What is done

    def _acts(self) -> list[Callable[[], None]]:
        return [cast(Callable[[], None], getattr(self, name)) for _, name in _WEIGHTS]

    def _note(self, words: str) -> None:
        self.last.append(f"{self.program.wizard.at}: {words}")

    def type(self) -> None:
        focus = QApplication.focusWidget()
        running = isinstance(focus, QTextEdit)
        text = self.dice.choice(WORDS if running else FIGURES)
        self._note(f"types {text!r}")
        if running or not text.isascii():
            self.program.commit(text)
        else:
            self.program.type(text)
        if not running and self.dice.random() < 0.7:
            self.program.press(self.dice.choice((Key.Key_Return, Key.Key_Tab, Key.Key_Down, Key.Key_Right)))

    def key(self) -> None:
        key, modifiers = self.dice.choice(KEYS), self.dice.choice((PLAIN, PLAIN, PLAIN, SHIFT, CONTROL))
        self._note(f"presses {modifiers.name} {key.name}")
        self.program.press(key, modifiers)

    def command(self) -> None:
        key = self.dice.choice(COMMANDS)
        self._note(f"presses control {key.name}")
        self.program.press(key, CONTROL)

    def undo(self) -> None:
        key = self.dice.choice((Key.Key_Z, Key.Key_Z, Key.Key_Y))
        times = self.dice.randint(1, 4)
        self._note(f"presses control {key.name} {times} times")
        self.program.press(key, CONTROL, times)

    def paste(self) -> None:
        text = self.dice.choice(BLOCKS)
        self._note(f"pastes {text[:30]!r}")
        data = QMimeData()
        data.setText(text)
        QGuiApplication.clipboard().setMimeData(data)
        self.program.press(Key.Key_V, CONTROL)

    def page(self) -> None:
        number = self.dice.randint(0, 7)
        self._note(f"goes to page {number}")
        self.program.press(Key(int(Key.Key_0) + number), ALT)

    def cell(self) -> None:
        page = self.program.page
        if isinstance(page, TablePage):
            cell = self.dice.choice(list(page.model.places))
            self._note(f"goes to {cell}")
            page.go_to(cell)

    def resize(self) -> None:
        width, height = self.dice.choice(SIZES)
        self._note(f"resizes to {width} by {height}")
        self.program.window.resize(width, height)

    def zoom(self) -> None:
        key = self.dice.choice((Key.Key_Plus, Key.Key_Minus, Key.Key_0, Key.Key_0))
        self._note(f"zooms with {key.name}")
        self.program.press(key, CONTROL)

    def card(self) -> None:
        self._note("looks at the card and the manual")
        self.program.press(Key.Key_Return, CONTROL)
        self._home()
        self.program.press(Key.Key_F1)

    def zeros(self) -> None:
        self._note("fills with zeros")
        self._editor_first()
        assert self.program.control.work is not None
        self.program.control.work.fill_zeros()

    def leave(self) -> None:
        self._note("goes to the list and back")
        self.program.home()

    def _editor_first(self) -> None:
        """A menu takes the keys from what is being typed; so does this."""
        self.program.wizard.steps.setFocus()

    def _home(self) -> None:
        """Whatever was opened is closed, and the window has the keys."""
        for window in QApplication.topLevelWidgets():
            if isinstance(window, Manual) and window.isVisible():
                window.close()
        if popup := QApplication.activePopupWidget():
            popup.close()
        if self.program.control.wizard is None:  # a blank pressed the button that leads to the list
            self.program.control.open_report(self.number)
        if QApplication.activeWindow() is not self.program.window or QGuiApplication.focusWindow() is None:
            self.program.back()
        if QApplication.focusWidget() is None:
            self.program.page.setFocus()

    # What is compared

    def _compare(self) -> None:
        desk, wizard = self.program.desk, self.program.wizard
        session = desk.session
        fresh = evaluate(desk.form, session.report, Context(prior=values_of(session.last_year), others=session._others))
        assert desk.evaluation.findings == fresh.findings, "the session's findings are stale"
        assert desk.evaluation.values == fresh.values, "the session's values are stale"
        listed = wizard.findings.findings(fresh, whole=wizard.findings.whole)
        shown = [f for group in wizard.findings.model.groups for f in group.findings]
        assert sorted(f.key for f in listed) == sorted(f.key for f in shown), "the list of findings is stale"
        assert all(finding in fresh.findings for finding in shown), "a finding is shown that does not hold"
        assert wizard.model.steps[:-1] == section_steps(desk.form, fresh), "the steps are stale"
        page = self.program.page
        if isinstance(page, TablePage):
            looks = Looks(desk.looked, desk.compare, desk.prior, desk.protected)
            told = views(desk.form, fresh, page.section.cells, looks)
            odd = [cell for cell, view in told.items() if page.model.views[cell] != view]
            assert not odd, f"stale cells: {odd[:5]}"
        if isinstance(page, TextPage) and not page.timer.isActive():
            assert page.text() == session.report.text(page.cell), "the text shown is not the report's"
            assert page.teller.marks == marks(desk.form, page.cell, fresh), "marks are stale"
        if desk.looked is not None and desk.looked not in fresh.findings:
            assert desk.looked in session.review().findings, "a finding is looked at that does not hold"


_WEIGHTS = (
    (34, "type"), (26, "key"), (6, "command"), (8, "undo"), (6, "paste"), (10, "page"), (6, "cell"), (3, "resize"),
    (0.4, "zoom"), (1, "card"), (0.5, "zeros"), (0.5, "leave"),
)  # fmt: skip


def widgets() -> int:
    """How many widgets there are, when all that was let go is gone."""
    settle()
    return len(QApplication.allWidgets())


def resident() -> int:
    """Bytes of memory of this process that are in use; 0 where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * 4096 if statm.exists() else 0
