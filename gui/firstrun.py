"""How to begin: three choices, for an empty library."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.form import edition, editions
from gui.theme import Theme


class FirstRun(QWidget):
    """Three choices, the first focused; one minute to the first figure."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        column = QVBoxLayout()
        column.setSpacing(theme.px(10))
        title = QLabel(f"填写{edition(editions()[0]).name}")
        title.setFont(theme.font(20, bold=True))
        second = QLabel("六个部分、166 个数字。边填边核对，每一格随填随存。")
        second.setProperty("tone", "second")
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(second)
        column.addSpacing(theme.px(8))
        self.new = Choice("新建报告", "写下单位和年度，马上填第一格", "plus", theme)
        self.bring = Choice("从已有的报告开始", "读入 Word、网页、PDF、Excel 或上报文件，作为草稿", "import", theme)
        self.sample = Choice("打开示例", "一份填好的报告，可以随意改动，不影响任何数据", "document", theme)
        for button in (self.new, self.bring, self.sample):
            column.addWidget(button)
        column.addStretch(2)
        outer.addStretch(1)
        outer.addLayout(column)
        outer.addStretch(1)


class Choice(QPushButton):
    """A large button: an icon, what it does, and a line about it."""

    def __init__(self, words: str, more: str, icon: str, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("choice")
        self.setFixedWidth(theme.px(520))
        self.setAccessibleName(words)
        self.setAccessibleDescription(more)
        self.setAutoDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(17), 0, theme.px(16), 0)
        row.setSpacing(theme.px(16))
        picture, title, second = QLabel(), QLabel(words), QLabel(more)
        picture.setPixmap(theme.pixmap(icon, "acc", 16, self.devicePixelRatioF()))
        title.setFont(theme.font(15))
        second.setFont(theme.font(12))
        second.setProperty("tone", "third")
        column = QVBoxLayout()
        column.setSpacing(theme.px(2))
        column.addStretch(1)
        column.addWidget(title)
        column.addWidget(second)
        column.addStretch(1)
        picture.setContentsMargins(0, theme.px(14), 0, 0)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        for label in (picture, title, second):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
