"""The command bar above and the state bar below: what can be done, and how things stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QMenuBar,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)  # fmt: skip

from gui.ground import Ground
from gui.table.lines import ElidedLabel
from gui.theme import Theme
from gui.waiting import Waiting


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


class CommandButton(QToolButton):
    """An icon, 8 px, its words, a small arrow where a menu opens. `short`: the icon alone, the words in its tooltip."""

    def __init__(self, theme: Theme, *, arrow: bool = False) -> None:
        super().__init__()
        self.theme, self.arrow, self.short = theme, arrow, False
        self.setIconSize(theme.icon_size)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def shorten(self, *, short: bool) -> None:
        if short != self.short:
            self.short = short
            self.updateGeometry()
            self.update()

    def _words(self) -> str:
        return "" if self.short and not self.icon().isNull() else self.text().replace("&", "")

    def sizeHint(self) -> QSize:
        px, icon = self.theme.px, 0 if self.icon().isNull() else self.theme.px(16)
        words = self.fontMetrics().horizontalAdvance(self._words()) if self._words() else 0
        gap = px(8) if icon and words else 0
        return QSize(px(16) + icon + gap + words + (px(20) if self.arrow else 0), px(28))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text, option.icon = "", QIcon()  # type: ignore[attr-defined] # the stubs forget the option's fields
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        size, x, middle = self.theme.px(16), self.theme.px(8), self.rect().center().y() + 1
        mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
        if not self.icon().isNull():
            pixmap = self.icon().pixmap(QSize(size, size), self.devicePixelRatioF(), mode)
            painter.drawPixmap(x, middle - size // 2, pixmap)
            x += size + self.theme.px(8)
        painter.setPen(self.theme.color("t1" if self.isEnabled() else "t3"))
        painter.drawText(self.rect().adjusted(x, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self._words())
        if self.arrow:
            arrow = self.theme.pixmap("more", "t2", 12, self.devicePixelRatioF())
            painter.drawPixmap(self.width() - self.theme.px(20), middle - self.theme.px(6), arrow)
        painter.end()


class CommandBar(Ground):
    """Menus, then commands with text; as the width falls, texts become icons from the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chrome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(40))
        self.theme = theme
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(theme.px(4), 0, theme.px(8), 1)
        self.row.setSpacing(theme.px(4))
        self.menus = QMenuBar()
        self.menus.setNativeMenuBar(False)
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.buttons: list[CommandButton] = []
        self.others: list[QWidget] = []
        self.row.addWidget(self.menus, 0, Qt.AlignmentFlag.AlignVCenter)

    def menu(self, words: str) -> QMenu:
        return self.menus.addMenu(words)

    def line(self, at: int = -1) -> None:
        """A line between groups, at the end or before the item `at`."""
        room = QWidget()
        row = QHBoxLayout(room)
        row.setContentsMargins(self.theme.px(6), 0, self.theme.px(6), 0)
        row.addWidget(divider(self.theme))
        self.others.append(room)
        self.row.insertWidget(at, room)

    def lead(self, it: QAction, icon: str) -> QToolButton:
        """A command before the menus."""
        button = self._button(it, icon)
        self.others.append(button)
        self.row.insertWidget(0, button)
        self.line(1)
        return button

    def add(self, it: QAction, icon: str) -> CommandButton:
        """A command after what is there."""
        button = self._button(it, icon)
        self.buttons.append(button)
        self.row.addWidget(button)
        return button

    def _button(self, it: QAction, icon: str) -> CommandButton:
        it.setIcon(self.theme.icon(icon))
        it.setIconVisibleInMenu(False)
        button = CommandButton(self.theme)
        button.setDefaultAction(it)
        button.setIconSize(self.theme.icon_size)
        keys = it.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        words = it.text().partition("(")[0].replace("&", "")
        it.setToolTip(f"{words}（{keys}）" if keys else words)
        button.setAccessibleName(words)
        return button

    def finish(self) -> None:
        self.row.addStretch(1)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.theme.px(200), self.theme.px(40))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margins, spacing = self.row.contentsMargins(), self.row.spacing()
        items = [self.menus, *self.others, *self.buttons]
        room = self.width() - margins.left() - margins.right() - spacing * len(items)
        for button in self.buttons:
            button.shorten(short=False)
        for button in reversed(self.buttons):
            if sum(widget.sizeHint().width() for widget in items) <= room:
                break
            button.shorten(short=True)


class StateBar(Ground):
    """When it was saved or what stands in the way · who fills in · how much is filled · Back and Next."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("bottom")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px(40))
        self.theme = theme
        self.sign, self.saved = QLabel(), ElidedLabel("", theme)
        self._sign: tuple[str, str, float] | None = None  # as it is shown now
        self.waiting = Waiting(theme)
        self.saved.least = theme.px(180)
        self.way_out, self.fold = QPushButton(), QPushButton()
        for button in (self.way_out, self.fold):
            button.setProperty("small", True)
            button.hide()
        self.fold.setToolTip("打开或收起核对栏（F9）")
        self.who, self.filled, self.extra = (QToolButton(), ElidedLabel("second", theme), ElidedLabel("second", theme))
        self.who.setFont(theme.font(12))
        self.who.setToolTip("换一个填报人")
        self.who.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.lines = (divider(theme), divider(theme))
        self.row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), 1, theme.px(12), 0)
        row.setSpacing(theme.px(8))
        for widget in (self.sign, self.saved, self.way_out, self.lines[0], self.who, self.lines[1], self.filled):
            row.addWidget(widget)
        row.addWidget(self.extra)
        row.addStretch(1)
        row.addWidget(self.waiting)
        row.addWidget(self.fold)
        self.sign.setFixedWidth(theme.px(14))

    def about_library(self) -> None:
        """The same bar below the start page: no person, the place after the first line, the count at the right."""
        self.who.hide()
        self.lines[1].hide()
        self.extra.stretch = False
        self.row.removeWidget(self.filled)
        self.row.addWidget(self.filled)

    def buttons(self, *buttons: QWidget) -> None:
        for button in buttons:
            self.row.addWidget(button)

    def say_saved(self, text: str, *, sign: str, token: str, tone: str) -> None:
        """The state of saving: a sign, words, and their tone."""
        self.saved.say(text)
        if (way := (sign, token, self.devicePixelRatioF())) != self._sign:
            self._sign = way
            self.sign.setPixmap(self.theme.pixmap(sign, token, 14, self.devicePixelRatioF()))
        if self.saved.property("tone") != tone:
            self.saved.setProperty("tone", tone)
            self.saved.style().unpolish(self.saved)
            self.saved.style().polish(self.saved)
