"""回到以前的某一刻: where the report stood, what would change, and the way there as one edit."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from core.errors import InputError
from core.report import Edit, Put, Splice
from core.services import timetravel
from core.services.journal import told
from core.services.session import Step
from gui.desk import Desk
from gui.dialogs import Dialog, label
from gui.librarymodel import when
from gui.rows import PlainRows
from gui.theme import Theme


class HistoryDialog(Dialog):
    """`edit` is what was chosen, None if nothing was or nothing would change."""

    manual = "undo"

    def __init__(self, desk: Desk, steps: tuple[Step, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__("历史", theme, parent, "回到这一刻", "可以一步撤销")
        self.desk, self.steps = desk, steps
        self.edit: Edit | None = None
        self.moments = timetravel.moments(steps)
        self.setMinimumSize(theme.px(620), theme.px(460))
        self.body.addWidget(label("选一个时刻，下面列出会改回的内容。", theme, tone="second", size=12))
        self.list, self.preview = QListWidget(), QListWidget()
        for view in (self.list, self.preview):
            view.setItemDelegate(PlainRows(theme, view))
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("时刻")
        self.preview.setAccessibleName("会改回的内容")
        now = datetime.now().astimezone()
        for moment in self.moments:
            self.list.addItem(QListWidgetItem(f"{when(moment.at, now)}　{moment.by}　{moment.label}"))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.preview, 1)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)

    def _show(self, row: int) -> None:
        self.preview.clear()
        refused = ""
        try:
            self.edit = self._way_back(self.moments[row]) if 0 <= row < len(self.moments) else None
        except InputError as error:
            self.edit, refused = None, error.message
        for change in self.edit.changes if self.edit else ():
            where, before, after = told(self.desk.form, change)
            words = f"{where}：{before or '空'} → {after or '空'}"
            self.preview.addItem(words if isinstance(change, (Put, Splice)) else f"核实说明 {words}")
        if not self.edit:
            self.preview.addItem(refused or "与现在相同")
        self.go.setEnabled(self.edit is not None and not self.desk.locked)

    def _way_back(self, moment: timetravel.Moment) -> Edit | None:
        """The edit that goes back there; None where nothing would change."""
        now = self.desk.session.report
        words = when(moment.at, datetime.now().astimezone())
        return timetravel.back(
            self.desk.form, now, timetravel.at(self.steps, moment.seq, now, self.desk.session.kept.seq), words
        )
