"""Writing one file after the other beside the window: where to, how far it is, giving it up, where it went."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import NianbaoError
from core.services import export
from core.services.progress import GivenUp, Watch
from gui.desk import Desk
from gui.host import Host
from gui.pages.output import OutputPage
from gui.waiting import Waiting

log = logging.getLogger("nianbao.gui")

Make = Callable[[Watch], bytes]
"""The bytes of a file, made off the window's thread."""


class Writing(QObject):
    """`busy` while a file is made or written; then nothing else can be begun."""

    def __init__(self, host: Host, desk: Desk, page: OutputPage, waiting: Waiting) -> None:
        super().__init__(page)  # goes with it
        self.host, self.desk, self.page, self.waiting = host, desk, page, waiting
        self.busy = False
        page.open_folder.connect(self._open_folder)

    def where(self, title: str, name: str, kinds: str) -> Path | None:
        """Where to write; the folder is offered again next time."""
        host = self.host
        path = host.ask.save_file(host.window, title, host.folder / name, kinds)
        if path is not None:
            host.folder = path.parent
        return path

    def write(self, path: Path, make: Make, remark: Callable[[], str] = str) -> None:
        """Make the bytes, put them at `path`, all or nothing, and say where they went. `remark`: what else a person
        should know of them, found out beside the window too."""

        def work(watch: Watch) -> tuple[Path, str]:
            export.put(make(watch), path, watch)
            return path, remark()

        self._begin(work, self._written)

    def take(self, make: Make, then: Callable[[bytes], None]) -> None:
        """Make the bytes and hand them over."""

        def done(data: bytes) -> None:
            self._end()
            if not self.desk.closed:
                then(data)

        self._begin(make, done)

    def _begin(self, work: Callable[[Watch], object], done: Callable[..., None]) -> None:
        self.busy = True
        self.page.say_written("")
        self.page.show_evaluation(self.desk.evaluation)
        task = self.host.background.run_watched(work, done, self._failed, self._say)
        self.waiting.begin("正在准备", task.give_up)

    def _say(self, words: str) -> None:
        if not self.desk.closed:  # else the bar has gone meanwhile
            self.waiting.say(words)

    def _end(self) -> None:
        self.busy = False
        if not self.desk.closed:
            self.waiting.end()
            self.page.show_evaluation(self.desk.evaluation)

    def _written(self, done: tuple[Path, str]) -> None:
        path, remark = done
        self._end()
        log.info("written: %s", path)
        if not self.desk.closed:
            self.page.say_written(f"✓ 已写到 {path}" + (f"\n{remark}" if remark else ""), path)

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, GivenUp):
            if not self.desk.closed:
                self.page.say_written(error.message)
            return
        words = error.message if isinstance(error, NianbaoError) else "没有写成，原因已记在日志里。填报的内容都还在。"
        self.host.tell("输出", words)

    def _open_folder(self, path: Path) -> None:
        if not self.host.ask.show_folder(path):
            self.host.tell("打开所在文件夹", f"没有能打开文件夹的程序。文件在“{path.parent}”。")
