"""Finding and replacing in an editor: what the bar asks for is done here."""

from __future__ import annotations

from collections.abc import Callable

from core.report import Edit
from core.report.edit import splice
from gui.desk import Desk
from gui.text.editor import Editor
from gui.text.findbar import FindBar, Range, places


class Seeker:
    """`hand_over` gives the session what is typed and not handed over yet."""

    def __init__(self, desk: Desk, cell: str, editor: Editor, bar: FindBar, hand_over: Callable[[], None]) -> None:
        self.desk, self.cell, self.editor, self.bar, self.hand_over = desk, cell, editor, bar, hand_over
        bar.sought.connect(self._sought)
        bar.step.connect(self._step)
        bar.replace_one.connect(self._replace_one)
        bar.replace_all.connect(self._replace_all)

    def open(self, *, replace: bool) -> None:
        """Show the bar, with what is selected as the words to find."""
        chosen = self.editor.textCursor().selectedText()
        self.bar.open(chosen if "\u2029" not in chosen else "", replace=replace and not self.desk.locked)

    def _found(self) -> tuple[Range, ...]:
        return places(self.editor.text(), self.bar.words.text())

    def _sought(self, _words: str) -> None:
        """Other words: the first place from the caret on is selected."""
        found, (start, _) = self._found(), self.editor.selected()
        self._show(found, next((n for n, (begin, _) in enumerate(found) if begin >= start), 0))

    def _step(self, by: int) -> None:
        found, now = self._found(), self.editor.selected()
        if now in found:
            self._show(found, (found.index(now) + by) % len(found))
        else:
            before = sum(begin < now[0] for begin, _ in found)
            self._show(found, (before if by > 0 else before - 1) % max(len(found), 1))

    def _show(self, found: tuple[Range, ...], at: int) -> None:
        if found:
            self.editor.select(*found[at])
        self.bar.say(at + 1 if found else 0, len(found))

    def _replace_one(self) -> None:
        """The place that is selected, if it is one; then on to the next."""
        if self.editor.selected() in self._found() and not self.desk.locked:
            self.editor.textCursor().insertText(self.bar.other.text())
        self._step(1)

    def _replace_all(self) -> None:
        """All places, as one step of undo."""
        self.hand_over()
        words, other, text = self.bar.words.text(), self.bar.other.text(), self.editor.text()
        found, new, last = places(text, words), "", 0
        for start, end in found:
            new, last = new + text[last:start] + other, end
        change = splice(self.cell, text, new + text[last:])
        if found and change is not None and not self.desk.locked:
            self.desk.take(Edit(f"全部替换“{words[:12]}”，{len(found)} 处", (change,)))
        self.bar.say(0, len(self._found()))
