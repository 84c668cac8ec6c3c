"""What no claim can say. A closed list: each detector is named in the rule file, which holds its level and words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding, Span
from core.check.residuals import slips, split_digits, wrong_column
from core.check.sentences import fill, number
from core.check.text.detect import TEXT_DETECTORS
from core.form.model import Form, Rule, Table
from core.report.report import Report
from core.values import Kind, Number, Unread, decimal_text, shown

Detector = Callable[[Rule, Report, Facts, Context], Iterable[Finding]]


def _found(
    rule: Rule,
    told: Mapping[str, str],
    cells: tuple[str, ...] = (),
    spans: tuple[Span, ...] = (),
    place: str = "",
) -> Finding:
    return Finding(
        rule=rule.id,
        key=f"{rule.key}[{place}]" if place else rule.key,
        level=rule.level,
        title=fill(rule.title, told),
        message=fill(rule.says, told),
        cites=rule.cites,
        cells=cells,
        spans=spans,
        late=rule.late,
    )


def blanks(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """One finding a table that still has blank cells to be typed, naming them row by row."""
    for table, entries in _entries(facts.form):
        empty = tuple([c for c in entries if c not in report.answers])
        if empty:
            told = {"place": table.name, "count": str(len(empty)), "cells": _grouped(facts.form, empty)}
            yield _found(rule, told, empty, place=table.id)


@lru_cache(maxsize=8)
def _entries(form: Form) -> tuple[tuple[Table, tuple[str, ...]], ...]:
    """Each table with the cells that are typed in it."""
    return tuple(
        (section.table, tuple(c for c in section.cells if not form.cells[c].total))
        for section in form.sections
        if section.table
    )


@lru_cache(maxsize=16)
def _grouped(form: Form, cells: tuple[str, ...]) -> str:
    """``甲的“子”“丑”；乙的“子”``, for at most four rows."""
    rows: dict[str, list[str]] = {}
    for cell in cells:
        words = form.cells[cell].name.split("，")
        rows.setdefault("，".join(words[1:-1]), []).append(words[-1])
    parts = []
    for row, columns in list(rows.items())[:4]:
        named = "".join(f"“{column}”" for column in columns[:3]) + (f"等 {len(columns)} 格" if len(columns) > 3 else "")
        parts.append(f"{row}的{named}" if row else named)
    return "；".join(parts) + (f"；另有 {len(rows) - 4} 行" if len(rows) > 4 else "")


def unread(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Text that stands where a number, a choice or a flag should. `options`: what one is called, and the way out in a
    `row` of a table and in a `fact` of the unit."""
    for cell, answer in report.answers.items():
        if isinstance(answer.value, Unread):
            kind = facts.form.cells[cell].kind
            wanted = rule.options.get("number" if kind.numeric else kind.name, "")
            it = facts.form.cells[cell]
            way = rule.options.get("row" if it.row else "fact", "")
            told = {"quote": _short(answer.value.text), "shown": wanted, "place": it.name, "way": way}
            yield _found(rule, told, (cell,), place=cell)


def kind(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Numbers that their cell cannot take: negative, with too many decimals, no year."""
    for cell, answer in report.answers.items():
        value = answer.value
        if isinstance(value, Number):
            it = facts.form.cells[cell].kind
            if not _fits(it, value.value):
                wanted = rule.options.get(it.name, "")
                told = {"quote": number(value.value), "shown": wanted, "place": facts.form.cells[cell].name}
                yield _found(rule, told, (cell,), place=cell)


def _fits(it: Kind, value: Decimal) -> bool:
    if (value < 0 and not it.signed) or (it.name == "year" and not 1000 <= value <= 9999):
        return False
    return value == value.to_integral_value() or len(decimal_text(value).partition(".")[2]) <= it.places


def normalised(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """Answers that were written otherwise than they are kept: full-width digits, separators, a trailing unit."""
    for cell, answer in report.answers.items():
        it = facts.form.cells[cell]
        if answer.note and isinstance(answer.value, Number) and it.row:
            told = {"quote": _short(answer.note), "shown": shown(it.kind, answer.value), "place": it.name}
            yield _found(rule, told, (cell,), place=cell)


_CODE: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def code_fault(code: str) -> str:
    """What is wrong with a unit's code of 18 characters; empty if nothing.

    GB 32100-2015: weights 3^i mod 31 over the first 17, check digit 31 − Σ mod 31.
    """
    word = code.strip().upper()
    if not word:
        return "代码还没有填"
    if len(word) != 18:
        return f"代码应为 18 位，填了 {len(word)} 位"
    strange = [c for c in word if c not in _CODE]
    if strange:
        return f"代码里不会出现“{strange[0]}”"
    total = sum(_CODE.index(c) * pow(3, i, 31) for i, c in enumerate(word[:17]))
    if _CODE[-total % 31] != word[17]:
        return f"校验码不符：最后一位是“{word[17]}”，按前 17 位算应为“{_CODE[-total % 31]}”"
    return ""


def check_code(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """The unit's code: right as soon as there is one, there when the report is handed over. `options`: what the title
    says of one that is `blank` or `wrong`."""
    cell = facts.form.role("unit_code")
    code = report.text(cell)
    if (fault := code_fault(code)) and (code.strip() or context.filing):
        yield _found(rule, {"quote": fault, "shown": rule.options["wrong" if code.strip() else "blank"]}, (cell,))


def period(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A year in the opening paragraph, in one of the ways the rule lists, that is not the report's."""
    year = facts.values.get(facts.form.role("year"))
    cell = facts.form.role("intro")
    if not isinstance(year, Number):
        return
    own = decimal_text(year.value)
    for found in _years(rule.options["years"]).finditer(report.text(cell)):
        if not found[0].startswith(own):
            span = Span(cell, found.start(), found.end(), found[0])
            yield _found(rule, {"quote": found[0], "shown": own}, (cell,), (span,))
            return


@lru_cache(maxsize=8)
def _years(ways: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(way).replace(re.escape("{y}"), r"(?<!\d)\d{4}") for way in ways.split("|")))


