"""The manual in a window of its own, opened at the chapter that speaks of what is in front."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from core import paths
from gui.rows import PlainRows
from gui.theme import Theme

KEYS = "keys"
PICTURE = "\ufffc"
"""The character that stands for a picture in a document."""
_HEADING = re.compile(r"^## (?P<title>.+?) \{#(?P<id>[a-z]+)\}$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`id` is what pages and dialogs name; `text` is Markdown with its heading."""

    id: str
    title: str
    text: str


def chapters() -> tuple[Chapter, ...]:
    """The chapters of the manual, in order; none where it was not installed."""
    try:
        whole = paths.manual().read_text("utf-8")
    except OSError:
        return ()
    heads = list(_HEADING.finditer(whole))
    ends = [*(head.start() for head in heads[1:]), len(whole)][: len(heads)]
    return tuple(
        Chapter(head["id"], head["title"], f"## {head['title']}\n{whole[head.end() : end]}")
        for head, end in zip(heads, ends, strict=True)
    )


class Reader(QTextBrowser):
    """Pictures are as wide as the text at most."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFont(theme.font(14))
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("手册")
        self.document().setDocumentMargin(theme.px(24))
        self.document().setDefaultStyleSheet(f"a {{ color: {theme.hex('acc')} }}")

    def show_chapter(self, it: Chapter) -> None:
        self.setMarkdown(it.text)
        cursor, block = QTextCursor(self.document()), self.document().begin()
        while block.isValid():  # Markdown knows no distance between paragraphs
            cursor.setPosition(block.position())
            shape = QTextBlockFormat(block.blockFormat())
            shape.setBottomMargin(self.theme.px(0 if cell_of(cursor) else 9))
            if PICTURE not in block.text():
                shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            cursor.setBlockFormat(shape)
            block = block.next()
        self.verticalScrollBar().setValue(0)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        file = paths.manual().parent / (name.path() if isinstance(name, QUrl) else name)
        if kind != QTextDocument.ResourceType.ImageResource.value or not file.is_file():
            return super().loadResource(kind, name)
        picture, room = QImage(str(file)), self.viewport().width() - 2 * self.theme.px(28)
        wide = min(picture.width(), max(room, 200))
        return picture.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)


def cell_of(cursor: QTextCursor) -> bool:
    """Whether a place lies in a table."""
    found: object = cursor.currentTable()
    return found is not None


class Manual(QDialog):
    """Chapters at the left, one of them at the right. It stays open beside the window while the person works."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setWindowTitle("使用手册")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(QSize(theme.px(980), theme.px(680)).boundedTo(self.screen().availableSize()))
        self.chapters = chapters()
        self.list, self.reader = QListWidget(), Reader(theme)
        self.list.setItemDelegate(PlainRows(theme, self.list))
        self.list.setFixedWidth(theme.px(208))
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.list.setAccessibleName("目录")
        for it in self.chapters:
            self.list.addItem(QListWidgetItem(it.title))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self.reader, 1)
        self.list.currentRowChanged.connect(self._show)
        if not self.chapters:
            self.reader.setPlainText("手册没有随程序安装。请从安装文件中找到“manual.zh-CN.md”查看。")

    def open_at(self, chapter: str) -> None:
        """Show a chapter; one that is not there shows the first."""
        rows = [row for row, it in enumerate(self.chapters) if it.id == chapter]
        self.list.setCurrentRow(rows[0] if rows else 0)
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self.chapters):
            self.reader.show_chapter(self.chapters[row])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show(self.list.currentRow())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 again leads to the keys."""
        if event.key() == Qt.Key.Key_F1:
            self.open_at(KEYS)
        else:
            super().keyPressEvent(event)


def show_manual(parent: QWidget, theme: Theme, chapter: str) -> Manual:
    """F1: the manual at `chapter`; one window for each that asks."""
    direct = Qt.FindChildOption.FindDirectChildrenOnly
    standing = cast(list[Manual], parent.findChildren(Manual, options=direct))
    manual = next((it for it in standing if it.theme == theme), None) or Manual(theme, parent)
    manual.open_at(chapter)
    return manual
