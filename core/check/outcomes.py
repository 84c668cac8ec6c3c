"""What the claims come to, judged anew only where something that they read has changed.

A claim reads its cells, the parts that its totals lack, and last year's report; with the same of these it comes to the
same, words and all. Totals themselves and what detectors see are worked out every time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import TypeVar

from core.check import sentences
from core.check.claims import Facts, Judge, Missing
from core.check.evaluation import Claims, Evaluation, Finding, Outcome, Total, Waiting
from core.form.claim import Call, If, Node, Not, Op, refs
from core.form.model import Form, Rule

_V = TypeVar("_V")

Judged = tuple[tuple[int, Rule, Judge | None], ...]
"""The rules that apply, each with its index and the function that judges its claim; None for a detector's."""


def outcomes(rules: Judged, facts: Facts, totals: Mapping[str, Total], before: Evaluation | None) -> Claims:
    """What each of `rules` that has a claim comes to. `before`: the evaluation of an earlier state of the report."""
    kept = _kept(facts, totals, before) if before else {}
    found = {
        index: kept[index] if index in kept else _outcome(index, judged, facts) for index, _, judged in rules if judged
    }  # and of no rule that does not apply now: what it reads may change until it does
    return Claims(facts.form, facts.prior, MappingProxyType(found))


def _kept(facts: Facts, totals: Mapping[str, Total], before: Evaluation) -> dict[int, Outcome]:
    """What cannot have changed since `before`."""
    known = before.claims
    if known is None or known.form is not facts.form or known.prior != facts.prior:
        return {}
    again = _readers_of(changed(before.values, facts.values) | changed(before.totals, totals), facts.form)
    return {index: it for index, it in known.outcomes.items() if index not in again}


def changed(old: Mapping[str, _V], new: Mapping[str, _V]) -> set[str]:
    """The keys that are in one of the two alone, or hold another value."""
    other = {cell for cell, value in new.items() if (before := old.get(cell)) is not value and before != value}
    return other | (old.keys() - new.keys())


def _outcome(index: int, judged: Judge, facts: Facts) -> Outcome:
    result = judged(facts)
    if result is True:
        return None
    rule = facts.form.rules[index]
    if isinstance(result, Missing) and rule.blank != "fail":
        return Waiting(rule.id, rule.key, result.cells, result.prior)
    return _finding(rule, sentences.spoken(facts.form, index), facts)


def _finding(rule: Rule, it: sentences.Spoken, facts: Facts) -> Finding:
    left, right = (judged(facts) if judged else None for judged in (it.left, it.right))
    told = sentences.words(rule, it, facts, left, right)
    return Finding(
        rule=rule.id,
        key=rule.key,
        level=rule.level,
        title=sentences.fill(rule.title, told),
        message=sentences.fill(rule.says, told),
        cites=rule.cites,
        cells=it.cells,
        left_cells=it.left_cells,
        right_cells=it.right_cells,
        left=left if isinstance(left, Decimal) else None,
        right=right if isinstance(right, Decimal) else None,
        prior_cells=it.prior_cells,
        late=rule.late,
    )


def _readers_of(cells: set[str], form: Form) -> set[int]:
    """The rules whose claim or words speak of one of `cells`."""
    readers, everywhere = _readers(form)
    return {index for cell in cells for index in readers.get(cell, ())} | (everywhere if cells else frozenset())


@lru_cache(maxsize=8)
def _readers(form: Form) -> tuple[Mapping[str, tuple[int, ...]], frozenset[int]]:
    """By cell, the indexes of the rules that read it; and of those that read every text."""
    readers: dict[str, list[int]] = defaultdict(list)
    everywhere = set()
    for index, rule in enumerate(form.rules):
        nodes = (*((rule.claim,) if rule.claim else ()), *rule.names.values())
        for cell in {ref.cell for node in nodes for ref in refs(node)}:
            readers[cell].append(index)
        if any(_reads_all(node) for node in nodes):
            everywhere.add(index)
    return MappingProxyType({cell: tuple(found) for cell, found in readers.items()}), frozenset(everywhere)


def _reads_all(node: Node) -> bool:
    """Whether a phrase is looked for without a text being named."""
    match node:
        case Op(_, left, right) | If(left, right):
            return _reads_all(left) or _reads_all(right)
        case Not(of):
            return _reads_all(of)
        case Call(name, args):
            return (name == "says" and len(args) == 1) or any(map(_reads_all, args))
    return False
