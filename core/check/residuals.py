"""What the residual of a broken identity says about where the slip may be: candidates to look at, never applied."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding
from core.check.sentences import fill, number
from core.form.claim import Call, Node, Num, Op, Ref, sides
from core.form.model import Form, Rule
from core.report.report import Report
from core.values import Number, decimal_text

_NOTHING: Final = Decimal(0)
_MOST: Final = 3
"""Candidates for one identity beyond which they are no help."""


_Weights = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Broken:
    """An identity that does not hold: left − right is `residual`. `weights`: what one more in a cell that somebody
    put there adds to it, computed totals taken apart."""

    rule: Rule
    residual: Decimal
    weights: _Weights


@lru_cache(maxsize=1)  # asked for by two detectors, one after the other
def _broken(facts: Facts) -> tuple[_Broken, ...]:
    found = []
    for index, it in facts.broken.items():
        rule = facts.form.rules[index]
        if rule.identity and it.left is not None and it.right is not None and it.left != it.right:
            found.append(_Broken(rule, it.left - it.right, _weights(facts.form, index, facts.stated)))
    return tuple(found)


@lru_cache(maxsize=512)
def _weights(form: Form, index: int, stated: frozenset[str]) -> _Weights:
    """What one more in a cell adds to left − right of the rule of that index."""
    weights: dict[str, int] = {}
    claim = form.rules[index].claim
    pair = sides(claim) if claim else None
    for node, sign in zip(pair or (), (1, -1), strict=False):
        for cell, weight in _terms(node, sign, form, stated):
            weights[cell] = weights.get(cell, 0) + weight
    return tuple((cell, weight) for cell, weight in weights.items() if weight)


def _terms(node: Node, sign: int, form: Form, stated: frozenset[str]) -> Iterator[tuple[str, int]]:
    """The cells of a sum with their signs; nothing for what is no plain sum."""
    match node:
        case Ref(cell, prior) if not prior:
            it = form.cells[cell].sum
            if it is None or cell in stated:
                yield cell, sign
            else:
                for part in it.parts:
                    yield from _terms(Ref(part), sign, form, stated)
        case Op("+" | "-" as op, left, right):
            yield from _terms(left, sign, form, stated)
            yield from _terms(right, sign if op == "+" else -sign, form, stated)
        case Call("sum", args):
            for arg in args:
                yield from _terms(arg, sign, form, stated)
        case Num() | _:
            return


def wrong_column(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """One identity told column by column, broken by opposite amounts in exactly two: counted in the wrong one."""
    families: dict[str, list[_Broken]] = {}
    for it in _broken(facts):
        if it.rule.key != it.rule.id and it.rule.words and not it.rule.says.count("{parts}"):
            families.setdefault(it.rule.id, []).append(it)
    for members in families.values():
        if len(members) == 2 and members[0].residual + members[1].residual == 0:
            more, less = sorted(members, key=lambda it: -it.residual)
            names = ["，".join(it.rule.words.values()) for it in (more, less)]
            told = {"typed": names[0], "shown": names[1], "count": number(more.residual)}
            cells = tuple(c for it in (more, less) for c, _ in it.weights if facts.numbers.get(c))
            yield replace(_told(rule, told, cells, more.rule.key), about=(more.rule.key, less.rule.key))


def slips(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Transposed digits, a digit too many or too few, a cell left out or on the wrong side."""
    for it in _broken(facts):
        values = tuple([facts.numbers.get(cell, _NOTHING) for cell, _ in it.weights])
        ways = _ways(facts.form, it.weights, values, it.residual)
        if 0 < len(ways) <= _MOST:
            told = {
                "place": fill(it.rule.title, {**it.rule.words, "gap": number(abs(it.residual))}),
                "gap": number(abs(it.residual)),
                "cells": "；".join(rule.options[kind].format(**words) for kind, _, words in ways),
            }
            found = _told(rule, told, tuple(cell for _, cell, _ in ways), it.rule.key)
            yield replace(found, about=(it.rule.key,))


