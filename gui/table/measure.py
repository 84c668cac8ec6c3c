"""Text measures for the geometry, from the theme's fonts."""

from __future__ import annotations

from collections.abc import Mapping

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
    figures, sides = (QFontMetrics(theme.font(size, tabular=True)) for size in (14, 12))
    digit, small = figures.horizontalAdvance("0"), sides.horizontalAdvance("0")
    needs: dict[int, int] = {}
    for (_, column), view in views.items():
        need = theme.px(15) + len(view.text) * digit
        if view.side and not view.unread:
            need += theme.px(4) + len(view.side) * small
        if view.tag and need > theme.px(41):
            need += theme.px(12)
        needs[column] = max(needs.get(column, 0), min(need, theme.px(MOST)))
    return {column: need for column, need in needs.items() if need > theme.px(56)}
