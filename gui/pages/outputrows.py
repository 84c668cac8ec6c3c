"""The rows of 核对与输出: a head, headings by level or page, each finding with both sides and its one action."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from core.check.evaluation import Finding
from core.values import decimal_text
from gui.desk import Desk
from gui.findingrow import group_line
from gui.findingsmodel import SIGNS, Group, RowRole, place_of, sign_of
from gui.items import Index, area, has_keys, is_chosen
from gui.rows import current_row, focus_frame
from gui.theme import Theme
from gui.voided import void_words

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
_ELIDE = Qt.TextElideMode.ElideRight
HEADS = ("问题", "位置", "左", "右", "差", "处理")


def action_words(finding: Finding, *, locked: bool, place: str = "") -> str:
    """The one action of a row: a query is explained, everything else is gone to."""
    if finding.level == "Q" and not locked:
        return "修改说明" if finding.explained else "写说明…"
    return f"转到{place}"


NARROW = 640
"""Design px below which place, left and right have no column: the place stands before the title, the rest in it."""


def columns(rect: QRect, theme: Theme, figure: int) -> tuple[QRect, ...]:
    """The six columns of a row, empty where there is no room for one; `figure`: px that the widest figure needs."""
    number = max(theme.px(48), figure + theme.px(16))
    narrow = rect.width() < theme.px(NARROW)
    widths = [0, 0, 0, number, theme.px(112)] if narrow else [theme.px(84), number, number, number, theme.px(112)]
    edges = [rect.right() + 1]
    for width in reversed(widths):
        edges.insert(0, edges[0] - width)
    lefts = [rect.left(), *edges[:-1]]
    return tuple(QRect(left, rect.top(), right - left, rect.height()) for left, right in zip(lefts, edges, strict=True))


class RowHead(QWidget):
    """The names of the columns; as wide as the rows below it."""

    def __init__(self, view: QTreeView, rows: RowDelegate, theme: Theme) -> None:
        super().__init__()
        self.view, self.rows, self.theme = view, rows, theme
        self.setFixedHeight(theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.fillRect(self.rect(), theme.color("head"))
        painter.setFont(theme.font(12))
        row = QRect(0, 0, self.view.viewport().width(), self.height())
        for number, (column, words) in enumerate(zip(columns(row, theme, self.rows.figure), HEADS, strict=True)):
            if column.isEmpty():
                continue
            painter.setPen(theme.color("t2"))
            inner = column.adjusted(theme.px(16 if number == 0 else 8), 0, -theme.px(8), 0)
            painter.drawText(inner, _RIGHT if 2 <= number <= 4 else _MIDDLE, words)
            if number:
                painter.setPen(QPen(theme.color("line"), 1))
                painter.drawLine(column.topLeft(), column.bottomLeft())
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(self.rect().bottomLeft(), self.rect().bottomRight())
        painter.end()


class RowDelegate(QStyledItemDelegate):
    """Sign and title (explanation below), place, left, right, gap, action drawn as a link."""

    def __init__(self, desk: Desk, theme: Theme, view: QTreeView, act: Callable[[Finding], None]) -> None:
        super().__init__(view)
        self.desk, self.theme, self.view, self.act = desk, theme, view, act
        self.figure = 0

    def measure(self, findings: tuple[Finding, ...]) -> None:
        """Make room for the widest figure of these."""
        metrics = QFontMetrics(self.theme.font(13, tabular=True))
        figures = (value for f in findings for value in (f.left, f.right, f.gap) if value is not None)
        widest = max((metrics.horizontalAdvance(decimal_text(value)) for value in figures), default=0)
        self.figure = min(widest, self.theme.px(96))

    def _below(self, finding: Finding) -> str:
        """What stands under a title: why a query stands, or that the reason holds no more."""
        if finding.explained:
            return f"说明：{finding.explained.reason}"
        return void_words(self.desk.form, self.desk.evaluation, finding, self.desk.prior)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it = index.data(RowRole)
        if isinstance(it, Group):
            return QSize(10, self.theme.px(27))
        return QSize(10, self.theme.px(48 if self._below(cast(Finding, it)) else 36))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it, theme = index.data(RowRole), self.theme
        rect = area(option)
        rect.setLeft(0)
        painter.save()
        if isinstance(it, Group):
            group_line(painter, rect.adjusted(theme.px(16), 0, -theme.px(16), 0), it, theme, f"{len(it.findings)} 项")
        elif isinstance(it, Finding):
            if is_chosen(option):
                current_row(painter, rect, theme)
            self._row(painter, rect, it)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if has_keys(option):
            focus_frame(painter, rect, theme)
        painter.restore()

    def _row(self, painter: QPainter, rect: QRect, finding: Finding) -> None:
        theme, below = self.theme, self._below(finding)
        title, place, *figures, action = columns(rect, theme, self.figure)
        sign = sign_of(finding)
        pixmap = theme.pixmap(f"sign-{sign}", SIGNS[sign], 14, painter.device().devicePixelRatioF())
        inner = title.adjusted(theme.px(46), 0, -theme.px(8), 0)
        upper = QRect(inner.left(), rect.top() + theme.px(6), inner.width(), theme.px(18)) if below else inner
        painter.drawPixmap(theme.px(16), upper.center().y() - theme.px(7) + 1, pixmap)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font())
        where = place_of(self.desk.form, finding)
        lone = place.isEmpty() and not finding.title.startswith(where)
        _cut(painter, upper, f"{where} · {finding.title}" if lone else finding.title)
        _cut(painter, place.adjusted(theme.px(8), 0, 0, 0), where)
        painter.setFont(theme.font(13, tabular=True))
        for column, value in zip(figures, (finding.left, finding.right, finding.gap), strict=True):
            if value is not None and not column.isEmpty():
                _cut(painter, column.adjusted(0, 0, -theme.px(8), 0), decimal_text(value).replace("-", "−"), _RIGHT)
        if below:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("t2" if finding.explained else "qry"))
            _cut(painter, QRect(inner.left(), upper.bottom() + 1, inner.width(), theme.px(18)), below)
        self._link(painter, action.adjusted(theme.px(8), 0, 0, 0), finding)

    def _link(self, painter: QPainter, rect: QRect, finding: Finding) -> None:
        font = self.theme.font()
        font.setUnderline(True)
        painter.setFont(font)
        painter.setPen(self.theme.color("acc"))
        place = place_of(self.desk.form, finding)
        _cut(painter, rect, action_words(finding, locked=self.desk.locked, place=place))

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        finding = index.data(RowRole)
        released = event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent)
        if released and isinstance(finding, Finding):
            rect = area(option)
            rect.setLeft(0)
            if columns(rect, self.theme, self.figure)[-1].contains(cast(QMouseEvent, event).position().toPoint()):
                self.act(finding)
                return True
        return False


def _cut(painter: QPainter, rect: QRect, text: str, flags: int = _MIDDLE) -> None:
    if rect.width() <= 0:
        return
    painter.drawText(rect, flags, painter.fontMetrics().elidedText(text, _ELIDE, rect.width()))
