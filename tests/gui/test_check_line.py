"""The line under a table: a key repaints the columns that it changes, and what is seen is what a new line shows."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPaintEvent
from pytestqt.qtbot import QtBot

from core.form import edition
from core.layout import build
from gui.table.geometry import Geometry
from gui.table.lines import Balance, CheckLine
from gui.table.measure import geometry_for
from gui.theme import Theme


class Watched(CheckLine):
    """Keeps the stretches that were painted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("平衡", theme)
        self.painted: list[QRect] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted.append(event.rect())
        super().paintEvent(event)


def geometry(theme: Theme) -> Geometry:
    form = edition("guoban-annual/2021")
    section = max((it for it in form.sections if it.table), key=lambda it: len(it.cells))
    assert section.table is not None
    return geometry_for(build(section.table, frozenset()), 900, theme)


def test_a_key_paints_the_columns_that_it_changes_and_no_other(qtbot: QtBot) -> None:
    theme = Theme()
    edges, line, fresh = geometry(theme), Watched(theme), CheckLine("平衡", theme)
    for widget in (line, fresh):
        qtbot.addWidget(widget)
        widget.resize(900, widget.height())
    columns = {column: Balance(waiting=9) for column in range(edges.grid.cols - edges.grid.stub_cols)}
    line.show_columns(edges, columns, "")
    line.show()
    qtbot.waitUntil(lambda: bool(line.painted))
    qtbot.wait(0)
    line.painted.clear()

    after = columns | {1: Balance(gap="12"), 2: Balance()}
    line.show_columns(edges, after, "")
    qtbot.waitUntil(lambda: bool(line.painted))
    assert all(rect.width() < line.width() // 2 for rect in line.painted)
    fresh.show_columns(edges, after, "")
    assert line.grab().toImage() == fresh.grab().toImage()

    line.painted.clear()
    line.show_columns(edges, dict(after), "")
    qtbot.wait(20)
    assert not line.painted
