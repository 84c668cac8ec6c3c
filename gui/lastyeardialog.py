"""上年报告: which report of the library is last year's, what is taken from it, and what that would change."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QFormLayout, QListWidget, QWidget

from core.check.phrases import length
from core.errors import NianbaoError
from core.report import Edit, Put
from core.report.package import Prior
from core.services import carryover, lastyear
from core.services.carryover import Wish
from core.services.lastyear import LastYear
from core.services.library import Library
from core.values import shown
from gui.controls import Pick, Tick
from gui.desk import Desk
from gui.dialogs import Dialog, label
from gui.rows import PlainRows
from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class LastYearChoice:
    """`attach`: the report to be attached by hand, because the library does not find it by itself; `edit`: what is
    taken over, None if nothing would change."""

    attach: Prior | None
    edit: Edit | None


class LastYearDialog(Dialog):
    """Everything that would change is listed before; an answer that stands is never replaced unseen."""

    def __init__(self, desk: Desk, library: Library, theme: Theme, parent: QWidget | None) -> None:
        super().__init__("上年报告", theme, parent, "带入", "算一步，可以撤销")
        self.desk, self.library = desk, library
        self.setMinimumWidth(theme.px(600))
        self.same, self.others = library.years_before(desk.session.id)
        self.found: LastYear | None = None
        self.edit: Edit | None = None
        self.which = Pick(theme)
        self.which.setAccessibleName("上年报告")
        standing = desk.session.last_year
        if standing is not None and not self.same:
            self.which.addItem(f"{standing.prior.source}（已附上）")
        self.offset = self.which.count()
        for entry in (*self.same, *self.others):
            renamed = "" if entry in self.same else "（名称不同，改名或划转时选用）"
            self.which.addItem(lastyear.source(entry) + renamed)
        rows = QFormLayout()
        rows.setHorizontalSpacing(theme.px(12))
        rows.addRow("上年报告", self.which)
        self.body.addLayout(rows)
        self.about = label("", theme, tone="second", size=12)
        self.body.addWidget(self.about)
        self.outline = Tick("带入文字部分的提纲（只要标题）", theme)
        self.texts = Tick("照抄上年的全部文字，再逐段修改", theme)
        self.figures = Tick("照抄上年的全部数字，再逐格修改", theme)
        self.outline.setChecked(True)
        self.list = QListWidget()
        self.list.setItemDelegate(PlainRows(theme, self.list))
        self.list.setAccessibleName("将带入的内容")
        self.list.setMinimumHeight(theme.px(180))
        for tick in (self.outline, self.texts, self.figures):
            self.body.addWidget(tick)
            tick.toggled.connect(self._show)
        self.body.addWidget(label("将带入", theme, bold=True))
        self.body.addWidget(self.list, 1)
        self.which.currentIndexChanged.connect(self._choose)
        self._choose()

    def _choose(self) -> None:
        at = self.which.currentIndex() - self.offset
        self.found = self.desk.session.last_year
        try:
            if at >= 0:
                self.found = self.library.as_last_year((*self.same, *self.others)[at], self.desk.form)
        except NianbaoError as error:
            self.found = None
            self.about.setText(error.message)
        if self.found is not None:
            of = self.found.form
            differs = carryover.incomparable(self.desk.form, of) if of else ()
            old = f"上年用的是{of.law}的格式，有些数不能对照：{''.join(differs)}" if of and differs else ""
            self.about.setText(old or "上年结转按列带入并受保护；单位情况只填还空着的。")
        elif self.which.count() == 0:
            self.about.setText("报告库里没有上年的报告。请用“数据”菜单的“导入上年报告…”读入文件。")
        self._show()

    def _show(self) -> None:
        form, report = self.desk.form, self.desk.session.report
        wish = Wish(self.outline.isChecked(), self.figures.isChecked(), self.texts.isChecked())
        values = self.found.values if self.found else {}
        self.edit = carryover.taking_over(form, report, values, form, wish)
        self.list.clear()
        for words in self._told():
            self.list.addItem(words)
        self.go.setEnabled(self.found is not None and not self.desk.locked)
        self.go.setText("带入" if self.edit else "作为上年报告")

    def _told(self) -> list[str]:
        """What would change, in words: replaced answers first."""
        told = carryover.told(self.desk.form, self.edit)
        one_by_one = (*told.carried, *told.about, *told.texts)
        words = [self._line(put) for put in sorted(one_by_one, key=lambda put: put.before is None)]
        if told.figures:
            words.append(f"其他数字 {len(told.figures)} 格")
        return words or ["没有要带入的内容，现有的都与上年报告相符"] if self.found else []

    def _line(self, put: Put) -> str:
        cell = self.desk.form.cells[put.cell]
        before, after = (shown(cell.kind, it.value) if it else "空" for it in (put.before, put.after))
        if cell.kind.name == "text":
            after = f"{length(after)} 字"
        return f"{cell.name}：现有 {before} → {after}" if put.before else f"{cell.name}：{after}"

    def answer(self) -> LastYearChoice:
        at = self.which.currentIndex() - self.offset
        by_hand = at >= len(self.same) and self.found is not None
        return LastYearChoice(self.found.prior if self.found and by_hand else None, self.edit)
