"""The lower pane: the doubtful cell that is looked at, and each of its readings calculated."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from core.services.doubts import Way
from core.services.proposal import Item
from gui.findingdetail import said
from gui.theme import Theme


class WaysPane(QWidget):
    """`chosen` (Way): a reading was picked."""

    chosen = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self.inside: QWidget | None = None
        self.buttons: list[QPushButton] = []

    def show_item(self, item: Item | None, held: Way | None = None) -> None:
        """Everything that is to be said of a cell; nothing without ways. `held`: the reading in force."""
        focused = next((i for i, button in enumerate(self.buttons) if button.hasFocus()), None)
        if self.inside is not None:
            self.column.removeWidget(self.inside)
            self.inside.hide()
            self.inside.deleteLater()
        self.inside, self.buttons = None, []
        ways = item.ways if item else ()
        self.setVisible(bool(ways))
        if item is None or not ways:
            return
        self.inside = self._built(item, held)
        self.column.addWidget(self.inside)
        self.setAccessibleName(item.question)
        if focused is not None and focused < len(self.buttons):
            self.buttons[focused].setFocus(Qt.FocusReason.OtherFocusReason)

    def _built(self, item: Item, held: Way | None) -> QWidget:
        theme, box = self.theme, QWidget()
        rows = QVBoxLayout(box)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.setSpacing(theme.px(8))
        sign = QLabel()
        sign.setPixmap(theme.pixmap("sign-query", "qry-mark", 14, self.devicePixelRatioF()))
        head.addWidget(sign)
        head.addWidget(said(item.question, theme.font(13, bold=True)), 1)
        rows.addLayout(head)
        sums = QGridLayout()
        sums.setHorizontalSpacing(theme.px(16))
        sums.setColumnStretch(1, 1)
        for row, way in enumerate(it for it in item.ways if it.sum):
            sums.addWidget(said(f"若{way.words}", theme.font(), wrap=False), row, 0, Qt.AlignmentFlag.AlignTop)
            sums.addWidget(said(way.sum, theme.font()), row, 1)
            if way.fits:
                fits = QLabel()
                fits.setPixmap(theme.pixmap("sign-done", "ok", 14, self.devicePixelRatioF()))
                fits.setAccessibleName("相符")
                sums.addWidget(fits, row, 2)
        rows.addLayout(sums)
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        for way in item.ways:
            button = QPushButton(f"✓ {way.words}" if way == held else way.words)
            button.setAutoDefault(False)
            button.setAccessibleName(f"{way.words}{'，现在是这样' if way == held else ''}")
            button.setAccessibleDescription(way.sum)
            button.clicked.connect(partial(self._pick, way))
            self.buttons.append(button)
            line.addWidget(button)
        line.addStretch(1)
        rows.addLayout(line)
        return box

    def _pick(self, way: Way, _: bool = False) -> None:
        self.chosen.emit(way)
