"""Lines of running text on the pages of a PDF: where they begin and end tells the paragraphs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Final

from core.readers import site
from core.readers.lines import Box
from core.readers.pdf_page import Char
from core.readers.pdf_place import View
from core.readers.pieces import Piece, Prose, Sheet

_INDENTED: Final = 0.8
_LARGER: Final = 1.2
_SHORT: Final = 2.5
"""Characters by which a line that ends a paragraph stays behind the others."""
_HANGING: Final = 1.2
_GAP: Final = 0.8
"""Of a character: the white between two words that is more than the space between letters."""
_USUAL: Final = 12.0
_FEW: Final = 4
_LONG: Final = 10
"""Characters from which on a line shows how its page is set."""
_HEADED: Final = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|\d{1,2}[.、．]|[（(]\d{1,2}[)）]")
_ROW: Final = re.compile(r"(?:\S+\s+){2,}\d\S*")


@dataclass(frozen=True, slots=True)
class Written:
    """A line of running text; `begins`, `ends`: whether a paragraph begins or ends there; `box`: where it lies."""

    text: str
    begins: bool
    ends: bool
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the lines of pages of one width begin and end, in points."""

    left: float
    right: float


def edges(rows: Sequence[Sequence[Char]]) -> Edges:
    """Of all lines of such pages: the furthest place that two lines reach, for a mark may hang out of one."""
    wide = usual(rows)
    long = _long([bare(row) for row in rows])
    ends = sorted((row[-1].x for row in long), reverse=True)
    right = next(
        (end for end, other in itertools.pairwise(ends) if end - other < _HANGING * wide), max(ends, default=0)
    )
    return Edges(min((row[0].x for row in long), default=0.0), right)


def lines(rows: Sequence[Sequence[Char]], page: Edges, shown: View) -> Iterator[Written]:
    """The lines of a page."""
    most = usual(rows)
    title = False
    for row in map(bare, rows):
        wide = own(row, most)
        before, title = title, wide > _LARGER * most
        text, box = _text(row, wide), shown.line(row, wide)
        if title:  # its lines are one
            yield Written(text, not before, ends=False, box=box)
            continue
        alone = bool(_ROW.fullmatch(text))
        begins = (
            before or alone or row[0].x > page.left + _INDENTED * wide or bool(_HEADED.match(text)) or site.begins(text)
        )
        yield Written(text, begins, alone or row[-1].x < page.right - _SHORT * wide, box)


def bare(row: Sequence[Char]) -> list[Char]:
    return [char for char in row if not char.text.isspace()]


def _long(rows: Sequence[Sequence[Char]]) -> Sequence[Sequence[Char]]:
    """The lines that tell how a page is set; all where there is none."""
    return [row for row in rows if len(row) >= _LONG] or rows


def usual(rows: Sequence[Sequence[Char]]) -> float:
    """How far most characters of the page stand apart."""
    long = _long([bare(row) for row in rows])
    return median([_advance(row) for row in long]) if long else _USUAL


def own(row: Sequence[Char], most: float) -> float:
    """The same for one line; a line of little else than figures does not tell it."""
    return _advance(bare(row)) if sum(map(_is_wide, row)) >= _FEW else most


def _is_wide(char: Char) -> bool:
    return char.text > "\u2000" and char.text.isalpha()


def _advance(row: Sequence[Char]) -> float:
    """How far one Chinese character stands from the next, in points. The size that a font states may be any unit."""
    pairs = [(before, after) for before, after in itertools.pairwise(row) if after.x > before.x]
    wide = [after.x - before.x for before, after in pairs if _is_wide(before) and _is_wide(after)]
    return (
        quantiles(wide, n=4)[0]
        if len(wide) > 1
        else wide[0]
        if wide
        else 2 * median([b.x - a.x for a, b in pairs])
        if pairs
        else _USUAL
    )


def _text(row: Sequence[Char], wide: float) -> str:
    """The characters of a line, with a space where words or figures stand apart."""
    parts = [row[0].text]
    for before, after in itertools.pairwise(row):
        own = wide / 2 if before.text.isascii() else wide
        apart = after.x - before.x - own > _GAP * wide
        parts.append(" " + after.text if apart else after.text)
    return "".join(parts).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def joined(found: Iterable[Sheet | Written]) -> Iterator[Piece]:
    """Lines as paragraphs, over page breaks too; page numbers are lines of their own and stay so."""
    open_, box = "", None
    for it in found:
        if isinstance(it, Written) and not it.begins and open_:
            open_ += it.text
        else:
            if open_:
                yield Prose(open_, box)
            open_, box = (it.text, it.box) if isinstance(it, Written) else ("", None)
            if not isinstance(it, Written):
                yield it
        if open_ and isinstance(it, Written) and it.ends:
            yield Prose(open_, box)
            open_ = ""
    if open_:
        yield Prose(open_, box)
