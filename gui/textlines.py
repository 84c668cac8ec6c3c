"""Text in lines: wrapped to a width, or balanced under a head, and drawn at the design's line height."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QTextLayout, QTextOption

from gui.theme import Theme

_STOPS = ("，；", "、：—")
"""Where a label is broken best, where else."""
CLOSE = 0.78
"""A head that takes more of its column's width than this stands in two lines."""


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int, theme: Theme, size: float = 13.0, *, bold: bool = False) -> tuple[str, ...]:
    """`text` in lines of at most `width` px, broken where Chinese may be broken."""
    font = theme.font(size, bold=bold)
    if "\n" not in text and "\u2028" not in text and QFontMetricsF(font).horizontalAdvance(text) <= width - 1:
        return (text,)  # most have room in one line, and laying them out takes several times as long
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(width, 1))
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip("\u2028\n"))
    layout.endLayout()
    return tuple(lines) or ("",)


@lru_cache(maxsize=1024)
def balanced(text: str, width: int, theme: Theme, size: float = 13.0, *, bold: bool = False) -> tuple[str, ...]:
    """A head's label: whole where it has room, else in lines of like length (商业 over 企业), after a comma if near."""
    metrics = QFontMetrics(theme.font(size, bold=bold))
    whole = metrics.horizontalAdvance(text)
    if whole <= (width if len(text) < 4 else width * CLOSE):
        return (text,)
    count = max(2, -(-whole // max(width, 1)))
    if count == 2:
        middle = -(-len(text) // 2)
        stops = [(rank, i + 1) for rank, marks in enumerate(_STOPS) for i, c in enumerate(text[:-1]) if c in marks]
        for at in (*(i for _, i in sorted(stops, key=lambda it: (it[0], abs(it[1] - middle)))), middle):
            if max(metrics.horizontalAdvance(text[:at]), metrics.horizontalAdvance(text[at:])) <= width:
                return text[:at], text[at:]
    return wrapped(text, max(width, 1), theme, size, bold=bold)


def clipped(lines: Sequence[str], most: int) -> tuple[str, ...]:
    """The first `most` lines; the last of them ends in … if there are more."""
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], lines[most - 1][:-1] + "…")


def draw_lines(painter: QPainter, rect: QRect, lines: Sequence[str], step: int, align: Qt.AlignmentFlag) -> None:
    """The lines one below the other, each `step` px high, as a block that stands in `rect` by `align`."""
    across = align & Qt.AlignmentFlag.AlignHorizontal_Mask
    high = step * len(lines)
    y = rect.top()
    if align & Qt.AlignmentFlag.AlignVCenter:
        y += (rect.height() - high) // 2
    elif align & Qt.AlignmentFlag.AlignBottom:
        y += rect.height() - high
    flags = int(across | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextDontClip)
    for line in lines:
        painter.drawText(QRect(rect.left(), y, rect.width(), step), flags, line)
        y += step
