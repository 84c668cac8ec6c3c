"""The wizard: steps at the left, one page, findings at the right; free to jump, nobody ever held on a page.

Not a QWizard: that one knows one way through and asks pages whether they may be left (docs/DECISIONS.md).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from core.check.evaluation import Finding
from core.form.model import Section
from core.services.deltas import Delta
from core.values import shown
from gui.bars import CommandBar, StateBar, action
from gui.desk import Desk
from gui.findings import FindingsPanel
from gui.pages.base import Page
from gui.pages.facts import FactsPage
from gui.pages.output import OutputPage
from gui.pages.table import TablePage
from gui.pages.text import TextPage
from gui.steps import Step, StepList, StepModel, step
from gui.theme import Theme

OUTPUT = "output"


class Wizard(QWidget):
    """One open report. `leave`: back to the library; `output`: what the output page asks of the window's dialogs."""

    leave = Signal()

    def __init__(self, desk: Desk, theme: Theme, explain: Callable[[Finding], None], output: OutputPage) -> None:
        super().__init__()
        self.desk, self.theme, self.explain = desk, theme, explain
        self.sections: tuple[Section, ...] = desk.form.sections
        self.names = (*(s.id for s in self.sections), OUTPUT)
        self.pages: dict[str, Page] = {OUTPUT: output}
        self.at = self.names[0]
        self.stack = QStackedWidget()
        self.stack.setObjectName("pages")
        self.stack.addWidget(output)
        self.bar, self.state = CommandBar(theme), StateBar(theme)
        self.model = StepModel(self._steps(), self)
        self.steps = StepList(theme)
        self.steps.setModel(self.model)
        self.findings = FindingsPanel(desk, theme)
        self.back, self.forward = QPushButton("上一页"), QPushButton("下一页")
        self.unit, self.period = QLabel(), QLabel()
        self.undo_action: QAction | None = None
        self.redo_action: QAction | None = None
        self.last = QWidget()
        self._build()
        self.steps.selectionModel().currentChanged.connect(self._step_chosen)
        self.findings.chosen.connect(self.go_to_finding)
        self.findings.explain.connect(explain)
        desk.changed.connect(self._changed)
        desk.looks.connect(self._looks_changed)
        desk.selection.connect(self._selected)
        self.show_page(self.at)
        self._say_head()

    def _build(self) -> None:
        theme, column = self.theme, QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        side = QWidget()
        side.setObjectName("panel")
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._head())
        inside.addWidget(self.steps, 1)
        side.setMinimumWidth(theme.px(168))
        self.body = QSplitter(Qt.Orientation.Horizontal)
        self.body.setHandleWidth(1)
        for part in (side, self.stack, self.findings):
            self.body.addWidget(part)
        self.body.setCollapsible(0, False)
        self.body.setCollapsible(1, False)
        self.stack.setMinimumWidth(theme.px(600))
        self.findings.setMinimumWidth(theme.px(248))
        self.body.setStretchFactor(0, 0)
        self.body.setStretchFactor(1, 1)
        self.body.setStretchFactor(2, 0)
        self.body.setSizes([theme.px(200), theme.px(886), theme.px(280)])
        column.addWidget(self.body, 1)
        column.addWidget(self.state)
        self.back.setIcon(theme.icon("back"))
        self.forward.setIcon(theme.icon("forward", "on-acc"))
        self.forward.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.forward.setProperty("primary", True)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.forward.clicked.connect(lambda: self.turn(1))
        row = QHBoxLayout(self.last)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        self.state.buttons(self.back, self.forward, self.last)

    def _head(self) -> QWidget:
        theme, head = self.theme, QWidget()
        head.setFixedHeight(theme.px(60))
        column = QVBoxLayout(head)
        column.setContentsMargins(theme.px(14), theme.px(12), theme.px(8), theme.px(8))
        column.setSpacing(0)
        self.unit.setFont(theme.font(14, bold=True))
        self.period.setFont(theme.font(12))
        self.period.setProperty("tone", "second")
        column.addWidget(self.unit)
        column.addWidget(self.period)
        box = QWidget()
        outer = QVBoxLayout(box)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(head)
        line = QWidget()
        line.setFixedHeight(1)
        line.setStyleSheet(f"background: {theme.hex('line')};")
        outer.addWidget(line)
        outer.addSpacing(theme.px(6))
        return box

    def page(self, name: str) -> Page:
        """The page of that name, made when it is first wanted."""
        if name not in self.pages:
            section = next(s for s in self.sections if s.id == name)
            kinds = {"table": TablePage, "text": TextPage, "facts": FactsPage}
            made = kinds[section.kind](self.desk, section, self.theme)
            made.left_at_end.connect(self._left_at_end)
            self.pages[name] = made
            self.stack.addWidget(made)
        return self.pages[name]

    def show_page(self, name: str) -> None:
        """Bring a page to the front; what was typed on the one before is handed over."""
        self.pages[self.at].leave() if self.at in self.pages else None
        self.at = name
        page = self.page(name)
        page.show_evaluation(self.desk.evaluation)
        self.stack.setCurrentWidget(page)
        row = self.names.index(name)
        if self.steps.currentIndex().row() != row:
            self.steps.setCurrentIndex(self.model.index(row))
        cells = frozenset(self.sections[row].cells) if name != OUTPUT else frozenset()
        self.findings.setVisible(name != OUTPUT)
        self.findings.show_page(cells)
        self.back.setEnabled(row > 0)
        self.forward.setVisible(name != OUTPUT)
        self.last.setVisible(name == OUTPUT)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

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
        self.desk.look_at(finding)
        if page != self.at:
            self.show_page(page)
        shown_page = self.page(page)
        spans = [span for span in finding.spans if span.cell == cells[0]]
        if spans and isinstance(shown_page, TextPage):
            shown_page.go_to_span(spans[0].start)
        shown_page.go_to(cells[0])

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
        evaluation = self.desk.evaluation
        found = []
        for section in self.sections:
            cells = frozenset(section.cells)
            explained = sum(bool(f.explained) and bool(cells & set(f.cells)) for f in evaluation.findings)
            found.append(step(section.heading, evaluation.progress[section.id], kind=section.kind, explained=explained))
        words = {"draft": "草稿", "final": "已定稿", "sent": "已报送"}[self.desk.session.head.status]
        return (*found, Step("核对与输出", "document", ((words, "t2"),), divided=True))

    def _changed(self, delta: Delta) -> None:
        self.page(self.at).show_evaluation(delta.evaluation)
        self.model.show(self._steps())
        self.findings.refresh()
        self._say_head()

    def _looks_changed(self) -> None:
        self.page(self.at).show_evaluation(self.desk.evaluation)
        self.findings.refresh()

    def _say_head(self) -> None:
        form, evaluation = self.desk.form, self.desk.evaluation

        def fact(role: str) -> str:
            cell = form.cells[form.role(role)]
            return shown(cell.kind, evaluation.values.get(cell.id))

        self.unit.setText(
            self.unit.fontMetrics().elidedText(
                fact("unit_name") or "（单位未填）", Qt.TextElideMode.ElideRight, self.theme.px(178)
            )
        )
        self.unit.setToolTip(fact("unit_name"))
        parts = [f"{fact('year')}年度" if fact("year") else "年度未填", fact("unit_kind"), fact("unit_scope")]
        whole = " · ".join(part for part in parts if part)
        self.period.setText(
            self.period.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, self.theme.px(178))
        )
        self.period.setToolTip(whole)
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

    def explain_current(self) -> None:
        """Ctrl+E: the finding looked at, or the first open query of the current page."""
        looked = self.desk.looked
        if looked is not None and looked.level == "Q":
            self.explain(looked)

    def say_commands(self) -> None:
        """Undo and redo say what they would do."""
        history = self.desk.session.history
        for it, name, words in (
            (self.undo_action, history.undo_label, "撤销"),
            (self.redo_action, history.redo_label, "重做"),
        ):
            if it is not None:
                it.setEnabled(name is not None and not self.desk.locked)
                it.setToolTip(f"{words}：{name}" if name else words)

    def put_last(self, buttons: tuple[QPushButton, ...]) -> None:
        """The buttons that stand on the last page where Next stands elsewhere."""
        row = self.last.layout()
        assert row is not None
        for button in buttons:
            row.addWidget(button)

    def keys(self) -> list[QAction]:
        """The wizard's keys that have no button."""
        made = [
            action("上一页", lambda: self.turn(-1), "PgUp", self),
            action("下一页", lambda: self.turn(1), "PgDown", self),
            action("下一项", self.findings.next, "F8", self),
            action("上一项", lambda: self.findings.next(back=True), "Shift+F8", self),
            action("核对栏", self._toggle_findings, "F9", self),
            action("下一栏", self._next_part, "F6|Shift+F6", self),
            action("不看此项", lambda: self.desk.look_at(None), "Esc", self),
        ]
        for number, name in enumerate(self.names):
            made.append(action(name, partial(self.show_page, name), f"Alt+{number}", self))
        for it in made:
            self.addAction(it)
        return made

    def _toggle_findings(self) -> None:
        self.findings.setVisible(not self.findings.isVisible())

    def _next_part(self) -> None:
        parts: list[QWidget] = [self.steps, self.page(self.at), self.findings.list]
        held = [part.isAncestorOf(self.focusWidget()) or part.hasFocus() for part in parts]
        at = held.index(True) if True in held else 1
        parts[(at + 1) % len(parts)].setFocus(Qt.FocusReason.ShortcutFocusReason)
