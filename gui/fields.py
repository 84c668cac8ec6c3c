"""Fields to type in that leave undo to the session: there is one undo, and these keys never stop at a field."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit


def undoes(event: QKeyEvent) -> bool:
    """Whether a key asks for undo or redo."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def passes_on(event: QEvent) -> bool:
    """Whether `event` is a key of undo, offered to a field or pressed in it: then it goes on to the wizard."""
    if event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) and undoes(cast(QKeyEvent, event)):
        event.ignore()
        return True
    return False


class FigureField(QLineEdit):
    """A field whose keys never pass through an input method, whatever mode that is in: a figure needs no composing."""

    composing = False

    def inputMethodQuery(  # type: ignore[override] # the second form in the stubs is not virtual
        self, query: Qt.InputMethodQuery
    ) -> object:
        wanted = self.composing or query != Qt.InputMethodQuery.ImEnabled
        return super().inputMethodQuery(query) if wanted else False


class LineField(FigureField):
    """A short fact. `isModified` while what is typed has not been handed over."""

    composing = True

    def event(self, event: QEvent) -> bool:
        return passes_on(event) or super().event(event)


class TextField(QPlainTextEdit):
    """A longer fact; `left` is called when it loses the focus."""

    def __init__(self, left: Callable[[], None]) -> None:
        super().__init__()
        self.left = left
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)

    def event(self, event: QEvent) -> bool:
        return passes_on(event) or super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left()


class ChoiceField(QComboBox):
    """One of a few. The wheel scrolls the page and never changes an answer in passing."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
