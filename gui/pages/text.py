"""A page of running text: outline at the left, a comfortable editor, count and limit below.

The editor has no undo of its own: the session's is the only one. What is typed goes to the session as a splice when
typing pauses for 300 ms, and at once when the field is left.
"""

from __future__ import annotations

import re
from typing import cast

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QSyntaxHighlighter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)  # fmt: skip
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidgetItem, QMenu, QTextEdit, QToolButton, QWidget

from core.check.evaluation import Evaluation, Finding
from core.check.phrases import length
from core.form.claim import Call, Ref, sides
from core.form.model import Section
from core.report.edit import splice
from core.values import shown
from gui.bars import CommandButton
from gui.desk import Desk
from gui.fields import passes_on
from gui.pages.base import Page, line
from gui.pages.outline import OutlineList, OutlinePanel, StartRole, parts, written
from gui.theme import Theme

PAUSE = 300  # ms of silence after which what was typed is handed over
_HEADING = re.compile(r"^\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、|\d+[.．])[^。；\n]{1,30}$")


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
    """Plain text only: what is pasted loses its styles and keeps its paragraphs. `left` is called on losing focus."""

    def __init__(self, page: TextPage, theme: Theme) -> None:
        super().__init__()
        self.page, self.theme = page, theme
        self.setObjectName("report")
        self.setUndoRedoEnabled(False)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(theme.font(15))
        self.document().setDocumentMargin(theme.px(4))
        Headings(self.document())

    def insertFromMimeData(self, source: QMimeData) -> None:
        if source.hasText():
            plain = source.text().replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\0", "")
            self.textCursor().insertText(plain)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.page.hand_over()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and self._scrolls(cast(QKeyEvent, event)):
            event.accept()
            return True
        return passes_on(event) or super().event(event)

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
        if forward and not self.isReadOnly() and not self.toPlainText() and self.page.insert_outline():
            return True
        return super().focusNextPrevChild(forward)


