"""Last year's report: the library's of the year before, else one attached by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from core.check import evaluate
from core.form.model import Form
from core.form.moves import comparable
from core.report.package import Prior
from core.services.finalising import revision_words
from core.store import Card, Entry, Store
from core.values import Number, Value, decimal_text

_RANK: Final = ("draft", "final", "sent")


@dataclass(frozen=True, slots=True)
class LastYear:
    """Last year's figures as the package names them, and all its values as the rules compare them."""

    prior: Prior
    values: Mapping[str, Value]


LookUp = Callable[[Card, Prior | None], LastYear | None]
"""Finds last year's report for a card, given what was attached by hand."""


def attached(_: Card, prior: Prior | None) -> LastYear | None:
    """Where there is no library to look into: the one attached by hand."""
    if prior is None:
        return None
    return LastYear(prior, MappingProxyType({c: Number(Decimal(text)) for c, text in prior.cells.items()}))


def in_library(store: Store, forms: Callable[[str], Form], number: int, card: Card) -> LastYear | None:
    """The report of the year before and the same code, else the same name; of several the one that got farthest,
    then the one changed last. Raises `NianbaoError` if it cannot be read."""
    entries = store.entries()
    entry = _best(entries, number, card)
    kept = store.kept(entry.id, 0) if entry else None
    if entry is None or kept is None or kept.card.year is None:
        return None
    form = forms(kept.head.form)
    words = revision_words(entry.head.revision, entry.corrects)
    source = f"{kept.card.unit}{kept.card.year}年度报告{words and f'（{words}）'}"
    values = evaluate(form, kept.report).values
    own = next((forms(e.head.form) for e in entries if e.id == number), form)
    return _of(own, comparable(values, form, own), kept.card.year, source)


def _best(entries: tuple[Entry, ...], number: int, card: Card) -> Entry | None:
    before = [e for e in entries if e.id != number and card.year is not None and e.card.year == card.year - 1]
    same_code = [e for e in before if card.code and e.card.code == card.code]
    same_name = [e for e in before if card.unit and e.card.unit == card.unit]
    return max(same_code or same_name, key=lambda e: (_RANK.index(e.head.status), e.changed, e.id), default=None)


def _of(form: Form, values: Mapping[str, Value], year: int, source: str) -> LastYear:
    """Its computed totals are among the figures."""
    figures = {
        cell: decimal_text(value.value)
        for cell, value in values.items()
        if form.cells[cell].row and isinstance(value, Number)
    }
    return LastYear(Prior(year, source, MappingProxyType(figures)), values)
