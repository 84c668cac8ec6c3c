"""The report for a spreadsheet: one sheet a table in the statutory layout, and a sheet of the texts.

What a person typed is never a formula: figures go in as numbers, everything else as quoted text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from math import ceil
from typing import Any, BinaryIO, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from core import __version__
from core.layout.boxes import Box
from core.layout.document import Document, FilledTable, Paragraph
from core.layout.styles import MM, PAGE, box_style
from core.writers.carry import carried
from core.writers.docx_styles import FACES

TEXTS: Final = "文字"
"""The sheet of the running texts, a paragraph a row."""

LONGEST: Final = 32_000
"""Characters in a cell at most (Excel holds 32,767 UTF-16 units); a longer paragraph goes on in the next column."""

_EXACT: Final = 15
"""Digits that a spreadsheet's number holds; a longer figure goes in as text."""

_FIGURE: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_SHEET: Final = re.compile(r"[\[\]:*?/\\']")
_SIZE: Final = 10.5
_LABEL_WIDTH: Final = 20.0  # widths are in digits of the default face, about 5.3 points
_STUB_WIDTH: Final = 9.0
_LAST_STUB_WIDTH: Final = 34.0
_ENTRY_WIDTH: Final = 7.0
_TEXT_WIDTH: Final = 74.0
_TEXT_SIZE: Final = 14.0
_TEXT_CHARACTERS: Final = 28
_TALLEST: Final = 400.0
_LINE: Final = 16.5
_UNITS: Final = 2.2
"""Widths of a Chinese character at `_SIZE`, in those of a digit."""


def write(document: Document, out: BinaryIO, *, formulas: bool = False) -> None:
    """Write `document` as .xlsx to `out`. `formulas`: a total that is computed is a sum of its cells, with its value.

    The same document gives the same bytes.
    """
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {
            "title": carried(document.title),
            "subject": carried(document.subject),
            "author": carried(document.author),
            "comments": carried(document.footer),
            "created": _created(document),
        }
    )
    book.set_custom_property("nianbao", __version__)
    names: set[str] = set()
    looks = _Looks(book)
    texts = book.add_worksheet(_name(TEXTS, names))
    tables = [block for block in document.blocks if isinstance(block, FilledTable)]
    titles = [_name(carried(table.caption), names) for table in tables]
    _texts(texts, document, titles, looks)
    for table, title in zip(tables, titles, strict=True):
        _table(book.add_worksheet(title), table, document, looks, formulas=formulas)
    book.close()


def _created(document: Document) -> datetime:
    if not document.created:
        return datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return datetime.fromisoformat(document.created).astimezone(UTC).replace(tzinfo=None)


def _name(wanted: str, taken: set[str]) -> str:
    """A sheet name that Excel takes, each once."""
    name = base = _SHEET.sub("_", wanted)[:24] or "表"
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name.lower())
    return name


