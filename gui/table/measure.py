"""Text measures for the geometry, from the theme's fonts."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from core.layout.boxes import Grid
from gui.table.geometry import Geometry, place
from gui.theme import Theme


def geometry_for(grid: Grid, available: int, theme: Theme) -> Geometry:
    """The geometry of `grid` in a page `available` px wide; above 1200 design px the window counts as large."""
    metrics = QFontMetrics(theme.font())
    line = theme.line()

    def measure(text: str, width: int) -> int:
        flags = int(Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
        rect = metrics.boundingRect(QRect(0, 0, max(width, 1), 10_000), flags, text)
        return max(round(rect.height() / metrics.lineSpacing()), 1) * line

    return place(grid, available, measure, theme.base / 13.0, roomy=available >= theme.px(1150))
