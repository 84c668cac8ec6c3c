"""Last year's report beside the open one: how it is compared, which one it is, what is taken from it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.values import Number, decimal_text
from gui.cells import Compare
from gui.desk import Desk
from gui.host import Host
from gui.pages.compare import CHOICES, NONE, following
from gui.pages.table import TablePage
from gui.wizard import Wizard


def remembered(host: Host, desk: Desk) -> Compare:
    """How it was compared last time."""
    kept = str(host.settings.value("compare", ""))
    return next((choice for choice, _ in CHOICES if choice == kept), desk.compare)


class YearBefore(QObject):
    """The commands that speak of last year."""

    def __init__(self, host: Host, desk: Desk, wizard: Wizard) -> None:
        super().__init__(desk)
        self.host, self.desk, self.wizard = host, desk, wizard
        desk.looks.connect(self._remember)

    def _remember(self) -> None:
        self.host.settings.setValue("compare", self.desk.compare)

    def next_compare(self) -> None:
        """Ctrl+L: 不显示, 上年数, 增减% in turn."""
        if self.desk.prior is None:
            self.host.tell("对照上年", f"{NONE}。")
        else:
            self.desk.choose_compare(following(self.desk.compare))

    def choose(self) -> None:
        """上年报告…: which one it is, and what is taken over."""
        self.wizard.page(self.wizard.at).leave()
        choice = self.host.ask.last_year(self.host.window, self.desk, self.host.held, self.host.theme)
        if choice is not None and not self.desk.locked:
            if choice.attach is not None:
                self.desk.attach(choice.attach)
            if choice.edit is not None:
                self.desk.take(choice.edit)

    def take_figure(self) -> None:
        """Ctrl+;: last year's figure into the current cell, as if it were typed."""
        table = self.wizard.page(self.wizard.at)
        cell = table.area.current_cell() if isinstance(table, TablePage) else None
        if cell is None or self.desk.locked:
            return
        last = (self.desk.prior or {}).get(cell)
        if isinstance(last, Number):
            table.leave()
            self.desk.enter(cell, decimal_text(last.value))
        else:
            self.host.tell("填上年数", "这一格没有上年数。" if self.desk.prior else f"{NONE}。")
