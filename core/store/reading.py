"""Rows into values."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast

from core.report.edit import EditMismatchError, apply, explanation, loads, weight
from core.report.package import Prior
from core.report.report import Explanation, Report
from core.store.digest import step_check, whole
from core.store.records import Card, Entry, Filing, Head, Kept, Step, StepKind
from core.values import Answer, Unread, load

if TYPE_CHECKING:
    from sqlite_utils import Database

_T = TypeVar("_T")

_ENTRIES = """
SELECT id, form, status, revision, origin, unit, code, year, prepared, created, changed, deleted,
       EXISTS (SELECT 1 FROM filing f WHERE f.report = report.id AND f.sent <> '' AND f.revision < report.revision)
FROM report WHERE (deleted <> '') = ? ORDER BY year DESC, unit, code, id
"""
_ANSWERS = "SELECT cell, kind, value, note FROM answer WHERE report = ?"
_EXPLANATIONS = "SELECT rule, body FROM explanation WHERE report = ?"
_FILINGS = """
SELECT revision, at, by, fingerprint, form_sha256, package, sent, voided, reason
FROM filing WHERE report = ? ORDER BY revision
"""
_PRIOR = "SELECT year, source, cells FROM prior WHERE report = ?"
_HEAD = """
SELECT form, status, revision, origin, unit, code, year, prepared, created, changed, digest,
       (SELECT max(seq) FROM edit WHERE edit.report = report.id)
FROM report WHERE id = ?
"""
_STEPS = """
SELECT seq, at, by, kind, joined, label, changes, digest FROM edit WHERE report = ? ORDER BY seq DESC LIMIT ?
"""


def entries(db: Database, deleted: bool) -> tuple[Entry, ...]:
    """The library's list: newest year first, then by unit."""
    return tuple(_entry(_clean(row, "ississsns" + "sssi", [])) for row in db.execute(_ENTRIES, [deleted]))


def _entry(row: list[Any]) -> Entry:
    created, changed, deleted, corrects = row[9:]
    return Entry(row[0], Head(*row[1:5]), Card(*row[5:9]), created, changed, deleted, bool(corrects))


def _clean(row: Iterable[Any], types: str, damage: list[str]) -> list[Any]:
    """The columns with the types they were written with (s text, i whole number, n whole number or none): a flipped
    bit can change a type, which the tables' own checks do not see again."""
    clean = []
    for value, wanted in zip(row, types, strict=True):
        good = isinstance(value, str if wanted == "s" else int) or (wanted == "n" and value is None)
        if not good:
            damage.append(types)
        clean.append(value if good else str(value) if wanted == "s" else 0)
    return clean


def kept(db: Database, number: int, limit: int, most: int) -> Kept | None:
    """The report with its newest `limit` steps of `most` characters together; None if there is none of that
    number. Damage is told, not raised."""
    row = db.execute(_HEAD, [number]).fetchone()
    if row is None:
        return None
    damage: list[str] = []
    row = _clean(row, "ssisssnsss" + "sn", damage)
    *_, created, changed, digest, seq = row
    head = Head(*row[:4])
    report = _report(db, number, damage)
    filings = tuple(Filing(*_clean(columns, "issssssss", damage)) for columns in db.execute(_FILINGS, [number]))
    prior = _prior(db.execute(_PRIOR, [number]).fetchone(), damage)
    found = whole(head, seq or 0, report, filings, prior)
    return Kept(
        id=number, head=head, card=Card(*row[4:8]), report=report, seq=seq or 0, digest=digest, created=created,
        changed=changed, filings=filings, prior=prior, sound=found == digest and not damage,
        steps=steps(db, number, limit, most),
    )  # fmt: skip


def _report(db: Database, number: int, damage: list[str]) -> Report:
    answers: dict[str, Answer] = {}
    for row in db.execute(_ANSWERS, [number]):
        cell, kind, text, note = _clean(row, "ssss", damage)
        answers[cell] = _answer(kind, text, note, damage)
    explanations: dict[str, Explanation] = {}
    for row in db.execute(_EXPLANATIONS, [number]):
        rule, body = _clean(row, "ss", damage)
        if it := _parsed(body, explanation, damage):
            explanations[rule] = it
    return Report(MappingProxyType(answers), MappingProxyType(explanations))


def _answer(kind: str, text: str, note: str, damage: list[str]) -> Answer:
    try:
        return Answer(load(kind, text), note)
    except ValueError:
        damage.append(kind)
        return Answer(Unread(text), note)


def _parsed(text: str, make: Callable[[dict[str, Any]], _T], damage: list[str]) -> _T | None:
    try:
        return make(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        damage.append(text)
        return None


def _prior(row: Iterable[Any] | None, damage: list[str]) -> Prior | None:
    if row is None:
        return None
    year, source, body = _clean(row, "iss", damage)
    cells = _parsed(body, lambda read: {str(cell): str(text) for cell, text in read.items()}, damage)
    return Prior(year, source, MappingProxyType(cells or {}))


def steps(db: Database, number: int, limit: int, most: float = math.inf) -> tuple[Step, ...]:
    """The newest steps that are sound, oldest first: a damaged row ends what can be taken back, and so does one with
    which they would hold more than `most` characters. The newest is always among them."""
    found: list[Step] = []
    room = most
    for row in db.execute(_STEPS, [number, limit]):
        seq, at, by, kind, joined, label, changes, digest = _clean(row, "isssisss", [])
        try:
            edit = replace(loads(changes), label=label)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            break
        step = Step(seq, at, by, cast("StepKind", kind), edit, bool(joined))
        if step_check(step, changes) != digest:
            break
        room -= weight(edit)
        if room < 0 and found:
            break
        found.append(step)
    return tuple(reversed(found))


def rebuilt(it: Kept, journal: Iterable[Step]) -> Kept | None:
    """The report made anew from its whole journal; None unless that agrees with the digest."""
    history = tuple(journal)
    if [step.seq for step in history] != list(range(1, len(history) + 1)):
        return None
    try:
        report = reduce(lambda standing, step: apply(standing, step.edit), history, Report())
    except EditMismatchError:
        return None
    head = reduce(_moved, history, replace(it.head, status="draft", revision=1))
    if whole(head, len(history), report, it.filings, it.prior) != it.digest:
        return None
    return replace(it, report=report, head=head, seq=len(history), sound=True)


def _moved(head: Head, step: Step) -> Head:
    if step.kind in ("final", "sent"):
        return replace(head, status=step.kind)
    return replace(head, status="draft", revision=head.revision + 1) if step.kind == "reopen" else head
