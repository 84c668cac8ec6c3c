"""输出设置: which faces paper is set in, and what kind of files are written."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFormLayout, QWidget

from core.services import paper
from core.services.export import Options
from core.services.paper import FaceName, FaceSet
from gui.background import Background
from gui.controls import Pick, Tick
from gui.dialogs import Dialog, label
from gui.theme import Theme

_SETS: tuple[tuple[FaceSet, str], ...] = (
    ("installed", "这台电脑上的公文字体，没有的用随附字体"),
    ("shipped", "只用随程序附带的字体"),
)


class OutputDialog(Dialog):
    """`answer` is what was chosen. The faces are looked for beside the window."""

    manual = "output"

    def __init__(self, now: Options, theme: Theme, background: Background, parent: QWidget | None) -> None:
        super().__init__("输出设置", theme, parent, "确定")
        self.setMinimumWidth(theme.px(520))
        self.background, self.wanted = background, True
        self.finished.connect(self._closed)
        self.faces = Pick(theme)
        for value, words in _SETS:
            self.faces.addItem(words, value)
        self.faces.setCurrentIndex([value for value, _ in _SETS].index(now.faces))
        self.faces.setAccessibleName("纸面字体")
        rows = QFormLayout()
        rows.setHorizontalSpacing(theme.px(12))
        rows.addRow("纸面字体", self.faces)
        self.body.addLayout(rows)
        self.names = label("", theme, tone="second", size=12)
        self.names.setMinimumHeight(theme.px(5 * 18))
        self.names.setContentsMargins(theme.px(4), 0, 0, theme.px(8))
        self.body.addWidget(self.names)
        self.archival = self._tick("PDF 存成长期保存格式（PDF/A-2b）", on=now.archival)
        self.formulas = self._tick("Excel 里自动合计的格写成公式", on=now.formulas)
        self.fragment = self._tick("网页只写正文片段，供贴进网站后台", on=now.fragment)
        self.body.addStretch(1)
        self.faces.currentIndexChanged.connect(self._look)
        self._look()

    def _tick(self, words: str, *, on: bool) -> Tick:
        tick = Tick(words, self.theme)
        tick.setChecked(on)
        self.body.addWidget(tick)
        return tick

    def _closed(self) -> None:
        self.wanted = False

    def _look(self) -> None:
        which: FaceSet = self.faces.currentData()

        def done(found: tuple[FaceName, ...]) -> None:
            if which == self.faces.currentData():
                self.names.setText(told(found))

        self.background.run(lambda: paper.face_names(which), done, self._failed, lambda: self.wanted)

    def _failed(self, error: Exception) -> None:
        self.names.setText("字体没有找全，印出来用随附字体。")

    def answer(self) -> Options:
        return Options(
            archival=self.archival.isChecked(),
            faces=self.faces.currentData(),
            formulas=self.formulas.isChecked(),
            fragment=self.fragment.isChecked(),
        )


def told(found: tuple[FaceName, ...]) -> str:
    """A line for each role."""
    return "\n".join(f"{it.role}：{it.name}{'' if it.own else '（随附）'}" for it in found)


def choose_output(parent: QWidget, now: Options, theme: Theme, background: Background) -> Options | None:
    """What files and paper are to be like from now on; None to leave it."""
    dialog = OutputDialog(now, theme, background, parent)
    return dialog.answer() if dialog.ask() else None


Choose = Callable[[QWidget, Options, Theme, Background], Options | None]
