"""A word-processor file (.docx) as pieces: the body's paragraphs and tables, merged cells as one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from core.readers.boxed import opened, part
from core.readers.pieces import Piece, Prose, Sheet, Slot

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED: Final = frozenset({f"{_W}del", f"{_W}txbxContent", f"{_W}pict", _FALLBACK})
_GOES_ON: Final = "continue"
_MOST_COLUMNS: Final = 200


def pieces(data: bytes, name: str) -> tuple[Piece, ...]:
    """What stands in the file. Raises `InputError` where it is damaged."""
    with opened(data, name) as archive:
        body = part(archive, "word/document.xml", name).find(f"{_W}body")
    return tuple(_pieces(body)) if body is not None else ()


def _pieces(parent: etree._Element) -> Iterator[Piece]:
    for child in parent:
        if child.tag == f"{_W}p":
            if text := _text(child):
                yield Prose(text)
        elif child.tag == f"{_W}tbl":
            yield _sheet(child)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}smartTag"):
            yield from _pieces(child)


def _text(parent: etree._Element) -> str:
    return "".join(_words(parent))


def _words(parent: etree._Element) -> Iterator[str]:
    for child in parent:
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}tab":
            yield "\t"
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{_W}pPr", f"{_W}rPr"):
            yield from _words(child)


def _sheet(table: etree._Element) -> Sheet:
    """The table; a cell merged downwards (w:vMerge) grows, its continuations are no slots."""
    slots: dict[tuple[int, int], Slot] = {}
    open_: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(_rows(table, "tr")):
        col = _number(line, "trPr", "gridBefore")
        for cell in _rows(line, "tc"):
            span = min(max(_number(cell, "tcPr", "gridSpan"), 1), _MOST_COLUMNS)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val", _GOES_ON) == _GOES_ON
            if goes_on and col in open_:
                above = slots[open_[col]]
                slots[open_[col]] = replace(above, rowspan=row - above.row + 1)
            else:
                slots[row, col] = Slot(row, col, 1, span, "\n".join(map(_text, cell.findall(f"{_W}p"))).strip("\n"))
                open_.pop(col, None)
                if merge is not None:
                    open_[col] = (row, col)
            col += span
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    return Sheet(tuple(slots.values()), caption.get(f"{_W}val", "") if caption is not None else "")


def _rows(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also inside content controls, not those of tables in cells."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins"):
            yield from _rows(child, name)


def _number(parent: etree._Element, properties: str, name: str) -> int:
    found = parent.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val", "") if found is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
