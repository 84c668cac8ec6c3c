"""Find and replace below a running text. It knows a text and places in it, not where the text is from."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from gui.theme import Theme

Range = tuple[int, int]


def places(text: str, words: str) -> tuple[Range, ...]:
    """Where `words` stand in `text`, in code points; upper and lower case are the same."""
    return tuple(found.span() for found in re.finditer(re.escape(words), text, re.IGNORECASE)) if words else ()


class Field(QLineEdit):
    """Enter goes on, with Shift back; Esc closes the bar. `keys` is asked first."""

    def __init__(self, name: str, keys: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.keys = keys
        self.setAccessibleName(name)
        self.setPlaceholderText(name)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and cast(QKeyEvent, event).key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and self.keys(cast(QKeyEvent, event)):
            return True
        return super().event(event)


class FindBar(QWidget):
    """`step` (−1, 1): to the next place; `replace_one`, `replace_all`; `closed`."""

    sought = Signal(str)
    step = Signal(int)
    replace_one = Signal()
    replace_all = Signal()
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(42))
        self.words, self.other = Field("查找", self._key), Field("替换为", self._key_of_other)
        self.count = QLabel()
        self.count.setFont(theme.font(12))
        self.count.setProperty("tone", "second")
        self.before, self.after, self.leave = QToolButton(), QToolButton(), QToolButton()
        self.one, self.every = QPushButton("替换"), QPushButton("全部替换")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        row.setSpacing(theme.px(6))
        for button, icon, name in (
            (self.before, "up", "上一处（Shift+Enter）"), (self.after, "down", "下一处（Enter）"),
            (self.leave, "close", "关闭查找（Esc）"),
        ):  # fmt: skip
            button.setIcon(theme.icon(icon))
            button.setIconSize(theme.icon_size)
            button.setProperty("small", True)
            button.setToolTip(name)
            button.setAccessibleName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for push in (self.one, self.every):
            push.setProperty("small", True)
        for widget in (self.words, self.before, self.after, self.count, self.other, self.one, self.every):
            row.addWidget(widget, int(widget in (self.words, self.other)))
        row.addStretch(1)
        row.addWidget(self.leave)
        self.count.setMinimumWidth(theme.px(96))
        self.words.textChanged.connect(self.sought)
        self.before.clicked.connect(lambda: self.step.emit(-1))
        self.after.clicked.connect(lambda: self.step.emit(1))
        self.one.clicked.connect(self.replace_one)
        self.every.clicked.connect(self.replace_all)
        self.leave.clicked.connect(self.closed)

    def open(self, words: str, *, replace: bool) -> None:
        """Show the bar; `words`: what was selected in the text, if it is short."""
        for widget in (self.other, self.one, self.every):
            widget.setVisible(replace)
        self.show()
        if words:
            self.words.setText(words)
        field = self.other if replace and self.words.text() else self.words
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()
        self.sought.emit(self.words.text())

    def say(self, at: int, count: int) -> None:
        """Which of how many places is selected (from 1; 0 for none)."""
        words = self.words.text()
        cut = words if len(words) <= 8 else words[:8] + "…"
        told = f"{at} / {count}" if at else f"{count} 处"
        self.count.setText(told if count else f"没有找到“{cut}”" if words else "")
        for button in (self.before, self.after, self.one, self.every):
            button.setEnabled(count > 0)

    def _key(self, event: QKeyEvent) -> bool:
        return self._common(event, lambda: self.step.emit(-1 if _shift(event) else 1))

    def _key_of_other(self, event: QKeyEvent) -> bool:
        return self._common(event, self.replace_one.emit)

    def _common(self, event: QKeyEvent, enter: Callable[[], object]) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter()
        elif event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            return False
        return True


def _shift(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
