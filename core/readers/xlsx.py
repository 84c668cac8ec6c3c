"""A spreadsheet (.xlsx) as pieces: a sheet of long lines is text, every other one a table."""

from __future__ import annotations

import io
from decimal import Decimal
from math import isfinite
from typing import Final
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from core.readers.boxed import BROKEN, damaged, opened
from core.readers.normal import is_number
from core.readers.pieces import Piece, Prose, Sheet, Slot
from core.values import decimal_text

_MOST_ROWS: Final = 5_000
_MOST_COLUMNS: Final = 200
_LONG: Final = 32_000
"""Characters from which on the next column goes on with the same paragraph."""


def pieces(data: bytes, name: str) -> tuple[Piece, ...]:
    """What stands in the file, formulas by the value stored with them. Raises `InputError` where it is damaged."""
    opened(data, name).close()
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (*BROKEN, TypeError, AttributeError, InvalidFileException, ParseError) as error:
        raise damaged(name) from error
    tables: dict[str, Piece] = {}
    rows: list[tuple[str, str]] = []
    for sheet in book.worksheets:
        slots = _slots(sheet)
        if prose := _prose(slots):
            rows += prose
        else:
            tables[sheet.title] = Sheet(slots, sheet.title)
    found = [tables.pop(named) if named in tables else Prose(text) for text, named in rows]
    return (*found, *tables.values())


def _slots(sheet: Worksheet) -> tuple[Slot, ...]:
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for merged in sheet.merged_cells.ranges:
        rows, cols = merged.max_row - merged.min_row + 1, merged.max_col - merged.min_col + 1
        if rows <= _MOST_ROWS and cols <= _MOST_COLUMNS:
            spans[merged.min_row, merged.min_col] = (rows, cols)
            covered |= {(merged.min_row + i, merged.min_col + j) for i in range(rows) for j in range(cols)}
    covered -= spans.keys()
    limits = {"max_row": min(sheet.max_row, _MOST_ROWS), "max_col": min(sheet.max_column, _MOST_COLUMNS)}
    return tuple(
        Slot(row, col, *spans.get((row, col), (1, 1)), _shown(value))
        for row, values in enumerate(sheet.iter_rows(values_only=True, **limits), 1)
        for col, value in enumerate(values, 1)
        if (row, col) not in covered
    )


def _shown(value: object) -> str:
    """A number without its floating point's tail, or the mark that makes a text of it: what a person would read."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        text = "" if value is None else str(value)
        return text[1:] if text[:1] == "'" and is_number(text[1:]) else text
    return decimal_text(Decimal(repr(value))) if isfinite(value) else ""


def _prose(slots: tuple[Slot, ...]) -> list[tuple[str, str]]:
    """(text, sheet named in its place) for each row of a sheet that holds one text a row: in the first column and,
    where it is very long, on in the next ones; in the second one alone stands the name of a sheet, which belongs there.
    Nothing for a table."""
    rows: dict[int, list[str]] = {}
    for slot in slots:
        rows.setdefault(slot.row, []).append(slot.text)
    for texts in rows.values():
        if any(text and len(texts[at]) < _LONG for at, text in enumerate(texts[1:]) if at or texts[0]):
            return []
    named = [(text, "" if texts[0] else text) for texts in rows.values() if (text := "".join(texts))]
    return named if any(not name for _, name in named) else []
