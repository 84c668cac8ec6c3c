"""The findings as a model: by level, the gravest first; and how each is called and marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from core.check.evaluation import Finding
from core.form.model import Form
from core.values import decimal_text
from gui.items import NOWHERE, Index

RowRole = int(Qt.ItemDataRole.UserRole)
LEVELS = (("E", "强制", "须改正"), ("Q", "核实", "改正，或写明原因"), ("T", "提示", "供参考"))
SIGNS = {"error": "err", "query": "qry-mark", "explained": "qry-mark", "tip": "tip"}


def sign_of(finding: Finding) -> str:
    """The sign's name: by level, and whether a query is explained."""
    if finding.level == "Q":
        return "explained" if finding.explained else "query"
    return "error" if finding.level == "E" else "tip"


def place_of(form: Form, finding: Finding) -> str:
    """Where the finding is, in short: the first cell's table and row, or the section of the text."""
    cells = finding.cells or tuple(span.cell for span in finding.spans)
    if not cells:
        return "原文"
    cell = form.cells[cells[0]]
    section = next(s for s in form.sections if s.id == cell.section)
    if section.table:
        return section.table.name
    return f"第{section.ordinal}部分" if section.ordinal else section.title


def where(form: Form, finding: Finding, *, whole: bool) -> str:
    """The second line of a finding in the list: both sides of a comparison, else its row; `whole`: the page before it,
    because findings of several pages stand together."""
    parts = [place_of(form, finding)] if whole or not finding.cells else []
    if finding.left_cells and finding.right_cells and finding.left is not None and finding.right is not None:
        sides = (decimal_text(value).replace("-", "−") for value in (finding.left, finding.right))
        parts.append("左 {}，右 {}".format(*sides))
    elif len({form.cells[cell].row for cell in finding.cells}) == 1 and form.cells[finding.cells[0]].row:
        words = form.cells[finding.cells[0]].name.split("，")[1:]
        parts += words if len(finding.cells) == 1 else words[:1]
    elif not parts:
        parts.append(place_of(form, finding))
    return " · ".join(parts)


def state_of(finding: Finding, *, void: bool = False) -> str:
    """Whether a query is explained; empty for other levels. `void`: an explanation stood here and holds no more."""
    if finding.level != "Q":
        return ""
    if finding.explained:
        return f"已说明：{finding.explained.reason}"
    return "说明已作废" if void else "未说明"


@dataclass(frozen=True, slots=True)
class Group:
    """A heading in the list."""

    level: str
    title: str
    hint: str
    findings: tuple[Finding, ...]


class FindingsModel(QAbstractItemModel):
    """Two levels: groups by level, findings. A finding that stays, by its key, keeps its row: the list is reset only
    where a group comes or goes, or findings change places."""

    def __init__(self, form: Form, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.groups: tuple[Group, ...] = ()

    def show(self, findings: tuple[Finding, ...], *, by_page: bool = False) -> None:
        """Replace what is shown, if it differs."""
        if by_page:
            places = dict.fromkeys(place_of(self.form, f) for f in findings)
            groups = tuple(
                Group("", place, "", tuple(f for f in findings if place_of(self.form, f) == place)) for place in places
            )
        else:
            groups = tuple(
                Group(level, title, hint, mine)
                for level, title, hint in LEVELS
                if (mine := tuple(f for f in findings if f.level == level))
            )
        if all(map(_steady, self.groups, groups)) and _titles(self.groups) == _titles(groups):
            self._adjust(groups)
            self._replace(groups)
        else:
            self.beginResetModel()
            self.groups = groups
            self.endResetModel()

    def _adjust(self, groups: tuple[Group, ...]) -> None:
        """Take away the rows that are no more and put in the new ones, so that every row has its finding's key."""
        for number, new in enumerate(groups):
            parent = self.createIndex(number, 0, 0)
            found = list(self.groups[number].findings)
            wanted, known = _keys(new), _keys(self.groups[number])
            for row in reversed(range(len(found))):
                if found[row].key not in wanted:
                    self.beginRemoveRows(parent, row, row)
                    del found[row]
                    self._set(number, found)
                    self.endRemoveRows()
            for row, finding in enumerate(new.findings):
                if finding.key not in known:
                    self.beginInsertRows(parent, row, row)
                    found.insert(row, finding)
                    self._set(number, found)
                    self.endInsertRows()
            if known != wanted:
                self.dataChanged.emit(parent, parent)  # the heading tells how many there are

    def _set(self, number: int, findings: list[Finding]) -> None:
        group = replace(self.groups[number], findings=tuple(findings))
        self.groups = (*self.groups[:number], group, *self.groups[number + 1 :])

    def _replace(self, groups: tuple[Group, ...]) -> None:
        """The same rows with other words: no reset, so that a view keeps its place and lays out nothing anew."""
        before, self.groups = self.groups, groups
        for number, (old, new) in enumerate(zip(before, groups, strict=True)):
            for row, (one, other) in enumerate(zip(old.findings, new.findings, strict=True)):
                if one != other:
                    index = self.createIndex(row, 0, number + 1)
                    self.dataChanged.emit(index, index)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].findings)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 1

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if column or not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, 0, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override] # QObject's parent takes nothing
        inside = index.internalId() if index.isValid() else 0
        return self.createIndex(inside - 1, 0, 0) if inside else QModelIndex()

    def finding(self, index: Index) -> Finding | None:
        """The finding at an index; None for a group."""
        inside = index.internalId() if index.isValid() else 0
        return self.groups[inside - 1].findings[index.row()] if inside else None

    def where(self, key: str) -> QModelIndex:
        """The index of the finding with that key."""
        for number, group in enumerate(self.groups):
            for row, finding in enumerate(group.findings):
                if finding.key == key:
                    return self.createIndex(row, 0, number + 1)
        return QModelIndex()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self.finding(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        finding = self.finding(index)
        if finding is None:
            group = self.groups[index.row()] if index.isValid() else None
            words = f"{group.title}，{group.hint}，{len(group.findings)} 项" if group else None
            return words if role == Qt.ItemDataRole.DisplayRole else group if role == RowRole else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return finding.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return finding.message
            case Qt.ItemDataRole.ToolTipRole:
                return finding.message
            case _ if role == RowRole:
                return finding
        return None


def _titles(groups: tuple[Group, ...]) -> list[str]:
    return [group.title for group in groups]


def _keys(group: Group) -> set[str]:
    return {finding.key for finding in group.findings}


def _steady(old: Group, new: Group) -> bool:
    """Whether the findings that are in both groups stand in the same order, each once."""
    before, after = _keys(old), _keys(new)
    if (len(before), len(after)) != (len(old.findings), len(new.findings)):
        return False
    stay = before & after
    return [f.key for f in old.findings if f.key in stay] == [f.key for f in new.findings if f.key in stay]
