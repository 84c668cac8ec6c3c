"""What a change changed, so that screens refresh by that and never by guessing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from core.check import Evaluation, Finding
from core.services.history import History

_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class Delta:
    """`cells`: every cell whose answer, value or total is another now. `came`, `went`: findings; one whose words or
    values changed is in both. `undo`, `redo`: what could be taken back or done again, None if nothing."""

    evaluation: Evaluation
    cells: frozenset[str] = frozenset()
    came: tuple[Finding, ...] = ()
    went: tuple[Finding, ...] = ()
    undo: str | None = None
    redo: str | None = None


def between(old: Evaluation, new: Evaluation, history: History) -> Delta:
    """The change from one evaluation to the next of the same report."""
    if old is new:
        return Delta(new, undo=history.undo_label, redo=history.redo_label)
    return Delta(
        evaluation=new,
        cells=frozenset(
            _changed(old.report.answers, new.report.answers)
            | _changed(old.values, new.values)
            | _changed(old.totals, new.totals)
        ),
        came=_without(new.findings, old.findings),
        went=_without(old.findings, new.findings),
        undo=history.undo_label,
        redo=history.redo_label,
    )


def _changed(old: Mapping[str, _V], new: Mapping[str, _V]) -> set[str]:
    other = {cell for cell, value in new.items() if (before := old.get(cell)) is not value and before != value}
    return other | (old.keys() - new.keys())


def _without(findings: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    by_key: dict[str, list[Finding]] = defaultdict(list)
    for finding in known:
        by_key[finding.key].append(finding)
    return tuple(f for f in findings if f not in by_key[f.key])
