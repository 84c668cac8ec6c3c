"""The result as a tree: groups with a tick of three states, their cells below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from core.form.model import Form
from core.services.proposal import Group
from core.values import Unread, shown
from gui.bringing.choice import Choice
from gui.items import NOWHERE, Index

RowRole = int(Qt.ItemDataRole.UserRole)
COLUMNS = ("采用", "单元格", "原文", "读作", "改正")
NOTES = "原文的问题"


@dataclass(frozen=True, slots=True)
class Row:
    """What a row shows. `tick`: None where it is taken in part; `ticks`: there is something to tick; `way`: what its
    link does; `quiet`: shown in grey, because it is not taken."""

    title: str
    note: str = ""
    printed: str = ""
    read: str = ""
    way: str = ""
    tick: bool | None = False
    ticks: bool = False
    group: bool = False
    count: int = 0
    quiet: bool = False
    cell: str = ""


class ResultModel(QAbstractItemModel):
    """`changed` is called after each choice."""

    def __init__(self, choice: Choice, changed: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.choice, self.changed = choice, changed
        remarks = choice.proposal.remarks
        self.notes = (Group(NOTES, "", tuple(title for title, _ in remarks)),) if remarks else ()
        self.groups: tuple[Group, ...] = (*self.notes, *choice.proposal.groups)

    @property
    def form(self) -> Form:
        return self.choice.proposal.form

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].cells)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(COLUMNS)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override] # QObject's parent takes nothing
        number = index.internalId() if index.isValid() else 0
        return self.createIndex(number - 1, 0, 0) if number else QModelIndex()

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        return COLUMNS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def group_at(self, index: Index) -> Group:
        return self.groups[index.internalId() - 1 if index.internalId() else index.row()]

    def cell_at(self, index: Index) -> str:
        """The cell of a row; empty for a group or a remark."""
        if not index.isValid() or not index.internalId() or self.group_at(index) in self.notes:
            return ""
        return self.group_at(index).cells[index.row()]

    def where(self, cell: str) -> QModelIndex:
        """The row of a cell."""
        for number, group in enumerate(self.groups):
            if group not in self.notes and cell in group.cells:
                return self.index(group.cells.index(cell), 0, self.index(number, 0))
        return QModelIndex()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self.row_at(index)
        match role:
            case _ if role == RowRole:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return (row.title, row.title, row.printed, row.read, row.way)[index.column()]
            case Qt.ItemDataRole.CheckStateRole if index.column() == 0 and row.ticks:
                state = Qt.CheckState
                return state.PartiallyChecked if row.tick is None else state.Checked if row.tick else state.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(row)
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (row.title, row.note)))
        return None

    def row_at(self, index: Index) -> Row:
        group = self.group_at(index)
        if not index.internalId():
            ticks = any(self.choice.can(cell) for cell in group.cells) and group not in self.notes
            tick = self.choice.state(group) if ticks else False
            return Row(group.title, group.note, tick=tick, ticks=ticks, group=True, count=len(group.cells))
        if group in self.notes:
            title, words = self.choice.proposal.remarks[index.row()]
            return Row(title, words)
        return self._cell(group, group.cells[index.row()])

    def _cell(self, group: Group, cell: str) -> Row:
        it = self.form.cells[cell]
        title = " · ".join(it.name.split("，"))
        if group.missing:
            return Row(title, cell=cell)
        item, choice = self.choice.item(cell), self.choice
        on = cell in choice.taken
        answer = choice.taken.get(cell) or item.answer
        read = shown(it.kind, answer.value) if answer else ""
        if it.kind.name == "text":
            read = f"{len(read)} 字"
        elif answer and isinstance(answer.value, Unread) and not on:
            read = "未读"
        way = ""
        if item.ways:
            way = "不采用" if on and choice.holds(cell, item.ways[0]) else item.ways[0].words
        printed = "" if it.kind.name == "text" else item.printed.replace("\n", " ")
        return Row(title, item.why, printed, read, way, on, choice.can(cell), quiet=not on, cell=cell)

    # Choosing

    def toggle(self, index: Index) -> None:
        """The tick of a row: of a group, all of it or nothing."""
        group = self.group_at(index)
        if index.internalId():
            cell = self.cell_at(index)
            if cell and self.choice.can(cell) and not group.missing:
                self.choice.tick(cell, on=cell not in self.choice.taken)
                self.refresh(cell)
            return
        if group not in self.notes and not group.missing:
            on = self.choice.state(group) is not True
            for cell in group.cells:
                self.choice.tick(cell, on=on)
            self.refresh()

    def follow(self, index: Index) -> None:
        """The link of a row: its first reading, or taken back."""
        cell = self.cell_at(index)
        ways = self.choice.item(cell).ways if cell and not self.group_at(index).missing else ()
        if not ways:
            self.toggle(index)
            return
        if cell in self.choice.taken and self.choice.holds(cell, ways[0]):
            self.choice.tick(cell, on=False)
        else:
            self.choice.choose(cell, ways[0])
        self.refresh(cell)

    def refresh(self, *cells: str) -> None:
        """These rows and all groups say something else now; `changed` has what is in sight painted anew."""
        for cell in cells:
            at = self.where(cell)
            self.dataChanged.emit(at, at.siblingAtColumn(len(COLUMNS) - 1))
        self.changed()


def spoken(row: Row) -> str:
    """What a screen reader says of a row."""
    tick = {True: "已采用", False: "不采用", None: "部分采用"}[row.tick] if row.ticks else ""
    if row.group:
        return "，".join(filter(None, (row.title, row.note, f"{row.count} 项", tick)))
    printed = f"原文 {row.printed}" if row.printed else ""
    return "，".join(filter(None, (row.title, printed, row.read and f"读作 {row.read}", row.note, tick)))
