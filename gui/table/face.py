"""How one cell looks: fill, lines, tag, last year, figure, corner mark, in that order. All sizes × the size of type."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.cells import CellView
from gui.theme import Theme

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


def paint_cell(painter: QPainter, rect: QRect, view: CellView, theme: Theme, *, several: bool, inset: int) -> None:
    """Everything but the lines around it. `several`: one of a selected range; `inset`: px that a frame takes inside."""
    painter.fillRect(rect, theme.color(_fill(view, several=several)))
    inner = rect.adjusted(inset, inset, -inset, -inset)
    left = _tag(painter, inner, view, theme) + inset
    taken = _figure(painter, rect, view, theme, left)
    end = _side(painter, rect, view, theme, left, taken)
    if view.lock and rect.left() + end + theme.px(18) <= rect.right() - taken:
        sign = theme.pixmap("lock", "t2", 12, painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.left() + end + theme.px(3), rect.center().y() - theme.px(6) + 1, sign)
    if view.mark:
        _mark(painter, inner, view, theme)


def _fill(view: CellView, *, several: bool) -> str:
    if several:
        return "acc-soft"
    if view.mark == "error" or view.unread:
        return "err-soft"
    if view.mark == "query":
        return "qry-soft"
    return "calc" if view.computed or view.protected else "page"


def _tag(painter: QPainter, rect: QRect, view: CellView, theme: Theme) -> int:
    """左 or 右 of the finding looked at; returns where the rest begins, from the cell's left."""
    if not view.tag:
        return theme.px(6)
    error = view.mark == "error"
    box = QRect(rect.left(), rect.top(), theme.px(15), rect.height() - 1)
    painter.fillRect(box, theme.color("err" if error else "qry-mark"))
    painter.setPen(theme.color("on-err" if error else "on-qry"))
    painter.setFont(theme.font(11))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), view.tag)
    return box.width() + theme.px(3)


def _figure(painter: QPainter, rect: QRect, view: CellView, theme: Theme, left: int) -> int:
    """The value, or the line of a blank; returns the width it takes from the right."""
    inner = rect.adjusted(left, 0, -theme.px(9), 0)
    if view.blank:
        painter.setPen(QPen(theme.color("rule"), 1))
        y = rect.center().y() + theme.px(6)
        painter.drawLine(inner.right() - theme.px(16), y, inner.right(), y)
        return theme.px(26)
    painter.setFont(theme.font(14, tabular=True))
    if view.unread:
        _unread(painter, inner, rect.bottom() - 1, view.text, theme)
        return rect.width()
    painter.setPen(theme.color("t3" if view.zero or view.running else "t1"))
    painter.drawText(inner, _RIGHT, view.text)
    if not view.side and not view.lock:
        return 0  # nobody has to know what is left beside it
    return painter.fontMetrics().horizontalAdvance(view.text) + theme.px(9)


def _unread(painter: QPainter, inner: QRect, bottom: int, text: str, theme: Theme) -> None:
    """As it was typed, at the left, with a wavy line."""
    painter.setPen(theme.color("err"))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
    painter.drawText(inner, _LEFT, shown)
    step = max(theme.px(3), 2)
    width = painter.fontMetrics().horizontalAdvance(shown)
    points = [QPointF(inner.left() + i * step, bottom - (i % 2) * step * 0.7) for i in range(width // step + 1)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPolyline(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


def _side(painter: QPainter, rect: QRect, view: CellView, theme: Theme, left: int, taken: int) -> int:
    """Last year's figure or the sum of a stated total; a tag may leave no room for last year's. Returns where the rest
    begins, from the cell's left."""
    if not view.side:
        return left
    painter.setFont(theme.font(12 if view.stated else 11, tabular=True))
    width = painter.fontMetrics().horizontalAdvance(view.side)
    if not view.stated and left + width + theme.px(2) > rect.width() - taken:
        return left
    painter.setPen(theme.color("err" if view.stated else "t3"))
    wide = rect.width() > theme.px(200)
    start = rect.right() - theme.px(120) if wide else rect.left() + left
    painter.drawText(QRect(start, rect.top(), width + theme.px(2), rect.height()), _LEFT, view.side)
    return start - rect.left() + width


def _mark(painter: QPainter, rect: QRect, view: CellView, theme: Theme) -> None:
    """The corner at the top right, by the gravest level."""
    right, top = rect.right() + 1, rect.top()
    size = theme.px(9)
    corner = QPolygonF([QPointF(right - size, top), QPointF(right, top), QPointF(right, top + size)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    match view.mark:
        case "error":
            side = round(theme.px(65) / 10)
            painter.fillRect(QRect(right - side, top, side, side), theme.color("err"))
        case "query":
            painter.setBrush(theme.color("qry-mark"))
            painter.drawPolygon(corner)
        case "explained":
            painter.setPen(QPen(theme.color("qry-mark"), 1.2))
            painter.drawPolygon(corner.translated(-1, 1))
        case "tip":
            painter.setBrush(theme.color("tip"))
            painter.drawEllipse(QPointF(right - theme.px(5), top + theme.px(5)), theme.px(5) / 2, theme.px(5) / 2)
    painter.restore()
