"""Saving an edit.

The peer is Python's own sqlite3 writing the same rows (report, journal, answer) with the same settings
(rollback journal, synchronous = EXTRA) into a copy of the same library. The report has all cells of the form filled.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from itertools import count, islice
from pathlib import Path

from measure import Row, compared

from core.form import edition, editions
from core.form.model import Form
from core.report.edit import dumps
from core.services.library import Library
from core.services.session import Session
from core.store import Kept, Save, Store
from core.values import store as faces


class Recorded(list[Save]):
    """A saver that keeps the steps of a session."""

    def submit(self, save: Save) -> None:
        self.append(save)

    def flush(self, timeout: float) -> bool:
        return timeout > 0


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.nianbao"
        form = edition(editions()[0])
        number = filled(path, form)
        with Store.reader(path) as store:
            kept = store.kept(number)
        assert kept is not None
        yield rows_written(Path(folder), path, form, kept)
        yield whole_road(Path(folder), path, form, number)
        yield opened(path, number)


def filled(path: Path, form: Form) -> int:
    """A library with one report, all of it filled."""
    with Library.open(path, make=True) as library:
        session = library.session(library.new(form.id, {"year": "2025", "unit_name": "云岭区自然资源局"}))
        for cell in form.cells.values():
            if cell.row and not cell.total:
                session.enter(cell.id, "0")
            elif cell.kind.name == "text":
                session.enter(cell.id, "全年主动公开政府信息一千条。" * 60)
        return session.id


def steps(form: Form, kept: Kept) -> Iterator[Save]:
    """One figure typed after the other."""
    recorded = Recorded()
    session = Session(form, kept, recorded)
    cells = [cell.id for cell in form.cells.values() if cell.row and not cell.total]
    for n in count(1):
        session.enter(cells[n % len(cells)], str(n))
        yield recorded.pop()


def rows_written(folder: Path, path: Path, form: Form, kept: Kept) -> Row:
    ours, theirs = folder / "ours.nianbao", folder / "theirs.nianbao"
    shutil.copyfile(path, ours)
    shutil.copyfile(path, theirs)
    made = list(islice(steps(form, kept), 200))
    mine, other = iter(made), iter(made)
    with Store.writer(ours, datetime.now().astimezone()) as store, closing(raw(theirs)) as peer:
        return compared(
            "the rows of one edit",
            lambda: store.write([next(mine)]),
            lambda: by_hand(peer, next(other)),
            "sqlite3",
        )


def whole_road(folder: Path, path: Path, form: Form, number: int) -> Row:
    """From the closed editor to the acknowledgement: parse, apply, evaluate all rules, hand over, commit."""
    theirs = folder / "theirs2.nianbao"
    shutil.copyfile(path, theirs)
    with Store.reader(path) as store:
        kept = store.kept(number)
    assert kept is not None
    made, n = iter(list(islice(steps(form, kept), 200))), count(1)
    cells = [cell.id for cell in form.cells.values() if cell.row and not cell.total]
    with Library.open(path) as library, closing(raw(theirs)) as peer:
        session, autosave = library.session(number), library.autosave
        assert autosave is not None

        def ours() -> None:
            it = next(n)
            session.enter(cells[it % len(cells)], str(it))
            assert autosave.flush(10)

        return compared(
            "typed, checked, saved, acknowledged", ours, lambda: by_hand(peer, next(made)), "sqlite3, rows only"
        )


def opened(path: Path, number: int) -> Row:
    def ours() -> None:
        with Store.reader(path) as store:
            kept = store.kept(number)
        assert kept is not None and kept.sound

    def peer() -> None:
        with closing(sqlite3.connect(path)) as db:
            for table in ("answer", "explanation", "filing", "edit"):
                db.execute(f"SELECT * FROM {table} WHERE report = ?", [number]).fetchall()

    return compared("a report with its steps, read and verified", ours, peer, "sqlite3, rows only", times=31)


def raw(path: Path) -> sqlite3.Connection:
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = EXTRA")
    db.execute("PRAGMA foreign_keys = ON")
    return db


def by_hand(db: sqlite3.Connection, it: Save) -> None:
    """What `Store.write` writes for an edit of one cell."""
    db.execute("BEGIN")
    db.execute(
        "UPDATE report SET changed = ?, digest = ? WHERE id = ? AND digest = ?",
        [it.step.at, it.after, it.report, it.before],
    )
    db.execute(
        "INSERT INTO edit VALUES (?, ?, ?, ?, 'edit', 0, ?, ?, ?)",
        [it.report, it.step.seq, it.step.at, it.step.by, it.step.edit.label, dumps(it.step.edit), it.after[:32]],
    )
    for cell, answer in it.answers:
        if answer:
            db.execute(
                "REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", [it.report, cell, *faces(answer.value), answer.note]
            )
    db.execute("COMMIT")
