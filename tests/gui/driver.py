"""The program as a person has it: keys go in at the window, questions are answered, everything else is looked at.

No sleeps and no replaced parts of Qt: waiting runs the event loop until something is so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar, cast

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from core.check import Finding
from core.report import Edit, Put
from core.services.export import Options
from core.values import typed
from gui.app import build, settings
from gui.ask import Ask
from gui.background import Background
from gui.bringing.dialog import Decision, Draft
from gui.cells import CellView
from gui.control import Control
from gui.desk import Desk
from gui.dialogs import NewReport
from gui.faults import open_log
from gui.lastyeardialog import LastYearChoice
from gui.librarypage import LibraryPage
from gui.mainwindow import MainWindow
from gui.pages.facts import FactsPage
from gui.pages.output import OutputPage
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.theme import Theme
from gui.wizard import Wizard

Key, Mod = Qt.Key, Qt.KeyboardModifier
PLAIN, SHIFT, CONTROL, ALT = Mod.NoModifier, Mod.ShiftModifier, Mod.ControlModifier, Mod.AltModifier

_T = TypeVar("_T")


@dataclass
class Person:
    """Answers the program's questions, each in the order in which it was prepared; a question that nobody prepared an
    answer for fails the test. `told`: the sentences that had to be read; `folders`: the files whose folder was shown;
    `printed`: what went to the printer."""

    news: list[NewReport | None] = field(default_factory=list)
    files: list[Path | None] = field(default_factory=list)
    confirms: list[bool] = field(default_factory=list)
    reasons: list[str | None] = field(default_factory=list)
    explanations: list[str | None] = field(default_factory=list)
    names: list[str | None] = field(default_factory=list)
    outputs: list[Options | None] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)
    previews: list[Callable[[Draft], Decision | None]] = field(default_factory=list)
    lasts: list[LastYearChoice | Callable[[], LastYearChoice] | None] = field(default_factory=list)
    printed: list[bytes] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ask(self) -> Ask:
        """The questions as the program wants them."""
        return Ask(
            save_file=lambda _, title, suggested, kinds: self._answer(self.files, f"{title}：{suggested.name}"),
            show_folder=self._shown,
            output=lambda _, now, theme, background: self._answer(self.outputs, "输出设置"),
            open_file=lambda _, title, folder, kinds: self._answer(self.files, title),
            confirm=lambda _, title, text, accept: self._answer(self.confirms, text),
            tell=lambda _, title, text: self.told.append(text),
            explain=lambda _, desk, finding, theme: self._answer(self.explanations, finding.message),
            who=lambda _, name, theme: self._answer(self.names, name),
            new_report=lambda _, form, year, name, theme, find: self._answer(self.news, str(year)),
            preview=self.look,
            last_year=lambda _, desk, library, theme: self.choose(self._answer(self.lasts, "上年报告")),
            reason=lambda _, title, text, accept, theme: self._answer(self.reasons, text),
            print_pdf=self._print,
        )

    def _print(self, parent: QWidget, data: bytes) -> bool:
        self.printed.append(data)
        return True

    def _shown(self, path: Path) -> bool:
        self.folders.append(path)
        return True

    def look(self, parent: QWidget, draft: Draft, background: Background, theme: Theme) -> Decision | None:
        """The import window, by what was prepared: an answer, or what is done in the real window."""
        return self._answer(self.previews, draft.it.name)(draft)

    @staticmethod
    def choose(answer: LastYearChoice | Callable[[], LastYearChoice] | None) -> LastYearChoice | None:
        """What was prepared, or what is chosen when it is asked."""
        return answer() if callable(answer) else answer

    def _answer(self, prepared: list[_T], question: str) -> _T:
        self.asked.append(question)
        assert prepared, f"nobody expected to be asked: {question}"
        return prepared.pop(0)


UNIT = NewReport({"unit_name": "云岭区水务局", "year": "2025", "people_prepared": "张敏"}, "张敏")


def sure(draft: Draft) -> Decision:
    """Of the import window: everything that is sure, where it goes first."""
    proposal = draft.propose(draft.targets[0][0])
    return Decision(proposal, dict(proposal.first))


class Shown(QObject):
    """Remembers every window that is shown, be it for an instant."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.windows: set[QWidget] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.add(watched)
        return False


