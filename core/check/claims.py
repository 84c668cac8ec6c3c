"""Judging claims. Logic has three values: what depends on a missing cell is neither true nor false but *missing*,
unless the rest decides it (a false condition needs no conclusion)."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from core.check import phrases
from core.check.text.held import Held
from core.check.text.reading import Placed
from core.form.claim import COMPARISONS, Call, If, Node, Not, Num, Op, Ref, Str
from core.form.model import Blank, Form
from core.values import Choice, Flag, Number, Text, Unread, Value, shown


@dataclass(frozen=True, slots=True)
class Missing:
    """The cells that a judgement waits for; `prior` if it waits for last year's report."""

    cells: tuple[str, ...]
    prior: bool = False

    def __add__(self, other: Missing) -> Missing:
        return Missing(tuple(dict.fromkeys(self.cells + other.cells)), self.prior or other.prior)


Result = Decimal | bool | str | Missing


@dataclass(frozen=True, slots=True)
class Facts:
    """What a claim is judged on. `gaps`: for a total without value, the parts it lacks; `readings`: the texts
    read; `held`: what they state, held against the values."""

    form: Form
    values: Mapping[str, Value]
    gaps: Mapping[str, tuple[str, ...]]
    prior: Mapping[str, Value] | None
    readings: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    held: tuple[Held, ...] = ()


def judge(node: Node, facts: Facts, blank: Blank) -> Result:
    """The value of `node`. `blank` says what a blank cell counts as; an unread one is always missing.

    Numbers are exact; a division by zero is missing.
    """
    return _JUDGES[type(node)](node, facts, blank)


def _constant(node: Num | Str, facts: Facts, blank: Blank) -> Result:
    return node.value


def _op(node: Op, facts: Facts, blank: Blank) -> Result:
    left = judge(node.left, facts, blank)
    if node.op in ("and", "or"):
        return _logic(node.op, left, lambda: judge(node.right, facts, blank))
    return _binary(node.op, left, judge(node.right, facts, blank))


def _negated(node: Not, facts: Facts, blank: Blank) -> Result:
    return _not(judge(node.of, facts, blank))


def _if(node: If, facts: Facts, blank: Blank) -> Result:
    return _logic("or", _not(judge(node.condition, facts, blank)), lambda: judge(node.then, facts, blank))


def _ref(node: Ref, facts: Facts, blank: Blank) -> Result:
    if node.prior:
        if facts.prior is None:
            return Missing((), prior=True)
        value = facts.prior.get(node.cell)
        lacking = Missing((), prior=True)
    else:
        value = facts.values.get(node.cell)
        if isinstance(value, Number):  # nearly always, some thousand times for each key
            return value.value
        lacking = Missing(facts.gaps.get(node.cell) or (node.cell,))
    match value:
        case Number(number):
            return number
        case Text(text) | Choice(text):
            return text if text.strip() or blank == "zero" else lacking
        case Flag(on):
            return on
        case Unread():
            return lacking
        case None:
            return _EMPTY.get(facts.form.cells[node.cell].kind.name, Decimal(0)) if blank == "zero" else lacking


_EMPTY: Final[Mapping[str, Result]] = MappingProxyType({"text": "", "line": "", "choice": "", "flag": False})


def _not(value: Result) -> Result:
    return value if isinstance(value, Missing) else not value


def _logic(op: str, left: Result, right: Callable[[], Result]) -> Result:
    deciding = op == "or"
    if left is deciding:
        return deciding
    second = right()
    if second is deciding:
        return deciding
    if isinstance(left, Missing):
        return left + second if isinstance(second, Missing) else left
    return second


_OPERATORS: Final[Mapping[str, Callable[[Decimal, Decimal], Result]]] = MappingProxyType({
    "+": operator.add, "-": operator.sub, "*": operator.mul, "=": operator.eq, "<>": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
})  # fmt: skip


def _binary(op: str, left: Result, right: Result) -> Result:
    if isinstance(left, Missing):
        return left + right if isinstance(right, Missing) else left
    if isinstance(right, Missing):
        return right
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        if op == "/":
            return left / right if right else Missing(())
        return _OPERATORS[op](left, right)
    if op not in COMPARISONS:
        raise TypeError(op)  # the loader lets no such claim through
    return (left == right) == (op == "=")


def _call(node: Call, facts: Facts, blank: Blank) -> Result:
    if node.name in ("sum", "min", "max", "count"):
        return _aggregate(node, facts, blank)
    if node.name == "says" and len(node.args) == 1:
        phrase = facts.form.phrases[_word(node.args[0])]
        return any(phrases.says(v.text, phrase) for v in facts.values.values() if isinstance(v, Text))
    target = node.args[0]
    text = judge(target, facts, blank)
    if node.name == "filled":
        return not isinstance(text, Missing) and text != ""
    if isinstance(text, Missing):
        return text
    written = str(text)
    if node.name == "length":
        return Decimal(phrases.length(written))
    if node.name == "mentions":
        return _mentions(written, node.args[1], facts)
    phrase = facts.form.phrases[_word(node.args[1])]
    return phrases.says(written, phrase) if node.name == "says" else phrases.only(written, phrase)


def _mentions(text: str, what: Node, facts: Facts) -> Result:
    if isinstance(what, Ref):
        value = facts.values.get(what.cell)
        word = shown(facts.form.cells[what.cell].kind, value)
        return Missing((what.cell,)) if value is None else word in text
    return _word(what) in text


def _word(node: Node) -> str:
    return node.value if isinstance(node, Str) else ""


def _aggregate(node: Call, facts: Facts, blank: Blank) -> Result:
    values = [judge(arg, facts, blank) for arg in node.args]
    numbers = [value for value in values if isinstance(value, Decimal)]
    if node.name == "count":
        return Decimal(len(numbers))
    if missing := [value for value in values if isinstance(value, Missing)]:
        cells = dict.fromkeys(cell for value in missing for cell in value.cells)
        return Missing(tuple(cells), any(value.prior for value in missing))
    return sum(numbers, Decimal(0)) if node.name == "sum" else min(numbers) if node.name == "min" else max(numbers)


# By type, not by `match`: of the cost of a key most is spent here.
_JUDGES: Final[Mapping[type, Callable[[Any, Facts, Blank], Result]]] = MappingProxyType({
    Num: _constant, Str: _constant, Ref: _ref, Op: _op, Not: _negated, If: _if, Call: _call,
})  # fmt: skip
