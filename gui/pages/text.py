"""A page of running text: outline at the left, a comfortable editor, find and replace, count and limit below.

The editor has no undo of its own: the session's is the only one. What is typed goes to the session as a splice when
typing pauses for 300 ms, and at once when the field is left.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidgetItem, QWidget

from core.check.evaluation import Evaluation, Finding
from core.check.phrases import MOST_READ, length
from core.form.claim import Call, Ref, sides
from core.form.model import Section
from core.report.edit import splice
from core.values import shown
from gui.desk import Desk
from gui.pages.base import Page, line
from gui.pages.outline import OutlineList, OutlinePanel, StartRole, parts, written
from gui.text.editor import Editor
from gui.text.findbar import FindBar
from gui.text.marks import marks
from gui.text.paintmarks import selections
from gui.text.popover import Popover
from gui.text.seeker import Seeker
from gui.text.teller import Teller
from gui.text.tools import Foot, Tools, pages
from gui.text.units import units
from gui.theme import Theme

PAUSE = 300  # ms of silence after which what was typed is handed over
MOST = MOST_READ
"""Characters that the clipboard may fill one part of a report to; no report of an organ comes near."""


class TextPage(Page):
    """One text cell. `explain` (Finding), `go` (cell id): ways out of the popover; `put_figure`: a figure is wanted."""

    manual = "text"
    explain = Signal(object)
    go = Signal(str)
    put_figure = Signal()

    def __init__(self, desk: Desk, section: Section, theme: Theme) -> None:
        super().__init__(desk, section, theme)
        self.cell = section.cells[0]
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(PAUSE)
        self.timer.timeout.connect(self.hand_over)
        self.editor = Editor(self, theme)
        self.editor.setAccessibleName(section.heading)
        self.outline = OutlineList()
        self.side = OutlinePanel(theme, self.outline)
        self.tools = Tools(theme, desk.form.cells[self.cell].outline)
        self.finder, self.foot = FindBar(theme), Foot(theme)
        self.popover = Popover(desk, theme, self)
        self.filling = False
        self.source = self.known = ""  # the session's text as last taken over, and how the editor holds it
        self.teller = Teller(desk, self.editor, self.popover, self)
        self.seeker = Seeker(desk, self.cell, self.editor, self.finder, self.hand_over)
        self._build()
        self._connect()
        self._fill(desk.evaluation.report.text(self.cell))
        self.setFocusProxy(self.editor)
        self.show_evaluation(desk.evaluation)

    @property
    def count(self) -> QLabel:
        return self.foot.count

    @property
    def limit(self) -> QLabel:
        return self.foot.limit

    def _build(self) -> None:
        theme, cell = self.theme, self.desk.form.cells[self.cell]
        body, column = QHBoxLayout(), QWidget()
        body.setSpacing(0)
        body.addWidget(self.side)
        divider = line("v")
        body.addWidget(divider)
        if not cell.outline:  # never shown here: without a parent yet they would be windows of their own
            self.side.hide()
            divider.hide()
            self.editor.setPlaceholderText(self.desk.form.guides.get(self.cell, ""))
        column.setObjectName("page")
        around = QHBoxLayout(column)
        around.setContentsMargins(theme.px(20), 0, theme.px(8), 0)
        around.addWidget(self.editor)
        body.addWidget(column, 1)
        self.box.addWidget(self.tools)
        self.box.addWidget(line("h"))
        self.box.addLayout(body, 1)
        self.over_bar = line("h")
        self.box.addWidget(self.over_bar)
        self.box.addWidget(self.finder)
        self.box.addWidget(line("h"))
        self.box.addWidget(self.foot)
        self.over_bar.hide()
        self.finder.hide()

    def _connect(self) -> None:
        self.outline.itemActivated.connect(self._jump)
        self.outline.itemClicked.connect(self._jump)
        self.tools.heading.connect(lambda words: self.insert(words + "\n"))
        self.tools.outline.connect(self.insert_outline)
        self.tools.figure.connect(self.put_figure)
        self.tools.seek.connect(lambda: self.seek(replace=True))
        self.finder.closed.connect(self._close_bar)
        self.popover.detail.explain.connect(self.explain)
        self.popover.detail.go.connect(self.go)
        self.editor.document().contentsChange.connect(self._typed)
        self.editor.cursorPositionChanged.connect(self._say_place)
        self.editor.verticalScrollBar().valueChanged.connect(self.popover.hide)

    def _fill(self, text: str) -> None:
        self.filling = True
        self.editor.fill(text)
        self.source, self.known = text, self.text()
        self.filling = False

    # Typing

    def _typed(self, at: int, removed: int, added: int) -> None:
        """Not begun anew by each key: whoever types without a pause loses no more than others."""
        if not self.filling and (removed or added):
            self.popover.hide()
            if not self.timer.isActive():
                self.timer.start()

    def text(self) -> str:
        return self.editor.text()

    def hand_over(self) -> None:
        """Give the session what was typed since last time. A text only looked at is not touched."""
        self.timer.stop()
        now = self.text()
        if now != self.known and not self.desk.locked:
            self.known = now
            self.desk.write(self.cell, now)

    def leave(self) -> None:
        self.hand_over()

    def takes(self, text: str) -> bool:
        """Whether so much may be pasted here."""
        room = MOST + 1 - self.editor.document().characterCount() + len(self.editor.textCursor().selectedText())
        if len(text) > room:
            words = f"剪贴板里有 {len(text)} 字，粘贴后这一部分会超过 {MOST} 字，像是复制了整份文件。"
            self.desk.refused.emit(words + "没有粘贴，剪贴板没有动。请只复制这一部分再粘贴。")
        return len(text) <= room

    def insert(self, text: str) -> None:
        """Put `text` in at the cursor, as typing would."""
        if not self.editor.isReadOnly():
            self.editor.textCursor().insertText(text)
            self.editor.ensureCursorVisible()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_outline(self) -> bool:
        """The proposed headings, an empty paragraph after each; False if none are proposed."""
        outline = self.desk.form.cells[self.cell].outline
        if outline:
            self.insert("\n\n".join(outline) + "\n")
        return bool(outline)

    # Showing

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Take over what changed elsewhere (undo, import), mark findings, count."""
        text = evaluation.report.text(self.cell)
        self.editor.setReadOnly(self.desk.locked)
        if text != self.source and self.text() == self.known:
            self._take(text)
        self.teller.show_marks(marks(self.desk.form, self.cell, evaluation))
        self.editor.setExtraSelections(selections(self.editor, self.teller.marks, self.theme))
        self._say(text)

    def show_looked(self, before: Finding | None, now: Finding | None) -> None:
        self.teller.show_marks(self.teller.marks)

    def _take(self, text: str) -> None:
        """Change only the stretch that differs, so that cursor and scroll position stay."""
        old = self.text()
        change = splice(self.cell, old, text)
        self.source = text
        if change is None:
            return
        if len(change.inserted) > MOST:  # laid out anew it takes half the time
            self._fill(text)
            return
        self.filling = True
        start = units(old[: change.offset])
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(start + units(change.removed), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.inserted)
        self.known = self.text()
        self.filling = False

    def _say(self, text: str) -> None:
        agreeing = sum(mark.kind == "agrees" for mark in self.teller.marks)
        self.foot.say(length(text), self._limit(), pages(text), agreeing)
        proposed = self.desk.form.cells[self.cell].outline
        self.tools.allow(not self.desk.locked)
        if not proposed:
            return
        found = parts(text, proposed, self.cell, self.desk.evaluation.findings)
        self.side.show_parts(found, written(text, proposed), len(proposed))
        self._say_place()
        if not text:
            headings = "\n".join(proposed)
            self.editor.setPlaceholderText(f"{headings}\n\n按 Tab 插入以上提纲，或直接写。")

    def place(self) -> int:
        """The code point that the caret stands before."""
        return self.editor.caret()

    def _say_place(self) -> None:
        self.side.show_place(self.place())

    def _limit(self) -> str:
        """The limit of characters that a rule sets this text, where its cell is filled."""
        for rule in self.desk.form.rules:
            pair = sides(rule.claim) if rule.claim else None
            if pair and pair[0] == Call("length", (Ref(self.cell),)) and isinstance(pair[1], Ref):
                return shown(self.desk.form.cells[pair[1].cell].kind, self.desk.evaluation.values.get(pair[1].cell))
        return ""

    # Places

    def _jump(self, item: QListWidgetItem) -> None:
        start = int(item.data(StartRole))
        if start >= 0:
            self.go_to_span(start)
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, cell: str) -> bool:
        if cell != self.cell:
            return False
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def go_to_span(self, start: int) -> None:
        """Put the cursor at a stretch of text and bring it into view."""
        self.editor.select(start, start)

    # The finding of a stretch, find and replace

    def clicked(self, at: int) -> None:
        self.teller.clicked(at)

    def words_at(self, at: int) -> str:
        return self.teller.words_at(at)

    def look_here(self) -> None:
        """F4: the finding at the caret, else the one looked at; once more, and its buttons have the keys."""
        self.teller.look_here()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.popover.hide()

    def seek(self, *, replace: bool) -> bool:
        """Ctrl+F, Ctrl+H."""
        self.over_bar.show()
        self.seeker.open(replace=replace)
        return True

    def _close_bar(self) -> None:
        self.finder.hide()
        self.over_bar.hide()
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
