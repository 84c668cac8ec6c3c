"""What the form's own additions say of figures read: where one does not hold, the report or the reading is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from core.check.claims import Facts, Judge, judging
from core.form.claim import refs, sides
from core.form.model import Form
from core.values import Answer, Number

_MANY = 3
"""From one in so many additions on, that do not hold, no single cell is held to be the cause."""


@dataclass(frozen=True)
class _Addition:
    """An addition of the form: the cells of its sides, and what calculates these."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    sum_left: Judge
    sum_right: Judge

    @cached_property
    def cells(self) -> frozenset[str]:
        return frozenset((*self.left, *self.right))


@dataclass(frozen=True, slots=True)
class _Broken:
    """An addition that does not hold: what each of its cells would have to change by to mend it alone."""

    change: Mapping[str, Decimal]


def doubted(form: Form, answers: Mapping[str, Answer], rows: Collection[str]) -> frozenset[str]:
    """Cells that an addition of the form casts doubt on. `rows`: the cells of the rows that were read; a blank one
    among them counts as 0, unless it is a total, which then says nothing.

    A cell that alone mends every addition it stands in, two at least, is the one in doubt; else all of an addition.
    Where many do not hold it is not a cell but the reading, and all of each is in doubt.
    """
    values = {cell: it.value for cell, it in answers.items()}
    numbers = {cell: value.value for cell, value in values.items() if isinstance(value, Number)}
    facts = Facts(form, values, numbers, {}, None)
    blank = {cell for cell in rows if cell not in values and form.cells[cell].sum is None}
    told = [it for it in _additions(form) if all(cell in numbers or cell in blank for cell in it.cells)]
    broken: list[_Broken] = []
    for it in told:
        gap = _number(it.sum_left(facts)) - _number(it.sum_right(facts))
        if gap:
            broken.append(_Broken(dict.fromkeys(it.left, -gap) | dict.fromkeys(it.right, gap)))
    if len(broken) * _MANY > len(told):
        return frozenset().union(*(it.change for it in broken))
    return _suspects(broken, Counter(cell for it in told for cell in it.cells))


@lru_cache(maxsize=8)
def _additions(form: Form) -> tuple[_Addition, ...]:
    pairs = (sides(rule.claim) for rule in form.rules if rule.identity and rule.claim)
    return tuple(
        _Addition(
            tuple(ref.cell for ref in refs(left)), tuple(ref.cell for ref in refs(right)),
            judging(left, "zero"), judging(right, "zero"),
        )
        for left, right in filter(None, pairs)
    )  # fmt: skip


def _number(value: object) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(0)


def _suspects(broken: Sequence[_Broken], standing: Mapping[str, int]) -> frozenset[str]:
    changes: dict[str, list[Decimal]] = {}
    for it in broken:
        for cell, change in it.change.items():
            changes.setdefault(cell, []).append(change)
    single = {c for c, all_ in changes.items() if len(all_) == standing[c] > 1 and len(set(all_)) == 1}
    left = [it for it in broken if not single & it.change.keys()]
    return frozenset(single).union(*(it.change for it in left))
