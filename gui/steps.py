"""The list of steps at the left: each section with its state by sign and word; free to jump."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from core.check.evaluation import Progress
from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
StepRole = int(Qt.ItemDataRole.UserRole)

_SIGNS = {"error": "err", "query": "qry-mark", "explained": "qry-mark", "partial": "acc", "blank": "t3", "done": "ok"}


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


class StepModel(QAbstractListModel):
    """The steps in order."""

    def __init__(self, steps: tuple[Step, ...], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.steps = steps

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 # Qt's own signature
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

    def _title_height(self, title: str, width: int, *, bold: bool) -> int:
        return len(_wrapped(title, width, self.theme, bold=bold)) * self.theme.px(17)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        it = cast(Step, index.data(StepRole))
        view = cast(QWidget, self.parent())
        width = view.width() - self.theme.px(11 + 14 + 8 + 8)
        height = self.theme.px(6 + 17 + 6) + self._title_height(it.title, width, bold=True)
        return QSize(self.theme.px(120), height + (self.theme.px(8) if it.divided else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        it = cast(Step, index.data(StepRole))
        rect = QRect(cast(QRect, option.rect))  # type: ignore[attr-defined] # the stubs forget the option's fields
        chosen = bool(option.state & option.state.State_Selected)  # type: ignore[attr-defined] # as above
        focused = bool(option.state & option.state.State_HasFocus)  # type: ignore[attr-defined] # as above
        theme = self.theme
        painter.save()
        if it.divided:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.color("line"))
            rect.setTop(rect.top() + theme.px(8))
        if chosen:
            painter.fillRect(rect, theme.color("acc-soft"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.color("acc"))
        ratio = painter.device().devicePixelRatioF()
        sign = "document" if it.sign == "document" else f"sign-{it.sign}"
        pixmap = theme.pixmap(sign, _SIGNS.get(it.sign, "t2"), 14, ratio)
        painter.drawPixmap(rect.left() + theme.px(11), rect.top() + theme.px(8), pixmap)
        x = rect.left() + theme.px(11 + 14 + 9)
        width = rect.right() - x - theme.px(6)
        y = rect.top() + theme.px(6)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font(13, bold=chosen))
        for line in _wrapped(it.title, width, theme, bold=True):
            painter.drawText(QRect(x, y, width + theme.px(6), theme.px(17)), int(Qt.AlignmentFlag.AlignVCenter), line)
            y += theme.px(17)
        self._words(painter, it, QRect(x, y, width, theme.px(17)))
        if focused:
            painter.setPen(theme.color("acc"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _words(self, painter: QPainter, it: Step, rect: QRect) -> None:
        painter.setFont(self.theme.font(12))
        x = rect.left()
        for number, (text, token) in enumerate(it.words):
            if number:
                painter.setPen(self.theme.color("t2"))
                painter.drawText(
                    QRect(x, rect.top(), rect.width(), rect.height()), int(Qt.AlignmentFlag.AlignVCenter), " · "
                )
                x += painter.fontMetrics().horizontalAdvance(" · ")
            painter.setPen(self.theme.color(token))
            painter.drawText(
                QRect(x, rect.top(), rect.width(), rect.height()), int(Qt.AlignmentFlag.AlignVCenter), text
            )
            x += painter.fontMetrics().horizontalAdvance(text)


def _wrapped(text: str, width: int, theme: Theme, *, bold: bool) -> list[str]:
    """`text` in lines of at most `width` px."""
    layout = QTextLayout(text, theme.font(13, bold=bold))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()])
    layout.endLayout()
    return lines


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
