"""The way from each old file to today's tables."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from sqlite_utils import Database

from core.errors import EnvironmentTrouble, InputError
from core.report.package import fingerprint
from core.services.history import replay
from core.store import Store, backups, create
from core.store.connection import open_for_writing
from core.store.migrations import STEPS
from core.values import Number, Text
from tests.core.desk import Clock

DATA = Path(__file__).parent / "data"
OLD = sorted(DATA.glob("library-*.sqlite"))


@pytest.fixture
def old(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A copy of the old file that the test names."""
    path = tmp_path / "library.nianbao"
    shutil.copyfile(request.param, path)
    return path


def m999_a_step_of_the_future(db: Database) -> None:
    db.execute("ALTER TABLE report ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def m999_a_step_that_breaks_half_way(db: Database) -> None:
    db.execute("ALTER TABLE report ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")
    db.execute("INSERT INTO nowhere VALUES (1)")


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


def test_each_migration_has_a_test_and_each_version_an_old_file() -> None:
    named = set(globals())
    assert [s.__name__ for s in STEPS if f"test_{s.__name__}" not in named] == []
    assert [int(p.stem.split("-")[1]) for p in OLD] == list(range(1, len(STEPS) + 1))


def test_the_migrations_are_numbered_in_their_order() -> None:
    numbers = [re.match(r"m(\d{3})_", s.__name__) for s in STEPS]
    assert [int(n[1]) for n in numbers if n] == list(range(1, len(STEPS) + 1))


def test_m001_the_first_tables(tmp_path: Path, clock: Clock) -> None:
    create(tmp_path / "a.nianbao")
    with Store.writer(tmp_path / "a.nianbao", clock()) as store:
        columns = {t.name: [c.name for c in t.columns] for t in store._db.tables if not t.name.startswith("_")}
    assert {name: len(found) for name, found in columns.items()} == {
        "report": 13, "answer": 5, "explanation": 3, "edit": 9, "filing": 10, "prior": 4,
    }  # fmt: skip


@pytest.mark.parametrize("old", OLD, ids=lambda p: p.stem, indirect=True)
def test_an_old_library_opens_with_everything_in_it(old: Path, clock: Clock) -> None:
    with Store.writer(old, clock()) as store:
        assert store.damaged() == ()
        (entry,), (binned,) = store.entries(), store.entries(deleted=True)
        kept, copied = store.kept(entry.id), store.kept(binned.id)
        assert kept is not None and copied is not None
        assert store.rebuilt(kept) is not None
    assert (entry.card.unit, entry.card.year, entry.corrects) == ("西山动物园", 2025, True)
    assert (kept.head.status, kept.head.revision) == ("draft", 2)
    assert kept.report.value("w.text") == Text("本园2025年有猫，有狗，很好。")
    assert kept.report.value("k.in.sum") == Number(Decimal(9))
    assert kept.report.explanations["Q1[one,a]"].values == {"k.one.a": "6", "prior:k.one.a": "1"}
    assert kept.prior is not None
    assert kept.prior.cells == {"k.one.a": "1", "k.one.b": "0"}
    (filing,) = kept.filings
    assert fingerprint(json.loads(filing.package)) == filing.fingerprint
    assert filing.sent and filing.voided and filing.reason == "上级退回。"
    history = replay(kept.steps)
    assert (history.undo_label, history.redo_label) == ("填写数表，进，合", None)
    assert copied.report == kept.report


def test_a_file_is_copied_before_its_tables_change(old_one: Path, clock: Clock) -> None:
    before = old_one.read_bytes()
    open_for_writing(old_one, clock(), (*STEPS, m999_a_step_of_the_future)).close()
    assert version(old_one) == len(STEPS) + 1
    (backup,) = backups(old_one)
    assert backup.name == f"before-upgrade-{len(STEPS)}-20260114-140312.nianbao"
    with Store.reader(backup) as store:
        assert len(store.entries()) == 1
    assert old_one.read_bytes() != before


def test_a_migration_that_breaks_leaves_the_file_as_it_was(old_one: Path, clock: Clock) -> None:
    with pytest.raises(sqlite3.OperationalError):
        open_for_writing(old_one, clock(), (*STEPS, m999_a_step_that_breaks_half_way))
    assert version(old_one) == len(STEPS)
    with Store.writer(old_one, clock()) as store:
        assert len(store.entries()) == 1


def test_migrations_run_once(old_one: Path, clock: Clock) -> None:
    steps = (*STEPS, m999_a_step_of_the_future)
    for _ in range(3):
        open_for_writing(old_one, clock(), steps).close()
    assert len(backups(old_one)) == 1


def test_a_file_of_a_newer_program_is_refused_and_not_touched(old_one: Path, clock: Clock) -> None:
    open_for_writing(old_one, clock(), (*STEPS, m999_a_step_of_the_future)).close()
    before = old_one.read_bytes()
    for opening in (lambda: Store.writer(old_one, clock()), lambda: Store.reader(old_one)):
        with pytest.raises(InputError, match="较新版本"):
            opening()
    assert old_one.read_bytes() == before


def test_a_file_of_an_older_program_cannot_be_read_before_it_is_upgraded(old_one: Path) -> None:
    with closing(sqlite3.connect(old_one)) as db:
        db.execute("PRAGMA user_version = 0")
    with pytest.raises(EnvironmentTrouble, match="升级"):
        Store.reader(old_one)


@pytest.fixture
def old_one(tmp_path: Path) -> Path:
    """The newest old file."""
    path = tmp_path / "library.nianbao"
    shutil.copyfile(OLD[-1], path)
    return path
