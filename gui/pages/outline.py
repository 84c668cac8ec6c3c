"""The headings of a text at its left: each with how much stands below it and what the checks say of that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.check.evaluation import Finding
from core.check.phrases import length
from gui.items import Index, area, has_keys, is_chosen
from gui.rows import focus_frame
from gui.textlines import draw_lines, wrapped
from gui.theme import Theme

StartRole = int(Qt.ItemDataRole.UserRole)
PartRole = StartRole + 1
TOP = re.compile(r"^[^\S\n]*(（[一二三四五六七八九十]+）)[^\n。]{1,40}", re.MULTILINE)
NO_HEADINGS = "文中没有（一）（二）这样的标题，可用“插入提纲”加上。"
_TOKENS = {"done": "ok", "query": "qry-mark", "error": "err", "blank": "t3"}
_PLACE = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading: from `start` (code points; −1: proposed, not written yet)."""

    heading: str
    start: int
    sign: str
    words: str


def parts(text: str, proposed: Sequence[str], cell: str, findings: Sequence[Finding]) -> tuple[Part, ...]:
    """The headings of `text`; those proposed, where nothing is written yet."""
    tops = list(TOP.finditer(text))
    if not text.strip():
        return tuple(Part(heading, -1, "blank", "未写") for heading in proposed)
    ends = [*(top.start() for top in tops[1:]), len(text)][: len(tops)]
    return tuple(_part(text, top, end, cell, findings) for top, end in zip(tops, ends, strict=True))


def _part(text: str, top: re.Match[str], end: int, cell: str, findings: Sequence[Finding]) -> Part:
    heading = top[0].strip()
    here = [f for f in findings if any(s.cell == cell and top.start() <= s.start < end for s in f.spans)]
    errors = sum(f.level == "E" for f in here)
    queries = sum(f.level == "Q" and f.explained is None for f in here)
    count = length(text[top.start() : end]) - length(heading)
    words = [f"{count} 字"] + ([f"强制 {errors}"] if errors else []) + ([f"核实 {queries}"] if queries else [])
    sign = "error" if errors else "query" if queries else "done" if count else "blank"
    return Part(heading, top.start(), sign, " · ".join(words))


def written(text: str, proposed: Sequence[str]) -> int:
    """How many of the proposed headings the text has, by their numbers."""
    numbers = {top[1] for top in TOP.finditer(text)}
    return sum((top := TOP.match(heading)) is not None and top[1] in numbers for heading in proposed)


class PartDelegate(QStyledItemDelegate):
    """Sign, heading (wrapped), how much; the part that the caret is in has a ground."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def _heading(self, it: Part, width: int) -> tuple[str, ...]:
        return wrapped(it.heading, max(width - self.theme.px(36 + 6), 1), self.theme)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = cast(QAbstractItemView, self.parent()).viewport().width()
        lines = len(self._heading(cast(Part, index.data(PartRole)), width)) + 1
        return QSize(self.theme.px(100), lines * self.theme.line() + self.theme.px(12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it, theme = cast(Part, index.data(PartRole)), self.theme
        rect = area(option)
        painter.save()
        if is_chosen(option):
            painter.fillRect(rect, theme.color("hover"))
        pixmap = theme.pixmap(f"sign-{it.sign}", _TOKENS[it.sign], 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + theme.px(15), rect.top() + theme.px(8), pixmap)
        inner = rect.adjusted(theme.px(36), theme.px(6), -theme.px(6), 0)
        heading = self._heading(it, rect.width())
        painter.setPen(theme.color("t1" if it.start >= 0 else "t2"))
        painter.setFont(theme.font())
        draw_lines(painter, inner, heading, theme.line(), _PLACE)
        painter.setPen(theme.color("t2"))
        painter.setFont(theme.font(12))
        draw_lines(painter, inner.adjusted(0, theme.line() * len(heading), 0, 0), (it.words,), theme.line(), _PLACE)
        if has_keys(option):
            focus_frame(painter, rect, theme)
        painter.restore()


class OutlineList(QListWidget):
    """Rows wrap by width."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class OutlinePanel(QWidget):
    """A heading with the count, and the `list` below it."""

    def __init__(self, theme: Theme, outline: QListWidget) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(theme.px(176))
        self.theme, self.list = theme, outline
        self.count = QLabel()
        head = QWidget()
        head.setFixedHeight(theme.px(38))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(8), 0)
        for label in (QLabel("提纲"), self.count):
            label.setFont(theme.font(12))
            label.setProperty("tone", "second")
            row.addWidget(label)
            row.addStretch(1 if label is not self.count else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self.none = QLabel(NO_HEADINGS)
        self.none.setWordWrap(True)
        self.none.setFont(theme.font(12))
        self.none.setProperty("tone", "third")
        self.none.setContentsMargins(theme.px(16), theme.px(4), theme.px(8), 0)
        self.none.hide()
        column.addWidget(self.none)
        column.addWidget(outline, 1)
        outline.setItemDelegate(PartDelegate(theme, outline))
        outline.setFrameShape(QListWidget.Shape.NoFrame)
        outline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outline.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        outline.setAccessibleName("本部分的标题")
        palette = outline.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.color("page"))
        outline.setPalette(palette)

    def show_parts(self, found: tuple[Part, ...], done: int, proposed: int) -> None:
        """New parts; nothing happens if they look the same."""
        self.count.setText(f"{done} / {proposed}" if found else "")
        self.none.setVisible(not found)
        before = tuple(self.list.item(row).data(PartRole) for row in range(self.list.count()))
        if before == found:
            return
        self.list.clear()
        for part in found:
            item = QListWidgetItem(part.heading)
            item.setData(StartRole, part.start)
            item.setData(PartRole, part)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{part.heading}，{part.words}")
            self.list.addItem(item)

    def show_place(self, at: int) -> None:
        """The caret is at code point `at`: its part is the current one."""
        starts = [int(self.list.item(row).data(StartRole)) for row in range(self.list.count())]
        rows = [row for row, start in enumerate(starts) if 0 <= start <= at]
        self.list.setCurrentRow(rows[-1] if rows else -1)
