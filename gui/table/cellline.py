"""The line over a table: where the current cell is, what stood there last year, what is to be known of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from gui.theme import Theme

_BETWEEN = " › "
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_ELIDED = Qt.TextElideMode
HIGH, MARGIN, GAP, LEAST = 32, 11, 10, 40
"""Design px: the line, its two ends, before and after a divider, a part that gives way."""


@dataclass(frozen=True, slots=True)
class Widths:
    """px that each part has; 0: it says nothing."""

    place: int
    last: int
    note: int


def shared(needed: Widths, room: int, least: int) -> Widths:
    """`needed` where there is room for all; else the note gives way first, then the place, then last year, each down to
    `least`."""
    over = needed.place + needed.last + needed.note - room
    given = []
    for width in (needed.note, needed.place, needed.last):
        less = min(max(over, 0), max(width - least, 0))
        over -= less
        given.append(width - less)
    return Widths(given[1], given[2], given[0])


class CellLine(QWidget):
    """The current cell in words · last year and change · its state or filling note.

    One widget that paints all of it: each key changes it, and labels in a layout cost several times as much. What has
    no room ends in …, and the whole stands in the tooltip.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.place: tuple[str, ...] = ()
        self.last = self.note = ""
        self.plain, self.strong = theme.font(12), theme.font(12, bold=True)
        self.setFixedHeight(theme.px(HIGH))
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # else all that lies behind it is painted too
        self.setAccessibleName("当前格")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.theme.px(HIGH))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(180), self.theme.px(HIGH))

    @property
    def path(self) -> str:
        """The place as it is shown: from the outermost row label to the column."""
        return _BETWEEN.join(self.place)

    def say(self, place: tuple[str, ...], last: str, note: str) -> None:
        """`place`: the words from the outermost row label to the column."""
        if (place, last, note) != (self.place, self.last, self.note):
            self.place, self.last, self.note = place, last, note
            self.setAccessibleDescription("，".join(part for part in (*place, last, note) if part))
            self.update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            words = "\n".join(part for part in (self.path, self.last, self.note) if part)
            needed = self._needed()
            self.setToolTip("" if self._given(needed) == needed else words)
        return super().event(event)

    def _needed(self) -> Widths:
        plain = QFontMetrics(self.plain)
        column = self.place[-1] if self.place else ""
        place = plain.horizontalAdvance(self.path.removesuffix(column)) + QFontMetrics(self.strong).horizontalAdvance(
            column
        )
        return Widths(place, plain.horizontalAdvance(self.last), plain.horizontalAdvance(self.note))

    def _given(self, needed: Widths) -> Widths:
        px = self.theme.px
        dividers = bool(needed.last) + bool(needed.note)
        room = self.width() - 2 * px(MARGIN) - dividers * (2 * px(GAP) + 1)
        return shared(needed, room, px(LEAST))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        painter.drawPixmap(0, 0, _ground(self.size(), theme, self.devicePixelRatioF()))
        needed = self._needed()
        given = self._given(needed)
        x = theme.px(MARGIN)
        self._place(painter, self._box(x, given.place), whole=given.place >= needed.place)
        x += given.place
        painter.setFont(self.plain)
        parts = ((self.last, needed.last, given.last, "t1"), (self.note, needed.note, given.note, "t2"))
        for words, whole, width, token in parts:
            if words:
                x = self._divider(painter, x)
                painter.setPen(theme.color(token))
                shown = words if width == whole else self._cut(words, width, _ELIDED.ElideRight)
                painter.drawText(self._box(x, width), _LEFT, shown)
                x += width
        painter.end()

    def _box(self, x: int, width: int) -> QRect:
        return QRect(x, 0, width + 1, self.height())

    def _cut(self, words: str, width: int, where: Qt.TextElideMode) -> str:
        return QFontMetrics(self.plain).elidedText(words, where, width)

    def _divider(self, painter: QPainter, x: int) -> int:
        """A line upright at `x` and a gap; returns where the next part begins."""
        gap = self.theme.px(GAP)
        painter.fillRect(QRect(x + gap, 1, 1, self.height() - 2), self.theme.color("line"))
        return x + 2 * gap + 1

    def _place(self, painter: QPainter, box: QRect, *, whole: bool) -> None:
        """The words of the column are bold; where there is no room the middle is left out and none is."""
        painter.setPen(self.theme.color("t1"))
        painter.setFont(self.plain)
        if not whole:
            painter.drawText(box, _LEFT, self._cut(self.path, box.width() - 1, _ELIDED.ElideMiddle))
            return
        column = self.place[-1] if self.place else ""
        before = self.path.removesuffix(column)
        painter.drawText(box, _LEFT, before)
        painter.setFont(self.strong)
        painter.drawText(box.adjusted(QFontMetrics(self.plain).horizontalAdvance(before), 0, 0, 0), _LEFT, column)


@lru_cache(maxsize=4)
def _ground(size: QSize, theme: Theme, ratio: float) -> QPixmap:
    """The line without words."""
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(theme.color("page"))
    painter = QPainter(picture)
    painter.setPen(QPen(theme.color("line"), 1))
    painter.setBrush(theme.color("panel"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    frame = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
    painter.drawRoundedRect(frame, theme.px(4), theme.px(4))
    painter.end()
    return picture
