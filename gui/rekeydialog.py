"""复核: a second person types all figures again, blind; only mismatches are shown, each settled by choosing."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from core.form.model import Section
from core.layout import build
from core.services.rekey import Decision, Rekeying
from core.values import shown, typed
from gui.cells import CellView
from gui.controls import Dot
from gui.desk import Desk
from gui.dialogs import Dialog, label
from gui.fields import FigureField
from gui.rows import PlainRows
from gui.table.geometry import Geometry
from gui.table.measure import geometry_for
from gui.table.model import GridModel
from gui.table.views import TableArea, call
from gui.theme import Theme


class BlindTable(QWidget):
    """One table of the form without the first entry; totals are not typed and stay empty."""

    def __init__(self, dialog: RekeyDialog, section: Section, theme: Theme) -> None:
        super().__init__()
        assert section.table is not None
        form = dialog.desk.form
        grid = build(section.table, frozenset(c for c in section.cells if form.cells[c].total))

        def geometry(available: int) -> Geometry:
            return geometry_for(grid, available, theme)

        first = geometry(theme.px(850))
        self.model = GridModel(form, first, dialog.typed, self)
        self.area = TableArea(form, geometry, self.model, first, theme, dialog.cleared)
        self.area.enter_goes_down = dialog.desk.enter_goes_down
        call(self.area, f"复核，{section.table.name}")
        column = QVBoxLayout(self)
        column.addWidget(self.area)

    def show_state(self, state: Rekeying) -> None:
        """What was typed the second time, with 异 where the first entry differs."""
        odd = set(state.open)
        views = {}
        for cell in self.model.places:
            it = state.form.cells[cell]
            answer = state.second.get(cell)
            text = shown(it.kind, answer.value) if answer else ""
            views[cell] = CellView(
                text=text,
                mark="query" if cell in odd else "",
                tag="异" if cell in odd else "",
                computed=it.total,
                zero=text == "0",
                blank=not it.total and cell not in state.second,
                spoken=("与首录不一致，" if cell in odd else "") + (text or "未录"),
            )
        self.model.show(views)


class Choice(QWidget):
    """One mismatch: the first entry, the second, or a third figure."""

    def __init__(self, dialog: RekeyDialog, theme: Theme) -> None:
        super().__init__()
        self.dialog = dialog
        self.cell = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.name = label("", theme, bold=True)
        column.addWidget(self.name)
        self.first, self.second, self.third = Dot("", theme), Dot("", theme), Dot("都不对，改为", theme)
        self.figure = FigureField()
        self.figure.setMaximumWidth(theme.px(90))
        self.figure.setAccessibleName("改为")
        self.group = QButtonGroup(self)
        for button in (self.first, self.second, self.third):
            self.group.addButton(button)
        column.addWidget(self.first)
        column.addWidget(self.second)
        row = QHBoxLayout()
        row.addWidget(self.third)
        row.addWidget(self.figure)
        row.addStretch(1)
        column.addLayout(row)
        self.take = QPushButton("采用")
        self.take.clicked.connect(self._take)
        column.addWidget(self.take, 0, Qt.AlignmentFlag.AlignLeft)
        self.figure.textEdited.connect(lambda: self.third.setChecked(True))

    def show_cell(self, cell: str) -> None:
        """Put a mismatch to choice; an empty id hides everything."""
        self.cell = cell
        self.setVisible(bool(cell))
        if not cell:
            return
        state, form = self.dialog.state, self.dialog.desk.form
        kind = form.cells[cell].kind
        one, other = state.first.answers.get(cell), state.second.get(cell)
        self.name.setText(form.cells[cell].name.replace("，", " · "))
        self.first.setText(f"首录　{shown(kind, one.value) if one else '空'}")
        self.second.setText(f"复录　{shown(kind, other.value) if other else '空'}")
        self.second.setChecked(True)
        self.figure.clear()

    def _take(self) -> None:
        decision: Decision = "first" if self.first.isChecked() else "second"
        if self.third.isChecked():
            answer = typed(self.dialog.desk.form.cells[self.cell].kind, self.figure.text())
            if answer is None:
                self.figure.setFocus()
                return
            decision = answer
        self.dialog.decide(self.cell, decision)


class RekeyDialog(Dialog):
    """`state` is what was typed and decided; `kept` after every change of it. Giving the dialog up puts it off."""

    manual = "rekey"
    kept = Signal()

    def __init__(self, desk: Desk, state: Rekeying, who: str, theme: Theme, parent: QWidget) -> None:
        super().__init__("复核", theme, parent, "完成复核", f"复核人 {who}", cancel="暂停，下次继续")
        self.desk, self.state = desk, state
        self.resize(QSize(theme.px(1240), theme.px(680)).boundedTo(parent.screen().availableSize()))
        words = "第二人看原始台账再录一遍；首录的数字不显示，总计不录。没有录的格不比较。"
        self.body.addWidget(label(words, theme, tone="second", size=12))
        across = QHBoxLayout()
        sections = [s for s in desk.form.sections if s.table]
        self.tables = [BlindTable(self, section, theme) for section in sections]
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName("要重录的表")
        for section, table in zip(sections, self.tables, strict=True):
            self.tabs.addTab(table, section.heading)
            table.area.left_at_end.connect(self._next_table)
        across.addWidget(self.tabs, 1)
        side = QVBoxLayout()
        self.count = label("", theme)
        self.list = QListWidget()
        self.list.setFixedWidth(theme.px(280))
        self.list.setItemDelegate(PlainRows(theme, self.list))
        self.list.setAccessibleName("不一致的格")
        self.choice = Choice(self, theme)
        for widget in (self.count, self.list, self.choice):
            side.addWidget(widget)
        across.addLayout(side)
        self.body.addLayout(across, 1)
        self.list.currentRowChanged.connect(self._chosen)
        self._show()

    def typed(self, cell: str, text: str) -> None:
        """The reviewer's entry."""
        self._take(self.state.type(cell, text))

    def cleared(self, cells: tuple[str, ...]) -> None:
        """Delete: the reviewer takes entries back."""
        state = self.state
        for cell in cells:
            state = state.type(cell, "")
        self._take(state)

    def decide(self, cell: str, decision: Decision) -> None:
        """A mismatch is settled."""
        self._take(self.state.decide(cell, decision))

    def _take(self, state: Rekeying) -> None:
        self.state = state
        self._show()
        self.kept.emit()

    def _next_table(self, forward: bool) -> None:  # a Qt signal's argument
        """Past the last cell of a table comes the next table, past the last one the list of mismatches."""
        at = self.tabs.currentIndex() + (1 if forward else -1)
        if 0 <= at < self.tabs.count():
            self.tabs.setCurrentIndex(at)
            self.tables[at].area.step("first" if forward else "last")
        elif forward:
            self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self) -> None:
        """The list keeps its row, because the reviewer may be choosing there."""
        for table in self.tables:
            table.show_state(self.state)
        state, looked = self.state, self.choice.cell
        settled = len(state.mismatches) - len(state.open)
        self.count.setText(
            f"已录 {len(state.second)} / {len(state.cells)} 格，不一致 {len(state.mismatches)}（已定 {settled}）"
        )
        names = [state.form.cells[cell].name for cell in state.open]
        if names != [self.list.item(row).text() for row in range(self.list.count())]:
            self.list.clear()
            self.list.addItems(names)
        row = state.open.index(looked) if looked in state.open else 0
        self.list.setCurrentRow(row)
        self._chosen(row)
        self.go.setEnabled(bool(state.second) and not state.open)

    def _chosen(self, row: int) -> None:
        waiting = self.state.open
        cell = waiting[row] if 0 <= row < len(waiting) else ""
        if cell != self.choice.cell or not cell:
            self.choice.show_cell(cell)
