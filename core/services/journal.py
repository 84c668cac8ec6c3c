"""The journal and the 核实说明 as a list that a person can read, and an auditor can take away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.check.sentences import outline
from core.form.model import Form
from core.layout.boxes import Box, Grid
from core.layout.document import Block, Document, FilledTable, Paragraph
from core.report import Change, Explain, Put, Report, Splice
from core.store import Step
from core.values import Answer, shown

HEADS = ("时间", "填报人", "事项", "位置", "由", "改为")
_KINDS: Mapping[str, str] = MappingProxyType({"undo": "撤销", "redo": "重做"})


@dataclass(frozen=True, slots=True)
class Line:
    """One change: when, who, what, where, from, to."""

    at: str
    by: str
    what: str
    where: str = ""
    before: str = ""
    after: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        return self.at, self.by, self.what, self.where, self.before, self.after


def lines(form: Form, steps: Iterable[Step]) -> tuple[Line, ...]:
    """Every change of every step, oldest first; a step without changes (定稿, 报送) is one line."""
    return tuple(line for step in steps for line in _lines(form, step))


def _lines(form: Form, step: Step) -> Iterable[Line]:
    at = step.at.replace("T", " ")[:19]
    what = f"{_KINDS[step.kind]}：{step.edit.label}" if step.kind in _KINDS else step.edit.label
    if not step.edit.changes:
        yield Line(at, step.by, what)
    for change in step.edit.changes:
        yield Line(at, step.by, what, *told(form, change))


def told(form: Form, change: Change) -> tuple[str, str, str]:
    """Where a change is, from what, to what, in words."""
    match change:
        case Put(cell, before, after):
            return form.cells[cell].name, _face(form, cell, before), _face(form, cell, after)
        case Splice(cell, _, removed, inserted):
            return form.cells[cell].name, removed, inserted
        case Explain(rule, was, now):
            return rule_words(form, rule), was.reason if was else "", now.reason if now else ""


def rule_words(form: Form, key: str) -> str:
    """What the finding `key` says, without the figures of the day, and the rule's id: ``结转差 …（T305）``.

    The key itself where the form has no such rule.
    """
    found = [rule for rule in form.rules if key == rule.key or key.startswith(f"{rule.key}[")]
    if not found:
        return key
    rule = max(found, key=lambda it: len(it.key))
    return f"{outline(rule)}（{rule.id}）"


def _face(form: Form, cell: str, answer: Answer | None) -> str:
    return shown(form.cells[cell].kind, answer.value) if answer else "空"


def of_cell(form: Form, steps: Iterable[Step], cell: str) -> tuple[Line, ...]:
    """The changes of one cell, oldest first."""
    name = form.cells[cell].name
    return tuple(line for line in lines(form, steps) if line.where == name)


def explanations(form: Form, report: Report) -> tuple[Line, ...]:
    """The 核实说明 that stand, each with the values it is bound to."""
    found = []
    for it in sorted(report.explanations.values(), key=lambda e: e.at):
        bound = "；".join(f"{form.cells[c.removeprefix('prior:')].name} {v or '空'}" for c, v in it.values.items())
        found.append(
            Line(it.at.replace("T", " ")[:19], it.by, f"核实说明：{rule_words(form, it.rule)}", bound, "", it.reason)
        )
    return tuple(found)


def printed(title: str, journal: tuple[Line, ...], explained: tuple[Line, ...]) -> Document:
    """The list as a document for the PDF writer."""
    blocks: list[Block] = [Paragraph("title", title), Paragraph("heading1", "一、核实说明")]
    tables: list[Block] = [_table("说明", explained)] if explained else [Paragraph("body", "没有核实说明。")]
    rest: list[Block] = [Paragraph("heading1", "二、填报记录"), _table("记录", journal)]
    return Document(title, (*blocks, *tables, *rest))


def _table(name: str, rows: tuple[Line, ...]) -> FilledTable:
    boxes = [Box(0, col, 1, 1, "head", text) for col, text in enumerate(HEADS)]
    texts = {}
    for number, line in enumerate(rows, start=1):
        for col, text in enumerate(line.cells):
            cell = f"{number}.{col}"
            boxes.append(Box(number, col, 1, 1, "entry", cell=cell))
            texts[cell] = text if len(text) <= 60 else text[:60] + "…"
    return FilledTable(Grid(name, len(rows) + 1, len(HEADS), 0, (0,), (), tuple(boxes)), name, texts)
