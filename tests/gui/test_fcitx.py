"""fcitx bridged by the program itself: a fcitx of the test's own on a bus of the test's own, real keys at the window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QTextEdit

from core.values import Number, Text
from gui.dialect import Dialect, fcitx4, fcitx5
from gui.fcitx import Bridge
from gui.sessionbus import Bus
from tests.gui.desktop import session_bus
from tests.gui.driver import ALT, CONTROL, Key, Mod, Program
from tests.gui.fcitxserver import Fcitx, commit, composing

FOUR, FIVE = fcitx4("org.fcitx.Fcitx-0"), fcitx5("org.fcitx.Fcitx5")
SYMBOLS = {"\r": 0xFF0D, "\b": 0xFF08}


class Desk:
    """The program, a bus, fcitx on it and the bridge between."""

    def __init__(self, program: Program, address: str, dialect: Dialect) -> None:
        self.program, self.address, self.dialect = program, address, dialect
        self.fcitx = Fcitx(address, dialect)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.bridge = Bridge(Bus(address, 5), dialect, app)

    def close(self) -> None:
        self.bridge._hang_up()
        self.fcitx.die()
        self.bridge.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def met(self) -> Desk:
        self.program.until(lambda: self.bridge.context is not None, "fcitx and the bridge never met")
        return self

    def told(self, so: Callable[[list[str]], bool]) -> list[str]:
        """Wait for what fcitx is told; the names of all that it heard are given back."""
        self.program.until(lambda: so(self.fcitx.names()), "fcitx was never told")
        return self.fcitx.names()

    def key(self, character: str, modifiers: Qt.KeyboardModifier = Mod.NoModifier, key: int = 0) -> Desk:
        """A key with all that X says of it, first as what may be a shortcut, as Qt's platforms give it."""
        symbol = SYMBOLS.get(character, (key and 0xFFBE + key - int(Key.Key_F1)) or ord(character or "\0"))
        state = (4 if modifiers & CONTROL else 0) | (8 if modifiers & ALT else 0)
        code = key or {"\r": int(Key.Key_Return), "\b": int(Key.Key_Backspace)}.get(
            character, ord(character[:1].upper() or "\0")
        )
        window = QGuiApplication.focusWindow()
        assert window is not None
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, modifiers, 38, symbol, state, character)
            QCoreApplication.sendEvent(window, event)
        return self

    def keys(self, text: str) -> Desk:
        for character in text:
            self.key(character)
        return self

    @property
    def editor(self) -> QTextEdit:
        return self.program.text.editor

    @property
    def text(self) -> str:
        return self.editor.toPlainText()

    @property
    def shown(self) -> str:
        """What stands in the line being written, with what is being composed."""
        layout = self.editor.textCursor().block().layout()
        at, being = layout.preeditAreaPosition(), layout.preeditAreaText()
        return self.text if at < 0 else f"{self.text[:at]}[{being}]{self.text[at:]}"

    def until(self, shown: str) -> Desk:
        self.program.until(lambda: self.shown == shown, f"never {shown}")
        return self


Sit = Callable[[Dialect], Desk]


@pytest.fixture
def sit(report: Program, tmp_path: Path) -> Iterator[Sit]:
    with ExitStack() as stack:
        address, _ = stack.enter_context(session_bus(tmp_path))

        def start(dialect: Dialect) -> Desk:
            report.go(1)
            desk = Desk(report, address, dialect)
            stack.callback(desk.close)
            return desk.met()

        yield start


@pytest.fixture(params=[FOUR, FIVE], ids=["fcitx 4", "fcitx 5"])
def desk(request: pytest.FixtureRequest, sit: Sit) -> Desk:
    return sit(request.param)


@pytest.fixture
def composed(desk: Desk) -> Desk:
    """政府 is being composed after 云."""
    desk.fcitx.plan = {
        "y": ((commit("云"),), True),
        "z": ((composing("zheng", 5),), True),
        "f": ((composing("政府", 6),), True),
    }
    return desk.keys("yzf").until("云[政府]")


def test_what_is_composed_is_shown_and_then_committed(composed: Desk) -> None:
    composed.fcitx.plan[" "] = (composing("", 0), commit("政府")), True
    composed.key(" ").until("云政府")
    composed.program.until(lambda: composed.program.answer("s1.text") == Text("云政府"))


def test_the_caret_stands_in_characters_not_in_bytes(composed: Desk) -> None:
    composed.fcitx.plan["x"] = (composing("𠮷政府", 7),), True  # a character outside the basic plane is two units of Qt
    composed.key("x").until("云[𠮷政府]")
    assert composed.editor.cursorRect().left() > 0
    line = composed.editor.textCursor().block().layout().lineAt(0)
    caret = composed.editor.document().documentLayout().blockBoundingRect(composed.editor.textCursor().block()).left()
    assert composed.editor.cursorRect().left() == pytest.approx(caret + line.cursorToX(1 + 3)[0], abs=12)


def test_keys_that_fcitx_leaves_go_their_usual_way(desk: Desk) -> None:
    desk.keys("abc").key("\b").key("\r").keys("d").until("ab\nd")
    desk.told(lambda names: names.count("ProcessKeyEvent") == 12)  # each pressed and released


def test_a_key_is_asked_about_before_shortcuts_are_looked_up(desk: Desk) -> None:
    desk.fcitx.plan["3"] = (commit("三"),), True
    desk.key("3", ALT).until("三")
    assert desk.program.wizard.at == "s1"
    desk.program.go(3)
    assert desk.program.wizard.at == "s3"


