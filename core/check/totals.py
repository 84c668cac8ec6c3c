"""Totals: computed unless somebody stated another figure; never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from core.check.evaluation import Total
from core.form.model import Form, Sum
from core.report.edit import Edit, Put, apply
from core.report.report import Report
from core.values import Number, Value


def totals(form: Form, report: Report) -> tuple[dict[str, Value], dict[str, Total]]:
    """Every non-blank value of the report, complete totals filled in; and what each total comes to.

    A total with a part that is blank or unread has no value for rules and files, only a running sum.
    """
    values: dict[str, Value] = {cell: answer.value for cell, answer in report.answers.items()}
    found: dict[str, Total] = {}
    for it in _in_order(form):
        running, missing = Decimal(0), []
        for part in it.parts:
            value = values.get(part)
            if isinstance(value, Number):
                running += value.value
            else:
                missing.append(part)
        stated = it.total in values
        found[it.total] = Total(running, tuple(missing), stated)
        if not stated and not missing:
            values[it.total] = Number(running)
    return values, found


@lru_cache(maxsize=8)
def _in_order(form: Form) -> tuple[Sum, ...]:
    """The computing sums, parts before wholes. The loader has refused circles."""
    done: dict[str, Sum] = {}

    def visit(cell: str) -> None:
        it = form.cells[cell].sum
        if it and cell not in done:
            for part in it.parts:
                visit(part)
            done[cell] = it

    for cell in form.cells:
        visit(cell)
    return tuple(done.values())


def settle(form: Form, report: Report, edit: Edit) -> Edit:
    """`edit` with the removal of every stated total that it leaves equal to its sum: such a total is computed.

    `report` is the report before the edit.
    """
    after = apply(report, edit)
    return Edit(edit.label, edit.changes + tuple(_agreeing(form, after)))


def _agreeing(form: Form, report: Report) -> Iterator[Put]:
    answers: Mapping[str, object] = report.answers
    if not any(it.total in answers for it in _in_order(form)):
        return
    values, found = totals(form, report)
    for cell, total in found.items():
        if total.stated and not total.missing and values[cell] == Number(total.running):
            yield Put(cell, report.answers[cell], None)
