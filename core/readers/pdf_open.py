"""Tables on a page without upright rules: rows of figures that stand below each other make columns, and the words to
the left of them, line by line, the labels."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from core.readers.normal import is_figure
from core.readers.pdf_page import Char
from core.readers.pieces import Sheet, Slot

_SURE: Final = 3
"""Figures side by side from which on a line is a row of a table."""
_NEAR: Final = 0.4
"""Of the distance of two columns: figures so near below each other stand in one column."""
_MOST_LINES: Final = 8
"""Of one label."""
_NO_LABEL: Final = 15.0
"""Points by which a row without a label fits badly."""
_NO_FIGURES: Final = 5.0
"""The same for a line of label without figures."""
_REACH: Final = 1.6
"""Characters between the lines of one label; between it and other words there is more."""


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
    for char in row:
        if char.text.isspace():
            continue
        end = char.x + (wide / 2 if char.text < "\u2000" else wide)
        if found and char.x - found[-1].right <= gap * wide:
            last = found[-1]
            found[-1] = Word(last.text + char.text, last.left, end, last.y)
        else:
            found.append(Word(char.text, char.x, end, char.y))
    return found


def open_tables(lines: Sequence[Sequence[Word]]) -> list[tuple[frozenset[int], Sheet]]:
    """(the lines used, the table) for each table among the lines of a page, from top to bottom."""
    rows = [row for i, words in enumerate(lines) if (row := _row(i, words))]
    return [_sheet(lines, group, columns) for group, columns in _groups(lines, rows)]


def _row(line: int, words: Sequence[Word]) -> _Row | None:
    """The line as words and the figures that end it; None where it does not end in figures."""
    first = len(words)
    while first and is_figure(words[first - 1].text):
        first -= 1
    if first == len(words):
        return None
    return _Row(line, words[0].y, list(words[:first]), list(words[first:]))


def _groups(lines: Sequence[Sequence[Word]], rows: Sequence[_Row]) -> list[tuple[list[_Row], list[float]]]:
    """Rows whose figures stand in the same columns, with the middles of these."""
    found: list[tuple[list[_Row], list[float]]] = []
    for row in rows:
        if len(row.figures) < _SURE or sum(it.text[0].isdigit() for it in row.figures) == 1:
            continue  # a page's number between dashes is no row
        columns = [it.middle for it in row.figures]
        best = found[-1] if found else None
        parted = best and _headed(lines[best[0][-1].line + 1 : row.line], best[1])
        if best and not parted and (joined := _joined(best[1], columns)):
            best[0].append(row)
            best[1][:] = joined
        else:
            found.append(([row], columns))
    for at, (group, columns) in enumerate(found):
        top = found[at - 1][0][-1].line if at else -1
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


def _joined(columns: Sequence[float], more: Sequence[float]) -> list[float] | None:
    """The columns of both, where the ones are among the others."""
    long, short = (columns, more) if len(columns) >= len(more) else (more, columns)
    near = _NEAR * _pitch(long)
    if all(min(abs(it - other) for other in long) < near for it in short):
        return list(long)
    return None


def _pitch(columns: Sequence[float]) -> float:
    return min((b - a for a, b in itertools.pairwise(columns)), default=40.0)


def _fits(row: _Row, columns: Sequence[float]) -> bool:
    near = _NEAR * _pitch(columns)
    edge = columns[0] - _pitch(columns) / 2
    return all(min(abs(it.middle - at) for at in columns) < near for it in row.figures) and all(
        it.middle < edge for it in row.words
    )


def _sheet(
    lines: Sequence[Sequence[Word]], rows: Sequence[_Row], columns: Sequence[float]
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
    slots = [slot for number, row in enumerate(rows) for slot in _slots(number, row, columns) if named or slot.col]
    return frozenset(used | inside.keys()), Sheet(tuple(slots))


def _innermost(words: Sequence[Word], leaf: float) -> list[Word]:
    """The words of a line that are of the innermost label."""
    return [word for word in words if word.right > leaf]


def _label(rows: Sequence[_Row], lines: Sequence[tuple[int, list[Word]]]) -> None:
    """Give each row its lines of label: those around its figures, or from them downwards, whichever fits all rows."""
    middle, top = (_shared(rows, lines, downwards=way) for way in (False, True))
    for row, (first, end) in zip(rows, min(middle, top, key=lambda it: it[0])[1], strict=True):
        row.label = "".join(word.text for _, words in lines[first:end] for word in words)
        row.label = row.label or "".join(word.text for word in row.words)  # one that covers several columns of labels


def _shared(
    rows: Sequence[_Row], lines: Sequence[tuple[int, list[Word]]], *, downwards: bool
) -> tuple[float, list[tuple[int, int]]]:
    """(how badly it fits, the stretch of lines of each row): each line to one row, in order."""
    own = {line: at for at, (line, _) in enumerate(lines)}
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
                ys = [words[0].y for _, words in lines[start:end]] or [row.y - _NO_LABEL]
                fit = abs((ys[0] if downwards else (ys[0] + ys[-1]) / 2) - row.y)
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
