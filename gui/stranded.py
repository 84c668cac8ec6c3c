"""No library can be opened: why, and two ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from gui.firstrun import Choice
from gui.theme import Theme


class Stranded(QWidget):
    """`words` say why; the first way on has the focus."""

    def __init__(self, why: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        title, self.words = QLabel("报告库没有打开"), QLabel(why)
        title.setFont(theme.font(20, bold=True))
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setFixedWidth(theme.px(520))
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.again = Choice("再试一次", "移动盘接好、文件夹放回原处之后", "redo", theme)
        self.other = Choice("选另一个报告库…", "例如最近一份备份，或者换电脑时带来的那一份", "folder", theme)
        column = QVBoxLayout()
        column.setSpacing(theme.px(10))
        column.addStretch(1)
        for widget in (title, self.words, self.again, self.other):
            column.addWidget(widget)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
        self.setFocusProxy(self.again)
