"""Ticks, dots and choices that look like the fields beside them; the system's styles know no theme of ours."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QToolButton

from gui.fields import ChoiceField
from gui.rows import PlainRows
from gui.theme import Theme

_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def _field(painter: QPainter, rect: QRect, theme: Theme, *, focused: bool, enabled: bool, radius: float) -> None:
    """A rounded field on the page's ground: 1 px, or 2 px where the keys go."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = 2.0 if focused else 1.0
    painter.setPen(QPen(theme.color("acc" if focused else "rule" if enabled else "line"), wide))
    painter.setBrush(theme.color("page"))
    inner = QRectF(rect).adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2)
    painter.drawRoundedRect(inner, radius, radius)


def _keys_here(painter: QPainter, rect: QRect, theme: Theme) -> None:
    """2 px around what has the keys."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("acc"), 2))
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), theme.px(4), theme.px(4))


class Tick(QCheckBox):
    """Ticked, not ticked, or not said yet: a line in the box."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__(words)
        self.theme = theme

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self.theme.px(16 + 8 + 12) + words, self.theme.px(28))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        size = theme.px(16)
        box = QRect(theme.px(4), (self.height() - size) // 2, size, size)
        state, on = self.checkState(), self.isEnabled()
        _field(painter, box, theme, focused=False, enabled=on, radius=theme.px(3))
        if state == Qt.CheckState.Checked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("acc-fill" if on else "t3"))
            painter.drawRoundedRect(QRectF(box), theme.px(3), theme.px(3))
            pixmap = theme.pixmap("sign-done", "on-acc", 12, self.devicePixelRatioF())
            painter.drawPixmap(box.left() + (size - theme.px(12)) // 2, box.top() + (size - theme.px(12)) // 2, pixmap)
        elif state == Qt.CheckState.PartiallyChecked:
            line = QRect(box.left() + theme.px(4), box.center().y(), size - 2 * theme.px(4), max(theme.px(2), 1))
            painter.fillRect(line, theme.color("t3"))
        painter.setPen(theme.color("t1" if on else "t3"))
        painter.drawText(self.rect().adjusted(theme.px(4 + 16 + 8), 0, 0, 0), _MIDDLE, self.text())
        if self.hasFocus():
            _keys_here(painter, self.rect(), theme)
        painter.end()


class Dot(QRadioButton):
    """One of a few that stand below each other."""

    def __init__(self, words: str, theme: Theme) -> None:
        super().__init__(words)
        self.theme = theme

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text())
        return QSize(self.theme.px(16 + 8 + 12) + words, self.theme.px(28))

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        size = theme.px(16)
        ring = QRect(theme.px(4), (self.height() - size) // 2, size, size)
        _field(painter, ring, theme, focused=False, enabled=self.isEnabled(), radius=size / 2)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("acc-fill" if self.isEnabled() else "t3"))
            painter.drawEllipse(ring)
            painter.setBrush(theme.color("on-acc"))
            painter.drawEllipse(ring.adjusted(theme.px(5), theme.px(5), -theme.px(5), -theme.px(5)))
        painter.setPen(theme.color("t1" if self.isEnabled() else "t3"))
        painter.drawText(self.rect().adjusted(theme.px(4 + 16 + 8), 0, 0, 0), _MIDDLE, self.text())
        if self.hasFocus():
            _keys_here(painter, self.rect(), theme)
        painter.end()


class Pick(ChoiceField):
    """One of a few words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setItemDelegate(PlainRows(theme, self.view()))
        self.setMaxVisibleItems(12)

    def sizeHint(self) -> QSize:
        widest = max((self.fontMetrics().horizontalAdvance(self.itemText(i)) for i in range(self.count())), default=0)
        return QSize(widest + self.theme.px(10 + 34), self.theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(80), self.theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        rect, on = self.rect(), self.isEnabled()
        _field(painter, rect, theme, focused=self.hasFocus(), enabled=on, radius=theme.px(4))
        room = rect.adjusted(theme.px(9), 0, -theme.px(28), 0)
        painter.setPen(theme.color("t1" if on else "t3"))
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _MIDDLE, words)
        arrow = theme.pixmap("more", "t2" if on else "t3", 14, self.devicePixelRatioF())
        painter.drawPixmap(rect.right() - theme.px(23), (self.height() - theme.px(14)) // 2, arrow)
        painter.end()


def tool(theme: Theme, icon: str, words: str, do: Callable[[], None]) -> QToolButton:
    """A small button with an icon; its words are the tooltip and what a screen reader says."""
    button = QToolButton()
    button.setIcon(theme.icon(icon))
    button.setIconSize(theme.icon_size)
    button.setProperty("small", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _=False: do())
    return button
