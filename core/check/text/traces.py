"""Detectors of what slipped into a text: wrong years, other units, last year's paragraphs, personal data (X19–X24)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding, Span
from core.check.phrases import MOST_READ
from core.check.text.reading import blocks
from core.check.text.statements import year_of
from core.check.text.telling import span_of, telling
from core.form.model import Form, Rule
from core.report.report import Report
from core.values import Text

_DIGITS: Final = re.compile(r"\d+")
_HEADS: Final = re.compile(r"(?:\A|[。,;:)年度])(?=(.{4}))")
_ALIKE: Final = 0.8
_LONG: Final = 40
"""Characters of a paragraph that is worth comparing."""


def wrong_year(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A sentence of this year's work that begins with last year's number, in a paragraph that never names this year and
    does not speak of what was wrong last year."""
    year, back = year_of(facts), facts.form.words.get("looking_back", ())
    for cell, paragraphs in facts.readings.items() if year else ():
        for place in paragraphs if cell != facts.form.role("intro") else ():
            stale = [it for it in place.read.begun if it.year == year - 1]
            text = place.read.scan.text
            if stale and str(year) not in text and not any(word in text for word in back):
                it = stale[0]
                span = span_of(cell, place, it.start, min(it.end, it.start + 40))
                told = {"typed": str(it.year), "shown": str(year)}
                yield telling(rule, told, (span,), place=f"{cell}.{place.at}")


def other_unit(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Another unit as the one that acts, at the head of a clause: one of the library with a verb of ours after it, or
    the same office of another place with a verb of a report's own unit (云岭区民政局 in that of 清湖区民政局)."""
    own = facts.values.get(facts.form.role("unit_name"))
    mine = own.text if isinstance(own, Text) else ""
    names = _names(facts.form, context.others, mine) if mine else None
    for cell, paragraphs in facts.readings.items() if names else ():
        for place in paragraphs:
            if names and (found := _acting(place.read.scan.text, names)):
                span = span_of(cell, place, *found)
                yield telling(rule, {"shown": mine}, (span,), place=f"{cell}.{place.at}")


@dataclass(frozen=True, eq=False)
class _Names:
    """The names of other units by their first four characters, the longest first; the verbs that make them act; the
    same office of any place, `own` being the report's unit."""

    by_head: Mapping[str, tuple[str, ...]]
    verbs: tuple[str, ...]
    own: str
    like: re.Pattern[str] | None


@lru_cache(maxsize=16)
def _names(form: Form, others: tuple[str, ...], mine: str) -> _Names:
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(others):
        if len(name) >= 4 and name not in mine and mine not in name:
            found.setdefault(name[:4], []).append(name)
    by_head = {head: tuple(sorted(names, key=len, reverse=True)) for head, names in found.items()}
    return _Names(MappingProxyType(by_head), form.words.get("acting", ()), mine, _like(form, mine))


def _like(form: Form, mine: str) -> re.Pattern[str] | None:
    """The unit's office (民政局) of some place, as the subject of a sentence about its own work; None if the name does
    not tell the place from the office."""
    places = form.words.get("places", ())
    at = max((mine.rfind(place) + len(place) for place in places if place in mine[1:]), default=0)
    office, verbs = mine[at:], form.words.get("own_acting", ())
    if at < 3 or len(office) < 3 or not verbs:
        return None
    ends, acts = ("|".join(map(re.escape, words)) for words in (places, verbs))
    return re.compile(rf"(?:\A|[。,;:)度]|(?<=年))([\u4e00-\u9fff]{{2,7}}(?:{ends}){re.escape(office)})(?:{acts})")


@lru_cache(maxsize=2048)
def _acting(text: str, names: _Names) -> tuple[int, int] | None:
    for head in _HEADS.finditer(text) if names.by_head else ():
        for name in names.by_head.get(head[1], ()):
            start = head.end()
            end = start + len(name)
            if text.startswith(name, start) and any(verb in text[end : end + 8] for verb in names.verbs):
                return start, end
    for found in names.like.finditer(text) if names.like else ():
        if found[1] not in names.own and names.own not in found[1] and not found[1].endswith(names.own[1:]):
            return found.span(1)
    return None


def copied(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Paragraphs that are last year's, numbers aside; one finding a text."""
    for cell, last in _last_texts(context).items():
        if cell == facts.form.role("intro") or not last:
            continue
        spans = tuple(
            Span(cell, place.at, place.at + len(place.text), place.text)
            for place in facts.readings.get(cell, ())
            if len(place.text) >= _LONG and _copy(place.text, last)
        )
        if spans:
            told = {"count": str(len(spans)), "place": facts.form.cells[cell].name}
            yield telling(rule, told, spans, place=cell)


@lru_cache(maxsize=2048)
def _copy(paragraph: str, last: str) -> bool:
    """Whether a paragraph is one of last year's text, numbers aside."""
    mine = _shingles(paragraph)
    before, pool = _before(last)
    return bool(mine) and len(mine & pool) >= _ALIKE * len(mine) and _alike(mine, before)


@lru_cache(maxsize=16)
def _before(last: str) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """The shingles of each paragraph of last year's text, and all of them."""
    found = tuple(_shingles(paragraph) for _, paragraph in blocks(last) if len(paragraph) >= _LONG)
    return found, frozenset().union(*found)


def _last_texts(context: Context) -> Mapping[str, str]:
    if context.prior_texts is not None:
        return context.prior_texts
    return {cell: value.text for cell, value in (context.prior or {}).items() if isinstance(value, Text)}


def _alike(mine: frozenset[str], before: tuple[frozenset[str], ...]) -> bool:
    size = len(mine)
    near = (it for it in before if size >= _ALIKE * len(it) and len(it) >= _ALIKE * size)
    return any(len(mine & it) >= _ALIKE * max(size, len(it)) for it in near)


def _shingles(paragraph: str) -> frozenset[str]:
    """The stretches of four characters of a paragraph, numbers masked."""
    text = _DIGITS.sub("0", "".join(paragraph.split()))
    return frozenset(text[i : i + 4] for i in range(len(text) - 3))


def personal(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Identity numbers and mobile numbers. `options`: what they are called, by kind."""
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            for it in place.read.slips:
                if it.kind in rule.options:
                    word = place.text[it.start : it.end]
                    span = Span(cell, place.at + it.start, place.at + it.end, word)
                    told = {"shown": rule.options[it.kind], "quote": f"{word[:3]}……{word[-2:]}"}
                    yield telling(rule, told, (span,), place=f"{cell}.{span.start}")


def sloppy(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """截止 for 截至, 1、 for 1., half-width marks among full-width ones. `options`: `deadline`, `ordinal`, `marks`."""
    for cell, paragraphs in facts.readings.items():
        first: dict[str, Span] = {}
        for place in paragraphs:
            for it in place.read.slips:
                word = place.text[it.start : it.end]
                first.setdefault(it.kind, Span(cell, place.at + it.start, place.at + it.end, word))
        if "half" in first and "full" in first:
            first["marks"] = first["half"]
        for kind, shown in rule.options.items():
            if kind in first:
                yield telling(rule, {"shown": shown}, (first[kind],), place=f"{cell}.{kind}")


def overlong(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A text that has more characters than are read."""
    for cell, value in facts.values.items():
        rest = len(value.text) - MOST_READ if isinstance(value, Text) else 0
        if rest > 0:
            told = {"place": facts.form.cells[cell].name, "count": str(rest), "shown": str(MOST_READ)}
            yield replace(telling(rule, told, (), place=cell), cells=(cell,))
