"""A label that ends in … where it does not fit; the line under a table that says whether its columns balance."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from gui.table.geometry import Geometry
from gui.theme import Theme


class ElidedLabel(QLabel):
    """A line that ends in … where it does not fit; the whole then stands in its tooltip. It asks for the width of the
    whole and bears less; `stretch`: it takes what is left and asks for nothing.

    It paints its words itself: a label given other words has the layout around it done again, at each key.
    """

    whole = short = shown = ""
    _needed = 0

    def __init__(self, tone: str, theme: Theme, *, stretch: bool = False, size: float = 12, bold: bool = False) -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.setFont(theme.font(size, bold=bold))
        self.stretch = stretch
        self.least = theme.px(40)
        across = QSizePolicy.Policy.Ignored if stretch else QSizePolicy.Policy.Maximum
        self.setSizePolicy(across, QSizePolicy.Policy.Preferred)

    def say(self, text: str, short: str = "") -> None:
        """`short`: the same in less width, tried before anything is cut off."""
        if text != self.whole:
            self.whole, self.short = text, short
            self.setAccessibleName(text)
            before, self._needed = self._needed, self._measured()
            if self._needed != before:
                self.updateGeometry()
            self._elide()

    def needed(self) -> int:
        """The width of the whole: measured once a text, because layouts ask again and again."""
        return self._needed

    def _measured(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.whole) + 2 if self.whole else 0

    def sizeHint(self) -> QSize:
        return QSize(self.needed(), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.needed(), self.least), self.fontMetrics().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._needed = self._measured()

    def _elide(self) -> None:
        fits = self.needed() <= self.width()
        shown = self.whole if fits else self._cut(self.width())
        if shown != self.shown:
            self.shown = shown
            self.update()
        tip = "" if fits else self.whole
        if tip != self.toolTip():
            self.setToolTip(tip)

    def _cut(self, width: int) -> str:
        words = self.short or self.whole
        return self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        line = int(self.alignment()) | int(Qt.TextFlag.TextSingleLine)
        painter.drawText(self.rect(), line, self.shown)
        painter.end()


@dataclass(frozen=True, slots=True)
class Balance:
    """How one column stands: `gap` where it does not balance, `waiting` cells where it cannot be judged yet."""

    gap: str = ""
    waiting: int = 0


class CheckLine(QWidget):
    """Under a table whose columns balance: ✓ 平, 差 n or 待填 n 格 below each column. Not printed, and says so."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__()
        self.words, self.theme = words, theme
        self.geometry_: Geometry | None = None
        self.columns: dict[int, Balance] = {}
        self.shift = 0
        self.setFixedHeight(theme.px(26))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.theme.px(26))

    def show_columns(self, geometry: Geometry, columns: dict[int, Balance], spoken: str) -> None:
        """`columns`: by value column, from 0."""
        before, same = self.columns, geometry is self.geometry_ and columns.keys() == self.columns.keys()
        self.geometry_, self.columns = geometry, columns
        if self.accessibleDescription() != spoken:
            self.setAccessibleDescription(spoken)
        if not same:
            self.update()
            return
        for column, balance in columns.items():  # a key changes one or two of them
            if balance != before[column]:
                self.update(self._place(column, geometry).adjusted(-self.theme.px(18), 0, 0, 0))  # with its sign

    def _place(self, column: int, geometry: Geometry) -> QRect:
        """Where the words of a column stand."""
        at = column + geometry.grid.stub_cols
        return QRect(geometry.xs[at] - self.shift, 0, geometry.column_width(at) - self.theme.px(6), self.height())

    def slide(self, shift: int) -> None:
        """Follow the columns, scrolled sideways by `shift` px."""
        self.shift = shift
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self.geometry_
        if geometry is None:
            return
        painter = QPainter(self)
        theme, stub = self.theme, geometry.stub_width
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        left = QRect(0, 0, stub - theme.px(8), self.height())
        if event.region().intersects(left):
            painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.words)
        painter.setClipRect(self.rect().adjusted(stub, 0, 0, 0))
        for column, balance in self.columns.items():
            place = self._place(column, geometry)
            if event.region().intersects(place):
                self._column(painter, place, balance)
        painter.end()

    def _column(self, painter: QPainter, rect: QRect, balance: Balance) -> None:
        theme = self.theme
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        token = "err" if balance.gap else "t3" if balance.waiting else "ok"
        words = f"差 {balance.gap}" if balance.gap else f"待填 {balance.waiting} 格" if balance.waiting else "平"
        painter.setPen(QPen(theme.color(token)))
        painter.setFont(theme.font(12, bold=bool(balance.gap)))
        if balance.gap and painter.fontMetrics().horizontalAdvance(words) > rect.width():
            words = balance.gap
        painter.drawText(rect, right, words)
        if token == "ok":
            x = rect.right() - painter.fontMetrics().horizontalAdvance(words) - theme.px(16)
            sign = theme.pixmap("sign-done", token, 12, painter.device().devicePixelRatioF())
            painter.drawPixmap(x, rect.center().y() - theme.px(5), sign)
