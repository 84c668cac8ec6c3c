"""What a file would bring to a report, to be looked at and chosen from before anything changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from core.check import Context, Finding, evaluate
from core.check.phrases import length
from core.form.model import Form
from core.form.moves import comparable
from core.readers import Reading
from core.report import Edit, Put, Report, apply
from core.services import carryover, doubts
from core.services.checking import line_of, report_of, year_of
from core.services.doubts import Answers, Doubt, Way
from core.services.edits import settled
from core.values import Answer, Kind, shown

Target = Literal["new", "this", "last"]
"""A report of its own · the report that is open · the year before that one."""


@dataclass(frozen=True, slots=True)
class Item:
    """A cell of the file: as printed, as read, what the report has there now, why it is not sure."""

    cell: str
    printed: str
    answer: Answer | None
    standing: Answer | None = None
    why: str = ""
    question: str = ""
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Cells under one heading. `asks`: each is to be looked at by itself."""

    title: str
    note: str
    cells: tuple[str, ...]
    asks: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """`form`, `report`: of the report that it goes into (for a new one an empty report); `remarks`: what is to be said
    of the file as a whole, (title, sentence)."""

    target: Target
    form: Form
    report: Report
    items: Mapping[str, Item]
    groups: tuple[Group, ...]
    remarks: tuple[tuple[str, str], ...] = ()
    first: Answers = field(default_factory=dict)
    """What is ticked at the beginning: everything sure that overwrites nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The form's own additions on what would come of it: how many hold, wait, do not hold; the titles of the last."""

    held: int
    waiting: int
    broken: tuple[str, ...]


def targets(reading: Reading, form: Form | None, year: int | None) -> tuple[Target, ...]:
    """Where the file may go, the likeliest first. `form`, `year`: of the report that is open and may be changed."""
    if form is None:
        return ("new",)
    told = year_of(reading.form, report_of(reading))
    last = year is not None and told in (None, year - 1)
    if told is not None and year is not None and told == year - 1:
        return ("last", "this", "new")
    first: tuple[Target, ...] = ("this",) if told in (None, year) else ("new",)
    rest: tuple[Target, ...] = ("new",) if first == ("this",) else ("this",)
    return (*first, *(("last",) if last else ()), *rest)


def propose(
    reading: Reading,
    target: Target,
    form: Form | None = None,
    report: Report | None = None,
    but: frozenset[str] = frozenset(),
) -> Proposal:
    """What `reading` would bring. `form`, `report`: the open report, where it goes into that; the cells of `but` are
    protected and stay as they are."""
    whole = report_of(reading)
    evaluation = evaluate(reading.form, whole, Context(source=reading.source))
    unsure = doubts.doubts(reading, evaluation)
    into = form if target == "this" and form else reading.form
    stands = report if target == "this" and report else Report()
    told = dict.fromkeys((*reading.answers, *unsure))
    sources = comparable({cell: cell for cell in told}, reading.form, into)
    items = {
        cell: _item(reading, sources[cell], stands.answers.get(cell), unsure.get(sources[cell]))
        for cell in into.cells
        if cell in sources and cell not in but
    }
    order = {cell: number for number, cell in enumerate(unsure)}
    asked_first = dict(sorted(items.items(), key=lambda it: order.get(sources[it[0]], -1)))
    groups = tuple(group for group in _groups(into, asked_first, stands, target) if group.cells)
    asked = {cell for group in groups if group.asks for cell in group.cells}
    first = {cell: it.answer for cell, it in items.items() if cell not in asked and it.answer}
    remarks = [*_about_file(reading, evaluation.findings)]
    if form is not None and target != "new":
        remarks += [("不能对照", words) for words in carryover.incomparable(form, reading.form)]
    if but & sources.keys():
        words = f"由上年报告带入的 {len(but & sources.keys())} 格受保护，不导入。"
        remarks.append(("上年带入的不改", words))
    return Proposal(target, into, stands, MappingProxyType(items), groups, tuple(remarks), MappingProxyType(first))