_Way = tuple[str, str, dict[str, str]]
"""What may have happened (an option of the rule), the cell, words for the sentence."""


@lru_cache(maxsize=128)
def _ways(form: Form, weights: _Weights, values: tuple[Decimal, ...], residual: Decimal) -> tuple[_Way, ...]:
    """All that may have happened. `values`: of the cells that have a weight."""
    return (*_digits(form, weights, values, residual), *_left_out(form, weights, values, abs(residual)))


def _digits(form: Form, weights: _Weights, values: tuple[Decimal, ...], residual: Decimal) -> Iterator[_Way]:
    for (cell, weight), value in zip(weights, values, strict=True):
        wanted = value - residual / weight
        if value < 0 or wanted < 0 or value != value.to_integral_value() or wanted != wanted.to_integral_value():
            continue
        now, then = decimal_text(value), decimal_text(wanted)
        if kind := _slip(now, then):
            yield kind, cell, {"place": form.cells[cell].name, "now": now, "then": then}


def _slip(now: str, then: str) -> str:
    """Which slip turns `then` into `now`; empty if none does."""
    match len(now) - len(then):
        case 0:
            return "transposed" if _is_swap(now, then) else ""
        case 1:
            return "extra" if len(then) > 1 and then in _without_one(now) else ""
        case -1:
            return "lacking" if len(now) > 1 and now in _without_one(then) else ""
    return ""


def _is_swap(one: str, other: str) -> bool:
    """Whether two neighbouring digits have changed places."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [i for i in range(len(one)) if one[i] != other[i]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]


def _without_one(digits: str) -> set[str]:
    return {digits[:i] + digits[i + 1 :] for i in range(len(digits))}


def _left_out(form: Form, weights: _Weights, values: tuple[Decimal, ...], size: Decimal) -> Iterator[_Way]:
    """The one cell that the residual `size` equals, or equals twice; where several do, none can be named."""
    for kind, wanted in (("omitted", size), ("side", size / 2)):
        same = [cell for (cell, _), value in zip(weights, values, strict=True) if value == wanted] if size > 1 else []
        if len(same) == 1:
            words = {"place": form.cells[same[0]].name, "now": decimal_text(wanted), "then": ""}
            yield kind, same[0], words


def split_digits(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Two short neighbours in a row whose digits, read as one number, repair the row's stated total: one number that
    a converter cut in two."""
    for it in facts.form.sums:
        total = facts.values.get(it.total)
        if it.axis != "row" or it.total not in report.answers or not isinstance(total, Number):
            continue
        parts = [_value(part, facts) for part in it.parts]
        gap = total.value - sum(parts)
        for (one, first), (two, second) in _neighbours(it.parts, parts) if gap else ():
            joined = Decimal(decimal_text(first) + decimal_text(second))
            if joined - first - second == gap:
                told = {"place": facts.form.cells[one].name, "typed": number(first), "shown": number(second)}
                yield _told(rule, told | {"count": number(joined)}, (one, two, it.total), one)


def _neighbours(
    cells: Sequence[str], values: Sequence[Decimal]
) -> Iterator[tuple[tuple[str, Decimal], tuple[str, Decimal]]]:
    """Neighbouring cells of whole numbers of at most three digits, the first of which is not 0."""
    for one, two in itertools.pairwise(zip(cells, values, strict=True)):
        if one[1] > 0 and all(v >= 0 and v == v.to_integral_value() and v < 1000 for _, v in (one, two)):
            yield one, two


def _value(cell: str, facts: Facts) -> Decimal:
    return facts.numbers.get(cell, _NOTHING)


def _told(rule: Rule, told: Mapping[str, str], cells: tuple[str, ...], place: str) -> Finding:
    return Finding(
        rule=rule.id,
        key=f"{rule.key}[{place}]",
        level=rule.level,
        title=fill(rule.title, told),
        message=fill(rule.says, told),
        cites=rule.cites,
        cells=tuple(dict.fromkeys(cells)),
        late=rule.late,
    )
