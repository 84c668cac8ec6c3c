"""Choosing a place of the report by words: to go there, or to put its figure into a text."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from core.services.lookup import Spot
from gui.dialogs import Dialog, label
from gui.rows import PlainRows
from gui.theme import Theme

SpotRole = int(Qt.ItemDataRole.UserRole)
_WALKS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class Seek(QLineEdit):
    """Arrows walk in the list below while the words are typed here."""

    def __init__(self, walked: QListWidget) -> None:
        super().__init__()
        self.walked = walked

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and cast(QKeyEvent, event).key() in _WALKS:
            return self.walked.event(event)
        return super().event(event)


class SpotDialog(Dialog):
    """`chosen` is the place, None while there is none. `look`: what is found for the words typed."""

    manual = "text"

    def __init__(
        self,
        title: str,
        accept: str,
        hint: str,
        look: Callable[[str], tuple[Spot, ...]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(title, theme, parent, accept)
        self.look = look
        self.chosen: Spot | None = None
        self.setMinimumSize(theme.px(600), theme.px(460))
        self.list = QListWidget()
        self.list.setItemDelegate(PlainRows(theme, self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("找到的位置")
        self.words = Seek(self.list)
        self.words.setAccessibleName(hint)
        self.words.setPlaceholderText(hint)
        self.words.setMaxLength(100)
        self.none = label("", theme, tone="second", size=12)
        self.body.addWidget(self.words)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.none)
        self.words.textChanged.connect(self._look)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.itemActivated.connect(lambda _: self.accept())
        self._look("")
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, words: str) -> None:
        self.list.clear()
        for spot in self.look(words):
            item = QListWidgetItem(f"{spot.name}　{spot.text or '未填'}")
            item.setData(SpotRole, spot)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.none.setText(f"没有找到“{words}”" if words.strip() and not self.list.count() else "")
        if not self.list.count():
            self._chosen(None)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        self.chosen = cast(Spot, item.data(SpotRole)) if item else None
        self.go.setEnabled(self.chosen is not None and self.takes(self.chosen))

    def takes(self, spot: Spot) -> bool:
        """Whether this place may be chosen."""
        return bool(spot.cell)

    def accept(self) -> None:
        if self.go.isEnabled():
            super().accept()


class FigureDialog(SpotDialog):
    """Only a figure that is there can be put into a text."""

    def takes(self, spot: Spot) -> bool:
        return bool(spot.text)
