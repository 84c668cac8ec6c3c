"""Detectors of what slipped into a text: wrong years, other units, last year's paragraphs, personal data (X19–X24)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding, Span
from core.check.text.reading import Placed, blocks
from core.check.text.statements import year_of
from core.check.text.telling import span_of, telling
from core.form.model import Rule
from core.report.report import Report
from core.values import Text

_BEGINS: Final = re.compile(r"(?:截至)?(20\d\d)年度?(?:,|(?=[我本全共累]))")
_TALLY: Final = re.compile(r"收到|受理|共|累计|全年|收取|发布|公开")
_ID: Final = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_MOBILE: Final = re.compile(r"(?<![\dA-Za-z.\-])1[3-9]\d{9}(?![\dA-Za-z])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS: Final = re.compile(r"\d+")
_ALIKE: Final = 0.8
_LONG: Final = 40
"""Characters of a paragraph that is worth comparing."""
_DEADLINE: Final = re.compile(r"截止(?:到|至)?(?:20\d\d年|\d{1,2}月|目前|年底|当前|12月)")
_COUNTED_HEAD: Final = re.compile(r"(?m)^[ \u3000]*\d{1,2}、")
_HALF: Final = re.compile(r"(?<=[\u4e00-\u9fff])[,;:](?=[\u4e00-\u9fff])")
_FULL: Final = re.compile(r"(?<=[\u4e00-\u9fff])[，；：](?=[\u4e00-\u9fff])")


def wrong_year(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A sentence of this year's work that begins with last year's number, in a paragraph that never names this year."""
    year = year_of(facts)
    for cell, paragraphs in facts.readings.items() if year else ():
        for place in paragraphs:
            text = place.read.scan.text
            if str(year) in text or cell == facts.form.role("intro"):
                continue
            for sentence in place.read.scan.sentences:
                found = _BEGINS.match(text, sentence.start, sentence.end)
                stale = found and int(found[1]) == year - 1
                if found and stale and _TALLY.search(text, found.end(), min(sentence.end, found.end() + 60)):
                    span = span_of(cell, place, sentence.start, min(sentence.end, sentence.start + 40))
                    told = {"typed": found[1], "shown": str(year)}
                    yield telling(rule, told, (span,), place=f"{cell}.{place.at}")
                    break


def other_unit(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Another unit of the library as the one that acts: at the head of a clause, with a verb of ours after it."""
    own = facts.values.get(facts.form.role("unit_name"))
    mine = own.text if isinstance(own, Text) else ""
    names = [n for n in dict.fromkeys(context.others) if len(n) >= 4 and n not in mine and mine not in n]
    verbs = facts.form.words.get("acting", ())
    for cell, paragraphs in facts.readings.items() if mine and names else ():
        for place in paragraphs:
            found = next((hit for name in names if (hit := _acting(place, name, verbs))), None)
            if found:
                start, end = found
                span = span_of(cell, place, start, end)
                yield telling(rule, {"shown": mine}, (span,), place=f"{cell}.{place.at}")


def _acting(place: Placed, name: str, verbs: tuple[str, ...]) -> tuple[int, int] | None:
    text = place.read.scan.text
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        heads = at == 0 or text[at - 1] in "。,;:)年度"
        if heads and any(verb in text[end : end + 8] for verb in verbs):
            return at, end
        at = text.find(name, end)
    return None


def copied(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Paragraphs that are last year's, numbers aside; one finding a text."""
    for cell, last in _last_texts(context).items():
        value = facts.values.get(cell)
        if not isinstance(value, Text) or cell == facts.form.role("intro"):
            continue
        before = [_shingles(paragraph) for _, paragraph in blocks(last) if len(paragraph) >= _LONG]
        pool = frozenset().union(*before)
        spans = []
        for at, paragraph in blocks(value.text):
            mine = _shingles(paragraph) if len(paragraph) >= _LONG else frozenset()
            if mine and len(mine & pool) >= _ALIKE * len(mine) and _alike(mine, before):
                spans.append(Span(cell, at, at + len(paragraph), paragraph))
        if spans:
            told = {"count": str(len(spans)), "place": facts.form.cells[cell].name}
            yield telling(rule, told, tuple(spans), place=cell)


def _last_texts(context: Context) -> Mapping[str, str]:
    if context.prior_texts is not None:
        return context.prior_texts
    return {cell: value.text for cell, value in (context.prior or {}).items() if isinstance(value, Text)}


def _alike(mine: frozenset[str], before: list[frozenset[str]]) -> bool:
    return any(len(mine & it) >= _ALIKE * max(len(mine), len(it)) for it in before)


def _shingles(paragraph: str) -> frozenset[str]:
    """The stretches of four characters of a paragraph, numbers masked."""
    text = _DIGITS.sub("0", "".join(paragraph.split()))
    return frozenset(text[i : i + 4] for i in range(len(text) - 3))


def personal(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Identity numbers with a right check digit (GB 11643) and mobile numbers. `options`: `identity`, `mobile`."""
    for cell, value in facts.values.items():
        if isinstance(value, Text) and facts.form.cells[cell].kind.name == "text":
            for kind, pattern in (("identity", _ID), ("mobile", _MOBILE)):
                for found in pattern.finditer(value.text):
                    if kind == "mobile" or _identity(found[0]):
                        span = Span(cell, found.start(), found.end(), found[0])
                        shown = f"{found[0][:3]}……{found[0][-2:]}"
                        told = {"shown": rule.options[kind], "quote": shown}
                        yield telling(rule, told, (span,), place=f"{cell}.{found.start()}")


def _identity(word: str) -> bool:
    """Whether 18 digits are an identity number: a date of birth in them, the check digit right."""
    month, day = int(word[10:12]), int(word[12:14])
    if word[6:8] not in ("19", "20") or not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(c) * w for c, w in zip(word, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == word[17].upper()


def sloppy(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """截止 for 截至, 1、 for 1., half-width marks among full-width ones. `options`: `deadline`, `ordinal`, `marks`."""
    for cell, value in facts.values.items():
        if not isinstance(value, Text) or facts.form.cells[cell].kind.name != "text":
            continue
        half = _HALF.search(value.text)
        ways = (
            ("deadline", _DEADLINE.search(value.text)),
            ("ordinal", _COUNTED_HEAD.search(value.text)),
            ("marks", half if half and _FULL.search(value.text) else None),
        )
        for kind, found in ways:
            if found:
                span = Span(cell, found.start(), found.end(), found[0])
                yield telling(rule, {"shown": rule.options[kind]}, (span,), place=f"{cell}.{kind}")
