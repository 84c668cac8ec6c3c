"""The source: the pages of a PDF with the figures framed, or the text as the reader saw it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)  # fmt: skip
from PySide6.QtWidgets import QScrollArea, QTextBrowser, QTextEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from core.readers.lines import Box
from core.readers.reading import Place
from core.services import reading
from core.services.bringing import Brought
from gui.background import Background
from gui.theme import Theme


class TextSource(QTextBrowser):
    """Read only; tables as tables. `look_at` shows a cell, `mark` those that are doubtful."""

    def __init__(self, it: Brought, theme: Theme) -> None:
        super().__init__()
        self.it, self.theme = it, theme
        self.setObjectName("source")
        self.setAccessibleName("来源")
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(13))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(theme.px(16))
        self.places: dict[Place, tuple[int, int]] = {}
        self.doubtful: tuple[str, ...] = ()
        self._write()

    def _write(self) -> None:
        """The rows of the source, rows of several slots below each other as one table."""
        cursor = QTextCursor(self.document())
        for number, rows in _runs(self.it.rows):
            if len(rows) == 1 and len(rows[0]) == 1:
                block = QTextBlockFormat()
                block.setBottomMargin(self.theme.px(4))
                cursor.insertBlock(block)
                start = cursor.position()
                cursor.insertText(rows[0][0])
                self.places[number, 0] = (start, cursor.position())
            else:
                self._table(cursor, number, rows)
                cursor.movePosition(QTextCursor.MoveOperation.End)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _table(self, cursor: QTextCursor, first: int, rows: list[tuple[str, ...]]) -> None:
        width = max(map(len, rows))
        look = QTextTableFormat()
        look.setBorder(0)
        look.setBorderCollapse(True)
        look.setCellPadding(self.theme.px(3))
        framed = QTextTableCellFormat()
        framed.setBorder(1)
        framed.setBorderBrush(self.theme.color("grid"))
        framed.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        look.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table = cursor.insertTable(len(rows), width, look)
        for down, slots in enumerate(rows):
            gap = width - len(slots)  # a row lacks the labels that began above it
            for across, text in enumerate(slots):
                cell = table.cellAt(down, gap + across)
                cell.setFormat(framed)
                inside = cell.firstCursorPosition()
                start = inside.position()
                inside.insertText(text)
                self.places[first + down, across] = (start, inside.position())

    def mark(self, cells: tuple[str, ...]) -> None:
        """The cells that are doubtful."""
        self.doubtful = cells
        self._select(None)

    def look_at(self, cell: str) -> None:
        """Bring a cell into view and mark it."""
        place = self.it.places.get(cell)
        at = self._stretch(place) if place else None
        if at:
            cursor = QTextCursor(self.document())
            cursor.setPosition(at[0])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self._select(at)

    def _stretch(self, place: Place) -> tuple[int, int] | None:
        row, slot = place
        if slot >= 0:
            return self.places.get((row, slot))
        whole = [span for (at, _), span in self.places.items() if at == row]
        return (min(start for start, _ in whole), max(end for _, end in whole)) if whole else None

    def _select(self, current: tuple[int, int] | None) -> None:
        doubtful = [self._stretch(self.it.places[c]) for c in self.doubtful if c in self.it.places]
        marked = [(span, "qry-soft") for span in doubtful if span] + ([(current, "acc-soft")] if current else [])
        made: list[QTextEdit.ExtraSelection] = []
        for (start, end), token in marked:
            one = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            look = QTextCharFormat()
            look.setBackground(self.theme.color(token))
            if token == "acc-soft":
                look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
                look.setUnderlineColor(self.theme.color("acc"))
            one.cursor, one.format = cursor, look  # type: ignore[attr-defined] # the stubs forget the fields
            made.append(one)
        self.setExtraSelections(made)


def _runs(rows: tuple[tuple[str, ...], ...]) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """(the first row's number, rows): rows of several slots that follow each other together, others alone."""
    run: list[tuple[str, ...]] = []
    for number, slots in enumerate(rows):
        if len(slots) > 1:
            run.append(slots)
            continue
        if run:
            yield number - len(run), run
            run = []
        if slots:
            yield number, [slots]
    if run:
        yield len(rows) - len(run), run


class Sheet(QWidget):
    """One page: its picture, frames around figures."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.image = QImage()
        self.doubtful: list[Box] = []
        self.current: list[Box] = []

    def show_image(self, image: QImage) -> None:
        self.image = image
        ratio = image.devicePixelRatio()
        self.setFixedSize(round(image.width() / ratio), round(image.height() / ratio))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QPointF(0, 0), self.image)
        painter.setPen(QPen(self.theme.color("rule"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        for boxes, token, wide in ((self.doubtful, "qry-mark", 2), (self.current, "acc", 3)):
            ground = QColor(self.theme.color(token))
            ground.setAlphaF(0.12)
            painter.setPen(QPen(self.theme.color(token), wide))
            painter.setBrush(ground)
            for box in boxes:
                painter.drawRect(self.place(box))
        painter.end()

    def place(self, box: Box) -> QRectF:
        """Where a box lies on this page's picture."""
        wide, high = self.width(), self.height()
        corner = QPointF(box.left * wide, box.top * high)
        return QRectF(corner, QPointF(box.right * wide, box.bottom * high)).adjusted(-1, -1, 1, 1)


class PdfSource(QScrollArea):
    """`turned` (page from 0, count): another page is shown. The reading process draws them, beside the window."""

    turned = Signal(int, int)

    def __init__(self, it: Brought, background: Background, theme: Theme) -> None:
        super().__init__()
        assert it.pages is not None
        self.it, self.pages, self.background, self.theme = it, it.pages, background, theme
        self.setObjectName("paper")
        self.setAccessibleName("来源，PDF 页面")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        inside = QWidget()
        inside.setObjectName("paper")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8))
        self.sheet = Sheet(theme)
        column.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.page, self.drawn = 0, (-1, 0)
        self.doubtful: tuple[str, ...] = ()
        self.current = ""

    def _boxes(self, cell: str) -> list[Box]:
        place = self.it.places.get(cell)
        return list(self.pages.boxes(place)) if place else []

    def mark(self, cells: tuple[str, ...]) -> None:
        """The cells that are doubtful."""
        self.doubtful = cells
        self._frames()

    def look_at(self, cell: str) -> None:
        """Turn to a cell's page and frame it."""
        self.current = cell
        boxes = self._boxes(cell)
        if boxes and boxes[0].page != self.page:
            self.turn(boxes[0].page)
        self._frames()
        self._bring_into_view()

    def _bring_into_view(self) -> None:
        for box in self._boxes(self.current)[:1]:
            rect = self.sheet.place(box).translated(QPointF(self.sheet.pos()))
            self.ensureVisible(round(rect.center().x()), round(rect.center().y()), 80, 120)

    def _frames(self) -> None:
        here = [box for cell in self.doubtful for box in self._boxes(cell) if box.page == self.page]
        self.sheet.doubtful = here
        self.sheet.current = [box for box in self._boxes(self.current) if box.page == self.page]
        self.sheet.update()

    def turn(self, page: int) -> None:
        """Show the page `page`, from 0."""
        self.page = min(max(page, 0), self.pages.count - 1)
        self._draw()
        self._frames()
        self.turned.emit(self.page, self.pages.count)

    def _draw(self) -> None:
        ratio, page = self.devicePixelRatioF(), self.page
        width = max(self.viewport().width() - self.theme.px(34), 200)
        if self.drawn == (page, width):
            return
        self.drawn = (page, width)
        source, scale = self.it.source, width * ratio / 595.28

        def work() -> tuple[int, int, int, bytes] | None:
            return reading.parser().picture(source.data, source.name, page, scale)

        def done(made: tuple[int, int, int, bytes] | None) -> None:
            if made and self.drawn == (page, width):
                wide, high, stride, pixels = made
                image = QImage(pixels, wide, high, stride, QImage.Format.Format_RGB32).copy()
                image.setDevicePixelRatio(ratio)
                self.sheet.show_image(image)
                self._frames()
                QTimer.singleShot(0, self, self._bring_into_view)  # when the page has its size

        self.background.run(work, done, lambda _: None, self._wanted)

    def _wanted(self) -> bool:
        return isValid(self) and self.isVisible()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()
