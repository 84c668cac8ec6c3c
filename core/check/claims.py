"""Judging claims. Logic has three values: what depends on a missing cell is neither true nor false but *missing*,
unless the rest decides it (a false condition needs no conclusion).

A claim is turned into a function once and called at every key: of the cost of a key most is spent here.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from core.check import phrases
from core.check.evaluation import Finding
from core.check.text.held import Held
from core.check.text.reading import Placed
from core.form.claim import COMPARISONS, Call, If, Node, Not, Num, Op, Ref, Str
from core.form.model import Blank, Form
from core.values import Choice, Flag, Number, Text, Unread, Value, shown


class Missing(NamedTuple):
    """The cells that a judgement waits for; `prior` if it waits for last year's report."""

    cells: tuple[str, ...]
    prior: bool = False

    def joined(self, other: Result) -> Missing:
        """What a judgement on both waits for."""
        if not isinstance(other, Missing):
            return self
        return Missing(tuple(dict.fromkeys(self.cells + other.cells)), self.prior or other.prior)


Result = Decimal | bool | str | Missing


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What a claim is judged on, hashable by identity. `numbers`: the values that are numbers; `gaps`: for a total
    without value, the parts it lacks; `stated`: the totals that somebody put there; `readings`: the texts read; `held`:
    what they state, held against the values; `broken`: the findings of the claims that fail, by index of the rule."""

    form: Form
    values: Mapping[str, Value]
    numbers: Mapping[str, Decimal]
    gaps: Mapping[str, tuple[str, ...]]
    prior: Mapping[str, Value] | None
    stated: frozenset[str] = frozenset()
    readings: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    held: tuple[Held, ...] = ()
    broken: Mapping[int, Finding] = field(default_factory=dict)


Judge = Callable[[Facts], Result]


def judge(node: Node, facts: Facts, blank: Blank) -> Result:
    """The value of `node`. `blank` says what a blank cell counts as; an unread one is always missing.

    Numbers are exact; a division by zero is missing.
    """
    return judging(node, blank)(facts)


@lru_cache(maxsize=16384)
def judging(node: Node, blank: Blank) -> Judge:
    """The function that judges `node`."""
    return _MAKERS[type(node)](node, blank)


def _constant(node: Num | Str, blank: Blank) -> Judge:
    value = node.value
    return lambda _: value


def _ref(node: Ref, blank: Blank) -> Judge:
    cell = node.cell

    def of_this_year(facts: Facts) -> Result:
        number = facts.numbers.get(cell)
        if number is not None:
            return number
        return _value(facts.values.get(cell), cell, facts, blank, Missing(facts.gaps.get(cell) or (cell,)))

    def of_last_year(facts: Facts) -> Result:
        lacking = Missing((), prior=True)
        return lacking if facts.prior is None else _value(facts.prior.get(cell), cell, facts, blank, lacking)

    return of_last_year if node.prior else of_this_year


def _value(value: Value | None, cell: str, facts: Facts, blank: Blank, lacking: Missing) -> Result:
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
            return _EMPTY.get(facts.form.cells[cell].kind.name, _ZERO) if blank == "zero" else lacking


_ZERO: Final = Decimal(0)
_EMPTY: Final[Mapping[str, Result]] = MappingProxyType({"text": "", "line": "", "choice": "", "flag": False})


def _not(node: Not, blank: Blank) -> Judge:
    of = judging(node.of, blank)
    return lambda facts: _opposite(of(facts))


def _opposite(value: Result) -> Result:
    return value if isinstance(value, Missing) else not value


def _if(node: If, blank: Blank) -> Judge:
    condition, then = judging(node.condition, blank), judging(node.then, blank)
    return lambda facts: _logic("or", _opposite(condition(facts)), then, facts)


def _logic(op: str, left: Result, right: Judge, facts: Facts) -> Result:
    deciding = op == "or"
    if left is deciding:
        return deciding
    second = right(facts)
    if second is deciding:
        return deciding
    return left.joined(second) if isinstance(left, Missing) else second


_OPERATORS: Final[Mapping[str, Callable[[Decimal, Decimal], Result]]] = MappingProxyType({
    "+": operator.add, "-": operator.sub, "*": operator.mul, "=": operator.eq, "<>": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
    "/": lambda a, b: a / b if b else Missing(()),
})  # fmt: skip


def _op(node: Op, blank: Blank) -> Judge:
    op, left, right = node.op, judging(node.left, blank), judging(node.right, blank)
    if op in ("and", "or"):
        return lambda facts: _logic(op, left(facts), right, facts)
    of_numbers = _OPERATORS[op]

    def binary(facts: Facts) -> Result:
        one, other = left(facts), right(facts)
        if isinstance(one, Decimal) and isinstance(other, Decimal):
            return of_numbers(one, other)
        return _otherwise(op, one, other)

    return _plain_comparison(node, binary) if op in COMPARISONS else binary


def _plain_comparison(node: Op, otherwise: Judge) -> Judge:
    """Cells or sums of cells compared with each other or with a bound, which nearly every claim is: where all are
    numbers they are compared outright, else `otherwise` judges."""
    compare, left, right = _OPERATORS[node.op], _added(node.left), _added(node.right)
    if left and isinstance(node.right, Num):
        return _bounded(left, node.right.value, compare, otherwise)
    if not left or not right:
        return otherwise
    mine, theirs = _adding(left), _adding(right)

    def of_two_sums(facts: Facts) -> Result:
        numbers = facts.numbers
        try:
            return compare(mine(numbers), theirs(numbers))
        except KeyError:
            return otherwise(facts)

    return of_two_sums


def _bounded(
    cells: tuple[str, ...], bound: Decimal, compare: Callable[[Decimal, Decimal], Result], otherwise: Judge
) -> Judge:
    if len(cells) > 1:
        return otherwise
    (cell,) = cells

    def with_bound(facts: Facts) -> Result:
        number = facts.numbers.get(cell)
        return otherwise(facts) if number is None else compare(number, bound)

    return with_bound


def _added(node: Node) -> tuple[str, ...] | None:
    """The cells of this year that `node` adds up; None if it is anything else."""
    match node:
        case Ref(cell, False):
            return (cell,)
        case Op("+", left, right):
            one, other = _added(left), _added(right)
            return one + other if one is not None and other is not None else None
        case Call("sum", args):
            parts = [_added(arg) for arg in args]
            return tuple(cell for part in parts if part for cell in part) if None not in parts else None
    return None


def _adding(cells: tuple[str, ...]) -> Callable[[Mapping[str, Decimal]], Decimal]:
    """The sum of `cells`; raises KeyError if one of them is no number."""
    take = operator.itemgetter(*cells)
    return take if len(cells) == 1 else lambda numbers: sum(take(numbers), _ZERO)


def _otherwise(op: str, left: Result, right: Result) -> Result:
    """An operation on what are not two numbers."""
    if isinstance(left, Missing):
        return left.joined(right)
    if isinstance(right, Missing):
        return right
    if op not in COMPARISONS:
        raise TypeError(op)  # the loader lets no such claim through
    return (left == right) == (op == "=")


def _call(node: Call, blank: Blank) -> Judge:
    if node.name in ("sum", "min", "max", "count"):
        return _aggregate(node, blank)
    if node.name == "says" and len(node.args) == 1:
        word = _word(node.args[0])
        return lambda facts: any(
            phrases.says(v.text, facts.form.phrases[word]) for v in facts.values.values() if isinstance(v, Text)
        )
    target = judging(node.args[0], blank)
    return lambda facts: _of_text(node, target(facts), facts)


def _of_text(node: Call, text: Result, facts: Facts) -> Result:
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


def _aggregate(node: Call, blank: Blank) -> Judge:
    cells = tuple(arg.cell for arg in node.args if isinstance(arg, Ref) and not arg.prior)
    if node.name == "sum" and blank != "zero" and len(cells) == len(node.args):
        return _plain_sum(cells)
    parts, name = [judging(arg, blank) for arg in node.args], node.name

    def aggregate(facts: Facts) -> Result:
        values = [part(facts) for part in parts]
        numbers = [value for value in values if isinstance(value, Decimal)]
        if name == "count":
            return Decimal(len(numbers))
        if missing := [value for value in values if isinstance(value, Missing)]:
            cells = dict.fromkeys(cell for value in missing for cell in value.cells)
            return Missing(tuple(cells), any(value.prior for value in missing))
        return sum(numbers, _ZERO) if name == "sum" else min(numbers) if name == "min" else max(numbers)

    return aggregate


def _plain_sum(cells: tuple[str, ...]) -> Judge:
    """A sum of cells of this year where a blank waits: nearly every claim has one."""

    def plain_sum(facts: Facts) -> Result:
        numbers = facts.numbers
        if lacking := [cell for cell in cells if cell not in numbers]:
            gaps = facts.gaps
            return Missing(tuple(dict.fromkeys(part for cell in lacking for part in gaps.get(cell) or (cell,))))
        return sum([numbers[cell] for cell in cells], _ZERO)

    return plain_sum


_MAKERS: Final[Mapping[type, Callable[[Any, Blank], Judge]]] = MappingProxyType({
    Num: _constant, Str: _constant, Ref: _ref, Op: _op, Not: _not, If: _if, Call: _call,
})  # fmt: skip
