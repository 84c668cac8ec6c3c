"""The start page: the reports of the library by year and what can be done with them; in an empty one, how to begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import cast

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from core.services.library import Entry
from gui.bars import CommandBar, StateBar
from gui.controls import Pick
from gui.firstrun import FirstRun
from gui.glance import Glance
from gui.librarydetail import Detail
from gui.librarymodel import LibraryModel
from gui.libraryrow import RowDelegate
from gui.pages.base import line, scrolling
from gui.theme import Theme

LAST = "核对与输出"
"""The page after the form's own."""
WIDTHS = (168, 176, 96, 128, 84)
"""Design px of the columns after the unit."""
UNIT, SPARED = 200, 3
"""Design px that the unit has at least; for it the columns from the third on give way, the last first."""


class LibraryPage(QWidget):
    """Signals carry the report's id. Nothing is done here: the application does it and shows the list again."""

    open_report = Signal(int)
    chosen = Signal(int)
    new_report = Signal()
    sample = Signal()
    import_file = Signal()
    preview = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.bar, self.state = CommandBar(theme), StateBar(theme)
        self.state.about_library()
        self.model = LibraryModel(datetime.now().astimezone(), self)
        self.list = QTreeView()
        self.search, self.years = QLineEdit(), Pick(theme)
        self.last_page: Callable[[int], str] = lambda _: ""
        self.detail = Detail(theme)
        self.body = QStackedWidget()
        self.entries: tuple[Entry, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.body, 1)
        column.addWidget(self.state)
        self.body.addWidget(self._list())
        self.first = FirstRun(theme)
        self.body.addWidget(scrolling(self.first))
        self.first.new.clicked.connect(self.new_report)
        self.first.sample.clicked.connect(self.sample)
        self.first.bring.clicked.connect(self.import_file)
        self.detail.go_on.clicked.connect(self._open_current)
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.detail.preview.clicked.connect(self._preview_current)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_current)
        self.years.activated.connect(lambda _: self._filter())

    def _list(self) -> QWidget:
        theme, box = self.theme, QWidget()
        box.setObjectName("page")
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        left = QWidget()
        left.setObjectName("page")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QWidget()
        head.setFixedHeight(theme.px(46))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), 0, theme.px(14), 0)
        title = QLabel("报告库")
        title.setFont(theme.font(17, bold=True))
        row.addWidget(title)
        row.addStretch(1)
        self.search.addAction(theme.icon("search", "t3"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setPlaceholderText("按单位或年度查找")
        self.search.setAccessibleName("按单位或年度查找")
        self.search.setFixedWidth(theme.px(220))
        self.search.setClearButtonEnabled(True)
        for button, words in zip(
            cast(list[QToolButton], self.search.findChildren(QToolButton)), ("查找", "清除查找的字"), strict=True
        ):
            button.setAccessibleName(words)
        self.years.setAccessibleName("年度")
        self.years.setFixedWidth(theme.px(120))
        row.setSpacing(theme.px(10))
        row.addWidget(self.search)
        row.addWidget(self.years)
        column.addWidget(head)
        column.addWidget(line("h"))
        self._build_rows()
        self.none = QLabel()
        self.none.setContentsMargins(theme.px(16), theme.px(12), 0, 0)
        self.none.setProperty("tone", "second")
        self.none.hide()
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        across.addWidget(left, 1)
        self.divider = line("v")
        across.addWidget(self.divider)
        across.addWidget(self.detail)
        return box

    def _build_rows(self) -> None:
        theme = self.theme
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(theme, self.list))
        self.list.setFrameShape(QTreeView.Shape.NoFrame)
        self.list.setIndentation(0)
        self.list.setItemsExpandable(False)
        self.list.setRootIsDecorated(False)
        self.list.setAccessibleName("报告")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(theme.px(60))
        header.setSectionsClickable(False)
        for column_number, width in enumerate(WIDTHS, 1):
            header.setSectionResizeMode(column_number, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column_number, theme.px(width))

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """The library's reports; an empty library shows how to begin."""
        self.entries = entries
        self._say_years()
        self.body.setCurrentIndex(0 if entries else 1)
        self.state.filled.say(f"{len(entries)} 份报告" if entries else "")
        current = self.current()
        self._filter()
        if entries:
            index = self.model.where(current.id if current else entries[0].id)
            self.list.setCurrentIndex(index if index.isValid() else self.model.index(0, 0, self.model.index(0, 0)))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.first.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _filter(self) -> None:
        words = self.search.text().split()
        year = self.years.currentData()
        found = tuple(
            e
            for e in self.entries
            if year in (None, e.card.year) and all(w in f"{e.card.unit} {e.card.year or ''}年度" for w in words)
        )
        self.model.show(found)
        self.list.expandAll()
        for row in range(self.model.rowCount()):
            self.list.setFirstColumnSpanned(row, QModelIndex(), True)
        self.none.setText(f"没有找到“{self.search.text()}”" if self.search.text() else "这一年度没有报告")
        self.none.setVisible(bool(self.entries) and not found)
        if found and self.current() is None:  # the rows are new ones: Enter opens the first found
            self.list.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self._show(self.current())

    def glanced(self, number: int, glance: Glance) -> None:
        """A report has been looked at in the background."""
        self.model.glanced(number, glance)
        current = self.current()
        if current and current.id == number:
            self._show(current)

    def current(self) -> Entry | None:
        """The report the cursor is on."""
        return self.model.entry(self.list.currentIndex())

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        entry = self.model.entry(now)
        self._show(entry)
        if entry:
            self.chosen.emit(entry.id)

    def _show(self, entry: Entry | None) -> None:
        glance = self.model.glances.get(entry.id) if entry else None
        titles = dict(zip(glance.pages, (step.title for step in glance.steps), strict=True)) if glance else {}
        page = self.last_page(entry.id) if entry else ""
        self.detail.show_entry(entry, glance, titles.get(page, LAST if page and titles else ""))

    def _say_years(self) -> None:
        """The years there are, the one chosen kept."""
        chosen = self.years.currentData()
        self.years.clear()
        self.years.addItem("全部年度", None)
        for year in dict.fromkeys(e.card.year for e in self.entries if e.card.year):
            self.years.addItem(f"{year}年度", year)
        self.years.setCurrentIndex(max(self.years.findData(chosen), 0))

    def _preview_current(self) -> None:
        entry = self.current()
        if entry:
            self.preview.emit(entry.id)

    def _open_current(self) -> None:
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry:
            self.open_report.emit(entry.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() >= self.theme.px(1180)
        self.divider.setVisible(room)
        self.detail.setVisible(room)
        self.detail.setFixedWidth(self.theme.px(360 if self.width() >= self.theme.px(1600) else 316))
        for column in range(SPARED, len(WIDTHS) + 1):
            self.list.setColumnHidden(column, self.width() < self.theme.px(UNIT + sum(WIDTHS[:column])))