class _Looks:
    """The formats of a workbook by face, alignment and kind, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[Any, ...], Format] = {}

    def get(self, face: str, align: str, *, size: float = _SIZE, border: bool = True, quoted: bool = False) -> Format:
        key = (face, align, size, border, quoted)
        if key not in self._made:
            about = {"font_name": face, "font_size": size, "align": align, "valign": "vcenter", "text_wrap": True}
            self._made[key] = self._book.add_format(about | ({"border": 1} if border else {}))
            self._made[key].set_quote_prefix(quoted)
        return self._made[key]


def _texts(sheet: Worksheet, document: Document, titles: Sequence[str], looks: _Looks) -> None:
    """A paragraph a row; in the place of a table the name of its sheet, in the second column."""
    sheet.set_column(0, 0, _TEXT_WIDTH)
    row = 0
    sheets = iter(titles)
    for block in document.blocks:
        if isinstance(block, FilledTable):
            sheet.write_string(row, 1, next(sheets), looks.get(FACES["kai"][0], "left", border=False, quoted=True))
            row += 1
            continue
        if not isinstance(block, Paragraph) or not (text := carried(block.text)):
            continue
        style = block.style
        face = FACES["xiaobiaosong" if style == "title" else "hei" if style == "heading1" else "fangsong"][0]
        look = looks.get(face, "center" if style == "title" else "left", size=_TEXT_SIZE, border=False, quoted=True)
        for col, start in enumerate(range(0, len(text), LONGEST)):
            sheet.write_string(row, col, text[start : start + LONGEST], look)
        lines = ceil(sum(0.5 if c.isascii() else 1 for c in text) / _TEXT_CHARACTERS)
        sheet.set_row(row, min(1.25 * _TEXT_SIZE * lines + 0.25 * _TEXT_SIZE, _TALLEST))
        row += 1
    _print_setup(sheet, document)
    if row and all(len(block.text) <= LONGEST for block in document.blocks if isinstance(block, Paragraph)):
        sheet.print_area(0, 0, row - 1, 0)  # the sheets' names are for the screen


def _print_setup(sheet: Worksheet, document: Document) -> None:
    """A4 upright, margins of the paper, one page wide, page numbers."""
    sheet.set_paper(9)
    inch = 72
    right = PAGE.width - PAGE.left - PAGE.text_width
    sheet.set_margins(PAGE.left / inch, right / inch, PAGE.top / inch, PAGE.bottom / inch)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    footer = carried(document.footer).replace("&", "&&")[:120]
    sheet.set_footer(f"&L&8{footer} &C— &P —", {"margin": 25 * MM / inch})


def _table(sheet: Worksheet, table: FilledTable, document: Document, looks: _Looks, *, formulas: bool) -> None:
    grid = table.grid
    places = {box.cell: xl_rowcol_to_cell(box.row, box.col) for box in grid.boxes if box.cell}
    widths = _widths(table)
    for col, width in enumerate(widths):
        sheet.set_column(col, col, width)
    for box in grid.boxes:
        _box(sheet, box, table, looks, places if formulas else {})
    for row, lines in enumerate(_lines(table, widths)):
        sheet.set_row(row, _LINE * lines)
    _print_setup(sheet, document)
    heads = frozenset(grid.head_rows)
    repeated = next((row for row in range(grid.rows) if row not in heads), 0)
    if repeated:
        sheet.repeat_rows(0, repeated - 1)
    sheet.freeze_panes(repeated, grid.stub_cols)


def _widths(table: FilledTable) -> list[float]:
    """One width for the columns of a table with a single label column; else labels get more than figures, and a
    figure what it needs."""
    grid = table.grid
    if grid.stub_cols == 1:
        widths = [_LABEL_WIDTH] * grid.cols
    else:
        outer = [_STUB_WIDTH] * (grid.stub_cols - 1) + [_LAST_STUB_WIDTH] * min(grid.stub_cols, 1)
        widths = outer + [_ENTRY_WIDTH] * (grid.cols - grid.stub_cols)
    for box in grid.boxes:
        if box.cell and box.colspan == 1 and _FIGURE.fullmatch(text := table.texts.get(box.cell, "")):
            widths[box.col] = max(widths[box.col], min(len(text) + 1.2, _LAST_STUB_WIDTH))
    return widths


def _lines(table: FilledTable, widths: list[float]) -> list[int]:
    """Lines that the labels of each row need."""
    lines = [1] * table.grid.rows
    for box in table.grid.boxes:
        if box.rowspan == 1 and box.text:
            width = sum(widths[box.col : box.col + box.colspan])
            lines[box.row] = max(lines[box.row], ceil(len(box.text) * _UNITS / width))
    return lines


def _box(sheet: Worksheet, box: Box, table: FilledTable, looks: _Looks, places: Mapping[str, str]) -> None:
    style = box_style(box, table.grid.stub_cols)
    face, align = FACES[style.face][0], "left" if style.align == "left" else "center"
    text = carried(box.text or table.texts.get(box.cell or "", ""))
    number = _FIGURE.fullmatch(text) and sum(map(str.isdigit, text)) <= _EXACT and text != "-0"
    look = looks.get(face, align, quoted=bool(text) and not number and not box.text)
    if box.rowspan * box.colspan > 1:
        sheet.merge_range(box.row, box.col, box.row + box.rowspan - 1, box.col + box.colspan - 1, "", look)
    parts = table.sums.get(box.cell or "", ())
    if not text:
        sheet.write_blank(box.row, box.col, None, look)
    elif number and parts and all(part in places for part in parts):
        formula = f"=SUM({','.join(_ranges([places[part] for part in parts]))})"
        sheet.write_formula(box.row, box.col, formula, look, Decimal(text))  # exact digits
    elif number:
        sheet.write_number(box.row, box.col, Decimal(text), look)  # exact digits
    else:
        sheet.write_string(box.row, box.col, text, look)


def _ranges(cells: list[str]) -> list[str]:
    """The cells of a sum, as a range where they stand side by side in one row or one column."""
    first, last = cells[0], cells[-1]
    columns = {re.sub(r"\d", "", cell) for cell in cells}
    rows = sorted({int(re.sub(r"\D", "", cell)) for cell in cells})
    if len(columns) == 1 and rows[-1] - rows[0] + 1 == len(cells):
        return [f"{first}:{last}"]
    if len(rows) == 1 and len(cells) > 1 and _run(sorted(columns, key=lambda c: (len(c), c))):
        return [f"{first}:{last}"]
    return cells


def _run(columns: list[str]) -> bool:
    numbers = [sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(column))) for column in columns]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
