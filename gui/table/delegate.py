"""Painting one cell: fill, lines, tag, last year, figure, corner mark, in that order; and its editor."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.cells import CellView
from gui.table.model import CellRole, ViewRole
from gui.table.paint import frame
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """All sizes are design px times the size of type."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.several = False  # more than the current cell is selected: a lone one keeps its own ground

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(CellRole) is None:
            return  # a label inside the table: the view paints it from the boxes
        view = cast(CellView, index.data(ViewRole))
        rect = cast(QRect, option.rect)  # type: ignore[attr-defined] # the stubs forget the option's fields
        selected = bool(option.state & option.state.State_Selected)  # type: ignore[attr-defined] # as above
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.fillRect(rect, self.theme.color(_fill(view, several=selected and self.several)))
        frame(painter, rect, self.theme)
        left = self._tag(painter, rect, view)
        self._side(painter, rect, view, left)
        self._figure(painter, rect, view)
        self._mark(painter, rect, view)
        painter.restore()

    def _tag(self, painter: QPainter, rect: QRect, view: CellView) -> int:
        if not view.tag:
            return self.theme.px(6)
        error = view.mark == "error"
        box = QRect(rect.left(), rect.top(), self.theme.px(15), rect.height() - 1)
        painter.fillRect(box, self.theme.color("err" if error else "qry-mark"))
        painter.setPen(self.theme.color("on-err" if error else "on-qry"))
        painter.setFont(self.theme.font(11))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), view.tag)
        return box.width() + self.theme.px(3)

    def _side(self, painter: QPainter, rect: QRect, view: CellView, left: int) -> None:
        if not view.side:
            return
        painter.setFont(self.theme.font(12 if view.stated else 11, tabular=True))
        painter.setPen(self.theme.color("err" if view.stated else "t3"))
        wide = rect.width() > self.theme.px(200)
        start = rect.right() - self.theme.px(120) if wide else rect.left() + left
        painter.drawText(
            QRect(start, rect.top(), rect.width(), rect.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            view.side,
        )

    def _figure(self, painter: QPainter, rect: QRect, view: CellView) -> None:
        theme = self.theme
        inner = rect.adjusted(theme.px(6), 0, -theme.px(9), 0)
        if view.blank:
            painter.setPen(QPen(theme.color("rule"), 1))
            y = rect.center().y() + theme.px(6)
            painter.drawLine(inner.right() - theme.px(16), y, inner.right(), y)
            return
        painter.setFont(theme.font(14, tabular=True))
        if view.unread:
            painter.setPen(theme.color("err"))
            text = painter.fontMetrics().elidedText(view.text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            self._wave(
                painter, inner.left(), painter.fontMetrics().horizontalAdvance(text), rect.bottom() - theme.px(3)
            )
            return
        painter.setPen(theme.color("t3" if view.zero or view.running else "t1"))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), view.text)

    def _wave(self, painter: QPainter, left: int, width: int, y: int) -> None:
        step = max(self.theme.px(3), 2)
        points = [QPointF(left + i * step, y - (i % 2) * step * 0.7) for i in range(width // step + 1)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolyline(QPolygonF(points))

    def _mark(self, painter: QPainter, rect: QRect, view: CellView) -> None:
        if not view.mark:
            return
        theme = self.theme
        right, top = rect.right(), rect.top() + 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = theme.px(9)
        corner = QPolygonF([QPointF(right - size, top), QPointF(right, top), QPointF(right, top + size)])
        match view.mark:
            case "error":
                side = theme.px(6.5)
                painter.fillRect(QRect(right - side, top, side, side), theme.color("err"))
            case "query":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("qry-mark"))
                painter.drawPolygon(corner)
            case "explained":
                painter.setPen(QPen(theme.color("qry-mark"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolygon(corner)
            case "tip":
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("tip"))
                painter.drawEllipse(QPointF(right - theme.px(4), top + theme.px(4)), theme.px(5) / 2, theme.px(5) / 2)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("cell")
        editor.setFont(self.theme.font(14, tabular=True))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        editor.setAccessibleName(str(index.data(int(Qt.ItemDataRole.AccessibleTextRole))))
        editor.setMaxLength(10_000)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        rect = cast(QRect, option.rect)  # type: ignore[attr-defined] # the stubs forget the option's fields
        editor.setGeometry(rect.adjusted(2, 2, -3, -3))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and the vertical arrows end the entry; the view that owns the editor then moves on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            key = cast(QKeyEvent, event).key()
            if key in _LEAVING:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                parent = self.parent()
                moved = getattr(parent, "moved_by_key", None)
                if moved is not None:
                    moved(cast(QKeyEvent, event))
                return True
        return super().eventFilter(editor, event)


_LEAVING = frozenset({
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down,
})  # fmt: skip


def _fill(view: CellView, *, several: bool) -> str:
    if several:
        return "acc-soft"
    if view.mark == "error" or view.unread:
        return "err-soft"
    if view.mark == "query":
        return "qry-soft"
    return "calc" if view.computed else "page"
