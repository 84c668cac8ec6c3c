"""Painting the boxes of heads and stub: one painter for every widget of a table, each showing its own window of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen

from core.layout.boxes import Box
from gui.table.geometry import Geometry
from gui.theme import Theme

_WRAP = int(Qt.TextFlag.TextWrapAnywhere)
LABELS = ("title", "corner", "head", "stub", "note")


@dataclass(frozen=True)
class Window:
    """What a widget shows of the table: rows (as shown there, in order, with their y), and how far it is scrolled."""

    rows: tuple[int, ...]
    tops: tuple[int, ...]
    bottoms: tuple[int, ...]
    shift: int  # x of column 0 in the widget
    visible: QRect

    def rect(self, box: Box, geometry: Geometry) -> QRect | None:
        """Where the part of `box` in these rows lies; None if none of it does."""
        mine = [i for i, row in enumerate(self.rows) if box.row <= row < box.row + box.rowspan]
        if not mine:
            return None
        left, right = geometry.xs[box.col], geometry.xs[box.col + box.colspan]
        top, bottom = self.tops[mine[0]], self.bottoms[mine[-1]]
        return QRect(QPoint(left + self.shift, top), QPoint(right + self.shift - 1, bottom - 1))


def paint_labels(painter: QPainter, geometry: Geometry, window: Window, theme: Theme, lit: Collection[Box]) -> None:
    """Fill, lines and text of every label box that touches the window. `lit` are the heads of the current cell."""
    for box in geometry.grid.boxes:
        if box.role not in LABELS:
            continue
        rect = window.rect(box, geometry)
        if rect is None or not rect.intersects(window.visible):
            continue
        painter.fillRect(rect, theme.color("acc-soft" if box in lit else "head"))
        frame(painter, rect, theme, strong=box.row in geometry.grid.head_rows or box.level == 0)
        if box.text and _most_here(box, window):
            across = window.visible.adjusted(
                rect.left() - window.visible.left(), 0, rect.right() - window.visible.right(), 0
            )
            _label(painter, box, rect & across if box.rowspan > 1 else rect, geometry, theme)


def _most_here(box: Box, window: Window) -> bool:
    """A label whose rows are shared out among pinned and scrolling views is written where most of them are."""
    mine = sum(box.row <= row < box.row + box.rowspan for row in window.rows)
    return mine * 2 > box.rowspan


def frame(painter: QPainter, rect: QRect, theme: Theme, *, strong: bool = False) -> None:
    """The lower and right line of a box."""
    painter.setPen(QPen(theme.color("rule" if strong else "grid"), 1))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    painter.drawLine(rect.topRight(), rect.bottomRight())


def _label(painter: QPainter, box: Box, rect: QRect, geometry: Geometry, theme: Theme) -> None:
    inner = (
        rect.adjusted(theme.px(5), 0, -1, 0) if box.role == "stub" else rect.adjusted(theme.px(5), 0, -theme.px(5), 0)
    )
    note = box.role == "note" or (box.role == "corner" and len(box.text) > 8)
    painter.setPen(theme.color("t2" if note else "t1"))
    painter.setFont(theme.font(12 if note else 13, bold=box.role == "title"))
    narrow = geometry.xs[box.col + 1] - geometry.xs[box.col] < theme.px(40) and box.colspan == 1
    if box.role == "stub" and not narrow:
        group = box.rowspan > 1
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        flags = int(align) | _WRAP
        if group and painter.fontMetrics().horizontalAdvance(box.text) <= inner.width():
            flags = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(inner, flags, box.text)
        return
    if narrow:
        inner = rect.adjusted(1, 0, -1, 0)
        _column_of_characters(painter, inner, box.text, theme)
        return
    painter.drawText(_balanced(painter, inner, box.text), int(Qt.AlignmentFlag.AlignCenter) | _WRAP, box.text)


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


def _balanced(painter: QPainter, rect: QRect, text: str) -> QRect:
    """The rectangle narrowed so that a wrapped label has lines of like length (商业 over 企业, not 商业企 over 业)."""
    width = painter.fontMetrics().horizontalAdvance(text)
    lines = -(-width // max(rect.width(), 1))
    if lines < 2:
        return rect
    character = max(painter.fontMetrics().horizontalAdvance("国"), 1)
    per_line = -(-len(text) // lines)
    slack = max(rect.width() - per_line * character - 2, 0)
    return rect.adjusted(slack // 2, 0, -(slack - slack // 2), 0)
