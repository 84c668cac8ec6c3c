"""A block from Excel, WPS or Word (tab-separated text) laid over a table: what would change, what was not read.

Nothing changes here: the person sees the proposal first, then takes it as one edit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from core.form.model import Form
from core.layout.boxes import Grid
from core.readers.labels import MIN_PREFIX, words
from core.readers.normal import plain
from core.report import Edit, Put, Report
from core.services.edits import settled
from core.values import Unread, Value, clean_text, shown, typed

MOST_CHARACTERS: Final = 200_000
"""A larger clipboard is no block of this table; it is refused before it is split."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """`edit` is None where nothing would change. `changed`: cells that get another answer; `unread`: texts that are no
    numbers, by cell, kept as they are if taken; `outside`: entries beyond the table's edge, left out; `protected`:
    entries for cells that last year decides, left out; `refused`: why nothing at all can be pasted."""

    edit: Edit | None = None
    changed: tuple[str, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    outside: int = 0
    blanked: int = 0
    protected: int = 0
    refused: str = ""

    @property
    def sentence(self) -> str:
        """What the preview says."""
        if self.refused:
            return self.refused
        if not self.changed:
            kept = f"{self.protected} 格由上年报告带入，受保护，不改；" if self.protected else ""
            return f"{kept}其余与现有的相同，没有改动。" if kept else "粘贴的内容与现有的相同，没有改动。"
        words = [f"将改动 {len(self.changed)} 格"]
        if self.blanked:
            words.append(f"其中 {self.blanked} 格变为空白")
        if self.unread:
            some = "、".join(f"“{text[:12]}”" for text in list(self.unread.values())[:3])
            words.append(f"{len(self.unread)} 格不是数字（{some}），会原样保留")
        if self.outside:
            words.append(f"超出表格的 {self.outside} 格不粘贴")
        if self.protected:
            words.append(f"由上年报告带入的 {self.protected} 格受保护，不改")
        return "；".join(words) + "。"


def block(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows and columns of tab-separated text; a quoted cell may hold line ends and doubled quotes (Excel)."""
    rows: list[tuple[str, ...]] = []
    row: list[str] = []
    cell = ""
    quoted = False
    at, whole = 0, clean_text(text)
    while at < len(whole):
        mark = whole[at]
        if quoted:
            if mark == '"' and whole[at + 1 : at + 2] == '"':
                cell += mark
                at += 1
            elif mark == '"':
                quoted = False
            else:
                cell += mark
        elif mark == '"' and not cell:
            quoted = True
        elif mark in "\t\n":
            row.append(cell)
            cell = ""
            if mark == "\n":
                rows.append(tuple(row))
                row = []
        else:
            cell += mark
        at += 1
    if cell or row:
        rows.append((*row, cell))
    return tuple(rows)


def labelled(form: Form, text: str) -> bool:
    """Whether a labelled row of the form stands in `text` with a figure behind it."""
    if len(text) > MOST_CHARACTERS:
        return False
    lines = [plain(line) for line in text.splitlines()]
    joined = "\n".join(lines)
    keys = (key for table in words(form).tables for row in table.rows for key in row.keys if len(key) >= MIN_PREFIX)
    return any(key in joined for key in keys) and any(line[-1:].isdigit() for line in lines)


def propose(form: Form, report: Report, grid: Grid, at: str, text: str, but: frozenset[str] = frozenset()) -> Proposal:
    """What pasting `text` with its first cell on the cell `at` would do; the cells of `but` stay as they are.

    Rows and columns are counted in cells to be filled or totals, so that heads in between are stepped over.
    """
    if len(text) > MOST_CHARACTERS:
        return Proposal(refused="剪贴板里的内容太多，不像是这张表的一部分。请只复制要粘贴的几格。")
    rows = block(text)
    if not any(entry.strip() for row in rows for entry in row):
        return Proposal(refused="剪贴板里没有文字。请先在表格里复制要粘贴的格。")
    places = {(box.row, box.col): box.cell for box in grid.boxes if box.cell}
    start = next(place for place, cell in places.items() if cell == at)
    lines = sorted({row for row, _ in places if row >= start[0]})
    outside, answers = 0, dict[str, str]()
    for number, entries in enumerate(rows):
        columns = sorted(c for r, c in places if number < len(lines) and r == lines[number] and c >= start[1])
        for offset, entry in enumerate(entries):
            if offset < len(columns):
                answers[places[lines[number], columns[offset]]] = entry.strip()
            else:
                outside += bool(entry.strip())
    return _proposal(form, report, answers, outside, but)


def _proposal(form: Form, report: Report, texts: Mapping[str, str], outside: int, but: frozenset[str]) -> Proposal:
    puts, unread, blanked, protected = [], dict[str, str](), 0, 0
    for cell, text in texts.items():
        answer, standing = typed(form.cells[cell].kind, text), report.answers.get(cell)
        if (answer and answer.value) == (standing and standing.value):
            continue
        if answer is None and form.cells[cell].total:
            continue  # an empty total in a block is no statement
        if cell in but:
            protected += 1
            continue
        puts.append(Put(cell, standing, answer))
        blanked += answer is None
        if answer and isinstance(answer.value, Unread):
            unread[cell] = text
    edit = settled(form, report, Edit(f"粘贴 {len(puts)} 格", tuple(puts))) if puts else None
    changed = tuple(put.cell for put in edit.changes if isinstance(put, Put)) if edit else ()
    return Proposal(edit, changed, unread, outside, blanked, protected)


def copied(form: Form, values: Mapping[str, Value], cells: tuple[str, ...], grid: Grid) -> str:
    """Cells as tab-separated text in the shape of their smallest rectangle; what is not among `cells` is empty."""
    places = {box.cell: (box.row, box.col) for box in grid.boxes if box.cell in cells and box.cell}
    rows = sorted({row for row, _ in places.values()})
    columns = sorted({col for _, col in places.values()})
    at = {place: cell for cell, place in places.items()}
    lines = []
    for row in rows:
        entries = []
        for col in columns:
            cell = at.get((row, col))
            value = values.get(cell) if cell else None
            entries.append(shown(form.cells[cell].kind, value) if cell else "")
        lines.append("\t".join(entries))
    return "\n".join(lines)


def zeros(form: Form, report: Report, section: str) -> Edit | None:
    """本节确为零: 0 into every blank cell of a section that is to be typed, and no other; None if none is blank."""
    zero = {c.id: typed(c.kind, "0") for c in form.cells.values() if c.section == section and c.row and not c.total}
    puts = tuple(Put(cell, None, answer) for cell, answer in zero.items() if cell not in report.answers)
    title = next(s.heading for s in form.sections if s.id == section)
    return settled(form, report, Edit(f"本节确为零：{title}，{len(puts)} 格", puts)) if puts else None
