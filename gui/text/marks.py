"""What is marked in a running text: stretches of its findings, and figures that agree with their cells. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from core.check.evaluation import Evaluation, Finding, Statement
from core.form.model import Form

Kind = Literal["agrees", "tip", "explained", "query", "error"]
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_ENDS = frozenset("。；！？\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch in code points; `words`: what the tooltip says; `key`: of the finding, if it is one."""

    start: int
    end: int
    kind: Kind
    words: str
    key: str = ""


def marks(form: Form, cell: str, evaluation: Evaluation) -> tuple[Mark, ...]:
    """The marks of a text, agreeing figures first, then findings, the gravest last: what comes later lies above."""
    agreeing = [_agreeing(form, it) for it in evaluation.facts if it.span.cell == cell and it.agrees]
    found = [
        Mark(span.start, span.end, _kind(f), f.title, f.key)
        for f in evaluation.findings
        for span in f.spans
        if span.cell == cell
    ]
    order: tuple[Kind, ...] = ("tip", "explained", "query", "error")
    said = [(mark.start, mark.end) for mark in found if mark.kind in ("query", "error")]
    clear = {m: None for m in agreeing if not any(start < m.end and m.start < end for start, end in said)}
    return (*clear, *sorted(found, key=lambda mark: order.index(mark.kind)))


def _kind(finding: Finding) -> Kind:
    if finding.level == "E":
        return "error"
    return "tip" if finding.level == "T" else "explained" if finding.explained else "query"


def _agreeing(form: Form, it: Statement) -> Mark:
    """The figure itself, where the stretch that states it holds one; else the stretch."""
    start, end = it.span.start, it.span.end
    for figure in _FIGURE.finditer(it.span.quote):
        if _decimal(figure[0]) == it.value:
            start, end = it.span.start + figure.start(), it.span.start + figure.end()
            break
    names = "、".join(form.cells[c].name for c in it.cells[:3]) + ("等" if len(it.cells) > 3 else "")
    return Mark(start, end, "agrees", f"与表中一致：{names}")


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def at(found: Iterable[Mark], offset: int) -> Mark | None:
    """The mark on top at a code point; the end of a stretch still belongs to it."""
    here = [m for m in found if m.start <= offset < m.end] or [m for m in found if m.start <= offset <= m.end]
    return here[-1] if here else None


def nearest(found: Iterable[Mark], text: str, offset: int) -> Mark | None:
    """The mark nearest to `offset` in its paragraph."""
    start, end = text.rfind("\n", 0, offset) + 1, text.find("\n", offset)
    here = [m for m in found if start <= m.start and (end < 0 or m.end <= end)]
    return min(here, key=lambda m: min(abs(m.start - offset), abs(m.end - offset)), default=None)


def sentence_end(text: str, offset: int) -> int:
    """Where the sentence ends that `offset` stands in, its full stop included."""
    end = next((at for at in range(max(offset, 0), len(text)) if text[at] in _ENDS), len(text))
    return min(end + (end < len(text) and text[end] != "\n"), len(text))
