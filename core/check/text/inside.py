"""Detectors that hold a text against itself: sums, shares, changes, announced counts (X15–X17)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding
from core.check.sentences import number
from core.check.text.counting import fits
from core.check.text.listing import Listing
from core.check.text.reading import Placed
from core.check.text.statements import figure
from core.check.text.telling import span_of, telling
from core.form.model import Rule
from core.report.report import Report
from core.values import Number

_FULL: Final = str.maketrans(",;:()", "，；：（）")
_LAST_YEAR: Final = re.compile("同比|[较比](?:上年|去年|上一年)")
_UP: Final = ("增长", "上升", "增加", "提高", "提升")
_DOWN: Final = ("下降", "减少", "降低", "下滑")


def sums(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Lists of parts that cannot make up their whole. `options`: `less`, `more`."""
    for cell, paragraphs in facts.readings.items():
        count = 0
        for place in paragraphs:
            for it in place.read.wrong:
                count += 1
                yield _sum(rule, cell, place, it, count)


def _sum(rule: Rule, cell: str, place: Placed, it: Listing, count: int) -> Finding:
    last = it.whole.start > it.parts[0].amount.start  # the whole is told after its parts
    begin, end = (it.parts[0].amount.start, it.whole.end) if last else (it.whole.start, it.parts[-1].amount.end)
    span = span_of(cell, place, begin, end)
    text = place.read.scan.text
    pieces = [text[part.amount.start : part.amount.end] for part in it.parts]
    whole = text[it.whole.start : it.whole.end]
    into = text[it.whole.end : it.parts[0].amount.start][:3].translate(_FULL)
    listed = "、……".join(pieces)
    told = {
        "quote": f"{listed}，共 {whole}" if last else f"{whole}{into}……{listed}",
        "count": str(len(it.parts)),
        "shown": rule.options["less" if it.sum < it.whole.value else "more"],
        "parts": " ＋ ".join(number(part.amount.value) for part in it.parts),
    }
    return telling(rule, told, (span,), sides=(it.whole.value, it.sum), place=f"{cell}.{count}")


def share(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """占 p% that no figure of the paragraph gives, neither rounded nor cut. `options.of`: the quantities whose figures
    in the tables may be meant as well."""
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            for it in place.read.shares:
                bases = (figure(facts, name)[1] for name in rule.options["of"].split("|"))
                if any(base and fits(it.part.value, base, it.percent.value) for base in bases):
                    continue
                exact = round(it.part.value * 100 / it.whole.value, 2)
                span = span_of(cell, place, it.part.start, it.percent.end)
                told = {"parts": f"{number(it.part.value)} ÷ {number(it.whole.value)}"}
                key = f"{cell}.{place.at}.{it.percent.start}"
                yield telling(rule, told, (span,), sides=(it.percent.value, exact), place=key)


def change(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """同比增长 p% of a stated quantity, against last year's figure."""
    for it in facts.held:
        values = context.prior or {}
        cells = it.targets[0][0]
        last = [value.value for value in map(values.get, cells) if isinstance(value, Number)]
        if context.prior is None or len(last) != len(cells) or not sum(last) or len(it.targets) > 2:
            continue
        before = sum(last, Decimal(0))
        span = it.statement.span
        for place in facts.readings[span.cell]:
            if place.at <= span.start < place.at + len(place.text):
                for told in _changes(place, span.end - place.at):
                    exact = (it.said.value - before) * 100 / before
                    step = Decimal(1).scaleb(int(told.as_tuple().exponent))
                    if abs(exact - told) >= step:
                        words = {"shown": it.label, "typed": number(before), "count": number(it.said.value)}
                        sides = (told, round(exact, 2))
                        key = f"{span.cell}.{span.start}"
                        yield replace(
                            telling(rule, words, (span,), cells=cells, sides=sides, place=key), prior_cells=cells
                        )


def _changes(place: Placed, after: int) -> Iterator[Decimal]:
    """The signed percentage told right after the place `after` of a paragraph: 同比 or 较上年."""
    scan = place.read.scan
    for sentence in scan.sentences:
        for segment in sentence.segments:
            if segment.end <= segment.start or not segment.amounts or segment.amounts[0].unit != "%":
                continue
            gap = scan.places[segment.start] - after
            head = scan.text[segment.start : segment.amounts[0].start]
            if 0 <= gap <= 3 and _LAST_YEAR.search(head):
                if head.endswith(_UP):
                    yield segment.amounts[0].value
                elif head.endswith(_DOWN):
                    yield -segment.amounts[0].value


def announced(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """一级栏目 8 项，包括：a、b、c: the count against the items."""
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            for it in place.read.announced:
                span = span_of(cell, place, it.amount.start, it.end)
                sides, key = (it.amount.value, Decimal(it.items)), f"{cell}.{place.at}.{it.amount.start}"
                yield telling(rule, {"count": str(it.items)}, (span,), sides=sides, place=key)
