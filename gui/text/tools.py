"""The commands over a running text, and what stands below it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from core.layout.styles import PAGE
from gui.bars import CommandButton, divider
from gui.theme import Theme


class Tools(QWidget):
    """`heading`: one heading is to be put in, `outline`: all; `figure`: a figure of the tables; `seek`."""

    heading = Signal(str)
    outline = Signal()
    figure = Signal()
    seek = Signal()

    def __init__(self, theme: Theme, proposed: tuple[str, ...]) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedHeight(theme.px(38))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.px(10), 0, theme.px(16), theme.px(4))
        self.row.setSpacing(theme.px(4))
        self.writing: list[CommandButton] = []
        if proposed:
            self.writing.append(self._outline(proposed))
        self.writing.append(self._button("插入表中数字…", "table"))
        self.writing[-1].clicked.connect(self.figure)
        self.row.addWidget(divider(theme))
        found = self._button("查找替换", "search")
        found.setToolTip("查找 Ctrl+F，替换 Ctrl+H")
        found.clicked.connect(self.seek)
        self.row.addStretch(1)

    def _button(self, words: str, icon: str, *, arrow: bool = False) -> CommandButton:
        button = CommandButton(self.theme, arrow=arrow)
        button.setText(words)
        button.setIcon(self.theme.icon(icon))
        button.setAccessibleName(words)
        self.row.addWidget(button)
        return button

    def _outline(self, proposed: tuple[str, ...]) -> CommandButton:
        button = self._button("插入提纲", "list", arrow=True)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for words in proposed:
            menu.addAction(words, partial(self.heading.emit, words))
        menu.addSeparator()
        menu.addAction("全部", self.outline.emit)
        button.setMenu(menu)
        return button

    def allow(self, writing: bool) -> None:
        """Whether anything may be written."""
        for button in self.writing:
            button.setEnabled(writing)


def pages(text: str) -> int:
    """How many pages a text fills on its own, about: a character has one place of the grid, blank lines are not
    printed, and each paragraph begins two places in."""
    indent = 2
    lines = sum(-(-(len(line) + indent) // PAGE.characters) for it in text.splitlines() if (line := it.strip()))
    return -(-lines // PAGE.lines)


class Foot(QWidget):
    """How long the text is, its limit, its pages on paper, and how many of its figures agree with the tables."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(32))
        self.count, self.limit, self.printed, self.agreeing = QLabel(), QLabel(), QLabel(), QLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(16))
        for label in (self.count, self.limit, self.printed, self.agreeing):
            label.setFont(theme.font(12))
            label.setProperty("tone", "second")
            if label is self.agreeing:
                row.addStretch(1)
            row.addWidget(label)

    def say(self, count: int, limit: str, printed: int, agreeing: int) -> None:
        """`count` and `limit` in characters; `limit` may be empty. `printed`: pages."""
        self.limit.setVisible(bool(limit))
        self.printed.setText(f"打印约 {printed} 页" if printed else "")
        self.count.setText(f"{count} 字")
        over = count - int(limit) if limit.isdecimal() else 0
        self.limit.setText("" if not limit else f"上限 {limit} 字" + (f"，超出 {over} 字" if over > 0 else ""))
        self.agreeing.setText(f"{agreeing} 个数字与表中一致" if agreeing else "")
