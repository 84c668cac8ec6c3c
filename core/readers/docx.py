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
    *(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pict", "pPr", "rPr")),
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
_ROW_PROPERTIES: Final = f"{_W}trPr"
_BEFORE: Final = f"{_W}gridBefore"
_CELL_PROPERTIES: Final = f"{_W}tcPr"
_SPAN: Final = f"{_W}gridSpan"
_MERGE: Final = f"{_W}vMerge"
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
    for properties in body.iter(f"{_W}rPr"):
        run = properties.getparent()
        if run is None or run.tag != _RUN or not len(properties):
            continue
        raised = properties.find(f"{_W}vertAlign")
        if any(_is_on(properties.find(name)) for name in _NOT_SHOWN) or (
            raised is not None and raised.get(_VAL) == "superscript" and is_note(_text(run))
        ):
            for shown in (*run.iter(_T), *run.iter(*_MARKS)):
                shown.tag = f"{_W}delText"


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and switch.get(_VAL, "true") not in ("0", "false", "off")


def _sheet(table: etree._Element) -> Sheet:
    """The table; a cell merged downwards (w:vMerge) grows, its continuations are no slots."""
    slots: dict[tuple[int, int], Slot] = {}
    open_: dict[int, tuple[int, int]] = {}
    for row, line in enumerate(it for it in _bare(table) if it.tag == _ROW):
        col = 0
        for cell in _bare(line):
            if cell.tag == _ROW_PROPERTIES:
                col = _number(cell.find(_BEFORE))
            if cell.tag != _CELL:
                continue
            span, merge, text = _read(cell)
            if merge == _GOES_ON and col in open_:
                first = open_[col]
                above = slots[first]
                slots[first] = Slot(above.row, above.col, row - above.row + 1, above.colspan, above.text)
            else:
                slots[row, col] = Slot(row, col, 1, span, text)
                open_.pop(col, None)
                if merge:
                    open_[col] = (row, col)
            col += span
    caption = table.find(f"{_W}tblPr/{_W}tblCaption")
    return Sheet(tuple(slots.values()), caption.get(_VAL, "") if caption is not None else "")


def _read(cell: etree._Element) -> tuple[int, str, str]:
    """(columns, the word of its merging downwards or nothing, text)."""
    span, merge = 1, ""
    lines: list[str] = []
    for child in _bare(cell):
        if child.tag == _P:
            lines.append(_text(child))
        elif child.tag == _TABLE:
            lines += map(_text, child.iter(_P))
        elif child.tag == _CELL_PROPERTIES:
            for it in child:
                if it.tag == _SPAN:
                    span = min(max(_number(it), 1), _MOST_COLUMNS)
                elif it.tag == _MERGE:
                    merge = it.get(_VAL, _GOES_ON)
    return span, merge, "\n".join(lines).strip("\n")


def _number(found: etree._Element | None) -> int:
    value = found.get(_VAL, "") if found is not None else ""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