def headings(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """The section headings of a foreign file against the form's, white space aside."""
    official = tuple(section.heading for section in facts.form.sections if section.ordinal)
    if context.source is None or not context.source.headings:
        return
    printed = tuple(re.sub(r"\s+", "", heading) for heading in context.source.headings)
    if printed != official:
        other = [h for h in printed if h not in official] or printed
        lacking = [h for h in official if h not in printed] or official
        yield _found(rule, {"quote": "".join(f"“{h}”" for h in other), "shown": "".join(f"“{h}”" for h in lacking)})


def layout(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """A foreign file of a year of this edition whose tables follow an older one."""
    seen = context.source.layout if context.source else ""
    year = facts.values.get(facts.form.role("year"))
    old = seen in rule.options and seen != "since"
    if old and isinstance(year, Number) and decimal_text(year.value) >= rule.options["since"]:
        shown_ = rule.options.get(f"shown_{seen}", "")
        told = {"quote": rule.options[seen], "shown": shown_, "typed": decimal_text(year.value)}
        yield _found(rule, told)


def residue(rule: Rule, report: Report, facts: Facts, context: Context) -> Iterator[Finding]:
    """What word processors and converters leave behind: as the reader set aside, page numbers excepted, and literally
    in the texts."""
    aside = context.source.residue if context.source else ()
    for index, quote in enumerate(it for it in aside if not _PAGES.match(it)):
        yield _found(rule, {"quote": _short(quote), "place": "原文"}, place=str(index + 1))
    for cell, paragraphs in facts.readings.items():
        text = report.text(cell)
        found = [found.span() for found in _CONTROLS.finditer(text)]
        literals = rule.options["literal"]
        for place in paragraphs if any(piece in text for piece in _pieces(literals)) else ():
            found += [(place.at + a, place.at + b) for a, b in _remains(place.text, literals)]
        for count, (start, end) in enumerate(sorted(found), 1):
            word = text[start:end]
            span = Span(cell, start, end, word if word.isprintable() else "控制字符")
            told = {"quote": _short(span.quote), "place": facts.form.cells[cell].name}
            yield _found(rule, told, (), (span,), place=f"{cell}.{count}")


_PAGES: Final = re.compile(r"页码|[—–－\-\s]*(?:第|[Pp](?:age|\.)?)?\s*\d{1,3}\s*(?:页|[/／]\s*\d{1,3})?[—–－\-\s]*\Z")
"""A page number, or the reader's remark that there are several."""


_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffd]+")


@lru_cache(maxsize=2048)
def _remains(text: str, literals: str) -> tuple[tuple[int, int], ...]:
    return tuple(found.span() for found in _remain(literals).finditer(text))


@lru_cache(maxsize=8)
def _pieces(literals: str) -> tuple[str, ...]:
    """The first piece of each way: where none of them is, there is no way."""
    return tuple(dict.fromkeys(way.split("…")[0] for way in literals.split("|")))


@lru_cache(maxsize=8)
def _remain(literals: str) -> re.Pattern[str]:
    ways = [r"[^\]\n]{0,80}".join(re.escape(piece) for piece in way.split("…")) for way in literals.split("|")]
    return re.compile("|".join(ways))


def _short(text: str, most: int = 30) -> str:
    line = text if text.isprintable() else "".join(c if c.isprintable() else "·" for c in text)
    return line if len(line) <= most else line[:most] + "…"


DETECTORS: Final[Mapping[str, Detector]] = MappingProxyType({
    "blanks": blanks, "unread": unread, "kind": kind, "normalised": normalised, "check_code": check_code,
    "period": period, "headings": headings, "layout": layout, "residue": residue, **TEXT_DETECTORS,
    "wrong_column": wrong_column, "slips": slips, "split_digits": split_digits,
})  # fmt: skip
