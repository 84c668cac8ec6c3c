"""The few dialogs: a 核实说明, a new report, who fills in. Each keeps what was typed until it is done or given up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.check.detectors import code_fault
from core.check.evaluation import Finding
from core.check.phrases import length
from core.form.model import Form
from core.values import decimal_text, shown
from gui.controls import Pick, Tick
from gui.desk import Desk
from gui.findingsmodel import SIGNS, sign_of
from gui.help import show_manual
from gui.pages.base import line
from gui.theme import Theme


class Dialog(QDialog):
    """A body, and a foot with the way on at the right edge. `manual`: the chapter of the manual that speaks of it."""

    manual = "start"

    def __init__(
        self,
        title: str,
        theme: Theme,
        parent: QWidget | None,
        accept: str,
        note: str = "",
        *,
        cancel: str = "取消",
    ) -> None:
        """`cancel`: the words of the way back; empty where there is nothing to give up."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.theme = theme
        self.setMinimumWidth(theme.px(400))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        body = QWidget()
        self.body = QVBoxLayout(body)
        self.body.setContentsMargins(theme.px(20), theme.px(20), theme.px(20), theme.px(20))
        self.body.setSpacing(theme.px(8))
        outer.addWidget(body, 1)
        foot = QWidget()
        foot.setObjectName("dialogfoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(theme.px(52))
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(20), 0, theme.px(20), 0)
        self.note = label(note, theme, tone="second", size=12)
        row.addWidget(self.note, 1)
        self.buttons = QDialogButtonBox()
        self.go = QPushButton(accept)
        self.go.setProperty("primary", True)
        self.go.setDefault(True)
        self.buttons.addButton(self.go, QDialogButtonBox.ButtonRole.AcceptRole)
        if cancel:
            self.buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        row.addWidget(self.buttons)
        outer.addWidget(foot)

    def ask(self) -> bool:
        """Hold everything up until it is answered, then let it go; whether the answer is yes."""
        answer = bool(self.exec())
        self.deleteLater()
        return answer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1: what the manual says of this dialog."""
        if event.key() == Qt.Key.Key_F1:
            show_manual(self, self.theme, self.manual)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes through the body first, whatever was made first; the first field has the keys."""
        body = self.body.parentWidget()
        inner = cast(list[QWidget], body.findChildren(QWidget))
        here = [w for w in inner if w.window() is self and w.isVisibleTo(self)]
        fields = [w for w in here if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        for before, after in pairwise([*fields, *self.buttons.buttons()]):
            QWidget.setTabOrder(before, after)
        first = next((widget for widget in fields if not isinstance(widget, (QTabBar, QTabWidget))), None)
        held = self.focusWidget()
        if first and (held not in fields or isinstance(held, (QTabBar, QTabWidget))):
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        super().showEvent(event)


def label(text: str, theme: Theme, *, tone: str = "", size: float = 13, bold: bool = False) -> QLabel:
    """Plain text that wraps."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setFont(theme.font(size, bold=bold))
    made.setProperty("tone", tone)
    return made


class ExplainDialog(Dialog):
    """核实说明: what it is about, ready reasons, free text. `withdrawn` if the person takes it back."""

    manual = "check"

    def __init__(self, desk: Desk, finding: Finding, theme: Theme, parent: QWidget | None) -> None:
        now = datetime.now().astimezone()
        who = f"{desk.session.who}　{now.year}年{now.month}月{now.day}日"
        super().__init__("核实说明", theme, parent, "保存说明", who)
        self.setMinimumWidth(theme.px(520))
        self._say_finding(desk, finding)
        across = QHBoxLayout()
        words = QLabel("写明原因(&R)")
        across.addWidget(words)
        across.addStretch(1)
        self.ready = Pick(theme)
        self.ready.addItem("常用原因…")
        self.ready.addItems(list(desk.form.reasons))
        self.ready.setAccessibleName("常用原因")
        self.ready.activated.connect(self._put_in)
        across.addWidget(self.ready)
        self.body.addLayout(across)
        self.reason = QPlainTextEdit(finding.explained.reason if finding.explained else _void_reason(desk, finding))
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(theme.px(92))
        self.reason.setAccessibleName("原因")
        words.setBuddy(self.reason)
        self.body.addWidget(self.reason)
        self.count = label("", theme, tone="second", size=12)
        self.body.addWidget(self.count)
        self.body.addWidget(
            label(
                "说明只对上面的数有效：其中任何一个改变，说明即作废，需要重写。\n说明随上报文件报送，并附在审签单后面。",
                theme,
                tone="second",
                size=12,
            )
        )
        self.withdrawn = False
        if finding.explained:
            back = self.buttons.addButton("撤回说明", QDialogButtonBox.ButtonRole.ResetRole)
            back.clicked.connect(self._withdraw)
        self.reason.textChanged.connect(self._judge)
        self.reason.setFocus()
        self._judge()

    def _say_finding(self, desk: Desk, finding: Finding) -> None:
        """What it is about: the sentence, every figure it names, the difference."""
        theme, head, figures = self.theme, QHBoxLayout(), QGridLayout()
        head.setSpacing(theme.px(8))
        sign, name = QLabel(), sign_of(finding)
        sign.setPixmap(theme.pixmap(f"sign-{name}", SIGNS[name], 14, self.devicePixelRatioF()))
        head.addWidget(sign)
        head.addWidget(label(finding.title, theme, size=14, bold=True), 1)
        self.body.addLayout(head)
        self.body.addWidget(label(f"{finding.message}　{finding.rule}", theme, tone="second", size=12))
        figures.setColumnStretch(0, 1)
        figures.setVerticalSpacing(theme.px(2))
        form, prior, year = desk.form, desk.prior or {}, desk.session.kept.card.year
        before = [(f"{(year or 1) - 1}年度报告　", form.cells[c], prior.get(c)) for c in finding.prior_cells]
        this = f"{year or ''}年度报告　" if before else ""
        now = [(this, form.cells[c], desk.evaluation.values.get(c)) for c in finding.cells if form.cells[c].row]
        rows = [*before, *now]
        for row, (of, cell, value) in enumerate(rows):
            figures.addWidget(label(of + cell.name.replace("，", "　"), theme), row, 0)
            figures.addWidget(_figure(shown(cell.kind, value) or "空", theme), row, 1)
        if finding.gap is not None and finding.left_cells and (finding.right_cells or before):
            figures.addWidget(line("h"), len(rows), 0, 1, 2)
            figures.addWidget(label("差", theme, bold=True), len(rows) + 1, 0)
            figures.addWidget(_figure(decimal_text(finding.gap), theme, bold=True), len(rows) + 1, 1)
        self.body.addLayout(figures)

    def _put_in(self, index: int) -> None:
        if index > 0:
            self.reason.insertPlainText(self.ready.itemText(index))
            self.reason.setFocus()

    def _withdraw(self) -> None:
        self.withdrawn = True
        self.accept()

    def _judge(self) -> None:
        self.go.setEnabled(bool(self.text()))
        self.count.setText(f"{length(self.text())} 字")

    def text(self) -> str:
        return self.reason.toPlainText().strip()


def _figure(text: str, theme: Theme, *, bold: bool = False) -> QLabel:
    made = label(text, theme, bold=bold)
    made.setFont(theme.font(14, bold=bold, tabular=True))
    made.setWordWrap(False)
    made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return made


def _void_reason(desk: Desk, finding: Finding) -> str:
    """The words of an explanation that has become void: a start for the new one."""
    old = desk.evaluation.report.explanations.get(finding.key)
    return old.reason if old else ""


class WhoDialog(Dialog):
    """填报人, asked once and switchable."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None) -> None:
        super().__init__("填报人", theme, parent, "确定", "记在每一处改动上，也可以随时换人")
        self.setMinimumWidth(theme.px(420))
        self.body.addWidget(label("现在由谁填报？", theme, size=15, bold=True))
        self.field = QLineEdit(name)
        self.field.setMaxLength(40)
        self.field.setAccessibleName("填报人姓名")
        self.field.selectAll()
        self.body.addWidget(self.field)
        self.field.textChanged.connect(lambda: self.go.setEnabled(bool(self.name())))
        self.go.setEnabled(bool(self.name()))

    def name(self) -> str:
        return " ".join(self.field.text().split())


@dataclass(frozen=True, slots=True)
class NewReport:
    """What the dialog was told, by role as typed, and who fills in. `last`: take over from last year's report; `file`:
    ask for its file, because the library has none."""

    facts: Mapping[str, str]
    who: str
    last: bool = False
    file: bool = False


FindLast = Callable[[str, str, int], str]
"""Words for the report of a unit (name, code) in the library of the year before this; empty if there is none."""


class NewDialog(Dialog):
    """The least that a new report needs; everything else is on the first page."""

    def __init__(
        self,
        form: Form,
        year: int,
        who: str,
        theme: Theme,
        parent: QWidget | None,
        find: FindLast = lambda *_: "",
    ) -> None:
        super().__init__("新建报告", theme, parent, "新建并开始填写")
        self.form, self.find_last = form, find
        self.setMinimumWidth(theme.px(560))
        rows = QFormLayout()
        rows.setHorizontalSpacing(theme.px(12))
        rows.setVerticalSpacing(theme.px(10))
        rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.unit, self.code, self.year, self.who = QLineEdit(), QLineEdit(), QLineEdit(str(year)), QLineEdit(who)
        self.unit.setMaxLength(300)
        self.code.setMaxLength(30)
        self.year.setMaximumWidth(theme.px(100))
        self.who.setMaximumWidth(theme.px(160))
        self.hint = label("", theme, tone="second", size=12)
        for role, field in (("unit_name", self.unit), ("unit_code", self.code), ("year", self.year)):
            rows.addRow(form.cells[form.role(role)].path[-1], field)
            field.setAccessibleName(form.cells[form.role(role)].path[-1])
            field.textChanged.connect(self._judge)
            if role == "unit_code":
                rows.addRow("", self.hint)
        rows.addRow("填报人", self.who)
        self.who.setAccessibleName("填报人")
        self.who.textChanged.connect(self._judge)
        self.last, self.last_note = Tick("", theme), label("", theme, tone="second", size=12)
        self.last.setChecked(True)
        self.twice = label("", theme, tone="query", size=12)
        before = QVBoxLayout()
        before.setSpacing(theme.px(2))
        self.file = Tick("新建后从文件导入上年报告", theme)
        before.addWidget(self.last)
        before.addWidget(self.file)
        before.addWidget(self.last_note)
        rows.addRow("上年报告", before)
        self.body.addLayout(rows)
        self.body.addWidget(self.twice)
        self.body.addWidget(label(f"报告格式：{form.law}", theme, tone="second", size=12))
        self._judge()

    def _judge(self) -> None:
        code = self.code.text().strip()
        self.hint.setText("可以先空着，定稿前要填" if not code else code_fault(code) or "✓ 校验正确")
        year = self.year.text().strip()
        sound = year.isdecimal() and self.form.years[0] <= int(year) <= min(self.form.years[1], 2100)
        wanted = [field for field in (self.unit, self.who) if not field.text().strip()]
        lacking = "、".join(field.accessibleName() for field in (*wanted, *([] if sound else [self.year])))
        self.go.setEnabled(not lacking)
        self.note.setText(f"还差：{lacking}" if lacking else "以后都可以在第一页修改")
        unit = " ".join(self.unit.text().split())
        known = sound and bool(unit or code)
        here = self.find_last(unit, code, int(year) + 1) if known else ""
        self.twice.setText(f"报告库里已有{here}，再建就有两份。要接着填那一份，请取消后从报告库打开。" if here else "")
        self.twice.setVisible(bool(here))
        found = self.find_last(unit, code, int(year)) if known else ""
        self.last.setVisible(bool(found))
        self.last.setText(f"带入{found}")
        self.last.setAccessibleName(f"上年报告：带入{found}")
        self.last_note.setText(
            "带入上年结转、单位情况和文字提纲；其他数字和文字不照抄"
            if found
            else "报告库里没有这个单位的上年报告；以后也可以在“数据”菜单导入"
        )
        self.file.setVisible(not found)

    def answer(self) -> NewReport:
        facts = {
            "unit_name": self.unit.text(), "unit_code": self.code.text(), "year": self.year.text(),
            "people_prepared": self.who.text(),
        }  # fmt: skip
        told = {role: text.strip() for role, text in facts.items() if text.strip()}
        last, file = (tick.isVisibleTo(self) and tick.isChecked() for tick in (self.last, self.file))
        return NewReport(told, self.who.text().strip(), last, file)
