"""The finding looked at: level, id, sentence, both sides as sums, what can be done, law."""

from __future__ import annotations

from decimal import Decimal
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.check.evaluation import Finding
from core.form.model import Form
from core.values import Value, decimal_text, shown
from gui.desk import Desk
from gui.findingsmodel import SIGNS, sign_of
from gui.theme import Theme
from gui.voided import void_words

_WORDS = {"E": "强制　须改正后才能定稿", "Q": "核实　改正，或写明原因", "T": "提示　供参考，不影响定稿"}
_TONES = {"E": "error", "Q": "query", "T": "second"}
MANY = 4
"""A side of more cells than this shows only those that are not 0."""


class Detail(QWidget):
    """`explain`, `use_sum` (Finding): a way out was chosen. Built anew for each finding: it is small. `brief`: beside a
    text, without the law and with a way to the table (`go`, cell id)."""

    explain = Signal(object)
    use_sum = Signal(object)
    go = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, *, brief: bool = False) -> None:
        super().__init__()
        self.desk, self.theme, self.brief = desk, theme, brief
        self.setObjectName("panel")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(12))
        self.column.setSpacing(0)
        self.inside: QWidget | None = None
        self.told: object = None

    def show_finding(self, finding: Finding | None) -> bool:
        """Say everything about a finding; nothing without one. What stands there already is left alone, for most keys
        change nothing of it: whether another thing is said now."""
        told = self._told(finding) if finding else None
        if told == self.told:
            return False
        self.told = told
        if self.inside is not None:
            self.column.removeWidget(self.inside)
            self.inside.hide()
            self.inside.deleteLater()
        self.inside = self._built(finding) if finding else None
        if self.inside is not None:
            self.column.addWidget(self.inside)
            self.setAccessibleName(finding.message if finding else "")
        self.setVisible(finding is not None)
        return True

    def _told(self, finding: Finding) -> tuple[object, ...]:
        """All that the detail of a finding is made of."""
        desk = self.desk
        hints = tuple(it for it in desk.evaluation.findings if finding.key in it.about)
        cells = (*finding.cells, *finding.left_cells, *finding.right_cells)
        figures = tuple((desk.evaluation.values.get(c), desk.evaluation.totals.get(c)) for c in cells)
        before = tuple((desk.prior or {}).get(c) for c in finding.prior_cells)
        return finding, hints, figures, before, self._void(finding), desk.locked

    def _void(self, finding: Finding) -> str:
        return void_words(self.desk.form, self.desk.evaluation, finding, self.desk.prior)

    def _built(self, finding: Finding) -> QWidget:
        theme = self.theme
        box = QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(6))
        rows.addLayout(self._top(finding))
        rows.addWidget(said(finding.title, theme.font(13, bold=True)))
        if _compares(finding):
            rows.addLayout(self._sides(finding))
        elif finding.prior_cells:
            rows.addLayout(self._years(finding))
        words = _next_step(finding.message) if _compares(finding) else finding.message
        rows.addWidget(said(words, theme.font(12), "second"))
        for hint in (it for it in self.desk.evaluation.findings if finding.key in it.about):
            rows.addLayout(self._hint(hint))
        if finding.explained:
            words = f"已说明：{finding.explained.reason}（{finding.explained.by}）"
            rows.addWidget(said(words, theme.font(12), "second"))
        if void := self._void(finding):
            rows.addWidget(said(void, theme.font(12), "query"))
        if buttons := self._actions(finding):
            line = QHBoxLayout()
            line.setSpacing(theme.px(8))
            for button in buttons:
                line.addWidget(button)
            line.addStretch(1)
            rows.addLayout(line)
        if finding.cites and not self.brief:
            rows.addWidget(said(f"依据：{finding.cites}", theme.font(12), "second"))
        rows.addStretch(1)
        for child in cast(list[QWidget], box.findChildren(QWidget)):
            child.ensurePolished()  # so that heights are right before it is shown
        return box

    def _top(self, finding: Finding) -> QHBoxLayout:
        theme = self.theme
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        sign = QLabel()
        name = sign_of(finding)
        sign.setPixmap(theme.pixmap(f"sign-{name}", SIGNS[name], 14, self.devicePixelRatioF()))
        line.addWidget(sign)
        line.addWidget(said(_WORDS[finding.level], theme.font(12), _TONES[finding.level], wrap=False))
        line.addStretch(1)
        line.addWidget(said(finding.rule, theme.font(12), "third", wrap=False))
        return line

    def _hint(self, hint: Finding) -> QHBoxLayout:
        """What may have happened: candidates to look at, never applied."""
        theme, line = self.theme, QHBoxLayout()
        line.setSpacing(theme.px(8))
        sign = QLabel()
        sign.setPixmap(theme.pixmap("sign-tip", SIGNS["tip"], 14, self.devicePixelRatioF()))
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(said(hint.message, theme.font(12), "second"), 1)
        return line

    def _sides(self, finding: Finding) -> QGridLayout:
        """左 and 右, each cell with its value, each side with its sum; or 文 and 表 with their difference."""
        theme, grid = self.theme, QGridLayout()
        grid.setHorizontalSpacing(theme.px(8))
        grid.setVerticalSpacing(theme.px(2))
        grid.setColumnStretch(1, 1)
        told = not finding.left_cells and finding.left is not None
        if told and finding.left is not None:
            quotes = "……".join(span.quote for span in finding.spans)
            self._rows(grid, "文", finding, [(f"“{quotes}”", decimal_text(finding.left))])
        for tag, cells, value in (("左", finding.left_cells, finding.left), ("右", finding.right_cells, finding.right)):
            shown_cells = [c for c in cells if len(cells) <= MANY or _figure(self.desk, c) not in ("0", "")]
            names = [(_short_name(self.desk.form, c, finding), _figure(self.desk, c)) for c in shown_cells]
            if tag == "右":
                names = [*self._last(finding), *names]
            if names:
                self._rows(grid, "表" if told else tag, finding, names)
            if len(names) > 1 and value is not None:
                self._sum(grid, "合计", value)
        if told and finding.left is not None and finding.right is not None:
            self._sum(grid, "差", finding.left - finding.right)
        return grid

    def _last(self, finding: Finding) -> list[tuple[str, str]]:
        """Last year's figures that the finding speaks of."""
        form, prior = self.desk.form, self.desk.prior or {}
        named = ((c, shown(form.cells[c].kind, prior.get(c))) for c in finding.prior_cells)
        return [(f"上年{_last_words(form, c)}", figure or "空") for c, figure in named]

    def _years(self, finding: Finding) -> QGridLayout:
        """Both years below each other, where no two sides are compared."""
        theme, grid, form = self.theme, QGridLayout(), self.desk.form
        grid.setColumnStretch(0, 1)
        grid.setVerticalSpacing(theme.px(2))
        now = [
            (f"本年{_last_words(form, c)}", _figure(self.desk, c) or "空") for c in finding.cells if form.cells[c].row
        ]
        for row, (name, figure) in enumerate((*now, *self._last(finding))):
            grid.addWidget(said(name, theme.font()), row, 0)
            grid.addWidget(_figure_label(figure, theme), row, 1)
        return grid

    def _rows(self, grid: QGridLayout, tag: str, finding: Finding, rows: list[tuple[str, str]]) -> None:
        theme, top = self.theme, grid.rowCount()
        grid.addWidget(_tag(tag, finding, theme), top, 0, Qt.AlignmentFlag.AlignTop)
        for row, (name, figure) in enumerate(rows, top):
            grid.addWidget(said(name, theme.font()), row, 1)
            grid.addWidget(_figure_label(figure, theme), row, 2)

    def _sum(self, grid: QGridLayout, name: str, value: Decimal) -> None:
        theme, row = self.theme, grid.rowCount()
        line = QFrame()
        line.setProperty("divider", "h")
        grid.addWidget(line, row, 0, 1, 3)
        grid.addWidget(said(name, theme.font(13, bold=True)), row + 1, 1)
        grid.addWidget(_figure_label(decimal_text(value).replace("-", "−"), theme, bold=True), row + 1, 2)

    def _actions(self, finding: Finding) -> list[QPushButton]:
        """Safe ways out: a stated total takes its sum again, a query is explained."""
        found: list[QPushButton] = []
        if self.brief and (way := self._way(finding)):
            found.append(way)
        if self.desk.locked:
            return found
        totals = [c for c in finding.left_cells if (t := self.desk.evaluation.totals.get(c)) and t.stated]
        if len(finding.left_cells) == 1 and totals and finding.right is not None:
            button = QPushButton(f"总计改用合计 {decimal_text(finding.right)}")
            button.clicked.connect(lambda: self.use_sum.emit(finding))
            found.append(button)
        if finding.repair is not None:
            old, new = finding.repair.span.quote, finding.repair.text
            button = QPushButton(f"以表改文：{old} 改为 {new}")
            button.clicked.connect(lambda: self.desk.repair(finding))
            found.insert(0, button)
        if finding.level == "Q":
            button = QPushButton("修改说明…" if finding.explained else "写说明…")
            button.clicked.connect(lambda: self.explain.emit(finding))
            found.append(button)
        return found

    def _way(self, finding: Finding) -> QPushButton | None:
        """To the table that the finding speaks of."""
        form = self.desk.form
        cell = next((c for c in finding.cells if form.cells[c].row), "")
        table = next((s.table for s in form.sections if cell in s.cells), None)
        if table is None:
            return None
        button = QPushButton(f"转到{table.name}")
        button.clicked.connect(lambda: self.go.emit(cell))
        return button


