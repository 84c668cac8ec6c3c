"""The wizard: steps at the left, one page, findings at the right; free to jump, nobody ever held on a page.

Not a QWizard: that one knows one way through and asks pages whether they may be left (docs/DECISIONS.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from core.check.evaluation import Finding
from core.form.model import Section
from core.services.deltas import Delta
from core.values import shown
from gui.bars import CommandBar, StateBar
from gui.body import Body
from gui.desk import Desk
from gui.findings import FindingsPanel
from gui.pages.base import Page
from gui.pages.facts import FactsPage
from gui.pages.output import OutputPage
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.steps import Step, StepModel, StepPanel, section_steps
from gui.theme import Theme
from gui.turnwise import Turnwise

OUTPUT = "output"


class Wizard(QWidget):
    """One open report. `leave`: back to the library; `put_figure`: a text wants a figure of the tables; `came`: a page
    is in front (its name)."""

    leave = Signal()
    put_figure = Signal()
    came = Signal(str)

    def __init__(
        self, desk: Desk, theme: Theme, explain: Callable[[Finding], None], output: OutputPage, at: str = ""
    ) -> None:
        """`at`: the page to begin with."""
        super().__init__()
        self.desk, self.theme, self.explain = desk, theme, explain
        self.sections: tuple[Section, ...] = desk.form.sections
        self.names = (*(s.id for s in self.sections), OUTPUT)
        self.pages: dict[str, Page] = {OUTPUT: output}
        self.at = at if at in self.names else self.names[0]
        self._behind = False
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.stack.addWidget(output)
        self.bar, self.state = CommandBar(theme), StateBar(theme)
        self.model = StepModel(self._steps(), self)
        self.side = StepPanel(theme)
        self.steps = self.side.list
        self.steps.setModel(self.model)
        self.findings = FindingsPanel(desk, theme)
        self.back, self.forward = QPushButton("上一页"), QPushButton("下一页")
        self.body = Body(self.side, self.stack, self.findings, theme)
        self.last = QWidget()
        self._build()
        self.steps.setCurrentIndex(self.model.index(self.names.index(self.at)))
        self.steps.selectionModel().currentChanged.connect(self._step_chosen)
        self.findings.chosen.connect(self.go_to_finding)
        self.findings.explain.connect(explain)
        desk.changed.connect(self._changed)
        desk.turned.connect(self._turned)
        desk.looks.connect(self._looks_changed)
        desk.selection.connect(self._selected)
        self.ahead = Turnwise(self)
        self._say_head()

    def _build(self) -> None:
        theme, column = self.theme, QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.body, 1)
        column.addWidget(self.state)
        self.body.folded.connect(self._say_fold)
        self.state.fold.clicked.connect(self.body.toggle)
        self.back.setIcon(theme.icon("back"))
        self.forward.setIcon(theme.icon("forward", "on-acc"))
        for button in (self.back, self.forward):
            button.setIconSize(theme.icon_size)
        self.forward.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.forward.setProperty("primary", True)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        row = QHBoxLayout(self.last)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.state.buttons(self.back, self.forward, self.last)

    def _say_last(self) -> None:
        """定稿 stands on the last page; what can be done with a finalised report stands on every page."""
        self.last.setVisible(self.at == OUTPUT or self.desk.session.head.status != "draft")

    def _say_fold(self) -> None:
        """Where the findings have no room of their own, a button below says how many there are."""
        folded = self.body.is_folded and self.at != OUTPUT
        self.state.fold.setVisible(folded)
        if not folded:
            return
        every = self.findings.findings(self.desk.evaluation, whole=True)
        errors = sum(f.level == "E" for f in every)
        queries = sum(f.level == "Q" and f.explained is None for f in every)
        words = [f"强制 {errors}"] if errors else []
        words += [f"核实 {queries}"] if queries else []
        self.state.fold.setText(" · ".join(words) or "核对")

    def page(self, name: str) -> Page:
        """The page of that name, made when it is first wanted."""
        if name not in self.pages:
            section = next(s for s in self.sections if s.id == name)
            kinds = {"table": TablePage, "text": TextPage, "facts": FactsPage}
            made = kinds[section.kind](self.desk, section, self.theme)
            made.left_at_end.connect(self._left_at_end)
            if isinstance(made, TextPage):
                made.explain.connect(self.explain)
                made.go.connect(self.go_to_cell)
                made.put_figure.connect(self.put_figure)
            self.pages[name] = made
            self.stack.addWidget(made)
        return self.pages[name]

    def start(self) -> None:
        """Show the first page; the others are made one a turn of the loop, so that none has to be waited for."""
        self.show_page(self.at)
        self.ahead.begin(self._make_ahead())

    def _make_ahead(self) -> Iterator[None]:
        for name in self.names:
            yield
            self.page(name)

    def show_page(self, name: str) -> None:
        """Bring a page to the front; what was typed on the one before is handed over."""
        self.pages[self.at].leave() if self.at in self.pages else None
        self.at = name
        fresh = name not in self.pages  # one just made shows how everything stands
        page = self.page(name)
        if not fresh:
            page.show_evaluation(self.desk.evaluation)
        self.stack.setCurrentWidget(page)
        row = self.names.index(name)
        if self.steps.currentIndex().row() != row:
            self.steps.setCurrentIndex(self.model.index(row))
        cells = frozenset(self.sections[row].cells) if name != OUTPUT else frozenset()
        self.body.want_findings(name != OUTPUT)
        self._say_fold()
        self.findings.show_page(cells)
        self.back.setEnabled(row > 0)
        self.forward.setVisible(name != OUTPUT)
        self._say_last()
        page.setFocus(Qt.FocusReason.OtherFocusReason)
        self.came.emit(name)

    def turn(self, by: int) -> None:
        """Back and Next, PageUp and PageDown."""
        row = self.names.index(self.at) + by
        if 0 <= row < len(self.names):
            self.show_page(self.names[row])

    def go_to_finding(self, finding: Finding) -> None:
        """To the finding's page and cell; both its sides are tagged."""
        cells = finding.cells or tuple(span.cell for span in finding.spans)
        if not cells:
            return
        page = self.desk.form.cells[cells[0]].section
        if page == self.at:
            self.desk.look_at(finding)
        else:
            self.desk.looked = finding  # shown with the page
            self.show_page(page)
        shown_page = self.page(page)
        spans = [span for span in finding.spans if span.cell == cells[0]]
        if spans and isinstance(shown_page, TextPage):
            shown_page.go_to_span(spans[0].start)
        shown_page.go_to(cells[0])

    def go_to_cell(self, cell: str, start: int = -1) -> None:
        """To a cell wherever it is; in a running text to the code point `start`."""
        self.show_page(self.desk.form.cells[cell].section)
        page = self.page(self.at)
        page.go_to(cell)
        if isinstance(page, TextPage) and start >= 0:
            page.go_to_span(start)

    def _left_at_end(self, forward: bool) -> None:  # a Qt signal's argument
        (self.forward if forward else self.back).setFocus(Qt.FocusReason.TabFocusReason)

    def _step_chosen(self, now: QModelIndex, before: QModelIndex) -> None:
        name = self.names[now.row()]
        if name != self.at:
            focused = self.steps.hasFocus()
            self.show_page(name)
            if focused:
                self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def _steps(self) -> tuple[Step, ...]:
        words = {"draft": "草稿", "final": "已定稿", "sent": "已报送"}[self.desk.session.head.status]
        last = Step("核对与输出", "document", ((words, "t2"),), divided=True)
        return (*section_steps(self.desk.form, self.desk.evaluation), last)

    def _changed(self, delta: Delta) -> None:
        page = self.page(self.at)
        if self._behind:  # a repaint failed: the next one is whole, so that nothing stays stale
            page.show_evaluation(delta.evaluation)
        else:
            self._behind = True
            page.show_change(delta)
        self.model.show(self._steps())
        self.findings.refresh()
        self._say_head()
        self._say_last()
        self._say_fold()
        self._behind = False

    def _turned(self, before: Finding | None, now: Finding | None) -> None:
        self.page(self.at).show_looked(before, now)
        self.findings.refresh()

    def _looks_changed(self) -> None:
        self.page(self.at).show_evaluation(self.desk.evaluation)
        self.findings.refresh()

    def _say_head(self) -> None:
        form, evaluation = self.desk.form, self.desk.evaluation

        def fact(role: str) -> str:
            cell = form.cells[form.role(role)]
            return shown(cell.kind, evaluation.values.get(cell.id))

        self.side.unit.say(fact("unit_name") or "（单位未填）")
        parts = [f"{fact('year')}年度" if fact("year") else "年度未填", fact("unit_kind"), fact("unit_scope")]
        self.side.say_period([part for part in parts if part])
        table = [p for s in self.sections if s.table for p in [evaluation.progress[s.id]]]
        self.state.filled.say(f"已填 {sum(p.filled for p in table)} / {sum(p.needed for p in table)} 格")

    def _selected(self, cells: tuple[str, ...]) -> None:
        numbers = [v.value for c in cells if (v := self.desk.evaluation.values.get(c)) and hasattr(v, "value")]
        self.state.extra.say(f"选中 {len(cells)} 格，合计 {sum(numbers)}" if cells else "")

    def undo(self) -> None:
        """Ctrl+Z: what is being typed is handed over first, then the last step is taken back."""
        self.page(self.at).leave()
        self.desk.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.page(self.at).leave()
        self.desk.redo()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of undo while their commands rest: something may be half typed that is no step yet."""
        if self.desk.locked:
            super().keyPressEvent(event)
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo()
        else:
            super().keyPressEvent(event)

    def put_last(self, buttons: tuple[QPushButton, ...]) -> None:
        """The buttons that stand on the last page where Next stands elsewhere."""
        row = self.last.layout()
        assert row is not None
        for button in buttons:
            row.addWidget(button)
