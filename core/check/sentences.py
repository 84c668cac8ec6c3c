"""Turning a judged rule into words: the templates of the rule file, filled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from core.check.claims import Facts, Missing, Result, judge
from core.form.claim import Call, Node, Ref, refs, sides
from core.form.model import Form, Rule
from core.values import Number, decimal_text

_FIELD = re.compile(r"\{(\w+)\}")


def fill(template: str, words: Mapping[str, str]) -> str:
    """`template` with every ``{name}`` replaced. The loader has seen to it that each has a source."""
    return _FIELD.sub(lambda field: words.get(field[1], ""), template)


def number(value: Decimal) -> str:
    """As written in a sentence: canonical, at most six decimals, minus as −."""
    exact = decimal_text(value)
    if len(exact.partition(".")[2]) > 6:
        exact = decimal_text(round(value, 6))
    return exact.replace("-", "−")


def words(rule: Rule, facts: Facts) -> dict[str, str]:
    """Everything the sentences of a claim's rule may use."""
    told = dict(rule.words)
    pair = sides(rule.claim) if rule.claim else None
    for name, node in rule.names.items():
        told[name] = _shown(judge(node, facts, rule.blank))
    if pair:
        left, right = (judge(node, facts, rule.blank) for node in pair)
        told["left"], told["right"] = _shown(left), _shown(right)
        if isinstance(left, Decimal) and isinstance(right, Decimal):
            told["gap"] = number(abs(left - right))
        told["parts"] = _parts(pair[1], facts)
        told["n"] = str(len(refs(pair[1])))
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


def _parts(node: Node, facts: Facts) -> str:
    """``甲 14 ＋ 乙 1``: the parts of a sum that are not 0."""
    if not isinstance(node, Call):
        return ""
    named = []
    for ref in node.args:
        value = facts.values.get(ref.cell) if isinstance(ref, Ref) else None
        if isinstance(ref, Ref) and isinstance(value, Number) and value.value:
            named.append(f"{part_name(facts.form, ref.cell, node)} {number(value.value)}")
    return " ＋ ".join(named) or "各项都是 0"


def part_name(form: Form, cell: str, whole: Call) -> str:
    """The word that tells one part of a sum from the others: its column if they share a row, else its row."""
    words_ = form.cells[cell].name.split("，")
    rows = {form.cells[ref.cell].row for ref in refs(whole)}
    return words_[-1] if len(rows) == 1 else words_[1]
