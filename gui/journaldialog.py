"""The journal and the 核实说明 as a list to read."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QTableView, QTabWidget, QVBoxLayout, QWidget

from core.services.journal import HEADS, Line
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractTableModel):
    """Read-only lines, newest first."""

    def __init__(self, lines: tuple[Line, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = tuple(reversed(lines))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 0 if parent.isValid() else len(HEADS)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        return self.lines[index.row()].cells[index.column()]

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return HEADS[section] if orientation == Qt.Orientation.Horizontal else section + 1


class JournalDialog(QDialog):
    """Two lists: what was done, and why queries stand."""

    def __init__(self, journal: tuple[Line, ...], explained: tuple[Line, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("填报记录")
        self.resize(theme.px(920), theme.px(520))
        column = QVBoxLayout(self)
        tabs = QTabWidget()
        for title, lines in (("填报记录", journal), ("核实说明", explained)):
            view = QTableView()
            view.setModel(LinesModel(lines, view))
            view.setAccessibleName(title)
            view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
            view.setTabKeyNavigation(False)
            view.verticalHeader().hide()
            view.setShowGrid(False)
            view.setWordWrap(False)
            for number, width in enumerate((150, 80, 150, 240, 120, 120)):
                view.setColumnWidth(number, theme.px(width))
            view.horizontalHeader().setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
            tabs.addTab(view, f"{title}（{len(lines)}）")
        column.addWidget(tabs)
        note = QLabel("可以在“文件”菜单的“填报记录另存为”导出给审计查看。")
        note.setProperty("tone", "second")
        column.addWidget(note)
