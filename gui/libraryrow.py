"""A row of the list of reports: a year, or unit, state and problems by sign and word, and the rest."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from core.services.library import Entry
from gui.glance import Glance
from gui.items import Index, area, is_chosen
from gui.librarymodel import EntryRole, GlanceRole
from gui.rows import current_row, focus_frame
from gui.theme import Theme

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class RowDelegate(QStyledItemDelegate):
    """Rows of 36 with a line below; years are bold; the current row has a bar."""

    def __init__(self, theme: Theme, view: QTreeView) -> None:
        super().__init__(view)
        self.theme, self.view = theme, view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(10, self.theme.px(36 if isinstance(index.data(EntryRole), Entry) else 30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, entry = self.theme, index.data(EntryRole)
        rect = area(option)
        chosen = is_chosen(option)
        painter.save()
        if chosen:
            current_row(painter, rect, theme, bar=index.column() == 0)
        painter.setPen(theme.color("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        strong = entry is None or (chosen and index.column() == 0)
        painter.setFont(theme.font(13, bold=strong, tabular=index.column() == 3))
        inner = rect.adjusted(theme.px(14 if index.column() == 0 else 8), 0, -theme.px(8), 0)
        glance = index.data(GlanceRole)
        if index.column() == 1 and isinstance(entry, Entry):
            self._signed(painter, inner, *_state(entry, glance), str(index.data()))
        elif index.column() == 2 and isinstance(glance, Glance) and (glance.errors or glance.queries):
            self._problems(painter, inner, glance)
        else:
            painter.setPen(theme.color("t2" if index.column() == 2 else "t1"))
            align = index.data(int(Qt.ItemDataRole.TextAlignmentRole)) or _MIDDLE
            self._cut(painter, inner, str(index.data() or ""), align)
        painter.restore()
        current = self.view.currentIndex()
        mine = index.row() == current.row() and index.parent() == current.parent()
        if mine and index.column() == index.model().columnCount() - 1 and self.view.hasFocus():
            focus_frame(painter, QRect(0, rect.top(), self.view.viewport().width(), rect.height()), theme)

    def _signed(self, painter: QPainter, rect: QRect, sign: str, token: str, words: str) -> int:
        """A sign and its words; returns the width they take."""
        pixmap = self.theme.pixmap(sign, token, 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left(), rect.center().y() - self.theme.px(7) + 1, pixmap)
        ink = {"err": "err", "qry-mark": "qry"}.get(token, "t1")
        painter.setPen(self.theme.color(ink))
        self._cut(painter, rect.adjusted(self.theme.px(19), 0, 0, 0), words)
        return self.theme.px(19) + painter.fontMetrics().horizontalAdvance(words)

    def _problems(self, painter: QPainter, rect: QRect, glance: Glance) -> None:
        for count, sign, token, level in (
            (glance.errors, "sign-error", "err", "强制"),
            (glance.queries, "sign-query", "qry-mark", "核实"),
        ):
            if count:
                taken = self._signed(painter, rect, sign, token, f"{level} {count}")
                rect = rect.adjusted(taken + self.theme.px(12), 0, 0, 0)

    def _cut(self, painter: QPainter, rect: QRect, text: str, align: int = _MIDDLE) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, align, shown)


def _state(entry: Entry, glance: Glance | None) -> tuple[str, str]:
    """The sign of a report's state and its token."""
    if entry.head.status != "draft":
        return "sign-done", "ok"
    return ("sign-blank", "t3") if glance and not glance.filled else ("sign-partial", "acc")
