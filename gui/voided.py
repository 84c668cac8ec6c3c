"""A 核实说明 that no longer holds, in words: which of the values it was bound to has changed, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.check import Evaluation, Finding, excused, quotes
from core.form.model import Form
from core.report import Explanation
from core.values import Value

_MOST = 2  # changes told; the rest is counted


def void_words(form: Form, evaluation: Evaluation, finding: Finding, prior: Mapping[str, Value] | None) -> str:
    """``说明已作废。它所依据的某格由 2 改为 3。请改回原数，或重写说明。``; empty where nothing is void."""
    it = evaluation.report.explanations.get(finding.key)
    if it is None or finding.level != "Q" or finding.explained is not None:
        return ""
    changes = list(_changes(form, evaluation, finding, it, prior))
    more = f"等 {len(changes)} 处" if len(changes) > _MOST else ""
    what = "，".join(changes[:_MOST]) + more if changes else "内容已经改动"
    return f"说明已作废。它所依据的{what}。请改回原数，或重写说明。"


def _changes(
    form: Form, evaluation: Evaluation, finding: Finding, it: Explanation, prior: Mapping[str, Value] | None
) -> Iterator[str]:
    now = excused(form, finding, evaluation.values, prior)
    for cell in sorted(it.values.keys() | now.keys()):
        old, new = it.values.get(cell, ""), now.get(cell, "")
        if old != new:
            yield f"{_place(form, cell)}由 {old or '空'} 改为 {new or '空'}"
    kept = {quote for _, quote in quotes(form, finding, evaluation.report)}
    for _, quote in it.texts:
        if quote not in kept:
            yield f"“{quote[:20]}{'…' if len(quote) > 20 else ''}”已经改动"


def _place(form: Form, cell: str) -> str:
    """``表甲“子”``; last year's with 上年 before it."""
    own = cell.removeprefix("prior:")
    *before, column = form.cells[own].name.split("，")
    return f"{'上年' if own != cell else ''}{''.join(before)}“{column}”"
