"""What a report says of itself, found by the form's roles; and the first step of a new one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from core.form.model import Form
from core.report import Change, Edit, Explain, Put, Report
from core.store import Card, Kept, Save, Step, advance, blank
from core.values import Answer, Number, Text, typed


def card(form: Form, report: Report) -> Card:
    """The copies that the library's list and the search for last year's report need."""
    year = report.value(form.roles["year"])
    whole = isinstance(year, Number) and year.value == year.value.to_integral_value() and 0 < year.value < 10000
    return Card(
        unit=_line(form, report, "unit_name"),
        code=_line(form, report, "unit_code"),
        year=int(year.value) if isinstance(year, Number) and whole else None,
        prepared=_line(form, report, "people_prepared"),
    )


def _line(form: Form, report: Report, role: str) -> str:
    value = report.value(form.roles[role])
    return value.text if isinstance(value, Text) else ""


def about_unit(form: Form, report: Report, of: Form) -> dict[str, Answer]:
    """Who the unit is and who works there, taken from `report` (of the form `of`) for a new report in `form`."""
    lasting = (role for role in form.roles if role.startswith(("unit_", "power_", "people_")))
    known = ((form.roles[role], report.answers.get(of.roles.get(role, ""))) for role in lasting)
    return {cell: answer for cell, answer in known if answer}


def stated(form: Form, facts: Mapping[str, str]) -> dict[str, Answer | None]:
    """Answers typed by role: {"unit_name": "…", "year": "2025"}."""
    return {form.roles[role]: typed(form.cells[form.roles[role]].kind, text) for role, text in facts.items()}


def as_new(form: Form, report: Report, label: str, who: str, at: str, origin: str = "") -> tuple[Kept, Save]:
    """`report` as the first step of a new one."""
    changes: list[Change] = [Put(cell, None, answer) for cell, answer in report.answers.items()]
    changes += (Explain(rule, None, it) for rule, it in report.explanations.items())
    step = Step(1, at, who, "new", Edit(label, tuple(changes)))
    return advance(blank(form.id, origin), step, card=partial(card, form))
