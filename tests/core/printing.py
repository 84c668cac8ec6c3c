"""Reports printed in the shapes that real ones come in, from any form; helpers of the reader tests."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from core.form.model import Block, Form, Section, TreeNode

Cells = dict[str, str]
Rows = list[list[str]]
"""Rows of a table: labels, then figures; an empty text is an empty cell."""


def figures(form: Form, seed: int, most: int = 3000) -> Cells:
    """A figure for every table cell; totals come from another hand, so that position and arithmetic tell nothing."""
    draw = random.Random(seed)
    return {cell.id: str(draw.choice((0, 0, draw.randint(1, most)))) for cell in form.cells.values() if cell.row}


def table_rows(section: Section, cells: Mapping[str, str]) -> Rows:
    assert section.table is not None
    return [row for block in section.table.blocks for row in block_rows(block, cells)]


def block_rows(block: Block, cells: Mapping[str, str]) -> Iterator[list[str]]:
    if block.title:
        yield [block.title]
    yield from heads(block)
    columns = [leaf.leaf for node in block.head for leaf in node.leaves()]
    for labels, leaf in stubs(block):
        yield [*labels, *(cells.get(block.cells[leaf, column], "") for column in columns)]


def heads(block: Block) -> Iterator[list[str]]:
    """The head level by level, as table cells are read: a label that spans levels stands on its first."""
    level: list[TreeNode] = list(block.head)
    first = [block.corner] if block.corner else []
    while level:
        yield [*first, *(node.label for node in level)]
        first = []
        level = [child for node in level for child in node.children]


def stubs(block: Block) -> Iterator[tuple[list[str], str]]:
    """(labels printed in the row, leaf): a group's label stands in its first row only."""
    if not block.stub:
        yield [], ""
        return

    def walk(node: TreeNode, before: list[str]) -> Iterator[tuple[list[str], str]]:
        if not node.children:
            yield [*before, node.label], node.leaf
        for index, child in enumerate(node.children):
            yield from walk(child, [*before, node.label] if index == 0 else [""])

    for node in block.stub:
        yield from walk(node, [])


def tabbed(rows: Rows) -> str:
    """One cell a line behind a tab, an empty line behind each row."""
    return "\n".join("".join(f"\t{cell}\n" for cell in row) for row in rows)


def piped(rows: Rows) -> str:
    return "".join(" | ".join(filled(row)) + " |\n" for row in rows)


def markdown(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]) + "\n"


def cell_a_line(rows: Rows) -> str:
    return "\n\n".join(cell for row in rows for cell in filled(row)) + "\n"


def pipe_a_cell(rows: Rows) -> str:
    return "".join(f"{cell} |\n" for row in rows for cell in filled(row))


def spaced(rows: Rows) -> str:
    return "".join("  ".join(filled(row)) + "\n" for row in rows)


def tab_rows(rows: Rows) -> str:
    return "".join("\t".join(filled(row)) + "\n" for row in rows)


def filled(row: list[str]) -> list[str]:
    """The row without the empty cells before its label: merged cells are printed once."""
    start = next((i for i, cell in enumerate(row) if cell), len(row))
    return row[start:]


SHAPES: Mapping[str, Callable[[Rows], str]] = MappingProxyType(
    {
        "tabbed": tabbed,
        "piped": piped,
        "markdown": markdown,
        "cell_a_line": cell_a_line,
        "pipe_a_cell": pipe_a_cell,
        "spaced": spaced,
        "tab_rows": tab_rows,
    }
)


def printed(form: Form, cells: Mapping[str, str], shape: str, unit: str = "云汀区水务局", year: int = 2023) -> str:
    """A whole report: title, opening, every section with its heading, tables in `shape`."""
    title = form.title.format(unit_name=unit, year=year)
    parts = [title, "", f"根据规定编制《{title}》。统计期限自{year}年1月1日起至{year}年12月31日止。"]
    for section in form.sections:
        if section.ordinal:
            parts.append(section.heading)
            parts.append(
                SHAPES[shape](table_rows(section, cells)) if section.table else f"{section.title}很好。\n照旧。"
            )
    return "\n".join(parts) + "\n"
