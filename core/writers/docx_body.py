"""Paragraphs and tables of the .docx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final

from core.layout.boxes import Box, Grid
from core.layout.document import Code, Document, FilledTable, Paragraph
from core.layout.styles import FRAME, PAGE, PARAGRAPHS, RULE, box_style
from core.writers.carry import carried
from core.writers.docx_styles import IDS, LINE, face, lead_id, twips
from core.writers.faces import Faces
from core.writers.linebreak import balanced, break_lines
from core.writers.table_plan import LEADING, PAD_X, SetBox, TablePlan, plan

_SLACK: Final = 0.3
"""Ems that a line of a label has to spare, because faces differ in width."""

_SPARE: Final = 2 * PAGE.pitch
"""Left free below a table, because every program breaks lines a little differently."""


def body(document: Document, faces: Faces) -> str:
    """The element w:body."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, FilledTable):
            parts.append(_table(block, faces))
        elif isinstance(block, Paragraph) and (text := carried(block.text)):
            parts.append(_title(text, faces) if block.style == "title" else _paragraph(block, text))
    if document.blocks and isinstance(document.blocks[-1], FilledTable | Code):
        parts.append("<w:p/>")  # Word wants a paragraph behind the last table
    return f"<w:body>{''.join(parts)}{_section()}</w:body>"


def run(text: str, properties: str = "") -> str:
    shown = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{shown}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _paragraph(it: Paragraph, text: str) -> str:
    """A heading that runs into its text is a paragraph of the body whose beginning has the heading's face."""
    lead = len(carried(it.text[: it.lead]))
    style = IDS["body" if lead else it.style][0]
    runs = run(text[:lead], f'<w:rStyle w:val="{lead_id(it.style)}"/>') + run(text[lead:]) if lead else run(text)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _title(text: str, faces: Faces) -> str:
    """Broken between phrases, as on paper (GB/T 9704-2012, 7.3.1)."""
    style = PARAGRAPHS["title"]
    lines = balanced(text, faces.chain(style.face).em, PAGE.text_width / style.size)
    starts = [0, *(line.start for line in lines[1:])]
    ends = [*starts[1:], len(text)]
    runs = "<w:r><w:br/></w:r>".join(run(text[start:end]) for start, end in zip(starts, ends, strict=True))
    return f'<w:p><w:pPr><w:pStyle w:val="{IDS["title"][0]}"/></w:pPr>{runs}</w:p>'


def _section() -> str:
    """A4, the type area of 22 lines by 28 characters, page numbers by odd and even pages."""
    right = twips(PAGE.width) - twips(PAGE.left) - twips(PAGE.text_width)
    bottom = int(PAGE.bottom * 20)
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/><w:headerReference w:type="even" r:id="rId4"/>'
        '<w:footerReference w:type="default" r:id="rId5"/><w:footerReference w:type="even" r:id="rId6"/>'
        f'<w:pgSz w:w="{twips(PAGE.width)}" w:h="{twips(PAGE.height)}"/>'
        f'<w:pgMar w:top="{twips(PAGE.top)}" w:right="{right}" w:bottom="{bottom}" w:left="{twips(PAGE.left)}"'
        f' w:header="851" w:footer="1440" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


def _table(table: FilledTable, faces: Faces) -> str:
    planned = plan(table, faces, PAGE.text_height - _SPARE)
    widths = [twips(x1) - twips(x0) for x0, x1 in zip(planned.xs, planned.xs[1:], strict=False)]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    left, right = (twips(PAD_X * planned.size * share) for share in (0.75, 0.25))  # labels stand off their rule
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="{round(width * 8)}" w:space="0" w:color="000000"/>'
        for side, width in (
            *((side, FRAME) for side in ("top", "left", "bottom", "right")),
            ("insideH", RULE),
            ("insideV", RULE),
        )
    )
    rows = "".join(_rows(table, planned, widths))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{left}" w:type="dxa"/><w:right w:w="{right}" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblCaption w:val="{escape(carried(table.caption))}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def leading_heads(grid: Grid) -> int:
    """How many rows at the top are head rows, to be repeated on every page."""
    heads = frozenset(grid.head_rows)
    return next((row for row in range(grid.rows) if row not in heads), 0)


def _rows(table: FilledTable, planned: TablePlan, widths: list[int]) -> Iterator[str]:
    repeated = leading_heads(table.grid)
    whole = planned.height <= PAGE.text_height - _SPARE
    set_boxes = {it.box: it for it in planned.boxes}
    at = {(row, it.col): it for it in table.grid.boxes for row in range(it.row, it.row + it.rowspan)}
    for row in range(table.grid.rows):
        head = "<w:tblHeader/>" if row < repeated else ""
        height = f'<w:trHeight w:val="{twips(planned.heights[row]) - 2}" w:hRule="atLeast"/>'
        keep = whole and row + 1 < table.grid.rows
        cells = "".join(_cells(row, table, set_boxes, at, widths, keep=keep))
        yield f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{cells}</w:tr>"


def _cells(
    row: int,
    table: FilledTable,
    set_boxes: Mapping[Box, SetBox],
    at: Mapping[tuple[int, int], Box],
    widths: list[int],
    *,
    keep: bool,
) -> Iterator[str]:
    """The cells of a row; a box that began above goes on as a merged cell. `keep`: on one page with the next row."""
    for col in range(table.grid.cols):
        box = at.get((row, col))
        if box is None:
            continue
        width = sum(widths[box.col : box.col + box.colspan])
        span = f'<w:gridSpan w:val="{box.colspan}"/>' if box.colspan > 1 else ""
        merge = "" if box.rowspan == 1 else f'<w:vMerge w:val="{"restart" if row == box.row else "continue"}"/>'
        tight = _margins(0) if box.cell else _broken_alike(set_boxes[box], width)
        properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{tight}<w:vAlign w:val="center"/>'
        text = carried(box.text or table.texts.get(box.cell or "", "")) if row == box.row else ""
        yield f"<w:tc><w:tcPr>{properties}</w:tcPr>{_cell_text(set_boxes[box], text, table.grid, keep=keep)}</w:tc>"


def _margins(side: int) -> str:
    """Of one cell, in twips. A figure has none: it may need the whole width and must not be broken."""
    return f'<w:tcMar><w:left w:w="{side}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tcMar>'


def _broken_alike(it: SetBox, width: int) -> str:
    """Margins in which a word processor, which fills each line, breaks a label where paper does; none if it cannot."""
    longest = max((line.width for line in it.lines), default=0.0)
    if len(it.lines) < 2 or it.align != "centre":
        return ""
    text = "".join(line.text for line in it.lines)
    filled = break_lines(text, it.chain.em, longest + _SLACK, longest + _SLACK)
    if [line.text for line in filled] != [line.text for line in it.lines]:
        return ""
    return _margins(max(int((width - twips((longest + _SLACK) * it.size)) / 2), 0))


def _cell_text(it: SetBox, text: str, grid: Grid, *, keep: bool) -> str:
    style = box_style(it.box, grid.stub_cols)
    name = "TableNote" if style.face == "kai" else "TableLabel" if it.align == "left" else "TableText"
    line = twips(LEADING * it.size)
    spacing = f'<w:spacing w:line="{line}" w:lineRule="exact"/>'
    content = run(text, face(style.face, it.size)) if text else ""
    stay = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{stay}{spacing}</w:pPr>{content}</w:p>'
