"""A change of a report, as data: it can be applied, turned round, merged, written down and read again.

Laws, tested: ``apply(apply(r, e), inverse(e)) == r``; ``inverse(inverse(e)) == e``; ``loads(dumps(e)) == e``.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.report.report import Explanation, Report
from core.values import Answer, Text, load, store


@dataclass(frozen=True, slots=True)
class Put:
    """The whole answer of a cell changes; None is blank."""

    cell: str
    before: Answer | None
    after: Answer | None


@dataclass(frozen=True, slots=True)
class Splice:
    """In a text cell `removed` at `offset` (code points) gives way to `inserted`."""

    cell: str
    offset: int
    removed: str
    inserted: str


@dataclass(frozen=True, slots=True)
class Explain:
    """The explanation of one rule key changes."""

    rule: str
    before: Explanation | None
    after: Explanation | None


Change = Put | Splice | Explain


@dataclass(frozen=True, slots=True)
class Edit:
    """Changes that belong together: one step of undo, one row of the journal. `label` is what undo calls it."""

    label: str
    changes: tuple[Change, ...]


class EditMismatchError(Exception):
    """An edit was applied to a report that it was not made for: a bug, never the clerk's doing."""


def apply(report: Report, edit: Edit) -> Report:
    """The report after `edit`. Raises `EditMismatchError` where the report does not hold what the edit expects."""
    answers = dict(report.answers)
    explanations = dict(report.explanations)
    for change in edit.changes:
        match change:
            case Put(cell, before, after):
                _swap(answers, cell, before, after)
            case Explain(rule, was, now):
                _swap(explanations, rule, was, now)
            case Splice():
                _splice(answers, change)
    return Report(MappingProxyType(answers), MappingProxyType(explanations))


def _swap(held: dict[str, Any], key: str, before: object, after: object) -> None:
    if held.get(key) != before:
        raise EditMismatchError(f"{key}: {held.get(key)!r} is not {before!r}")
    if after is None:
        held.pop(key, None)
    else:
        held[key] = after


def _splice(answers: dict[str, Answer], change: Splice) -> None:
    answer = answers.get(change.cell)
    text = answer.value.text if answer and isinstance(answer.value, Text) else ""
    end = change.offset + len(change.removed)
    if (answer and not isinstance(answer.value, Text)) or text[change.offset : end] != change.removed:
        raise EditMismatchError(f"{change.cell}: no {change.removed!r} at {change.offset}")
    whole = text[: change.offset] + change.inserted + text[end:]
    if whole:
        answers[change.cell] = Answer(Text(whole), answer.note if answer else "")
    else:
        answers.pop(change.cell, None)


def inverse(edit: Edit) -> Edit:
    """The edit that takes `edit` back."""
    return Edit(edit.label, tuple(_inverse(change) for change in reversed(edit.changes)))


def _inverse(change: Change) -> Change:
    match change:
        case Put(cell, before, after):
            return Put(cell, after, before)
        case Splice(cell, offset, removed, inserted):
            return Splice(cell, offset, inserted, removed)
        case Explain(rule, was, now):
            return Explain(rule, now, was)


def splice(cell: str, old: str, new: str) -> Splice | None:
    """The smallest splice that turns `old` into `new`; None where they are equal."""
    if old == new:
        return None
    limit = min(len(old), len(new))
    start = _longest(limit, lambda n: old[:n] == new[:n])
    end = _longest(limit - start, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return Splice(cell, start, old[start : len(old) - end], new[start : len(new) - end])


def _longest(limit: int, same: Callable[[int], bool]) -> int:
    """The largest number up to `limit` of which `same` is true; true of all below it."""
    low = 0
    while low < limit:
        middle = (low + limit + 1) // 2
        low, limit = (middle, limit) if same(middle) else (low, middle - 1)
    return low


def merge(first: Edit, second: Edit) -> Edit | None:
    """One edit for two splices of the same typing (or the same deleting) where the second carries on the first.

    None where they do not belong together: undo then has two steps.
    """
    match first.changes, second.changes:
        case (Splice(cell, offset, "", typed),), (Splice(same, at, "", more),) if (
            cell == same and at == offset + len(typed) and "\n" not in more
        ):
            return Edit(first.label, (Splice(cell, offset, "", typed + more),))
        case (Splice(cell, offset, gone, ""),), (Splice(same, at, more, ""),) if (
            cell == same and at + len(more) == offset
        ):
            return Edit(first.label, (Splice(cell, at, more + gone, ""),))
    return None


def weight(edit: Edit) -> int:
    """The characters that `edit` keeps in memory, of answers, texts and explanations; what is always short (cells,
    figures, labels) is left out."""
    return sum(_weight(change) for change in edit.changes)


def _weight(change: Change) -> int:
    match change:
        case Put(_, before, after):
            return sum(len(store(it.value)[1]) + len(it.note) for it in (before, after) if it)
        case Splice(_, _, removed, inserted):
            return len(removed) + len(inserted)
        case Explain(_, was, now):
            return sum(len(it.reason) + sum(len(text) for _, text in it.texts) for it in (was, now) if it)


def dumps(edit: Edit) -> str:
    """The edit as one line of JSON for the journal."""
    rows = [_row(change) for change in edit.changes]
    return json.dumps({"label": edit.label, "changes": rows}, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> Edit:
    """The inverse of `dumps`. Raises ValueError or KeyError on a damaged line."""
    data = json.loads(text)
    return Edit(data["label"], tuple(_change(row) for row in data["changes"]))


def _row(change: Change) -> list[Any]:
    match change:
        case Put(cell, before, after):
            return ["put", cell, _answer_row(before), _answer_row(after)]
        case Splice(cell, offset, removed, inserted):
            return ["splice", cell, offset, removed, inserted]
        case Explain(rule, was, now):
            return ["explain", rule, was and explanation_row(was), now and explanation_row(now)]


def _change(row: list[Any]) -> Change:
    match row:
        case ["put", str(cell), before, after]:
            return Put(cell, _answer(before), _answer(after))
        case ["splice", str(cell), int(offset), str(removed), str(inserted)]:
            return Splice(cell, offset, removed, inserted)
        case ["explain", str(rule), was, now]:
            return Explain(rule, was and explanation(was), now and explanation(now))
    raise ValueError(row)


def _answer_row(answer: Answer | None) -> list[str] | None:
    return [*store(answer.value), answer.note] if answer else None


def _answer(row: list[str] | None) -> Answer | None:
    return Answer(load(row[0], row[1]), row[2]) if row else None


def explanation_row(it: Explanation) -> dict[str, Any]:
    """The explanation as it stands in a package."""
    texts = [{"text": text, "quote": quote} for text, quote in it.texts]
    return {
        "rule": it.rule, "values": dict(it.values), "texts": texts, "reason": it.reason, "by": it.by, "at": it.at,
    }  # fmt: skip


def explanation(row: dict[str, Any]) -> Explanation:
    """The inverse of `explanation_row`."""
    texts = tuple((t["text"], t["quote"]) for t in row["texts"])
    return Explanation(row["rule"], MappingProxyType(row["values"]), texts, row["reason"], row["by"], row["at"])
