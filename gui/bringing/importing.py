"""导入: a file or a clipboard is read beside the window, looked at in the import window, and brought in as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from shiboken6 import isValid

from core.errors import NianbaoError
from core.services import bringing, proposal, reading
from core.services.bringing import Brought
from core.services.proposal import Proposal, Target
from core.values import Answer, typed
from gui.bringing.dialog import Decision, Draft
from gui.desk import Desk
from gui.host import Host
from gui.waiting import Waiting

OPENS = f"报告 ({' '.join(f'*{suffix}' for suffix in bringing.SUFFIXES)});;所有文件 (*)"


class Importing(QObject):
    """`desk`: of the report that is open, None on the start page; `took_last`: called when a file was taken in as last
    year's report; `leave`: has what is being typed handed over, before the report is compared with anything: people go
    on typing while a file is read."""

    def __init__(
        self,
        host: Host,
        waiting: Waiting,
        parent: QObject,
        desk: Desk | None = None,
        took_last: Callable[[], None] = lambda: None,
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.leave = leave
        self.host, self.waiting, self.desk, self.took_last = host, waiting, desk, took_last
        self.number = 0  # of the reading under way; an older one is of no interest any more
        self.queue: list[Path] = []

    # Which file

    def choose(self, *, last: bool = False) -> None:
        """Ask for a file. `last`: it is to be last year's report."""
        host = self.host
        if self._refused():
            return
        path = host.ask.open_file(host.window, "导入上年报告" if last else "导入", host.folder, OPENS)
        if path is not None:
            host.folder = path.parent
            self._read(path.name, partial(bringing.read, path), last=last)

    def take(self, paths: Sequence[Path]) -> None:
        """Files that were dropped on the window, one after the other."""
        if paths and not self._refused():
            self.queue += paths
            self._next()

    def paste(self, html: str, text: str, otherwise: Callable[[], object]) -> None:
        """The clipboard; `otherwise` is done where it is no part of a report."""
        self._read(bringing.CLIPBOARD, partial(bringing.read_pasted, html, text), otherwise=otherwise)

    def _refused(self) -> bool:
        if self.host.held.locked:
            self.host.tell("导入", self.host.held.locked)
        return bool(self.host.held.locked)

    def _next(self) -> None:
        if self.queue:
            path = self.queue.pop(0)
            self._read(path.name, partial(bringing.read, path))

    # Reading, beside the window

    def _read(
        self,
        name: str,
        do: Callable[[], Brought],
        *,
        last: bool = False,
        otherwise: Callable[[], object] | None = None,
    ) -> None:
        self.number += 1
        mine = self.number
        rest = f"（后面还有 {len(self.queue)} 个）" if self.queue else ""
        self.waiting.begin(f"正在读“{name}”{rest}", self._give_up)

        def wanted() -> bool:
            return isValid(self) and self.number == mine and not (self.desk and self.desk.closed)

        def done(it: Brought) -> None:
            self.waiting.end()
            self._look(it, last=last)
            if isValid(self):
                self._next()

        def failed(error: Exception) -> None:
            self.waiting.end()
            words = error.message if isinstance(error, NianbaoError) else f"“{name}”没有读成，原因已记在日志里。"
            if otherwise is not None and isinstance(error, NianbaoError) and error.kind == "not_report":
                self.leave()
                otherwise()
            else:
                self.host.tell("导入", words)
            self._next()

        self.host.background.run(do, done, failed, wanted)

    def _give_up(self) -> None:
        """取消: the reading process is ended, what comes of it is of no interest."""
        self.number += 1
        self.queue.clear()
        self.waiting.end()
        reading.stop()

    # Looking and deciding

    def _look(self, it: Brought, *, last: bool) -> None:
        self.leave()
        desk, open_ = self.desk, self.desk is not None and not self.desk.locked
        year = desk.session.kept.card.year if desk else None
        targets = proposal.targets(it.reading, desk.form if desk and open_ else None, year)
        if last and "last" in targets:
            targets = ("last", *(target for target in targets if target != "last"))
        elif last:
            wanted = f"上年（{year - 1} 年度）" if year else "上年"
            words = f"“{it.name}”不是{wanted}的报告，不能作为上年报告。可以在预览里存入报告库，或请核对文件。"
            self.host.tell("导入上年报告", words)
        draft = Draft(it, tuple((target, self._words(target, it)) for target in targets), partial(self._propose, it))
        decision = self.host.ask.preview(self.host.window, draft, self.host.background, self.host.theme)
        if decision is not None and isValid(self):
            self.host.guarded(lambda: self._bring(it, decision), "导入")

    def _words(self, target: Target, it: Brought) -> str:
        card = self.desk.session.kept.card if self.desk else None
        here = f"{card.unit or '这份报告'} {card.year_words}".rstrip() if card else ""
        words = {"new": "报告库，成为一份新报告", "this": here, "last": f"{here}（作为上年报告）"}
        return words[target]

    def _propose(self, it: Brought, target: Target) -> Proposal:
        if self.desk is None or target == "new":
            return proposal.propose(it.reading, "new")
        session = self.desk.session
        but = session.protected if target == "this" else frozenset()
        return proposal.propose(it.reading, target, session.form, session.report, but)

    # Bringing in

    def _bring(self, it: Brought, decision: Decision) -> None:
        library, taken = self.host.held, dict(decision.taken)
        if decision.proposal.target == "this" and self.desk is not None:
            edit = proposal.as_edit(decision.proposal, taken, f"导入“{it.name}”，{len(taken)} 格")
            if edit is None:
                self.host.tell("导入", "导入的内容与现有的相同，没有改动。")
            else:
                self.desk.take(edit)
        elif decision.proposal.target == "last" and self.desk is not None:
            self._as_last_year(it, decision.proposal, taken)
        else:
            self.host.open_report(bringing.keep(library, it, decision.proposal, taken))

    def _as_last_year(self, it: Brought, made: Proposal, taken: dict[str, Answer | None]) -> None:
        """Into the library as the report of the year before, and beside the open one; what is taken over is asked."""
        assert self.desk is not None
        session, form = self.desk.session, made.form
        card = session.kept.card
        for role, text in (("unit_name", card.unit), ("year", str((card.year or 1) - 1))):
            cell = form.role(role)
            if cell not in taken and text:
                taken[cell] = typed(form.cells[cell].kind, text)
        number = bringing.keep(self.host.held, it, made, taken)
        session.refresh()
        if session.last_year is None:
            same, others = self.host.held.years_before(session.id)
            entry = next((entry for entry in (*same, *others) if entry.id == number), None)
            found = self.host.held.as_last_year(entry, session.form) if entry else None
            if found:
                self.desk.attach(found.prior)
        self.took_last()
