"""The line over a table: what gives way where there is no room, and that what is cut off can still be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.table.cellline import CellLine, Widths, shared
from gui.theme import Theme

PLACE = ("三、本年度办理结果", "（三）不予公开", "1.属于国家秘密", "自然人")
NOTE = "填报说明：" + "答复申请人属于国家秘密、不予公开的件数。" * 4
widths = st.integers(0, 2000)


@given(widths, widths, widths, widths)
def test_no_part_gets_more_than_it_needs_and_none_gives_way_before_the_note(
    place: int, last: int, note: int, room: int
) -> None:
    needed, least = Widths(place, last, note), 40
    given_ = shared(needed, room, least)
    pairs = ((given_.note, note), (given_.place, place), (given_.last, last))
    assert all(min(whole, least) <= got <= whole for got, whole in pairs)
    total = given_.place + given_.last + given_.note
    assert total <= max(room, sum(min(whole, least) for _, whole in pairs))
    if place + last + note <= room:
        assert given_ == needed
    if given_.place < place:
        assert given_.note == min(note, least)
    if given_.last < last:
        assert given_.place == min(place, least)


def tooltip(line: CellLine) -> str:
    """What a mouse that rests on the line is told."""
    middle = line.rect().center()
    QApplication.sendEvent(line, QHelpEvent(QEvent.Type.ToolTip, middle, line.mapToGlobal(middle)))
    return line.toolTip()


def test_what_is_cut_off_stands_in_the_tooltip(qtbot: QtBot) -> None:
    line = CellLine(Theme())
    qtbot.addWidget(line)
    line.say(PLACE, "上年 9，增加 3（+33.3%）", NOTE)
    line.resize(500, line.height())
    assert tooltip(line) == "\n".join((" › ".join(PLACE), "上年 9，增加 3（+33.3%）", NOTE))
    line.resize(4000, line.height())
    assert tooltip(line) == ""


def test_the_line_shows_what_it_was_told_last(qtbot: QtBot) -> None:
    line, fresh = (CellLine(Theme()) for _ in range(2))
    for it in (line, fresh):
        qtbot.addWidget(it)
        it.resize(900, it.height())
    line.say(PLACE, "", NOTE)
    before = line.grab().toImage()
    line.say(PLACE[:1], "上年 9，持平", "")
    fresh.say(PLACE[:1], "上年 9，持平", "")
    assert line.grab().toImage() == fresh.grab().toImage() != before
    assert line.accessibleDescription() == "三、本年度办理结果，上年 9，持平"
