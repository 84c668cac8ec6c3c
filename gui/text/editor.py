"""The editor of a running text: plain, without an undo of its own, with headings that stand out."""

from __future__ import annotations

import re
from typing import Protocol, cast

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit, QToolTip

from gui.fields import passes_on
from gui.text.units import points, units
from gui.theme import Theme

_HEADING = re.compile(r"^\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．])[^。；\n]{1,30}$")
_NO_TEXT = re.compile("[\0-\x08\x0e-\x1f]")
"""Control characters but tab, line ends and the two breaks of Word (``\\v``, ``\\f``)."""


def plain(text: str) -> str:
    """Text of the clipboard as paragraphs: every kind of line or page break ends one, control characters go."""
    for mark in ("\r\n", "\r", "\v", "\f", "\u2028", "\u2029"):
        text = text.replace(mark, "\n")
    return _NO_TEXT.sub("", text)


class Owner(Protocol):
    """What an editor tells the page that it stands on. Offsets count code points."""

    def hand_over(self) -> None:
        """The editor was left."""

    def insert_outline(self) -> bool:
        """Tab in a blank text; whether something was put in."""

    def takes(self, text: str) -> bool:
        """Whether so much may be pasted; if not, that was said."""

    def clicked(self, at: int) -> None:
        """A click that selects nothing."""

    def words_at(self, at: int) -> str:
        """What the tooltip says there."""


class Headings(QSyntaxHighlighter):
    """Lines that are headings by their numbering stand out; the text itself stays plain."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.format_ = QTextCharFormat()
        self.format_.setFontWeight(QFont.Weight.DemiBold)

    def highlightBlock(self, text: str) -> None:
        if _HEADING.match(text):
            self.setFormat(0, len(text), self.format_)


class Editor(QTextEdit):
    """What is pasted loses its styles and keeps its paragraphs."""

    def __init__(self, owner: Owner, theme: Theme) -> None:
        super().__init__()
        self.owner, self.theme = owner, theme
        self.setObjectName("report")
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(15))
        self.document().setDocumentMargin(theme.px(4))
        Headings(self.document())

    def text(self) -> str:
        """What stands in the editor; Qt's paragraph signs are plain line ends, everything else is as it was given."""
        return self.document().toRawText().replace("\u2029", "\n")

    def fill(self, text: str) -> None:
        """The whole text anew, with the paragraph shape that new lines inherit."""
        self.setPlainText(text)
        shape = QTextBlockFormat()
        shape.setTextIndent(self.theme.px(30))
        shape.setLineHeight(self.theme.px(27), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(shape)

    def caret(self) -> int:
        """The code point that the caret stands before."""
        return points(self.text(), self.textCursor().position())

    def selected(self) -> tuple[int, int]:
        """The stretch that is selected, in code points; empty at the caret if none is."""
        cursor, text = self.textCursor(), self.text()
        return points(text, cursor.selectionStart()), points(text, cursor.selectionEnd())

    def select(self, start: int, end: int) -> None:
        """Select a stretch and bring it into view; what lies beyond the end counts as the end."""
        cursor = self._cursor(start)
        cursor.setPosition(self._cursor(end).position(), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def line_at(self, offset: int) -> QRect:
        """Where the caret would stand before a code point, in the viewport."""
        return self.cursorRect(self._cursor(offset))

    def _cursor(self, offset: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(units(self.text()[:offset]), self.document().characterCount() - 1))
        return cursor

    def insertFromMimeData(self, source: QMimeData) -> None:
        text = source.text() if source.hasText() else ""
        if text and self.owner.takes(text):
            self.textCursor().insertText(plain(text))
            self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.owner.hand_over()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._scrolls(cast(QKeyEvent, event)):
            event.accept()
            return True
        return passes_on(event) or super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip:
            place = cast(QHelpEvent, event)
            words = self.owner.words_at(self._at(place.pos().x(), place.pos().y()))
            QToolTip.showText(place.globalPos(), words, self)
            return True
        return super().viewportEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            place = event.position().toPoint()
            self.owner.clicked(self._at(place.x(), place.y()))

    def _at(self, x: int, y: int) -> int:
        """The code point at a place of the viewport; −1 where no character stands."""
        place = QPointF(x + self.horizontalScrollBar().value(), y + self.verticalScrollBar().value())
        units = self.document().documentLayout().hitTest(place, Qt.HitTestAccuracy.ExactHit)
        return points(self.text(), units) if units >= 0 else -1

    def _scrolls(self, event: QKeyEvent) -> bool:
        """The page keys scroll while there is more of the text that way; then they turn the page."""
        ways = {Qt.Key.Key_PageUp: QTextCursor.MoveOperation.Up, Qt.Key.Key_PageDown: QTextCursor.MoveOperation.Down}
        way = ways.get(Qt.Key(event.key()))
        long = self.verticalScrollBar().maximum() > 0
        return way is not None and long and QTextCursor(self.textCursor()).movePosition(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if shift and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.textCursor().insertBlock()  # not a line separator: a report has paragraphs only
            self.ensureCursorVisible()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # Qt's own signature
        if forward and not self.isReadOnly() and not self.toPlainText() and self.owner.insert_outline():
            return True
        return super().focusNextPrevChild(forward)
