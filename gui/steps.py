"""The list of steps at the left: each section with its state by sign and word; free to jump."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from PySide6.QtCore import QAbstractListModel, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from core.check.evaluation import Evaluation, Progress
from core.form.model import Form
from gui.ground import Ground
from gui.items import NOWHERE, Index, area, has_keys, is_chosen
from gui.rows import current_row, focus_frame
from gui.table.lines import ElidedLabel
from gui.textlines import draw_lines, wrapped
from gui.theme import Theme

StepRole = int(Qt.ItemDataRole.UserRole)
DOT = " · "

SIGNS = {"error": "err", "query": "qry-mark", "explained": "qry-mark", "partial": "acc", "blank": "t3", "done": "ok"}


@dataclass(frozen=True, slots=True)
class Step:
    """A row: `sign` is the name of a sign icon, `words` its parts as (text, token)."""

    title: str
    sign: str
    words: tuple[tuple[str, str], ...]
    divided: bool = False  # a line above it

    @property
    def spoken(self) -> str:
        return f"{self.title}，" + "，".join(text for text, _ in self.words)


def step(title: str, progress: Progress, *, kind: str, explained: int = 0) -> Step:
    """The state of a section in the order in which it matters: 强制, 核实, what is left, 已说明, 提示."""
    left = progress.needed - progress.filled
    words: list[tuple[str, str]] = []
    if progress.errors:
        words.append((f"强制 {progress.errors}", "err"))
    if progress.queries:
        words.append((f"核实 {progress.queries}", "qry"))
    if left == progress.needed and left and not words:
        words.append(("未填", "t2"))
    elif left:
        words.append(("未填" if kind == "text" else f"余 {left} {'格' if kind == 'table' else '项'}", "t2"))
    elif not words:
        words.append(("已填完", "t2"))
    if explained:
        words.append((f"已说明 {explained}", "t2"))
    if progress.tips:
        words.append((f"提示 {progress.tips}", "t2"))
    sign = "error" if progress.errors else "query" if progress.queries else ""
    if not sign:
        sign = "blank" if not progress.filled else "partial" if left else "explained" if explained else "done"
    return Step(title, sign, tuple(words))


def section_steps(form: Form, evaluation: Evaluation) -> tuple[Step, ...]:
    """Each section of the form with its state."""
    excused = [frozenset(f.cells) for f in evaluation.findings if f.explained]
    found = []
    for section in form.sections:
        explained = sum(not cells.isdisjoint(section.cells) for cells in excused)
        found.append(step(section.heading, evaluation.progress[section.id], kind=section.kind, explained=explained))
    return tuple(found)


class StepModel(QAbstractListModel):
    """The steps in order."""

    def __init__(self, steps: tuple[Step, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = steps

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        it = self.steps[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return it.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return it.spoken
            case _ if role == StepRole:
                return it
        return None

    def show(self, steps: tuple[Step, ...]) -> None:
        """New states; rows that look the same are left alone."""
        for row, (old, new) in enumerate(zip(self.steps, steps, strict=True)):
            if old != new:
                self.steps = (*self.steps[:row], new, *self.steps[row + 1 :])
                self.dataChanged.emit(self.index(row), self.index(row))


class StepDelegate(QStyledItemDelegate):
    """Sign, wrapped title, state line; the current row has a bar."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.theme = theme

    def _inner(self, width: int) -> int:
        return max(width - self.theme.px(11 + 14 + 8 + 8), 1)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it = cast(StepModel, index.model()).steps[index.row()]
        return _size(it, self._inner(cast(QListView, self.parent()).viewport().width()), self.theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it = cast(Step, index.data(StepRole))
        rect = area(option)
        chosen = is_chosen(option)
        theme = self.theme
        painter.save()
        if it.divided:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.color("line"))
            rect.setTop(rect.top() + theme.px(8))
        if chosen:
            current_row(painter, rect, theme)
        sign = "document" if it.sign == "document" else f"sign-{it.sign}"
        pixmap = theme.pixmap(sign, SIGNS.get(it.sign, "t2"), 14, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + theme.px(11), rect.top() + theme.px(8), pixmap)
        inner = rect.adjusted(theme.px(11 + 14 + 9), theme.px(6), -theme.px(7), 0)
        title = wrapped(it.title, self._inner(rect.width()), theme, bold=True)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(13, bold=chosen))
        draw_lines(painter, inner, title, theme.line(), Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._state(painter, it, inner.adjusted(0, theme.line() * len(title), 0, 0), self._inner(rect.width()))
        if has_keys(option):
            focus_frame(painter, rect, theme)
        painter.restore()

    def _state(self, painter: QPainter, it: Step, rect: QRect, width: int) -> None:
        painter.setFont(self.theme.font(12))
        for number, line in enumerate(_in_lines(it.words, width, self.theme)):
            x, y = rect.left(), rect.top() + number * self.theme.line()
            for place, (text, token) in enumerate(line):
                for words, colour in ((DOT if place else "", "t2"), (text, token)):
                    painter.setPen(self.theme.color(colour))
                    box = QRect(x, y, rect.right() - x + 1, self.theme.line())
                    painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), words)
                    x += painter.fontMetrics().horizontalAdvance(words)


@lru_cache(maxsize=64)
def _size(it: Step, width: int, theme: Theme) -> QSize:
    """A view asks for it several times a key."""
    lines = len(wrapped(it.title, width, theme, bold=True)) + len(_in_lines(it.words, width, theme))
    return QSize(theme.px(120), lines * theme.line() + theme.px(12 + (8 if it.divided else 0)))


@lru_cache(maxsize=64)
def _in_lines(words: tuple[tuple[str, str], ...], width: int, theme: Theme) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The parts of the state line, in as many lines of `width` px as they need."""
    metrics = QFontMetrics(theme.font(12))
    lines: list[list[tuple[str, str]]] = [[]]
    x = 0
    for part in words:
        wide = metrics.horizontalAdvance(part[0] + DOT)
        if lines[-1] and x + wide - metrics.horizontalAdvance(DOT) > width:
            lines.append([])
            x = 0
        lines[-1].append(part)
        x += wide
    return tuple(map(tuple, lines))


class StepList(QListView):
    """The view; what is chosen is the page shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setItemDelegate(StepDelegate(theme, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("步骤")
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, theme.color("panel"))
        self.setPalette(palette)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # rows wrap by width

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        QAbstractItemView.dataChanged(self, first, last, roles)  # a list of its own accord lays out and paints all rows
        heights = {self.visualRect(first).height(), self.sizeHintForIndex(first).height()}
        if len(heights) > 1:  # a state line has become one line more or less
            self.scheduleDelayedItemsLayout()


class StepPanel(Ground):
    """The unit and its year over the list of steps."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = StepList(theme)
        self.unit = ElidedLabel("", theme, stretch=True, size=14, bold=True)
        self.period = ElidedLabel("second", theme, stretch=True)
        head = QWidget()
        head.setFixedHeight(theme.px(60))
        words = QVBoxLayout(head)
        words.setContentsMargins(theme.px(14), theme.px(11), theme.px(6), theme.px(9))
        words.setSpacing(0)
        words.addWidget(self.unit)
        words.addWidget(self.period)
        line = QFrame()
        line.setProperty("divider", "h")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(line)
        column.addSpacing(theme.px(6))
        column.addWidget(self.list, 1)

    def say_period(self, parts: list[str]) -> None:
        """Year, kind and scope; closer together where the line is too short."""
        self.period.say(DOT.join(parts), DOT.strip().join(parts))
