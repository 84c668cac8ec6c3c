"""A digest of one report's rows that can be carried forward row by row.

SQLite's own check finds broken structure, not a flipped bit in a text. So each row of a report is hashed by SHA-256,
and the report's digest is the sum of these numbers modulo 2**256: an edit takes its old rows off and adds its new
ones, without reading the rest. The writer knows the old rows from memory, not from the file; a damaged row is
therefore never blessed by a later save. It guards against accidents, not against malice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Final

from core.report.edit import explanation_row
from core.report.package import Prior
from core.report.report import Explanation, Report
from core.store.records import Filing, Head, Step
from core.values import Answer, store

_MODULUS: Final = 1 << 256


def carried(digest: str, gone: Iterable[int], come: Iterable[int]) -> str:
    """`digest` (hex, empty for no rows) after the rows `gone` have given way to `come`."""
    return format((int(digest or "0", 16) - sum(gone) + sum(come)) % _MODULUS, "064x")


def whole(head: Head, seq: int, report: Report, filings: Iterable[Filing], prior: Prior | None) -> str:
    """The digest of a report from all its rows."""
    rows = [head_row(head, seq)]
    rows += (answer_row(cell, answer) for cell, answer in report.answers.items())
    rows += (explanation_hash(it) for it in report.explanations.values())
    rows += (filing_row(it) for it in filings)
    rows += [prior_row(prior)] if prior else []
    return carried("", (), rows)


def head_row(head: Head, seq: int) -> int:
    return _row("head", head.form, head.status, head.revision, head.origin, seq)


def answer_row(cell: str, answer: Answer) -> int:
    return _row("answer", cell, *store(answer.value), answer.note)


def explanation_hash(it: Explanation) -> int:
    return _row("explanation", explanation_text(it))


def filing_row(it: Filing) -> int:
    times = (it.at, it.sent, it.voided)
    return _row("filing", it.revision, *times, it.by, it.fingerprint, it.form_sha256, it.package, it.reason)


def prior_row(it: Prior) -> int:
    return _row("prior", it.year, it.source, cells_text(it))


def step_check(step: Step, changes: str) -> str:
    """What a row of the journal carries to be told from a damaged one."""
    return format(_row(step.seq, step.at, step.by, step.kind, step.joined, step.edit.label, changes), "064x")[:32]


def explanation_text(it: Explanation) -> str:
    return json.dumps(explanation_row(it), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def cells_text(it: Prior) -> str:
    return json.dumps(dict(it.cells), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(*fields: str | int) -> int:
    line = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(line.encode()).digest())
