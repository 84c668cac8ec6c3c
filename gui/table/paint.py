"""Painting the boxes of heads and stub: one painter for every widget of a table, each showing its own window of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from core.layout.boxes import Box
from gui.table.geometry import Geometry, text_width
from gui.table.ruling import MIDDLE, NONE, STRONG, WEAK
from gui.textlines import balanced, draw_lines, wrapped
from gui.theme import Theme

LABELS = ("title", "corner", "head", "stub", "note")


@dataclass(frozen=True)
class Window:
    """What a widget shows of the table: rows (ascending, with their y there), and how far it is scrolled."""

    rows: tuple[int, ...]
    tops: tuple[int, ...]
    bottoms: tuple[int, ...]
    shift: int  # x of column 0 in the widget
    visible: QRect

    def rect(self, box: Box, geometry: Geometry) -> QRect | None:
        """Where the part of `box` in these rows lies; None if none of it does."""
        first, after = bisect_left(self.rows, box.row), bisect_left(self.rows, box.row + box.rowspan)
        if first == after:
            return None
        left, right = geometry.xs[box.col], geometry.xs[box.col + box.colspan]
        top, bottom = self.tops[first], self.bottoms[after - 1]
        return QRect(QPoint(left + self.shift, top), QPoint(right + self.shift - 1, bottom - 1))


def paint_labels(
    painter: QPainter,
    geometry: Geometry,
    window: Window,
    theme: Theme,
    lit: Collection[Box],
    only: Collection[Box] | None = None,
) -> None:
    """Fill, lines and text of every label box that touches the window. `lit` are the heads of the current cell;
    `only`: the boxes to be painted, if not all."""
    for box in geometry.grid.boxes if only is None else only:
        if box.role not in LABELS:
            continue
        rect = window.rect(box, geometry)
        if rect is None or not rect.intersects(window.visible):
            continue
        painter.fillRect(rect, theme.color("acc-soft" if box in lit else "head"))
        last = max(row for row in window.rows if box.row <= row < box.row + box.rowspan)
        frame(painter, rect, theme, geometry.ruling.below[last], geometry.ruling.right[box.col + box.colspan - 1])
        if box.text and _most_here(box, window):
            across = window.visible.adjusted(
                rect.left() - window.visible.left(), 0, rect.right() - window.visible.right(), 0
            )
            _label(painter, box, rect & across if box.rowspan > 1 else rect, geometry, theme)


def paint_lock(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """🔒 上年带入 at the right end of a label."""
    painter.setFont(theme.font(12))
    painter.setPen(theme.color("t2"))
    words = "上年带入"
    left = rect.right() - theme.px(8) - painter.fontMetrics().horizontalAdvance(words)
    right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    painter.drawText(rect.adjusted(0, 0, -theme.px(8), 0), right, words)
    sign = theme.pixmap("lock", "t2", 12, painter.device().devicePixelRatioF())
    painter.drawPixmap(left - theme.px(15), rect.center().y() - theme.px(6) + 1, sign)


def _most_here(box: Box, window: Window) -> bool:
    """A label whose rows are shared out among pinned and scrolling views is written where most of them are."""
    mine = sum(box.row <= row < box.row + box.rowspan for row in window.rows)
    return mine * 2 > box.rowspan


def frame(painter: QPainter, rect: QRect, theme: Theme, below: str, right: str) -> None:
    """The lower and right line of a box, in these tokens; the stronger one is drawn last. Empty: no line."""
    lines = [(below, rect.bottomLeft()), (right, rect.topRight())]
    if _STRENGTH[below] > _STRENGTH[right]:
        lines.reverse()
    for token, start in lines:
        if token:
            painter.setPen(theme.color(token))
            painter.drawLine(start, rect.bottomRight())


_STRENGTH = MappingProxyType({NONE: 0, WEAK: 1, MIDDLE: 2, STRONG: 3})


def _label(painter: QPainter, box: Box, rect: QRect, geometry: Geometry, theme: Theme) -> None:
    note = box.role == "note" or (box.role == "corner" and len(box.text) > 8)
    bold = box.role == "title" or (box.role == "head" and not box.row and not geometry.grid.stub_cols)
    size = 12 if note else 13
    painter.setPen(theme.color("t2" if note else "t1"))
    painter.setFont(theme.font(size, bold=bold))
    if box.colspan == 1 and geometry.column_width(box.col) < theme.px(40):
        _column_of_characters(painter, rect.adjusted(1, 0, -1, 0), box.text, theme)
        return
    width = text_width(box, geometry.xs, theme.px)
    if box.role != "stub":
        lines = balanced(box.text, width, theme, size, bold=bold)
        draw_lines(painter, rect, lines, theme.line(size), Qt.AlignmentFlag.AlignCenter)
        return
    lines = wrapped(box.text, width, theme)
    middle = box.rowspan > 1 and len(lines) == 1
    side = Qt.AlignmentFlag.AlignHCenter if middle else Qt.AlignmentFlag.AlignLeft
    inner = rect.adjusted(theme.px(5), 0, -1, 0)
    draw_lines(painter, inner, lines, theme.line(), Qt.AlignmentFlag.AlignVCenter | side)


def _column_of_characters(painter: QPainter, rect: QRect, text: str, theme: Theme) -> None:
    """A label set downwards, one character a line; a mark like 、 stays with the character before it."""
    units: list[str] = []
    for character in text:
        if character in "、，。）" and units:
            units[-1] += character
        else:
            units.append(character)
    step = min(theme.line(), max(rect.height() // max(len(units), 1), 1))
    y = rect.top() + (rect.height() - step * len(units)) // 2
    for unit in units:
        painter.drawText(QRect(rect.left(), y, rect.width(), step), int(Qt.AlignmentFlag.AlignCenter), unit)
        y += step
