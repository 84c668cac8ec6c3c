"""The command bar above and the state bar below: what can be done, and how things stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)  # fmt: skip

from gui.table.lines import ElidedLabel
from gui.theme import Theme


def action(words: str, do: Callable[[], object], keys: str = "", parent: QWidget | None = None) -> QAction:
    """A command with its keys; keys are shown in menus and tooltips."""
    made = QAction(words, parent)
    if keys:
        made.setShortcuts([QKeySequence(key) for key in keys.split("|")])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    made.triggered.connect(lambda _=False: do())
    return made


def divider(theme: Theme) -> QFrame:
    """An upright line between groups."""
    line = QFrame()
    line.setProperty("divider", "v")
    line.setFixedHeight(theme.px(18))
    return line


class CommandBar(QWidget):
    """Menus, then commands with text; as the width falls, texts become icons from the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(40))
        self.theme = theme
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.px(8), 0, theme.px(12), 0)
        self.row.setSpacing(theme.px(4))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.buttons: list[QToolButton] = []
        self.row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)

    def menu(self, words: str) -> QMenu:
        return self.menus.addMenu(words)

    def line(self) -> None:
        self.row.addSpacing(self.theme.px(4))
        self.row.addWidget(divider(self.theme))
        self.row.addSpacing(self.theme.px(4))

    def lead(self, it: QAction, icon: str) -> QToolButton:
        """A command before the menus."""
        button = self._button(it, icon)
        self.row.insertWidget(0, button)
        return button

    def add(self, it: QAction, icon: str) -> QToolButton:
        """A command after what is there."""
        button = self._button(it, icon)
        self.buttons.append(button)
        self.row.addWidget(button)
        return button

    def _button(self, it: QAction, icon: str) -> QToolButton:
        it.setIcon(self.theme.icon(icon))
        it.setIconVisibleInMenu(False)
        button = QToolButton()
        button.setDefaultAction(it)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(self.theme.px(16), self.theme.px(16)))
        keys = it.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = it.text().partition("(")[0].replace("&", "")
        it.setToolTip(f"{words}（{keys}）" if keys else words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def finish(self) -> None:
        self.row.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for button in self.buttons:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in reversed(self.buttons):
            if self.row.minimumSize().width() <= self.width():
                break
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)


class StateBar(QWidget):
    """When it was saved or what stands in the way · who fills in · how much is filled · Back and Next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(40))
        self.theme = theme
        self.sign, self.saved = QLabel(), ElidedLabel("", theme)
        self.way_out = QPushButton()
        self.way_out.setProperty("small", True)
        self.way_out.hide()
        self.who, self.filled, self.extra = (QToolButton(), ElidedLabel("second", theme), ElidedLabel("second", theme))
        self.who.setFont(theme.font(12))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 0, theme.px(12), 0)
        row.setSpacing(theme.px(8))
        for widget in (self.sign, self.saved, self.way_out, divider(theme), self.who, divider(theme), self.filled):
            row.addWidget(widget)
        row.addWidget(self.extra)
        row.addStretch(1)
        self.row = row
        self.sign.setFixedWidth(theme.px(18))

    def buttons(self, *buttons: QWidget) -> None:
        for button in buttons:
            self.row.addWidget(button)

    def say_saved(self, text: str, *, sign: str, token: str, tone: str) -> None:
        """The state of saving: a sign, words, and their tone."""
        self.sign.setPixmap(self.theme.pixmap(sign, token, 14, self.devicePixelRatioF()))
        self.saved.say(text)
        if self.saved.property("tone") != tone:
            self.saved.setProperty("tone", tone)
            self.saved.style().unpolish(self.saved)
            self.saved.style().polish(self.saved)
        self.saved.setAccessibleName(text)
