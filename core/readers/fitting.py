"""What each printed row says: the label it has, if any, and which of its figures stands in which cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from core.readers.labels import MIN_PREFIX, Match, Row, TableWords, match_end, match_like
from core.readers.normal import plain
from core.readers.reading import Place
from core.readers.tokens import Stretch, Token, several

SIDE_BY_SIDE: Final = 3
"""A label and its figures on one line: sure wherever it stands."""
FOLLOWING: Final = 2
"""Figures that follow a whole label: sure if the order of the rows agrees."""
RESEMBLING: Final = 1
"""A damaged label: taken if the order agrees, and said to be doubtful."""
_MANY: Final = 3
"""Figures on one line from which on they are a row of a table even where their label stands elsewhere."""


@dataclass(frozen=True, slots=True)
class Found:
    """A printed row that has a label. `figures` is None where their number is not the row's; `tokens`: what they were
    read from; `guessed`: from fewer or more cells than there are columns, or beside the labels of two rows."""

    at: int
    match: Match
    strength: int
    figures: tuple[str, ...] | None
    tokens: tuple[Token, ...] = ()
    guessed: bool = False

    @property
    def row(self) -> Row:
        return self.match.row

    @property
    def doubtful(self) -> bool:
        return self.guessed or self.match.sureness != "exact"


@dataclass(frozen=True, slots=True)
class Read:
    """The figures of a row, and the tokens that they were read from."""

    figures: tuple[str, ...]
    tokens: tuple[Token, ...]

    def places(self) -> list[Place | None]:
        """Where each figure stands; the row where it is not to be told which of its tokens it is."""
        if self.figures == tuple(token.text for token in self.tokens):
            return [(token.line, token.slot) for token in self.tokens]
        found: list[Place | None] = []
        left = list(self.tokens)
        for figure in self.figures:
            at = next((i for i, it in enumerate(left) if it.text == figure), None)
            if at is None and len(self.tokens) == 1:
                found.append((self.tokens[0].line, self.tokens[0].slot))
            elif at is None:
                found.append((self.tokens[0].line, -1) if self.tokens else None)
            else:
                found.append((left[at].line, left[at].slot))
                del left[: at + 1]
        return found


@dataclass(frozen=True, slots=True)
class Loose:
    """A printed row of figures without a label of its own."""

    at: int
    tokens: tuple[Token, ...]


def fit(tokens: Sequence[Token], count: int) -> tuple[str, ...] | None:
    """The texts of exactly `count` cells (blank is empty), or None where it cannot be told which is which.

    Empty cells at the ends are what merged labels and ruled pages leave; they are cells only where they are needed.
    Where cells hold several numbers, these have to be as many as the row's, and blanks are nothing; or the cells are as
    many, and the digits of their numbers stand apart.
    """
    if crammed(tokens):
        ways = (_spread(tokens), tuple(token.text for token in tokens if token.text))
        return next((way for way in ways if len(way) == count), None)
    texts = [token.text for token in tokens]
    filled = [i for i, text in enumerate(texts) if text]
    if not filled:
        return ("",) * count if len(texts) >= count else None
    first, last = filled[0], filled[-1]
    if last - first + 1 == count:
        return tuple(texts[first : last + 1])
    if len(texts) == count:
        return tuple(texts)
    if first == 0 and last < count <= len(texts):
        return tuple(texts[:count])
    if last == count - 1 and count <= len(texts) and _one_a_line(tokens):
        return tuple(texts[:count])
    if _begins_blank(tokens, count):
        return tuple(texts[-count:])
    if len(filled) == 1 and len(texts) == 1:
        return _merged_nought(tokens[0], count) or _run_together(texts[0], count)
    return _one_figure(tokens) if count == 1 else None


def crammed(tokens: Sequence[Token]) -> bool:
    """Whether a cell among them holds several numbers: which column each stands in is told by their count alone."""
    return any(it.marked and not it.text.isdigit() and len(several(it.text)) > 1 for it in tokens)


def _spread(tokens: Sequence[Token]) -> tuple[str, ...]:
    """The figures in their order, cells of several numbers spread out, blanks left out."""
    return tuple(piece for it in tokens for piece in (several(it.text) or ((it.text,) if it.text else ())))


def is_row(tokens: Sequence[Token]) -> bool:
    """Figures on one line that are a row of a table even where their label stands elsewhere."""
    return len(tokens) >= _MANY or len(_spread(tokens)) >= _MANY


def _one_a_line(tokens: Sequence[Token]) -> bool:
    """Whether the cells are marked, but stand on lines of their own: what is too many belongs to the next row."""
    return all(it.marked for it in tokens) and len({it.line for it in tokens}) == len(tokens)


def _begins_blank(tokens: Sequence[Token], count: int) -> bool:
    """Whether a row outside any grid ends in a figure and begins with more blanks than a merged label leaves: some of
    them are its own."""
    gaps = next((i for i, token in enumerate(tokens) if token.text), 0)
    one_line = len({token.line for token in tokens}) == 1 and not tokens[0].sheet
    return one_line and bool(tokens[-1].text) and gaps > len(tokens) - count > 0


def _merged_nought(token: Token, count: int) -> tuple[str, ...] | None:
    """A single nought merged over as many columns as the row has: each of them is 0."""
    return ("0",) * count if token.text == "0" and token.place[1] >= count > 1 else None


def _one_figure(tokens: Sequence[Token]) -> tuple[str, ...] | None:
    """The only figure of a row printed in each of the columns that its cell covers."""
    told = {token.text for token in tokens}
    return (tokens[0].text,) if len(told) == 1 and all(token.marked for token in tokens) else None


def _run_together(text: str, count: int) -> tuple[str, ...] | None:
    """``0000000`` in a row of seven: no number begins with two noughts, so these are seven cells."""
    return tuple(text) if count >= _MANY and len(text) == count and text.isdigit() and text.startswith("00") else None


def place(at: int, stretch: Stretch, table: TableWords) -> list[Found | Loose]:
    """What one stretch says: at most one labelled row, and rows of figures without a label."""
    rows = stretch.rows()
    if not rows:
        return []
    beside = "".join(plain(t.text) for t in stretch.words if t.line == rows[0][0].line)
    match = match_end(stretch.text, table) or _resembling(stretch, beside, table) or _inside(stretch, table)
    ruled = any(len(row) >= 2 for row in rows)
    if match is None or (ruled and not beside and _several(stretch.text, match, table)):
        return [Loose(at, row) for row in rows if is_row(row) or (len(row) == 1 and row[0].text)]
    own = bool(beside) and match.length <= len(beside)
    used, figures = _figures(rows, len(match.row.cells), own=own)
    beside_it = own and figures is None
    read_from = tuple(token for i in ([0] if beside_it else sorted(used)) for token in rows[i])
    in_doubt = crammed(read_from) or (figures is not None and _begins_blank(read_from, len(figures)))
    guessed = in_doubt or (own and _crowded(beside[: -match.length], match, table))
    found = Found(at, match, _strength(match, own=own), figures, read_from, guessed)
    return [found, *(Loose(at, row) for i, row in enumerate(rows) if i not in used and is_row(row))]


def _crowded(before: str, match: Match, table: TableWords) -> bool:
    """Whether the label of another row stands beside the figures too, before the one that was taken."""
    return bool(before) and any(
        key in before if len(key) >= MIN_PREFIX - 1 else len(key) > 1 and before.endswith(key)
        for row in table.rows
        if row is not match.row
        for key in row.keys
        if key not in table.stub_groups
    )


def _strength(match: Match, *, own: bool) -> int:
    if match.sureness == "exact":
        return SIDE_BY_SIDE if own else FOLLOWING
    return FOLLOWING if match.sureness == "part" and own else RESEMBLING


def _resembling(stretch: Stretch, beside: str, table: TableWords) -> Match | None:
    """A damaged label: the words beside the figures, else the last words before them, alone or with those before."""
    last = [plain(token.text) for token in stretch.words[-3:]]
    side = [plain(token.text) for token in stretch.words if beside and token.line == stretch.words[-1].line]
    tries = ["".join(side[i:]) for i in range(len(side) - 1, -1, -1)]
    tries = tries or ["".join(last[i:]) for i in range(len(last) - 1, -1, -1)]
    return next((match for words in tries if (match := match_like(words, table))), None)


def _inside(stretch: Stretch, table: TableWords) -> Match | None:
    """A label broken over lines with its figures in the middle: a piece of it beside them, its beginning above."""
    piece = plain(stretch.words[-1].text.split()[-1]) if stretch.words else ""
    rows = [row for row in table.rows if row.keys and piece in row.keys[0] and row.seed in stretch.text]
    return Match(rows[0], "like", len(piece), rows[0].keys[0]) if len(rows) == 1 and len(piece) >= MIN_PREFIX else None


def _several(text: str, match: Match, table: TableWords) -> bool:
    """Whether labels of other rows stand in the stretch too: then the figures below may be any of theirs."""
    return any(
        row.seed in text for row in table.rows if row.keys and row is not match.row and row.seed != match.row.seed
    )


def _figures(rows: Sequence[tuple[Token, ...]], count: int, *, own: bool) -> tuple[set[int], tuple[str, ...] | None]:
    """(which printed rows were used, the figures). A whole row of the right length goes before all of them together;
    then single numbers on lines of their own are page numbers."""
    if count >= _MANY or own:
        for index, row in enumerate(rows[:1] if own else rows):
            if (len(row) > 1 or count == 1 or crammed(row)) and (figures := fit(row, count)) is not None:
                return {index}, figures
    if any(len(row) >= max(count, 2) for row in rows[1:]):
        return {0}, None
    if own and len(rows[0]) > 1 and not any(token.text for row in rows[1:] for token in row):
        return {0}, None  # blanks of the next line are not cells of this one
    return set(range(len(rows))), fit([token for row in rows for token in row], count)


def single(stretches: Sequence[Stretch], row: Row) -> Read | None:
    """The figures of a table of one row without a label: the one run of that many, if all such runs agree."""
    told: dict[tuple[str, ...], Read] = {}
    count = len(row.cells)
    for stretch in stretches:
        numbers = max(len(stretch.figures), len(_spread(stretch.figures)))
        if not any(token.text for token in stretch.figures) or numbers < count:
            continue
        rows = stretch.rows()
        whole = [it for it in rows if any(token.text for token in it) and len(it) >= count]
        for some in ([it] for it in whole) if len(whole) > 1 else (rows,):
            used, figures = _figures(some, count, own=False)
            if figures is not None:
                told[figures] = Read(figures, tuple(token for i in sorted(used) for token in some[i]))
    return next(iter(told.values())) if len(told) == 1 else None


def in_parts(stretches: Sequence[Stretch], heads: Sequence[Sequence[str]]) -> Read | None:
    """The figures of such a row printed in parts, each below or beside the heads of its own, in the form's order: as
    several tables, or upright. `heads`: of each column its printings (plain)."""
    tokens: list[Token] = []
    for stretch in stretches:
        own = heads[len(tokens) : len(tokens) + len(stretch.figures)]
        if len(own) < len(stretch.figures) or not _ends_in(stretch.text, own):
            return None
        tokens += stretch.figures
    return Read(tuple(token.text for token in tokens), tuple(tokens)) if len(tokens) == len(heads) else None


def _ends_in(text: str, heads: Sequence[Sequence[str]]) -> bool:
    for ways in reversed(heads):
        way = next(filter(text.endswith, ways), "")
        if not way:
            return False
        text = text.removesuffix(way)
    return True


def broken_row(stretch: Stretch, table: TableWords) -> tuple[Row, Read] | None:
    """The row in whose midst the file breaks off, filled from the left: what is there is read.

    The very last figure counts only where more digits could not have followed it. A table's last row is not cut off
    but short of some cells, and which these are is not to be told.
    """
    match = match_end(stretch.text, table)
    if match is None or match.sureness != "exact" or match.row is table.rows[-1]:
        return None
    if not all(token.marked for token in stretch.figures[:-1]):
        return None  # a blank before the figures would not show
    texts = [token.text for token in stretch.figures]
    if texts and texts[-1] != "0":
        texts.pop()
    count = len(match.row.cells)
    whole = (*texts, *[""] * (count - len(texts)))
    return (match.row, Read(whole, stretch.figures)) if 0 < len(texts) < count and all(texts) else None
