"""The import window: source at the left, result at the right, and nothing changed before the last button."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from core.services.bringing import Brought
from core.services.doubts import Answers, Way
from core.services.proposal import Proposal, Target, judged
from gui.background import Background
from gui.bringing.choice import Choice
from gui.bringing.model import ResultModel
from gui.bringing.panes import Foot, Head
from gui.bringing.rows import ResultRows
from gui.bringing.source import PdfSource, TextSource
from gui.bringing.ways import WaysPane
from gui.controls import tool
from gui.findingdetail import said
from gui.pages.base import line
from gui.theme import Theme

Propose = Callable[[Target], Proposal]


@dataclass(frozen=True, slots=True)
class Decision:
    """What the person decided: where it goes and what is taken."""

    proposal: Proposal
    taken: Answers


@dataclass(frozen=True, slots=True)
class Draft:
    """What the window is about. `targets`: (where it may go, in words), the likeliest first; `propose` makes the
    proposal for one of them."""

    it: Brought
    targets: tuple[tuple[Target, str], ...]
    propose: Propose


class ResultTree(QTreeView):
    """Space ticks, Enter follows the link; arrows open and close groups."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()  # labels wrap by width

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model, at = self.model(), self.currentIndex()
        if isinstance(model, ResultModel) and at.isValid():
            if event.key() == Qt.Key.Key_Space:
                model.toggle(at)
                return
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if model.cell_at(at):
                    model.follow(at)
                else:
                    self.setExpanded(at, not self.isExpanded(at))
                return
        super().keyPressEvent(event)


