"""What every page of the wizard has: a head with the section's title, and a way to a place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.check.evaluation import Evaluation, Finding
from core.form.model import Section
from core.services.deltas import Delta
from gui.desk import Desk
from gui.theme import Theme


def scrolling(inner: QWidget) -> QScrollArea:
    """`inner` in an area that scrolls where the window is too small for it, with nothing around it."""
    area = QScrollArea()
    area.setObjectName("page")
    area.setWidget(inner)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def line(kind: str) -> QFrame:
    """A line that divides parts: ``h`` across, ``v`` upright, ``strong`` across between what is worked on and what
    comes of it."""
    made = QFrame()
    made.setProperty("divider", kind)
    return made


class Page(QWidget):
    """`left_at_end`: the person tabbed past the last (True) or first (False) entry. `manual`: the chapter of the manual
    that speaks of pages of this kind."""

    manual = "start"
    left_at_end = Signal(bool)

    def __init__(self, desk: Desk, section: Section | None, theme: Theme, title: str = "") -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk, self.theme = desk, theme
        self._section = section
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(0)
        self.bar = QWidget()
        self.bar.setFixedHeight(theme.px(46))
        self.head = QHBoxLayout(self.bar)
        self.head.setSpacing(theme.px(8))
        self.head.setContentsMargins(theme.px(16), 0, theme.px(16), 0)
        self.title = QLabel(title or (section.heading if section else ""))
        self.title.setFont(theme.font(17, bold=True))
        self.title.setWordWrap(True)  # a statutory heading is never cut
        self.head.addWidget(self.title, 1)
        self.box.addWidget(self.bar)

    @property
    def section(self) -> Section:
        assert self._section is not None
        return self._section

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show what follows from the report now."""
        raise NotImplementedError

    def show_change(self, delta: Delta) -> None:
        """Show what an edit has changed; at least as much as differs from what is shown."""
        self.show_evaluation(delta.evaluation)

    def show_looked(self, before: Finding | None, now: Finding | None) -> None:
        """Show that another finding is looked at; where its sides are not tagged there is nothing to show."""

    def go_to(self, cell: str) -> bool:
        """Bring `cell` into view and the focus on it; False if it is not on this page."""
        raise NotImplementedError

    def leave(self) -> None:
        """The page is about to be left: what is typed and not yet handed over is handed over now."""

    def look_here(self) -> None:
        """F4: look at the finding of what the cursor is on, if it has one."""

    def seek(self, *, replace: bool) -> bool:
        """Ctrl+F, Ctrl+H: find within the page; False if it has nothing of its own to search."""
        del replace
        return False
