"""The start page: the reports of the library by year and what can be done with them; in an empty one, how to begin."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.store import Entry
from gui.bars import CommandBar, StateBar
from gui.librarymodel import EntryRole, Glance, LibraryModel, status_words
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Rows of 36 with a line below; years are bold; the current row has a bar."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self.theme.px(36 if isinstance(index.data(EntryRole), Entry) else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = self.theme
        rect = QRect(option.rect)  # type: ignore[attr-defined] # the stubs forget the option's fields
        chosen = bool(option.state & option.state.State_Selected)  # type: ignore[attr-defined] # as above
        year = index.data(EntryRole) is None
        painter.save()
        if chosen:
            painter.fillRect(rect, theme.color("acc-soft"))
            if index.column() == 0:
                painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.color("acc"))
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        strong = year or (chosen and index.column() == 0)
        painter.setFont(theme.font(13, bold=strong, tabular=index.column() == 3))
        painter.setPen(theme.color(self._tone(index)))
        align = index.data(int(Qt.ItemDataRole.TextAlignmentRole)) or int(Qt.AlignmentFlag.AlignVCenter)
        inner = rect.adjusted(theme.px(14 if index.column() == 0 else 8), 0, -theme.px(8), 0)
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, align, text)
        painter.restore()

    def _tone(self, index: Index) -> str:
        text = str(index.data() or "")
        if index.column() == 2 and text.startswith("强制"):
            return "err"
        if index.column() == 2 and text.startswith("核实"):
            return "qry"
        return "t2" if index.column() > 2 or text in ("无", "—") else "t1"


class LibraryPage(QWidget):
    """Signals carry the report's id. Nothing is done here: the application does it and shows the list again."""

    open_report = Signal(int)
    chosen = Signal(int)
    new_report = Signal()
    sample = Signal()
    import_file = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.bar, self.state = CommandBar(theme), StateBar(theme)
        self.state.who.hide()
        self.model = LibraryModel(datetime.now().astimezone(), self)
        self.list = QTreeView()
        self.search = QLineEdit()
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
        self.body.addWidget(self.first)
        self.first.new.clicked.connect(self.new_report)
        self.first.sample.clicked.connect(self.sample)
        self.first.bring.clicked.connect(self.import_file)
        self.detail.go_on.clicked.connect(self._open_current)
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.search.textChanged.connect(self._filter)

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
        self.search.setPlaceholderText("按单位或年度查找")
        self.search.setAccessibleName("按单位或年度查找")
        self.search.setFixedWidth(theme.px(220))
        self.search.setClearButtonEnabled(True)
        row.addWidget(self.search)
        column.addWidget(head)
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(theme, self.list))
        self.list.setFrameShape(QTreeView.Shape.NoFrame)
        self.list.setIndentation(0)
        self.list.setItemsExpandable(False)
        self.list.setRootIsDecorated(False)
        self.list.setAllColumnsShowFocus(True)
        self.list.setAccessibleName("报告")
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column_number, width in ((1, 150), (2, 150), (3, 96), (4, 128), (5, 84)):
            header.setSectionResizeMode(column_number, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column_number, theme.px(width))
        self.none = QLabel()
        self.none.setContentsMargins(theme.px(16), theme.px(12), 0, 0)
        self.none.setProperty("tone", "second")
        self.none.hide()
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        across.addWidget(left, 1)
        across.addWidget(self.detail)
        return box

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """The library's reports; an empty library shows how to begin."""
        self.entries = entries
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
        found = tuple(e for e in self.entries if all(w in f"{e.card.unit} {e.card.year or ''}年度" for w in words))
        self.model.show(found)
        self.list.expandAll()
        for row in range(self.model.rowCount()):
            self.list.setFirstColumnSpanned(row, QModelIndex(), True)
        self.none.setText(f"没有找到“{self.search.text()}”")
        self.none.setVisible(bool(self.entries) and not found)

    def glanced(self, number: int, glance: Glance) -> None:
        """A report has been looked at in the background."""
        self.model.glanced(number, glance)
        current = self.current()
        if current and current.id == number:
            self.detail.show_entry(current, glance)

    def current(self) -> Entry | None:
        """The report the cursor is on."""
        return self.model.entry(self.list.currentIndex())

    def _chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        entry = self.model.entry(now)
        self.detail.show_entry(entry, self.model.glances.get(entry.id) if entry else None)
        if entry:
            self.chosen.emit(entry.id)

    def _open_current(self) -> None:
        self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        if entry:
            self.open_report.emit(entry.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.detail.setVisible(self.width() >= self.theme.px(1180))


class Detail(QWidget):
    """The report the cursor is on: the way on, and how it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.px(316))
        self.theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(14), theme.px(14))
        column.setSpacing(theme.px(8))
        self.unit, self.line, self.state = QLabel(), QLabel(), QLabel()
        self.unit.setFont(theme.font(15, bold=True))
        self.unit.setWordWrap(True)
        self.line.setProperty("tone", "second")
        self.line.setFont(theme.font(12))
        self.state.setWordWrap(True)
        self.go_on = QPushButton("继续填写")
        self.go_on.setProperty("primary", True)
        self.more = QToolButton()
        self.more.setText("更多")
        self.more.setIcon(theme.icon("more"))
        self.more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout()
        row.addWidget(self.go_on, 1)
        row.addWidget(self.more)
        for item in (self.unit, self.line):
            column.addWidget(item)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addStretch(1)

    def commands(self, actions: list[QAction]) -> None:
        """What stands under 更多."""
        self.more.addActions(actions)

    def show_entry(self, entry: Entry | None, glance: Glance | None) -> None:
        """Say how a report stands; nothing without one."""
        for widget in (self.unit, self.line, self.state, self.go_on, self.more):
            widget.setVisible(entry is not None)
        if entry is None:
            return
        self.unit.setText(entry.card.unit or "（单位未填）")
        self.line.setText(f"{entry.card.year or '未填'}年度 · {status_words(entry, glance)}")
        self.go_on.setText("继续填写" if entry.head.status == "draft" else "打开查看")
        self.state.setText(
            f"已填 {glance.filled} / {glance.needed} 格\n问题：{glance.problems}" if glance else "正在核对…"
        )


class FirstRun(QWidget):
    """Three choices, the first focused; one minute to the first figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        column = QVBoxLayout()
        column.setSpacing(theme.px(10))
        title = QLabel("填写政府信息公开工作年度报告")
        title.setFont(theme.font(20, bold=True))
        second = QLabel("六个部分、166 个数字。边填边核对，每一格随填随存。")
        second.setProperty("tone", "second")
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(second)
        column.addSpacing(theme.px(8))
        self.new = Choice("新建报告", "写下单位和年度，马上填第一格", "plus", theme)
        self.bring = Choice("从已有的报告开始", "读入上报文件或文本，成为一份可以修改的草稿", "import", theme)
        self.sample = Choice("打开示例", "一份填好的报告，可以随意改动，不影响任何数据", "document", theme)
        for button in (self.new, self.bring, self.sample):
            column.addWidget(button)
        column.addStretch(2)
        outer.addStretch(1)
        outer.addLayout(column)
        outer.addStretch(1)


class Choice(QPushButton):
    """A large button: an icon, what it does, and a line about it."""

    def __init__(self, words: str, more: str, icon: str, theme: Theme) -> None:
        super().__init__()
        self.setFixedSize(theme.px(520), theme.px(66))
        self.setAccessibleName(words)
        self.setAccessibleDescription(more)
        self.setAutoDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(16))
        picture, title, second = QLabel(), QLabel(words), QLabel(more)
        picture.setPixmap(theme.pixmap(icon, "acc", 16, self.devicePixelRatioF()))
        title.setFont(theme.font(15))
        second.setFont(theme.font(12))
        second.setProperty("tone", "third")
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(second)
        column.addStretch(1)
        row.addWidget(picture)
        row.addLayout(column, 1)
        for label in (picture, title, second):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
