"""核对与输出: the verdict with the way on, every finding with both sides, the outputs, the pages as they will print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSplitter, QTreeView, QVBoxLayout, QWidget

from core.check.evaluation import Evaluation
from gui.desk import Desk
from gui.findingsmodel import FindingsModel
from gui.pages.base import Page, line, scrolling
from gui.pages.outputrows import RowDelegate, RowHead
from gui.preview import Preview
from gui.switch import Switch
from gui.table.lines import ElidedLabel
from gui.theme import Theme

LIST, PAPER = 480, (300, 356, 520)
"""Design px: the least that findings and outputs need; the pages' least, usual and roomy width."""


@dataclass(frozen=True, slots=True)
class Output:
    """One thing that can be written: its name, what it needs, and its buttons (words, what they do)."""

    name: str
    buttons: tuple[tuple[str, Callable[[], None]], ...]
    note: Callable[[], str]
    ready: Callable[[], bool]


class OutputPage(Page):
    """`act` (Finding): the row's one action was chosen. `reviewed` (Evaluation): looked through for handing over.
    `open_folder` (Path): show the file that was written last."""

    manual = "output"

    act = Signal(object)
    reviewed = Signal(object)
    open_folder = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, preview: Preview) -> None:
        super().__init__(desk, None, theme, "核对与输出")
        self.preview = preview
        self.outputs: list[tuple[Output, ElidedLabel, list[QPushButton]]] = []
        self.verdict, self.verdict_sign, self.first = QLabel(), QLabel(), QPushButton("转到第一项")
        self.band, self.written = QFrame(), QLabel()
        self.folder, self.settings = QPushButton("打开所在文件夹"), QPushButton("输出设置…")
        self.last: Path | None = None  # written
        self.model = FindingsModel(desk.form, self)
        self.list = QTreeView()
        self.delegate = RowDelegate(desk, theme, self.list, self.act.emit)
        self.names = RowHead(self.list, self.delegate, theme)
        self.rows = QVBoxLayout()
        self.grouping = Switch(("按级别", "按页"), "分组", theme)
        self.flip = QPushButton("预览")
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.current = ""
        self.left = self._left()
        self._build()
        self.model.modelReset.connect(self._expand)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.first.clicked.connect(self._to_first)
        self.flip.toggled.connect(self._arrange)
        for button in self.grouping.buttons:
            button.clicked.connect(lambda: self.show_evaluation(self.desk.evaluation))

    def _build(self) -> None:
        theme = self.theme
        self.flip.setCheckable(True)
        self.flip.setProperty("small", True)
        label = QLabel("分组")
        label.setFont(theme.font(12))
        label.setProperty("tone", "second")
        for widget in (label, self.grouping, self.flip):
            self.head.addWidget(widget)
        self.box.removeWidget(self.bar)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.band)
        self.work = scrolling(self.left)
        column.addWidget(self.work, 1)
        side = QWidget()
        side.setObjectName("page")
        side.setLayout(column)
        self.parts.setHandleWidth(1)
        self.parts.addWidget(side)
        self.parts.addWidget(self.preview)
        self.parts.setChildrenCollapsible(False)
        self.parts.setStretchFactor(0, 1)
        self.parts.setStretchFactor(1, 0)
        self.box.addWidget(self.parts, 1)
        self._build_band()
        self.setFocusProxy(self.list)

    def _left(self) -> QWidget:
        """Findings above, outputs below."""
        theme, left = self.theme, QWidget()
        left.setObjectName("page")
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.names)
        self._build_list()
        column.addWidget(self.list, 1)
        column.addWidget(line("strong"))
        heading = QLabel("输出")
        heading.setFont(theme.font(13, bold=True))
        self.settings.setProperty("small", True)
        column.addLayout(self._across((heading, self.settings), (8, 4)))
        self.rows.setSpacing(0)
        self.rows.setContentsMargins(0, 0, 0, theme.px(4))
        column.addLayout(self.rows)
        self.written.setWordWrap(True)
        self.written.setFont(theme.font(12))
        self.written.setProperty("tone", "ok")
        self.written.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.folder.setProperty("small", True)
        self.folder.clicked.connect(lambda: self.open_folder.emit(self.last))
        column.addLayout(self._across((self.written, self.folder), (0, 8)))
        for widget in (self.written, self.folder):
            widget.setParent(left)
            widget.hide()
        return left

    def _across(self, widgets: tuple[QWidget, QWidget], margins: tuple[int, int]) -> QHBoxLayout:
        """One at the left, one at the right, with margins above and below."""
        px, row = self.theme.px, QHBoxLayout()
        row.setContentsMargins(px(16), px(margins[0]), px(14), px(margins[1]))
        row.setSpacing(px(8))
        row.addWidget(widgets[0], 1)
        row.addWidget(widgets[1])
        return row

    def _build_list(self) -> None:
        view = self.list
        view.setModel(self.model)
        view.setItemDelegate(self.delegate)
        view.setHeaderHidden(True)
        view.setIndentation(0)
        view.setItemsExpandable(False)
        view.setRootIsDecorated(False)
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName("全部核对结果")
        view.setMinimumHeight(self.theme.px(110))
        view.activated.connect(self._activated)
        view.verticalScrollBar().rangeChanged.connect(self._rows_moved)

    def _build_band(self) -> None:
        theme = self.theme
        self.band.setObjectName("band")
        self.band.setMinimumHeight(theme.px(40))
        row = QHBoxLayout(self.band)
        row.setContentsMargins(theme.px(16), theme.px(4), theme.px(14), theme.px(4))
        row.setSpacing(theme.px(8))
        self.verdict.setWordWrap(True)
        self.first.setProperty("small", True)
        for widget in (self.verdict_sign, self.verdict, self.first):
            row.addWidget(widget, int(widget is self.verdict))

    def _rows_moved(self) -> None:
        self.names.update()  # its columns end where the rows do

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The pages beside the findings where both have room, else one of them, as chosen above."""
        px, width = self.theme.px, self.width()
        both = width >= px(LIST + PAPER[0])
        self.flip.setVisible(not both)
        alone = self.flip.isChecked() and not both
        for part in (self.band, self.work, self.grouping):
            part.setVisible(not alone)
        self.preview.setVisible(both or alone)
        if both:
            roomy = width >= px(1300)
            paper = min(px(PAPER[2] if roomy else PAPER[1]), width - px(LIST))
            self.parts.setSizes([width - paper - 1, paper])
        elif alone:
            self.parts.setSizes([px(200), width - px(200)])

    def add_output(self, output: Output) -> None:
        """A line under 输出."""
        theme, box = self.theme, QWidget()
        box.setMinimumHeight(theme.px(36))
        row = QHBoxLayout(box)
        row.setContentsMargins(theme.px(16), theme.px(4), theme.px(14), theme.px(4))
        row.setSpacing(theme.px(8))
        name = QLabel(output.name)
        name.setFixedWidth(theme.px(150))
        row.addWidget(name)
        note = ElidedLabel("second", theme, stretch=True)
        row.addWidget(note, 1)
        buttons = []
        for words, do in output.buttons:
            button = QPushButton(words)
            button.setAccessibleName(f"{output.name}，{words}")
            button.setProperty("small", True)
            button.clicked.connect(lambda _=False, it=do: it())
            row.addWidget(button)
            buttons.append(button)
        if self.outputs:
            self.rows.addWidget(line("h"))
        self.rows.addWidget(box)
        self.outputs.append((output, note, buttons))

    def say_written(self, text: str, path: Path | None = None) -> None:
        """Where a file went, or why there is none; empty hides the line."""
        self.last = path
        self.written.setText(text)
        self.written.setVisible(bool(text))
        self.folder.setVisible(path is not None)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Here everything counts that counts when the report is handed over."""
        evaluation = self.desk.session.review() if not self.desk.locked else evaluation
        self.delegate.measure(evaluation.findings)
        self.model.show(evaluation.findings, by_page=self.grouping.buttons[1].isChecked())
        self._say_verdict(evaluation)
        self.reviewed.emit(evaluation)
        for output, note, buttons in self.outputs:
            note.say(output.note())
            for button in buttons:
                button.setEnabled(output.ready())
        self.preview.refresh()

    def _say_verdict(self, evaluation: Evaluation) -> None:
        errors, queries = len(evaluation.open_errors), len(evaluation.open_queries)
        level, sign, token = "", "sign-done", "ok"
        if self.desk.locked and self.desk.fingerprint:
            strong, words = "已定稿。", "可以打印、报送；要改，请先退回修改。"
        elif errors or queries:
            level, sign, token = ("error", "sign-error", "err") if errors else ("query", "sign-query", "qry-mark")
            todo = [f"先改正强制 {errors} 项"] if errors else []
            todo += [f"核实 {queries} 项请改正，或写明原因"] if queries else []
            strong, words = "还不能定稿。", f"{'；'.join(todo)}。"
        else:
            strong, words = "可以定稿了。", "定稿后生成上报文件和带指纹的打印稿。"
        if self.band.property("level") != level:
            self.band.setProperty("level", level)
            self.band.style().unpolish(self.band)
            self.band.style().polish(self.band)
        self.verdict_sign.setPixmap(self.theme.pixmap(sign, token, 14, self.devicePixelRatioF()))
        self.verdict.setText(f'<span style="font-weight: 600">{strong}</span>{words}')
        self.verdict.setAccessibleName(strong + words)
        self.first.setVisible(bool(errors or queries) and not self.desk.locked)

    def _to_first(self) -> None:
        review = self.desk.session.review()
        todo = (*review.open_errors, *review.open_queries)
        if todo:
            self.act.emit(todo[0])

    def _activated(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding:
            self.act.emit(finding)

    def _expand(self) -> None:
        """After a reset: all open, the row that was current is so again, else the first finding."""
        self.list.expandAll()
        for row in range(len(self.model.groups)):
            self.list.setFirstColumnSpanned(row, QModelIndex(), True)
        index = self.model.where(self.current)
        self.list.setCurrentIndex(index if index.isValid() else self.model.index(0, 0, self.model.index(0, 0)))

    def _moved(self, now: QModelIndex) -> None:
        finding = self.model.finding(now)
        if finding:
            self.current = finding.key

    def go_to(self, cell: str) -> bool:
        return False
