"""A text as lines: plain ones and rows of cells, with page numbers and word processors' markers set aside.

This is where the readers of all formats meet: whatever a file is, it becomes `Line`s, and `core.readers.text`
goes on from there.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from core.layout.document import is_foot
from core.readers.markup import bare, numbers_shown, parts, seen, unboxed, unmarked
from core.readers.normal import is_figure

_RULE: Final = frozenset("|｜:+=-_ \t")
_BARS: Final = frozenset("|｜")
_BAR: Final = re.compile(r"(?<!\\)[|｜]")
_MARKER = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_PAGE = re.compile(
    r"(?:[—–－-]{1,2}\s*\d{1,3}\s*[—–－-]{1,2}"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/、]?\s*共\s*\d{1,3}\s*页)?"
    r"|[Pp](?:age|\.)?\s*\d{1,3}(?:\s*(?:/|of)\s*\d{1,3})?|(?:(?:https?|file)://\S+\s+)?\d{1,3}\s*/\s*\d{1,3})"
)
_PRINTED = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4},?\s+(?:上午|下午)?\s*\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s+|$)")
"""What a browser prints at the head of every page: when it did so, before the page's title."""
_ADDRESS = re.compile(r"(?:https?|ftp|file)://\S+", re.IGNORECASE)
_NOTE = re.compile(r"\[\^[^\]\s]{1,12}\]:")
"""A note at the end of a Markdown text."""
_BREAK = re.compile(r"\r\n|[\n\r\v\x85\u2028]")
_MOST_BARS: Final = 40
"""Of a row of a table."""
_JOINED: Final = re.compile(r"(?<=\|) (?=\|)")
"""Between two rows; an empty cell has two blanks."""
_CONTEXT: Final = 8
_FEW: Final = 6
_WIDEST: Final = 120
"""Columns: a longer line is a whole paragraph."""
_NONE: Final = frozenset({"无", "零", "没有", "暂无"})
"""Words that are figures in a cell, but not in running text."""


class Box(NamedTuple):
    """Where a cell or a line lies: on the page `page` (from 0), its edges as fractions of the page's width and height,
    from the top left."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `raw` as printed without its ends, `cells` trimmed. `table`: it came with marks of cells, so that an
    empty cell is a blank; without cells it is the end of a row of such. Otherwise there is one cell at most, and none
    in an empty line. `tabbed`: one cell, behind a tab. `places`: first column and width of each cell, where the grid is
    known; `sheet` tells tables apart; `unsure`: its figures are not to be taken without being looked at;
    `boxes`: where each cell lies, of a file that has pages."""

    number: int
    raw: str
    cells: tuple[str, ...]
    table: bool = False
    tabbed: bool = False
    places: tuple[tuple[int, int], ...] = ()
    sheet: int = 0
    unsure: bool = False
    boxes: tuple[Box, ...] = ()

    @property
    def empty(self) -> bool:
        return not self.raw


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of a text; what is no part of the report; how often a page number was met; how many pages it has, if
    that is to be told."""

    lines: tuple[Line, ...]
    residue: tuple[str, ...]
    pages: int = 0


def split(text: str) -> Lines:
    """The lines of `text`. An address alone on its line is no part of a report and is left out, a note is set aside."""
    found: list[Line] = []
    residue: list[str] = []
    pages: list[str] = []
    rows = _BREAK.split(numbers_shown(unboxed(seen(text.replace("\f", "\n")))))
    for number, raw in enumerate(itertools.chain.from_iterable(map(_unfolded, rows))):
        clean = unmarked(_without_markers(raw, residue))
        stripped = clean.strip()
        if is_page_number(shown := " ".join(_BAR.sub(" ", stripped).split())):
            pages.append(_ADDRESS.sub("", shown).strip())
        elif _NOTE.match(stripped):
            residue.append(_beginning(stripped))
        elif not _ADDRESS.fullmatch(stripped) and not _is_rule(stripped):
            found.append(_line(number, clean, stripped))
    return Lines(tuple(_gridded(list(_unpadded(_unframed(_unheaded(found)))))), (*residue, *page_residue(pages)))


def _unheaded(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines of a page that a browser printed without what it put at the head of each sheet, but for the title at
    the first one."""
    found = [(at, head) for at, line in enumerate(lines) if not line.table and (head := _PRINTED.match(line.raw))]
    printed = Counter(head[0].strip() for _, head in found)
    heads = [at for at, head in found if printed[head[0].strip()] > 1]
    titles = [at for at in heads if _PRINTED.sub("", lines[at].raw)]
    below = [next((i for i in range(at + 1, len(lines)) if lines[i].raw), at) for at in heads if at not in titles]
    repeated = Counter(lines[at].raw for at in below)
    titles += [at for at in below if repeated[lines[at].raw] > 1]
    gone = {*heads, *titles}
    kept = min(titles, default=-1)
    first = (replace(lines[kept], raw=title, cells=(title,)) for title in (_PRINTED.sub("", lines[kept].raw),))
    return [next(first) if at == kept else line for at, line in enumerate(lines) if at == kept or at not in gone]


