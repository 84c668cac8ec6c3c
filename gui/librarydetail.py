"""Beside the list of reports: the one the cursor is on, the way on, and how each of its sections stands."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QAction, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from core.services.library import Entry
from gui.bars import CommandButton
from gui.findingdetail import said
from gui.glance import Glance
from gui.librarymodel import status_words
from gui.pages.base import line, scrolling
from gui.steps import DOT, SIGNS, Step
from gui.textlines import draw_lines, wrapped
from gui.theme import Theme

_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class Sections(QWidget):
    """Sign, title (wrapped) and state of each section, one below the other."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.steps: tuple[Step, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_steps(self, steps: tuple[Step, ...]) -> None:
        self.steps = steps
        self.setAccessibleName("各部分")
        self.setAccessibleDescription("；".join(step.spoken for step in steps))
        self.updateGeometry()
        self.update()

    def _title(self, step: Step, width: int) -> tuple[str, ...]:
        metrics = QFontMetrics(self.theme.font(12))
        state = sum(metrics.horizontalAdvance(text + DOT) for text, _ in step.words[:2])
        return wrapped(step.title, max(width - self.theme.px(22 + 6) - state, self.theme.px(80)), self.theme)

    def heightForWidth(self, width: int) -> int:
        lines = sum(len(self._title(step, width)) for step in self.steps)
        return lines * self.theme.line() + len(self.steps) * self.theme.px(8)

    def sizeHint(self) -> QSize:
        width = self.width() or self.theme.px(280)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter, y = self.theme, QPainter(self), self.theme.px(4)
        for step in self.steps:
            pixmap = theme.pixmap(f"sign-{step.sign}", SIGNS[step.sign], 14, self.devicePixelRatioF())
            painter.drawPixmap(0, y + (theme.line() - theme.px(14)) // 2, pixmap)
            title = self._title(step, self.width())
            painter.setPen(theme.color("t1"))
            painter.setFont(theme.font())
            draw_lines(painter, QRect(theme.px(22), y, self.width(), theme.line()), title, theme.line(), _TOP)
            self._state(painter, step, QRect(0, y, self.width(), theme.line()))
            y += theme.line() * len(title) + theme.px(8)
        painter.end()

    def _state(self, painter: QPainter, step: Step, rect: QRect) -> None:
        """The first two words of the state, from the right."""
        painter.setFont(self.theme.font(12))
        x = rect.right() + 1
        parts = [(text, token) for number, part in enumerate(step.words[:2]) for text, token in
                 (((DOT, "t2"), part) if number else (part,))]  # fmt: skip
        for text, token in reversed(parts):
            x -= painter.fontMetrics().horizontalAdvance(text)
            painter.setPen(self.theme.color(token))
            box = QRect(x, rect.top(), rect.right() + 1 - x, rect.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)


class Detail(QWidget):
    """The report the cursor is on: the way on, and how it stands."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.theme = theme
        self.unit, self.line, self.last = QLabel(), QLabel(), QLabel()
        self.go_on, self.preview = QPushButton("继续填写"), QPushButton("预览")
        self.more = CommandButton(theme, arrow=True)
        self.sections, self.facts = Sections(theme), QGridLayout()
        self.inside = QWidget()
        self.inside.setObjectName("panel")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = scrolling(self.inside)
        area.setObjectName("panel")
        outer.addWidget(area)
        self._build()

    def _build(self) -> None:
        theme, column = self.theme, QVBoxLayout(self.inside)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(14), theme.px(14))
        column.setSpacing(theme.px(8))
        self.unit.setFont(theme.font(15, bold=True))
        self.go_on.setProperty("primary", True)
        self.more.setText("更多")
        self.more.setProperty("framed", True)
        self.more.setPopupMode(CommandButton.ToolButtonPopupMode.InstantPopup)
        for label in (self.unit, self.line, self.last):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            if label is not self.unit:
                label.setProperty("tone", "second")
                label.setFont(theme.font(12))
        head = QVBoxLayout()
        head.setSpacing(theme.px(2))
        head.addWidget(self.unit)
        head.addWidget(self.line)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        for button in (self.go_on, self.preview, self.more):
            row.addWidget(button, int(button is self.go_on))
        column.addLayout(head)
        column.addLayout(row)
        column.addWidget(self.last)
        self.dividers = (self._divider(), self._divider())
        column.addWidget(self.dividers[0])
        column.addWidget(self.sections)
        column.addWidget(self.dividers[1])
        self.facts.setHorizontalSpacing(theme.px(16))
        self.facts.setVerticalSpacing(theme.px(3))
        self.facts.setColumnStretch(1, 1)
        column.addLayout(self.facts)
        column.addStretch(1)

    def _divider(self) -> QFrame:
        return line("h")

    def commands(self, actions: list[QAction]) -> None:
        """What stands under 更多."""
        self.more.addActions(actions)

    def show_entry(self, entry: Entry | None, glance: Glance | None, last: str = "") -> None:
        """Say how a report stands; nothing without one. `last`: where the person stopped."""
        for widget in (self.unit, self.line, self.go_on, self.preview, self.more):
            widget.setVisible(entry is not None)
        known = entry is not None and glance is not None
        for part in (*self.dividers, self.sections):
            part.setVisible(known)
        self.last.setVisible(entry is not None and (bool(last) or glance is None))
        if entry is None:
            self._say_facts(())
            return
        self.unit.setText(entry.card.unit or "（单位未填）")
        year = f"{entry.card.year}年度" if entry.card.year else "年度未填"
        self.line.setText(f"{year}{DOT}{status_words(entry, glance)}")
        self.go_on.setText("继续填写" if entry.head.status == "draft" else "打开查看")
        self.last.setText("正在核对…" if glance is None else f"上次填到：{last}")
        self.sections.show_steps(glance.steps if glance else ())
        self._say_facts(glance.facts if glance else ())

    def _say_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while self.facts.count():
            label = self.facts.takeAt(0).widget()
            label.hide()
            label.deleteLater()
        for row, pair in enumerate(facts):
            for column, text in enumerate(pair):
                words = said(text, self.theme.font(12), "" if column else "second", wrap=bool(column))
                words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
                self.facts.addWidget(words, row, column)
