"""回到昨天 16:20: what the report was at a moment, and the edit that makes it so again, from the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Final

from core.errors import InputError
from core.form.model import Form
from core.report import Change, Edit, EditMismatchError, Explain, Put, Report, apply, inverse, splice
from core.store import Step

MANY: Final = 2
"""Changes in one step beyond which it is more than typing."""

STRETCH: Final = 600.0
"""Seconds: a pause that long ends a stretch of work, and no stretch is longer before it ends."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the journal to go back to: after the step `seq`. `label`: what that step did, and before what it is
    where that was more than typing: a snapshot with a name."""

    seq: int
    at: str
    by: str
    label: str


def moments(steps: Iterable[Step]) -> tuple[Moment, ...]:
    """Where one can go back to, newest first: the end of each stretch of work (ten minutes of typing, a pause of ten
    minutes, another person, or a step that is more than typing: paste, import, 定稿)."""
    found: list[Moment] = []
    before: Step | None = None
    since = ""
    for step in steps:
        if before is not None and _breaks(before, step, since):
            found.append(Moment(before.seq, before.at, before.by, _named(before, step)))
            since = step.at
        since = since or step.at
        before = step
    if before is not None:
        found.append(Moment(before.seq, before.at, before.by, before.edit.label))
    return tuple(reversed(found))


def _named(before: Step, step: Step) -> str:
    """A moment before a step of many changes, or before 定稿, is called after that step."""
    return f"{before.edit.label}（{step.edit.label}之前）" if _large(step) else before.edit.label


def _breaks(before: Step, step: Step, since: str) -> bool:
    long = max(_seconds(before.at, step.at), _seconds(since, step.at)) > STRETCH
    return long or step.by != before.by or _large(step) or _large(before)


def _large(step: Step) -> bool:
    """Whether a step is more than typing."""
    return len(step.edit.changes) > MANY or step.kind not in ("edit", "undo", "redo")


def _seconds(first: str, second: str) -> float:
    return (datetime.fromisoformat(second) - datetime.fromisoformat(first)).total_seconds()


def at(steps: Sequence[Step], seq: int, now: Report, last: int) -> Report:
    """The report as it was after step `seq`: from the first step on or, where the journal is damaged before it, back
    from what the report is `now`, after step `last`. Raises `InputError` where it is damaged on both ways."""
    before, after = ([s for s in steps if s.seq <= seq], [s for s in steps if s.seq > seq])
    forward = (Report(), [step.edit for step in before], _whole(before, 1, seq))
    backward = (now, [inverse(step.edit) for step in reversed(after)], _whole(after, seq + 1, last))
    for start, edits, whole in (forward, backward):
        if whole:
            with suppress(EditMismatchError):
                return reduce(apply, edits, start)
    raise InputError("journal", "填报记录有缺损，推不出这一刻的内容。请另选一个时刻。")


def _whole(steps: Sequence[Step], first: int, last: int) -> bool:
    return [step.seq for step in steps] == list(range(first, last + 1))


def back(form: Form, now: Report, then: Report, when: str) -> Edit | None:
    """The one edit that turns `now` into `then`; None where they are equal."""
    changes: list[Change] = []
    for cell in form.cells:
        old, new = now.answers.get(cell), then.answers.get(cell)
        if old == new:
            continue
        if form.cells[cell].kind.name == "text":
            change = splice(cell, now.text(cell), then.text(cell))
            changes += [change] if change else []
        else:
            changes.append(Put(cell, old, new))
    for rule in {**now.explanations, **then.explanations}:
        was, will = now.explanations.get(rule), then.explanations.get(rule)
        if was != will:
            changes.append(Explain(rule, was, will))
    return Edit(f"回到{when}", tuple(changes)) if changes else None