class ImportDialog(QDialog):
    """`decision` is what was decided, None if it was given up."""

    def __init__(self, draft: Draft, background: Background, theme: Theme, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.draft, self.background, self.theme = draft, background, theme
        self.setWindowTitle("导入预览 — 年报")
        self.setMinimumSize(theme.px(970), theme.px(480))
        self.resize(parent.size() if parent else self.minimumSize())
        self.decision: Decision | None = None
        self.choice = Choice(draft.propose(draft.targets[0][0]))
        self.model = ResultModel(self.choice, self._changed, self)
        self.source = self._source()
        self.tree, self.ways = ResultTree(), WaysPane(theme)
        self.head, self.foot = Head(draft.it, [words for _, words in draft.targets], theme), Foot(theme)
        self.page = said("", theme.font(12), "second", wrap=False)
        self._build()
        self._start()

    def _source(self) -> PdfSource | TextSource:
        if self.draft.it.pages is not None:
            return PdfSource(self.draft.it, self.background, self.theme)
        return TextSource(self.draft.it, self.theme)

    # Building

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(line("h"))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left())
        split.addWidget(self._right())
        split.setSizes([672, 694])
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        column.addWidget(split, 1)
        column.addWidget(self.foot)
        for keys, back in (("F8", False), ("Shift+F8", True)):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda back=back: self.next_open(back=back))
        QShortcut(QKeySequence("F6"), self).activated.connect(self._next_part)
        self.head.where.activated.connect(lambda _: self._retarget())
        self.foot.cancel.clicked.connect(self.reject)
        self.foot.sure.clicked.connect(self._take_sure)
        self.foot.go.clicked.connect(self._take_chosen)
        self.setTabOrder(self.head.where, self.source)
        self.setTabOrder(self.source, self.tree)

    def _left(self) -> QWidget:
        theme, box = self.theme, QWidget()
        box.setObjectName("chrome")
        box.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        box.setMinimumWidth(theme.px(320))
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QWidget()
        bar.setFixedHeight(theme.px(38))
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(said("来源", theme.font(13, bold=True), wrap=False))
        row.addWidget(said("只读", theme.font(12), "second", wrap=False))
        row.addStretch(1)
        pdf = self.source if isinstance(self.source, PdfSource) else None
        if pdf:
            row.addWidget(tool(self.theme, "back", "上一页", lambda: pdf.turn(pdf.page - 1)))
            row.addWidget(self.page)
            row.addWidget(tool(self.theme, "forward", "下一页", lambda: pdf.turn(pdf.page + 1)))
            pdf.turned.connect(lambda page, count: self.page.setText(f"第 {page + 1} 页，共 {count} 页"))
        column.addWidget(bar)
        column.addWidget(self.source, 1)
        return box

    def _right(self) -> QWidget:
        theme, box = self.theme, QWidget()
        box.setObjectName("page")
        box.setMinimumWidth(theme.px(480))
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        bar = QWidget()
        bar.setFixedHeight(theme.px(38))
        row = QHBoxLayout(bar)
        row.setContentsMargins(theme.px(16), 0, theme.px(12), 0)
        row.addWidget(said("结果", theme.font(13, bold=True), wrap=False))
        row.addStretch(1)
        row.addWidget(tool(self.theme, "up", "上一格待确认（Shift+F8）", lambda: self.next_open(back=True)))
        row.addWidget(tool(self.theme, "down", "下一格待确认（F8）", self.next_open))
        column.addWidget(bar)
        view = self.tree
        view.setModel(self.model)
        view.setItemDelegate(ResultRows(theme, view))
        view.setFrameShape(QTreeView.Shape.NoFrame)
        view.setIndentation(0)
        view.setRootIsDecorated(False)
        view.setAccessibleName("读出的结果")
        view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = view.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for number, wide in ((0, 58), (2, 88), (3, 56), (4, 88)):
            view.setColumnWidth(number, theme.px(wide))
        view.clicked.connect(self._clicked)
        column.addWidget(view, 1)
        self.ways.chosen.connect(self._way_chosen)
        column.addWidget(line("h"))
        column.addWidget(self.ways)
        return box

    # What is shown

    def _start(self) -> None:
        """Show the proposal: what has to be looked at is open, the first of it is chosen."""
        for number, group in enumerate(self.model.groups):
            at = self.model.index(number, 0)
            self.tree.setFirstColumnSpanned(number, QModelIndex(), True)
            self.tree.setExpanded(at, group.asks or group in self.model.notes)
            if group in self.model.notes:
                for row in range(self.model.rowCount(at)):
                    self.tree.setFirstColumnSpanned(row, at, True)
        asked = tuple(cell for group in self.choice.proposal.groups if group.asks for cell in group.cells)
        self.source.mark(asked)
        self.tree.selectionModel().currentChanged.connect(self._looked_at)
        first = self.model.where(asked[0]) if asked else self.model.index(0, 0)
        if isinstance(self.source, PdfSource):
            self.source.turn(0)
        self.tree.setCurrentIndex(first)
        self._changed()
        (self.tree if asked else self.foot.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def _retarget(self) -> None:
        """It goes elsewhere: another proposal, chosen from anew."""
        target = self.draft.targets[self.head.where.currentIndex()][0]
        if target != self.choice.proposal.target:
            self.choice = Choice(self.draft.propose(target))
            old, self.model = self.model, ResultModel(self.choice, self._changed, self)
            self.tree.setModel(self.model)
            old.deleteLater()
            self._start()
            self.head.where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _looked_at(self, now: QModelIndex, _: QModelIndex) -> None:
        cell = self.model.cell_at(now)
        self.source.look_at(cell)
        self._say_ways(cell)

    def _say_ways(self, cell: str) -> None:
        item = self.choice.proposal.items.get(cell)
        ways = item.ways if item else ()
        self.ways.show_item(item, next((way for way in ways if self.choice.holds(cell, way)), None))

    def _clicked(self, index: QModelIndex) -> None:
        if not self.model.cell_at(index) and index.isValid() and not index.internalId():
            self.tree.setExpanded(index.siblingAtColumn(0), not self.tree.isExpanded(index.siblingAtColumn(0)))

    def _way_chosen(self, way: Way) -> None:
        cell = self.model.cell_at(self.tree.currentIndex())
        if cell:
            self.choice.choose(cell, way)
            self.model.refresh(cell)

    def _changed(self) -> None:
        choice, proposal = self.choice, self.choice.proposal
        self.tree.viewport().update()
        asked = sum(len(group.cells) for group in proposal.groups if group.asks)
        lacking = sum(len(group.cells) for group in proposal.groups if group.missing)
        read = sum(item.answer is not None for item in proposal.items.values())
        self.head.counts.say(f"读出 {read} 格，待确认 {asked} 格，没有找到 {lacking} 格")
        seen = judged(proposal, choice.answers)
        broken = f"，{len(seen.broken)} 条不平（{'、'.join(seen.broken[:2])}）" if seen.broken else ""
        waiting = f"，{seen.waiting} 条待填" if seen.waiting else ""
        total = seen.held + seen.waiting + len(seen.broken)
        self.head.sums.say(f"{total} 条勾稽关系：{seen.held} 条平{broken}{waiting}")
        rest = len(choice.open)
        keeps = "保持现有" if proposal.target == "this" else "导入后为空"
        self.foot.rest.say(f"还有 {rest} 格没有选定，{keeps}" if rest else "都选定了")
        self.foot.sure.setText(f"只采用无疑的 {len(proposal.first)} 格")
        self.foot.sure.setVisible(bool(asked))
        self.foot.sure.setEnabled(bool(proposal.first))
        self.foot.go.setText(f"导入所选 {len(choice.taken)} 格")
        self.foot.go.setEnabled(bool(choice.answers))
        self._say_ways(self.model.cell_at(self.tree.currentIndex()))

    # Going through it

    def next_open(self, *, back: bool = False) -> None:
        """F8: on to the next doubtful cell that is not decided on, else to the button."""
        left = self.choice.open
        if not left:
            self.foot.go.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        here = self.model.cell_at(self.tree.currentIndex())
        at = left.index(here) + (-1 if back else 1) if here in left else (-1 if back else 0)
        self.tree.setCurrentIndex(self.model.where(left[at % len(left)]))
        self.tree.setFocus(Qt.FocusReason.OtherFocusReason)

    def _next_part(self) -> None:
        ways = self.ways.buttons[0] if self.ways.buttons else self.foot.go
        parts: tuple[QWidget, ...] = (self.source, self.tree, ways, self.foot.go)
        held = [part.hasFocus() for part in parts]
        parts[(held.index(True) + 1) % len(parts) if True in held else 1].setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_chosen(self) -> None:
        self.decision = Decision(self.choice.proposal, dict(self.choice.answers))
        self.accept()

    def _take_sure(self) -> None:
        self.decision = Decision(self.choice.proposal, dict(self.choice.proposal.first))
        self.accept()
