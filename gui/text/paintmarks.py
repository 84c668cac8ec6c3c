"""Marks as Qt's extra selections: wave and ground for what is to be looked at, dots for hints, a line for agreement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from gui.text.editor import Editor
from gui.text.marks import Kind, Mark
from gui.text.units import units
from gui.theme import Theme

_Underline = QTextCharFormat.UnderlineStyle
_LOOKS: Mapping[Kind, tuple[QTextCharFormat.UnderlineStyle, str, str]] = MappingProxyType({
    "error": (_Underline.WaveUnderline, "err", "err-soft"), "query": (_Underline.WaveUnderline, "qry-mark", "qry-soft"),
    "explained": (_Underline.DotLine, "qry-mark", ""), "tip": (_Underline.DotLine, "tip", ""),
    "agrees": (_Underline.SingleUnderline, "acc", "acc-soft"),
})  # fmt: skip


def selections(editor: Editor, marks: Iterable[Mark], theme: Theme) -> list[QTextEdit.ExtraSelection]:
    """What `QTextEdit.setExtraSelections` takes; a mark beyond the text's end is left out."""
    text, made = editor.text(), []
    for mark in marks:
        if mark.end <= len(text):
            style, ink, ground = _LOOKS[mark.kind]
            shape = QTextCharFormat()
            shape.setUnderlineStyle(style)
            shape.setUnderlineColor(QColor(theme.hex(ink)))
            if ground:
                shape.setBackground(QColor(theme.hex(ground)))
            cursor = QTextCursor(editor.document())
            cursor.setPosition(units(text[: mark.start]))
            cursor.setPosition(units(text[: mark.end]), QTextCursor.MoveMode.KeepAnchor)
            selection = QTextEdit.ExtraSelection()
            selection.format, selection.cursor = shape, cursor  # type: ignore[attr-defined] # unknown to the stubs
            made.append(selection)
    return made
