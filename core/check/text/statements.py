"""Statements of the texts held against the report's values: which figure each means, and whether it agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from core.check.claims import Facts, Judge, Result, judge, judging
from core.check.evaluation import Span, Statement
from core.check.text.held import Held
from core.check.text.lexicon import Lexicon, lexicon
from core.check.text.reading import Placed, read
from core.check.text.saying import Said
from core.form.claim import Node, Op, refs
from core.form.model import Form, Quantity
from core.values import Choice, Number, Text, Value

_OWN = "own"


def readings(form: Form, values: Mapping[str, Value]) -> dict[str, tuple[Placed, ...]]:
    """Every text of the report read, by cell."""
    return {cell: read(form, value.text) for cell in _texts(form) if isinstance(value := values.get(cell), Text)}


@lru_cache(maxsize=8)
def _texts(form: Form) -> tuple[str, ...]:
    """The cells that hold texts, in the form's order."""
    return tuple(cell for cell, it in form.cells.items() if it.kind.name == "text")


def year_of(facts: Facts) -> int:
    """The report's year, 0 if it has none."""
    value = facts.values.get(facts.form.role("year"))
    return int(value.value) if isinstance(value, Number) and 0 < value.value < 10000 else 0


def held(facts: Facts) -> tuple[Held, ...]:
    """Every statement about the report's own year, in the order of the texts."""
    if not any(facts.readings.values()):
        return ()  # a blank report is shown before the words are looked at
    words, year = lexicon(facts.form), year_of(facts)
    found: list[Held] = []
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            for said in place.read.said:
                if (said.year in (0, year) or not (year or said.year < 0)) and _timely(said, year, words):
                    it = _held(said, cell, place, facts, words)
                    asked = not it.ask or (it.right is not None and it.statement.value > it.right)
                    if it.agrees or (asked and not said.unsure and not (said.wide and _is_office(facts))):
                        found.append(it)
    return tuple(found)


def _timely(said: Said, year: int, words: Lexicon) -> bool:
    """Whether the year that something is carried from or to is the one before or after the report's."""
    shifts = {words.quantities[name].shift for name in said.quantities} - {0}
    return not (said.stamp and year and shifts) or said.stamp - year in shifts


class _Target(NamedTuple):
    """A figure that a statement may mean."""

    name: str
    value: Judge
    cells: tuple[str, ...]


@lru_cache(maxsize=1024)
def _meant(words: Lexicon, names: tuple[str, ...]) -> tuple[str, tuple[_Target, ...], tuple[Judge, ...]]:
    """What statements of these quantities together may mean: (their label, the figures, those that agree too)."""
    quantities = [words.quantities[name] for name in names]
    targets = tuple(
        _Target(name, judging(node, "wait"), tuple(ref.cell for ref in refs(node)))
        for name, node in _targets(quantities)
    )
    also = tuple(judging(node, "wait") for quantity in quantities for node in quantity.also)
    return "、".join(quantity.label for quantity in quantities), targets, also


def _held(said: Said, cell: str, place: Placed, facts: Facts, words: Lexicon) -> Held:
    label, meant, also = _meant(words, said.quantities)
    values = [_number(target.value(facts)) for target in meant]
    agrees = None
    if values[0] is not None:
        agrees = said.value in values or any(_number(value(facts)) == said.value for value in also)
    chosen = meant[values.index(said.value) if said.value in values else 0]
    quote = place.text[said.start : said.end]
    span = Span(cell, place.at + said.start, place.at + said.end, quote)
    number = None
    if said.number:
        a, b = said.number
        number = Span(cell, place.at + a, place.at + b, place.text[a:b])
    return Held(
        said,
        Statement(chosen.name, said.value, span, chosen.cells, agrees),
        label,
        tuple((it.cells, value) for it, value in zip(meant, values, strict=True)),
        values[0],
        agrees,
        _asks(said, facts),
        number,
    )


def _targets(quantities: list[Quantity]) -> Iterator[tuple[str, Node]]:
    if len(quantities) == 1:
        yield from zip(quantities[0].names, quantities[0].of, strict=True)
        return
    node = quantities[0].of[0]
    for quantity in quantities[1:]:
        node = Op("+", node, quantity.of[0])
    yield "+".join(quantity.names[0] for quantity in quantities), node


def _is_office(facts: Facts) -> bool:
    """Whether the report is one office's, so that what the whole district did is not in its tables."""
    name, words = facts.values.get(facts.form.role("unit_name")), facts.form.words
    if not isinstance(name, Text) or not name.text:
        return False
    return not name.text.endswith((*words.get("scope_units", ()), *words.get("scope_single", ())))


def _number(result: Result) -> Decimal | None:
    return result if isinstance(result, Decimal) else None


def _asks(said: Said, facts: Facts) -> bool:
    """Whether a statement is of the office alone while the tables may be the whole district's. The profile decides."""
    if not said.own:
        return False
    form, values = facts.form, facts.values
    scope, name = values.get(form.role("unit_scope")), values.get(form.role("unit_name"))
    if isinstance(scope, Choice):
        return scope.option != _OWN
    if not isinstance(name, Text) or not name.text:
        return True
    single = name.text.endswith(form.words.get("scope_single", ()))
    district = name.text.endswith(form.words.get("scope_units", ())) and not single
    return district and not any(marker in name.text for marker in form.words.get("scope_own", ()))


def figure(facts: Facts, quantity: str) -> tuple[Node, Decimal | None]:
    """The figure a quantity means first, and its value."""
    node = lexicon(facts.form).quantities[quantity].of[0]
    return node, _number(judge(node, facts, "wait"))
