"""Detectors that hold what the texts state against the tables (X01–X14, X18)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from core.check import phrases
from core.check.claims import Facts
from core.check.evaluation import Context, Finding, Repair, Span
from core.check.sentences import number
from core.check.text.held import Held
from core.check.text.reading import Placed
from core.check.text.saying import ALL, CARRIED
from core.check.text.scan import Sentence
from core.check.text.statements import figure
from core.check.text.telling import named, quoted, span_of, telling
from core.form.claim import refs
from core.form.model import Rule
from core.report.report import Report
from core.values import Text

_CLAUSE: Final = re.compile("[,;:]")


def stated(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A stated figure that none of the figures it may mean agrees with. `options`: `quantities` (sums joined by +);
    `zero`: nothings (未收到 …), not numbers; `own`: the sentence where the text speaks of the office alone."""
    differing = [it for it in facts.held if it.agrees is False]
    if not differing:
        return
    wanted, nil = set(rule.options["quantities"].split("|")), rule.options.get("zero") == "yes"
    told: dict[tuple[str, tuple[str, ...], Decimal], list[Held]] = {}
    for it in differing:
        known = set(it.said.quantities) <= wanted or "+".join(it.said.quantities) in wanted
        if (it.number is None) == nil and known:
            told.setdefault((it.statement.span.cell, it.said.quantities, it.said.value), []).append(it)
    seen: dict[str, int] = {}
    for (cell, quantities, _), group in told.items():
        place = f"{cell}.{'+'.join(quantities)}"
        seen[place] = seen.get(place, 0) + 1
        yield _differs(rule, facts, group, place + (f".{seen[place]}" if seen[place] > 1 else ""))


def _differs(rule: Rule, facts: Facts, group: list[Held], place: str) -> Finding:
    first = group[0]
    value, right = first.statement.value, first.right or Decimal(0)
    others = [
        f"，与{named(facts.form, them, first.label)} {number(other)} 也不符"
        for them, other in first.targets[1:2]
        if other is not None and other != right
    ]
    cells = tuple(cell for them, _ in first.targets for cell in them)
    main = first.targets[0][0]
    told = {
        "shown": first.label,
        "place": named(facts.form, main, first.label),
        "typed": "".join(others),
        "count": rule.options.get("own", "") if first.ask else "",
    }
    repair = None
    if len(group) == 1 and first.number and len(first.targets) == 1 and not first.ask and first.said.unit[-1:] != "元":
        repair = Repair(first.number, number(right))
    spans = tuple(it.statement.span for it in group)
    return telling(rule, told, spans, cells=cells, sides=(value, right), place=place, repair=repair)


