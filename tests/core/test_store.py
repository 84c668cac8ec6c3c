"""What goes into the library file comes out of it; the digest carried forward is the digest of the whole."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EnvironmentTrouble
from core.report import Edit, Explain, Explanation, Put, Report, apply
from core.report.package import Prior
from core.store import Card, Filing, Kept, Save, Step, Store, advance, backups, blank, create
from core.store.digest import whole
from core.values import Answer, Choice, Flag, Number, Text, Unread
from tests.core.desk import Clock
from tests.core.test_edits import edits_for

AT = "2026-01-14T14:03:12+08:00"
filings = st.builds(
    Filing,
    revision=st.integers(1, 3),
    at=st.just(AT),
    by=st.text(max_size=3),
    fingerprint=st.just("ab" * 32),
    form_sha256=st.just("cd" * 32),
    package=st.text(max_size=5),
    sent=st.sampled_from(["", AT]),
)
priors = st.builds(
    Prior, year=st.just(2024), source=st.text(max_size=3), cells=st.dictionaries(st.text(max_size=3), st.just("1"))
)


def card(report: Report) -> Card:
    return Card(unit=report.text("text"), year=2025 if report.answers else None)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Kept], list[Save]]:
    """A report step by step, as it stands and as it is saved."""
    standing, saves = [blank("toy/7", "docx")], []
    for seq in range(1, draw(st.integers(2, 7))):
        edit = draw(edits_for(standing[-1].report))
        step = Step(seq, AT, "张", "new" if seq == 1 else "edit", edit, draw(st.booleans()))
        filing, prior = draw(st.none() | filings), draw(st.none() | priors)
        after, save = advance(standing[-1], step, card=card, filing=filing, prior=prior)
        standing.append(after)
        saves.append(save)
    return standing, saves


@given(histories())
def test_the_digest_carried_forward_is_the_digest_of_the_whole(history: tuple[list[Kept], list[Save]]) -> None:
    for it in history[0][1:]:
        assert it.digest == whole(it.head, it.seq, it.report, it.filings, it.prior)


@given(histories())
def test_two_states_of_a_report_never_have_one_digest(history: tuple[list[Kept], list[Save]]) -> None:
    digests = [it.digest for it in history[0]]
    assert len(set(digests)) == len(digests)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that many examples add to."""
    path = tmp_path_factory.mktemp("shelf") / "a.nianbao"
    create(path)
    return path


@given(histories(), st.integers(0, 6))
def test_what_was_saved_is_read_back_however_the_steps_are_bundled(
    shelf: Path, history: tuple[list[Kept], list[Save]], cut: int
) -> None:
    standing, saves = history
    with Store.writer(shelf, Clock()()) as store:
        number = store.add(saves[0])
        rest = [replace(s, report=number) for s in saves[1:]]
        store.write(rest[:cut])
        store.write(rest[cut:])
        kept = store.kept(number)
        assert kept is not None
        last = standing[-1]
        assert kept.sound
        assert (kept.report, kept.head, kept.card, kept.prior) == (last.report, last.head, last.card, last.prior)
        assert set(kept.filings) == set(last.filings)
        assert kept.steps == store.journal(number) == tuple(save.step for save in saves)
        assert store.rebuilt(kept) == kept


def test_a_try_that_was_told_as_failed_but_had_reached_the_disk_is_not_written_twice(shelf: Path, clock: Clock) -> None:
    first, second, third = three_steps()
    with Store.writer(shelf, clock()) as store:
        number = store.add(first)
        saves = [replace(s, report=number) for s in (second, third)]
        store.write(saves[:1])
        store.write(saves)
        store.write(saves)
        assert [step.seq for step in store.journal(number)] == [1, 2, 3]


def test_a_step_made_for_another_state_is_refused_and_leaves_no_trace(shelf: Path, clock: Clock) -> None:
    first, _, third = three_steps()
    with Store.writer(shelf, clock()) as store:
        number = store.add(first)
        stray = replace(third, report=number)
        with pytest.raises(EnvironmentTrouble, match="已被别的程序改动"):
            store.write([stray])
        kept = store.kept(number)
        assert kept is not None
        assert kept.sound
        assert kept.seq == 1


def three_steps() -> tuple[Save, Save, Save]:
    standing = blank("toy/7")
    saves = []
    for seq, value in enumerate("甲乙丙", 1):
        edit = Edit("填", (Put("a", standing.report.answers.get("a"), Answer(Text(value))),))
        standing, save = advance(standing, Step(seq, AT, "张", "edit", edit), card=card)
        saves.append(save)
    return saves[0], saves[1], saves[2]


