"""A page with one statutory table: cell line above, the table, notes beside or the check line below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from core.check.evaluation import Evaluation, Finding
from core.form.claim import refs
from core.form.model import Form, Rule, Section
from core.layout import build
from core.services.deltas import Delta
from core.values import Number, Value, decimal_text
from gui.cells import CellView, Looks, change, gravest, protected_rows, views
from gui.desk import Desk
from gui.ground import Ground
from gui.pages.base import Page, scrolling
from gui.pages.compare import CompareSwitch
from gui.pages.notes import Notes
from gui.table.cellline import CellLine
from gui.table.geometry import Geometry
from gui.table.lines import Balance, CheckLine
from gui.table.measure import column_needs, geometry_for, need
from gui.table.model import GridModel
from gui.table.views import TableArea, call
from gui.theme import Theme


class TablePage(Page):
    """Section with a table. Everything that it shows comes from the form file and the evaluation."""

    manual = "fill"

    def __init__(self, desk: Desk, section: Section, theme: Theme) -> None:
        super().__init__(desk, section, theme)
        assert section.table is not None
        self.table = section.table
        self.grid = build(self.table, frozenset(c for c in section.cells if desk.form.cells[c].total))
        self.needs: dict[int, int] = {}
        self.protected: frozenset[str] = frozenset()
        first = geometry_for(self.grid, theme.px(850), theme)
        self.model = GridModel(desk.form, first, desk.enter, self)
        self.area = TableArea(desk.form, self._geometry, self.model, first, theme, desk.clear)
        self.area.enter_goes_down = desk.enter_goes_down
        call(self.area, f"{self.table.name}，{section.title}")
        self.area.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.area.unlock = desk.unlock
        self.compare = CompareSwitch(desk, theme)
        self.line = CellLine(theme)
        self.check = CheckLine(self.table.balance, theme) if self.table.balance else None
        narrow = self.grid.stub_cols and self.grid.cols - self.grid.stub_cols <= 3
        self.notes = Notes(desk.form, self.model, self.area, theme) if narrow else None
        self.columns = _balanced_columns(desk.form, self.model) if self.check else {}
        self._build()
        self.area.current.connect(self._say_cell)
        self.area.left_at_end.connect(self.left_at_end)
        self.area.selected.connect(self._say_selection)
        self.show_evaluation(desk.evaluation)

    def _geometry(self, available: int) -> Geometry:
        return geometry_for(self.grid, available, self.theme, self.needs)

    def _build(self) -> None:
        theme = self.theme
        self.head.addWidget(self.compare)
        inner = Ground()
        inner.setObjectName("page")
        body = QVBoxLayout(inner)
        body.setContentsMargins(theme.px(15), 0, theme.px(4), 0)  # the frame stands at 16
        body.setSpacing(theme.px(4))
        body.addWidget(self.line)
        body.addSpacing(theme.px(4))
        across = QHBoxLayout()
        across.setSpacing(theme.px(4))
        across.addWidget(self.area, 0 if self.notes else 1)
        if self.notes:
            across.addWidget(self.notes, 1)
        body.addLayout(across)
        if self.check:
            body.addWidget(self.check)
            self.area.sideways.valueChanged.connect(self.check.slide)
        body.addStretch(1)
        self.whole = scrolling(inner)
        self.box.addWidget(self.whole, 1)
        self.setFocusProxy(self.area)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Repaint what changed."""
        self._show(evaluation, self.section.cells)

    def show_change(self, delta: Delta) -> None:
        """Look again only at the cells that changed and at those that a finding came to or went from."""
        marking = (finding for finding in (*delta.came, *delta.went) if not finding.late)
        touched = set(delta.cells).union(*(finding.cells for finding in marking))
        if other := self.protected ^ self.desk.protected:
            rows = {self.desk.form.cells[cell].row for cell in other}
            touched |= {cell for cell in self.section.cells if self.desk.form.cells[cell].row in rows}
        self._show(delta.evaluation, tuple(cell for cell in self.section.cells if cell in touched))

    def show_looked(self, before: Finding | None, now: Finding | None) -> None:
        """The tags go from the sides of one finding to those of another."""
        tagged = {cell for it in (before, now) if it for cell in (*it.left_cells, *it.right_cells)}
        self._show(self.desk.evaluation, tuple(cell for cell in self.section.cells if cell in tagged))

    def _show(self, evaluation: Evaluation, cells: tuple[str, ...]) -> None:
        looks = Looks(self.desk.looked, self.desk.compare, self.desk.prior, self.desk.protected)
        if looks.protected != self.protected:
            self.protected = looks.protected
            self.area.show_locks(protected_rows(self.desk.form, looks.protected))
        self.model.locked = self.desk.locked
        before, shown = dict(self.model.views), views(self.desk.form, evaluation, cells, looks)
        self.model.show(shown)
        self.compare.refresh()
        if any(need(before.get(cell), self.theme) != need(view, self.theme) for cell, view in shown.items()):
            self._widen(self.model.views)
        self._say_cell(self.area.current_cell() or "")
        self._say_columns(evaluation)
        if self.notes:
            self.notes.show_evaluation(evaluation, self.desk.prior)

    def _widen(self, shown: Mapping[str, CellView]) -> None:
        """A figure too wide for its column widens it."""
        boxes = self.model.boxes
        single = {at: shown[cell] for cell, at in self.model.places.items() if boxes[at].colspan == 1}
        needs = column_needs(single, self.theme)
        if needs != self.needs:
            self.needs = needs
            self.area.arrange()

    def go_to(self, cell: str) -> bool:
        return self.area.go_to(cell)

    def leave(self) -> None:
        self.area.take_entry()

    def look_here(self) -> None:
        """The gravest finding of the current cell."""
        self.desk.look_at(gravest(self.desk.evaluation, self.area.current_cell() or ""))

    def _say_cell(self, cell: str) -> None:
        if not cell:
            return
        self._bring_into_view(cell)
        it = self.desk.form.cells[cell]
        value = self.desk.evaluation.values.get(cell)
        view = self.model.views.get(cell)
        guide = self.desk.form.guides.get(cell) or self.desk.form.guides.get(it.row, "")
        own = view is not None and (view.stated or view.unread or view.protected)
        note = view.tip if view and own else f"填报说明：{guide}" if guide else ""
        note = self._carried(cell, value) or note
        self.line.say(it.path, change(value, (self.desk.prior or {}).get(cell)), note)
        self.desk.note_place(cell)

    def _carried(self, cell: str, value: Value | None) -> str:
        """Of a blank cell that last year's report could fill: with what, and how."""
        last = (self.desk.prior or {}).get(self.desk.form.carries.get(cell, ""))
        if value is not None or not isinstance(last, Number):
            return ""
        return f"上年报告结转 {decimal_text(last.value)}，可用“数据 → 上年报告…”带入并受保护"

    def _bring_into_view(self, cell: str) -> None:
        """Where the page scrolls as a whole, because the window is very low."""
        if self.whole.verticalScrollBar().maximum():
            rect = self.area.place_of(cell).translated(self.area.pos())
            self.whole.ensureVisible(0, rect.center().y(), 0, rect.height())

    def _say_columns(self, evaluation: Evaluation) -> None:
        if self.check is None:
            return
        broken = {f.key: f for f in evaluation.findings}
        waiting = {w.key: w for w in evaluation.waiting}
        shown: dict[int, Balance] = {}
        words = []
        for column, rule in self.columns.items():
            finding, wait = broken.get(rule.key), waiting.get(rule.key)
            gap = finding.gap if finding else None
            shown[column] = Balance(signed(finding) if finding else "", len(wait.cells) if wait else 0)
            state = f"差 {gap}" if finding else f"待填 {len(wait.cells)} 格" if wait else "平"
            words.append(f"{next(iter(rule.words.values()))} {state}")
        self.check.show_columns(self.area.geometry_, shown, "，".join(words))

    def _say_selection(self) -> None:
        cells = self.area.selected_cells()
        self.desk.note_selection(cells if len(cells) > 1 else ())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_columns(self.desk.evaluation)


def signed(finding: Finding) -> str:
    """Left minus right of a comparison: the sign says which side is larger."""
    if finding.left is None or finding.right is None:
        return ""
    return decimal_text(finding.left - finding.right).replace("-", "−")


def _balanced_columns(form: Form, model: GridModel) -> dict[int, Rule]:
    """The identities that lie in one column of the pinned rows, by column: what the check line speaks of."""
    pinned = {row - model.lead for row in model.grid.pinned}
    found: dict[int, Rule] = {}
    for rule in form.identities:
        cells = [ref.cell for ref in refs(rule.claim)] if rule.claim else []
        places = [model.places[cell] for cell in cells if cell in model.places]
        columns = {column for _, column in places}
        if len(places) == len(cells) > 1 and len(columns) == 1 and {row for row, _ in places} <= pinned:
            found[columns.pop()] = rule
    return found
