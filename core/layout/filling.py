"""A report poured into its form: the document that every writer writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from types import MappingProxyType
from typing import Final

from core.check.evaluation import Evaluation
from core.form.model import Form, Section
from core.layout.document import Block, Document, FilledTable, Paragraph, Style
from core.layout.grid import build
from core.values import Text, Value, shown

BLANK: Final = "＿＿"
"""Stands in a title or an opening paragraph for what has not been answered yet."""

LEAD_LIMIT: Final = 30
"""A run-in heading ends, by its full stop, within so many characters; a heading of its own is no longer."""

_ROLE = re.compile(r"\{([a-z_]+)\}")
_LEADS: Final[tuple[tuple[Style, re.Pattern[str]], ...]] = (
    ("heading2", re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")),
    ("heading3", re.compile(r"\d{1,2}(?:[.．](?!\d)|、)")),
    ("heading4", re.compile(r"[（(]\d{1,2}[）)]")),
)
_LEVELS: Final[Mapping[Style, int]] = MappingProxyType({style: level for level, (style, _) in enumerate(_LEADS)})
_SENTENCE_END: Final = "。；;，,！？!?、"


def fill(form: Form, evaluation: Evaluation, *, footer: str = "", draft: bool = False, created: str = "") -> Document:
    """The report of `evaluation` in the words and the order of `form`.

    A total whose parts are incomplete is blank, unread text is shown as typed. `footer` goes into every page foot.
    """
    values = evaluation.values
    title = expand(form.title, form, values).removeprefix("《").removesuffix("》")
    intro = _text(values, form.role("intro")) or opening(form, evaluation)
    blocks: list[Block] = [Paragraph("title", title), *paragraphs(intro)]
    for section in form.sections:
        if section.ordinal:
            blocks += _section(form, section, evaluation)
    author = _shown(form, values, "unit_name")
    return Document(title, tuple(blocks), author=author, subject=form.name, footer=footer, draft=draft, created=created)


def opening(form: Form, evaluation: Evaluation) -> str:
    """The opening paragraph that unit and year generate, for a report that has none of its own."""
    return expand(form.intro, form, evaluation.values)


def expand(template: str, form: Form, values: Mapping[str, Value]) -> str:
    """`template` with each ``{role}`` replaced by the answer of the cell of that role."""
    return _ROLE.sub(lambda match: _shown(form, values, match[1]) or BLANK, template)


def _shown(form: Form, values: Mapping[str, Value], role: str) -> str:
    cell = form.role(role)
    return shown(form.cells[cell].kind, values.get(cell))


def _text(values: Mapping[str, Value], cell: str) -> str:
    value = values.get(cell)
    return value.text if isinstance(value, Text) else ""


def _section(form: Form, section: Section, evaluation: Evaluation) -> list[Block]:
    values = evaluation.values
    blocks: list[Block] = [Paragraph("heading1", section.heading)]
    if section.table is not None:
        totals = frozenset(cell for cell in section.cells if form.cells[cell].total)
        grid = build(section.table, totals)
        texts = {cell: shown(form.cells[cell].kind, values[cell]) for cell in section.cells if cell in values}
        sums = {
            it.total: it.parts
            for it in form.sums
            if it.total in texts and form.cells[it.total].sum == it and evaluation.totals[it.total].computed
        }
        blocks.append(FilledTable(grid, section.table.name, texts, sums))
    else:
        for cell in section.cells:
            blocks += paragraphs(_text(values, cell))
    return blocks


def paragraphs(text: str) -> list[Paragraph]:
    """The lines of a running text as paragraphs, each with the style its own lead asks for; empty lines vanish.

    A numbered sentence with nothing under it is an item of the text and no heading.
    """
    found = [_paragraph(line.strip()) for line in text.split("\n") if line.strip()]
    return [
        Paragraph("body", it.text) if it.text.endswith("。") and not it.lead and not _heads(it, following) else it
        for it, following in zip_longest(found, found[1:])
    ]


def _heads(it: Paragraph, following: Paragraph | None) -> bool:
    """Whether what follows lies below `it`."""
    return following is not None and _LEVELS.get(following.style, len(_LEVELS)) > _LEVELS.get(it.style, len(_LEVELS))


def _paragraph(line: str) -> Paragraph:
    style = next((style for style, lead in _LEADS if lead.match(line)), None)
    if style is None:
        return Paragraph("body", line)
    stop = line.find("。", 0, LEAD_LIMIT) + 1
    if style == "heading2" and stop:
        return Paragraph(style, line, lead=stop % len(line))
    if len(line) <= LEAD_LIMIT and line[-1] not in _SENTENCE_END:
        return Paragraph(style, line)
    return Paragraph("body", line)
