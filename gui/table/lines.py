"""What stands over and under a table: the line that names the cell, the line that says whether columns balance."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gui.table.geometry import Geometry
from gui.theme import Theme


class ElidedLabel(QLabel):
    """A line that ends in … where it does not fit; the whole stands in its tooltip."""

    def __init__(self, tone: str, theme: Theme, *, stretch: bool = False) -> None:
        super().__init__()
        self.setProperty("tone", tone)
        self.setFont(theme.font(12))
        self.whole = ""
        self.setSizePolicy(
            QSizePolicy.Policy.Ignored if stretch else QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred
        )
        self.stretch = stretch

    def say(self, text: str) -> None:
        self.whole = text
        self.setToolTip(text if self.stretch else "")
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        self.setText(
            metrics.elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()) if self.stretch else self.whole
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.stretch:
            self._elide()


class CellLine(QFrame):
    """The current cell in words · last year and change · its state or filling note."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("cellline")
        self.setStyleSheet(
            f"QFrame#cellline {{ background: {theme.hex('panel')}; border: 1px solid {theme.hex('line')};"
            f" border-radius: {theme.px(4)}px; }}"
        )
        self.setFixedHeight(theme.px(32))
        self.place = ElidedLabel("", theme)
        self.place.setTextFormat(Qt.TextFormat.RichText)
        self.last = ElidedLabel("second", theme)
        self.note = ElidedLabel("third", theme, stretch=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(10), 0, theme.px(10), 0)
        row.setSpacing(theme.px(10))
        for label in (self.place, self.last, self.note):
            row.addWidget(label, 1 if label is self.note else 0)
        self.setAccessibleName("当前格")

    def say(self, place: tuple[str, ...], last: str, note: str) -> None:
        """`place`: the words from the outermost row label to the column."""
        words = [word.replace("&", "&amp;").replace("<", "&lt;") for word in place]
        self.place.say(" › ".join([*words[:-1], f"<b>{words[-1]}</b>"]) if words else "")
        self.last.say(last)
        self.last.setVisible(bool(last))
        self.note.say(note)
        self.setAccessibleDescription("，".join([*place, last, note]))


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
        self.setFixedHeight(theme.px(26))
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(400), self.theme.px(26))

    def show_columns(self, geometry: Geometry, columns: dict[int, Balance], spoken: str) -> None:
        """`columns`: by value column, from 0."""
        self.geometry_, self.columns = geometry, columns
        self.setAccessibleDescription(spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        geometry = self.geometry_
        if geometry is None:
            return
        painter = QPainter(self)
        theme = self.theme
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("t2"))
        left = QRect(0, 0, geometry.stub_width - theme.px(8), self.height())
        painter.drawText(left, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self.words)
        for column, balance in self.columns.items():
            at = column + geometry.grid.stub_cols
            rect = QRect(geometry.xs[at], 0, geometry.column_width(at) - theme.px(4), self.height())
            self._column(painter, rect, balance)
        painter.end()

    def _column(self, painter: QPainter, rect: QRect, balance: Balance) -> None:
        theme = self.theme
        right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        if balance.gap:
            painter.setPen(QPen(theme.color("err")))
            painter.setFont(theme.font(12, bold=True))
            painter.drawText(rect, right, f"差 {balance.gap}")
        elif balance.waiting:
            painter.setPen(QPen(theme.color("t3")))
            painter.setFont(theme.font(12))
            painter.drawText(rect, right, f"待填 {balance.waiting} 格")
        else:
            painter.setPen(QPen(theme.color("ok")))
            painter.setFont(theme.font(12))
            painter.drawText(rect, right, "✓ 平")
