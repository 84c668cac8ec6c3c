"""Steps, page and findings beside each other: who gives way as the width falls, and where the findings go then."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from gui.theme import Theme

PAGE = 764
"""The page's least width; below it the side panels narrow, and the findings fold away."""
STEPS = (168, 200, 232)
FINDINGS = (248, 280, 360)
ROOMY = 1600


def widths(total: float) -> tuple[float, float]:
    """Of steps and findings in a body `total` wide, all in design px; findings of 0 are folded away."""
    if total >= ROOMY:
        return STEPS[2], FINDINGS[2]
    if total < STEPS[0] + PAGE + FINDINGS[0]:
        return STEPS[0], 0
    findings = min(max(total - STEPS[1] - PAGE, FINDINGS[0]), FINDINGS[1])
    return min(total - PAGE - findings, STEPS[1]), findings


class Body(QSplitter):
    """`folded`: whether the findings have no place of their own now; F9 and a button open them over the page then."""

    folded = Signal(bool)

    def __init__(self, steps: QWidget, page: QWidget, findings: QWidget, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.theme, self.steps, self.page, self.findings = theme, steps, page, findings
        self.wanted = self.standing = True
        self.is_folded = self.over = False
        self.chosen: list[int] = []
        self.setHandleWidth(1)
        steps.setMinimumWidth(theme.px(STEPS[0]))
        page.setMinimumWidth(theme.px(320))
        findings.setMinimumWidth(theme.px(FINDINGS[0]))
        for part in (steps, page, findings):
            self.addWidget(part)
            self.setStretchFactor(self.indexOf(part), int(part is page))
        self.setCollapsible(0, False)
        self.setCollapsible(1, False)
        self.splitterMoved.connect(self._moved)

    def choose(self, kept: str) -> None:
        """The widths that the person gave the columns last time, as `widths_chosen` told them."""
        parts = kept.split("/")
        if len(parts) == 3 and all(part.isdecimal() for part in parts):
            self.chosen = [int(part) for part in parts]
            self._arrange()

    def widths_chosen(self) -> str:
        """The widths of the columns, if the person has moved a border; else nothing."""
        return "/".join(map(str, self.chosen))

    def want_findings(self, wanted: bool) -> None:
        """Whether the page in front has findings beside it."""
        self.wanted = wanted
        self.over = False
        self._place()

    def toggle(self) -> None:
        """Put the findings away, or show them again; over the page where there is no room beside it."""
        if self.is_folded:
            self.over = not self.over
        else:
            self.standing = not self.standing
        self._place()
        if self.findings.isVisible():
            self.findings.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _moved(self) -> None:
        if not self.is_folded:
            self.chosen = self.sizes()

    def _arrange(self) -> None:
        steps, findings = (self.theme.px(size) for size in widths(self.width() * 13.0 / self.theme.base))
        if bool(findings) == self.is_folded:
            self.is_folded, self.over = not findings, False
            self._rehang()
            self.folded.emit(self.is_folded)
        if findings and len(self.chosen) == 3 and sum(self.chosen) <= self.width():
            steps, findings = self.chosen[0], self.chosen[2] or findings
        self.setSizes([steps, self.width() - steps - findings - 2, *([findings] if findings else [])])
        self._place()

    def _rehang(self) -> None:
        """Into the splitter, or out of it to float over the page."""
        if self.is_folded:
            self.findings.setParent(self.parentWidget())
        else:
            self.insertWidget(2, self.findings)
            self.setStretchFactor(2, 0)

    def _place(self) -> None:
        if self.findings.property("over") != self.is_folded:
            self.findings.setProperty("over", self.is_folded)
            self.findings.style().unpolish(self.findings)
            self.findings.style().polish(self.findings)
        self.findings.setVisible(self.wanted and (self.over if self.is_folded else self.standing))
        if self.is_folded and self.over:
            width = self.theme.px(FINDINGS[1])
            corner = self.geometry().topRight() - QPoint(width - 1, 0)
            self.findings.setGeometry(corner.x(), corner.y(), width, self.height())
            self.findings.raise_()
