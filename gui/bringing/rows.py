"""How the rows of the result look: ticks, two lines, the source's words, the link."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from gui.bringing.model import COLUMNS, ResultModel, Row, RowRole
from gui.items import Index, area, is_chosen
from gui.rows import current_row, focus_frame
from gui.textlines import clipped, draw_lines, wrapped
from gui.theme import Theme

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class ResultRows(QStyledItemDelegate):
    """Paints a whole row by its columns; a click on the tick or the link does what they say."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, theme = cast(Row, index.data(RowRole)), self.theme
        if row.group:
            return QSize(theme.px(60), theme.px(30))
        title, note = self._lines(row)
        return QSize(theme.px(60), theme.px(12) + theme.line() * len(title) + theme.line(12) * len(note))

    def _lines(self, row: Row) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where it is and why it is asked about: a label is wrapped, never cut."""
        view, theme = self.view, self.theme
        width = view.columnWidth(1) - theme.px(8) if row.cell else view.viewport().width() - theme.px(70)
        note = wrapped(row.note, width, theme, 12) if row.note else ()
        return wrapped(row.title, width, theme), clipped(note, 4) if note else ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, theme = cast(Row, index.data(RowRole)), self.theme
        rect = area(option)
        if row.group or not row.cell:
            rect.setLeft(0)
            rect.setRight(self.view.viewport().width() - 1)
        painter.save()
        if is_chosen(option):
            current_row(painter, rect, theme, bar=index.column() == 0)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if row.group:
            self._group(painter, rect, row, index)
        elif not row.cell:
            self._remark(painter, rect, row)
        else:
            self._column(painter, rect, row, index.column())
        painter.restore()
        now = self.view.currentIndex()
        mine = index.row() == now.row() and index.internalId() == now.internalId()
        last = row.group or not row.cell or index.column() == len(COLUMNS) - 1
        if mine and last and self.view.hasFocus():
            painter.save()
            focus_frame(painter, self._whole(index), theme)
            painter.restore()

    def _whole(self, index: Index) -> QRect:
        rect = self.view.visualRect(QModelIndex(cast(QModelIndex, index)))
        return QRect(0, rect.top(), self.view.viewport().width(), rect.height())

    def _group(self, painter: QPainter, rect: QRect, row: Row, index: Index) -> None:
        theme = self.theme
        opened = self.view.isExpanded(QModelIndex(cast(QModelIndex, index)))
        arrow = theme.pixmap("down" if opened else "forward", "t2", 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(theme.px(12), rect.center().y() - theme.px(6) + 1, arrow)
        if row.ticks:
            paint_tick(painter, self._box(rect, group=True), row, theme)
        x = theme.px(54 if row.ticks else 30)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(13, bold=True))
        painter.drawText(rect.adjusted(x, 0, 0, 0), _MIDDLE, row.title)
        x += painter.fontMetrics().horizontalAdvance(row.title) + theme.px(8)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        room = rect.adjusted(x, 0, -theme.px(48), 0)
        painter.drawText(
            room, _MIDDLE, painter.fontMetrics().elidedText(row.note, Qt.TextElideMode.ElideRight, room.width())
        )
        painter.drawText(rect.adjusted(0, 0, -theme.px(10), 0), _RIGHT, str(row.count))

    def _remark(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme = self.theme
        sign = theme.pixmap("sign-query", "qry-mark", 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(theme.px(32), rect.top() + theme.px(8), sign)
        self._two_lines(painter, rect.adjusted(theme.px(54), 0, -theme.px(12), 0), row)

    def _column(self, painter: QPainter, rect: QRect, row: Row, column: int) -> None:
        theme = self.theme
        inner = rect.adjusted(theme.px(8), 0, -theme.px(8), 0)
        match column:
            case 0 if row.ticks:
                paint_tick(painter, self._box(rect, group=False), row, theme)
            case 1:
                self._two_lines(painter, rect.adjusted(theme.px(4), 0, -theme.px(4), 0), row)
            case 2 | 3:
                painter.setFont(theme.font(14, tabular=True))
                painter.setPen(theme.color("t3" if column == 3 and row.quiet else "t1"))
                text = row.printed if column == 2 else row.read
                words = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
                painter.drawText(inner, _RIGHT if column == 3 else _MIDDLE, words)
            case 4 if row.way:
                font = theme.font()
                font.setUnderline(True)
                painter.setFont(font)
                painter.setPen(theme.color("acc"))
                words = painter.fontMetrics().elidedText(row.way, Qt.TextElideMode.ElideRight, inner.width())
                painter.drawText(inner, _MIDDLE, words)

    def _two_lines(self, painter: QPainter, rect: QRect, row: Row) -> None:
        theme, (title, note) = self.theme, self._lines(row)
        top = rect.adjusted(0, theme.px(6), 0, 0)
        painter.setFont(theme.font())
        painter.setPen(theme.color("t1"))
        draw_lines(painter, top, title, theme.line(), _TOP)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        draw_lines(painter, top.adjusted(0, theme.line() * len(title), 0, 0), note, theme.line(12), _TOP)

    def _box(self, rect: QRect, *, group: bool) -> QRect:
        size = self.theme.px(16)
        left = self.theme.px(30 if group else 34)
        return QRect(left, rect.top() + (rect.height() - size) // 2, size, size)

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on a tick or a link."""
        if event.type() != QEvent.Type.MouseButtonRelease or not isinstance(model, ResultModel):
            return False
        at = cast(QMouseEvent, event).position().toPoint()
        row = cast(Row, index.data(RowRole))
        grown = self._box(self._whole(index), group=row.group).adjusted(-4, -4, 4, 4)
        if row.ticks and grown.contains(at):
            model.toggle(index)
            return True
        if index.column() == 4 and row.way:
            model.follow(index)
            return True
        return False


def paint_tick(painter: QPainter, box: QRect, row: Row, theme: Theme) -> None:
    """Ticked, not ticked, or in part."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inner, radius = QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(3)
    if row.tick:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("acc-fill"))
        painter.drawRoundedRect(QRectF(box), radius, radius)
        sign = theme.pixmap("sign-done", "on-acc", 12, painter.device().devicePixelRatioF())
        gap = (box.width() - theme.px(12)) // 2
        painter.drawPixmap(box.left() + gap, box.top() + gap, sign)
    else:
        painter.setPen(QPen(theme.color("rule"), 1))
        painter.setBrush(theme.color("page"))
        painter.drawRoundedRect(inner, radius, radius)
        if row.tick is None:
            gap = theme.px(4)
            painter.fillRect(
                box.adjusted(gap, box.height() // 2 - 1, -gap, -(box.height() // 2 - 1)), theme.color("t2")
            )
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
