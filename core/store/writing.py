"""Values into rows. Every function runs inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.report.edit import dumps
from core.report.package import Prior
from core.report.report import Explanation
from core.store.digest import cells_text, explanation_text, step_check
from core.store.records import Filing, Kept, Save, Step
from core.store.trouble import changed
from core.values import Answer, store

if TYPE_CHECKING:
    from sqlite_utils import Database

_ADD = """
INSERT INTO report (form, unit, code, year, prepared, status, revision, origin, created, changed, deleted, digest)
VALUES (?, '', '', NULL, '', 'draft', 1, '', ?, '', '', '')
"""
_REPORT = """
UPDATE report SET form = ?, unit = ?, code = ?, year = ?, prepared = ?, status = ?, revision = ?, origin = ?,
       changed = ?, digest = ?
WHERE id = ? AND digest = ?
"""
_PUT_ANSWER = "INSERT OR REPLACE INTO answer (report, cell, kind, value, note) VALUES (?, ?, ?, ?, ?)"
_DROP_ANSWER = "DELETE FROM answer WHERE report = ? AND cell = ?"
_PUT_EXPLANATION = "INSERT OR REPLACE INTO explanation (report, rule, body) VALUES (?, ?, ?)"
_DROP_EXPLANATION = "DELETE FROM explanation WHERE report = ? AND rule = ?"
_STEP = """
INSERT INTO edit (report, seq, at, by, kind, joined, label, changes, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_FILING = """
INSERT OR REPLACE INTO filing (report, revision, at, by, fingerprint, form_sha256, package, sent, voided, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PRIOR = "INSERT OR REPLACE INTO prior (report, year, source, cells) VALUES (?, ?, ?, ?)"


def add(db: Database, form: str, at: str) -> int:
    """A report without rows; its first `Save` follows in the same transaction."""
    number = db.execute(_ADD, [form, at]).lastrowid
    assert number is not None  # an INSERT always has one
    return number


def save(db: Database, number: int, it: Save, path: Path) -> None:
    """One step: its row in the journal, the rows it changes, the report's digest.

    Raises `EnvironmentTrouble` if the report in the file is not the one that the step was made for.
    """
    head, card = it.head, it.card
    done = db.execute(
        _REPORT,
        [head.form, card.unit, card.code, card.year, card.prepared, head.status, head.revision, head.origin,
         it.step.at, it.after, number, it.before],
    )  # fmt: skip
    if done.rowcount != 1:
        raise changed(path)
    _step(db, number, it.step)
    _answers(db, number, it.answers)
    _explanations(db, number, it.explanations)
    if it.filing:
        _filing(db, number, it.filing)
    if it.prior:
        _prior(db, number, it.prior)


def save_all(db: Database, saves: Sequence[Save], path: Path) -> None:
    """Every step in its order, but for those that an earlier try, reported as failed, had brought to the disk."""
    for number in dict.fromkeys(it.report for it in saves):
        mine = [it for it in saves if it.report == number]
        row = db.execute("SELECT digest FROM report WHERE id = ?", [number]).fetchone()
        stored = next((at for at, it in enumerate(mine, 1) if row is not None and it.after == row[0]), 0)
        for it in mine[stored:]:
            save(db, number, it, path)


def _step(db: Database, number: int, step: Step) -> None:
    changes = dumps(step.edit)
    told = [step.seq, step.at, step.by, step.kind, int(step.joined), step.edit.label, changes]
    db.execute(_STEP, [number, *told, step_check(step, changes)])


def _answers(db: Database, number: int, rows: Iterable[tuple[str, Answer | None]]) -> None:
    for cell, answer in rows:
        if answer is None:
            db.execute(_DROP_ANSWER, [number, cell])
        else:
            db.execute(_PUT_ANSWER, [number, cell, *store(answer.value), answer.note])


def _explanations(db: Database, number: int, rows: Iterable[tuple[str, Explanation | None]]) -> None:
    for rule, it in rows:
        if it is None:
            db.execute(_DROP_EXPLANATION, [number, rule])
        else:
            db.execute(_PUT_EXPLANATION, [number, rule, explanation_text(it)])


def _filing(db: Database, number: int, it: Filing) -> None:
    db.execute(
        _FILING,
        [number, it.revision, it.at, it.by, it.fingerprint, it.form_sha256, it.package, it.sent, it.voided, it.reason],
    )


def _prior(db: Database, number: int, it: Prior) -> None:
    db.execute(_PRIOR, [number, it.year, it.source, cells_text(it)])


def mend(db: Database, it: Kept) -> None:
    """Write the rows of a report that was rebuilt from its journal over the damaged ones."""
    db.execute("DELETE FROM answer WHERE report = ?", [it.id])
    db.execute("DELETE FROM explanation WHERE report = ?", [it.id])
    _answers(db, it.id, it.report.answers.items())
    _explanations(db, it.id, it.report.explanations.items())
    head = it.head
    db.execute(
        "UPDATE report SET form = ?, status = ?, revision = ?, origin = ? WHERE id = ? AND digest = ?",
        [head.form, head.status, head.revision, head.origin, it.id, it.digest],
    )


def bin_or_restore(db: Database, number: int, deleted: str) -> None:
    db.execute("UPDATE report SET deleted = ? WHERE id = ?", [deleted, number])
