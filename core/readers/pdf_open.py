"""Tables on a page without upright rules: rows of figures that stand below each other make columns, and the words to
the left of them, line by line, the labels."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from core.readers.lines import Box
from core.readers.normal import is_figure
from core.readers.pdf_page import Char
from core.readers.pdf_place import Place
from core.readers.pieces import Sheet, Slot

_SURE: Final = 3
"""Figures side by side from which on a line is a row of a table."""
_NEAR: Final = 0.4
"""Of the distance of two columns: figures so near below each other stand in one column."""
_WELL_APART: Final = 0.6
"""The same from which on they stand in two."""
_MOST_LINES: Final = 8
"""Of one label."""
_NO_LABEL: Final = 15.0
"""Points by which a row without a label fits badly."""
_NO_FIGURES: Final = 5.0
"""The same for a line of label without figures."""
_REACH: Final = 1.6
"""Characters between the lines of one label, and pitches between columns; where there is more, other words begin."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without a gap: from `left` to `right`, in points."""

    text: str
    left: float
    right: float
    y: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


@dataclass(slots=True)
class _Row:
    """A line with figures. `words`: what stands left of them; `at`: the middle of each figure to its text."""

    line: int
    y: float
    words: list[Word]
    figures: list[Word]
    label: str = ""


def words_of(row: Sequence[Char], wide: float, gap: float) -> list[Word]:
    """The words of a line: what stands further apart than `gap` of a Chinese character's advance `wide` is two."""
    found: list[Word] = []
    parts: list[str] = []
    left = right = y = 0.0
    for text, x, at, _ in row:
        if text.isspace():
            continue
        if parts and x - right > gap * wide:
            found.append(Word("".join(parts), left, right, y))
            parts.clear()
        if not parts:
            left, y = x, at
        parts.append(text)
        right = x + (wide / 2 if text < "\u2000" else wide)
    return [*found, Word("".join(parts), left, right, y)] if parts else found


def open_tables(
    lines: Sequence[Sequence[Word]], before: Sequence[float] = (), place: Place | None = None
) -> list[tuple[frozenset[int], Sheet, Sequence[float]]]:
    """(the lines used, the table, its columns) for each table among the lines of a page, from top to bottom. `before`:
    the columns of the table that the page before ends with; `place`: from points to where a person sees it."""
    rows = [row for i, words in enumerate(lines) if (row := _row(i, words))]
    found: list[tuple[frozenset[int], Sheet, Sequence[float]]] = []
    for group, columns in _groups(lines, rows, before):
        found.append((*_sheet(lines, group, columns, place), columns))
    return found


def _row(line: int, words: Sequence[Word]) -> _Row | None:
    """The line as words and the figures that end it; None where it does not end in figures."""
    first = len(words)
    while first and is_figure(words[first - 1].text):
        first -= 1
    if first == len(words):
        return None
    return _Row(line, words[0].y, list(words[:first]), list(words[first:]))


def _groups(
    lines: Sequence[Sequence[Word]], rows: Sequence[_Row], before: Sequence[float]
) -> list[tuple[list[_Row], list[float]]]:
    """Rows whose figures stand in the same columns, with the middles of these."""
    found: list[tuple[list[_Row], list[float]]] = []
    for row in rows:
        if len(row.figures) < _SURE or sum(it.text[0].isdigit() for it in row.figures) == 1:
            continue  # a page's number between dashes is no row
        columns = [it.middle for it in row.figures]
        best = found[-1] if found else None
        parted = best and _headed(lines[best[0][-1].line + 1 : row.line], best[1])
        if best and not parted and (joined := _united(best[1], columns)):
            best[0].append(row)
            best[1][:] = joined
        else:
            found.append(([row], columns))
    for at, (group, columns) in enumerate(found):
        top = found[at - 1][0][-1].line if at else -1
        columns[:] = _told_above(lines[top + 1 : group[0].line], group, columns, () if at else before)
        end = found[at + 1][0][0].line if at + 1 < len(found) else len(lines)
        weak = [r for r in rows if top < r.line < end and r not in group and _fits(r, columns)]
        for row in sorted(weak, key=lambda r: min(abs(r.line - it.line) for it in group)):
            near = min(group, key=lambda it: abs(it.line - row.line)).line
            if not _headed(lines[min(near, row.line) + 1 : max(near, row.line)], columns):
                group.append(row)
        group.sort(key=lambda r: r.line)
    return found


