"""The findings panel: a list by level above, the one looked at below with both sides as sums.

Choosing a finding goes to its cell and tags both sides; F8 walks on, over pages too.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QToolButton, QTreeView, QVBoxLayout, QWidget

from core.check.evaluation import Evaluation, Finding
from gui.desk import Desk
from gui.findingdetail import Detail, said
from gui.findingrow import FindingDelegate
from gui.findingsmodel import FindingsModel
from gui.ground import Ground
from gui.switch import Switch
from gui.theme import Theme
from gui.turnwise import PAUSE

LEAST = 120
"""Design px that the detail has at least before it scrolls; it has half the panel at most."""


class EmptyLabel(QLabel):
    """That nothing is wrong, and what else there is: a sign, a sentence, a smaller one below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.setFixedHeight(theme.px(70))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self.theme, QPainter(self)
        first, _, second = self.text().removeprefix("✓ ").partition("\n")
        pixmap = theme.pixmap("sign-done", "ok", 14, self.devicePixelRatioF())
        painter.drawPixmap(theme.px(18), theme.px(17), pixmap)
        line = self.rect().adjusted(theme.px(40), theme.px(14), -theme.px(8), 0)
        painter.setPen(theme.color("t1"))
        painter.setFont(theme.font())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), first)
        painter.setPen(theme.color("t2"))
        painter.setFont(theme.font(12))
        below = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        painter.drawText(line.adjusted(0, theme.px(22), 0, theme.px(20)), below, second)
        painter.end()


