"""Checking the whole form.

The peer is a plain Python loop that computes the additions and balances of the form by hand over the same figures,
already numbers in a dictionary. It finds only whether a sum agrees; ours also reads the cells' kinds, judges every
other rule, words the findings, counts progress.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType

from measure import Row, compared

from core.check import evaluate
from core.form import edition, editions
from core.form.claim import refs, sides
from core.form.model import Form
from core.report import Report
from core.values import Answer, Number


def run() -> Iterator[Row]:
    form = edition(editions()[0])
    figures = {c.id: Decimal(n % 7) for n, c in enumerate(form.cells.values()) if c.row and not c.total}
    report = Report(MappingProxyType({cell: Answer(Number(figure)) for cell, figure in figures.items()}))
    sums, balances = by_hand(form)
    assert len(sums) + len(balances)
    found = {f.key for f in evaluate(form, report).findings if f.rule == balances[0][0]}
    assert len(found) == looped(figures, sums, balances)

    yield compared(
        f"the {len(form.rules)} rules of the form against {len(sums)} additions and {len(balances)} balances",
        lambda: evaluate(form, report),
        lambda: looped(figures, sums, balances),
        "Python loop",
    )


Balance = tuple[str, tuple[str, ...], tuple[str, ...]]


def by_hand(form: Form) -> tuple[list[tuple[str, tuple[str, ...]]], list[Balance]]:
    """The form's additions, parts before wholes, and the identities that put two cells against two."""
    sums = sorted(((it.total, it.parts) for it in form.sums), key=lambda it: sum(form.cells[p].total for p in it[1]))
    balances = []
    for rule in form.identities:
        pair = sides(rule.claim) if rule.claim else None
        if pair and all(len(refs(side)) == 2 for side in pair):
            left, right = (tuple(r.cell for r in refs(side)) for side in pair)
            balances.append((rule.id, left, right))
    return sums, balances


def looped(figures: dict[str, Decimal], sums: list[tuple[str, tuple[str, ...]]], balances: list[Balance]) -> int:
    """How many balances do not hold."""
    values = dict(figures)
    for total, parts in sums:
        values[total] = sum((values[part] for part in parts), Decimal(0))
    return sum(values[a] + values[b] != values[c] + values[d] for _, (a, b), (c, d) in balances)
