"""A switch of a few words, one of which holds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gui.theme import Theme


class Switch(QWidget):
    """`buttons` stand side by side as one, the first is chosen; who wants to know of a choice listens to them."""

    def __init__(self, words: Sequence[str], name: str, theme: Theme) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.buttons = tuple(QToolButton() for _ in words)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        group = QButtonGroup(self)
        last = len(words) - 1
        for number, (button, text) in enumerate(zip(self.buttons, words, strict=True)):
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(number == 0)
            button.setProperty("switch", True)
            button.setProperty("place", "first" if number == 0 else "last" if number == last else "middle")
            button.setFont(theme.font(12))
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(button)
            row.addWidget(button)