def _unpadded(lines: Sequence[Line]) -> Sequence[Line]:
    """Cells that stand one a line between bars, each below an empty one that only a converter put there, without
    these. Every second line everywhere has to be such a one."""
    gaps: set[int] = set()
    for alone, group in itertools.groupby(lines, lambda it: len(it.cells) == 1 and not _BARS.isdisjoint(it.raw)):
        rows = list(group)
        if alone and any(row.cells[0] for row in rows[::2]):
            return lines
        gaps |= {row.number for row in rows[::2]} if alone else set()
    return [line for line in lines if line.number not in gaps] if len(gaps) > _CONTEXT else lines


def _unfolded(raw: str) -> Sequence[str]:
    """The rows of a table that a converter put into a cell of another one, on one line; else what the line shows."""
    if raw.count("|") <= _MOST_BARS:
        return parts(raw)
    ends = _JOINED.split(raw)
    return [row if row.startswith("|") else f"|{row}" for row in ends]


def _unframed(lines: Sequence[Line]) -> Sequence[Line]:
    """Tables in which bars stand between cells only, not around a row: there an empty cell lies beyond a bar at an
    end."""
    done: list[Line] = []
    for barred, group in itertools.groupby(lines, lambda it: it.table and not _BARS.isdisjoint(it.raw)):
        rows = list(group)
        ends = [(it.raw[0] in _BARS) + (it.raw[-1] in _BARS) for it in rows] if barred else []
        if barred and ends.count(0) > ends.count(2):
            rows = [replace(it, cells=tuple(bare(cell.strip()) for cell in _BAR.split(it.raw))) for it in rows]
        done += rows
    return done


def _gridded(lines: Sequence[Line]) -> Iterator[Line]:
    """Rows of cells below each other that have as many cells each are a grid."""
    for sheet, (table, group) in enumerate(itertools.groupby(lines, lambda it: it.table), 1):
        rows = list(group)
        width = len(rows[0].cells)
        if table and len(rows) > 1 and width > 3 and all(len(row.cells) == width for row in rows):
            yield from (replace(row, places=tuple((i, 1) for i in range(width)), sheet=sheet) for row in rows)
        else:
            yield from rows


def _is_rule(line: str) -> bool:
    """``|---|---|`` and the like: drawn, not written."""
    return len(line) > 2 and "--" in line and _RULE.issuperset(line)


def is_page_number(line: str) -> bool:
    """``— 4 —``, ``第 4 页``: a number alone may be a figure."""
    return _PAGE.fullmatch(line) is not None


def page_residue(pages: list[str]) -> tuple[str, ...]:
    """Page numbers are one remark, however many there are."""
    if not pages:
        return ()
    return (pages[0] if len(pages) == 1 else f"页码 {pages[0]} 等 {len(pages)} 处",)


def _without_markers(raw: str, residue: list[str]) -> str:
    """The line as a reader of the paper sees it; each marker is noted with the words behind it, to find it by."""
    residue.extend(marker[0] + _beginning(raw[marker.end() :].strip()) for marker in _MARKER.finditer(raw))
    return _MARKER.sub("", raw)