def _headed(between: Sequence[Sequence[Word]], columns: Sequence[float]) -> bool:
    """Whether words that are no figures stand in the columns: these are the heads of another table."""
    edge = columns[0] - _pitch(columns) / 2
    return any(word.middle > edge and not is_figure(word.text) for words in between for word in words)


def _united(columns: Sequence[float], more: Sequence[float]) -> list[float] | None:
    """The columns of both; None where some stand neither below each other nor well apart."""
    pitch = min(_pitch(columns), _pitch(more))
    apart = [min(abs(it - other) for other in columns) for it in more]
    if any(_NEAR * pitch <= it < _WELL_APART * pitch for it in apart):
        return None
    return sorted([*columns, *(it for it, away in zip(more, apart, strict=True) if away >= _NEAR * pitch)])


def _told_above(
    lines: Sequence[Sequence[Word]], group: Sequence[_Row], columns: Sequence[float], before: Sequence[float]
) -> list[float]:
    """The columns with those that have nothing but blanks, which heads in the `lines` above tell or, where there are
    none, the page before."""
    near = _NEAR * _pitch(columns)
    labels = [word for row in group for word in row.words]
    heads = [it for it in _heads(lines, columns) if not any(_overlap(it, word) for word in labels)]
    figures = {at: [it for row in group for it in row.figures if abs(it.middle - at) < near] for at in columns}
    below = [[at for at in columns if any(_overlap(it, figure) for figure in figures[at])] for it in heads]
    shift = median(at[0] - it.middle for it, at in zip(heads, below, strict=True) if at) if any(below) else 0.0
    told = [place for it, at in zip(heads, below, strict=True) for place in at or [it.middle + shift]]
    known = told or list(before)
    if not all(any(abs(it - other) < near for other in known) for it in columns):
        return list(columns)
    return sorted([*columns, *(it for it in known if all(abs(it - other) >= near for other in columns))])


def _overlap(one: Word, other: Word) -> bool:
    return one.left < other.right and other.left < one.right


def _heads(lines: Sequence[Sequence[Word]], columns: Sequence[float]) -> list[Word]:
    """The lowest words above each column, and above places as far from it as columns are from each other, up to a line
    that begins well before the columns and reaches them: that is a title or running text."""
    pitch = _pitch(columns)
    apart = _REACH * max((b - a for a, b in itertools.pairwise(columns)), default=pitch)
    lowest: list[Word] = []
    for words in reversed(lines):
        if any(it.left < columns[0] - pitch and it.right > columns[0] - pitch / 2 for it in words):
            break
        lowest += [word for word in words if not any(_overlap(it, word) for it in lowest)]
    found: list[Word] = []
    last = columns[0]
    for it in sorted(lowest, key=lambda it: -it.middle):
        if it.middle > columns[0] or last - it.middle < apart:
            found.append(it)
            last = min(last, it.middle)
    return found


def _pitch(columns: Sequence[float]) -> float:
    return min((b - a for a, b in itertools.pairwise(columns)), default=40.0)


def _fits(row: _Row, columns: Sequence[float]) -> bool:
    near = _NEAR * _pitch(columns)
    edge = columns[0] - _pitch(columns) / 2
    return all(min(abs(it.middle - at) for at in columns) < near for it in row.figures) and all(
        it.middle < edge for it in row.words
    )


def _sheet(
    lines: Sequence[Sequence[Word]], rows: Sequence[_Row], columns: Sequence[float], place: Place | None
) -> tuple[frozenset[int], Sheet]:
    edge = columns[0] - min(_pitch(columns), 2 * (columns[0] - _left(rows))) / 2
    used = {row.line for row in rows}
    labels = {i: words for i, words in enumerate(lines) if i not in used and all(it.middle < edge for it in words)}
    reach = _REACH * _size(rows)
    top, bottom = _grown(labels, rows[0], -1, reach), _grown(labels, rows[-1], 1, reach)
    inside = {i: words for i, words in labels.items() if top <= i <= bottom}
    leaf = _leaf(rows)
    stubs = {row.line: row.words for row in rows} | inside
    _label(rows, [(i, _innermost(words, leaf)) for i, words in sorted(stubs.items()) if _innermost(words, leaf)])
    named = any(row.label for row in rows)
    places = [_places(row, columns, _left(rows), _size(rows), place) if place else () for row in rows]
    slots = [
        slot._replace(box=box)
        for number, row in enumerate(rows)
        for slot, box in itertools.zip_longest(_slots(number, row, columns), places[number])
        if named or slot.col
    ]
    return frozenset(used | inside.keys()), Sheet(tuple(slots))


