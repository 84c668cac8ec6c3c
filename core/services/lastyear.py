"""Last year's report: the library's of the year before, else one attached by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
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
    form: Form | None = None
    """The edition that it was written in, where that is known."""


def values_of(last: LastYear | None) -> Mapping[str, Value] | None:
    return last.values if last else None


LookUp = Callable[[Card, Prior | None], LastYear | None]
"""Finds last year's report for a card, given what was attached by hand."""


def attached(_: Card, prior: Prior | None) -> LastYear | None:
    """Where there is no library to look into: the one attached by hand."""
    if prior is None:
        return None
    return LastYear(prior, MappingProxyType({c: Number(Decimal(text)) for c, text in prior.cells.items()}))


def in_library(
    store: Store, forms: Callable[[str], Form], number: int, card: Card, prior: Prior | None = None
) -> LastYear | None:
    """The report of the year before and the same code, else the same name, else the one that was attached by hand
    (`prior`) because its unit was called otherwise; of several the one that got farthest, then the one changed last.
    Raises `NianbaoError` if it cannot be read."""
    entries = store.entries()
    entry = next(iter(same_unit(entries, number, card, prior)), None)
    own = next((forms(e.head.form) for e in entries if e.id == number), None)
    return of_entry(store, forms, entry, own) if entry else None


def of_entry(store: Store, forms: Callable[[str], Form], entry: Entry, own: Form | None) -> LastYear | None:
    """The report `entry` as last year's of one in the edition `own`."""
    kept = store.kept(entry.id, 0)
    if kept is None or kept.card.year is None:
        return None
    form = forms(kept.head.form)
    own = own or form
    values = evaluate(form, kept.report).values
    return _of(own, comparable(values, form, own), kept.card.year, source(entry), form)


def before(entries: Iterable[Entry], number: int, year: int | None) -> list[Entry]:
    """The reports of the year before, the one that got farthest first, then the one changed last."""
    found = [e for e in entries if e.id != number and year is not None and e.card.year == year - 1]
    return sorted(found, key=lambda e: (_RANK.index(e.head.status), e.changed, e.id), reverse=True)


def same_unit(entries: Iterable[Entry], number: int, card: Card, prior: Prior | None = None) -> list[Entry]:
    """Those of the year before that are of the unit of `card`."""
    found = before(entries, number, card.year)
    same_code = [e for e in found if card.code and e.card.code == card.code]
    same_name = [e for e in found if card.unit and e.card.unit == card.unit]
    return same_code or same_name or [e for e in found if prior and source(e) == prior.source]


def matching(entries: Iterable[Entry], unit: str, code: str, year: int) -> Entry | None:
    """Last year's report of a unit of which only this is known."""
    return next(iter(same_unit(entries, 0, Card(unit, code, year))), None)


def source(entry: Entry) -> str:
    """What a report of the library is called where it stands beside another."""
    words = revision_words(entry.head.revision, entry.corrects)
    return f"{entry.card.unit}{entry.card.year}年度报告{words and f'（{words}）'}"


def _of(form: Form, values: Mapping[str, Value], year: int, source: str, of: Form) -> LastYear:
    """Its computed totals are among the figures."""
    figures = {
        cell: decimal_text(value.value)
        for cell, value in values.items()
        if form.cells[cell].row and isinstance(value, Number)
    }
    return LastYear(Prior(year, source, MappingProxyType(figures)), values, of)