def test_a_field_for_figures_asks_nobody(desk: Desk) -> None:
    desk.fcitx.plan = {"1": ((commit("一"),), True), "2": ((commit("二"),), True)}
    desk.program.go(3)
    desk.told(lambda names: "FocusOut" in names)
    cell = desk.program.cell
    desk.keys("12").key("\r")
    assert desk.program.answer(cell) == Number(12)
    assert "ProcessKeyEvent" not in desk.fcitx.names()
    desk.program.go(1)
    desk.told(lambda names: names[::-1].index("FocusIn") < names[::-1].index("FocusOut"))


def test_fcitx_is_told_where_the_caret_is(desk: Desk) -> None:
    desk.told(lambda names: "SetCursorRect" in names)
    first = desk.fcitx.last("SetCursorRect")
    told = desk.fcitx.names().count("SetCursorRect")
    desk.keys("ab\r")
    desk.told(lambda names: names.count("SetCursorRect") > told + 2)
    last = desk.fcitx.last("SetCursorRect")
    assert last[1] > first[1]  # a line further down
    assert last[3] > 5


def test_what_is_composed_stays_when_the_page_is_left(composed: Desk) -> None:
    composed.program.go(3)
    assert composed.program.answer("s1.text") == Text("云政府")
    assert "Reset" in composed.told(lambda names: "FocusOut" in names)
    composed.program.go(1)
    assert composed.shown == "云政府"


def test_what_is_not_to_be_kept_is_not_kept(desk: Desk) -> None:
    desk.fcitx.plan = {"z": ((composing("zheng", 5, 1 << 5),), True)}
    desk.key("z").until("[zheng]").program.go(3)
    assert desk.program.go(1) is not None
    assert desk.shown == ""


def test_a_click_keeps_what_is_composed_where_it_stands(composed: Desk) -> None:
    composed.program.click(
        QGuiApplication.focusWindow(),
        composed.editor.viewport().mapTo(composed.program.window, composed.editor.viewport().rect().center()),
    )  # type: ignore[arg-type] # a window can be clicked too
    composed.until("云政府")


def test_fcitx_dying_leaves_what_was_composed_and_keys_go_on(composed: Desk) -> None:
    composed.fcitx.die()
    composed.keys("ab").until("云政府ab")


def test_dying_is_noticed_without_a_key(composed: Desk) -> None:
    composed.fcitx.die()
    composed.until("云政府")


def test_fcitx_coming_back_is_met_again(desk: Desk) -> None:
    desk.fcitx.die()
    desk.program.until(lambda: desk.bridge.context is None)
    desk.keys("a").until("a")
    desk.fcitx = Fcitx(desk.address, desk.dialect)
    desk.met().fcitx.plan["z"] = (commit("政"),), True
    desk.told(lambda names: "FocusIn" in names)
    desk.key("z").until("a政")


def test_fcitx_that_never_answers_takes_no_key(composed: Desk) -> None:
    composed.bridge.bus.patience = 0.05
    composed.fcitx.plan["a"] = None
    composed.keys("abc").until("云政府abc")
    heard = composed.told(lambda names: len(composed.fcitx.unanswered) == 1)
    assert heard.count("ProcessKeyEvent") == 7  # y, z, f pressed and released, then a; b and c are not asked about
    composed.bridge.bus.patience = 5
    composed.fcitx.answer_late(taken=True)
    composed.told(lambda names: "Reset" in names)
    assert composed.shown == "云政府abc"
    composed.fcitx.plan["d"] = (commit("丁"),), True
    composed.key("d").until("云政府abc丁")


def test_a_bus_that_is_gone_costs_nothing(composed: Desk, tmp_path: Path) -> None:
    composed.bridge.bus.socket.shutdown(2)
    composed.keys("ab").until("云政府ab")
    composed.program.go(3).go(1)
    composed.keys("c").until("云政府abc")


def test_nonsense_on_the_bus_costs_nothing(composed: Desk) -> None:
    composed.fcitx.say((("UpdatePreedit"), "si", ("甲", -5)))
    composed.until("云[甲]")
    composed.fcitx.say(
        ("UpdateFormattedPreedit", "a(si)i", ([], 99)), ("Unheard", "s", ("of",)), ("ForwardKey", "uui", (0xFFE1, 0, 0))
    )
    composed.until("云")


def test_signals_of_another_shape_are_passed_over(composed: Desk) -> None:
    composed.fcitx.say(
        ("CommitString", "i", (5,)),
        ("UpdateFormattedPreedit", "s", ("x",)),
        ("ForwardKey", "s", ("x",)),
        ("CommitString", "", ()),
    )
    composed.fcitx.say(commit("丙"))
    composed.until("云丙")


def test_keys_that_fcitx_hands_back_are_typed(desk: Desk) -> None:
    for symbol in (ord("q"), 0x01004E2D, 0xFF0D, ord("Q"), 0xFF08):
        desk.fcitx.say(("ForwardKey", "uui", (symbol, 0, 0)), ("ForwardKey", "uui", (symbol, 0, 1)))
    desk.until("q中\n")


def test_a_field_that_is_deleted_is_forgotten(desk: Desk) -> None:
    desk.program.home()
    desk.fcitx.say(commit("甲"))
    desk.fcitx.say(composing("甲", 0))
    desk.program.until(lambda: not desk.bridge.bus.heard)
    QApplication.processEvents()
