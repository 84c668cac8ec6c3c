"""The printed pages as they will be: real pages of the real PDF, made beside the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QToolButton, QVBoxLayout, QWidget

from core.services import paper
from core.services.paper import Picture
from gui.background import Background
from gui.desk import Desk
from gui.theme import Theme


class Preview(QWidget):
    """Made anew when the report has changed and this is in sight; pages are turned by the arrows."""

    def __init__(self, desk: Desk, background: Background, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk, self.background, self.theme = desk, background, theme
        self.data, self.pages, self.page = b"", 0, 0
        self.made_for: object = None
        self.busy = False
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(120)
        self.timer.timeout.connect(self._make)
        self.title, self.count, self.image = QLabel("预览"), QLabel(), QLabel()
        self.note = QLabel()
        self.before, self.after = QToolButton(), QToolButton()
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
        for button, icon, words, by in ((self.before, "back", "上一张", -1), (self.after, "forward", "下一张", 1)):
            button.setIcon(theme.icon(icon))
            button.setIconSize(theme.icon_size)
            button.setProperty("small", True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _=False, step=by: self.turn(step))
        row.addWidget(self.before)
        self.count.setFont(theme.font(12))
        row.addWidget(self.count)
        row.addWidget(self.after)
        column.addWidget(bar)
        self.image.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.image.setObjectName("paper")
        self.image.setFont(theme.font(12))
        self.image.setProperty("tone", "third")
        self.area = area = QScrollArea()
        area.setWidget(self.image)
        area.setWidgetResizable(True)
        area.setObjectName("paper")
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(area, 1)
        self.note.setProperty("tone", "second")
        self.note.setFont(theme.font(12))
        self.note.setWordWrap(True)
        column.addWidget(self.note)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Make the pages anew if the report is no longer the one they show."""
        if self.isVisible() and self.made_for != self._now():
            self.timer.start()

    def _now(self) -> object:
        return self.desk.evaluation.report, self.desk.fingerprint

    def _make(self) -> None:
        if self.busy:
            self.timer.start()
            return
        self.busy = True
        if not self.data:
            self.image.setText("正在排版…")
        wanted = self._now()
        form, evaluation, mark = self.desk.form, self.desk.evaluation, self.desk.fingerprint

        def work() -> tuple[bytes, int, tuple[str, ...]]:
            document = paper.document(form, evaluation, fingerprint=mark)
            data = paper.pdf(document)
            return data, paper.page_count(data), paper.unprintable(document)

        def done(made: tuple[bytes, int, tuple[str, ...]]) -> None:
            self.busy, self.made_for = False, wanted
            self.data, self.pages, lacking = made
            self.page = min(self.page, self.pages - 1)
            self.note.setText(f"字库里没有这些字，会印成〓：{'、'.join(lacking[:10])}" if lacking else "")
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

    def _draw(self) -> None:
        self.count.setText(f"第 {self.page + 1} 页，共 {self.pages} 页")
        self.before.setEnabled(self.page > 0)
        self.after.setEnabled(self.page + 1 < self.pages)
        ratio = self.devicePixelRatioF()
        bar = self.area.verticalScrollBar()
        width = max(self.area.width() - bar.sizeHint().width(), 200)  # the same with and without the bar
        data, page, scale = self.data, self.page, width * ratio / 595.28

        def done(made: Picture) -> None:
            image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32).copy()
            frame = QPainter(image)
            frame.setPen(QPen(self.theme.color("rule"), round(ratio)))
            frame.drawRect(image.rect().adjusted(0, 0, -1, -1))
            frame.end()
            image.setDevicePixelRatio(ratio)
            pixmap = QPixmap.fromImage(image)
            self.image.setPixmap(pixmap)
            self.image.setAccessibleName(self.count.text())

        self.background.run(lambda: paper.picture(data, page, scale), done, self._failed, self._wanted)

    def _wanted(self) -> bool:
        return not self.desk.closed

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.data:
            self._draw()
        else:
            self.refresh()
