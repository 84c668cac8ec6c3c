"""A PDF that another program made: tables from their rules or from where figures stand, the rest as paragraphs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pypdfium2

from core.errors import InputError
from core.readers.normal import is_figure
from core.readers.pdf_drawn import Drawing, looked_at
from core.readers.pdf_lines import Edges, Written, edges, joined, lines, own, usual
from core.readers.pdf_open import open_tables, words_of
from core.readers.pdf_page import Char, Ruled, baselines, characters, held, ruled_tables, written
from core.readers.pdf_place import View, view
from core.readers.pieces import Piece, Sheet, Slot

_FEWEST: Final = 20
"""Characters on all pages below which there is no text to speak of."""
_CLOSE: Final = 0.4
"""Of a character: the white between the cells of a table that is more than the space between letters."""
_WIDER: Final = 1.2
"""Than on the whole page do the characters of a table not stand apart."""
_APART: Final = 1.5
"""The same within a box."""
_CROWDED: Final = 0.3
"""Of the figures of a table: where more share a box with others, its rules are not those of its cells."""
_GAP: Final = 6.5
"""Points; a figure and the white around it take more."""
_FURNITURE: Final = 3
"""Lines of a page's head or foot at most."""
_DOUBLED: Final = 1.2
"""Points within which the same character stands there twice."""
_NUMBER: Final = re.compile(
    r"[—–－-]*\s*\d{1,3}\s*[—–－-]*|.{0,20}[—–－-]\s*\d{1,3}\s*[—–－-].{0,20}|第\s*\d{1,3}\s*页.{0,12}"
    r"|[Pp](?:age|\.)?\s*\d{1,3}.{0,8}|\d{1,3}\s*/\s*\d{1,3}"
)
"""A page's number."""


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page: the tables with the height at which they begin, and the lines that are in none."""

    shown: View
    width: int
    tables: tuple[tuple[float, Sheet], ...]
    rows: tuple[Sequence[Char], ...]


def pieces(document: pypdfium2.PdfDocument, name: str) -> tuple[Piece, ...]:
    """What stands on the pages. Raises `InputError` where they hold no text: then they are pictures."""
    leaves: list[_Leaf] = []
    count = 0
    columns: Sequence[float] = ()
    for number in range(len(document)):
        page = document[number]
        drawing = looked_at(page)
        chars = list(_once(characters(page, drawing)))
        count += sum(not char.text.isspace() for char in chars)
        leaf, columns = _leaf(view(page, number, drawing), drawing, chars, columns)
        leaves.append(leaf)
        page.close()
    if count < _FEWEST:
        raise InputError(
            "scanned", f"“{name}”是扫描图片，里面没有文字，读不出数字。请改用 Word 文件或网页，或先做文字识别。"
        )
    leaves = _without_furniture(leaves)
    widths = {leaf.width for leaf in leaves}
    known = {width: edges([row for leaf in leaves if leaf.width == width for row in leaf.rows]) for width in widths}
    return tuple(joined(it for leaf in leaves for it in _placed(leaf, known[leaf.width])))


def _once(chars: Iterable[Char]) -> Iterable[Char]:
    """The characters without those printed again in their own place, as programs do that have no bold type."""
    taken: set[tuple[str, int, int]] = set()
    for char in chars:
        x, y = char.x / _DOUBLED, char.y / _DOUBLED
        places = [(char.text, i, j) for i in (int(x), round(x)) for j in (int(y), round(y))]
        if taken.isdisjoint(places):
            taken.update(places)
            yield char


def _leaf(
    shown: View, drawing: Drawing, chars: Sequence[Char], before: Sequence[float]
) -> tuple[_Leaf, Sequence[float]]:
    """The page, and the columns of the last table on it without rules. `before`: those of the page before."""
    tables: list[tuple[float, Sheet]] = []
    free = list(chars)
    for table in ruled_tables(drawing):
        if len(table.boxes) > 1:
            inside, outside = _parted(free, table)
            boxes = list(held(table, inside))
            told = [_figures(lines, drawing.size) for _, lines in boxes]
            crowded = sum(count for count in told if count > 1)
            if crowded > _CROWDED * sum(told):
                continue  # its rules do not part its figures: where these stand has to tell
            free = outside
            slots = tuple(
                Slot(*box, "".join(map(written, lines)), shown.box(*table.edges(*box)))
                for box, lines in boxes
                if lines or not _is_gap(table, *box)
            )
            tables.append((table.ys[0], Sheet(slots, unsure=crowded > 0 or drawing.recognised)))
    rows = [row for row in baselines(free) if any(not char.text.isspace() for char in row)]
    most = usual(rows)
    found = open_tables([words_of(row, min(own(row, most), _WIDER * most), _CLOSE) for row in rows], before, shown.box)
    tables += [(rows[min(used)][0].y, replace(sheet, unsure=drawing.recognised)) for used, sheet, _ in found]
    gone = frozenset[int]().union(*(used for used, _, _ in found))
    left = tuple(row for i, row in enumerate(rows) if i not in gone)
    return _Leaf(shown, round(shown.width), tuple(tables), left), found[-1][2] if found else ()


def _figures(lines: Sequence[Sequence[Char]], wide: float) -> int:
    """How many figures stand apart in a box, below or beside each other; one below words counts twice."""
    told = [[is_figure(word.text) for word in words] for line in lines if (words := words_of(line, wide, _APART))]
    count = sum(map(sum, told))
    return count + (bool(count) and not any(told[0]) and all(told[-1]))


def _is_gap(table: Ruled, row: int, col: int, rows: int, cols: int) -> bool:
    """Whether a box is no wider or higher than what lies between two cells that have frames of their own."""
    return min(table.xs[col + cols] - table.xs[col], table.ys[row] - table.ys[row + rows]) < _GAP


def _parted(chars: Sequence[Char], table: Ruled) -> tuple[list[Char], list[Char]]:
    """Those in the table and those beside it."""
    left, bottom, right, top = table.xs[0] - 1, table.ys[-1], table.xs[-1] + 1, table.ys[0]
    parts: tuple[list[Char], list[Char]] = [], []
    for char in chars:
        parts[not (bottom < char.y < top and left < char.x < right)].append(char)
    return parts


def _placed(leaf: _Leaf, page: Edges) -> list[Sheet | Written]:
    """From top to bottom."""
    written = [(row[0].y, line) for row, line in zip(leaf.rows, lines(leaf.rows, page, leaf.shown), strict=True)]
    everything: list[tuple[float, Sheet | Written]] = [*leaf.tables, *written]
    return [it for _, it in sorted(everything, key=lambda pair: -pair[0])]


def _without_furniture(leaves: Sequence[_Leaf]) -> list[_Leaf]:
    """The pages without their numbers, and without heads and feet that stand on several of them."""
    outer = Counter(mark for leaf in leaves for mark in {_mark(row) for rows in _outer(leaf) for row in rows})
    found = []
    for leaf in leaves:
        gone: set[int] = set()
        for rows in _outer(leaf):
            ours = itertools.takewhile(lambda row: outer[_mark(row)] > 1 or _NUMBER.fullmatch(_said(row)), rows)
            gone |= set(map(id, ours))
        found.append(replace(leaf, rows=tuple(row for row in leaf.rows if id(row) not in gone)))
    return found


def _outer(leaf: _Leaf) -> tuple[Sequence[Sequence[Char]], Sequence[Sequence[Char]]]:
    """The lines at the head of a page, from the edge inwards, and those at its foot."""
    tops = [y for y, _ in leaf.tables]
    head = [row for row in leaf.rows if all(row[0].y > top for top in tops)]
    foot = [row for row in leaf.rows if all(row[0].y < top for top in tops)]
    return head[:_FURNITURE], foot[: -_FURNITURE - 1 : -1]


def _said(row: Sequence[Char]) -> str:
    return written(row).strip()


def _mark(row: Sequence[Char]) -> str:
    """A line with its figures masked."""
    return re.sub(r"\d+", "#", "".join(_said(row).split()))
