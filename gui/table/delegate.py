"""One cell: painted by `gui.table.face`, edited in a field of its own."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.fields import FigureField, passes_on
from gui.items import Index, area, has_keys, is_chosen
from gui.table.face import paint_cell
from gui.table.model import GridModel
from gui.table.paint import frame
from gui.theme import Theme


class CellEditor(FigureField):
    """The field in which a cell is typed. `over`: begun by typing, so that arrows end the entry as they do between
    cells; otherwise what stands there is being mended, and arrows move the caret."""

    over = True

    def mend(self) -> None:
        """Keep what stands there and go on at its end."""
        self.over = False
        self.end(False)


class CellDelegate(QStyledItemDelegate):
    """All sizes are design px times the size of type."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.several = False  # more than the current cell is selected: a lone one keeps its own ground

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        face = cast(GridModel, index.model()).face(index)
        if face is None:
            return  # a label inside the table: the view paints it from the boxes
        rect = area(option)
        several = self.several and is_chosen(option)
        painter.save()
        paint_cell(painter, rect, face.view, self.theme, several=several, inset=2 if has_keys(option) else 0)
        frame(painter, rect, self.theme, face.below, face.right)
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = CellEditor(parent)
        editor.setObjectName("cell")
        editor.setFont(self.theme.font(14, tabular=True))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model = cast(GridModel, index.model())
        editor.composing = not model.numeric(index)
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
        rect = area(option)
        editor.setGeometry(rect.adjusted(2, 2, -3, -3))

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter, Tab and arrows end the entry; the view that owns the editor then moves on. There is one undo, the
        session's: the field does not take those keys for an undo of its own."""
        if passes_on(event):
            return True
        pressed = cast(QKeyEvent, event) if event.type() == QEvent.Type.KeyPress else None
        if pressed is not None and isinstance(editor, CellEditor) and _leaves(pressed, over=editor.over):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
            moved = getattr(self.parent(), "moved_by_key", None)
            if moved is not None:
                moved(pressed)
            return True
        return super().eventFilter(editor, event)


_LEAVING = frozenset({
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down,
})  # fmt: skip
_SIDEWAYS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right})


def _leaves(event: QKeyEvent, *, over: bool) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _LEAVING or (over and plain and event.key() in _SIDEWAYS)
