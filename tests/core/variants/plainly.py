"""Markdown and plain text, as converters and copying leave them."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.form.model import Form
from core.readers.normal import is_figure
from tests.core.variants import web
from tests.core.variants.tables import Boxes, all_tables, narrow, relabelled, rows_of
from tests.core.variants.truth import Truth

Rows = list[list[str]]


def once(table: Boxes) -> Rows:
    """Each merged cell once, in reading order."""
    return [[c.text for c in row] for row in rows_of(table)]


def with_gaps(table: Boxes) -> Rows:
    """The rest of each merged cell is empty cells."""
    return once(narrow(table))


def repeated(table: Boxes) -> Rows:
    """Merged cells printed in each place that they cover."""
    height, width = (max(f(c) for c in table) for f in (lambda c: c.row + c.rows, lambda c: c.col + c.cols))
    grid = [[""] * width for _ in range(height)]
    for c in table:
        for i in range(c.rows):
            for j in range(c.cols):
                grid[c.row + i][c.col + j] = c.text
    return grid


def pipes(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def padded_pipes(rows: Rows) -> str:
    """Every row as long as the longest: empty cells at the end."""
    width = max(map(len, rows))
    return pipes([row + [""] * (width - len(row)) for row in rows])


def loose_pipes(rows: Rows) -> str:
    return "\n".join(" | ".join(row) + " |" for row in rows)


def header_of_blanks(rows: Rows) -> str:
    return pipes([[""] * max(map(len, rows)), *rows])


def tabs(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def cell_a_line(rows: Rows) -> str:
    return "\n".join(cell for row in rows for cell in row if cell)


def cell_a_block(rows: Rows) -> str:
    return "\n\n".join(cell for row in rows for cell in row if cell)


def bar_a_cell(rows: Rows) -> str:
    return "\n".join(f"{cell} |" if cell else "|" for row in rows for cell in row)


def spaced(rows: Rows) -> str:
    return "\n".join(" ".join(cell for cell in row if cell) for row in rows)


def columns(rows: Rows) -> str:
    return "\n".join("    ".join(cell.ljust(4) for cell in row).rstrip() for row in rows)


def apart(row: list[str]) -> tuple[list[str], list[str]]:
    """(labels, figures behind them)."""
    at = next((i for i in range(len(row), 0, -1) if not is_figure(row[i - 1])), 0)
    return row[:at], row[at:]


def crammed(rows: Rows) -> str:
    """As a converter of PDF pages guesses columns: it takes two of the page's for one, and finds others in between."""
    lines = []
    for number, row in enumerate(rows):
        words, figures = apart(row)
        shift = 1 + number % 2
        pairs = [figures[:shift], *(figures[i : i + 2] for i in range(shift, len(figures), 2))]
        cells = [*words, "", *(" ".join(pair) for pair in pairs)] if len(figures) > 2 else row
        lines.append("| " + " | ".join(cells) + " |" + ("\n| --- | --- |" if number % 5 == 0 else ""))
    return "\n".join(lines)


def behind(rows: Rows) -> str:
    """The same where the label stands on a line of its own behind the figures, but for each third row."""
    lines = []
    for number, row in enumerate(rows):
        words, figures = apart(row)
        if len(figures) > 2 and number % 3 and any(words):
            lines += [crammed([figures]), "".join(words)]
        else:
            lines.append(crammed([row]))
    return "\n".join(lines)


Lay = tuple[Callable[[Boxes], Rows], Callable[[Rows], str]]
LAYS: Mapping[str, Lay] = MappingProxyType(
    {
        "md once": (once, pipes),
        "md gaps": (with_gaps, pipes),
        "md repeated": (repeated, pipes),
        "md padded": (once, padded_pipes),
        "md loose": (once, loose_pipes),
        "md blank head": (repeated, header_of_blanks),
        "md crammed": (once, crammed),
        "md behind": (once, behind),
        "md html": (once, lambda rows: ""),
        "txt tabs": (once, tabs),
        "txt tabs gaps": (with_gaps, tabs),
        "txt cell a line": (once, cell_a_line),
        "txt cell a block": (once, cell_a_block),
        "txt bar a cell": (once, bar_a_cell),
        "txt spaced": (once, spaced),
        "txt columns": (once, columns),
    }
)
BLANKS_LOST = frozenset({"md crammed", "md behind", "txt cell a line", "txt cell a block", "txt spaced", "txt columns"})
"""Where an empty cell leaves no trace."""


def plainly(form: Form, truth: Truth, lay: str, seed: int, labels: str = "plain") -> str:
    draw = random.Random(seed)
    rows, print_ = LAYS[lay]
    mark = "## " if lay.startswith("md") and draw.random() < 0.7 else ""
    title = f"{truth.unit}{truth.year}年政府信息公开工作年度报告"
    parts = [f"{'# ' if mark else ''}{title}", "", f"发布时间：{truth.year + 1}-01-18  来源：{truth.unit}", ""]
    parts += [form.intro.format(unit_name=truth.unit, year=truth.year), ""]
    for section in form.sections:
        if not section.ordinal:
            continue
        parts += [f"{mark}{section.heading}", ""]
        if section.table:
            cells = relabelled(all_tables(form, truth)[section.id], labels, truth, draw)
            parts.append(web.table(cells, web.bare, draw) if lay == "md html" else _blocks(cells, rows, print_))
        else:
            parts.append(("\n\n" if lay.startswith("md") else "\n").join(truth.texts[section.cells[0]].split("\n")))
        parts.append("")
    return "\n".join(parts)


def _blocks(cells: Boxes, rows: Callable[[Boxes], Rows], print_: Callable[[Rows], str]) -> str:
    return print_(rows(cells))