class Program:
    """The whole program on a library of its own; opened by `start`, as often as it was closed."""

    def __init__(self, qtbot: QtBot, person: Person) -> None:
        self.qtbot, self.person = qtbot, person
        self.keys = 0
        self.opened: Control | None = None

    # Coming and going

    def start(self, width: int = 1366, height: int = 728, patience: float = 30.0) -> Program:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.opened = build(app, settings(), self.person.ask(), patience)
        self.window.resize(width, height)
        with self.qtbot.waitActive(self.window):
            self.window.show()
            self.window.activateWindow()
        return self

    def close(self) -> None:
        """Close the window as its person would, and let everything go that belonged to it."""
        if self.opened is None:
            return
        window, pool = self.window, self.control.background.pool
        window.close()
        assert not window.isVisible(), "the window would not close"
        assert pool.activeThreadCount() == 0
        self.opened = None
        window.deleteLater()
        settle()

    def restart(self) -> Program:
        self.close()
        return self.start()

    # What is there

    def watched(self) -> Shown:
        """Every window shown from now on; asked of by few tests, because it sees each event."""
        shown = Shown(self.window)
        QApplication.instance().installEventFilter(shown)
        return shown

    @property
    def control(self) -> Control:
        assert self.opened is not None
        return self.opened

    @property
    def window(self) -> MainWindow:
        return self.control.window

    @property
    def wizard(self) -> Wizard:
        assert self.control.wizard is not None
        return self.control.wizard

    @property
    def desk(self) -> Desk:
        assert self.control.desk is not None
        return self.control.desk

    @property
    def page(self) -> QWidget:
        return self.wizard.page(self.wizard.at)

    @property
    def table(self) -> TablePage:
        return cast(TablePage, self._page(TablePage))

    @property
    def text(self) -> TextPage:
        return cast(TextPage, self._page(TextPage))

    @property
    def facts(self) -> FactsPage:
        return cast(FactsPage, self._page(FactsPage))

    @property
    def output(self) -> OutputPage:
        return cast(OutputPage, self._page(OutputPage))

    def _page(self, kind: type[QWidget]) -> QWidget:
        assert isinstance(self.page, kind), f"{self.wizard.at} is in front"
        return self.page

    @property
    def start_page(self) -> LibraryPage:
        assert self.control.page is not None
        return self.control.page

    @property
    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None, "nothing has the focus"
        return widget

    @property
    def cell(self) -> str:
        """The cell the cursor of the table in front is on."""
        return self.table.area.current_cell() or ""

    def view(self, cell: str) -> CellView:
        """What the table in front shows in a cell."""
        return self.table.model.views[cell]

    def figure(self, cell: str) -> str:
        return self.view(cell).text

    def titles(self) -> list[str]:
        """The findings listed beside the page."""
        return [f.title for group in self.wizard.findings.model.groups for f in group.findings]

    def answer(self, cell: str) -> object:
        """What the report holds in a cell."""
        return self.desk.session.report.value(cell)

    # Hands

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> Program:
        """A key, given to the window that has the focus, as the system gives it; a report that it opens is waited for."""
        for _ in range(times):
            self.strike(key, modifiers)
            self.opened_whole()
        return self

    def strike(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        """A key, and no waiting."""
        self.keys += 1
        QTest.keyClick(_focused(), key, modifiers)

    def opened_whole(self) -> Program:
        """A library is opened beside the window, a report in parts, a finding told in a turn of its own."""
        if self.opened is not None and self._under_way():
            self.until(lambda: not self._under_way())
        return self

    def _under_way(self) -> bool:
        it = self.control
        telling = it.wizard is not None and it.wizard.findings.telling.isActive()
        return it.door.busy or it.opening.busy or telling

    def type(self, text: str) -> Program:
        """Characters that a key of their own makes."""
        for character in text:
            self.keys += 1
            if character.isascii():
                shift = SHIFT if character.isupper() else PLAIN
                QTest.sendKeyEvent(QTest.KeyAction.Click, _focused(), Qt.Key(ord(character.upper())), character, shift)
            else:  # QTest's keys carry one byte
                event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_unknown, PLAIN, character)
                QApplication.sendEvent(self.focus, event)
        return self

    def commit(self, text: str) -> Program:
        """What an input method commits, after showing it as being composed."""
        composing = QInputMethodEvent(text[:1], [])
        QApplication.sendEvent(self.focus, composing)
        done = QInputMethodEvent()
        done.setCommitString(text)
        QApplication.sendEvent(self.focus, done)
        QApplication.processEvents()
        return self

    def look_at(self, finding: Finding) -> list[str]:
        """Come to a finding; what its detail says, label by label."""
        self.wizard.go_to_finding(finding)
        return [label.text() for label in self.opened_whole().wizard.findings.detail.findChildren(QLabel)]

    def click(self, widget: QWidget, at: QPoint | None = None) -> Program:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, PLAIN, at or widget.rect().center())
        return self.opened_whole()

    def until(self, condition: Callable[[], bool], what: str = "") -> Program:
        """Run the event loop until it is so."""

        def check() -> None:
            assert condition(), what or "it never came to be so"

        self.qtbot.waitUntil(check, timeout=10_000)
        return self

    def saved(self) -> Program:
        """Wait until every step is in the file and the state line has heard of it."""
        saver = self.control.held.autosave
        assert saver is not None
        assert saver.flush(10)
        return self.until(lambda: saver.state.name == "saved")

    def back(self) -> Program:
        """The window has the keys again when a dialog is gone, as a window manager would have it."""
        self.window.activateWindow()
        return self.until(
            lambda: QApplication.activeWindow() is self.window and QGuiApplication.focusWindow() is not None
        )

    # Ways through the program

    def new(self, answer: NewReport = UNIT) -> Program:
        """A new report, from the start page by keys."""
        self.person.news.append(answer)
        return self.press(Key.Key_N, CONTROL).until(lambda: self.control.wizard is not None)

    def sample(self) -> Program:
        """The built-in sample, opened on the start page of an empty library by keys."""
        self.press(Key.Key_Tab, times=2)
        assert self.focus is self.start_page.first.sample
        return self.press(Key.Key_Return).until(lambda: self.control.wizard is not None)

    def home(self) -> Program:
        """Back to the start page, by its button."""
        self.control.show_library()
        return self.until(lambda: self.control.page is not None)

    def go(self, number: int) -> Program:
        """Alt and a digit: 0 the unit, 1 to 6 the sections, 7 the output."""
        return self.press(Qt.Key(int(Key.Key_0) + number), ALT)

    def put(self, cell: str, text: str) -> Program:
        """Go to a cell of the table in front and type it over."""
        assert self.table.go_to(cell)
        return self.type(text).press(Key.Key_Return)

    def given(self, answers: Mapping[str, str]) -> Program:
        """These answers by cell, as one step, where typing them is not what the test is about."""
        form, report = self.desk.form, self.desk.session.report
        puts = (Put(c, report.answers.get(c), typed(form.cells[c].kind, text)) for c, text in answers.items())
        self.desk.session.apply(Edit("给定", tuple(puts)))
        QApplication.processEvents()
        return self

    def fill_table(self, text: str = "0") -> Program:
        """Every entry of the table in front."""
        cells = (c for c in self.table.section.cells if not self.desk.form.cells[c].total)
        return self.given(dict.fromkeys(cells, text))


def settle() -> None:
    """Let go of what was deleted later."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _focused() -> QWindow:
    window = QGuiApplication.focusWindow()
    assert window is not None, "no window has the focus"
    return window


@contextmanager
def log_open() -> Iterator[Path]:
    """The program's log, as it is kept outside tests; everything is as before when it is closed."""
    loggers = [logging.getLogger(name) for name in ("nianbao", "core")]
    before = [(logger, list(logger.handlers), logger.level) for logger in loggers]
    yield open_log()
    for logger, handlers, level in before:
        logger.setLevel(level)
        for handler in [h for h in logger.handlers if h not in handlers]:
            logger.removeHandler(handler)
            handler.close()
