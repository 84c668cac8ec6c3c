"""What stands above and below source and result: which file, where it goes, how it came out; and the ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.services.bringing import Brought
from gui.bars import divider
from gui.controls import Pick
from gui.findingdetail import said
from gui.table.lines import ElidedLabel
from gui.theme import Theme


class Head(QWidget):
    """The file and its kind · `where` it goes · `counts` of cells and `sums` of the form's additions."""

    def __init__(self, it: Brought, targets: Sequence[str], theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(58))
        self.counts, self.sums, self.where = ElidedLabel("", theme), ElidedLabel("second", theme), Pick(theme)
        name, kind = ElidedLabel("", theme, size=14, bold=True), ElidedLabel("second", theme)
        name.say(it.name)
        kind.say(it.kind)
        self.where.addItems(targets)
        self.where.setAccessibleName("导入到")
        self.where.setEnabled(len(targets) > 1)
        self.where.setMinimumWidth(min(self.where.sizeHint().width(), theme.px(330)))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        row.setSpacing(theme.px(20))
        row.addLayout(_two(name, kind))
        row.addWidget(divider(theme))
        across = QHBoxLayout()
        across.setSpacing(theme.px(8))
        across.addWidget(said("导入到", theme.font(12), "second", wrap=False))
        across.addWidget(self.where)
        row.addLayout(across)
        row.addStretch(1)
        for label in (self.counts, self.sums):
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(_two(self.counts, self.sums))


class Foot(QWidget):
    """What is not decided yet, and 取消, 只采用无疑的, 导入所选."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(44))
        self.rest = ElidedLabel("", theme)
        self.cancel, self.sure, self.go = QPushButton("取消"), QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(12), 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.rest)
        row.addWidget(divider(theme))
        about = ElidedLabel("second", theme, stretch=True)
        about.say("导入算一步，可以撤销；也可以在“回到以前的一刻”里回到导入前")
        row.addWidget(about, 1)
        for button in (self.cancel, self.sure, self.go):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.go.setProperty("primary", True)


def _two(above: QWidget, below: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    for widget in (above, below):
        widget.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        column.addWidget(widget)
    return column
