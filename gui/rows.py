"""What every list has in common: the ground of the current row, and the frame that says where the keys go."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from gui.items import Index, area, has_keys, is_chosen
from gui.theme import Theme


def current_row(painter: QPainter, rect: QRect, theme: Theme, *, bar: bool = True) -> None:
    """The ground of the current row, with the bar at its left."""
    painter.fillRect(rect, theme.color("acc-soft"))
    if bar:
        painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.color("acc"))


def focus_frame(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """2 px around the row that has the keys."""
    painter.setPen(QPen(theme.color("acc"), 2))
    painter.drawRect(rect.adjusted(1, 1, -1, -1))


class PlainRows(QStyledItemDelegate):
    """Rows of text, each with a line below it; what does not fit ends in … and stands whole in the tooltip."""

    def __init__(self, theme: Theme, view: QAbstractItemView) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self.theme.px(80), self.theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        rect = area(option)
        painter.save()
        if is_chosen(option):
            current_row(painter, rect, theme)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font())
        inner = rect.adjusted(theme.px(12), 0, -theme.px(8), 0)
        words = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), words)
        if has_keys(option):
            focus_frame(painter, rect, theme)
        painter.restore()
