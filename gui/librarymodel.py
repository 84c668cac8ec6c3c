"""The list of reports as a model: years, and under each its reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from core.services.library import Entry
from gui.glance import Glance
from gui.items import NOWHERE, Index

EntryRole = int(Qt.ItemDataRole.UserRole)
GlanceRole = EntryRole + 1
COLUMNS = ("单位", "状态", "问题", "已填", "最后修改", "填报人")


def status_words(entry: Entry, glance: Glance | None) -> str:
    """填报中, 未填, 已定稿, 已报送, with 第2稿 or 更正第2稿 from the second revision on."""
    again = f"（{'更正' if entry.corrects else ''}第{entry.head.revision}稿）" if entry.head.revision > 1 else ""
    if entry.head.status == "final":
        return "已定稿" + again
    if entry.head.status == "sent":
        return "已报送" + again
    return ("未填" if glance and not glance.filled else "填报中") + again


def when(stamp: str, now: datetime) -> str:
    """今天 14:03, 1月12日 16:40, 2025年3月4日."""
    at = datetime.fromisoformat(stamp)
    if at.date() == now.date():
        return f"今天 {at:%H:%M}"
    if at.year == now.year:
        return f"{at.month}月{at.day}日 {at:%H:%M}"
    return f"{at.year}年{at.month}月{at.day}日"


class LibraryModel(QAbstractItemModel):
    """Two levels: years (newest first; reports without a year last), reports."""

    def __init__(self, now: datetime, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = now
        self.years: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
        self.glances: dict[int, Glance] = {}

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Replace the list."""
        years: dict[str, list[Entry]] = {}
        for entry in entries:
            years.setdefault(f"{entry.card.year}年度" if entry.card.year else "未填年度", []).append(entry)
        self.beginResetModel()
        self.years = tuple((year, tuple(mine)) for year, mine in years.items())
        self.endResetModel()

    def glanced(self, number: int, glance: Glance) -> None:
        """A report has been looked at."""
        self.glances[number] = glance
        index = self.where(number)
        if index.isValid():
            self.dataChanged.emit(index, index.siblingAtColumn(len(COLUMNS) - 1))

    def where(self, number: int) -> QModelIndex:
        """The index of the report with that id."""
        for group, (_, entries) in enumerate(self.years):
            for row, entry in enumerate(entries):
                if entry.id == number:
                    return self.createIndex(row, 0, group + 1)
        return QModelIndex()

    def entry(self, index: Index) -> Entry | None:
        """The report at an index; None for a year."""
        inside = index.internalId() if index.isValid() else 0
        return self.years[inside - 1][1][index.row()] if inside else None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self.years)
        return 0 if parent.internalId() or parent.column() else len(self.years[parent.row()][1])

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(COLUMNS)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override] # QObject's parent takes nothing
        inside = index.internalId() if index.isValid() else 0
        return self.createIndex(inside - 1, 0, 0) if inside else QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.entry(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        across = orientation == Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == 3 else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        entry = self.entry(index)
        if entry is None:
            year = self.years[index.row()][0] if index.isValid() else None
            shown = role == Qt.ItemDataRole.DisplayRole and index.column() == 0
            return year if shown or role == Qt.ItemDataRole.AccessibleTextRole else None
        glance = self.glances.get(entry.id)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(entry, glance, index.column())
            case Qt.ItemDataRole.TextAlignmentRole if index.column() == 3:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.AccessibleTextRole:
                return "，".join(self._text(entry, glance, column) for column in range(len(COLUMNS)))
            case _ if role == EntryRole:
                return entry
            case _ if role == GlanceRole:
                return glance
        return None

    def rows(self) -> Iterator[tuple[str, ...]]:
        """The words of the list; a year is a row of one word."""
        for year, entries in self.years:
            yield (year,)
            for entry in entries:
                glance = self.glances.get(entry.id)
                yield tuple(self._text(entry, glance, column) for column in range(len(COLUMNS)))

    def _text(self, entry: Entry, glance: Glance | None, column: int) -> str:
        return (
            entry.card.unit or "（单位未填）",
            status_words(entry, glance),
            glance.problems if glance else "…",
            f"{glance.filled} / {glance.needed}" if glance else "…",
            when(entry.changed, self.now),
            entry.card.prepared,
        )[column]