def _item(reading: Reading, cell: str, standing: Answer | None, doubt: Doubt | None) -> Item:
    printed, answer = doubts.printed_of(reading, cell), reading.answers.get(cell)
    kind = reading.form.cells[cell].kind
    if doubt:
        ways = doubt.ways
        if standing:  # who leaves the cell blank in the file leaves it as it stands in the report
            blank, keep = doubts.leave_blank(cell), Way(f"保留现有 {_in_short(kind, standing)}", {cell: None})
            ways = tuple(keep if way == blank else way for way in ways)
        return Item(cell, printed, answer, standing, doubt.why, doubt.question, ways)
    if standing and answer and standing.value != answer.value:
        now, then = (_in_short(kind, it) for it in (standing, answer))
        ways = (Way(f"改为 {then}", {cell: answer}), Way(f"保留现有 {now}", {cell: standing}))
        why = f"现有 {now}，文件里是 {then}"
        return Item(cell, printed, answer, standing, why, f"{why}，用哪一个？", ways)
    return Item(cell, printed, answer, standing)


def _in_short(kind: Kind, answer: Answer) -> str:
    """An answer in a few words; a text by its length."""
    words = shown(kind, answer.value)
    return f"{length(words)} 字" if kind.name == "text" else words


def _groups(form: Form, items: Mapping[str, Item], stands: Report, target: Target) -> Iterator[Group]:
    differ = tuple(c for c, it in items.items() if it.why and it.standing and it.standing != it.answer)
    asking = tuple(c for c, it in items.items() if it.why and c not in differ)
    yield Group("待确认", f"先看这 {len(asking)} 格，逐格选定", asking, asks=True)
    yield Group("与现有不同", "勾选才改，不勾的保留现有", differ, asks=True)
    lacking = [c.id for c in form.cells.values() if c.row and not c.total and c.id not in items]
    blank = tuple(c for c in lacking if c not in stands.answers)
    yield Group("没有找到", f"原文缺这 {len(blank)} 格，导入后为空", blank, missing=True)
    sure = [cell for cell, it in items.items() if not it.why]
    for section in form.sections:
        if section.table:
            yield Group(section.table.name, section.title, tuple(c for c in section.cells if c in sure))
    yield Group("文字", _about_texts(target), tuple(c for c in sure if form.cells[c].kind.name == "text"))
    facts = tuple(c for c in sure if not form.cells[c].row and form.cells[c].kind.name != "text")
    yield Group(next((s.title for s in form.sections if s.kind == "facts"), ""), "", facts)


def _about_texts(target: Target) -> str:
    return "存入上年报告，供对照；不写进本年" if target == "last" else "各部分正文"


def _about_file(reading: Reading, findings: Iterable[Finding]) -> Iterator[tuple[str, str]]:
    """What the rules say of the file's own shape: its headings, the edition that its tables follow."""
    about = [rule.key for rule in reading.form.rules if rule.when == "import" and rule.detector != "split_digits"]
    for it in findings:
        if any(it.key.startswith(key) for key in about):
            yield it.title, it.message


def result(it: Proposal, taken: Answers) -> Report:
    """The report as it would be."""
    edit = as_edit(it, taken, "")
    return apply(it.report, edit) if edit else it.report


def as_edit(it: Proposal, taken: Answers, label: str) -> Edit | None:
    """The one edit that brings what was taken (None: a stated total becomes its sum); None if nothing would change."""
    puts = tuple(
        Put(cell, it.report.answers.get(cell), answer)
        for cell, answer in taken.items()
        if it.report.answers.get(cell) != answer
    )
    return settled(it.form, it.report, Edit(label, puts)) if puts else None


def judged(it: Proposal, taken: Answers) -> Judged:
    """The form's own additions run on the result."""
    evaluation = evaluate(it.form, result(it, taken))
    broken = {f.key: f.title for f in evaluation.findings}
    waiting = {w.key for w in evaluation.waiting}
    rules = it.form.identities
    bad = tuple(broken[rule.key] for rule in rules if rule.key in broken)
    wait = sum(rule.key in waiting for rule in rules)
    return Judged(len(rules) - len(bad) - wait, wait, bad)


def unit_of(reading: Reading) -> str:
    """The unit that the file names."""
    return line_of(reading.form, report_of(reading), "unit_name")
