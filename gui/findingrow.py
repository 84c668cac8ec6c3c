"""A row of the findings list: a level's heading, or sign, title and place of a finding."""

from __future__ import annotations

from functools import lru_cache
from typing import cast

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem

from core.check.evaluation import Finding
from gui.desk import Desk
from gui.findingsmodel import SIGNS, Group, RowRole, sign_of, state_of, where
from gui.items import Index, area, has_keys, is_chosen
from gui.rows import current_row, focus_frame
from gui.textlines import clipped, draw_lines, wrapped
from gui.theme import Theme

_MOST = 256
"""Findings whose lines are kept: more than a report has."""
Lines = tuple[tuple[str, ...], tuple[str, ...]]
"""Title and second line of a row, each in two lines at most."""

_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class FindingDelegate(QStyledItemDelegate):
    """`whole`: the list speaks of the whole report, so that each row names its page."""

    def __init__(self, desk: Desk, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk, self.theme, self.whole = desk, theme, False
        self._known: dict[str, tuple[Finding, tuple[int, bool, bool], Lines]] = {}  # by key, the last of each

    def _lines(self, finding: Finding, width: int) -> Lines:
        """Worked out once for a finding that stays as it is: a view asks for the height of a row again and again."""
        void = finding.key in self.desk.evaluation.report.explanations and not finding.explained
        way, known = (width, self.whole, void), self._known.get(finding.key)
        if known is None or known[0] != finding or known[1] != way:
            if len(self._known) >= _MOST:  # those of a text change their keys as it is written
                self._known.clear()
            known = self._known[finding.key] = (finding, way, self._wrapped(finding, width, void=void))
        return known[2]

    def _wrapped(self, finding: Finding, width: int, *, void: bool) -> Lines:
        inner = max(width - self.theme.px(48), 1)
        parts = (where(self.desk.form, finding, whole=self.whole), state_of(finding, void=void))
        second = " · ".join(part for part in parts if part)
        return (
            clipped(wrapped(finding.title, inner, self.theme), 2),
            clipped(wrapped(second, inner, self.theme, 12), 2),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it, theme = index.data(RowRole), self.theme
        if isinstance(it, Group):
            return QSize(theme.px(100), theme.px(27))
        width = cast(QAbstractItemView, self.parent()).viewport().width()
        title, second = self._lines(cast(Finding, it), width)
        return QSize(theme.px(100), theme.px(14) + theme.line() * (len(title) + len(second)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it = index.data(RowRole)
        rect = area(option)
        rect.setLeft(0)
        painter.save()
        if isinstance(it, Group):
            group_line(painter, rect.adjusted(self.theme.px(14), 0, -self.theme.px(12), 0), it, self.theme)
        elif isinstance(it, Finding):
            if is_chosen(option):
                current_row(painter, rect, self.theme)
                paint_finding(painter, rect, sign_of(it), self._lines(it, rect.width()), self.theme)
            else:
                ratio = painter.device().devicePixelRatioF()
                picture = _picture(sign_of(it), self._lines(it, rect.width()), rect.size(), self.theme, ratio)
                painter.drawPixmap(rect.topLeft(), picture)
            if has_keys(option):
                focus_frame(painter, rect, self.theme)
        painter.restore()


def paint_finding(painter: QPainter, rect: QRect, sign: str, lines: Lines, theme: Theme) -> None:
    """Sign, title and second line."""
    pixmap = theme.pixmap(f"sign-{sign}", SIGNS[sign], 14, painter.device().devicePixelRatioF())
    painter.drawPixmap(rect.left() + theme.px(14), rect.top() + theme.px(8), pixmap)
    title, second = lines
    inner = rect.adjusted(theme.px(36), theme.px(7), -theme.px(12), 0)
    painter.setPen(theme.color("t1"))
    painter.setFont(theme.font())
    draw_lines(painter, inner, title, theme.line(), _TOP)
    painter.setPen(theme.color("t2"))
    painter.setFont(theme.font(12))
    draw_lines(painter, inner.adjusted(0, theme.line() * len(title), 0, 0), second, theme.line(), _TOP)


@lru_cache(maxsize=32)
def _picture(sign: str, lines: Lines, size: QSize, theme: Theme, ratio: float) -> QPixmap:
    """A row that is not chosen: where a finding comes or goes, all rows below it are painted again."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("panel"))
    painter = QPainter(picture)
    paint_finding(painter, QRect(QPoint(0, 0), size), sign, lines, theme)
    painter.end()
    return picture


def group_line(painter: QPainter, rect: QRect, group: Group, theme: Theme, count: str = "") -> None:
    """A heading: its name in bold, what it asks for, how many."""
    middle = int(Qt.AlignmentFlag.AlignVCenter)
    painter.setPen(theme.color("t1"))
    painter.setFont(theme.font(13, bold=True))
    painter.drawText(rect, middle, group.title)
    x = painter.fontMetrics().horizontalAdvance(group.title) + theme.px(6)
    painter.setFont(theme.font(12))
    painter.setPen(theme.color("t2"))
    painter.drawText(rect.adjusted(x, 0, 0, 0), middle, group.hint)
    number = count or str(len(group.findings))
    painter.drawText(rect, middle | int(Qt.AlignmentFlag.AlignRight), number)
