"""Whether a file says what the report says: every paragraph, label and figure read back is compared (P03)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from core.layout.boxes import Box
from core.layout.document import Document, FilledTable, Paragraph
from core.layout.styles import PARAGRAPHS, Face, box_style
from core.readers.pieces import Piece, Prose, Sheet, Slot, squeezed

Fold = Callable[[Sequence[tuple[str, Face]]], str]
"""What a format makes of stretches of text in their faces; both sides are compared as it leaves them."""

_QUOTE: Final = 12
_SPACE: Final = re.compile(r"\s")


def fault(document: Document, read: Sequence[Piece], fold: Fold, *, paper: bool = False) -> str:
    """The first place where what was `read` differs from `document`, as words for a person; empty if none does.

    `paper`: lines and pages are broken there, so white space says nothing, and a table may stand in parts.
    """
    prose = [piece.text for piece in read if isinstance(piece, Prose)]
    sheets = [piece for piece in read if isinstance(piece, Sheet)]
    wanted = [text for block in document.blocks if isinstance(block, Paragraph) and (text := _text(block, fold))]
    found = _running(wanted, _bare("".join(prose))) if paper else _paragraphs(wanted, prose)
    return found or _tables([it for it in document.blocks if isinstance(it, FilledTable)], sheets, fold, paper=paper)


def _text(it: Paragraph, fold: Fold) -> str:
    face = PARAGRAPHS[it.style].face
    if not it.lead:
        return fold([(it.text, face)])
    return fold([(it.text[: it.lead], face), (it.text[it.lead :], PARAGRAPHS["body"].face)])


def _paragraphs(wanted: Sequence[str], read: Sequence[str]) -> str:
    for number, (text, back) in enumerate(zip(wanted, read, strict=False), 1):
        if text != back:
            return f"第{number}段“{_quoted(text)}”"
    if len(wanted) != len(read):
        return f"段数（应有 {len(wanted)} 段，读到 {len(read)} 段）"
    return ""


def _running(wanted: Sequence[str], read: str) -> str:
    at = 0
    for number, text in enumerate(wanted, 1):
        bare = _bare(text)
        if read[at : at + len(bare)] != bare:
            return f"第{number}段“{_quoted(text)}”"
        at += len(bare)
    return "" if at == len(read) else f"正文末尾“{_quoted(read[at:])}”"


def _bare(text: str) -> str:
    return _SPACE.sub("", text)


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTE else text[:_QUOTE] + "…"


def _tables(tables: Sequence[FilledTable], sheets: Sequence[Sheet], fold: Fold, *, paper: bool) -> str:
    clean = _bare if paper else str
    wanted = [squeezed(_slots(table, fold)) for table in tables]
    if paper and len(sheets) > len(tables):
        return _parted(tables, wanted, sheets)
    for table, slots, sheet in zip(tables, wanted, sheets, strict=False):
        back = {_place(slot): clean(slot.text) for slot in squeezed(sheet.slots)}
        for slot in slots:
            if back.pop(_place(slot), None) != clean(slot.text):
                return _where(table, slot)
        if back:
            return f"{table.caption}的格数"
    return "" if len(tables) == len(sheets) else f"表的个数（应有 {len(tables)} 张，读到 {len(sheets)} 张）"


def _slots(table: FilledTable, fold: Fold) -> Iterator[Slot]:
    for box in table.grid.boxes:
        yield Slot(box.row, box.col, box.rowspan, box.colspan, fold([(_said(box, table), _face(box, table))]))


def _said(box: Box, table: FilledTable) -> str:
    return box.text or table.texts.get(box.cell or "", "")


def _face(box: Box, table: FilledTable) -> Face:
    return box_style(box, table.grid.stub_cols).face


def _place(it: Slot) -> tuple[int, int, int, int]:
    return it.row, it.col, it.rowspan, it.colspan


def _parted(tables: Sequence[FilledTable], wanted: Sequence[Sequence[Slot]], sheets: Sequence[Sheet]) -> str:
    """Of tables that a page's end cut: every text is there as often as it should, heads more often."""
    left = Counter(_bare(slot.text) for sheet in sheets for slot in sheet.slots)
    for table, slots in zip(tables, wanted, strict=True):
        for slot in slots:
            text = _bare(slot.text)
            if not text:
                continue
            if not left[text]:
                return _where(table, slot)
            left[text] -= 1
    return ""


def _where(table: FilledTable, slot: Slot) -> str:
    return f"{table.caption}第{slot.row + 1}行第{slot.col + 1}列"
