"""Telling the finding of a marked stretch in the popover: by a click, by F4, and no longer than it is looked at."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget

from core.check.evaluation import Finding
from gui.desk import Desk
from gui.text.editor import Editor
from gui.text.marks import Mark, at, nearest, sentence_end
from gui.text.popover import Popover


class Teller:
    """`page`: the widget over which the popover stands."""

    def __init__(self, desk: Desk, editor: Editor, popover: Popover, page: QWidget) -> None:
        self.desk, self.editor, self.popover, self.page = desk, editor, popover, page
        self.marks: tuple[Mark, ...] = ()

    def show_marks(self, found: tuple[Mark, ...]) -> None:
        """Other marks. The popover tells what is looked at; it goes when that does."""
        self.marks = found
        looked = self.desk.looked
        if self.popover.isVisible() and not (looked and any(mark.key == looked.key for mark in found)):
            held = self.popover.isAncestorOf(self.page.focusWidget())
            self.popover.hide()
            if held:
                self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def clicked(self, offset: int) -> None:
        """A click on a marked stretch tells its finding; elsewhere it takes the telling away."""
        mark = at(self.marks, offset) if offset >= 0 else None
        finding = self._finding(mark)
        if finding is not None and mark is not None:
            self._tell(finding, mark)
        else:
            self.popover.hide()

    def words_at(self, offset: int) -> str:
        """What the tooltip says there."""
        mark = at(self.marks, offset) if offset >= 0 else None
        return mark.words if mark else ""

    def look_here(self) -> None:
        """The finding at the caret, else the one looked at, else the nearest of the paragraph; once more, and its
        buttons have the keys."""
        if self.popover.isVisible():
            self.popover.take_keys()
            return
        looked, caret, told = self.desk.looked, self.editor.caret(), [mark for mark in self.marks if mark.key]
        mark = at(told, caret)
        mark = mark or next((mark for mark in told if looked and mark.key == looked.key), None)
        mark = mark or nearest(told, self.editor.text(), caret)
        finding = self._finding(mark)
        if finding is not None and mark is not None:
            self.editor.select(mark.start, mark.start)
            self._tell(finding, mark)

    def _finding(self, mark: Mark | None) -> Finding | None:
        key = mark.key if mark else ""
        return next((f for f in self.desk.evaluation.findings if f.key == key), None) if key else None

    def _tell(self, finding: Finding, mark: Mark) -> None:
        """Under the last line of the sentence, so that the sentence stays readable; the text scrolls up for it as far
        as the stretch itself stays in sight."""
        self.desk.look_at(finding)
        high, view, bar = self.popover.take(finding), self.editor.viewport(), self.editor.verticalScrollBar()
        end = sentence_end(self.editor.text(), mark.end)
        missing = self.editor.line_at(end).bottom() + high - view.height()
        if missing > 0:
            bar.setValue(bar.value() + min(missing, max(self.editor.line_at(mark.start).top(), 0)))
        line = self.editor.line_at(end)
        line.setLeft(self.editor.line_at(mark.end).left())
        room = QRect(view.mapTo(self.page, view.rect().topLeft()), view.size())
        self.popover.stand(QRect(view.mapTo(self.page, line.topLeft()), line.size()), room)
