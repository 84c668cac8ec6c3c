"""Findings about texts, put together the same way everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from core.check.evaluation import Finding, Repair, Span
from core.check.sentences import fill, number
from core.check.text.reading import Placed
from core.form.model import Form, Rule

_MOST_QUOTED = 60


def telling(
    rule: Rule,
    told: Mapping[str, str],
    spans: tuple[Span, ...],
    *,
    cells: Iterable[str] = (),
    sides: tuple[Decimal, Decimal] | None = None,
    place: str = "",
    repair: Repair | None = None,
) -> Finding:
    """A finding about stretches of text. `sides`: what is compared, told as left, right and gap."""
    words = {"quote": quoted(spans[0].quote), **told} if spans else dict(told)
    if sides:
        left, right = sides
        words = {"left": number(left), "right": number(right), "gap": number(abs(left - right))} | words
    named = tuple(dict.fromkeys(cells))
    return Finding(
        rule=rule.id,
        key=f"{rule.key}[{place}]" if place else rule.key,
        level=rule.level,
        title=fill(rule.title, words),
        message=fill(rule.says, words),
        cites=rule.cites,
        cells=named,
        right_cells=named,
        left=sides[0] if sides else None,
        right=sides[1] if sides else None,
        spans=spans,
        late=rule.late,
        repair=repair,
    )


def quoted(text: str) -> str:
    """A quotation for a sentence: in one line, the middle of a long one left out."""
    line = text if text.isprintable() else "".join(c for c in text if c.isprintable())
    return line if len(line) <= _MOST_QUOTED else f"{line[:30]}……{line[-28:]}"


def span_of(cell: str, place: Placed, start: int, end: int) -> Span:
    """A stretch of a paragraph's canonical text as a stretch of the cell."""
    a, b = place.read.scan.span(start, end)
    return Span(cell, place.at + a, place.at + b, place.text[a:b])


def named(form: Form, cells: Iterable[str], group: str = "") -> str:
    """``表三本年新收总计``; many cells together go by the name of their group."""
    names = [form.cells[cell].name.split("，") for cell in cells]
    if len(names) > 2 and group:
        return f"{names[0][0]}{group}各项之和"
    return "＋".join(_joined(parts) for parts in names)


def _joined(parts: list[str]) -> str:
    return "".join(parts[:-1] if len(parts) > 2 and parts[-2].endswith(parts[-1]) else parts)
