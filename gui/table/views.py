"""The three views of a table: pinned above, scrolling, pinned below; one model, one selection, one cursor."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QScrollBar, QWidget

from core.form.model import Form
from core.layout.boxes import Box, Grid
from gui.table.delegate import CellDelegate
from gui.table.geometry import Geometry
from gui.table.heads import SideStub, TopHead
from gui.table.model import GridModel
from gui.table.moves import Move, Place, go
from gui.table.part import PartView
from gui.theme import Theme

LEAST_ROWS = 5
"""So many rows scroll at least; where there is no room for them the page scrolls as a whole."""


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
        self.unlock: Callable[[str], bool] = lambda _: True
        self.form, self.make, self.theme, self.model, self.geometry_ = form, make, theme, model, geometry
        self.enter_goes_down = True
        self.lit: frozenset[Box] = frozenset()
        self._labels: dict[Place, frozenset[Box]] = {}  # as they are first asked for
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
        self.sideways = self._sideways()
        if self.entries:
            first = min(self.entries)
            self.selection.setCurrentIndex(model.index(*first), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    @property
    def widget(self) -> QWidget:
        return self

    def _sideways(self) -> QScrollBar:
        """The bar under a table wider than its page; it moves all parts, and what moves one moves all."""
        bar = QScrollBar(Qt.Orientation.Horizontal, self)
        bar.setAccessibleName("左右滚动")
        bar.hide()
        for part in self.parts:
            other = part.horizontalScrollBar()
            bar.valueChanged.connect(other.setValue)
            other.valueChanged.connect(bar.setValue)
        return bar

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
                if not part.viewport().rect().contains(part.visualRect(index)):
                    part.viewport().repaint(QRect(0, 0, 1, 1))  # a view with something left to paint is not moved but
                    part.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)  # painted as a whole
                if not part.hasFocus():
                    part.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_entry(self) -> None:
        """End an entry that is under way."""
        for part in self.parts:
            part.take_entry()

    def current_cell(self) -> str | None:
        return self.model.cell_at(self.selection.currentIndex())

    def place_of(self, cell: str) -> QRect:
        """Where a cell stands in this widget, as far as it is scrolled now."""
        index = self.model.index_of(cell)
        for part in self.parts:
            if index.isValid() and not part.isRowHidden(index.row()):
                return part.visualRect(index).translated(part.viewport().pos() + part.pos())
        return QRect()

    def below_current(self) -> QPoint:
        """The place on the screen just below the current cell."""
        index = self.selection.currentIndex()
        part = next((part for part in self.parts if not part.isRowHidden(index.row())), self.middle)
        return part.viewport().mapToGlobal(part.visualRect(index).bottomLeft())

    def selected_cells(self) -> tuple[str, ...]:
        """The cells selected, in printed order."""
        found = {self.model.cell_at(index) for index in self.selection.selectedIndexes()}
        return tuple(cell for cell in self.model.places if cell in found)

    def clear_selected(self) -> None:
        """Blank the selected cells: what Delete does."""
        self.clear(self.selected_cells())

    def may_edit(self, cell: str) -> bool:
        """Whether a cell may be edited now; of a protected one the reason is asked for, by `unlock`."""
        if not self.model.is_protected(cell) or self.unlock(cell):
            self.model.unlocked = cell
            return True
        return False

    def show_locks(self, rows: frozenset[str]) -> None:
        """Say at the labels of these rows (by their ids) that all of them comes from last year."""
        at = {r for cell, (r, _) in self.model.places.items() if self.form.cells[cell].row in rows}
        lead = self.geometry_.lead
        boxes = frozenset(
            b for b in self.geometry_.grid.boxes if b.role == "stub" and b.rowspan == 1 and b.row - lead in at
        )
        for part in self.parts:
            header = part.verticalHeader()
            if isinstance(header, SideStub):
                header.lock(boxes)

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        cell = self.model.cell_at(now)
        self.model.unlocked = ""
        self._anchor = QModelIndex()
        self.lit = self._labels_of(now.row(), now.column()) if cell else frozenset()
        for part in self.parts:  # Qt repaints the two cells; a whole view takes too long for a key
            for header in (part.horizontalHeader(), part.verticalHeader()):
                if isinstance(header, (TopHead, SideStub)):
                    header.light(self.lit)
            if not self.geometry_.lead:  # its labels lie in the view
                part.viewport().update()
        if cell:
            self.current.emit(cell)

    def _labels_of(self, row: int, column: int) -> frozenset[Box]:
        """The labels of a cell, by its place in the model: the lowest head over it, and its stub."""
        if (row, column) not in self._labels:
            self._labels[row, column] = _labels(
                self.geometry_.grid, row + self.geometry_.lead, column + self.geometry_.grid.stub_cols
            )
        return self._labels[row, column]

    def _selection_changed(self) -> None:
        several = len(self.selection.selectedIndexes()) > 1
        for part in self.parts:
            delegate = part.itemDelegate()
            if isinstance(delegate, CellDelegate) and delegate.several != several:
                delegate.several = several
                part.viewport().update()
        self.selected.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def sizeHint(self) -> QSize:
        return QSize(self.geometry_.width + 2 + self._bar_width(), self._height(len(self.middle.rows)))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.geometry_.stub_width + self.theme.px(60), self._height(LEAST_ROWS))

    def _height(self, rows: int) -> int:
        """The height of the table with so many of its scrolling rows, frame and bar included."""
        geometry = self.geometry_
        fixed = sum(part.content_height(geometry) for part in self.parts if part is not self.middle)
        head = self.middle.content_height(geometry) - sum(geometry.row_height(row) for row in self.middle.rows)
        scrolling = sum(geometry.row_height(row) for row in self.middle.rows[:rows])
        return fixed + head + scrolling + 2 + (1 if self.below else 0) + self._bar_height()

    def _bar_height(self) -> int:
        """What the bar under the table takes, if there is one."""
        return self.theme.px(12) + 1 if self.geometry_.width + 2 > self.width() - self._bar_width() else 0

    def _bar_width(self) -> int:
        """Room for the bar at the right; a table of a few rows never scrolls."""
        return self.theme.px(12) if len(self.middle.rows) > LEAST_ROWS else 0

    def arrange(self) -> None:
        """Lay the parts out in the height and width there are: only the scrolling rows give way."""
        bar = self._bar_width()
        self.geometry_ = self.make(self.width() - bar - 2)
        if (self.sizeHint(), self.minimumSizeHint()) != self.hints:
            self.hints = self.sizeHint(), self.minimumSizeHint()
            self.updateGeometry()
        for part in self.parts:
            part.take(self.geometry_)
        width = min(self.geometry_.width, self.width() - bar - 2)
        full = self.middle.content_height(self.geometry_)
        room = max(self.height() - self._height(0), 0) + full - sum(map(self.geometry_.row_height, self.middle.rows))
        y = 1
        for part in self.parts:
            y += 1 if part is self.below else 0  # the line above the rows pinned at the end
            height = min(full, room) if part is self.middle else part.content_height(self.geometry_)
            scrolls = part is self.middle and full > room
            part.setGeometry(QRect(1, y, width + (bar if scrolls else 0), height))
            y += height
        self.table_rect = QRect(0, 0, width + 1, y)
        self._arrange_bar(width, y + 1)
        self.update()

    def _arrange_bar(self, width: int, y: int) -> None:
        wider = self.geometry_.width - width
        self.sideways.setVisible(wider > 0)
        self.sideways.setRange(0, max(wider, 0))
        self.sideways.setPageStep(max(width - self.geometry_.stub_width, 1))
        stub = self.geometry_.stub_width
        self.sideways.setGeometry(stub, y, max(width - stub, 1), self.theme.px(12))

    hints = (QSize(), QSize())
    table_rect = QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(self.theme.color("rule"), 1))
        painter.drawRect(self.table_rect)
        if self.below:
            y = self.below.geometry().top() - 1
            painter.drawLine(0, y, self.table_rect.right(), y)
        painter.end()


def call(area: TableArea, name: str) -> None:
    """Give a table and each of its views an accessible name."""
    area.setAccessibleName(name)
    for part in area.parts:
        part.setAccessibleName(name if part is area.middle else f"{name}，不滚动的行")


def _labels(grid: Grid, row: int, column: int) -> frozenset[Box]:
    heads = [b for b in grid.boxes if b.role == "head" and b.row + b.rowspan - 1 < row]
    over = [b for b in heads if b.col <= column < b.col + b.colspan]
    lowest = [max(over, key=lambda b: b.row + b.rowspan)] if over else []
    stubs = [b for b in grid.boxes if b.role == "stub" and b.row <= row < b.row + b.rowspan]
    return frozenset((*lowest, *(b for b in stubs if b.level > 0 or b.rowspan == 1)))


def _corner(one: QModelIndex, other: QModelIndex, pick: Callable[[int, int], int]) -> QModelIndex:
    return one.model().index(pick(one.row(), other.row()), pick(one.column(), other.column()))
