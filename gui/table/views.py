"""The three views of a table: pinned above, scrolling, pinned below; one model, one selection, one cursor."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from core.form.model import Form
from core.layout.boxes import Box
from gui.table.delegate import CellDelegate
from gui.table.geometry import Geometry
from gui.table.heads import Corner, SideStub, TopHead, window_of
from gui.table.model import GridModel
from gui.table.moves import Move, Place, go
from gui.table.paint import paint_labels
from gui.theme import Theme

_KEYS: Mapping[Qt.Key, tuple[Move, Move]] = MappingProxyType({
    Qt.Key.Key_Left: ("left", "left"), Qt.Key.Key_Right: ("right", "right"), Qt.Key.Key_Up: ("up", "up"),
    Qt.Key.Key_Down: ("down", "down"), Qt.Key.Key_Tab: ("next", "previous"),
    Qt.Key.Key_Backtab: ("previous", "previous"), Qt.Key.Key_Home: ("home", "first"), Qt.Key.Key_End: ("end", "last"),
})  # fmt: skip


class PartView(QTableView):
    """One of the three. `moved` hands keys to the table, which knows all rows."""

    def __init__(self, table: TableArea, rows: range | tuple[int, ...], *, head: bool, scrolls: bool) -> None:
        super().__init__(table)
        self.table, self.rows = table, tuple(rows)
        self.setModel(table.model)
        self.setSelectionModel(table.selection)
        self.setItemDelegate(CellDelegate(table.theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.setVerticalScrollBarPolicy(needed if scrolls else off)
        self.setHorizontalScrollBarPolicy(off)
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.setHorizontalHeader(TopHead(table.geometry_, table.theme, self))
        self.setVerticalHeader(SideStub(table.geometry_, table.theme, self))
        self.horizontalHeader().setVisible(head and table.geometry_.lead > 0)
        self.verticalHeader().setVisible(table.geometry_.grid.stub_cols > 0)
        self.corner = Corner(table.geometry_, table.theme, self) if head and table.geometry_.grid.stub_cols else None
        for place, box in table.model.boxes.items():
            if box.colspan > 1 and place == table.model.places.get(box.cell or ""):
                self.setSpan(*place, 1, box.colspan)
        for row in table.geometry_.body:
            self.setRowHidden(row - table.geometry_.lead, row not in self.rows)

    def take(self, geometry: Geometry) -> None:
        """New edges: all sections get their sizes."""
        for header in (self.horizontalHeader(), self.verticalHeader()):
            if isinstance(header, (TopHead, SideStub)):
                header.geometry_ = geometry
        for column in range(geometry.grid.cols - geometry.grid.stub_cols):
            self.setColumnWidth(column, geometry.column_width(column + geometry.grid.stub_cols))
        for row in self.rows:
            self.setRowHeight(row - geometry.lead, geometry.row_height(row))
        self.horizontalHeader().setFixedHeight(geometry.head_height)
        self.verticalHeader().setFixedWidth(geometry.stub_width)
        if self.corner:
            self.corner.geometry_ = geometry
            self.corner.setVisible(self.horizontalHeader().isVisibleTo(self))
            self.corner.setGeometry(0, 0, geometry.stub_width, geometry.head_height)

    def content_height(self, geometry: Geometry) -> int:
        """The height that shows all rows of this part and its head."""
        head = geometry.head_height if self.horizontalHeader().isVisibleTo(self) else 0
        return head + sum(geometry.row_height(row) for row in self.rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        geometry = self.table.geometry_
        painter = QPainter(self.viewport())
        if not geometry.lead:  # heads lie inside the table: they are painted here, over cells that have no id
            shift = -self.horizontalOffset() - geometry.stub_width
            window = window_of(self, geometry, shift, self.viewport().rect())
            paint_labels(painter, geometry, window, self.table.theme, self.table.lit)
        self._focus_frame(painter)
        painter.end()

    def _focus_frame(self, painter: QPainter) -> None:
        current = self.currentIndex()
        if not current.isValid() or self.isRowHidden(current.row()) or self.table.model.cell_at(current) is None:
            return
        if self.hasFocus() or (self.isActiveWindow() and self.isAncestorOf(QApplication.focusWidget() or self)):
            pen = QPen(self.table.theme.color("acc"), 2, Qt.PenStyle.SolidLine)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(self.visualRect(current).adjusted(1, 1, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.moved_by_key(event):
            return
        if event.key() == Qt.Key.Key_Delete and not self.table.model.locked:
            self.table.clear_selected()
            return
        if event.key() == Qt.Key.Key_F2:
            self.edit(self.currentIndex())
            return
        if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
            event.ignore()
            return
        super().keyPressEvent(event)

    def moved_by_key(self, event: QKeyEvent) -> bool:
        """Move the cursor for a key that moves it; also called by the delegate when such a key ends an entry."""
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                return False
            down = self.table.enter_goes_down
            self.table.step(("above" if shift else "below") if down else ("previous" if shift else "next"))
            return True
        if key not in _KEYS:
            return False
        plain, other = _KEYS[key]
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.table.step(other if control else plain)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.table.step(other if shift else plain)
        elif control:
            return False
        else:
            self.table.step(plain, extend=shift)
        return True

    def closeEditor(self, editor: QWidget, hint: object) -> None:
        """An editor never moves the cursor by Qt's own idea of the next cell."""
        super().closeEditor(editor, self.itemDelegate().EndEditHint.NoHint)