class TextPage(Page):
    """One text cell."""

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
        self.count, self.limit, self.note = QLabel(), QLabel(), QLabel()
        self.filling = False
        self.source = self.known = ""  # the session's text as last taken over, and how the editor holds it
        self._build()
        self._fill(desk.evaluation.report.text(self.cell))
        self.editor.document().contentsChange.connect(self._typed)
        self.editor.cursorPositionChanged.connect(self._say_place)
        self.setFocusProxy(self.editor)
        self.show_evaluation(desk.evaluation)

    def _build(self) -> None:
        theme = self.theme
        cell = self.desk.form.cells[self.cell]
        if cell.outline:
            button = CommandButton(theme, arrow=True)
            button.setText("插入提纲")
            button.setIcon(theme.icon("list"))
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
            menu = QMenu(button)
            for heading in cell.outline:
                menu.addAction(heading, lambda it=heading: self.insert(it + "\n"))
            menu.addSeparator()
            menu.addAction("全部", self.insert_outline)
            button.setMenu(menu)
            self.head.addWidget(button)
        body = QHBoxLayout()
        body.setSpacing(0)
        self.outline.itemActivated.connect(self._jump)
        self.outline.itemClicked.connect(self._jump)
        body.addWidget(self.side)
        divider = line("v")
        body.addWidget(divider)
        if not cell.outline:  # never shown here: without a parent yet they would be windows of their own
            self.side.hide()
            divider.hide()
        self.box.addWidget(line("h"))
        around = QHBoxLayout()
        around.setContentsMargins(theme.px(20), 0, theme.px(8), 0)
        around.addWidget(self.editor)
        body.addLayout(around, 1)
        self.box.addLayout(body, 1)
        foot = QWidget()
        foot.setObjectName("panel")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(theme.px(32))
        row = QHBoxLayout(foot)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        row.setSpacing(theme.px(16))
        for label in (self.count, self.limit, self.note):
            label.setFont(theme.font(12))
            label.setProperty("tone", "second")
            row.addWidget(label)
        row.addStretch(1)
        self.box.addWidget(line("h"))
        self.box.addWidget(foot)
        if not cell.outline:
            self.editor.setPlaceholderText(self.desk.form.guides.get(self.cell, ""))

    def _fill(self, text: str) -> None:
        """The whole text anew, with the paragraph shape that new lines inherit."""
        self.filling = True
        self.editor.setPlainText(text)
        shape = QTextBlockFormat()
        shape.setTextIndent(self.theme.px(30))
        shape.setLineHeight(self.theme.px(27), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.editor.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setBlockFormat(shape)
        self.source, self.known = text, self.text()
        self.filling = False

    def _typed(self, at: int, removed: int, added: int) -> None:
        """Not begun anew by each key: whoever types without a pause loses no more than others."""
        if not self.filling and (removed or added) and not self.timer.isActive():
            self.timer.start()

    def text(self) -> str:
        """What stands in the editor; Qt's paragraph signs are plain line ends, everything else is as it was given."""
        return self.editor.document().toRawText().replace("\u2029", "\n")

    def hand_over(self) -> None:
        """Give the session what was typed since last time. A text only looked at is not touched."""
        self.timer.stop()
        now = self.text()
        if now != self.known and not self.desk.locked:
            self.known = now
            self.desk.write(self.cell, now)

    def leave(self) -> None:
        self.hand_over()

    def insert(self, text: str) -> None:
        """Put `text` in at the cursor, as typing would."""
        self.editor.textCursor().insertText(text)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def insert_outline(self) -> bool:
        """The proposed headings, an empty paragraph after each; False if none are proposed."""
        outline = self.desk.form.cells[self.cell].outline
        if outline:
            self.insert("\n\n".join(outline) + "\n")
        return bool(outline)

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Take over what changed elsewhere (undo, import), mark findings, count."""
        text = evaluation.report.text(self.cell)
        self.editor.setReadOnly(self.desk.locked)
        if text != self.source and self.text() == self.known:
            self._take(text)
        mine = [f for f in evaluation.findings if any(s.cell == self.cell for s in f.spans)]
        self.editor.setExtraSelections([s for f in mine for s in self._selections(f)])
        self._say(text)

    def _take(self, text: str) -> None:
        """Change only the stretch that differs, so that cursor and scroll position stay."""
        old = self.text()
        change = splice(self.cell, old, text)
        self.source = text
        if change is None:
            return
        self.filling = True
        start = _units(old[: change.offset])
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(start)
        cursor.setPosition(start + _units(change.removed), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.inserted)
        self.known = self.text()
        self.filling = False

    def _selections(self, finding: Finding) -> list[QTextEdit.ExtraSelection]:
        found = []
        text = self.text()
        for span in finding.spans:
            if span.cell == self.cell and span.end <= len(text):
                selection = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.editor.document())
                cursor.setPosition(_units(text[: span.start]))
                cursor.setPosition(_units(text[: span.end]), QTextCursor.MoveMode.KeepAnchor)
                shape = QTextCharFormat()
                ink, ground = ("err", "err-soft") if finding.level == "E" else ("qry-mark", "qry-soft")
                wave = QTextCharFormat.UnderlineStyle.WaveUnderline
                shape.setUnderlineStyle(wave if finding.level != "T" else QTextCharFormat.UnderlineStyle.DotLine)
                shape.setUnderlineColor(QColor(self.theme.hex(ink if finding.level != "T" else "tip")))
                if finding.level != "T":
                    shape.setBackground(QColor(self.theme.hex(ground)))
                selection.format, selection.cursor = shape, cursor  # type: ignore[attr-defined] # fields unknown to the stubs
                found.append(selection)
        return found

    def _say(self, text: str) -> None:
        self.count.setText(f"{length(text)} 字")
        limit = self._limit()
        self.limit.setText(f"上限 {limit} 字" if limit else "")
        if not self.desk.form.cells[self.cell].outline:
            return
        proposed = self.desk.form.cells[self.cell].outline
        found = parts(text, proposed, self.cell, self.desk.evaluation.findings)
        self.side.show_parts(found, written(text, proposed), len(proposed))
        self._say_place()
        if not text:
            headings = "\n".join(proposed)
            self.editor.setPlaceholderText(f"{headings}\n\n按 Tab 插入以上提纲，或直接写。")

    def _say_place(self) -> None:
        units = self.editor.textCursor().position()
        before = self.text().encode("utf-16-le", "surrogatepass")[: 2 * units]
        self.side.show_place(len(before.decode("utf-16-le", "replace")))

    def _limit(self) -> str:
        """The limit of characters that a rule sets this text, where its cell is filled."""
        for rule in self.desk.form.rules:
            pair = sides(rule.claim) if rule.claim else None
            if pair and pair[0] == Call("length", (Ref(self.cell),)) and isinstance(pair[1], Ref):
                return shown(self.desk.form.cells[pair[1].cell].kind, self.desk.evaluation.values.get(pair[1].cell))
        return ""

    def _jump(self, item: QListWidgetItem) -> None:
        start = int(item.data(StartRole))
        if start < 0:
            return
        cursor = self.editor.textCursor()
        cursor.setPosition(_units(self.text()[:start]))
        self.editor.setTextCursor(cursor)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_to(self, cell: str) -> bool:
        if cell != self.cell:
            return False
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def go_to_span(self, start: int) -> None:
        """Put the cursor at a stretch of text and bring it into view."""
        cursor = self.editor.textCursor()
        cursor.setPosition(min(_units(self.text()[:start]), self.editor.document().characterCount() - 1))
        self.editor.setTextCursor(cursor)
        self.editor.ensureCursorVisible()


def _units(text: str) -> int:
    """Length in UTF-16 units, which Qt counts in."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)
