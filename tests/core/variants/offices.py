"""Word and Excel files as other programs make them."""

from __future__ import annotations

import io
import random
import zipfile
from html import escape

from openpyxl import Workbook

from core.form.model import Form
from tests.core.variants.tables import Boxes, Cell, all_tables, relabelled
from tests.core.variants.truth import Truth

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(form: Form, truth: Truth, seed: int, labels: str = "plain") -> bytes:
    draw = random.Random(seed)
    opening = form.intro.format(unit_name=truth.unit, year=truth.year)
    parts = [_paragraph(f"{truth.unit}{truth.year}年政府信息公开工作年度报告"), _paragraph(opening)]
    for section in form.sections:
        if not section.ordinal:
            continue
        parts.append(_paragraph(section.heading))
        if section.table:
            cells = relabelled(all_tables(form, truth)[section.id], labels, truth, draw)
            parts.append(_table(cells, split=draw.random() < 0.5))
        else:
            parts += map(_paragraph, truth.texts[section.cells[0]].split("\n"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{"".join(parts)}</w:body></w:document>'
        )
    return out.getvalue()


def _paragraph(text: str) -> str:
    """In two runs, as editing leaves them."""
    at = len(text) // 3
    runs = "".join(f"<w:r><w:rPr/><w:t>{escape(part)}</w:t></w:r>" for part in (text[:at], text[at:]) if part)
    return f"<w:p><w:pPr/>{runs}</w:p>"


def _table(cells: Boxes, *, split: bool) -> str:
    """Merged cells as Word writes them: w:gridSpan, w:vMerge; with `split` labels are broken into paragraphs."""
    lines = []
    for row in range(max(c.row + c.rows for c in cells)):
        here = sorted((c for c in cells if c.row <= row < c.row + c.rows), key=lambda c: c.col)
        lines.append(f"<w:tr>{''.join(_cell(c, row, split=split) for c in here)}</w:tr>")
    return f"<w:tbl><w:tblPr/>{''.join(lines)}</w:tbl>"


def _cell(it: Cell, row: int, *, split: bool) -> str:
    merge = "" if it.rows == 1 else '<w:vMerge w:val="restart"/>' if row == it.row else "<w:vMerge/>"
    text = it.text if row == it.row else ""
    texts = [text[:3], text[3:]] if split and it.cell is None and len(text) > 4 else [text]
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{it.cols}"/>{merge}</w:tcPr>{"".join(map(_paragraph, texts))}</w:tc>'


def xlsx(form: Form, truth: Truth, seed: int, labels: str = "plain") -> bytes:
    """Everything on one sheet or a sheet for each table; figures as numbers."""
    draw = random.Random(seed)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    row = 1
    alone = draw.random() < 0.5
    for text in (
        f"{truth.unit}{truth.year}年政府信息公开工作年度报告",
        form.intro.format(unit_name=truth.unit, year=truth.year),
    ):
        sheet.cell(row, 1, text)
        row += 1
    for section in form.sections:
        if not section.ordinal:
            continue
        if section.table and alone:
            sheet, row = book.create_sheet(section.id), 1
        sheet.cell(row, 1, section.heading)
        row += 1
        if not section.table:
            for text in truth.texts[section.cells[0]].split("\n"):
                sheet.cell(row, 1, text)
                row += 1
            continue
        cells = relabelled(all_tables(form, truth)[section.id], labels, truth, draw)
        for c in cells:
            value = int(c.text) if c.cell and c.text.isascii() and c.text.isdigit() else c.text or None
            sheet.cell(row + c.row, 1 + c.col, value)
            if c.rows * c.cols > 1:
                sheet.merge_cells(None, row + c.row, 1 + c.col, row + c.row + c.rows - 1, c.col + c.cols)
        row += max(c.row + c.rows for c in cells) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
