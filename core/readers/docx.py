"""A word-processor file (.docx) as pieces: the body's paragraphs and tables, merged cells as one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from lxml import etree

from core.readers.boxed import opened, part
from core.readers.markup import is_note
from core.readers.pieces import Piece, Prose, Sheet, Slot

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL: Final = f"{_W}val"
_P: Final = f"{_W}p"
_TABLE: Final = f"{_W}tbl"
_ROW: Final = f"{_W}tr"
_CELL: Final = f"{_W}tc"
_UNSEEN: Final = (
    *(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pict", "pPr", "rPr", "tcPrChange", "trPrChange")),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
"""What holds no words of the running text, or words taken out."""
_AROUND: Final = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"))
"""What may stand around a paragraph, table, row or cell and shows nothing of its own."""
_MARKS: Final[Mapping[str, str]] = MappingProxyType(
    {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
)
_T: Final = f"{_W}t"
_RUN: Final = f"{_W}r"
_NOT_SHOWN: Final = tuple(f"{_W}{name}" for name in ("vanish", "strike", "dstrike"))
_RAISED: Final = f"{_W}vertAlign"
_BEFORE: Final = f"{_W}gridBefore"
_SPAN: Final = f"{_W}gridSpan"
_MERGE: Final = f"{_W}vMerge"
_GRID: Final = (_ROW, _CELL, _BEFORE, _SPAN, _MERGE)
_IN_TABLE: Final = (*_GRID, _P, _T, *_MARKS)
_PLAIN: Final = f"{_W}customXml"
_GOES_ON: Final = "continue"
_MOST_COLUMNS: Final = 200


def pieces(data: bytes, name: str) -> tuple[Piece, ...]:
    """What stands in the file. Raises `InputError` where it is damaged."""
    with opened(data, name) as archive:
        body = part(archive, "word/document.xml", name).find(f"{_W}body")
    if body is None:
        return ()
    _without_unseen(body)
    etree.strip_elements(body, *_UNSEEN, with_tail=False)
    return tuple(_pieces(body))


def _pieces(parent: etree._Element) -> Iterator[Piece]:
    for child in _bare(parent):
        if child.tag == _P:
            if text := _text(child):
                yield Prose(text)
        elif child.tag == _TABLE and next(child.iterdescendants(_TABLE), None) is None:
            yield _sheet(child)
        elif child.tag == _TABLE:
            cells = [cell for row in _bare(child) if row.tag == _ROW for cell in _bare(row) if cell.tag == _CELL]
            if len(cells) < sum(1 for _ in child.iter(_CELL)) - len(cells):
                # A table around bigger ones is there for the looks.
                for cell in cells:
                    yield from _pieces(cell)
            else:
                yield _sheet(child)


def _bare(parent: etree._Element) -> Iterator[etree._Element]:
    """The children, those of content controls and the like as if they stood there themselves."""
    for child in parent:
        if child.tag in _AROUND:
            yield from _bare(child)
        else:
            yield child


def _text(paragraph: etree._Element) -> str:
    return "".join([it.text or "" if it.tag == _T else _MARKS[it.tag] for it in paragraph.iter(_T, *_MARKS)])


def _without_unseen(body: etree._Element) -> None:
    """Runs that the page does not show or shows as struck out go, and raised marks of notes."""
    for mark in body.iter(*_NOT_SHOWN, _RAISED):
        properties = mark.getparent()
        run = properties.getparent() if properties is not None else None
        if run is not None and run.tag == _RUN and _goes(mark, run):
            for shown in (*run.iter(_T), *run.iter(*_MARKS)):
                shown.tag = f"{_W}delText"


def _goes(mark: etree._Element, run: etree._Element) -> bool:
    if mark.tag == _RAISED:
        return mark.get(_VAL) == "superscript" and is_note(_text(run))
    return mark.get(_VAL, "true") not in ("0", "false", "off")


def _sheet(table: etree._Element) -> Sheet:
    """The table; a cell merged downwards (w:vMerge) grows, its continuations are no slots."""
    slots: dict[tuple[int, int], Slot] = {}
    open_: dict[int, tuple[int, int]] = {}
    for row, col, span, merge, text in _cells(table):
        if merge == _GOES_ON and col in open_:
            above = slots[open_[col]]
            slots[open_[col]] = above._replace(rowspan=row - above.row + 1)
        else:
            slots[row, col] = Slot(row, col, 1, span, text)
            open_.pop(col, None)
            if merge:
                open_[col] = (row, col)
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    return Sheet(tuple(slots.values()), caption.get(_VAL, "") if caption is not None else "")


def _cells(table: etree._Element) -> Iterator[tuple[int, int, int, str, str]]:
    """(row, first column, columns, the word of its merging downwards or nothing, text) of each cell, whatever stands
    around rows, cells and paragraphs. Of tables in cells the paragraphs alone are left."""
    for inner in table.iterdescendants(_TABLE):
        for it in inner.iter(*_GRID):
            it.tag = _PLAIN
    row, col = -1, 0
    for first, inside in _parts(table):
        if first.tag == _ROW:
            row, col = row + 1, sum(_number(it) for it in inside if it.tag == _BEFORE)
        else:
            span, merge, text = _read(inside)
            yield row, col, span, merge, text
            col += span


def _parts(table: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Each row and each cell with what follows up to the next of them: the table's elements gone through once."""
    first: etree._Element | None = None
    inside: list[etree._Element] = []
    for it in table.iter(*_IN_TABLE):
        if it.tag not in (_ROW, _CELL):
            inside.append(it)
            continue
        if first is not None:
            yield first, inside
        first, inside = it, []
    if first is not None:
        yield first, inside


def _read(inside: list[etree._Element]) -> tuple[int, str, str]:
    """(columns, the word of its merging downwards or nothing, text) of a cell."""
    span, merge = 1, ""
    parts: list[str] = []
    for it in inside:
        tag = it.tag
        if tag == _T:
            parts.append(it.text or "")
        elif tag == _SPAN:
            span = min(max(_number(it), 1), _MOST_COLUMNS)
        elif tag == _MERGE:
            merge = it.get(_VAL, _GOES_ON)
        elif tag != _BEFORE:
            parts.append("\n" if tag == _P else _MARKS[tag])
    return span, merge, "".join(parts).strip("\n")


def _number(found: etree._Element) -> int:
    value = found.get(_VAL, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
