"""A page with one statutory table: cell line above, the table, notes beside or the check line below."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from core.check.evaluation import Evaluation
from core.form.claim import refs
from core.form.model import Form, Rule, Section
from core.layout import build
from core.values import decimal_text
from gui.cells import Compare, Looks, change, views
from gui.desk import Desk
from gui.pages.base import Page
from gui.table.geometry import Geometry
from gui.table.lines import Balance, CellLine, CheckLine
from gui.table.measure import geometry_for
from gui.table.model import GridModel
from gui.table.views import TableArea
from gui.theme import Theme

_CHOICES: tuple[tuple[Compare, str], ...] = (("off", "不显示"), ("last", "上年数"), ("change", "增减%"))


class TablePage(Page):
    """Section with a table. Everything that it shows comes from the form file and the evaluation."""

    def __init__(self, desk: Desk, section: Section, theme: Theme) -> None:
        super().__init__(desk, section, theme)
        assert section.table is not None
        self.table = section.table
        self.grid = build(self.table, frozenset(c for c in section.cells if desk.form.cells[c].total))
        first = geometry_for(self.grid, theme.px(850), theme)
        self.model = GridModel(desk.form, first, desk.enter, self)
        self.area = TableArea(desk.form, self._geometry, self.model, first, theme, desk.clear)
        self.area.setAccessibleName(f"{self.table.name}，{section.title}")
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.line = CellLine(theme)
        self.check = CheckLine(self.table.balance, theme) if self.table.balance else None
        self.notes = Notes(self, theme) if self.grid.stub_cols and self.grid.cols - self.grid.stub_cols <= 3 else None
        self.columns = _balanced_columns(desk.form, self.model) if self.check else {}
        self._build()
        self.area.current.connect(self._say_cell)
        self.area.left_at_end.connect(self.left_at_end)
        self.area.selected.connect(self._say_selection)
        self.show_evaluation(desk.evaluation)

    def _geometry(self, available: int) -> Geometry:
        return geometry_for(self.grid, available, self.theme)

    def _build(self) -> None:
        theme = self.theme
        self.head.addWidget(_switch(self, theme))
        body = QVBoxLayout()
        body.setContentsMargins(theme.px(16), 0, theme.px(8), 0)
        body.setSpacing(theme.px(8))
        body.addWidget(self.line)
        across = QHBoxLayout()
        across.setSpacing(theme.px(16))
        across.addWidget(self.area, 1)
        if self.notes:
            across.addWidget(self.notes)
        body.addLayout(across, 1)
        if self.check:
            body.addWidget(self.check)
            body.setSpacing(theme.px(4))
        self.box.addLayout(body, 1)
        self.setFocusProxy(self.area)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Repaint what changed."""
        looks = Looks(self.desk.looked, self.desk.compare, self.desk.prior)
        self.model.locked = self.desk.locked
        self.model.show(views(self.desk.form, evaluation, self.section.cells, looks))
        self._say_cell(self.area.current_cell() or "")
        self._say_columns(evaluation)
        if self.notes:
            self.notes.show_evaluation(evaluation)

    def go_to(self, cell: str) -> bool:
        return self.area.go_to(cell)

    def _say_cell(self, cell: str) -> None:
        if not cell:
            return
        it = self.desk.form.cells[cell]
        value = self.desk.evaluation.values.get(cell)
        view = self.model.views.get(cell)
        guide = self.desk.form.guides.get(cell) or self.desk.form.guides.get(it.row, "")
        note = view.tip if view and (view.stated or view.unread) else f"填报说明：{guide}" if guide else ""
        self.line.say(it.path, change(value, (self.desk.prior or {}).get(cell)), note)
        self.desk.note_place(cell)

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
            shown[column] = Balance(decimal_text(gap) if gap is not None else "", len(wait.cells) if wait else 0)
            state = f"差 {gap}" if finding else f"待填 {len(wait.cells)} 格" if wait else "平"
            words.append(f"{next(iter(rule.words.values()))} {state}")
        self.check.show_columns(self.area.geometry_, shown, "，".join(words))

    def _say_selection(self) -> None:
        cells = self.area.selected_cells()
        self.desk.note_selection(cells if len(cells) > 1 else ())

    def choose_compare(self, compare: Compare) -> None:
        self.desk.choose_compare(compare)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say_columns(self.desk.evaluation)


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


def _switch(page: TablePage, theme: Theme) -> QWidget:
    """不显示 / 上年数 / 增减%: how last year stands in the cells; disabled, with the reason, where there is none."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    label = QLabel("对照上年")
    label.setProperty("tone", "second")
    label.setFont(theme.font(12))
    row.addWidget(label)
    row.addSpacing(theme.px(8))
    group = QButtonGroup(box)
    for index, (choice, words) in enumerate(_CHOICES):
        button = QToolButton()
        button.setText(words)
        button.setCheckable(True)
        button.setProperty("switch", True)
        button.setProperty("place", ("first", "middle", "last")[index])
        button.setFont(theme.font(12))
        button.setChecked(page.desk.compare == choice)
        button.setEnabled(page.desk.prior is not None)
        button.setToolTip("" if page.desk.prior is not None else "还没有上年报告")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _=False, it=choice: page.choose_compare(it))
        group.addButton(button)
        row.addWidget(button)
    return box


class Notes(QWidget):
    """Beside a narrow table, level with its rows: filling notes, and what the checks say of a row. Not printed."""

    def __init__(self, page: TablePage, theme: Theme) -> None:
        super().__init__()
        self.page, self.theme = page, theme
        self.labels: dict[int, QLabel] = {}
        form, model = page.desk.form, page.model
        for cell, (row, _) in model.places.items():
            guide = form.guides.get(form.cells[cell].row, "") or form.guides.get(cell, "")
            if row not in self.labels:
                label = QLabel(self)
                label.setWordWrap(True)
                label.setFont(theme.font(12))
                label.setProperty("tone", "second")
                label.setProperty("guide", guide)
                label.setText(guide)
                self.labels[row] = label
        self.setMinimumWidth(theme.px(160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(270), self.theme.px(100))

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """The first finding of a row takes the place of its note."""
        said: dict[int, str] = {}
        for finding in evaluation.findings:
            for cell in finding.cells:
                if not finding.late and cell in self.page.model.places:
                    said.setdefault(self.page.model.places[cell][0], finding.title)
        for row, label in self.labels.items():
            label.setText(said.get(row) or str(label.property("guide")))
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Level with the rows, as they stand now."""
        geometry = self.page.area.geometry_
        for row, label in self.labels.items():
            top = geometry.ys[row + geometry.lead] + 1
            label.setGeometry(0, top, self.width(), geometry.row_height(row + geometry.lead))