def _beginning(words: str) -> str:
    return words if len(words) <= _CONTEXT else words[:_CONTEXT] + "…"


def _line(number: int, raw: str, stripped: str) -> Line:
    if len(stripped) > 1 and _BARS.issuperset(stripped):
        return Line(number, "", (), True)  # what a merged cell leaves behind its row
    if "|" in stripped or "｜" in stripped:
        return Line(number, stripped, _piped(stripped), True)
    if raw.startswith("\t") or "\t" in stripped or raw.endswith("\t\t"):
        bare = raw.lstrip("\t \u3000")
        several = "\t" in bare.rstrip() or bare.endswith("\t\t")
        gaps = raw[: len(raw) - len(bare)].count("\t") if several else 0  # cells above go on there
        cells = ("",) * gaps + tuple(cell.strip() for cell in bare.split("\t")) if stripped else ("",)
        return Line(number, stripped, cells, True, len(cells) == 1)
    return Line(number, stripped, (stripped,) if stripped else ())


def _piped(stripped: str) -> tuple[str, ...]:
    """Cells between bars, whether a bar ends each cell, begins it, or both."""
    cells = [bare(cell.strip()) for cell in _BAR.split(stripped)]
    if not cells[-1]:
        cells.pop()
    if len(cells) > 1 and not cells[0] and stripped[0] in "|｜":
        cells.pop(0)
    return tuple(cells) or ("",)


def numbers_at_end(line: str) -> tuple[str, tuple[str, ...]]:
    """A plain line as (words, figures behind them): ``许可 97`` → (许可, (97,)), ``许可 97件`` too."""
    parts = line.split()
    count = 0
    for part in reversed(parts):
        if not is_figure(part) or part in _NONE:
            break
        count += 1
    return " ".join(parts[: len(parts) - count]), tuple(parts[len(parts) - count :])


def slots(line: Line) -> tuple[str, ...]:
    """The cells of a row; of a plain line that ends in several figures its words and these."""
    words, figures = numbers_at_end(line.raw) if not line.table else ("", ())
    return tuple(filter(None, (words, *figures))) if len(figures) > 1 else line.cells


def paragraphs(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """(paragraphs, page numbers): hard-wrapped lines joined, numbers alone between paragraphs set aside."""
    width = _wrap_width([line.raw for line in lines])
    found: list[list[str]] = []
    pages: list[str] = []
    open_ = False
    for line in lines:
        if not line.raw or is_foot(line.raw):
            open_ = False
        elif line.raw.isascii() and line.raw.isdigit() and len(line.raw) <= 3:
            pages.append(line.raw)
        elif open_ and not _BEGINS.match(line.raw):
            found[-1] += (_gap(found[-1][-1], line.raw), line.raw)
            open_ = _runs_on(line.raw, width)
        else:
            found.append([line.raw])
            open_ = _runs_on(line.raw, width)
    return ["".join(parts) for parts in found], pages


_BEGINS = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、]|[（(]\d{1,2}[)）]")
_ENDS: Final = "。！？!?：:…"


def _runs_on(line: str, width: int) -> bool:
    return bool(width) and _columns(line) >= width - 5 and line[-1] not in _ENDS


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which the text was hard-wrapped, 0 if it was not: many lines end there in mid-sentence."""
    lines = list(filter(None, lines))
    if len(lines) < _FEW:
        return 0
    widths = list(map(_columns, lines))
    width = sorted(widths)[-1 - len(widths) // 20]
    if width > _WIDEST:
        return 0
    at_edge = [line for line, wide in zip(lines, widths, strict=True) if wide >= width - 5]
    running = sum(line[-1] not in _ENDS for line in at_edge)
    return width if running >= 4 and running * 2 >= len(at_edge) and len(at_edge) * 4 >= len(widths) else 0


def _columns(line: str) -> int:
    return len(line) + sum(map("\u2000".__le__, line))


def _gap(before: str, after: str) -> str:
    """A word or number is not broken over lines by any of the converters seen: ASCII on both sides keeps a space."""
    return " " if before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum() else ""
