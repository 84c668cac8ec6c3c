"""Every edit reaches the disk, or the person can see that it has not; nothing is lost on the way."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread, current_thread

import pytest

from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.report import Report
from core.services.autosave import Autosave, SaveState
from core.services.facts import as_new
from core.services.session import Session
from core.store import Save, Store, connection, create
from tests.core.desk import Clock, filled

LONG = 600.0
"""Seconds: where a try follows without being asked for within this time, the test fails by running out of time."""


class Desk:
    """A session on a file whose disk can be made to refuse. `pages`: the most the file may have, None for no end."""

    def __init__(
        self, path: Path, form: Form, clock: Clock, delays: tuple[float, ...] = (LONG,), breath: float = 0
    ) -> None:
        self.path = path
        self.pages: int | None = None
        self.acknowledged: list[int] = []
        self.states: list[SaveState] = []
        create(path)
        self._clock = clock
        self.autosave = Autosave(self._open, clock=clock, delays=delays, breath=breath)
        self.autosave.listen(self.states.append)
        number = self.autosave.run(lambda s: s.add(as_new(form, Report(), "新建", "张", clock().isoformat())[1]))
        with Store.reader(path) as store:
            kept = store.kept(number)
        assert kept is not None
        self.session = Session(form, kept, self, clock=clock)

    def _open(self) -> Store:
        store = Store.writer(self.path, self._clock())
        if self.pages is not None:
            store._db.execute(f"PRAGMA max_page_count = {self.pages}")
        return store

    def submit(self, save: Save) -> None:
        self.autosave.submit(save, lambda it: self.acknowledged.append(it.step.seq))

    def flush(self, timeout: float) -> bool:
        return self.autosave.flush(timeout)

    def full(self) -> None:
        """From now on the file may not grow; the store is opened anew."""
        with closing(sqlite3.connect(self.path)) as db:
            self.pages = db.execute("PRAGMA page_count").fetchone()[0]
        self.autosave.run(lambda store: store._db.execute(f"PRAGMA max_page_count = {self.pages}"))

    def stored(self) -> Report:
        with Store.reader(self.path) as store:
            kept = store.kept(self.session.id)
        assert kept is not None
        assert kept.sound
        return kept.report


@pytest.fixture
def desk(tmp_path: Path, toy: Form, clock: Clock) -> Iterator[Desk]:
    made = Desk(tmp_path / "a.nianbao", toy, clock)
    yield made
    made.autosave.close()


def names(desk: Desk) -> list[str]:
    return [state.name for state in desk.states]


def test_saved_is_said_only_after_the_commit_and_with_the_time(desk: Desk, clock: Clock) -> None:
    clock.pass_by(seconds=5)
    desk.session.enter("k.in.a", "1")
    assert desk.flush(10)
    assert desk.acknowledged == [2]
    assert desk.autosave.state.sentence == "已保存 14:03:17"
    assert names(desk)[-2:] == ["saving", "saved"]
    assert desk.stored() == desk.session.report


def test_an_acknowledged_step_is_in_the_file_at_that_moment(desk: Desk) -> None:
    seen: list[bool] = []
    desk.session.enter("k.in.a", "1")
    assert desk.flush(10)

    def look(save: Save) -> None:
        with Store.reader(desk.path) as store:
            kept = store.kept(desk.session.id)
        seen.append(kept is not None and kept.seq >= save.step.seq)

    desk.submit = lambda save: desk.autosave.submit(save, look)  # type: ignore[method-assign] # this desk looks itself
    for text in "23456":
        desk.session.enter("k.in.a", text)
    assert desk.flush(10)
    assert seen == [True] * 5


def test_a_full_disk_is_said_keeps_everything_and_heals_by_itself(desk: Desk) -> None:
    desk.full()
    big = "长" * 20_000
    desk.session.type_text("w.text", 0, "", big)
    desk.session.enter("k.in.a", "1")
    assert not desk.flush(10)
    state = desk.autosave.state
    assert state.sentence == "未保存：磁盘已满，正在重试。已录入的都还在；请腾出空间，或另存到别处。"
    assert [save.step.seq for save in desk.autosave.pending] == [2, 3]
    assert desk.acknowledged == []
    assert desk.session.report.text("w.text") == big  # the person types on
    assert not desk.stored().answers

    desk.pages = None
    desk.session.enter("k.in.b", "2")  # the next edit tries again, no button needed
    assert desk.flush(10)
    assert desk.acknowledged == [2, 3, 4]
    assert desk.stored() == desk.session.report
    assert desk.autosave.state.name == "saved"


def test_the_disk_is_tried_again_after_a_while(tmp_path: Path, toy: Form, clock: Clock) -> None:
    desk = Desk(tmp_path / "a.nianbao", toy, clock, delays=(0.0, 0.001))
    desk.full()
    tried, healed = Event(), Event()

    def count(state: SaveState) -> None:
        if names(desk).count("unsaved") >= 3:
            desk.pages = None
            tried.set()
        if tried.is_set() and state.name == "saved":
            healed.set()

    desk.autosave.listen(count)
    desk.session.type_text("w.text", 0, "", "长" * 20_000)
    assert healed.wait(30)
    assert desk.autosave.close() == ()
    assert desk.stored() == desk.session.report


def test_the_time_since_when_nothing_is_saved_stays(desk: Desk, clock: Clock) -> None:
    desk.full()
    desk.session.type_text("w.text", 0, "", "长" * 20_000)
    assert not desk.flush(10)
    began = desk.autosave.state.since
    clock.pass_by(minutes=5)
    assert not desk.flush(10)
    assert desk.autosave.state.since == began
    desk.pages = None


def test_a_file_that_vanished_is_said_and_saved_when_it_is_back(desk: Desk, tmp_path: Path) -> None:
    away = tmp_path / "away.nianbao"
    desk.path.rename(away)
    desk.session.enter("k.in.a", "1")
    assert not desk.flush(10)
    assert desk.autosave.state.reason in ("报告库文件不在原处了", "打不开报告库文件")
    assert not desk.flush(10)
    assert not desk.path.exists()
    away.rename(desk.path)
    desk.autosave.retry()
    assert desk.flush(10)
    assert desk.stored() == desk.session.report


def test_another_file_in_its_place_is_not_written_to(desk: Desk, tmp_path: Path, toy: Form, clock: Clock) -> None:
    stranger = Desk(tmp_path / "b.nianbao", toy, clock)
    stranger.session.enter("k.in.b", "7")
    stranger.autosave.close()
    before = (tmp_path / "b.nianbao").read_bytes()
    desk.path.unlink()
    (tmp_path / "b.nianbao").rename(desk.path)
    desk.session.enter("k.in.a", "1")
    desk.flush(10)
    assert not desk.flush(10)
    assert desk.autosave.state.reason == "报告库里的内容已被别的程序改动"
    assert desk.path.read_bytes() == before


def test_a_library_in_another_programs_hands_is_saved_when_it_lets_go(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.autosave.run(lambda store: store._db.execute("PRAGMA busy_timeout = 0"))
    monkeypatch.setattr(connection, "PATIENCE", 0)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        desk.session.enter("k.in.a", "1")
        assert not desk.flush(10)
        assert desk.autosave.state.reason == "报告库正被别的程序占用"
        other.execute("ROLLBACK")
    assert desk.flush(10)
    assert desk.stored() == desk.session.report


def test_steps_that_wait_go_in_one_commit_and_stay_rows_of_their_own(desk: Desk) -> None:
    inside, go_on = Event(), Event()

    def hold(_: Store) -> None:
        inside.set()
        assert go_on.wait(30)

    holding = Thread(target=lambda: desk.autosave.run(hold))
    holding.start()
    assert inside.wait(30)
    for text in "123":
        desk.session.enter("k.in.a", text)
    before = len(desk.states)
    go_on.set()
    holding.join()
    assert desk.flush(10)
    assert names(desk)[before:] == ["saving", "saved"]
    assert desk.acknowledged == [2, 3, 4]
    with Store.reader(desk.path) as store:
        assert [step.seq for step in store.journal(desk.session.id)] == [1, 2, 3, 4]


def test_all_writing_is_done_in_one_thread(desk: Desk) -> None:
    threads = {desk.autosave.run(lambda _: current_thread().name) for _ in range(3)}
    assert threads == {"nianbao-autosave"}


def test_what_cannot_be_saved_at_the_end_is_handed_back(desk: Desk) -> None:
    desk.full()
    desk.session.type_text("w.text", 0, "", "长" * 20_000)
    left = desk.autosave.close()
    assert [save.step.seq for save in left] == [2]


def test_jobs_behind_steps_that_cannot_be_saved_are_refused_not_left_waiting(desk: Desk) -> None:
    desk.full()
    desk.session.type_text("w.text", 0, "", "长" * 20_000)
    with pytest.raises(EnvironmentTrouble, match="磁盘已满"):
        desk.autosave.run(lambda store: store.entries())
    assert desk.autosave.run(lambda store: len(store.entries()), urgent=True) == 1
    desk.pages = None


def test_a_job_that_fails_tells_who_asked_and_stops_nothing(desk: Desk) -> None:
    def refuse(_: Store) -> None:
        raise InputError("no", "不行。")

    with pytest.raises(InputError, match="不行"):
        desk.autosave.run(refuse)
    desk.session.enter("k.in.a", "1")
    assert desk.flush(10)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_bug_in_the_thread_is_seen_and_keeps_what_was_not_saved(desk: Desk) -> None:
    def stumble(_: Store) -> None:
        raise ZeroDivisionError

    with pytest.raises(EnvironmentTrouble, match="程序内部出错"):
        desk.autosave.run(stumble)
    desk.session.enter("k.in.a", "1")
    assert not desk.flush(10)
    assert desk.autosave.state.reason == "程序内部出错，保存已停止"
    assert [save.step.seq for save in desk.autosave.pending] == [2]
    with pytest.raises(EnvironmentTrouble):
        desk.autosave.run(lambda store: store.entries())


def test_a_listener_that_left_hears_nothing(desk: Desk) -> None:
    heard: list[SaveState] = []
    stop: Callable[[], None] = desk.autosave.listen(heard.append)
    stop()
    desk.session.enter("k.in.a", "1")
    desk.flush(10)
    assert heard == []


def test_finalising_on_a_full_disk_warns_before_anything_is_signed(desk: Desk) -> None:
    session = desk.session
    filled(session)
    for cell, text in {"u.name": "园", "u.kind": "甲类", "y": "2025", "k.fee.money": "1"}.items():
        session.enter(cell, text)
    session.type_text("w.text", 0, "", "本园2025年有猫和狗，很好。")
    assert desk.flush(10)
    desk.full()
    session.type_text("w.text", 0, "", "很" * 20_000)
    with pytest.raises(EnvironmentTrouble, match="先不要打印送签"):
        session.finalise()
    desk.pages = None
    assert desk.flush(10)
    with Store.reader(desk.path) as store:
        kept = store.kept(session.id)
    assert kept is not None
    assert kept.head.status == "final"
    assert kept.filings == (session.filing,)


def test_what_somebody_waits_for_does_not_wait_for_the_breath(tmp_path: Path, toy: Form, clock: Clock) -> None:
    """A step waits a moment, so that the key that made it is answered first; with a moment of ten minutes these end."""
    desk = Desk(tmp_path / "b.nianbao", toy, clock, breath=LONG)
    desk.session.enter("k.in.a", "1")
    assert desk.autosave.flush(LONG)
    desk.session.enter("k.in.b", "2")
    assert desk.autosave.run(lambda store: len(store.journal(desk.session.id))) == 3
    desk.session.enter("k.in.a", "3")
    assert desk.autosave.close(LONG) == ()
    assert desk.stored() == desk.session.report


def test_steps_of_one_breath_go_to_the_disk_together_and_in_order(tmp_path: Path, toy: Form, clock: Clock) -> None:
    desk = Desk(tmp_path / "b.nianbao", toy, clock, breath=LONG)
    for figure in "123":
        desk.session.enter("k.in.a", figure)
    assert names(desk) == []
    assert desk.autosave.flush(LONG)
    assert names(desk) == ["saving", "saved"]
    assert desk.acknowledged == [2, 3, 4]
    desk.autosave.close()