def _compares(finding: Finding) -> bool:
    """Whether two sides with figures stand against each other."""
    both = finding.left is not None and finding.right is not None
    other = finding.right_cells or finding.prior_cells
    return both and bool(other) and bool(finding.left_cells or finding.spans)


def said(text: str, font: QFont, tone: str = "", *, wrap: bool = True) -> QLabel:
    """A label of plain text."""
    label = QLabel(text)
    label.setFont(font)
    label.setWordWrap(wrap)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("tone", tone)
    return label


def _tag(text: str, finding: Finding, theme: Theme) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.font(11))
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setFixedSize(theme.px(16), theme.px(16))
    label.setProperty("tag", "error" if finding.level == "E" else "query")
    return label


def _figure_label(text: str, theme: Theme, *, bold: bool = False) -> QLabel:
    label = said(text, theme.font(14, bold=bold, tabular=True), wrap=False)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _next_step(message: str) -> str:
    """The last sentence of a message: what to do. The sides above have said the rest."""
    parts = [part for part in message.split("。") if part]
    return parts[-1] + "。" if parts else message


def _last_words(form: Form, cell: str) -> str:
    """The row and the column of a cell, in short."""
    words = "，".join(form.cells[cell].name.split("，")[1:])
    return words.removeprefix("本年").removeprefix("上年")


def _short_name(form: Form, cell: str, finding: Finding) -> str:
    words = form.cells[cell].name.split("，")
    if not finding.left_cells:
        return " · ".join(words)
    rows = {form.cells[c].row for c in (*finding.left_cells, *finding.right_cells)}
    return words[-1] if len(rows) == 1 else "，".join(words[1:-1]) or words[0]


def _figure(desk: Desk, cell: str) -> str:
    value: Value | None = desk.evaluation.values.get(cell)
    return shown(desk.form.cells[cell].kind, value)
