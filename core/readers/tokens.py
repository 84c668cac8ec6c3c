"""The lines of a table region as words and figures, and these as stretches: words, then the figures behind them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from core.readers.labels import TableWords, match_end, match_like
from core.readers.lines import Line, numbers_at_end, slots
from core.readers.normal import is_figure, plain

_LONGEST: Final = 80
_MOST_IN_A_CELL: Final = 15
_GLUED = re.compile(r"(.*?[^\d.,+\-−])([+\-−]?\d[\d,.]*)")


NOWHERE: Final = (-1, 0)
"""The place of what lies in no grid."""


class Token(NamedTuple):
    """`figure`: what stands where a figure should; `blank`: an empty cell; `words`: anything else; `end`: that of a row
    whose cells stand on lines of their own. `line` tells which tokens were printed side by side; `marked`: cells are
    marked there, so that none is missing; `place`: first column and width in the grid number `sheet`; `slot`: which one
    of its line (`core.readers.lines.slots`) it is."""

    kind: Literal["words", "figure", "blank", "end"]
    text: str
    line: int
    marked: bool = False
    place: tuple[int, int] = NOWHERE
    sheet: int = 0
    slot: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words and the figures and blanks that follow them, up to the next words."""

    words: tuple[Token, ...]
    figures: tuple[Token, ...]

    @property
    def text(self) -> str:
        return "".join(plain(token.text) for token in self.words)

    def rows(self) -> list[tuple[Token, ...]]:
        """The figures by the lines they were printed on."""
        found: dict[int, list[Token]] = {}
        for token in self.figures:
            found.setdefault(token.line, []).append(token)
        return [tuple(tokens) for tokens in found.values()]


def tokens(lines: Iterable[Line], table: TableWords) -> Iterator[Token]:
    """The tokens of a region; sentences have been taken out before."""
    in_row = False
    for line in lines:
        if (in_row or line.table) and not line.cells:
            yield Token("end", "", line.number)
        in_row = line.tabbed
        if line.table and len(line.cells) > 1:
            yield from _row(line, table)
        elif line.table:
            yield from (_cell(cell, line, 0, table) for cell in line.cells)
        elif line.cells:
            yield from _plain_line(line, table)


def _cell(text: str, line: Line, at: int, table: TableWords) -> Token:
    place = line.places[at] if line.places else NOWHERE
    if not text:
        return Token("blank", "", line.number, True, place, line.sheet, at)
    figure = is_figure(text) and not (text[-1] > "\u2000" and _is_known(plain(text), table))
    figure = figure or (" " in text and len(several(text)) > 1)
    return Token("figure" if figure else "words", text, line.number, True, place, line.sheet, at)


def several(text: str) -> tuple[str, ...]:
    """The figures of a cell that holds nothing else, of a converter that took several columns for one: ``119 1592``."""
    if text.isdigit():
        return (text,)  # nearly all of them
    pieces = tuple(text.split())
    return pieces if len(pieces) <= _MOST_IN_A_CELL and all(map(is_figure, pieces)) else ()


def _row(line: Line, table: TableWords) -> Iterator[Token]:
    """A row of cells. Behind a row label even a word stands where a figure should, unless the form knows it or the
    label goes on with it."""
    labelled, said = False, ""
    for at, text in enumerate(line.cells):
        token = _cell(text, line, at, table)
        if token.kind == "words" and (numbers := _behind_label(text, table)):
            yield token._replace(text=text[: -len(numbers)])
            token = token._replace(kind="figure", text=numbers)
            labelled = True
        elif token.kind == "words":
            known = _is_known(plain(text), table)
            if labelled and not known and not match_like(plain(text), table) and not _goes_on(said, text, table):
                token = token._replace(kind="figure")
            said += plain(text)
            labelled = labelled or (known and match_end(plain(text), table) is not None)
        yield token


def _goes_on(said: str, text: str, table: TableWords) -> bool:
    """Whether the label in the cells before goes on in this one: a converter found a column in the midst of it."""
    before, after = match_end(said, table), match_end(said + plain(text), table)
    return before is not None and after is not None and before.row is after.row and after.length > before.length


def _behind_label(text: str, table: TableWords) -> str:
    """The figures behind a row's label in one cell with it: a converter took both columns for one."""
    if " " not in text:
        return ""
    label, numbers = numbers_at_end(text)
    found = match_end(plain(label), table) if label and numbers else None
    return text[len(label) :].strip() if found and found.sureness == "exact" and text.startswith(label) else ""


@lru_cache(maxsize=4096)
def _is_known(text: str, table: TableWords) -> bool:
    found = match_end(text, table)
    heads = {way for block in table.blocks for ways in block.heads for way in ways}
    return bool(found) or text in heads or text in table.stub_groups or any(text in b.groups for b in table.blocks)


def _plain_line(line: Line, table: TableWords) -> Iterator[Token]:
    text = line.cells[0]
    label, numbers = _told_apart(text, table)
    if is_figure(text) and len(numbers) < 2 and not label:
        yield Token("figure", text, line.number)
        return
    if not numbers and len(text) <= _LONGEST and (glued := _GLUED.fullmatch(text)):
        label, numbers = glued[1], (glued[2],)
    found = match_end(plain(label), table) if numbers else None
    fits = found is not None and found.sureness == "exact" and len(numbers) in (1, len(found.row.cells))
    if not (fits or len(numbers) >= 3 or (numbers and not label)):
        yield Token("words", text, line.number)
        return
    if label:
        yield Token("words", label, line.number)
    shift = len(slots(line)) - len(numbers)
    yield from (Token("figure", number, line.number, slot=max(shift + i, 0)) for i, number in enumerate(numbers))


def _told_apart(text: str, table: TableWords) -> tuple[str, tuple[str, ...]]:
    """(label, figures behind it); ``2重复`` looks like a figure with its unit, but is a label of the form."""
    label, numbers = numbers_at_end(text)
    if not label and numbers and numbers[0][-1] > "\u2000" and _is_known(plain(numbers[0]), table):
        return numbers[0], numbers[1:]
    return label, numbers


@dataclass
class _Growing:
    words: list[Token] = field(default_factory=list)
    figures: list[Token] = field(default_factory=list)
    ended: bool = False

    def close(self) -> Stretch:
        done = Stretch(tuple(self.words), tuple(self.figures))
        self.words, self.figures, self.ended = [], [], False
        return done

    def has_row(self, table: TableWords) -> bool:
        """Figures, or as many blanks as the row of the last label has cells: a blank row."""
        if any(token.kind == "figure" for token in self.figures):
            return True
        found = match_end("".join(plain(t.text) for t in self.words[-3:]), table) if self.figures else None
        return found is not None and found.sureness == "exact" and len(self.figures) >= len(found.row.cells)


def stretches(found: Iterable[Token], table: TableWords) -> Iterator[Stretch]:
    """Words and their figures. Blanks between words, or behind the end of a row, are the gaps of merged cells."""
    now = _Growing()
    for token in found:
        if token.kind == "end":
            now.ended = bool(now.figures)
        elif token.kind == "words":
            if now.has_row(table):
                yield now.close()
            now.figures.clear()
            now.ended = False
            now.words.append(token)
        elif token.kind == "figure" and now.ended and now.has_row(table):
            yield now.close()
            now.figures.append(token)
        elif not now.ended and (token.kind == "figure" or now.words or now.figures):
            now.figures.append(token)
        elif token.kind == "figure":
            now.figures[:] = [token]
            now.ended = False
    if now.words or now.figures:
        yield now.close()
