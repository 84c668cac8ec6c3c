"""The model of a table: entry cells only. Heads and stub are no part of it, so selection cannot land on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from core.form.model import Form
from core.layout.boxes import Box
from gui.cells import CellView
from gui.items import NOWHERE, Index
from gui.table.geometry import Geometry

ViewRole = int(Qt.ItemDataRole.UserRole)
CellRole = ViewRole + 1
Enter = Callable[[str, str], None]

_NOTHING = CellView()
_LOOK = attrgetter(*(it.name for it in fields(CellView) if it.name not in ("tip", "spoken")))
"""What can be seen of a view: its words are asked for when they are wanted."""
_LOOKED_AT = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_TYPED = _LOOKED_AT | Qt.ItemFlag.ItemIsEditable


class Face(NamedTuple):
    """All that painting a cell needs, asked for once: `below` and `right` are the tokens of its lines."""

    view: CellView
    below: str
    right: str


class GridModel(QAbstractTableModel):
    """Rows and columns are those of the grid below its head and right of its stub.

    `enter` is called with cell id and typed text, and that is all that editing does: the answer comes back through
    `show`, as it does for every other change.
    """

    def __init__(self, form: Form, geometry: Geometry, enter: Enter, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.grid = geometry.grid
        self.lead = geometry.lead
        self.ruling = geometry.ruling
        self.enter = enter
        self.locked = False
        self.unlocked = ""  # the protected cell for which a reason was given
        self.views: dict[str, CellView] = {}
        self.boxes: dict[tuple[int, int], Box] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.heads: dict[tuple[int, int], str] = {}  # labels that lie among the cells
        for box in self.grid.boxes:
            if box.cell is not None:
                row, column = box.row - self.lead, box.col - self.grid.stub_cols
                self.places[box.cell] = (row, column)
                for covered in range(box.colspan):
                    self.boxes[row, column + covered] = box
            elif box.row >= self.lead:
                for covered in range(box.colspan):
                    self.heads[box.row - self.lead, box.col + covered - self.grid.stub_cols] = box.text

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.grid.rows - self.lead

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self.grid.cols - self.grid.stub_cols

    def cell_at(self, index: Index) -> str | None:
        """The id of the cell there, None for a head row inside the table."""
        box = self.boxes.get((index.row(), index.column())) if index.isValid() else None
        return box.cell if box else None

    def index_of(self, cell: str) -> QModelIndex:
        return self.index(*self.places[cell]) if cell in self.places else QModelIndex()

    def numeric(self, index: Index) -> bool:
        """Whether a figure belongs there."""
        cell = self.cell_at(index)
        return cell is not None and self.form.cells[cell].kind.numeric

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        cell = self.cell_at(index)
        if cell is None:
            spoken = role == Qt.ItemDataRole.AccessibleTextRole
            return self.heads.get((index.row(), index.column())) if spoken else None
        view = self.views.get(cell, _NOTHING)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return view.text
            case Qt.ItemDataRole.EditRole:
                return "" if view.computed else view.text
            case Qt.ItemDataRole.ToolTipRole:
                return view.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.form.cells[cell].name}，{view.spoken}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return view.tip
            case _ if role == ViewRole:
                return view
            case _ if role == CellRole:
                return cell
        return None

    def face(self, index: Index) -> Face | None:
        """For the painter alone, which asks of each cell it paints; None where no cell is."""
        box = self.boxes.get((index.row(), index.column()))
        if box is None or box.cell is None:
            return None
        below, right = self.ruling.below[box.row + box.rowspan - 1], self.ruling.right[box.col + box.colspan - 1]
        return Face(self.views.get(box.cell, _NOTHING), below, right)

    def flags(self, index: Index) -> Qt.ItemFlag:
        cell = self.cell_at(index)
        if cell is None:
            return Qt.ItemFlag.NoItemFlags
        return _LOOKED_AT if self.locked or self.is_protected(cell) else _TYPED

    def is_protected(self, cell: str) -> bool:
        """Whether a reason has to be given before the cell is changed."""
        return cell != self.unlocked and self.views.get(cell, _NOTHING).protected

    def setData(self, index: Index, value: object, role: int = int(Qt.ItemDataRole.EditRole)) -> bool:
        cell = self.cell_at(index)
        if cell is None or role != Qt.ItemDataRole.EditRole or self.locked or self.is_protected(cell):
            return False
        self.unlocked = ""
        self.enter(cell, str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        """The accessible names of rows and columns; what is painted comes from the boxes."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        across = orientation == Qt.Orientation.Horizontal
        for (row, column), box in self.boxes.items():
            if box.cell is not None and section == (column if across else row):
                words = self.form.cells[box.cell].name.split("，")
                return words[-1] if across else "，".join(words[1:-1]) or words[0]
        return None

    def show(self, views: Mapping[str, CellView]) -> None:
        """Take new views and announce the cells that look different."""
        known, places = self.views, self.places
        changed = [
            cell for cell, view in views.items() if cell in places and _LOOK(known.get(cell, _NOTHING)) != _LOOK(view)
        ]
        known.update(views)
        for cell in changed:
            index = self.index_of(cell)
            self.dataChanged.emit(index, index)
