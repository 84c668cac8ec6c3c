"""核对与输出: the verdict with the way on, every finding with both sides, the outputs, the pages as they will print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.check.evaluation import Evaluation, Finding
from core.values import decimal_text
from gui.desk import Desk
from gui.findings import SIGNS, FindingsModel, Group, RowRole, place_of, sign_of
from gui.pages.base import Page
from gui.preview import Preview
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that can be written: its name, what it needs, and its buttons (words, what they do)."""

    name: str
    buttons: tuple[tuple[str, Callable[[], None]], ...]
    note: Callable[[], str]
    ready: Callable[[], bool]


class OutputPage(Page):
    """`act` (Finding): the row's one action was chosen."""

    act = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, preview: Preview) -> None:
        super().__init__(desk, None, theme, "核对与输出")
        self.preview = preview
        self.outputs: list[tuple[Output, QLabel, list[QPushButton]]] = []
        self.verdict, self.verdict_sign, self.first = QLabel(), QLabel(), QPushButton("转到第一项")
        self.band = QFrame()
        self.model = FindingsModel(desk.form, self)
        self.list = QTreeView()
        self.rows = QVBoxLayout()
        self._build()
        self.model.modelReset.connect(self._expand)
        self.first.clicked.connect(self._to_first)

    def _build(self) -> None:
        theme = self.theme
        left = QWidget()
        left.setObjectName("page")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._band())
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.desk, theme, self.list, self.act.emit))
        self.list.setHeaderHidden(True)
        self.list.setIndentation(0)
        self.list.setItemsExpandable(False)
        self.list.setRootIsDecorated(False)
        self.list.setFrameShape(QTreeView.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.list.setAccessibleName("全部核对结果")
        self.list.setMouseTracking(True)
        self.list.activated.connect(self._activated)
        column.addWidget(self.list, 1)
        line = QWidget()
        line.setFixedHeight(1)
        line.setStyleSheet(f"background: {theme.hex('rule')};")
        column.addWidget(line)
        heading = QLabel("输出")
        heading.setFont(theme.font(13, bold=True))
        heading.setContentsMargins(theme.px(16), theme.px(8), 0, theme.px(4))
        column.addWidget(heading)
        self.rows.setSpacing(0)
        self.rows.setContentsMargins(0, 0, 0, theme.px(6))
        column.addLayout(self.rows)
        self.written = QLabel()
        self.written.setWordWrap(True)
        self.written.setFont(theme.font(12))
        self.written.setProperty("tone", "ok")
        self.written.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8))
        self.written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.written.hide()
        column.addWidget(self.written)
        parts = QSplitter(Qt.Orientation.Horizontal)
        parts.setHandleWidth(1)
        parts.addWidget(left)
        parts.addWidget(self.preview)
        self.preview.setMinimumWidth(theme.px(300))
        parts.setStretchFactor(0, 1)
        parts.setStretchFactor(1, 0)
        parts.setSizes([theme.px(810), theme.px(356)])
        self.box.addWidget(parts, 1)
        self.setFocusProxy(self.list)

    def _band(self) -> QFrame:
        theme = self.theme
        self.band.setObjectName("band")
        self.band.setFixedHeight(theme.px(40))
        row = QHBoxLayout(self.band)
        row.setContentsMargins(theme.px(16), 0, theme.px(14), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.verdict_sign)
        row.addWidget(self.verdict)
        row.addStretch(1)
        self.first.setProperty("small", True)
        row.addWidget(self.first)
        return self.band

    def add_output(self, output: Output) -> None:
        """A line under 输出."""
        theme, box = self.theme, QWidget()
        box.setMinimumHeight(theme.px(36))
        row = QHBoxLayout(box)
        row.setContentsMargins(theme.px(16), theme.px(2), theme.px(14), theme.px(2))
        name = QLabel(output.name)
        name.setFixedWidth(theme.px(150))
        row.addWidget(name)
        note = QLabel()
        note.setProperty("tone", "second")
        note.setFont(theme.font(12))
        row.addWidget(note, 1)
        buttons = []
        for words, do in output.buttons:
            button = QPushButton(words)
            button.setAccessibleName(f"{output.name}，{words}")
            button.clicked.connect(lambda _=False, it=do: it())
            row.addWidget(button)
            buttons.append(button)
        self.rows.addWidget(box)
        self.outputs.append((output, note, buttons))

    def say_written(self, text: str) -> None:
        """Where a file went; empty hides the line."""
        self.written.setText(text)
        self.written.setVisible(bool(text))

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Here everything counts that counts when the report is handed over."""
        evaluation = self.desk.session.review() if not self.desk.locked else evaluation
        self.model.show(evaluation.findings)
        self._say_verdict(evaluation)
        for output, note, buttons in self.outputs:
            note.setText(output.note())
            for button in buttons:
                button.setEnabled(output.ready())
        self.preview.refresh()

    def _say_verdict(self, evaluation: Evaluation) -> None:
        theme, errors, queries = self.theme, len(evaluation.open_errors), len(evaluation.open_queries)
        if self.desk.locked and self.desk.fingerprint:
            ground, sign, token = "page", "sign-done", "ok"
            words = "<b>已定稿。</b>可以打印、报送；要改，请先退回修改。"
        elif errors or queries:
            ground, sign, token = (
                ("err-soft", "sign-error", "err") if errors else ("qry-soft", "sign-query", "qry-mark")
            )
            todo = [f"先改正强制 {errors} 项"] if errors else []
            todo += [f"核实 {queries} 项请改正，或写明原因"] if queries else []
            words = f"<b>还不能定稿。</b>{'；'.join(todo)}。"
        else:
            ground, sign, token, words = (
                "page",
                "sign-done",
                "ok",
                "<b>可以定稿了。</b>定稿后生成上报文件和带指纹的打印稿。",
            )
        self.band.setStyleSheet(
            f"QFrame#band {{ background: {theme.hex(ground)}; border-bottom: 1px solid {theme.hex('line')}; }}"
        )
        self.verdict_sign.setPixmap(theme.pixmap(sign, token, 14, self.devicePixelRatioF()))
        self.verdict.setText(words)
        self.first.setVisible(bool(errors or queries) and not self.desk.locked)

    def _to_first(self) -> None:
        review = self.desk.session.review()
        todo = (*review.open_errors, *review.open_queries)
        if todo:
            self.act.emit(todo[0])

    def _activated(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding:
            self.act.emit(finding)

    def _expand(self) -> None:
        self.list.expandAll()

    def go_to(self, cell: str) -> bool:
        return False


def action_words(finding: Finding, *, locked: bool) -> str:
    """The one action of a row: a query is explained, everything else is gone to."""
    if finding.level == "Q" and not locked:
        return "修改说明" if finding.explained else "写说明…"
    return "转到"


class RowDelegate(QStyledItemDelegate):
    """Sign and title (explanation below), place, left, right, gap, action drawn as a link."""

    def __init__(self, desk: Desk, theme: Theme, view: QTreeView, act: Callable[[Finding], None]) -> None:
        super().__init__(view)
        self.desk, self.theme, self.view, self.act = desk, theme, view, act

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it = index.data(RowRole)
        if isinstance(it, Group):
            return QSize(10, self.theme.px(30))
        two = isinstance(it, Finding)
        return QSize(10, self.theme.px(50 if two else 32))

    def _columns(self, rect: QRect) -> tuple[QRect, QRect, QRect, QRect, QRect, QRect]:
        px, right = self.theme.px, rect.right()
        edges = [right - px(108), right - px(156), right - px(204), right - px(252), right - px(350)]
        action = QRect(edges[0], rect.top(), px(100), rect.height())
        gap = QRect(edges[1], rect.top(), px(40), rect.height())
        second = QRect(edges[2], rect.top(), px(40), rect.height())
        first = QRect(edges[3], rect.top(), px(40), rect.height())
        place = QRect(edges[4], rect.top(), px(94), rect.height())
        title = QRect(px(46), rect.top(), edges[4] - px(46) - px(10), rect.height())
        return title, place, first, second, gap, action

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it = index.data(RowRole)
        rect = QRect(option.rect)  # type: ignore[attr-defined] # the stubs forget the option's fields
        rect.setLeft(0)
        painter.save()
        painter.setPen(QPen(self.theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if isinstance(it, Group):
            self._group(painter, rect, it)
        elif isinstance(it, Finding):
            chosen = bool(option.state & option.state.State_Selected)  # type: ignore[attr-defined] # as above
            self._row(painter, rect, it, chosen=chosen)
        painter.restore()

    def _group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        theme, middle = self.theme, int(Qt.AlignmentFlag.AlignVCenter)
        inner = rect.adjusted(theme.px(16), 0, -theme.px(16), 0)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(13, bold=True))
        painter.drawText(inner, middle, group.title)
        x = painter.fontMetrics().horizontalAdvance(group.title) + theme.px(8)
        painter.setPen(theme.color("t2"))
        painter.setFont(theme.font(12))
        painter.drawText(inner.adjusted(x, 0, 0, 0), middle, group.hint)
        _, place, first, second, gap, _ = self._columns(rect)
        for column, words in ((first, "左"), (second, "右"), (gap, "差")):
            painter.drawText(column, middle | int(Qt.AlignmentFlag.AlignRight), words)
        painter.drawText(place, middle, "位置")
        painter.drawText(inner, middle | int(Qt.AlignmentFlag.AlignRight), f"{len(group.findings)} 项")

    def _row(self, painter: QPainter, rect: QRect, finding: Finding, *, chosen: bool) -> None:
        theme, middle = self.theme, int(Qt.AlignmentFlag.AlignVCenter)
        if chosen:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), theme.color("acc-soft"))
            painter.fillRect(QRect(0, rect.top(), theme.px(3), rect.height()), theme.color("acc"))
        sign = sign_of(finding)
        pixmap = theme.pixmap(f"sign-{sign}", SIGNS[sign], 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(theme.px(16), rect.top() + theme.px(9), pixmap)
        title, place, first, second, gap, action = self._columns(rect)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font())
        elide = Qt.TextElideMode.ElideRight
        upper = QRect(title.left(), title.top() + theme.px(5), title.width(), theme.px(20))
        painter.drawText(upper, middle, painter.fontMetrics().elidedText(finding.title, elide, upper.width()))
        painter.drawText(
            place, middle, painter.fontMetrics().elidedText(place_of(self.desk.form, finding), elide, place.width())
        )
        painter.setFont(theme.font(13, tabular=True))
        for column, value in ((first, finding.left), (second, finding.right), (gap, finding.gap)):
            if value is not None:
                text = decimal_text(value).replace("-", "−")
                painter.drawText(
                    column,
                    middle | int(Qt.AlignmentFlag.AlignRight),
                    painter.fontMetrics().elidedText(text, elide, column.width()),
                )
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        words = f"说明：{finding.explained.reason}" if finding.explained else finding.message
        lower = QRect(title.left(), title.top() + theme.px(26), title.width(), theme.px(18))
        painter.drawText(lower, middle, painter.fontMetrics().elidedText(words, elide, lower.width()))
        self._link(painter, action, finding)

    def _link(self, painter: QPainter, rect: QRect, finding: Finding) -> None:
        font = self.theme.font()
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.theme.color("acc"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), action_words(finding, locked=self.desk.locked))

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        finding = index.data(RowRole)
        if (
            event.type() == QEvent.Type.MouseButtonRelease
            and isinstance(event, QMouseEvent)
            and isinstance(finding, Finding)
        ):
            rect = QRect(option.rect)  # type: ignore[attr-defined] # the stubs forget the option's fields
            rect.setLeft(0)
            if self._columns(rect)[-1].contains(event.position().toPoint()):
                self.act(finding)
                return True
        return False
