"""What can be done with the library: its reports, other libraries, files read in."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from shiboken6 import isValid

from core.errors import NianbaoError
from core.form import edition, editions
from core.report.package import on_paper
from core.services import bringing, lastyear, restore
from core.services.library import Library
from core.services.progress import GivenUp
from core.services.rescue import COPYING
from core.services.restore import Restored
from gui.bringing.importing import Importing
from gui.glance import Glance, glance_at
from gui.host import Host
from gui.librarypage import LibraryPage
from gui.wizard import OUTPUT

log = logging.getLogger("nianbao.gui")
TAKEN = "从审签单取回数字"
SHEETS = "扫描件或照片 (*.pdf *.png *.jpg *.jpeg *.bmp *.tif *.tiff)"
LIBRARIES = "报告库 (*.nianbao)"


class Shelf(QObject):
    """The start page and its commands."""

    def __init__(self, host: Host, page: LibraryPage) -> None:
        super().__init__(page)
        self.host, self.page = host, page
        self.importing = Importing(host, page.state.waiting, self)
        page.open_report.connect(host.come_to)
        page.new_report.connect(self.new_report)
        page.sample.connect(self.open_sample)
        page.import_file.connect(self.import_file)
        page.preview.connect(self.preview_report)
        page.last_page = lambda number: str(host.settings.value(f"page/{number}", ""))
        page.state.way_out.setText("再试一次")

    def refresh(self) -> None:
        """Show the reports as they stand, and look at each in the background."""
        library, page = self.host.held, self.page
        entries = library.entries()
        page.show_entries(entries)
        self._say(library)
        for entry in entries:
            self.host.background.run(
                partial(glance, library, entry.id),
                partial(self._glanced, entry.id),
                partial(log.info, "report %s could not be looked at: %s", entry.id),
            )

    def _glanced(self, number: int, seen: Glance) -> None:
        if isValid(self.page):  # a report may have been opened meanwhile
            self.page.glanced(number, seen)

    def _say(self, library: Library) -> None:
        state = self.page.state
        if library.locked:
            state.say_saved(library.locked, sign="lock", token="t2", tone="second")
        elif library.notices:
            state.say_saved(library.notices[-1], sign="sign-query", token="qry-mark", tone="query")
        else:
            state.say_saved("全部报告已保存在本机，不联网", sign="sign-done", token="ok", tone="")
        state.way_out.setVisible(bool(library.locked))
        state.extra.say(f"报告库：{library.path}")

    def new_report(self) -> None:
        """Ask for unit and year, then open the first page."""
        host = self.host
        if self._refused():
            return
        form = edition(editions()[0])
        entries = host.held.entries()

        def find(unit: str, code: str, year: int) -> str:
            found = lastyear.matching(entries, unit, code, year)
            return lastyear.source(found) if found else ""

        answer = host.ask.new_report(host.window, form, last_year(), host.who, host.theme, find)
        if answer is None:
            return
        host.who = answer.who
        like = next((e.id for e in entries if e.card.unit == answer.facts.get("unit_name")), None)

        def make() -> None:
            number = host.held.new(form.id, answer.facts, like=like)
            if answer.last:
                host.held.take_over(number)
            if answer.file:
                host.open_report(number)
                host.import_last()
            else:
                host.come_to(number)

        host.guarded(make)

    def open_sample(self) -> None:
        """The built-in sample as a report of its own."""
        if not self._refused():
            self.host.guarded(lambda: self.host.come_to(bringing.sample(self.host.held)))

    def import_file(self) -> None:
        """A file becomes a report of its own; nothing that is there is touched."""
        self.importing.choose()

    def take_from_sheet(self) -> None:
        """The figures of a signed sheet, scanned or photographed, become a report of their own."""
        host = self.host
        path = None if self._refused() else host.ask.open_file(host.window, TAKEN, host.folder, SHEETS)
        if path is None:
            return
        host.folder = path.parent

        def taken(it: Restored) -> None:
            if host.guarded(lambda: host.open_report(restore.keep(host.held, it, path.name)), TAKEN):
                host.tell(TAKEN, f"已取回全部填报数字，指纹 {on_paper(it.mark)}。文字部分不在二维码里，请另外补上。")

        def failed(error: Exception) -> None:
            calm = error.message if isinstance(error, NianbaoError) else "没有取回，原因已记在日志里。"
            host.tell(TAKEN, calm)

        host.background.run(lambda: restore.restored(path), taken, failed, lambda: isValid(self.page))

    def preview_report(self, number: int) -> None:
        """Straight to the printed pages."""
        self.host.settings.setValue(f"page/{number}", OUTPUT)
        self.host.come_to(number)

    def copy_report(self) -> None:
        """The same answers once more, as a draft."""
        entry = self.page.current()
        if entry and not self._refused():
            self.host.guarded(lambda: self.host.held.copy(entry.id))
            self.refresh()

    def bin_report(self) -> None:
        """Into the bin, from which it can be brought back."""
        entry = self.page.current()
        if entry is None or self._refused():
            return
        words = f"把“{entry.card.unit or '未填单位'}”{entry.card.year_words}的报告移入回收站？可以随时恢复。"
        if self.host.confirm("移入回收站", words, "移入回收站"):
            self.host.guarded(lambda: self.host.held.bin(entry.id))
            self.refresh()

    def restore_report(self, number: int) -> None:
        """Out of the bin."""
        self.host.guarded(lambda: self.host.held.restore(number))
        self.refresh()

    def copy_library(self) -> None:
        """A whole copy, for safety or for a new computer."""
        host = self.host
        suggested = host.folder / f"年报库-{datetime.now().astimezone():%Y%m%d}.nianbao"
        path = host.ask.save_file(host.window, "把整个报告库另存到", suggested, LIBRARIES)
        if path is not None:
            told, waiting = partial(self._copied, path), self.page.state.waiting
            task = host.background.run_watched(partial(host.held.copy_to, path), told, told, self._say_part)
            waiting.begin(COPYING, task.give_up)

    def _say_part(self, words: str) -> None:
        if isValid(self.page):
            self.page.state.waiting.say(words)

    def _copied(self, path: Path, result: Exception | None) -> None:
        """The copy stands, or why it does not."""
        if isValid(self.page):
            self.page.state.waiting.end()
        words = f"已完整复制到“{path}”。\n在新电脑上安装本程序后，用“打开另一个报告库”选中它即可。"
        if isinstance(result, GivenUp):
            words = "已取消复制，没有写完的副本已经删除。报告库没有改动。"
        elif isinstance(result, NianbaoError):
            words = result.message
        elif result is not None:
            words = "没有复制成，原因已记在日志里。报告库没有改动。"
        self.host.tell("报告库", words)

    def _refused(self) -> bool:
        """Whether the library may only be read; then that is said."""
        if self.host.held.locked:
            self.host.tell("报告库", self.host.held.locked)
        return bool(self.host.held.locked)


def glance(library: Library, number: int) -> Glance:
    """How a report stands, without opening it for work."""
    return glance_at(library.session(number))


def last_year() -> int:
    """The year that reports are being written for now: the one before this."""
    return datetime.now().astimezone().year - 1
