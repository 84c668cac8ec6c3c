"""A page of facts: single fields, one below the other, each saved when it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.check.evaluation import Evaluation
from core.form.model import Cell, Section
from core.layout import opening
from core.values import Flag, shown
from gui.cells import gravest
from gui.controls import Pick, Tick
from gui.desk import Desk
from gui.fields import ChoiceField, LineField, TextField
from gui.flow import Flow
from gui.pages.base import Page, scrolling
from gui.theme import Theme

Field = LineField | ChoiceField | QCheckBox | TextField


class FactsPage(Page):
    """Fields are made from the cells' kinds; what each says below itself comes from guidance and findings."""

    manual = "facts"

    def __init__(self, desk: Desk, section: Section, theme: Theme) -> None:
        super().__init__(desk, section, theme)
        self.fields: dict[str, Field] = {}
        self.hints: dict[str, QLabel] = {}
        inner = QWidget()
        inner.setObjectName("page")
        self.form = QFormLayout(inner)
        self.form.setContentsMargins(theme.px(16), theme.px(4), theme.px(32), theme.px(20))
        self.form.setHorizontalSpacing(theme.px(12))
        self.form.setVerticalSpacing(theme.px(8))
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setFormAlignment(Qt.AlignmentFlag.AlignTop)
        groups: dict[str, Flow] = {}
        for cell_id in section.cells:
            cell = desk.form.cells[cell_id]
            if cell.group and cell.group in groups:
                groups[cell.group].addWidget(self._grouped(cell))
            elif cell.group:
                groups[cell.group] = self._group(cell)
            else:
                self.form.addRow(self._caption(cell.path[-1]), self._with_hint(cell))
        self.area = scrolling(inner)
        self.box.addWidget(self.area, 1)
        self.show_evaluation(desk.evaluation)

    def _caption(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setFixedWidth(self.theme.px(116))
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, self.theme.px(6), 0, 0)
        return label

    def _group(self, cell: Cell) -> Flow:
        box = QWidget()
        row = Flow(self.theme.px(12), box)
        row.addWidget(self._grouped(cell))
        self.form.addRow(self._caption(cell.group), box)
        return row

    def _grouped(self, cell: Cell) -> QWidget:
        """A field that stands in a line with others: a tick with its words, or a short field under its label."""
        field = self._field(cell)
        if isinstance(field, QCheckBox):
            return field
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        label = QLabel(cell.path[-1])
        label.setProperty("tone", "second")
        label.setFont(self.theme.font(12))
        column.addWidget(label)
        column.addWidget(field)
        field.setMaximumWidth(self.theme.px(150))
        return box

    def _with_hint(self, cell: Cell) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.theme.px(2))
        column.addWidget(self._field(cell))
        hint = QLabel()
        hint.setWordWrap(True)
        hint.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)  # the last one has what room is left
        hint.setFont(self.theme.font(12))
        self.hints[cell.id] = hint
        column.addWidget(hint)
        return box

    def _field(self, cell: Cell) -> Field:
        field = self._made(cell)
        name = f"{cell.group}，{cell.path[-1]}" if cell.group else cell.path[-1]
        field.setAccessibleName(name)
        self.fields[cell.id] = field
        return field

    def _made(self, cell: Cell) -> Field:
        theme, desk = self.theme, self.desk
        match cell.kind.name:
            case "choice":
                combo = Pick(theme)
                combo.addItem("（未说明）", "")
                for stored, words in cell.kind.options:
                    combo.addItem(words, stored)
                combo.setMaximumWidth(theme.px(240))
                combo.activated.connect(lambda _: desk.enter(cell.id, str(combo.currentData())))
                return combo
            case "flag":
                tick = Tick(cell.path[-1], theme)
                tick.setToolTip("方框里是横线的，还没有说明")
                tick.clicked.connect(lambda: self._ticked(cell.id, tick))
                return tick
            case "text":
                editor = TextField(lambda: self._hand_over(cell.id))
                editor.setFixedHeight(theme.px(112))
                return editor
        line = LineField()
        line.setMaxLength(400)
        narrow = cell.kind.numeric
        line.composing = not narrow
        line.setMaximumWidth(theme.px(110 if narrow else 560))
        line.editingFinished.connect(lambda: self._hand_over(cell.id))
        return line

    def _hand_over(self, cell: str) -> None:
        """Give the session what was typed into a field since last time."""
        field = self.fields[cell]
        if isinstance(field, LineField) and field.isModified():
            field.setModified(False)
            self.desk.enter(cell, field.text())
        elif isinstance(field, TextField) and field.document().isModified():
            field.document().setModified(False)
            self.desk.enter(cell, field.toPlainText())

    def _ticked(self, cell: str, tick: QCheckBox) -> None:
        tick.setTristate(False)
        self.desk.enter(cell, "是" if tick.isChecked() else "否")

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """The fields show what the report holds; a field being typed in is left alone. Where nothing can be changed
        the page itself has the keys: a field that cannot be used would show a caret all the same."""
        self.setFocusProxy(self.area if self.desk.locked else next(iter(self.fields.values())))
        for cell_id, field in self.fields.items():
            cell = self.desk.form.cells[cell_id]
            value = evaluation.report.value(cell_id)
            field.setEnabled(not self.desk.locked)
            text = shown(cell.kind, value)
            match field:
                case LineField():
                    if field.text() != text and not field.isModified():
                        field.setText(text)
                case ChoiceField():
                    at = field.findText(text) if text else 0
                    field.setCurrentIndex(max(at, 0))
                case QCheckBox():
                    if isinstance(value, Flag):
                        field.setTristate(False)
                        field.setChecked(value.on)
                    else:
                        field.setCheckState(Qt.CheckState.PartiallyChecked)
                case TextField():
                    field.setPlaceholderText(opening(self.desk.form, evaluation))
                    if field.toPlainText() != text and not field.document().isModified():
                        field.setPlainText(text)
        self._say(evaluation)

    def _say(self, evaluation: Evaluation) -> None:
        said: dict[str, tuple[str, str]] = {}
        for finding in evaluation.findings:
            for cell in finding.cells:
                if not finding.late:
                    said.setdefault(cell, (finding.message, "error" if finding.level == "E" else "query"))
        for cell, label in self.hints.items():
            text, tone = said.get(cell) or self._hint(cell)
            label.setText(text)
            label.setVisible(bool(text))
            if label.property("tone") != tone:
                label.setProperty("tone", tone)
                label.style().unpolish(label)
                label.style().polish(label)

    def _hint(self, cell: str) -> tuple[str, str]:
        """What stands below a field without a finding: that a code is right, else the filling note."""
        if cell == self.desk.form.role("unit_code") and self.desk.evaluation.report.text(cell).strip():
            return "✓ 校验正确", "ok"
        return self.desk.form.cells[cell].guide, "third"

    def leave(self) -> None:
        for cell in self.fields:
            self._hand_over(cell)

    def go_to(self, cell: str) -> bool:
        field = self.fields.get(cell)
        if field is None:
            return False
        self.area.ensureWidgetVisible(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def look_here(self) -> None:
        """The finding of the field that has the keys."""
        held = next((cell for cell, field in self.fields.items() if field.hasFocus()), "")
        self.desk.look_at(gravest(self.desk.evaluation, held))
