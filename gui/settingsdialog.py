"""设置: how the window looks and where Enter goes. Everything takes effect at once but the scale of the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QWidget

from gui.controls import Pick
from gui.dialogs import Dialog, label
from gui.preferences import BASE, POINT, SCALES, SIZES, Look, Preferences, Way
from gui.theme import Theme

_LOOKS: tuple[tuple[Look, str], ...] = (("system", "跟随系统"), ("light", "浅色"), ("dark", "深色"))
_WAYS: tuple[tuple[Way, str], ...] = (("down", "向下一格"), ("right", "向右一格"))
assert {it for it, _ in _LOOKS} == set(get_args(Look))


class SettingsDialog(Dialog):
    """`answer` is what was chosen."""

    manual = "settings"

    def __init__(self, now: Preferences, theme: Theme, parent: QWidget | None) -> None:
        super().__init__("设置", theme, parent, "确定")
        self.now = now
        self.setMinimumWidth(theme.px(480))
        self.rows = QFormLayout()
        self.rows.setHorizontalSpacing(theme.px(12))
        self.rows.setVerticalSpacing(theme.px(10))
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        sizes = [(size, _points(size)) for size in SIZES]
        scales = [(0, "跟随系统"), *((scale, f"{scale}%") for scale in SCALES)]
        nearest = min(SIZES, key=lambda size: abs(size - now.size))
        self.enter = self._pick("回车键", _WAYS, now.enter)
        self.look = self._pick("颜色", _LOOKS, now.look)
        self.size_ = self._pick("字号", sizes, nearest)
        self.scale = self._pick("界面缩放", scales, now.scale)
        self.later = label("", theme, tone="second", size=12)
        self.rows.addRow("", self.later)
        self.body.addLayout(self.rows)
        self.body.addStretch(1)
        self.scale.currentIndexChanged.connect(self._say_scale)
        self._say_scale()

    def _pick(self, name: str, choices: Sequence[tuple[object, str]], now: object) -> Pick:
        """A row of the form: one of a few, the one that holds now."""
        pick = Pick(self.theme)
        for value, words in choices:
            pick.addItem(words, value)
        pick.setCurrentIndex([value for value, _ in choices].index(now))
        pick.setMaximumWidth(self.theme.px(240))
        pick.setAccessibleName(name)
        self.rows.addRow(name, pick)
        return pick

    def _say_scale(self) -> None:
        changed = self.scale.currentData() != self.now.scale
        words = "下次打开程序时生效。" if changed else "屏幕上的字和线都太小或太大时用；只是字小，改字号就行。"
        self.later.setText(words)

    def answer(self) -> Preferences:
        return replace(
            self.now,
            look=self.look.currentData(),
            size=self.size_.currentData(),
            scale=self.scale.currentData(),
            enter=self.enter.currentData(),
        )


def _points(size: float) -> str:
    return f"{size * POINT:g} 磅" + ("（通常）" if size == BASE else "")
