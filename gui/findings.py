"""The findings panel: a list by level above, the one looked at below with both sides as sums.

Choosing a finding goes to its cell and tags both sides; F8 walks on, over pages too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.check.evaluation import Evaluation, Finding
from core.form.model import Form
from core.values import Value, decimal_text, shown
from gui.desk import Desk
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
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


@dataclass(frozen=True, slots=True)
class Group:
    """A heading in the list."""

    level: str
    title: str
    hint: str
    findings: tuple[Finding, ...]


class FindingsModel(QAbstractItemModel):
    """Two levels: groups by level, findings. Reset as a whole: a list of findings has no identity to keep but keys."""

    def __init__(self, form: Form, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self.groups: tuple[Group, ...] = ()

    def show(self, findings: tuple[Finding, ...]) -> None:
        """Replace what is shown, if it differs."""
        groups = tuple(
            Group(level, title, hint, mine)
            for level, title, hint in LEVELS
            if (mine := tuple(f for f in findings if f.level == level))
        )
        if groups != self.groups:
            self.beginResetModel()
            self.groups = groups
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        if not parent.isValid():
            return len(self.groups)
        return 0 if parent.internalId() else len(self.groups[parent.row()].findings)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
        return 1

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 # Qt's own
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # noqa: B008 # Qt's own two signatures
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


class FindingDelegate(QStyledItemDelegate):
    """Group line or sign, title (two lines at most) and place."""

    def __init__(self, form: Form, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.form, self.theme = form, theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it = index.data(RowRole)
        if isinstance(it, Group):
            return QSize(self.theme.px(100), self.theme.px(28))
        view = cast(QWidget, self.parent())
        width = max(view.width() - self.theme.px(48), 1)
        font = self.theme.font()
        from PySide6.QtGui import QFontMetrics

        lines = 2 if QFontMetrics(font).horizontalAdvance(cast(Finding, it).title) > width else 1
        return QSize(self.theme.px(100), self.theme.px(12 + 18 * lines + 17))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it = index.data(RowRole)
        rect = QRect(cast(QRect, option.rect))  # type: ignore[attr-defined] # the stubs forget the option's fields
        rect.setLeft(0)
        painter.save()
        if isinstance(it, Group):
            self._group(painter, rect, it)
        elif isinstance(it, Finding):
            chosen = bool(option.state & option.state.State_Selected)  # type: ignore[attr-defined] # as above
            self._finding(painter, rect, it, chosen=chosen)
        painter.restore()

    def _group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        theme = self.theme
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        inner = rect.adjusted(theme.px(14), 0, -theme.px(14), 0)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(12, bold=True))
        painter.drawText(inner, middle, group.title)
        x = painter.fontMetrics().horizontalAdvance(group.title) + theme.px(6)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        painter.drawText(inner.adjusted(x, 0, 0, 0), middle, group.hint)
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), str(len(group.findings)))

    def _finding(self, painter: QPainter, rect: QRect, finding: Finding, *, chosen: bool) -> None:
        theme = self.theme
        if chosen:
            painter.fillRect(rect, theme.color("acc-soft"))
            painter.fillRect(QRect(0, rect.top(), theme.px(3), rect.height()), theme.color("acc"))
        sign = sign_of(finding)
        ratio = painter.device().devicePixelRatioF()
        pixmap = theme.pixmap(f"sign-{sign}", SIGNS[sign], 14, ratio)
        painter.drawPixmap(theme.px(14), rect.top() + theme.px(8), pixmap)
        inner = rect.adjusted(theme.px(36), theme.px(5), -theme.px(12), -theme.px(4))
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font())
        top = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWrapAnywhere)
        painter.drawText(inner.adjusted(0, 0, 0, -theme.px(17)), top, finding.title)
        place = place_of(self.form, finding)
        state = (
            f" · 已说明：{finding.explained.reason}"
            if finding.explained
            else " · 未说明"
            if finding.level == "Q"
            else ""
        )
        painter.setPen(theme.color("t2"))
        painter.setFont(theme.font(12))
        line = painter.fontMetrics().elidedText(place + state, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), line)


class Detail(QWidget):
    """The finding looked at: level, id, sentence, both sides as sums, law, what can be done."""

    explain = Signal(object)
    use_sum = Signal(object)

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.desk, self.theme = desk, theme
        self.setObjectName("panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        self.column.setSpacing(theme.px(6))
        self.inside: QWidget | None = None

    def show_finding(self, finding: Finding | None) -> None:
        """Build the detail anew: it is small and changes whole."""
        if self.inside is not None:
            self.column.removeWidget(self.inside)
            self.inside.hide()
            self.inside.deleteLater()
        self.inside = self._built(finding) if finding else None
        if self.inside is not None:
            self.column.addWidget(self.inside)
        self.setVisible(finding is not None)

    def _built(self, finding: Finding) -> QWidget:
        theme = self.theme
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addLayout(self._top(finding))
        title = _label(finding.title, theme.font(13, bold=True))
        title.setFixedWidth(max(self.width() - theme.px(28), theme.px(200)))
        rows.addWidget(title)
        if finding.left_cells and finding.right_cells and finding.left is not None and finding.right is not None:
            rows.addLayout(self._sides(finding))
            rows.addWidget(_label(_next_step(finding.message), theme.font(12), "second"))
        else:
            rows.addWidget(_label(finding.message, theme.font(12), "second"))
        if finding.explained:
            words = f"已说明：{finding.explained.reason}（{finding.explained.by}）"
            rows.addWidget(_label(words, theme.font(12), "second"))
        rows.addWidget(_label(f"依据：{finding.cites}", theme.font(12), "third"))
        if buttons := self._actions(finding):
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            rows.addLayout(line)
        return box

    def _top(self, finding: Finding) -> QHBoxLayout:
        theme = self.theme
        line = QHBoxLayout()
        sign = QLabel()
        name = sign_of(finding)
        sign.setPixmap(theme.pixmap(f"sign-{name}", SIGNS[name], 14, self.devicePixelRatioF()))
        line.addWidget(sign)
        words = {"E": "强制　须改正后才能定稿", "Q": "核实　改正，或写明原因", "T": "提示　供参考，不影响定稿"}[
            finding.level
        ]
        line.addWidget(
            _label(words, theme.font(12), {"E": "error", "Q": "query", "T": "second"}[finding.level], wrap=False)
        )
        line.addStretch(1)
        line.addWidget(_label(finding.rule, theme.font(12), "third", wrap=False))
        return line

    def _sides(self, finding: Finding) -> QGridLayout:
        """左 and 右, each cell with its value, each side with its sum."""
        theme, grid = self.theme, QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(1, 1)
        row = 0
        for tag, cells, value in (("左", finding.left_cells, finding.left), ("右", finding.right_cells, finding.right)):
            shown_cells = [c for c in cells if len(cells) <= 4 or _figure(self.desk, c) not in ("0", "")]
            for number, cell in enumerate(shown_cells):
                if number == 0:
                    grid.addWidget(self._tag(tag, finding), row, 0)
                grid.addWidget(_label(_short_name(self.desk.form, cell, finding), theme.font()), row, 1)
                grid.addWidget(_figure_label(_figure(self.desk, cell), theme), row, 2)
                row += 1
            if len(cells) > 1 and value is not None:
                grid.addWidget(_label("合计", theme.font(13, bold=True)), row, 1)
                grid.addWidget(_figure_label(decimal_text(value), theme, bold=True), row, 2)
                row += 1
        return grid

    def _tag(self, text: str, finding: Finding) -> QLabel:
        theme, label = self.theme, QLabel(text)
        ground, ink = ("err", "on-err") if finding.level == "E" else ("qry-mark", "on-qry")
        label.setFont(theme.font(11))
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setFixedSize(theme.px(16), theme.px(16))
        label.setStyleSheet(f"background: {theme.hex(ground)}; color: {theme.hex(ink)}; border-radius: 2px;")
        return label

    def _actions(self, finding: Finding) -> list[QPushButton]:
        """Safe ways out: a stated total takes its sum again, a query is explained."""
        found: list[QPushButton] = []
        if self.desk.locked:
            return found
        totals = [c for c in finding.left_cells if (t := self.desk.evaluation.totals.get(c)) and t.stated]
        if len(finding.left_cells) == 1 and totals and finding.right is not None:
            button = QPushButton(f"总计改用合计 {decimal_text(finding.right)}")
            button.clicked.connect(lambda: self.use_sum.emit(finding))
            found.append(button)
        if finding.level == "Q":
            button = QPushButton("修改说明…" if finding.explained else "写说明…")
            button.clicked.connect(lambda: self.explain.emit(finding))
            found.append(button)
        return found


def _next_step(message: str) -> str:
    """The last sentence of a message: what to do. The sides above have said the rest."""
    parts = [part for part in message.split("。") if part]
    return parts[-1] + "。" if parts else message


def _short_name(form: Form, cell: str, finding: Finding) -> str:
    words = form.cells[cell].name.split("，")
    rows = {form.cells[c].row for c in (*finding.left_cells, *finding.right_cells)}
    return words[-1] if len(rows) == 1 else "，".join(words[1:-1]) or words[0]


def _figure(desk: Desk, cell: str) -> str:
    value: Value | None = desk.evaluation.values.get(cell)
    return shown(desk.form.cells[cell].kind, value)


def _label(text: str, font: object, tone: str = "", *, wrap: bool = True) -> QLabel:
    label = QLabel(text)
    label.setFont(font)  # type: ignore[arg-type] # a QFont; kept loose so that callers read short
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    return label


def _figure_label(text: str, theme: Theme, *, bold: bool = False) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(14, bold=bold, tabular=True))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


class FindingsPanel(QWidget):
    """`chosen` (Finding): go there. 本页 shows what concerns the page, 全部 everything but what is listed late."""

    chosen = Signal(object)
    explain = Signal(object)

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.desk, self.theme = desk, theme
        self.page_cells: frozenset[str] = frozenset()
        self.whole = False
        self.model = FindingsModel(desk.form, self)
        self.list = QTreeView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingDelegate(desk.form, theme, self.list))
        for setting in (self.list.setHeaderHidden, self.list.setUniformRowHeights):
            setting(setting == self.list.setHeaderHidden)
        self.list.setFrameShape(QTreeView.Shape.NoFrame)
        self.list.setIndentation(0)
        self.list.setItemsExpandable(False)
        self.list.setRootIsDecorated(False)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("核对结果")
        palette = self.list.palette()
        palette.setColor(palette.ColorRole.Base, theme.color("panel"))
        self.list.setPalette(palette)
        self.empty = _label("", theme.font(12), "second")
        self.detail = Detail(desk, theme)
        self.detail.explain.connect(self.explain)
        self.detail.use_sum.connect(self._use_sum)
        self._build()
        self.model.modelReset.connect(self._expand)
        self.list.clicked.connect(self._activated)
        self.list.activated.connect(self._activated)

    def _build(self) -> None:
        theme, column = self.theme, QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QWidget()
        bar.setFixedHeight(theme.px(46))
        line = QHBoxLayout(bar)
        line.setContentsMargins(theme.px(14), 0, theme.px(14), 0)
        line.setSpacing(0)
        line.addWidget(_label("核对", theme.font(14, bold=True), wrap=False))
        line.addStretch(1)
        self.before, self.after = QToolButton(), QToolButton()
        for button, icon, words in ((self.before, "up", "上一项（Shift+F8）"), (self.after, "down", "下一项（F8）")):
            button.setIcon(theme.icon(icon))
            button.setToolTip(words)
            button.setAccessibleName(words)
            line.addWidget(button)
        line.addSpacing(theme.px(6))
        self.here, self.all = QToolButton(), QToolButton()
        group = QButtonGroup(self)
        for button, place in ((self.here, "first"), (self.all, "last")):
            button.setCheckable(True)
            button.setProperty("switch", True)
            button.setProperty("place", place)
            button.setFont(theme.font(12))
            group.addButton(button)
            line.addWidget(button)
        self.here.setChecked(True)
        self.here.clicked.connect(lambda: self._choose(whole=False))
        self.all.clicked.connect(lambda: self._choose(whole=True))
        column.addWidget(bar)
        parts = QSplitter(Qt.Orientation.Vertical)
        parts.setChildrenCollapsible(False)
        upper = QWidget()
        upper.setObjectName("panel")
        inside = QVBoxLayout(upper)
        inside.setContentsMargins(0, 0, 0, 0)
        self.empty.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), 0)
        inside.addWidget(self.empty)
        inside.addWidget(self.list, 1)
        self.room = QWidget()
        inside.addWidget(self.room, 1)
        parts.addWidget(upper)
        parts.addWidget(self.detail)
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        column.addWidget(parts, 1)

    def _choose(self, *, whole: bool) -> None:
        self.whole = whole
        self.refresh()

    def show_page(self, cells: frozenset[str]) -> None:
        """Another page is in front."""
        self.page_cells = cells
        self.refresh()

    def findings(self, evaluation: Evaluation, *, whole: bool) -> tuple[Finding, ...]:
        """What is listed: nothing that is only a blank while filling."""
        listed = tuple(f for f in evaluation.findings if not f.late)
        return listed if whole else tuple(f for f in listed if _cells(f) & self.page_cells)

    def refresh(self) -> None:
        """Show what the evaluation says now."""
        evaluation = self.desk.evaluation
        here, every = self.findings(evaluation, whole=False), self.findings(evaluation, whole=True)
        self.here.setText(f"本页 {len(here)}")
        self.all.setText(f"全部 {len(every)}")
        listed = every if self.whole else here
        self.model.show(listed)
        self._say_empty(listed, every)
        looked = self.desk.looked
        self.detail.show_finding(looked)
        index = self.model.where(looked.key) if looked else QModelIndex()
        self.list.setCurrentIndex(index)

    def _say_empty(self, listed: tuple[Finding, ...], every: tuple[Finding, ...]) -> None:
        self.empty.setVisible(not listed)
        self.list.setVisible(bool(listed))
        self.room.setVisible(not listed)
        rest = f"其他页还有 {len(every)} 项，按 F8 转到下一项。" if every else "全部核对通过。"
        self.empty.setText(f"✓ {'本页' if not self.whole else ''}没有问题\n{rest}")

    def _expand(self) -> None:
        self.list.expandAll()
        for row in range(len(self.model.groups)):
            self.list.setFirstColumnSpanned(row, QModelIndex(), True)

    def _activated(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding:
            self.chosen.emit(finding)

    def _use_sum(self, finding: Finding) -> None:
        self.desk.enter(finding.left_cells[0], "")

    def next(self, *, back: bool = False) -> None:
        """F8: on to the next finding of the whole report."""
        every = self.findings(self.desk.evaluation, whole=True)
        if not every:
            return
        keys = [f.key for f in every]
        looked = self.desk.looked
        at = keys.index(looked.key) if looked and looked.key in keys else (0 if back else -1)
        self.chosen.emit(every[(at + (-1 if back else 1)) % len(every)])


def _cells(finding: Finding) -> frozenset[str]:
    return frozenset(finding.cells) | {span.cell for span in finding.spans}
