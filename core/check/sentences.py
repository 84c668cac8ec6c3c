"""Turning a judged rule into words: the templates of the rule file, filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from core.check.claims import Facts, Judge, Missing, Result, judging
from core.form.claim import Call, Node, Ref, refs, sides
from core.form.model import Form, Rule
from core.values import Number, decimal_text

_FIELD = re.compile(r"\{(\w+)\}")


def fill(template: str, words: Mapping[str, str]) -> str:
    """`template` with every ``{name}`` replaced. The loader has seen to it that each has a source."""
    return _FIELD.sub(lambda field: words.get(field[1], ""), template)


def outline(rule: Rule) -> str:
    """The title of a finding of `rule` where nothing is known of a day: ``上年结转与上年报告差 …``."""
    return _FIELD.sub(lambda field: rule.words.get(field[1], "…"), rule.title).removeprefix("…：")


def number(value: Decimal) -> str:
    """As written in a sentence: canonical, at most six decimals, minus as −."""
    exact = decimal_text(value)
    if len(exact.partition(".")[2]) > 6:
        exact = decimal_text(round(value, 6))
    return exact.replace("-", "−")


class Spoken(NamedTuple):
    """What the sentences of a rule with a claim need, looked up once: what it compares, the cells it speaks of,
    (name, cell) of the parts of the sum on its right, and how many cells are on its right."""

    left: Judge | None
    right: Judge | None
    names: tuple[tuple[str, Judge], ...]
    cells: tuple[str, ...]
    left_cells: tuple[str, ...]
    right_cells: tuple[str, ...]
    prior_cells: tuple[str, ...]
    parts: tuple[tuple[str, str], ...] | None
    many: str


@lru_cache(maxsize=4096)
def spoken(form: Form, index: int) -> Spoken:
    """For the rule of that index."""
    rule = form.rules[index]
    every = refs(rule.claim) if rule.claim else ()
    left, right = (sides(rule.claim) if rule.claim else None) or (None, None)
    return Spoken(
        left=judging(left, rule.blank) if left else None,
        right=judging(right, rule.blank) if right else None,
        names=tuple((name, judging(node, rule.blank)) for name, node in rule.names.items()),
        cells=tuple(ref.cell for ref in every if not ref.prior),
        left_cells=_this_year(left),
        right_cells=_this_year(right),
        prior_cells=tuple(ref.cell for ref in every if ref.prior),
        parts=_part_names(form, right) if isinstance(right, Call) else None,
        many=str(len(refs(right))) if right else "",
    )


def _this_year(node: Node | None) -> tuple[str, ...]:
    return tuple(ref.cell for ref in refs(node) if not ref.prior) if node else ()


def _part_names(form: Form, whole: Call) -> tuple[tuple[str, str], ...]:
    """The word that tells one part of a sum from the others: its column if they share a row, else its row."""
    rows = {form.cells[ref.cell].row for ref in refs(whole)}
    at = -1 if len(rows) == 1 else 1
    return tuple((form.cells[ref.cell].name.split("，")[at], ref.cell) for ref in whole.args if isinstance(ref, Ref))


def words(rule: Rule, it: Spoken, facts: Facts, left: Result | None, right: Result | None) -> dict[str, str]:
    """Everything the sentences of a claim's rule may use; `left` and `right`: what it compares."""
    told = dict(rule.words)
    for name, judged in it.names:
        told[name] = _shown(judged(facts))
    if left is not None and right is not None:
        told["left"], told["right"] = _shown(left), _shown(right)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            told["gap"] = number(abs(left - right))
        told["parts"] = _parts(it.parts, facts) if it.parts is not None else ""
        told["n"] = it.many
    return told


def _shown(value: Result) -> str:
    match value:
        case Decimal():
            return number(value)
        case Missing():
            return "空"
        case bool():
            return "是" if value else "否"
    return str(value)


def _parts(named: tuple[tuple[str, str], ...], facts: Facts) -> str:
    """``甲 14 ＋ 乙 1``: the parts of a sum that are not 0."""
    values = ((name, facts.values.get(cell)) for name, cell in named)
    shown = [f"{name} {number(value.value)}" for name, value in values if isinstance(value, Number) and value.value]
    return " ＋ ".join(shown) or "各项都是 0"
