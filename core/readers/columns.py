"""Which column a figure stands in where cells are missing, merged or too many: the whole rows of the same grid tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.readers.fitting import Found
from core.readers.tokens import Token

Edges = tuple[int, ...]
"""First columns of the form's columns in a printed grid, and the end of the last one."""


def placed(found: Sequence[Found]) -> list[Found]:
    """The rows, those whose cells were not as many as the form's read by the columns of the whole rows of their grid.

    What is read so is doubtful unless every column of the form is covered by exactly one cell.
    """
    known = _edges(found)
    return [_by_columns(it, known.get((_sheet(it), it.row.block))) if it.figures is None else it for it in found]


def _sheet(it: Found) -> int:
    return it.tokens[0].sheet if it.tokens else 0


def _edges(found: Sequence[Found]) -> Mapping[tuple[int, int], Edges]:
    """Per grid and block the columns that most whole rows have."""
    votes: dict[tuple[int, int], Counter[Edges]] = {}
    for it in found:
        tokens = _whole(it)
        if tokens:
            starts = (*(token.place[0] for token in tokens), sum(tokens[-1].place))
            votes.setdefault((_sheet(it), it.row.block), Counter())[starts] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


def _whole(it: Found) -> tuple[Token, ...]:
    """The cells of a row that were taken, one for each column; none where it is not a whole row of a grid."""
    if it.figures is None or not _sheet(it) or len(it.figures) < 2:
        return ()
    count = len(it.figures)
    starts = [
        i
        for i in range(len(it.tokens) - count + 1)
        if tuple(token.text for token in it.tokens[i : i + count]) == it.figures
    ]
    return it.tokens[starts[0] : starts[0] + count] if len(starts) == 1 else ()


def _by_columns(it: Found, edges: Edges | None) -> Found:
    if edges is None or not all(token.sheet for token in it.tokens):
        return it
    figures = [""] * (len(edges) - 1)
    covered = [0] * (len(edges) - 1)
    for token in it.tokens:
        start, end = token.place[0], sum(token.place)
        columns = [i for i in range(len(figures)) if start < edges[i + 1] and edges[i] < end]
        if len(columns) > 1 and token.text not in ("", "0"):
            return it  # one figure for several columns is none of theirs
        if not columns and token.text:
            return it
        for i in columns:
            covered[i] += 1
            figures[i] = figures[i] or token.text
    whole = all(times == 1 for times in covered)
    return replace(it, figures=tuple(figures), guessed=not whole)