class FindingsList(QTreeView):
    """Whoever comes here by keys sees where they are: on the first finding, if on none."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount():
            self.setCurrentIndex(model.index(0, 0, model.index(0, 0)))
        super().focusInEvent(event)


class FindingsPanel(Ground):
    """`chosen` (Finding): go there. 本页 shows what concerns the page, 全部 everything but what is listed late."""

    chosen = Signal(object)
    explain = Signal(object)

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.desk, self.theme = desk, theme
        self.page_cells: frozenset[str] = frozenset()
        self.whole = False
        self.model = FindingsModel(desk.form, self)
        self.list = FindingsList()
        self.rows = FindingDelegate(desk, theme, self.list)
        self.empty = EmptyLabel(theme)
        self.detail = Detail(desk, theme)
        self.around = QScrollArea()
        self.before, self.after = QToolButton(), QToolButton()
        self.switch = Switch(("本页", "全部"), "列出哪些", theme)
        self.here, self.all = self.switch.buttons
        self.told = ""  # the key of the finding that the detail tells
        self.telling = QTimer(self)  # another one is told in a turn of its own: F8 held down goes by what nobody reads
        self.telling.setSingleShot(True)
        self.telling.setInterval(PAUSE)
        self.telling.timeout.connect(self._tell)
        self._build()
        self.setFocusProxy(self.list)
        self.detail.explain.connect(self.explain)
        self.detail.use_sum.connect(self._use_sum)
        self.model.modelReset.connect(self._expand)
        self.list.clicked.connect(self._activated)
        self.list.activated.connect(self._activated)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._build_list()
        column.addWidget(self._bar())
        column.addWidget(_line())
        column.addWidget(self.empty)
        column.addWidget(self.list, 1)
        self.room = QWidget()
        column.addWidget(self.room, 1)
        self.divider = _line()
        column.addWidget(self.divider)
        self.around.setObjectName("panel")
        self.around.setWidget(self.detail)
        self.around.setWidgetResizable(True)
        self.around.setFrameShape(QFrame.Shape.NoFrame)
        self.around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.around.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column.addWidget(self.around)

    def _build_list(self) -> None:
        view = self.list
        view.setModel(self.model)
        view.setItemDelegate(self.rows)
        view.setHeaderHidden(True)
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setIndentation(0)
        view.setItemsExpandable(False)
        view.setRootIsDecorated(False)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName("核对结果")
        palette = view.palette()
        palette.setColor(QPalette.ColorRole.Base, self.theme.color("panel"))
        view.setPalette(palette)

    def _bar(self) -> QWidget:
        theme, bar = self.theme, QWidget()
        bar.setFixedHeight(theme.px(46))
        line = QHBoxLayout(bar)
        line.setContentsMargins(theme.px(14), 0, theme.px(10), 0)
        line.setSpacing(0)
        line.addWidget(said("核对", theme.font(14, bold=True), wrap=False))
        line.addStretch(1)
        for button, icon, words in ((self.before, "up", "上一项（Shift+F8）"), (self.after, "down", "下一项（F8）")):
            button.setIcon(theme.icon(icon))
            button.setIconSize(theme.icon_size)
            button.setProperty("small", True)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            line.addWidget(button)
        self.before.clicked.connect(lambda: self.next(back=True))
        self.after.clicked.connect(lambda _=False: self.next(back=False))
        line.addSpacing(theme.px(6))
        line.addWidget(self.switch)
        self.here.clicked.connect(lambda: self._choose(whole=False))
        self.all.clicked.connect(lambda: self._choose(whole=True))
        return bar

    def _choose(self, *, whole: bool) -> None:
        self.whole = self.rows.whole = whole
        self.refresh()

    def show_page(self, cells: frozenset[str]) -> None:
        """Another page is in front."""
        self.page_cells = cells
        self.refresh()

    def findings(self, evaluation: Evaluation, *, whole: bool) -> tuple[Finding, ...]:
        """What is listed: nothing that is only a blank while filling."""
        listed = tuple(f for f in evaluation.findings if not f.late)
        return listed if whole else self._of_page(listed)

    def _of_page(self, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
        here = self.page_cells
        return tuple(f for f in findings if not here.isdisjoint(f.cells) or any(s.cell in here for s in f.spans))

    def refresh(self) -> None:
        """Show what the evaluation says now."""
        evaluation = self.desk.evaluation
        every = self.findings(evaluation, whole=True)
        here = self._of_page(every)
        self.here.setText(f"本页 {len(here)}")
        self.all.setText(f"全部 {len(every)}")
        for button in (self.before, self.after):
            button.setEnabled(bool(every))
        listed = every if self.whole else here
        self.model.show(listed)
        self._say_empty(listed, every)
        looked = self.desk.looked
        if looked and looked.key != self.told:
            self.telling.start()
        else:
            self._tell()
        if looked or not self.list.hasFocus():
            self.list.setCurrentIndex(self.model.where(looked.key) if looked else QModelIndex())

    def _tell(self) -> None:
        looked = self.desk.looked
        self.told = looked.key if looked else ""
        if self.detail.show_finding(looked):
            self._fit_detail()
            QTimer.singleShot(0, self, self._fit_detail)  # what was made just now tells its height once it is laid out

    def _fit_detail(self) -> None:
        """The detail by its content, half the panel at most; what is taller scrolls."""
        shown = self.desk.looked is not None
        self.around.setVisible(shown)
        self.divider.setVisible(shown)
        if shown:
            wanted = self.detail.heightForWidth(max(self.width(), 1))
            if wanted < 0:  # nothing in it wraps
                wanted = self.detail.sizeHint().height()
            room = max(self.height() // 2, self.theme.px(LEAST))
            # said outright: an area that once had a bar keeps it, because the bar makes its words wrap
            policy = Qt.ScrollBarPolicy
            self.around.setVerticalScrollBarPolicy(
                policy.ScrollBarAlwaysOff if wanted <= room else policy.ScrollBarAsNeeded
            )
            self.around.setFixedHeight(min(wanted, room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_detail()
        self.list.scheduleDelayedItemsLayout()  # rows wrap by width

    def _say_empty(self, listed: tuple[Finding, ...], every: tuple[Finding, ...]) -> None:
        self.empty.setVisible(not listed)
        self.list.setVisible(bool(listed))
        self.room.setVisible(not listed)
        rest = f"其他页还有 {len(every)} 项，按 F8 转到下一项。" if every else self._when_none()
        self.empty.setText(f"✓ {'本页' if not self.whole else ''}没有问题\n{rest}")

    def _when_none(self) -> str:
        """What is not filled in is no fault until the report is to be finalised; it has not passed either."""
        unfinished = any(f.late for f in self.desk.evaluation.findings)
        return "已填的核对通过；还没有填完，缺什么见“核对与输出”。" if unfinished else "全部核对通过。"

    def _expand(self) -> None:
        self.list.expandAll()
        for row in range(len(self.model.groups)):
            self.list.setFirstColumnSpanned(row, QModelIndex(), True)

    def _activated(self, index: QModelIndex) -> None:
        finding = self.model.finding(index)
        if finding:
            self.chosen.emit(finding)

    def _use_sum(self, finding: Finding) -> None:
        self.desk.enter(finding.left_cells[0], "")

    def next(self, *, back: bool = False) -> None:
        """F8: on to the next finding of the whole report."""
        every = self.findings(self.desk.evaluation, whole=True)
        if not every:
            return
        keys = [f.key for f in every]
        looked = self.desk.looked
        at = keys.index(looked.key) if looked and looked.key in keys else (0 if back else -1)
        self.chosen.emit(every[(at + (-1 if back else 1)) % len(every)])


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("divider", "h")
    return line
