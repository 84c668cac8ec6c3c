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
from core.check.text.numbers import Amount
from core.check.text.reading import Placed
from core.check.text.scan import Sentence
from core.check.text.sums import Listing
from core.check.text.telling import span_of, telling
from core.form.claim import refs
from core.form.model import Rule
from core.report.report import Report
from core.values import Number

_SHARE: Final = (
    "占比", "占比达", "占比为", "占比约为", "占", "占总数的", "占总数", "占总量的", "占全部的",
    "占申请总数的", "占申请总量的", "占办结总数的", "比例为", "所占比例为",
)  # fmt: skip
_MOST_WHOLES: Final = 40
_LAST_YEAR: Final = re.compile("同比|[较比](?:上年|去年|上一年)")
_UP: Final = ("增长", "上升", "增加", "提高", "提升")
_DOWN: Final = ("下降", "减少", "降低", "下滑")
_MOST_ITEMS: Final = 40
_COUNTED: Final = frozenset("项个类大条")
_LIST: Final = ("包括", "分别是", "分别为", "即", "为")


def sums(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Lists of parts that cannot make up their whole. `options`: `less`, `more`."""
    for cell, paragraphs in facts.readings.items():
        count = 0
        for place in paragraphs:
            for it in place.read.listings:
                if it.wrong:
                    count += 1
                    yield _sum(rule, cell, place, it, count)


def _sum(rule: Rule, cell: str, place: Placed, it: Listing, count: int) -> Finding:
    span = span_of(cell, place, it.whole.start, it.parts[-1].amount.end)
    pieces = [place.read.scan.text[part.amount.start : part.amount.end] for part in it.parts]
    told = {
        "quote": f"{place.read.scan.text[it.whole.start : it.whole.end]}，其中……" + "、……".join(pieces),
        "count": str(len(it.parts)),
        "shown": rule.options["less" if it.sum < it.whole.value else "more"],
        "parts": " ＋ ".join(number(part.amount.value) for part in it.parts),
    }
    return telling(rule, told, (span,), sides=(it.whole.value, it.sum), place=f"{cell}.{count}")


def share(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """占 p% that no figure of the paragraph gives, neither rounded nor cut."""
    for cell, paragraphs in facts.readings.items():
        for place in paragraphs:
            counted: list[Amount] = []
            for sentence in place.read.scan.sentences:
                for segment in sentence.segments:
                    for it in segment.amounts:
                        head = place.read.scan.text[max(segment.start, it.start - 9) : it.start]
                        if it.unit == "%" and not it.vague and head.endswith(_SHARE) and counted:
                            yield from _share(rule, cell, place, counted, it)
                        if it.counted and not it.vague:
                            counted.append(it)


def _share(rule: Rule, cell: str, place: Placed, counted: list[Amount], it: Amount) -> Iterator[Finding]:
    part = counted[-1]
    wholes = [other for other in counted[-_MOST_WHOLES:] if other.value >= part.value and other.value]
    if it.start - part.end > 12 or not wholes or any(_fits(part.value, other.value, it.value) for other in wholes):
        return
    listed = [x.whole for x in place.read.listings if any(p.amount.start == part.start for p in x.parts)]
    known = listed or [other for other in wholes if other is not part]
    if len({other.value for other in known}) != 1 or known[0].vague:
        return
    whole = known[0]
    exact = round(part.value * 100 / whole.value, 2)
    span = span_of(cell, place, part.start, it.end)
    told = {"parts": f"{number(part.value)} ÷ {number(whole.value)}"}
    yield telling(rule, told, (span,), sides=(it.value, exact), place=f"{cell}.{place.at}.{it.start}")


def _fits(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    """Whether `percent` is part of whole, rounded or cut at its last digit."""
    step = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    return abs(part * 100 / whole - percent) < step


def change(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """同比增长 p% of a stated quantity, against last year's figure."""
    for it in facts.held:
        values = context.prior or {}
        node = it.targets[0][1]
        cells = [ref.cell for ref in refs(node)]
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
                            telling(rule, words, (span,), cells=cells, sides=sides, place=key), prior_cells=tuple(cells)
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
            for sentence in place.read.scan.sentences:
                if found := _announced(place.read.scan.text, sentence):
                    it, items = found
                    span = span_of(cell, place, it.start, sentence.end)
                    sides, key = (it.value, Decimal(items)), f"{cell}.{place.at}.{it.start}"
                    yield telling(rule, {"count": str(items)}, (span,), sides=sides, place=key)


def _announced(text: str, sentence: Sentence) -> tuple[Amount, int] | None:
    """The amount that announces and the number of items that follow, where they differ."""
    segments = sentence.segments
    for index, segment in enumerate(segments[:-1]):
        it = segment.amounts[-1] if segment.amounts else None
        if not it or it.unit not in _COUNTED or it.vague or not 2 <= it.value <= 30 or it.end != segment.end:
            continue
        following = segments[index + 1]
        into = next((w for w in _LIST if text.startswith(w, following.start)), "")
        if segment.stop not in ",:" or not into or (segment.stop == ":" and into == "为"):
            continue
        items = segments[index + 1 : index + 1 + _MOST_ITEMS]
        if following.stop == ":" and following.end - following.start == len(into):
            items = items[1:]
        words = text[items[0].start : sentence.end] if items else ""
        plain = all(s.stop in "、。" and not s.amounts for s in items[:-1]) and not (items and items[-1].amounts)
        if len(items) < 2 or not plain or "等" in words or items[-1].stop not in ("。", ""):
            continue
        joined = sum(word in text[items[-1].start : items[-1].end] for word in ("和", "及", "与"))
        if not len(items) <= it.value <= len(items) + joined:
            return it, len(items)
    return None