def test_every_sort_of_answer_is_kept_exactly(shelf: Path, clock: Clock) -> None:
    answers = {
        "a": Answer(Number(Decimal("12345678901234567890.000001")), "１２３"),
        "b": Answer(Unread(" 12abc/——\t")),
        "c": Answer(Text("一\n\n二\u3000\U00020bb7\x1f")),
        "d": Answer(Choice("x")),
        "e": Answer(Flag(False)),
    }
    told = Explanation("Q1", {"a": "1", "prior:a": ""}, (("c", "一"),), "因为。", "张", AT)
    edit = Edit("粘贴", (*(Put(cell, None, answer) for cell, answer in answers.items()), Explain("Q1", None, told)))
    _, save = advance(blank("toy/7"), Step(1, AT, "张", "new", edit), card=card)
    with Store.writer(shelf, clock()) as store:
        kept = store.kept(store.add(save))
    assert kept is not None
    assert kept.report == apply(Report(), edit)


def test_the_journal_cannot_be_rewritten(shelf: Path, clock: Clock) -> None:
    with Store.writer(shelf, clock()) as store:
        store.add(three_steps()[0])
    with sqlite3.connect(shelf) as raw:
        for statement in ("UPDATE edit SET label = 'x'", "DELETE FROM edit"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                raw.execute(statement)
    raw.close()


def test_the_file_is_one_strict_and_careful_and_known_by_its_header(shelf: Path, clock: Clock) -> None:
    with Store.writer(shelf, clock()) as store:
        pragmas = {name: store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}
    assert pragmas == PRAGMAS
    with sqlite3.connect(shelf) as raw:
        tables = raw.execute("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\'")
        assert all("STRICT" in row[0] for row in tables if row[0])
    raw.close()


PRAGMAS = {
    "application_id": 0x6E69616E,
    "user_version": 1,
    "journal_mode": "delete",
    "synchronous": 3,
    "foreign_keys": 1,
    "trusted_schema": 0,
}


def test_a_report_in_the_bin_is_off_the_list_and_comes_back_whole(shelf: Path, clock: Clock) -> None:
    with Store.writer(shelf, clock()) as store:
        number = store.add(three_steps()[0])
        before = store.kept(number)
        store.bin(number, AT)
        assert number not in {e.id for e in store.entries()}
        assert number in {e.id for e in store.entries(deleted=True)}
        store.restore(number)
        assert number in {e.id for e in store.entries()}
        assert store.kept(number) == before


def test_there_is_one_backup_a_day_and_the_newest_seven_stay(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    with Store.writer(path, clock()) as store:
        for _ in range(10):
            store.daily_backup(clock())
            store.daily_backup(clock())
            clock.pass_by(days=1)
    names = sorted(p.name for p in backups(path))
    days = [clock() - timedelta(days=n) for n in range(7, 0, -1)]
    assert names == [f"daily-{day:%Y%m%d}.nianbao" for day in days]


def test_a_backup_is_a_library_like_any_other(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    with Store.writer(path, clock()) as store:
        number = store.add(three_steps()[0])
        copied = store.daily_backup(clock())
        assert copied is not None
        original = store.kept(number)
    with Store.writer(copied, clock()) as store:
        assert store.kept(number) == original


def test_what_a_crash_left_of_a_backup_goes_with_the_next_one(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    left = tmp_path / "a-backups" / ".nianbao-0123"
    left.parent.mkdir()
    left.write_bytes(b"half")
    with Store.writer(path, clock()) as store:
        store.daily_backup(clock())
    assert [p.name for p in left.parent.iterdir()] == ["daily-20260114.nianbao"]


def test_a_copy_that_fails_leaves_nothing_and_the_old_file_as_it_was(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    (tmp_path / "b").mkdir()
    with Store.writer(path, clock()) as store, pytest.raises(EnvironmentTrouble):
        store.copy(tmp_path / "b")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.nianbao", "b"]


def test_making_a_library_where_one_stands_leaves_it(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    with Store.writer(path, clock()) as store:
        store.add(three_steps()[0])
    before = path.read_bytes()
    create(path)
    assert path.read_bytes() == before


def test_reading_sees_each_step_whole_while_another_writes(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    first, second, third = three_steps()
    with Store.writer(path, clock()) as store, Store.reader(path) as reader:
        number = store.add(first)
        seen = [reader.kept(number)]
        for save in (second, third):
            store.write([replace(save, report=number)])
            seen.append(reader.kept(number))
    assert [it is not None and it.sound and it.seq for it in seen] == [1, 2, 3]
