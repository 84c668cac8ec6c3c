"""One of the views of a table: some of its rows, with keys handed on to the table, which knows all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Protocol

from PySide6.QtCore import QItemSelectionModel, QRect, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QTableView, QWidget

from core.layout.boxes import Box
from gui.fields import undoes
from gui.table.delegate import CellDelegate, CellEditor
from gui.table.geometry import Geometry
from gui.table.heads import Corner, SideStub, TopHead, window_of
from gui.table.model import GridModel
from gui.table.moves import Move
from gui.table.paint import paint_labels
from gui.theme import Theme

_KEYS: Mapping[Qt.Key, tuple[Move, Move]] = MappingProxyType({
    Qt.Key.Key_Left: ("left", "left"), Qt.Key.Key_Right: ("right", "right"), Qt.Key.Key_Up: ("up", "up"),
    Qt.Key.Key_Down: ("down", "down"), Qt.Key.Key_Tab: ("next", "previous"),
    Qt.Key.Key_Backtab: ("previous", "previous"), Qt.Key.Key_Home: ("home", "first"), Qt.Key.Key_End: ("end", "last"),
})  # fmt: skip


class Table(Protocol):
    """What a view asks of the table it is a part of."""

    theme: Theme
    model: GridModel
    selection: QItemSelectionModel
    geometry_: Geometry
    lit: frozenset[Box]
    enter_goes_down: bool

    @property
    def widget(self) -> QWidget:
        """The table itself."""

    @property
    def middle(self) -> QTableView:
        """The view whose rows scroll."""

    def step(self, where: Move, *, extend: bool = False) -> None:
        """Move the cursor."""

    def clear_selected(self) -> None:
        """Blank the selected cells."""

    def may_edit(self, cell: str) -> bool:
        """Whether a cell may be edited now; of a protected one the reason is asked for."""


class PartView(QTableView):
    """One of the three. `moved` hands keys to the table, which knows all rows."""

    def __init__(self, table: Table, rows: range | tuple[int, ...], *, head: bool, scrolls: bool) -> None:
        super().__init__(table.widget)
        self.table, self.rows = table, tuple(rows)
        self.setModel(table.model)
        self.setSelectionModel(table.selection)
        self.setItemDelegate(CellDelegate(table.theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(True)  # without it Tab would leave the table before keyPressEvent hears of it
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
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else scrolling repaints every cell
        self.setSizeAdjustPolicy(QAbstractItemView.SizeAdjustPolicy.AdjustIgnored)
        self.setHorizontalHeader(TopHead(table.geometry_, table.theme, self))
        self.setVerticalHeader(SideStub(table.geometry_, table.theme, self, self.rows))
        self.horizontalHeader().setVisible(head and table.geometry_.lead > 0)
        self.verticalHeader().setVisible(table.geometry_.grid.stub_cols > 0)
        self.corner = Corner(table.geometry_, table.theme, self) if head and table.geometry_.grid.stub_cols else None
        for place, box in table.model.boxes.items():
            if box.colspan > 1 and place == table.model.places.get(box.cell or ""):
                self.setSpan(*place, 1, box.colspan)
        self.verticalHeader().blockSignals(True)  # see `take`
        for row in table.geometry_.body:
            self.setRowHidden(row - table.geometry_.lead, row not in self.rows)
        self.verticalHeader().blockSignals(False)

    def _scrolled(self) -> None:
        """Labels of several rows stand in the middle of what is seen of them: they move against the rows."""
        self.verticalHeader().viewport().update()

    def take(self, geometry: Geometry) -> None:
        """New edges: all sections get their sizes. The view does not hear of each: it would paint itself as a whole
        once more when the loop next comes round."""
        first, across, down = geometry.grid.stub_cols, self.horizontalHeader(), self.verticalHeader()
        for header in (across, down):
            header.blockSignals(True)
            if isinstance(header, (TopHead, SideStub)):
                header.geometry_ = geometry
        for column in range(geometry.grid.cols - first):
            across.resizeSection(column, geometry.column_width(column + first))
        for row in self.rows:
            down.resizeSection(row - geometry.lead, geometry.row_height(row))
        for header in (across, down):
            header.blockSignals(False)
        self.updateGeometries()
        self.viewport().update()
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
        across, down = self.horizontalHeader(), self.verticalHeader()
        cells = QRect(-across.offset(), -down.offset(), across.length(), down.length())
        if not self.table.geometry_.lead or not cells.contains(event.rect()):  # a cell paints its own ground
            ground = QPainter(self.viewport())
            ground.fillRect(event.rect(), self.table.theme.color("page"))
            ground.end()
        super().paintEvent(event)
        geometry, framed = self.table.geometry_, self._framed()
        if geometry.lead and not framed.intersects(event.rect()):
            return
        painter = QPainter(self.viewport())
        if not geometry.lead:  # heads lie inside the table: they are painted here, over cells that have no id
            shift = -self.horizontalOffset() - geometry.stub_width
            window = window_of(self, self.rows, geometry, shift, self.viewport().rect())
            paint_labels(painter, geometry, window, self.table.theme, self.table.lit)
        if not framed.isEmpty():
            pen = QPen(self.table.theme.color("acc"), 2, Qt.PenStyle.SolidLine)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.drawRect(framed.adjusted(1, 1, -1, -1))
        painter.end()

    def _framed(self) -> QRect:
        """The place of the cell that has the keys; empty where it is not here."""
        current = self.currentIndex()
        if not current.isValid() or self.isRowHidden(current.row()) or self.table.model.cell_at(current) is None:
            return QRect()
        if self.hasFocus() or (self.isActiveWindow() and self.isAncestorOf(QApplication.focusWidget() or self)):
            return self.visualRect(current)
        return QRect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.moved_by_key(event):
            return
        if event.key() == Qt.Key.Key_Delete and not self.table.model.locked:
            self.table.clear_selected()
            return
        if event.key() == Qt.Key.Key_F2:
            self._edit_with_reason()
            return
        if undoes(event):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._quietly(lambda: super(PartView, self).focusInEvent(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._quietly(lambda: super(PartView, self).focusOutEvent(event))

    def _quietly(self, act: Callable[[], None]) -> None:
        """Qt repaints a whole view when the focus comes or goes, with each editor too; only the frame changes.

        A page that is being brought to the front may not paint yet. Whoever forbade it allows it again, to all within
        that are still forbidden, so that stays as it was found.
        """
        widgets = (self, self.viewport())
        found = [widget.testAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled) for widget in widgets]
        for widget in widgets:
            widget.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, True)
        act()
        for widget, forbidden in zip(widgets, found, strict=True):
            widget.setAttribute(Qt.WidgetAttribute.WA_UpdatesDisabled, forbidden)
        self.update(self.currentIndex())

    def inputMethodQuery(self, query: Qt.InputMethodQuery) -> object:
        """A figure needs no composing: its keys never pass through an input method, whatever mode that is in."""
        if query == Qt.InputMethodQuery.ImEnabled and self.table.model.numeric(self.currentIndex()):
            return False
        return super().inputMethodQuery(query)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Over pinned rows the wheel turns the rows that scroll."""
        if self is self.table.middle:
            super().wheelEvent(event)
        else:
            self.table.middle.wheelEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.table.model.is_protected(self.table.model.cell_at(self.currentIndex()) or ""):
            self._edit_with_reason()
            return
        super().mouseDoubleClickEvent(event)
        self._mend()

    def _edit_with_reason(self) -> None:
        """Open the field of the current cell with what stands there; of a protected one the reason is asked first."""
        cell = self.table.model.cell_at(self.currentIndex())
        if cell is not None and not self.table.model.locked and self.table.may_edit(cell):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            self.edit(self.currentIndex())
            self._mend()

    def _mend(self) -> None:
        if editor := self.open_editor():
            editor.mend()

    def open_editor(self) -> CellEditor | None:
        """The field that is open here now."""
        found = self.indexWidget(self.currentIndex())
        return found if isinstance(found, CellEditor) else None

    def take_entry(self) -> None:
        """End an entry that is under way, as leaving its field would."""
        if editor := self.open_editor():
            self.commitData(editor)
            self.closeEditor(editor, CellDelegate.EndEditHint.NoHint)

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
