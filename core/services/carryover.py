"""Carry-over: what this year's report takes from last year's, as one edit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.form.model import Form
from core.form.moves import comparable
from core.report import Change, Edit, Put, Report
from core.services.edits import settled
from core.values import Answer, Number, Text, Value

_LASTING = ("unit_", "power_", "people_")
"""How the roles begin that are about the unit and who works there."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for beside the figures that the form itself carries and the facts about the unit. `outline`: the
    headings of last year's texts; `figures`, `texts`: all of them as they were."""

    outline: bool = True
    figures: bool = False
    texts: bool = False


PLAIN = Wish()


def carried(form: Form, values: Mapping[str, Value], of: Form) -> Mapping[str, Value]:
    """What each cell takes over by the form's own rule, from the `values` of last year's report (of the edition `of`).

    Only cells for which last year has a number: a blank there is no nought here.
    """
    last = comparable(values, of, form)
    return MappingProxyType({to: last[at] for to, at in form.carries.items() if isinstance(last.get(at), Number)})


def taking_over(form: Form, report: Report, values: Mapping[str, Value], of: Form, wish: Wish = PLAIN) -> Edit | None:
    """The edit by which `report` takes over from last year's `values`; None if nothing would change.

    What is answered already stays, but for the cells that the form carries: there last year decides. No figure and no
    text is copied unless asked for; year and opening paragraph never are.
    """
    wanted = dict(_still_open(report, dict(_copied(form, values, of, wish))))
    wanted |= carried(form, values, of)
    changes: list[Change] = [
        Put(cell, report.answers.get(cell), Answer(value))
        for cell, value in wanted.items()
        if report.value(cell) != value
    ]
    return settled(form, report, Edit("带入上年报告", tuple(changes))) if changes else None


def _still_open(report: Report, wanted: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    return ((cell, value) for cell, value in wanted.items() if cell not in report.answers)


def _copied(form: Form, values: Mapping[str, Value], of: Form, wish: Wish) -> Iterator[tuple[str, Value]]:
    last = comparable(values, of, form)
    roles = {cell: role for role, cell in form.roles.items()}
    for cell, value in last.items():
        it, role = form.cells[cell], roles.get(cell, "")
        if role.startswith(_LASTING) or (wish.figures and it.row and not it.total):
            yield cell, value
        elif it.kind.name == "text" and isinstance(value, Text) and not role:
            if wish.texts:
                yield cell, value
            elif wish.outline and (headings := outline(value.text)):
                yield cell, Text(headings)


@dataclass(frozen=True, slots=True)
class Told:
    """What a taking over does, for the person to look at before: what the form carries, facts of the unit, texts,
    other figures."""

    carried: tuple[Put, ...] = ()
    about: tuple[Put, ...] = ()
    texts: tuple[Put, ...] = ()
    figures: tuple[Put, ...] = ()


def told(form: Form, edit: Edit | None) -> Told:
    """The edit of `taking_over`, sorted."""
    puts = [change for change in edit.changes if isinstance(change, Put)] if edit else []
    figures = [put for put in puts if form.cells[put.cell].row]
    rest = [put for put in puts if put not in figures]
    return Told(
        tuple(put for put in figures if put.cell in form.carries),
        tuple(put for put in rest if form.cells[put.cell].kind.name != "text"),
        tuple(put for put in rest if form.cells[put.cell].kind.name == "text"),
        tuple(put for put in figures if put.cell not in form.carries),
    )


def incomparable(form: Form, of: Form) -> tuple[str, ...]:
    """Why figures of a report of the edition `of` may not stand beside those of `form`, a sentence each."""
    joined = form.earlier.get(of.id)
    if joined is None:
        return () if of.id == form.id else ("两份报告的格式不同，没有对应关系，数字都不带入。",)
    return tuple(dict.fromkeys(joined.differs.values()))


def outline(text: str) -> str:
    """The headings of a text, a line each: paragraphs of a bracketed ordinal that are no sentences."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line.startswith(("（", "(")) and len(line) <= 30 and "。" not in line)


def protected(form: Form, report: Report, last: Mapping[str, Value] | None) -> frozenset[str]:
    """The cells that hold what last year's report (`last`, by the ids of `form`) says: they are changed only with a
    reason, and once they differ the rules ask for one."""
    if last is None:
        return frozenset()
    held = ((to, last.get(at)) for to, at in form.carries.items())
    return frozenset(to for to, value in held if isinstance(value, Number) and report.value(to) == value)
