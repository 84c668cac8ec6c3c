"""Text measures for the geometry, from the theme's fonts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from PySide6.QtGui import QFontMetrics

from core.layout.boxes import Grid
from gui.cells import CellView
from gui.table.geometry import Geometry, place
from gui.textlines import balanced, wrapped
from gui.theme import Theme

MOST = 180
"""Design px that a figure may widen its column to: twenty digits."""


def geometry_for(grid: Grid, available: int, theme: Theme, least: Mapping[int, int] | None = None) -> Geometry:
    """The geometry of `grid` in a page `available` px wide; above 1150 design px the window counts as large.

    `least`: px that a column of figures needs, by column from 0 after the stub.
    """
    line = theme.line()

    def stub(text: str, width: int) -> int:
        return len(wrapped(text, width, theme)) * line

    def head(text: str, width: int) -> int:
        return len(balanced(text, width, theme)) * line

    roomy = available >= theme.px(1150)
    return place(grid, available, stub, theme.base / 13.0, head=head, roomy=roomy, least=least or {})


def column_needs(views: Mapping[tuple[int, int], CellView], theme: Theme) -> dict[int, int]:
    """The px that each column needs so that no figure is cut and last year's stands beside it."""
    needs: dict[int, int] = {}
    for (_, column), view in views.items():
        if (px := need(view, theme)) > needs.get(column, 0):
            needs[column] = px
    return needs


def need(view: CellView | None, theme: Theme) -> int:
    """The px that one cell needs, 0 where the least column has room for it."""
    if view is None:
        return 0
    return _need(len(view.text), 0 if view.unread else len(view.side), bool(view.tag), theme)


@lru_cache(maxsize=1024)
def _need(digits: int, beside: int, tagged: bool, theme: Theme) -> int:
    figure, side = (QFontMetrics(theme.font(size, tabular=True)).horizontalAdvance("0") for size in (14, 12))
    px = theme.px(15) + digits * figure
    if beside:
        px += theme.px(4) + beside * side
    if tagged and px > theme.px(41):
        px += theme.px(12)
    return min(px, theme.px(MOST)) if px > theme.px(56) else 0
