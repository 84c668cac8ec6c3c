"""The head over a table and the stub beside it: small header views that paint the layout's boxes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from PySide6.QtCore import QItemSelection, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QRegion
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.layout.boxes import Box
from gui.items import Index
from gui.table.geometry import Geometry
from gui.table.paint import Window, paint_labels, paint_lock
from gui.theme import Theme

_Key = tuple[Window, tuple[int, ...], Theme, float]


class BoxHeader(QHeaderView):
    """Shared by both: fixed sections, nothing clickable, boxes painted by section positions."""

    def __init__(
        self,
        orientation: Qt.Orientation,
        geometry: Geometry,
        theme: Theme,
        parent: QTableView,
        mine: Iterable[Box],
    ) -> None:
        """`mine`: the labels that stand here; those of a table stay the same, wherever its edges lie."""
        super().__init__(orientation, parent)
        self.geometry_, self.theme, self.view = geometry, theme, parent
        self.mine = frozenset(mine)
        self.tall = tuple(box for box in self.mine if box.rowspan > 1)
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
        mine = lit & self.mine
        if mine != self.lit:
            window, changed = self._window(), mine ^ self.lit
            self.lit = mine
            for rect in (window.rect(box, self.geometry_) for box in changed):
                if rect is not None:
                    self.viewport().update(rect)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Nothing: what is selected changes no label. Qt would paint whole rows and columns of them at each key."""
        return QRegion()

    def currentChanged(self, current: Index, old: Index) -> None:
        """Nothing here either: `light` is told of the labels of the current cell."""

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
        paint_labels(painter, self.geometry_, window, self.theme, self.lit, self._live(window, event.region()))
        painter.end()

    def _live(self, window: Window, region: QRegion) -> frozenset[Box]:
        """The labels of which `region` shows something that the picture does not."""
        cut = (box for box in self.tall if _is_cut(window.rect(box, self.geometry_), window))
        places = ((box, window.rect(box, self.geometry_)) for box in self.lit.union(cut))
        return frozenset(box for box, rect in places if rect is not None and region.intersects(rect))

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

    def __init__(self, geometry: Geometry, theme: Theme, parent: QTableView) -> None:
        heads = (box for box in geometry.grid.boxes if box.role == "head")
        super().__init__(Qt.Orientation.Horizontal, geometry, theme, parent, heads)

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

    def __init__(self, geometry: Geometry, theme: Theme, parent: QTableView, rows: tuple[int, ...]) -> None:
        """`rows`: those of the grid that the view shows, ascending."""
        shown = frozenset(rows)
        stubs = (
            box
            for box in geometry.grid.boxes
            if box.role == "stub" and not shown.isdisjoint(range(box.row, box.row + box.rowspan))
        )
        super().__init__(Qt.Orientation.Vertical, geometry, theme, parent, stubs)
        self.rows = rows
        self.locked: frozenset[Box] = frozenset()

    def lock(self, boxes: frozenset[Box]) -> None:
        """Say at these labels that their rows come from last year's report."""
        mine = boxes & self.mine
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

    def sizeHint(self) -> QSize:
        return QSize(self.geometry_.stub_width, 0)

    def _edges(self) -> tuple[int, ...]:
        return self.geometry_.xs[: self.geometry_.grid.stub_cols + 1]

    def _window(self) -> Window:
        return window_of(self.view, self.rows, self.geometry_, 0, self.viewport().rect())


def window_of(view: QTableView, rows: tuple[int, ...], geometry: Geometry, shift: int, visible: QRect) -> Window:
    """The rows of the grid that `view` shows, one below the other, with their places in its viewport."""
    top = view.rowViewportPosition(rows[0] - geometry.lead) if rows else 0
    edges = tuple(accumulate(map(geometry.row_height, rows), initial=top))
    return Window(rows, edges[:-1], edges[1:], shift, visible)


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
