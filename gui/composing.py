"""What an input method composes, as the events that Qt's fields understand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent, QPalette, QTextCharFormat

Piece = tuple[str, int]
"""A stretch of what is being composed, and the flags that fcitx gives it."""

_LIT = 1 << 4
_EDITING: Mapping[int, Qt.Key] = MappingProxyType({
    0xFF08: Qt.Key.Key_Backspace, 0xFF09: Qt.Key.Key_Tab, 0xFF0D: Qt.Key.Key_Return, 0xFF1B: Qt.Key.Key_Escape,
    0xFF50: Qt.Key.Key_Home, 0xFF51: Qt.Key.Key_Left, 0xFF52: Qt.Key.Key_Up, 0xFF53: Qt.Key.Key_Right,
    0xFF54: Qt.Key.Key_Down, 0xFF57: Qt.Key.Key_End, 0xFFFF: Qt.Key.Key_Delete,
})  # fmt: skip
"""Keys without a character, by their X key symbol."""
_MODIFIERS = (
    (1 << 0, Qt.KeyboardModifier.ShiftModifier),
    (1 << 2, Qt.KeyboardModifier.ControlModifier),
    (1 << 3, Qt.KeyboardModifier.AltModifier),
)


def committed(text: str) -> QInputMethodEvent:
    """`text` goes into the field, and nothing is composed any more."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def composed(pieces: Sequence[Piece], place: int) -> QInputMethodEvent:
    """Show what is being composed; `place`: the caret, in bytes of UTF-8 as fcitx counts."""
    text = "".join(piece for piece, _ in pieces)
    attributes = []
    at = 0
    for piece, flags in pieces:
        width = units(piece)
        kind = QInputMethodEvent.AttributeType.TextFormat
        attributes.append(QInputMethodEvent.Attribute(kind, at, width, _look(flags)))
        at += width
    caret = units(text.encode()[: max(place, 0)].decode(errors="ignore"))
    attributes.append(QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.Cursor, caret, 1, None))
    return QInputMethodEvent(text, attributes)


def units(text: str) -> int:
    """How long Qt thinks a text is: in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _look(flags: int) -> QTextCharFormat:
    look = QTextCharFormat()
    look.setFontUnderline(True)
    if flags & _LIT:
        palette = QGuiApplication.palette()
        look.setBackground(palette.brush(QPalette.ColorRole.Highlight))
        look.setForeground(palette.brush(QPalette.ColorRole.HighlightedText))
    return look


def forwarded(symbol: int, state: int, *, released: bool) -> QKeyEvent | None:
    """A key that the input method hands back: one with a character or one that edits; any other is left out."""
    key, text = _EDITING.get(symbol), ""
    if key is None:
        text = _character(symbol)
        if not text:
            return None
        key = Qt.Key(ord(text.upper())) if text.isascii() else Qt.Key.Key_unknown
    modifiers = Qt.KeyboardModifier.NoModifier
    for bit, modifier in _MODIFIERS:
        if state & bit:
            modifiers |= modifier
    return QKeyEvent(QEvent.Type.KeyRelease if released else QEvent.Type.KeyPress, key, modifiers, text)


def _character(symbol: int) -> str:
    """The character of a key symbol: Latin-1 stands for itself, others for themselves above 0x01000000."""
    if 0x20 <= symbol <= 0x7E or 0xA0 <= symbol <= 0xFF:
        return chr(symbol)
    return chr(symbol - 0x01000000) if 0x01000100 <= symbol <= 0x0110FFFF else ""
