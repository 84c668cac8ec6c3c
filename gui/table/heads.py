"""The head over a table and the stub beside it: small header views that paint the layout's boxes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.layout.boxes import Box
from gui.table.geometry import Geometry
from gui.table.paint import Window, paint_labels, paint_lock
from gui.theme import Theme

_Key = tuple[Window, tuple[int, ...], Theme, float]


class BoxHeader(QHeaderView):
    """Shared by both: fixed sections, nothing clickable, boxes painted by section positions."""

    def __init__(self, orientation: Qt.Orientation, geometry: Geometry, theme: Theme, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.geometry_, self.theme = geometry, theme
        self.lit: frozenset[Box] = frozenset()
        self.pictures: dict[_Key, QPixmap] = {}
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(1)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # what lies below need not be painted

    def light(self, lit: frozenset[Box]) -> None:
        """Mark the labels of the current cell, as far as they stand here."""
        mine = frozenset(box for box in lit if self._holds(box))
        if mine != self.lit:
            window, changed = self._window(), mine ^ self.lit
            self.lit = mine
            for rect in (window.rect(box, self.geometry_) for box in changed):
                if rect is not None:
                    self.viewport().update(rect)

    def _holds(self, box: Box) -> bool:
        raise NotImplementedError

    def _window(self) -> Window:
        """What of the table stands here now."""
        raise NotImplementedError

    def _edges(self) -> tuple[int, ...]:
        """The edges of the columns in which the labels of this side lie."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:
        """The labels from a picture of all of them, which scrolling only moves. Painted each time are the marked ones
        and those that are cut, because their text stands in the middle of what is seen of them."""
        window = self._window()
        whole = self._unscrolled(window)
        picture = self._picture(whole)
        place = whole.visible.translated(window.shift - whole.shift, window.tops[0] if window.tops else 0)
        painter = QPainter(self.viewport())
        if not place.contains(event.rect()):
            painter.fillRect(event.rect(), self.theme.color("page"))
        painter.drawPixmap(place.topLeft(), picture)
        live = self.lit | frozenset(box for box in self._tall() if _is_cut(window.rect(box, self.geometry_), window))
        paint_labels(painter, self.geometry_, window, self.theme, self.lit, live)
        painter.end()

    def _unscrolled(self, window: Window) -> Window:
        """The same rows and all columns of this side, everything to be seen."""
        edges = self._edges()
        first, last = edges[0], edges[-1]
        up = window.tops[0] if window.tops else 0
        tops, bottoms = (tuple(y - up for y in ys) for ys in (window.tops, window.bottoms))
        return Window(window.rows, tops, bottoms, -first, QRect(0, 0, last - first, bottoms[-1] if bottoms else 0))

    def _picture(self, whole: Window) -> QPixmap:
        """The last two are kept: a figure that widens its column often soon does so no more."""
        key = (whole, self._edges(), self.theme, self.devicePixelRatioF())
        if key not in self.pictures:
            for old in tuple(self.pictures)[:-1]:
                del self.pictures[old]
            self.pictures[key] = self._made(whole)
        return self.pictures[key]

    def _tall(self) -> tuple[Box, ...]:
        return tuple(box for box in self.geometry_.grid.boxes if box.rowspan > 1 and self._holds(box))

    def _made(self, whole: Window) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(whole.visible.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(self.theme.color("page"))
        painter = QPainter(picture)
        paint_labels(painter, self.geometry_, whole, self.theme, ())
        painter.end()
        return picture


def _is_cut(rect: QRect | None, window: Window) -> bool:
    return rect is not None and rect.intersects(window.visible) and not window.visible.contains(rect)


class TopHead(BoxHeader):
    """The column labels; as tall as the head rows of the grid."""

    def __init__(self, geometry: Geometry, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, geometry, theme, parent)

    def _holds(self, box: Box) -> bool:
        return box.role == "head"

    def sizeHint(self) -> QSize:
        return QSize(self.geometry_.width, self.geometry_.head_height)

    def _edges(self) -> tuple[int, ...]:
        return self.geometry_.xs[self.geometry_.grid.stub_cols :]

    def _window(self) -> Window:
        ys = self.geometry_.ys
        rows = tuple(range(self.geometry_.lead))
        shift = -self.offset() - self.geometry_.stub_width
        return Window(rows, ys[: len(rows)], ys[1 : len(rows) + 1], shift, self.viewport().rect())


class SideStub(BoxHeader):
    """The row labels of one view: only the rows that this view shows."""

    def __init__(self, geometry: Geometry, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, geometry, theme, parent)
        self.locked: frozenset[Box] = frozenset()

    def lock(self, boxes: frozenset[Box]) -> None:
        """Say at these labels that their rows come from last year's report."""
        mine = frozenset(box for box in boxes if self._holds(box))
        if mine != self.locked:
            self.locked = mine
            self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.locked:
            painter = QPainter(self.viewport())
            for rect in (self._window().rect(box, self.geometry_) for box in self.locked):
                if rect is not None:
                    paint_lock(painter, rect, self.theme)
            painter.end()

    def _holds(self, box: Box) -> bool:
        view, lead = self.parent(), self.geometry_.lead
        rows = range(box.row - lead, box.row + box.rowspan - lead)
        return box.role == "stub" and isinstance(view, QTableView) and not all(map(view.isRowHidden, rows))

    def sizeHint(self) -> QSize:
        return QSize(self.geometry_.stub_width, 0)

    def _edges(self) -> tuple[int, ...]:
        return self.geometry_.xs[: self.geometry_.grid.stub_cols + 1]

    def _window(self) -> Window:
        view = self.parent()
        assert isinstance(view, QTableView)
        return window_of(view, self.geometry_, 0, self.viewport().rect())


def window_of(view: QTableView, geometry: Geometry, shift: int, visible: QRect) -> Window:
    """The rows that `view` shows, with their places in its viewport."""
    shown = [row for row in geometry.body if not view.isRowHidden(row - geometry.lead)]
    tops = tuple(view.rowViewportPosition(row - geometry.lead) for row in shown)
    heights = (view.rowHeight(row - geometry.lead) for row in shown)
    bottoms = tuple(top + height for top, height in zip(tops, heights, strict=True))
    return Window(tuple(shown), tops, bottoms, shift, visible)


class Corner(QWidget):
    """The label over the stub, beside the head."""

    def __init__(self, geometry: Geometry, theme: Theme, parent: QAbstractItemView) -> None:
        super().__init__(parent)
        self.geometry_, self.theme = geometry, theme

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ys = self.geometry_.ys
        rows = tuple(range(self.geometry_.lead))
        window = Window(rows, ys[: len(rows)], ys[1 : len(rows) + 1], 0, self.rect())
        paint_labels(painter, self.geometry_, window, self.theme, ())
        painter.end()