def all_done(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """均已办结 while cases were carried over. `options.quantity`: what must then be 0; `phrase`: the ways to say it."""
    about = set(rule.options["about"].split("|"))
    spoken = any(about & set(it.said.quantities) for it in facts.held)
    node, right = figure(facts, rule.options["quantity"]) if spoken else (None, None)
    if node is None or not right:
        return
    phrase = facts.form.phrases[rule.options["phrase"]]
    words = facts.form.words
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            text = place.read.scan.text
            if not any(about & set(said.quantities) for said in place.read.said):
                continue
            for sentence in place.read.scan.sentences:
                clause = text[sentence.start : sentence.end]
                every = ALL.search(clause) and phrases.says(clause, phrase) and not _of_some(clause, words)
                if every and not _of_another(place, sentence, about, facts):
                    span = span_of(cell, place, sentence.start, sentence.end)
                    cells = tuple(ref.cell for ref in refs(node))
                    told = {"place": named(facts.form, cells)}
                    yield telling(rule, told, (span,), cells=cells, sides=(Decimal(0), right), place=cell)
                    return


def _of_another(place: Placed, sentence: Sentence, about: set[str], facts: Facts) -> bool:
    """Whether a sentence counts something else than the cases (工单 312 件，均已办结), or the office's own alone."""
    scan, words = place.read.scan, facts.form.words
    if not sentence.counts:
        return False
    start, end = scan.span(sentence.start, max(sentence.end, sentence.start + 1))
    said = [it for it in place.read.said if start <= it.start < end and about & set(it.quantities)]
    name = facts.values.get(facts.form.role("unit_name"))
    office = isinstance(name, Text) and any(word in name.text for word in words.get("scope_own", ()))
    return not said or (all(it.own for it in said) and not office)


def _of_some(sentence: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether 均 is said of the rest of the cases, or of those carried in alone (2024 年结转的 3 件均已办结)."""
    if any(word in sentence for word in words.get("rest", ())):
        return True
    subjects = [clause[: found.start()] for clause in _CLAUSE.split(sentence) if (found := ALL.search(clause))]
    received = words.get("receive", ())
    return bool(subjects) and all(
        any(word in it for word in CARRIED) and not any(word in it for word in received) for it in subjects
    )


def balance(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """收到 + 上年结转 = 办结 + 结转下年 told in one paragraph; silent where the tables speak (other rules do).
    `options.whole`: the quantity that may hold what was carried in already."""
    sides = [part.split("|") for part in rule.options["sides"].split(";")]
    groups: dict[tuple[str, int], dict[str, Held]] = {}
    for it in facts.held:
        if len(it.said.quantities) == 1 and any(it.said.quantities[0] in names for names in sides):
            groups.setdefault((it.statement.span.cell, _paragraph(facts, it)), {}).setdefault(it.said.quantities[0], it)
    for (cell, at), stated_ in groups.items():
        told = [stated_[name] for names in sides if (name := next((n for n in names if n in stated_), ""))]
        if len(told) < len(sides) or all(it.agrees is not None for it in told):
            continue
        new, carried_in, done, carried_out = (it.said.value for it in told)
        left, right = new + carried_in, done + carried_out
        if left != right and not (new == right and told[0].said.quantities[0] == rule.options["whole"]):
            spans = tuple(it.statement.span for it in told)
            here, there = f"{number(new)} ＋ {number(carried_in)}", f"{number(done)} ＋ {number(carried_out)}"
            yield telling(rule, {"count": here, "parts": there}, spans, sides=(left, right), place=f"{cell}.{at}")


def _paragraph(facts: Facts, it: Held) -> int:
    span = it.statement.span
    return max(p.at for p in facts.readings[span.cell] if p.at <= span.start)


def channels(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Channels of one sentence (网上 a 件、信函 b 件) against the whole that is stated in it.

    Lists after 其中 are those of `sums`.
    """
    ways = facts.form.words.get(rule.options["words"], ())
    about = set(rule.options["about"].split("|"))
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            wholes = [said for said in place.read.said if about & set(said.quantities) and said.number]
            if not wholes:
                continue
            listed = {part.amount.start for it in place.read.listings for part in it.parts}
            for sentence in place.read.scan.sentences:
                parts = _channels(place.read.scan.text, sentence, ways, listed)
                start, end = place.read.scan.span(sentence.start, max(sentence.end, sentence.start + 1))
                whole = [said for said in wholes if start <= said.start < end]
                total = sum(parts, Decimal(0))
                if len(parts) > 1 and len(whole) == 1 and total != whole[0].value:
                    span = span_of(cell, place, sentence.start, sentence.end)
                    told = {"parts": " ＋ ".join(number(part) for part in parts)}
                    yield telling(rule, told, (span,), sides=(whole[0].value, total), place=f"{cell}.{place.at}")


def _channels(text: str, sentence: Sentence, ways: tuple[str, ...], listed: set[int]) -> list[Decimal]:
    found: list[Decimal] = []
    for segment in sentence.segments if sentence.counts else ():
        if len(segment.amounts) == 1:
            it = segment.amounts[0]
            head = text[segment.start : it.start][-30:]
            if it.counted and not it.vague and it.start not in listed and any(way in head for way in ways):
                found.append(it.value)
    return found


def repeated(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """One quantity stated twice with two figures; silent where the tables tell which is wrong."""
    first: dict[tuple[str, ...], Held] = {}
    done: set[tuple[str, ...]] = set()
    for it in facts.held:
        names = it.said.quantities
        if it.agrees is not None or it.said.own or it.said.part or names in done:
            continue
        before = first.setdefault(names, it)
        if before.said.value != it.said.value and before.said.wide == it.said.wide:
            done.add(names)
            spans: tuple[Span, ...] = (before.statement.span, it.statement.span)
            told = {"shown": it.label, "typed": quoted(it.statement.span.quote)}
            yield telling(rule, told, spans, sides=(before.said.value, it.said.value), place="+".join(names))
