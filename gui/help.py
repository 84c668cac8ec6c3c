"""The sheet of keys."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QVBoxLayout, QWidget

from gui.theme import Theme

KEYS = (
    ("方向键", "在表中各格之间移动（含合计格）"),
    ("Tab、Enter", "到下一个要填的格；加 Shift 往回"),
    ("直接打字", "覆盖原数；F2 在原数上改，Esc 放弃"),
    ("Delete", "清空所选的格；手填的总计恢复自动合计"),
    ("Home、End", "本行首、末；加 Ctrl 到全表首、末"),
    ("PageUp、PageDown", "上一页、下一页"),
    ("Alt＋0", "第一步；Alt＋1、2、3…… 依次是后面各步"),
    ("F8、Shift＋F8", "下一个、上一个问题"),
    ("F6", "在步骤、页面、核对栏之间转换；F9 收起或打开核对栏"),
    ("Ctrl＋E", "给正在看的问题写核实说明"),
    ("Ctrl＋Z、Ctrl＋Y", "撤销、重做（关掉程序再开也可以）"),
    ("Ctrl＋P", "打印"),
    ("Ctrl＋加号、减号、0", "放大、缩小、原来大小"),
)


def show_keys(parent: QWidget, theme: Theme) -> None:
    """F1."""
    dialog = QDialog(parent)
    dialog.setWindowTitle("按键")
    dialog.setMinimumWidth(theme.px(600))
    column = QVBoxLayout(dialog)
    column.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
    rows = QFormLayout()
    rows.setHorizontalSpacing(theme.px(24))
    rows.setVerticalSpacing(theme.px(6))
    for keys, words in KEYS:
        name = QLabel(keys)
        name.setFont(theme.font(13, bold=True))
        rows.addRow(name, QLabel(words))
    column.addLayout(rows)
    dialog.exec()