def _innermost(words: Sequence[Word], leaf: float) -> list[Word]:
    """The words of a line that are of the innermost label."""
    return [word for word in words if word.right > leaf]


def _label(rows: Sequence[_Row], lines: Sequence[tuple[int, list[Word]]]) -> None:
    """Give each row its lines of label: those around its figures, from them downwards or down to them, whichever fits
    all rows."""
    ways = [_shared(rows, lines, way) for way in (0.5, 0.0, 1.0)]
    for row, (first, end) in zip(rows, min(ways, key=lambda it: it[0])[1], strict=True):
        row.label = "".join(word.text for _, words in lines[first:end] for word in words)
        row.label = row.label or "".join(word.text for word in row.words)  # one that covers several columns of labels


def _shared(
    rows: Sequence[_Row], lines: Sequence[tuple[int, list[Word]]], share: float
) -> tuple[float, list[tuple[int, int]]]:
    """(how badly it fits, the stretch of lines of each row): each line to one row, in order. `share`: of the height of
    a label that stands above its figures."""
    own = {line: at for at, (line, _) in enumerate(lines)}
    heights = [words[0].y for _, words in lines]
    leading = min((above - below for above, below in itertools.pairwise(heights)), default=0.0)
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for number, row in enumerate(rows):
        found: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        last = number == len(rows) - 1
        # A row that is blank all over has a label without figures: such lines are passed over.
        ways = [(s + i, c + i * _NO_FIGURES, path) for s, (c, path) in best.items() for i in range(_MOST_LINES)]
        for start, cost, path in ways:
            for end in range(start, min(start + _MOST_LINES, len(lines)) + 1):
                if (row.line in own and not start <= own[row.line] < end) or (last and end < len(lines)):
                    continue
                ys = heights[start:end] or [row.y - _NO_LABEL]
                loose = ys[0] - ys[-1] - leading * (len(ys) - 1)
                fit = abs(ys[0] + share * (ys[-1] - ys[0]) - row.y) + loose
                if end not in found or cost + fit < found[end][0]:
                    found[end] = (cost + fit, [*path, (start, end)])
        best = found
    return best.get(len(lines), (float("inf"), [(0, 0)] * len(rows)))


def _grown(labels: Mapping[int, Sequence[Word]], row: _Row, step: int, reach: float) -> int:
    """The outermost line above or below a table's outermost row that still belongs to its label."""
    at, y = row.line, row.y
    while at + step in labels and abs(labels[at + step][0].y - y) < reach:
        at += step
        y = labels[at][0].y
    return at


def _left(rows: Sequence[_Row]) -> float:
    return min((word.left for row in rows for word in row.words), default=rows[0].figures[0].left - 40)


def _size(rows: Sequence[_Row]) -> float:
    """The width of a character."""
    words = [word for row in rows for word in row.words if len(word.text) > 1]
    return median([(w.right - w.left) / len(w.text) for w in words] or [10.0])


def _leaf(rows: Sequence[_Row]) -> float:
    """Where the innermost labels have their middle."""
    return median([row.words[-1].middle for row in rows if row.words] or [0.0])


def _slots(number: int, row: _Row, columns: Sequence[float]) -> list[Slot]:
    """The row's label, and a slot for each column, blank where nothing stands."""
    figures = [""] * len(columns)
    for word in row.figures:
        at = min(range(len(columns)), key=lambda i: abs(columns[i] - word.middle))
        figures[at] = f"{figures[at]} {word.text}".strip()
    return [Slot(number, col, 1, 1, text) for col, text in enumerate((row.label, *figures))]


def _places(row: _Row, columns: Sequence[float], left: float, size: float, place: Place) -> list[Box]:
    """Where the slots of a row lie: its label, and as wide as columns stand apart what is in them."""
    low, high, half = row.y - size / 2, row.y + 1.2 * size, _pitch(columns) / 2
    words = [it.right for it in row.words]
    label = place(left, low, max(words, default=columns[0] - half), high)
    return [label, *(place(at - half, low, at + half, high) for at in columns)]
