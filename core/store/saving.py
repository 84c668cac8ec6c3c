"""From a report as it stands and a step to the rows that change. Pure: the file is not asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from core.report.edit import Explain, apply
from core.report.package import Prior
from core.report.report import Report
from core.store.digest import answer_row, carried, explanation_hash, filing_row, head_row, prior_row
from core.store.records import Card, Filing, Head, Kept, Save, Step


def advance(
    it: Kept,
    step: Step,
    *,
    card: Callable[[Report], Card],
    head: Head | None = None,
    filing: Filing | None = None,
    prior: Prior | None = None,
) -> tuple[Kept, Save]:
    """The report after `step`, and what the file has to be told. `card` copies from the new report; `filing` takes
    the place of its revision's, `prior` of the attached one; what is left out stays."""
    report = apply(it.report, step.edit)
    after = replace(
        it,
        report=report,
        head=head or it.head,
        card=card(report),
        filings=_with(it.filings, filing),
        prior=prior or it.prior,
        seq=step.seq,
        changed=step.at,
        steps=(),
    )
    answers, explanations = _touched(step)
    gone = [head_row(it.head, it.seq)] if it.seq else []
    gone += _rows(it, answers, explanations, filing, prior)
    come = [head_row(after.head, after.seq), *_rows(after, answers, explanations, filing, prior)]
    after = replace(after, digest=carried(it.digest, gone, come))
    return after, Save(
        report=it.id,
        step=step,
        head=after.head,
        card=after.card,
        before=it.digest,
        after=after.digest,
        answers=tuple((cell, after.report.answers.get(cell)) for cell in sorted(answers)),
        explanations=tuple((rule, after.report.explanations.get(rule)) for rule in sorted(explanations)),
        filing=filing,
        prior=prior,
    )


def blank(form: str, origin: str = "") -> Kept:
    """A report before its first step."""
    return Kept(0, Head(form, origin=origin), Card(), Report(), seq=0, digest="")


def _with(filings: tuple[Filing, ...], it: Filing | None) -> tuple[Filing, ...]:
    return filings if it is None else (*(f for f in filings if f.revision != it.revision), it)


def _touched(step: Step) -> tuple[set[str], set[str]]:
    answers, explanations = set[str](), set[str]()
    for change in step.edit.changes:
        if isinstance(change, Explain):
            explanations.add(change.rule)
        else:
            answers.add(change.cell)
    return answers, explanations


def _rows(
    it: Kept, answers: set[str], explanations: set[str], filing: Filing | None, prior: Prior | None
) -> Iterator[int]:
    """The hashes of those rows of `it` that the step touches."""
    for cell in answers:
        if answer := it.report.answers.get(cell):
            yield answer_row(cell, answer)
    for rule in explanations:
        if explanation := it.report.explanations.get(rule):
            yield explanation_hash(explanation)
    if filing:
        yield from (filing_row(f) for f in it.filings if f.revision == filing.revision)
    if prior and it.prior:
        yield prior_row(it.prior)
