"""A report as text: sections by their headings, tables by their labels, the rest as running text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from core.check.evaluation import Source
from core.form.model import Form
from core.readers.labels import FormWords, TableWords, words
from core.readers.lines import Line, Lines, page_residue, paragraphs
from core.readers.normal import plain
from core.readers.notes import as_printed
from core.readers.reading import Place, Reading
from core.readers.sections import headings, official, run_in
from core.readers.site import host, parted
from core.readers.sums import doubted
from core.readers.tables import TableReading, read_table, starts
from core.readers.title import Title, opening, speaks_of, title
from core.values import Answer

_SENTENCE: Final = "。"
_APART: Final = re.compile(r"\d\s+\d|(?<![\d.,，])0\d")
"""One number whose digits stand apart, or two; no number begins with a nought."""
_ABOUT: Final = 2
"""Runs of the title's characters from which on a text without title, heading and table is still about the matter."""
_FEW: Final = 10
"""Figures below which a report has to speak of its matter too."""


@dataclass(frozen=True)
class _Sheet:
    """The lines and what is known of them. `regions`: section index to the lines below its heading."""

    form: Form
    known: FormWords
    lines: Sequence[Line]
    regions: Mapping[int, tuple[int, int]]

    def lost(self, section: int) -> bool:
        """Whether a running text stands at `section` whose heading was not found."""
        sections = self.form.sections
        return section < len(sections) and section not in self.regions and sections[section].kind == "text"


@dataclass
class _Gathered:
    """What grows while the sections are gone through."""

    cells: dict[str, str] = field(default_factory=dict)
    rows: set[str] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    unplaced: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    tables: list[TableReading] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def prose(self, lines: Sequence[Line]) -> list[str]:
        found, pages = paragraphs(lines)
        self.pages += pages
        return found

    def put(self, cell: str, prose: Sequence[str], lines: Sequence[Line]) -> None:
        """Add paragraphs to a text. `lines`: those among which they stand."""
        if prose:
            first = next((line.number for line in lines if line.raw and prose[0].startswith(line.raw)), None)
            if first is not None:
                self.places.setdefault(cell, (first, -1))
            self.texts[cell] = "\n".join(filter(None, (self.texts.get(cell, ""), *prose)))

    def put_table(self, reading: TableReading) -> None:
        self.tables.append(reading)
        self.places |= {cell: place for cell, place in reading.places.items() if cell not in self.cells}
        self.cells |= {cell: text for cell, text in reading.as_read.items() if cell not in self.cells}
        self.rows |= reading.rows
        self.doubtful |= reading.doubtful


def read_lines(form: Form, source: Lines) -> tuple[Reading, int]:
    """(what the lines say in terms of `form`, how much of it was recognised: 0 is no report of this form)."""
    known = words(form)
    printed_lines, behind = parted(source.lines)
    all_lines = run_in(printed_lines, known.sections)
    picked, printed = headings(all_lines, known.sections)
    ends = [*(heading.start for heading in picked[1:]), len(all_lines)]
    regions = {heading.section: (heading.end, end) for heading, end in zip(picked, ends, strict=False)}
    sheet, got = _Sheet(form, known, all_lines, regions), _Gathered()
    tables = {table.section: table for table in known.tables}
    for index in regions:
        if index in tables:
            _table_section(sheet, tables[index], got)
        elif form.sections[index].kind == "text":
            _text_section(sheet, index, got)
    for table in known.tables:
        if table.section not in regions:
            _table_without_heading(sheet, table, got)
    preamble = all_lines[: picked[0].start if picked else len(all_lines)]
    told = title(form, [line.raw for line in preamble], [line.raw for line in all_lines if line.raw][:40])
    if not told.unit and (unit := host(behind)):
        told = replace(told, unit=unit)
        got.doubtful.add(form.role("unit_name"))
    if told.lines:
        at = preamble[min(told.lines)].number, -1
        got.places |= {form.role("unit_name"): at, form.role("year"): at}
    _preamble(sheet, [line for i, line in enumerate(preamble) if i not in told.lines], got)
    score = 3 * len(picked) + len(got.cells) + (5 if told.sure else 0)
    if len(got.cells) < _FEW:
        about = speaks_of(form, "\n".join(line.raw for line in source.lines)) >= _ABOUT or any(map(official, picked))
        score = max(score, 1) if about else 0  # other reports have titles and headings of the same kind
    residue = (*source.residue, *page_residue(got.pages))
    return _reading(form, got, told, Source(printed, _layout(form, got.tables), residue)), score


def _text_section(sheet: _Sheet, index: int, got: _Gathered) -> None:
    """The running text below its heading, up to where a table without a heading of its own begins."""
    start, stop = sheet.regions[index]
    missing = [table for table in sheet.known.tables if table.section not in sheet.regions]
    begins = (i for i in range(start, stop) if any(_starts(sheet.lines[i], table) for table in missing))
    lines = sheet.lines[start : next(begins, stop)]
    got.put(sheet.form.sections[index].cells[0], got.prose(lines), lines)


