"""A PDF as pieces: tables from their rules, paragraphs from the indents of their lines.

Our own pages are those of GB/T 9704 (`core.layout.styles`), where what stands below the type area is the page's foot;
anybody else's are measured (`core.readers.pdf_foreign`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pypdfium2

from core.errors import InputError
from core.layout.styles import PAGE
from core.readers import pdf_foreign
from core.readers.pdf_drawn import drawn
from core.readers.pdf_page import Char, baselines, characters, held, ruled_tables, written
from core.readers.pdf_place import View, view
from core.readers.pieces import Piece, Prose, Sheet, Slot

_INDENTED: Final = 0.8
"""Of a character: a line that begins so far in begins a paragraph."""
_LARGE: Final = 20.0
"""Type from this size on is a title, whose lines belong together."""
_MOST_PAGES: Final = 300
_OURS: Final = "nianbao "
"""How the creator is named in the files of this program."""


def pieces(data: bytes, name: str) -> tuple[tuple[Piece, ...], int]:
    """(what stands on the pages, without their feet; how many these are). Raises `InputError` where the file is damaged
    or locked."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged", f"“{name}”打不开：文件已损坏，或设了密码。请重新取一份。") from error
    try:
        if len(document) > _MOST_PAGES:
            raise InputError("too_large", f"“{name}”超过 {_MOST_PAGES} 页，不像一份年报，没有读入。")
        if not document.get_metadata_value("Creator").startswith(_OURS):
            return pdf_foreign.pieces(document, name), len(document)
        found: list[Piece] = []
        for number in range(len(document)):
            _join(found, list(_page(document[number], number)))
        return tuple(found), len(document)
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged", f"“{name}”有一页读不出来，文件可能已损坏。请重新取一份。") from error
    finally:
        document.close()


def _join(found: list[Piece], more: list[Piece]) -> None:
    """A paragraph that goes on over the page break is one; `_page` marks it by a line feed before it."""
    for piece in more:
        if isinstance(piece, Prose) and piece.text.startswith("\n"):
            text = piece.text[1:]
            if found and isinstance(found[-1], Prose):
                found[-1] = Prose(found[-1].text + text, found[-1].box)
            else:
                found.append(Prose(text, piece.box))
        else:
            found.append(piece)


def _page(page: pypdfium2.PdfPage, number: int) -> Iterator[Piece]:
    shown = view(page, number)
    foot = PAGE.bottom - 1
    chars = [c for c in characters(page) if c.y > foot]
    tables = list(ruled_tables(drawn(page)))
    lines: list[tuple[float, Piece | list[Char]]] = []
    free = chars
    for table in tables:
        left, bottom, right, top = table.xs[0] - 1, table.ys[-1], table.xs[-1] + 1, table.ys[0]
        within = [bottom < c.y < top and left < c.x < right for c in free]
        inside = [c for c, here in zip(free, within, strict=True) if here]
        free = [c for c, here in zip(free, within, strict=True) if not here]
        slots = (
            Slot(*box, "".join(map(written, told)), shown.box(*table.edges(*box))) for box, told in held(table, inside)
        )
        lines.append((table.ys[0], Sheet(tuple(slots))))
    lines += [(row[0].y, row) for row in baselines(free)]
    lines.sort(key=lambda line: -line[0])
    yield from _paragraphs([line for _, line in lines], shown)


def _paragraphs(lines: Sequence[Piece | list[Char]], shown: View) -> Iterator[Piece]:
    """Lines joined to paragraphs; the first of a page goes on with the last one of the page before, if it begins at
    the edge."""
    open_, large, box = "", False, None
    for line in lines:
        if not isinstance(line, list):
            if open_:
                yield Prose(open_, box)
            yield line
            open_, large = "", False
            continue
        text = written(line)
        big = line[0].size >= _LARGE
        begins = line[0].x > PAGE.left + _INDENTED * PAGE.advance
        if (big and large) or (not big and not large and not begins):
            box = box if open_ else shown.line(line, PAGE.advance)
            open_ = (open_ or "\n") + text
        else:
            if open_:
                yield Prose(open_, box)
            open_, large, box = text, big, shown.line(line, PAGE.advance)
    if open_:
        yield Prose(open_, box)
