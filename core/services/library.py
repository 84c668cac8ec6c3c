"""The library of reports: opened by one window for writing, by any number for reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Self
from weakref import WeakValueDictionary

from core import paths
from core.errors import EnvironmentTrouble, InputError, NianbaoError
from core.form import edition
from core.form.model import Form
from core.report import Report
from core.services.around import in_a_library
from core.services.autosave import DELAYS, Autosave
from core.services.carryover import taking_over
from core.services.facts import about_unit, as_new, stated
from core.services.holding import Hold, hold, whole
from core.services.lastyear import LastYear, before, of_entry, same_unit
from core.services.progress import Watch, unwatched
from core.services.recovery import Recovered, recovered
from core.services.rescue import COPYING, elsewhere
from core.services.session import PATIENCE, Session, local_now
from core.store import Entry, Save, Step, Store, backups, user

__all__ = ["Entry", "Library", "default_path"]


def default_path() -> Path:
    """The library opened when none is named."""
    return paths.home() / "library.nianbao"


class Library:
    """Made by `open`, ended by `close`. `locked` is the sentence why nothing may be changed, empty if it may;
    `notices` are sentences for the person. Reading opens the file anew each time, so that any thread may ask."""

    def __init__(self, path: Path, who: str, clock: Callable[[], datetime], forms: Callable[[str], Form]) -> None:
        self.path = path
        self.who = who
        self.locked = ""
        self.notices: list[str] = []
        self._clock = clock
        self._forms = forms
        self._hold: Hold | None = None
        self._sessions = WeakValueDictionary[int, Session]()

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        who: str = "",
        make: bool = False,
        clock: Callable[[], datetime] = local_now,
        forms: Callable[[str], Form] = edition,
        delays: Sequence[float] = DELAYS,
    ) -> Self:
        """The library at `path`; made if there is none and `make` is set. Where another window holds it, or the place
        cannot be written to, it opens read-only and `locked` says why.

        Raises `InputError` (no library, damaged, from a newer program), `EnvironmentTrouble` (not to be read either).
        """
        library = cls(whole(path), who or user(), clock, forms)
        library._take_hold(make, delays)
        return library

    def _take_hold(self, make: bool, delays: Sequence[float]) -> None:
        got = hold(self.path, self.who, self._clock, make, delays)
        if isinstance(got, str):
            self.locked = got
            self._reading().close()  # that it cannot be read is told now
            return
        self._hold, self.locked = got, ""
        now = self._clock()
        got.autosave.start(lambda store: store.daily_backup(now)).add_done_callback(self._backed_up)

    def _backed_up(self, result: Future[Path | None]) -> None:
        trouble = result.exception()
        if isinstance(trouble, NianbaoError):
            self.notices.append(f"今天的备份没有做成。{trouble.message}")
        elif trouble is None and result.result() is None:
            self.notices.append("报告库里有损坏的内容，今天没有另做备份，以前的备份都还在。请打开各份报告查看说明。")

    def retry(self) -> bool:
        """Try again to become the one who writes; whether it is so now. Sessions are to be asked for anew then."""
        if self._hold is None:
            self._take_hold(make=False, delays=DELAYS)
        return self._hold is not None

    def close(self) -> tuple[Save, ...]:
        """Save what is pending and let go of the library. Returns the steps that could not be saved."""
        held, self._hold = self._hold, None
        self.locked = "报告库已关闭。"
        return held.let_go() if held else ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def autosave(self) -> Autosave | None:
        """What saves; None where nothing may be changed."""
        return self._hold.autosave if self._hold else None

    # The list

    def entries(self) -> tuple[Entry, ...]:
        """The reports, newest year first, then by unit, with every step that the disk takes."""
        self._settle()
        with self._reading() as store:
            return store.entries()

    def binned(self) -> tuple[Entry, ...]:
        """The reports thrown away; each can be brought back."""
        with self._reading() as store:
            return store.entries(deleted=True)

    def bin(self, number: int) -> None:
        """Throw a report away; nothing of it is lost."""
        at = self._now()
        self._writer().run(lambda store: store.bin(number, at))

    def restore(self, number: int) -> None:
        """Bring a report back from the bin."""
        self._writer().run(lambda store: store.restore(number))

    def steps(self, number: int) -> tuple[Step, ...]:
        """The journal of a report, oldest step first; steps that the disk refuses are not in it."""
        self._settle()
        with self._reading() as store:
            return store.journal(number)

    # Reports

    def new(self, form: str, facts: Mapping[str, str], *, like: int | None = None, origin: str = "") -> int:
        """A new report. `facts`: what is known, by role (``unit_name``, ``year`` …), as typed; `like`: a report of the
        same unit, from which the rest about the unit is taken; `origin`: the kind of file it comes from."""
        it = self._forms(form)
        answers = {}
        if like is not None:
            source = self._read(like).kept
            answers = about_unit(it, source.report, self._forms(source.head.form))
        known = answers | stated(it, facts)
        report = Report(MappingProxyType({cell: answer for cell, answer in known.items() if answer}))
        return self.add(it, report, "新建报告", origin)

    def copy(self, number: int) -> int:
        """A report with the same answers and explanations, a first draft again."""
        source = self._read(number).kept
        return self.add(self._forms(source.head.form), source.report, "复制报告", source.head.origin)

    def add(self, form: Form, report: Report, label: str, origin: str) -> int:
        """A report made elsewhere (imported, copied) as a first draft; `origin`: the kind of file it comes from."""
        _, save = as_new(form, report, label, self.who, self._now(), origin)
        return self._writer().run(lambda store: store.add(save))

    def session(self, number: int) -> Session:
        """The report on the desk. While the caller keeps its session, asking again gives the same one."""
        standing = self._sessions.get(number)
        if standing is not None and standing.saver is self.autosave:
            return standing  # not where another window writes: there the file is read again
        it = self._read(number)
        session = Session(
            self._forms(it.kept.head.form),
            it.kept,
            self.autosave or Refusing(),
            who=self.who,
            clock=self._clock,
            around=in_a_library(self._reading, self._forms, number),
            locked=self.locked or it.locked,
        )
        session.notice = it.notice
        self._sessions[number] = session
        return session

    def _read(self, number: int) -> Recovered:
        if self._hold and not self._hold.autosave.flush(PATIENCE):
            raise EnvironmentTrouble("unsaved", f"{self._hold.autosave.state.sentence}保存好以后才能打开别的报告。")
        with self._reading() as store:
            kept = store.kept(number)
            if kept is None:
                raise InputError("report", "报告库里没有这份报告。")
            found = recovered(store, kept)
        if found.mend and self._hold:
            self._hold.autosave.run(lambda store: store.mend(found.kept))
        return found

    def years_before(self, number: int) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """The reports of the year before: (those of the same unit, all others)."""
        self._settle()
        with self._reading() as store:
            entries = store.entries()
        card = next(e.card for e in entries if e.id == number)
        same = same_unit(entries, number, card)
        return tuple(same), tuple(e for e in before(entries, number, card.year) if e not in same)

    def as_last_year(self, entry: Entry, form: Form) -> LastYear | None:
        """The report `entry` as last year's of one in the edition `form`. Raises `NianbaoError` where it is damaged."""
        with self._reading() as store:
            return of_entry(store, self._forms, entry, form)

    def take_over(self, number: int) -> None:
        """What the report `number` takes from last year's, as its second step; nothing where there is none."""
        session = self.session(number)
        session.refresh()
        last = session.last_year
        edit = taking_over(session.form, session.report, last.values, session.form) if last else None
        if edit:
            session.apply(edit)

    # Copies

    def backups(self) -> tuple[Path, ...]:
        """The backups beside the library, newest first; each can be opened as a library."""
        return backups(self.path)

    def copy_to(self, target: Path, watch: Watch = unwatched) -> None:
        """A consistent copy at `target`, to take to a new computer; replaces what is there. `watch` may end it."""
        self._refuse_itself(target)
        told = partial(watch, COPYING)
        if self._hold:
            self._hold.autosave.run(lambda store: store.copy(target, told))
        else:
            with self._reading() as store:
                store.copy(target, told)

    def save_elsewhere(self, target: Path, watch: Watch = unwatched) -> bool:
        """While the library's own place refuses: everything, unsaved steps included, at `target`. False if only the
        reports on the desk could be saved because the library cannot be read any more."""
        self._refuse_itself(target)
        return elsewhere(self._writer(), target, tuple(self._sessions.values()), self._clock(), watch)

    def _refuse_itself(self, target: Path) -> None:
        if target.resolve() == self.path:
            raise InputError("target", "这就是正在使用的报告库。请另选一个文件。")

    def _settle(self) -> None:
        """What has been done is in the file before it is read, if the disk takes it."""
        if self._hold:
            self._hold.autosave.flush(PATIENCE)

    def _reading(self) -> Store:
        return Store.reader(self.path)

    def _writer(self) -> Autosave:
        if self._hold is None:
            raise InputError("read-only", self.locked)
        return self._hold.autosave

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")


class Refusing:
    """What saves nothing: a session that is locked never asks it to."""

    def submit(self, save: Save) -> None:
        raise InputError("read-only", f"报告 {save.report} 只能查看。")

    def flush(self, timeout: float) -> bool:
        return timeout >= 0