def _starts(line: Line, table: TableWords) -> bool:
    """Whether a table may begin here: a sentence in the words of its first row is none."""
    return _SENTENCE not in line.raw and starts(line, table)


def _table_section(sheet: _Sheet, table: TableWords, got: _Gathered) -> None:
    """Sentences apart from cells. What follows the table goes to the next section if that is a running text whose
    heading is lost."""
    start, stop = sheet.regions[table.section]
    _table(sheet, table, start, stop, got, titled=True)
    inside = sheet.lines[start:stop]
    after = table.section + 1
    tail = _tail(inside) if sheet.lost(after) else len(inside)
    got.unplaced += got.prose([line for line in inside[:tail] if _SENTENCE in line.raw])
    if prose := got.prose(inside[tail:]):
        cell = sheet.form.sections[after].cells[0]
        got.put(cell, prose, inside[tail:])
        got.doubtful.add(cell)


def _tail(lines: Sequence[Line]) -> int:
    """The first line behind the last line of figures."""
    figures = [i for i, line in enumerate(lines) if plain(line.raw).isdigit()]
    return figures[-1] + 1 if figures else len(lines)


def _table(sheet: _Sheet, table: TableWords, start: int, stop: int, got: _Gathered, *, titled: bool) -> None:
    ruled = [line for line in sheet.lines[start:stop] if _SENTENCE not in line.raw]
    marks = tuple(old_marks(sheet.form))
    got.put_table(read_table(ruled, table, marks, titled=titled, cut_off=stop == len(sheet.lines)))


def _table_without_heading(sheet: _Sheet, table: TableWords, got: _Gathered) -> None:
    """Looked for in the nearest section before, from where it seems to begin."""
    before = [index for index in sheet.regions if index < table.section]
    start = sheet.regions[max(before)][0] if before else 0
    stop = min((first for i, (first, _) in sheet.regions.items() if i > table.section), default=len(sheet.lines))
    begin = next((i for i in range(start, stop) if _starts(sheet.lines[i], table)), None)
    if begin is not None:
        _table(sheet, table, begin, stop, got, titled=False)


def _preamble(sheet: _Sheet, lines: Sequence[Line], got: _Gathered) -> None:
    """What stands between the title and the first heading, and the first text if its heading is lost."""
    texts = [i for i, section in enumerate(sheet.form.sections) if section.ordinal and section.kind == "text"]
    headed = not texts or texts[0] in sheet.regions
    begun = next((i for i, line in enumerate(lines) if _SENTENCE in line.raw and not line.table), 0)
    cut = next((i for i, line in enumerate(lines) if i >= begun and line.table and len(line.cells) > 2), len(lines))
    intro, text = opening(got.prose([it for it in lines[:cut] if not it.table or len(it.cells) < 3]), headed=headed)
    got.put(sheet.form.role("intro"), intro, lines)
    if text:
        cell = sheet.form.sections[texts[0]].cells[0]
        got.put(cell, text, lines)
        got.doubtful.add(cell)


def old_marks(form: Form) -> dict[str, str]:
    """Words of an earlier edition's heads (plain) to the name of its layout, as the rule on layouts lists them."""
    rule = next((rule for rule in form.rules if rule.detector == "layout"), None)
    options = rule.options if rule else {}
    return {
        plain(mark): name.removeprefix("marks_")
        for name, marks in options.items()
        if name.startswith("marks_")
        for mark in marks.split("|")
    }


def _layout(form: Form, tables: Sequence[TableReading]) -> str:
    """The layout that the tables follow: an earlier edition's heads, this edition's, or a mixture."""
    if not any(table.seen for table in tables):
        return ""
    if any(table.old for table in tables):
        return next(iter(old_marks(form).values()), "")
    return "hybrid" if any(table.collapsed for table in tables) else form.id.rpartition("/")[2]


def _reading(form: Form, got: _Gathered, told: Title, shape: Source) -> Reading:
    facts = {form.role("unit_name"): told.unit, form.role("year"): str(told.year or "")}
    raw = facts | got.cells | got.texts
    answers: dict[str, Answer] = {}
    for cell in form.cells:
        if cell in raw and (answer := as_printed(form.cells[cell].kind, raw[cell])):
            answers[cell] = answer
    unsure = set() if told.sure else {cell for cell in facts if cell in answers}
    apart = {cell for cell, text in got.cells.items() if _APART.search(text)}
    doubtful = got.doubtful | unsure | apart | doubted(form, answers, got.rows)
    return Reading(
        form=form,
        answers=MappingProxyType(answers),
        as_read=MappingProxyType(got.cells),
        texts=MappingProxyType(got.texts),
        doubtful=frozenset(doubtful),
        places=MappingProxyType(got.places),
        unplaced=tuple(got.unplaced),
        source=shape,
    )
