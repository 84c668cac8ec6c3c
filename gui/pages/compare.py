"""对照上年: how last year's figures stand in the cells of a table; the same on every page, kept for next time."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from gui.cells import Compare
from gui.desk import Desk
from gui.switch import Switch
from gui.theme import Theme

CHOICES: tuple[tuple[Compare, str], ...] = (("off", "不显示"), ("last", "上年数"), ("change", "增减%"))
NONE = "还没有上年报告，可在“数据”菜单导入"


class CompareSwitch(QWidget):
    """Disabled, with the way out in its tooltip, where there is no last year."""

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.desk = desk
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        label = QLabel("对照上年")
        label.setProperty("tone", "second")
        label.setFont(theme.font(12))
        row.addWidget(label)
        self.switch = Switch([words for _, words in CHOICES], "对照上年", theme)
        row.addWidget(self.switch)
        for button, (choice, words) in zip(self.switch.buttons, CHOICES, strict=True):
            button.setAccessibleName(f"对照上年：{words}")
            button.clicked.connect(partial(self._choose, choice))
        self.refresh()

    def _choose(self, choice: Compare, _: bool = False) -> None:
        self.desk.choose_compare(choice)

    def refresh(self) -> None:
        """Show what holds now: another page may have changed it, and last year's report may have come."""
        there = self.desk.prior is not None
        for button, (choice, _) in zip(self.switch.buttons, CHOICES, strict=True):
            button.setEnabled(there)
            if (tip := "Ctrl+L 轮换" if there else NONE) != button.toolTip():
                button.setToolTip(tip)
            button.setChecked(self.desk.compare == choice)


def following(compare: Compare) -> Compare:
    """What Ctrl+L changes to."""
    names = [choice for choice, _ in CHOICES]
    return names[(names.index(compare) + 1) % len(names)]
