"""Places of an open report: found by words, spoken of by a chapter of the manual, filled with a figure of a table."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from gui.desk import Desk
from gui.host import Host
from gui.pages.text import TextPage
from gui.wizard import Wizard


class Places(QObject):
    """Lives as long as the report is open."""

    def __init__(self, host: Host, desk: Desk, wizard: Wizard) -> None:
        super().__init__()
        self.host, self.desk, self.wizard = host, desk, wizard
        wizard.put_figure.connect(self.put_figure)

    def chapter(self) -> str:
        """The chapter of the manual that speaks of what has the keys."""
        wizard, focus = self.wizard, QApplication.focusWidget()
        return "check" if focus and wizard.findings.isAncestorOf(focus) else wizard.page(wizard.at).manual

    def seek(self, *, replace: bool = False) -> None:
        """Ctrl+F, Ctrl+H: in a text its own bar, elsewhere the whole report."""
        page = self.wizard.page(self.wizard.at)
        if page.seek(replace=replace):
            return
        page.leave()
        spot = self.host.ask.spot(self.host.window, self.desk, self.host.theme)
        if spot is not None:
            self.wizard.go_to_cell(spot.cell, spot.start)

    def put_figure(self) -> None:
        """插入表中数字: the figure as it stands now goes into the text at the caret."""
        page = self.wizard.page(self.wizard.at)
        if not isinstance(page, TextPage):
            self.host.tell("插入表中数字", "这一页没有正文。请先转到要写的那一部分。")
        elif not self.desk.locked:
            spot = self.host.ask.figure(self.host.window, self.desk, self.host.theme)
            if spot is not None:
                page.insert(spot.text)
