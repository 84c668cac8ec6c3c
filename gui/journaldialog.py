"""The journal and the 核实说明 as a list to read."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QObject, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QTabWidget, QWidget

from core.services.journal import HEADS, Line
from gui.dialogs import Dialog
from gui.items import NOWHERE, Index, area, is_chosen
from gui.rows import current_row, focus_frame
from gui.theme import Theme


class LinesModel(QAbstractTableModel):
    """Read-only lines, newest first."""

    def __init__(self, lines: tuple[Line, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = tuple(reversed(lines))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
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


class JournalDialog(Dialog):
    """Two lists: what was done, and why queries stand."""

    manual = "undo"

    def __init__(self, journal: tuple[Line, ...], explained: tuple[Line, ...], theme: Theme, parent: QWidget) -> None:
        note = "可以在“文件”菜单的“填报记录另存为”导出给审计查看。"
        super().__init__("填报记录", theme, parent, "关闭", note, cancel="")
        self.resize(theme.px(920), theme.px(520))
        self.body.setContentsMargins(0, theme.px(8), 0, 0)
        tabs = QTabWidget()
        tabs.setAccessibleName("填报记录和核实说明")
        for title, lines in (("填报记录", journal), ("核实说明", explained)):
            tabs.addTab(_list(title, lines, theme), f"{title}（{len(lines)}）")
        self.body.addWidget(tabs)


def _list(title: str, lines: tuple[Line, ...], theme: Theme) -> QTableView:
    view = QTableView()
    view.setModel(LinesModel(lines, view))
    view.setAccessibleName(title)
    view.setFrameShape(QTableView.Shape.NoFrame)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.setTabKeyNavigation(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setItemDelegate(LineDelegate(theme, view))
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.px(30))
    head = view.horizontalHeader()
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setHighlightSections(False)
    head.setSectionsClickable(False)
    for number, width in enumerate((160, 80, 150, 240, 120, 120)):
        view.setColumnWidth(number, theme.px(width))
    head.setSectionResizeMode(5, QHeaderView.ResizeMode.Stretch)
    return view


class LineDelegate(QStyledItemDelegate):
    """Plain rows with a line below; the current one has the ground of a current row."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        rect = area(option)
        painter.save()
        if is_chosen(option):
            current_row(painter, rect, theme, bar=index.column() == 0)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(theme.px(14 if index.column() == 0 else 8), 0, -theme.px(8), 0)
        painter.setFont(theme.font(13, tabular=index.column() == 0))
        painter.setPen(theme.color("t1"))
        words = str(index.data() or "").replace("\n", " ")
        cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), cut)
        painter.restore()
        last = index.column() == index.model().columnCount() - 1
        if last and index.row() == self.view.currentIndex().row() and self.view.hasFocus():
            focus_frame(painter, QRect(0, rect.top(), self.view.viewport().width(), rect.height()), theme)
