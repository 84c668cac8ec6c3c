"""`evaluate`: totals and detectors every time, for a graph of what depends on what is the classic home of stale totals;
claims where their cells have changed (`core.check.outcomes`)."""

from __future__ import annotations

import decimal
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType

from core.check.claims import Facts, judging
from core.check.detectors import DETECTORS
from core.check.evaluation import Context, Evaluation, Finding, Progress, Waiting
from core.check.outcomes import Judged, outcomes
from core.check.text.statements import held, readings
from core.check.totals import totals
from core.form.model import Form, Rule
from core.report.report import Explanation, Report
from core.values import Number, Text, Unread, Value, shown

_ORDER = MappingProxyType({"E": 0, "Q": 1, "T": 2})
_PLAIN = Context()
_EXACT = decimal.Context(prec=120)  # twenty digits on both sides of the point, two hundred addends, one product


def evaluate(form: Form, report: Report, context: Context = _PLAIN, before: Evaluation | None = None) -> Evaluation:
    """What follows from `report`: a pure function; the order in which cells were filled makes no difference.

    `before`: the evaluation of an earlier state of the report, from which is taken what cannot have changed. It makes
    no difference but of time.
    """
    with decimal.localcontext(_EXACT):
        values, sums = totals(form, report)
        gaps = {cell: total.missing for cell, total in sums.items() if total.missing and not total.stated}
        numbers = {cell: value.value for cell, value in values.items() if isinstance(value, Number)}
        stated = frozenset(cell for cell, total in sums.items() if total.stated)
        facts = Facts(form, values, numbers, gaps, context.prior, stated, readings(form, values))
        rules = _judged(form, context.filing, context.office, context.source is not None)
        claims = outcomes(rules, facts, sums, before)
        broken = {index: it for index, it in claims.outcomes.items() if isinstance(it, Finding)}
        facts = replace(facts, held=held(facts), broken=broken)
        found: list[Finding] = []
        waiting: list[Waiting] = []
        for index, rule, _ in rules:
            if rule.detector:
                found += DETECTORS[rule.detector](rule, report, facts, context)
            elif isinstance(it := claims.outcomes.get(index), Waiting):
                waiting.append(it)
            elif it:
                found.append(it)
        explained = [_with_explanation(f, report, values, context, form) for f in found]
    explained.sort(key=lambda finding: _ORDER[finding.level])
    return Evaluation(
        report=report,
        values=MappingProxyType(values),
        totals=MappingProxyType(sums),
        findings=tuple(explained),
        waiting=tuple(waiting),
        progress=MappingProxyType(_progress(form, values, explained)),
        void=tuple(_void(report, explained)),
        facts=tuple(it.statement for it in facts.held),
        claims=claims,
    )


def _applies(rule: Rule, *, filing: bool, office: bool, imported: bool) -> bool:
    match rule.when:
        case "filing":
            return filing
        case "office":
            return office
        case "import":
            return imported
    return True


@lru_cache(maxsize=32)
def _judged(form: Form, filing: bool, office: bool, imported: bool) -> Judged:
    return tuple(
        (index, rule, judging(rule.claim, rule.blank) if rule.claim else None)
        for index, rule in enumerate(form.rules)
        if _applies(rule, filing=filing, office=office, imported=imported)
    )


def excused(
    form: Form, finding: Finding, values: Mapping[str, Value], prior: Mapping[str, Value] | None
) -> dict[str, str]:
    """The values that a 核实说明 of this finding is bound to: cell id (``prior:`` before last year's) to its text."""
    now = {cell: shown(form.cells[cell].kind, values.get(cell)) for cell in finding.cells if form.cells[cell].row}
    last = {f"prior:{c}": shown(form.cells[c].kind, (prior or {}).get(c)) for c in finding.prior_cells}
    return now | last


def quotes(form: Form, finding: Finding, report: Report) -> tuple[tuple[str, str], ...]:
    """The stretches of text that a 核实说明 of this finding is bound to; a whole text where no stretch is named."""
    spanned = tuple((span.cell, span.quote) for span in finding.spans)
    whole = tuple((c, report.text(c)) for c in finding.cells if form.cells[c].kind.name == "text")
    return spanned or whole


def _with_explanation(
    finding: Finding, report: Report, values: Mapping[str, Value], context: Context, form: Form
) -> Finding:
    it = report.explanations.get(finding.key)
    if it is None or finding.level != "Q":
        return finding
    fits = dict(it.values) == excused(form, finding, values, context.prior)
    return replace(finding, explained=it) if fits and it.texts == quotes(form, finding, report) else finding


def _void(report: Report, found: list[Finding]) -> Iterator[Explanation]:
    """Explanations of findings that are there with other values than those they excuse."""
    for finding in found:
        if finding.explained is None and finding.key in report.explanations and finding.level == "Q":
            yield report.explanations[finding.key]


def _progress(form: Form, values: Mapping[str, Value], found: list[Finding]) -> dict[str, Progress]:
    counts = {section.id: {"E": 0, "Q": 0, "T": 0} for section in form.sections}
    for finding in found:
        cells = finding.cells or tuple(span.cell for span in finding.spans)
        if cells and not finding.late and finding.explained is None:
            counts[form.cells[cells[0]].section][finding.level] += 1
    return {
        section: Progress(
            sum([_is_filled(values[cell]) for cell in needed if cell in values]), len(needed), *counts[section].values()
        )
        for section, needed in _needed(form)
    }


@lru_cache(maxsize=8)
def _needed(form: Form) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By section, the cells that a person must fill."""
    return tuple(
        (section.id, tuple(c for c in section.cells if not form.cells[c].total and not form.cells[c].optional))
        for section in form.sections
    )


def _is_filled(value: Value) -> bool:
    return bool(value.text.strip()) if isinstance(value, Text) else not isinstance(value, Unread)
