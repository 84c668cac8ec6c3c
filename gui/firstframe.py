"""What is seen while the program is still being loaded: the list of reports as the person left it.

It knows nothing of reports: only words that were put into the settings when the window was closed. As soon as it has
been painted the real page is made and takes its place; keys pressed meanwhile wait for that page. Where a library takes
long to come, it says so and offers 取消 (`gui.door`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSettings, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gui.theme import Theme

if TYPE_CHECKING:
    from gui.waiting import Waiting

KEY = "start"
HEADS = ("单位", "状态", "问题", "已填", "最后修改", "填报人")
WIDTHS = (168, 176, 96, 128, 84)
"""Design px of the columns after the first, as on the start page."""
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
MOST = 40  # rows remembered: more than a window shows


def remember(settings: QSettings, rows: Iterable[tuple[str, ...]]) -> None:
    """Keep the words of the list; a row of one word is a heading."""
    kept = [list(row) for row, _ in zip(rows, range(MOST), strict=False)]
    settings.setValue(KEY, json.dumps(kept, ensure_ascii=False))


def remembered(settings: QSettings) -> tuple[tuple[str, ...], ...]:
    """What was kept; nothing where the settings hold nonsense."""
    try:
        rows = json.loads(str(settings.value(KEY, "[]")))
        return tuple(tuple(str(word) for word in row) for row in rows if isinstance(row, list))
    except (ValueError, TypeError):
        return ()


class FirstFrame(QWidget):
    """`painted` once, when it can be seen."""

    painted = Signal()

    def __init__(self, settings: QSettings, theme: Theme, *, empty: bool = False) -> None:
        super().__init__()
        self.theme, self.rows, self.seen = theme, () if empty else remembered(settings), False
        self.waiting: Waiting | None = None
        self.setAccessibleName("正在打开报告库…")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # not 取消, which an Enter meant for the list would press

    def wait(self, words: str, give_up: Callable[[], None]) -> None:
        """It takes long: say so with a bar that moves, and 取消."""
        from gui.waiting import Waiting  # not needed where the library is quick

        if self.waiting is None:
            self.waiting = Waiting(self.theme)
            column = QVBoxLayout(self)
            column.setContentsMargins(self.theme.px(14), 0, self.theme.px(14), 0)
            column.addStretch(1)
            self.waiting.setFixedHeight(self.theme.px(40))
            at = Qt.AlignmentFlag.AlignLeft if self.rows else Qt.AlignmentFlag.AlignHCenter
            column.addWidget(self.waiting, 0, at)
            if not self.rows:  # in the middle of nothing, else in the bar below the list
                column.addStretch(1)
        self.waiting.begin(words, give_up)
        self.waiting.show()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, px = QPainter(self), self.theme.px
        bars = (QRect(0, 0, self.width(), px(40)), QRect(0, self.height() - px(40), self.width(), px(40)))
        painter.fillRect(self.rect(), self.theme.color("page"))
        for bar in bars:
            painter.fillRect(bar, self.theme.color("chrome"))
        if self.waiting is None:
            painter.setPen(self.theme.color("t2"))
            painter.setFont(self.theme.font(12))
            painter.drawText(bars[1].adjusted(px(14), 0, 0, 0), _MIDDLE, "正在打开报告库…")
        if self.rows:
            self._list(painter, QRect(0, px(40), self.width(), self.height() - px(80)))
        painter.end()
        if not self.seen:
            self.seen = True
            self.painted.emit()

    def _list(self, painter: QPainter, rect: QRect) -> None:
        px, theme = self.theme.px, self.theme
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(17, bold=True))
        painter.drawText(QRect(px(16), rect.top(), rect.width(), px(46)), _MIDDLE, "报告库")
        right = rect.right() - (px(317) if rect.width() >= px(1180) else 0)
        y = rect.top() + px(47)
        self._row(painter, HEADS, y, px(30), right, "t2")
        y += px(30)
        for row in self.rows:
            height = px(30 if len(row) == 1 else 36)
            if y + height > rect.bottom():
                return
            self._row(painter, row, y, height, right, "t1")
            y += height

    def _row(self, painter: QPainter, words: tuple[str, ...], y: int, height: int, right: int, ink: str) -> None:
        px, theme = self.theme.px, self.theme
        painter.setPen(theme.color("line"))
        painter.drawLine(0, y + height - 1, right, y + height - 1)
        painter.setPen(theme.color(ink))
        painter.setFont(theme.font(13, bold=len(words) == 1))
        edges = [px(14), *(right - px(sum(WIDTHS[number:])) + px(8) for number in range(len(WIDTHS)))]
        for left, end, word in zip(edges, [*edges[1:], right], words, strict=False):
            cell = QRect(left, y, max(end - left - px(8), 1), height)
            text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, cell.width())
            painter.drawText(cell, _MIDDLE, text)
