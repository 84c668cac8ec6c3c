"""The printed pages as they will be: real pages of the real PDF, made beside the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap, QResizeEvent, QShowEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QScrollBar, QVBoxLayout, QWidget

from core.services import paper
from core.services.paper import FaceSet, Picture
from gui.background import Background
from gui.controls import tool
from gui.desk import Desk
from gui.theme import Theme


@dataclass(frozen=True, slots=True)
class Made:
    """The pages as they were made: which characters no face has, which faces serve."""

    data: bytes
    pages: int
    lacking: tuple[str, ...]
    faces: tuple[str, ...]

    @property
    def note(self) -> str:
        """For the line under the pages."""
        return "\n".join(filter(None, (unprintable(self.lacking), f"字体：{'、'.join(self.faces)}")))


def unprintable(lacking: tuple[str, ...]) -> str:
    """Which characters no face has, in words; empty if there are none."""
    if not lacking:
        return ""
    more = f"等 {len(lacking)} 个" if len(lacking) > 10 else ""
    return f"字库里没有这些字，会印成〓：{'、'.join(lacking[:10])}{more}。请换用常见的字。"


ZOOMS: Final = (1.0, 1.25, 1.5, 2.0, 3.0, 4.0)
"""Widths of a page against the room there is."""


class Paper(QScrollArea):
    """Holds the page; Ctrl and the wheel call `enlarge` with ±1."""

    def __init__(self, enlarge: Callable[[int], None]) -> None:
        super().__init__()
        self.enlarge = enlarge

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.enlarge(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)


class Preview(QWidget):
    """Made anew when the report has changed and this is in sight; pages are turned by the arrows, enlarged by the
    buttons below or by Ctrl and the wheel."""

    def __init__(self, desk: Desk, background: Background, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk, self.background, self.theme = desk, background, theme
        self.data, self.pages, self.page, self.zoom = b"", 0, 0, 0
        self.made_for: object = None
        self.faces: Callable[[], FaceSet] = lambda: "installed"
        self.busy = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(120)
        self.timer.timeout.connect(self._make)
        self.title, self.count, self.image = QLabel("预览"), QLabel(), QLabel()
        self.note = QLabel()
        self.before = tool(self.theme, "back", "上一张", lambda: self.turn(-1))
        self.after = tool(self.theme, "forward", "下一张", lambda: self.turn(1))
        self.smaller = tool(self.theme, "minus", "缩小页面", lambda: self.enlarge(-1))
        self.larger = tool(self.theme, "plus", "放大页面", lambda: self.enlarge(1))
        self._build()

    def _build(self) -> None:
        theme, column = self.theme, QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), 0, theme.px(6), theme.px(8))
        column.setSpacing(theme.px(4))
        bar = QWidget()
        bar.setFixedHeight(theme.px(46))
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, theme.px(4), 0)
        row.setSpacing(theme.px(6))
        self.title.setFont(theme.font(14, bold=True))
        row.addWidget(self.title)
        kind = QLabel("打印稿 · A4")
        kind.setProperty("tone", "second")
        kind.setFont(theme.font(12))
        row.addWidget(kind)
        row.addStretch(1)
        row.addWidget(self.before)
        self.count.setFont(theme.font(12))
        row.addWidget(self.count)
        row.addWidget(self.after)
        column.addWidget(bar)
        self.image.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.image.setObjectName("paper")
        self.image.setFont(theme.font(12))
        self.image.setProperty("tone", "third")
        self.area = area = Paper(self.enlarge)
        area.setWidget(self.image)
        area.setWidgetResizable(True)
        area.setObjectName("paper")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(area, 1)
        self.note.setProperty("tone", "second")
        self.note.setFont(theme.font(12))
        self.note.setWordWrap(True)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.setContentsMargins(0, 0, theme.px(4), 0)
        foot.addWidget(self.note, 1)
        for button in (self.smaller, self.larger):
            foot.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Make the pages anew if the report is no longer the one they show."""
        if self.isVisible() and self.made_for != self._now():
            self.timer.start()

    def _now(self) -> object:
        return self.desk.evaluation.report, self.desk.fingerprint, self.faces()

    def _make(self) -> None:
        if self.busy:
            self.timer.start()
            return
        self.busy = True
        if not self.data:
            self.image.setText("正在排版…")
        wanted = self._now()
        form, evaluation, mark, which = self.desk.form, self.desk.evaluation, self.desk.fingerprint, self.faces()

        def work() -> Made:
            document = paper.document(form, evaluation, fingerprint=mark)
            data = paper.pdf(document, which=which)
            names = tuple(it.name for it in paper.face_names(which))
            return Made(data, paper.page_count(data), paper.unprintable(document, which), names)

        def done(made: Made) -> None:
            self.busy, self.made_for = False, wanted
            self.data, self.pages = made.data, made.pages
            self.page = min(self.page, self.pages - 1)
            self.note.setText(made.note)
            self._draw()

        self.background.run(work, done, self._failed, self._wanted)

    def _failed(self, error: Exception) -> None:
        self.busy = False
        self.image.setText("预览没有做成；填报不受影响。请稍后再看。")

    def turn(self, by: int) -> None:
        """Show the page before or after."""
        if 0 <= self.page + by < self.pages:
            self.page += by
            self._draw()

    def enlarge(self, by: int) -> None:
        """Show the page larger or smaller, what is in the middle staying there."""
        zoom = min(max(self.zoom + by, 0), len(ZOOMS) - 1)
        if zoom != self.zoom and self.pages:
            self.zoom = zoom
            self._draw()

    def _draw(self) -> None:
        self.count.setText(f"第 {self.page + 1} 页，共 {self.pages} 页")
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page + 1 < self.pages)
        self.smaller.setEnabled(self.zoom > 0)
        self.larger.setEnabled(self.zoom + 1 < len(ZOOMS))
        ratio = self.devicePixelRatioF()
        bar = self.area.verticalScrollBar()
        width = max(self.area.width() - bar.sizeHint().width(), 200)  # the same with and without the bar
        data, page, scale = self.data, self.page, width * ZOOMS[self.zoom] * ratio / 595.28

        def done(made: Picture) -> None:
            image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32).copy()
            frame = QPainter(image)
            frame.setPen(QPen(self.theme.color("rule"), round(ratio)))
            frame.drawRect(image.rect().adjusted(0, 0, -1, -1))
            frame.end()
            image.setDevicePixelRatio(ratio)
            pixmap = QPixmap.fromImage(image)
            middles = [middle(bar) for bar in self._scrolls()]
            self.image.setPixmap(pixmap)
            self.image.resize(self.image.sizeHint().expandedTo(self.area.viewport().size()))
            for bar, at in zip(self._scrolls(), middles, strict=True):
                bar.setValue(round(at * (bar.maximum() + bar.pageStep()) - bar.pageStep() / 2))
            self.image.setAccessibleName(self.count.text())

        self.background.run(lambda: paper.picture(data, page, scale), done, self._failed, self._wanted)

    def _scrolls(self) -> tuple[QScrollBar, QScrollBar]:
        return self.area.horizontalScrollBar(), self.area.verticalScrollBar()

    def _wanted(self) -> bool:
        return not self.desk.closed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.data:
            self._draw()
        else:
            self.refresh()


def middle(bar: QScrollBar) -> float:
    """Which part of the whole stands in the middle, from 0 to 1."""
    return float((bar.value() + bar.pageStep() / 2) / max(bar.maximum() + bar.pageStep(), 1))
