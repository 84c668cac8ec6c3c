"""What the residual of a broken identity says about where the slip may be: candidates to look at, never applied."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from core.check.claims import Facts, Judge, judging
from core.check.evaluation import Context, Finding
from core.check.sentences import fill, number
from core.form.claim import Call, Node, Num, Op, Ref, sides
from core.form.model import Form, Rule
from core.report.report import Report
from core.values import Number, decimal_text

_NOTHING: Final = Decimal(0)
_MOST: Final = 3
"""Candidates for one identity beyond which they are no help."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """An identity that does not hold: left − right is `residual`. `weights`: what one more in a cell that somebody
    put there adds to it, computed totals taken apart."""

    rule: Rule
    residual: Decimal
    weights: Mapping[str, int]


@lru_cache(maxsize=1)  # asked for by two detectors, one after the other
def _broken(facts: Facts) -> tuple[_Broken, ...]:
    found = []
    for index, (rule, holds, sides_, _) in enumerate(_identities(facts.form)):
        if holds(facts) is not False:
            continue
        left, right = (judged(facts) for judged in sides_)
        if isinstance(left, Decimal) and isinstance(right, Decimal) and left != right:
            found.append(_Broken(rule, left - right, _weights(facts.form, index, facts.stated)))
    return tuple(found)


@lru_cache(maxsize=8)
def _identities(form: Form) -> tuple[tuple[Rule, Judge, tuple[Judge, Judge], tuple[Node, Node]], ...]:
    """The identities that compare two sides, with the functions that judge each and its sides."""
    return tuple(
        (rule, judging(rule.claim, rule.blank), (judging(pair[0], rule.blank), judging(pair[1], rule.blank)), pair)
        for rule in form.identities
        if rule.claim and (pair := sides(rule.claim))
    )


@lru_cache(maxsize=512)
def _weights(form: Form, index: int, stated: frozenset[str]) -> Mapping[str, int]:
    """What one more in a cell adds to left − right of the identity of that index."""
    weights: dict[str, int] = {}
    *_, pair = _identities(form)[index]
    for node, sign in ((pair[0], 1), (pair[1], -1)):
        for cell, weight in _terms(node, sign, form, stated):
            weights[cell] = weights.get(cell, 0) + weight
    return MappingProxyType({cell: weight for cell, weight in weights.items() if weight})


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
            cells = tuple(c for it in (more, less) for c in it.weights if _value(c, facts))
            yield replace(_told(rule, told, cells, more.rule.key), about=(more.rule.key, less.rule.key))


def slips(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Transposed digits, a digit too many or too few, a cell left out or on the wrong side."""
    for it in _broken(facts):
        ways = [*_digits(it, facts), *_left_out(it, facts)]
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


def _digits(it: _Broken, facts: Facts) -> Iterator[_Way]:
    for cell, weight in it.weights.items():
        value = _value(cell, facts)
        wanted = value - it.residual / weight
        if value < 0 or wanted < 0 or value != value.to_integral_value() or wanted != wanted.to_integral_value():
            continue
        now, then = decimal_text(value), decimal_text(wanted)
        if kind := _slip(now, then):
            yield kind, cell, {"place": facts.form.cells[cell].name, "now": now, "then": then}


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


def _left_out(it: _Broken, facts: Facts) -> Iterator[_Way]:
    """The one cell that the residual equals, or equals twice; where several do, none can be named."""
    size = abs(it.residual)
    for kind, times in (("omitted", 1), ("side", 2)):
        same = [cell for cell in it.weights if size > 1 and times * _value(cell, facts) == size]
        if len(same) == 1:
            words = {"place": facts.form.cells[same[0]].name, "now": decimal_text(size / times), "then": ""}
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