class TableArea(QWidget):
    """The table as one widget. Signals: `current` (cell id), `left_at_end` (Tab past the last or first cell)."""

    current = Signal(str)
    left_at_end = Signal(bool)
    selected = Signal()

    def __init__(
        self,
        form: Form,
        make: Callable[[int], Geometry],
        model: GridModel,
        geometry: Geometry,
        theme: Theme,
        clear: Callable[[tuple[str, ...]], None],
    ) -> None:
        super().__init__()
        self.clear = clear
        self.form, self.make, self.theme, self.model, self.geometry_ = form, make, theme, model, geometry
        self.enter_goes_down = True
        self.lit: frozenset[Box] = frozenset()
        self.selection = QItemSelectionModel(model, self)
        grid = geometry.grid
        pinned = set(grid.pinned)
        body = tuple(geometry.body)
        middle = tuple(row for row in body if row not in pinned)
        above = tuple(row for row in body if row in pinned and (not middle or row < middle[0]))
        below = tuple(row for row in body if row in pinned and middle and row > middle[0])
        self.above = PartView(self, above, head=True, scrolls=False) if above else None
        self.middle = PartView(self, middle, head=not above, scrolls=True)
        self.below = PartView(self, below, head=False, scrolls=False) if below else None
        self.parts = tuple(part for part in (self.above, self.middle, self.below) if part)
        self.entries: dict[Place, bool] = {place: not form.cells[cell].total for cell, place in model.places.items()}
        self.setFocusProxy(self.parts[0])
        self.selection.currentChanged.connect(self._current_changed)
        self.selection.selectionChanged.connect(self._selection_changed)
        bar = self.middle.horizontalScrollBar()
        for part in self.parts:
            if part is not self.middle:
                bar.valueChanged.connect(part.horizontalScrollBar().setValue)
        if self.entries:
            first = min(self.entries)
            self.selection.setCurrentIndex(model.index(*first), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def step(self, where: Move, *, extend: bool = False) -> None:
        """Move the cursor; `extend` keeps the anchor and selects the rectangle up to it."""
        at = (self.selection.currentIndex().row(), self.selection.currentIndex().column())
        target = go(self.entries, at, where)
        if target is None:
            if where in ("next", "below", "previous", "above"):
                self.left_at_end.emit(where in ("next", "below"))
            return
        index = self.model.index(*target)
        if extend:
            anchor = self._anchor if self._anchor.isValid() else self.selection.currentIndex()
            self.selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.selection.select(
                QItemSelection(_corner(anchor, index, min), _corner(anchor, index, max)),
                QItemSelectionModel.SelectionFlag.ClearAndSelect,
            )
            self._anchor = anchor
        else:
            self.selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._focus_part(index)

    _anchor = QModelIndex()

    def go_to(self, cell: str) -> bool:
        """Bring a cell into view and the focus on it; False if it is not in this table."""
        index = self.model.index_of(cell)
        if not index.isValid():
            return False
        self.selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._focus_part(index)
        return True

    def _focus_part(self, index: QModelIndex) -> None:
        for part in self.parts:
            if not part.isRowHidden(index.row()):
                part.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
                if not part.hasFocus():
                    part.setFocus(Qt.FocusReason.OtherFocusReason)

    def current_cell(self) -> str | None:
        return self.model.cell_at(self.selection.currentIndex())

    def selected_cells(self) -> tuple[str, ...]:
        """The cells selected, in printed order."""
        found = {self.model.cell_at(index) for index in self.selection.selectedIndexes()}
        return tuple(cell for cell in self.model.places if cell in found)

    def clear_selected(self) -> None:
        """Blank the selected cells: what Delete does."""
        self.clear(self.selected_cells())

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        cell = self.model.cell_at(now)
        self._anchor = QModelIndex()
        self.lit = frozenset(self._labels_of(now)) if cell else frozenset()
        for part in self.parts:
            for header in (part.horizontalHeader(), part.verticalHeader()):
                if isinstance(header, (TopHead, SideStub)):
                    header.light(self.lit)
            part.viewport().update()
        if cell:
            self.current.emit(cell)

    def _labels_of(self, index: QModelIndex) -> list[Box]:
        row, column = index.row() + self.geometry_.lead, index.column() + self.geometry_.grid.stub_cols
        found = []
        heads = [b for b in self.geometry_.grid.boxes if b.role == "head" and b.row + b.rowspan - 1 < row]
        over = [b for b in heads if b.col <= column < b.col + b.colspan]
        if over:
            found.append(max(over, key=lambda b: b.row + b.rowspan))
        stubs = [b for b in self.geometry_.grid.boxes if b.role == "stub" and b.row <= row < b.row + b.rowspan]
        found += [b for b in stubs if b.level > 0 or b.rowspan == 1]
        return found

    def _selection_changed(self) -> None:
        several = len(self.selection.selectedIndexes()) > 1
        for part in self.parts:
            delegate = part.itemDelegate()
            if isinstance(delegate, CellDelegate):
                delegate.several = several
            part.viewport().update()
        self.selected.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Lay the parts out in the height and width there are: only the scrolling rows give way."""
        bar = self.theme.px(12)
        self.geometry_ = self.make(self.width() - bar)
        for part in self.parts:
            part.take(self.geometry_)
        width = min(self.geometry_.width, self.width() - bar)
        fixed = sum(p.content_height(self.geometry_) for p in self.parts if p is not self.middle)
        room = max(self.height() - fixed - 2, self.theme.px(60))
        full = self.middle.content_height(self.geometry_)
        y = 1
        for part in self.parts:
            height = part.content_height(self.geometry_)
            if part is self.middle:
                height = min(full, room)
                part.setGeometry(QRect(1, y, width + (bar if full > room else 0), height))
            else:
                part.setGeometry(QRect(1, y, width, height))
            y += height
        self.table_rect = QRect(0, 0, width + 1, y)
        self.update()

    table_rect = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.color("rule"), 1))
        painter.drawRect(self.table_rect)
        painter.end()


def _corner(one: QModelIndex, other: QModelIndex, pick: Callable[[int, int], int]) -> QModelIndex:
    return one.model().index(pick(one.row(), other.row()), pick(one.column(), other.column()))
