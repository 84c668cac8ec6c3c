"""Heads and stub are painted from the boxes: the labels of the current cell stand out, and only they are repainted."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from gui.table.heads import BoxHeader, SideStub
from tests.gui.driver import CONTROL, Key, Program


def headers(program: Program) -> list[BoxHeader]:
    parts = program.table.area.parts
    found = [header for part in parts for header in (part.horizontalHeader(), part.verticalHeader())]
    return [header for header in found if isinstance(header, BoxHeader) and header.isVisible()]


def on_screen(header: BoxHeader) -> QImage:
    """What the person sees: the window's own picture, not a new painting."""
    window = header.window()
    rect = header.viewport().rect().translated(header.viewport().mapTo(window, header.viewport().rect().topLeft()))
    handle = window.windowHandle()
    return handle.screen().grabWindow(window.winId()).copy(rect).toImage()


def anew(header: BoxHeader) -> QImage:
    """The same header painted as a whole now."""
    header.viewport().update()
    header.viewport().repaint()
    return on_screen(header)


@pytest.mark.parametrize(
    "keys", [["Right"] * 3, ["Down"] * 5, ["Down"] * 22, ["End"], ["Down", "Right", "Up"], ["Tab"] * 9]
)
def test_what_is_seen_of_heads_and_stub_is_never_stale(report: Program, keys: list[str]) -> None:
    report.go(3).press(Key.Key_Home, CONTROL)
    for name in keys:
        report.press(getattr(Key, f"Key_{name}"))
        for header in headers(report):
            assert on_screen(header) == anew(header), f"{type(header).__name__} after {name}"


def test_typing_leaves_no_stale_head(report: Program) -> None:
    report.go(3)
    for _ in range(8):
        report.type("3").press(Key.Key_Tab)
        for header in headers(report):
            assert on_screen(header) == anew(header)


def test_nothing_of_the_table_is_stale_after_typing_and_moving(report: Program) -> None:
    report.go(3).fill_table("1")
    area = report.table.area

    def seen() -> QImage:
        whole = report.window.windowHandle().screen().grabWindow(report.window.winId())
        return whole.copy(area.rect().translated(area.mapTo(report.window, area.rect().topLeft()))).toImage()

    for key in (Key.Key_Down, Key.Key_Right, Key.Key_End, Key.Key_F8, Key.Key_F6, Key.Key_F6, Key.Key_F6):
        report.type("4").press(Key.Key_Tab).press(key)
        before = seen()
        for part in area.parts:
            part.viewport().repaint()
        assert before == seen(), key


class Paints(QObject):
    """Counts how often widgets are painted."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self.count = 0
        for widget in widgets:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_moving_along_a_row_paints_no_row_label(report: Program) -> None:
    report.until(lambda: len(report.wizard.pages) == len(report.wizard.names))  # one that is made lays out all
    report.go(3).press(Key.Key_Home, CONTROL).type("3").press(Key.Key_Tab)
    stubs = Paints(*(header.viewport() for header in headers(report) if isinstance(header, SideStub)))
    report.type("3").press(Key.Key_Tab).press(Key.Key_Right)
    assert stubs.count == 0
    report.press(Key.Key_Down)
    assert stubs.count > 0
