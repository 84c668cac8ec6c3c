"""Beside a narrow table, level with its rows: filling notes, and what the checks say of a row. Not printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.check.evaluation import Evaluation
from core.form.claim import refs
from core.form.model import Form
from core.values import Number, Value, decimal_text
from gui.cells import change
from gui.findingsmodel import SIGNS, sign_of
from gui.table.model import GridModel
from gui.table.views import TableArea
from gui.textlines import clipped, draw_lines, wrapped
from gui.theme import Theme

_MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Note:
    """`sign` is empty for a filling note."""

    words: str
    sign: str = ""


def opening_stocks(form: Form) -> frozenset[str]:
    """The cells whose figure of last year is the stock that a row of this year goes on from: the rules say which, by
    setting several figures of the row against one of last year's."""
    found = set()
    for rule in form.rules:
        named = refs(rule.claim) if rule.claim else ()
        last, now = {r.cell for r in named if r.prior}, {r.cell for r in named if not r.prior}
        if len(last) == 1 and len(now) > 1 and last <= now and len({form.cells[c].row for c in now}) == 1:
            found |= last
    return frozenset(found)


class Notes(QWidget):
    """The first finding of a row takes the place of its note."""

    def __init__(self, form: Form, model: GridModel, area: TableArea, theme: Theme) -> None:
        super().__init__()
        self.model, self.area, self.theme = model, area, theme
        self.guides: dict[int, Note] = {}
        for cell, (row, _) in model.places.items():
            words = form.guides.get(form.cells[cell].row, "") or form.guides.get(cell, "")
            if words:
                self.guides.setdefault(row, Note(words))
        self.notes: Mapping[int, Note] = self.guides
        self.stocks = opening_stocks(form)
        self.setMinimumWidth(theme.px(160))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("填报说明")

    def sizeHint(self) -> QSize:
        return QSize(self.theme.px(270), self.theme.px(100))

    def show_evaluation(self, evaluation: Evaluation, prior: Mapping[str, Value] | None) -> None:
        """A finding before what last year's report says, that before the filling note."""
        said: dict[int, Note] = {}
        last = {row: Note(words) for row, words in self._beside_last_year(evaluation, prior or {}).items()}
        for finding in evaluation.findings:
            for cell in finding.cells:
                if not finding.late and cell in self.model.places:
                    said.setdefault(self.model.places[cell][0], Note(finding.title, sign_of(finding)))
        self.notes = {**self.guides, **last, **said}
        self.setAccessibleDescription("；".join(note.words for _, note in sorted(self.notes.items())))
        self.update()

    def _beside_last_year(self, evaluation: Evaluation, prior: Mapping[str, Value]) -> dict[int, str]:
        """By row: the opening stock that this year's figures go on from, or how the row's one figure has changed."""
        rows: dict[int, list[str]] = {}
        for cell, (row, _) in self.model.places.items():
            rows.setdefault(row, []).append(cell)
        found: dict[int, str] = {}
        for row, cells in rows.items():
            stock = next((cell for cell in cells if cell in self.stocks), None)
            if stock is not None and isinstance(last := prior.get(stock), Number):
                found[row] = f"上年{self.model.form.cells[stock].name.rpartition('，')[2]} {decimal_text(last.value)}"
            elif len(cells) == 1:
                words = change(evaluation.values.get(cells[0]), prior.get(cells[0])).partition("，")[2]
                found |= {row: words} if words else {}
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, geometry = self.theme, QPainter(self), self.area.geometry_
        step = theme.line(12)
        for row, note in self.notes.items():
            top, height = geometry.ys[row + geometry.lead] + 1, geometry.row_height(row + geometry.lead)
            rect = QRect(theme.px(20), top, max(self.width() - theme.px(20), 1), height)
            lines = clipped(wrapped(note.words, rect.width(), theme, 12), max(height // step, 1))
            if note.sign:
                sign = theme.pixmap(f"sign-{note.sign}", SIGNS[note.sign], 14, self.devicePixelRatioF())
                painter.drawPixmap(0, rect.center().y() - theme.px(7) + 1, sign)
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("t2"))
            draw_lines(painter, rect, lines, step, _MIDDLE)
        painter.end()
