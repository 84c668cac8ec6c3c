"""Which column a figure stands in where cells are missing, merged or too many: the whole rows of the same grid tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from core.readers.fitting import Found
from core.readers.labels import TableWords
from core.readers.lines import Line
from core.readers.normal import plain
from core.readers.tokens import Token

Edges = tuple[int, ...]
"""First columns of the form's columns in a printed grid, and the end of the last one."""
_NOWHERE: Final = -1
_FEWEST: Final = 3
"""Columns that have to be there where others are cut off."""
Heads = Mapping[tuple[int, int], tuple[int, ...]]
"""Per grid and block: for each of the form's columns the printed one below whose head it stands, _NOWHERE for one that
is not printed."""


def placed(found: Sequence[Found], lines: Sequence[Line], table: TableWords) -> list[Found]:
    """The rows, read by their heads where a grid has other columns than the form or has them in another order; else
    those whose cells were not as many as the form's by the columns of the whole rows of their grid.

    What is read so is doubtful unless every column of the form is covered by exactly one cell.
    """
    heads = _heads(found, lines, table)
    moved = {block for (_, block), columns in heads.items() if _printed(columns) != sorted(_printed(columns))}
    known, usual = _edges(found), _starts(found)
    done: list[Found] = []
    for it in found:
        key = (_sheet(it), it.row.block)
        if it.figures and _stands_aside(it, usual.get(key, 0), heads.get(key)):
            done.append(replace(it, guessed=True))
        elif key in heads and not (key[1] not in moved and it.figures and len(it.tokens) == len(it.figures)):
            below = _below(it, heads[key])
            done.append(replace(below, guessed=below.guessed or _beyond(it, known.get(key))))
        elif it.row.block in moved:
            done.append(replace(it, guessed=True))
        else:
            done.append(_by_columns(it, known.get(key)) if it.figures is None else it)
    return done


def _heads(found: Sequence[Found], lines: Sequence[Line], table: TableWords) -> Heads:
    """Of the grids that have columns which are not the form's, lack some of these or have them in another order, above
    whose rows each of the form's heads that is there stands once."""
    first: dict[tuple[int, int], Found] = {}
    for it in found:
        if _sheet(it):
            first.setdefault((_sheet(it), it.row.block), it)
    heads: dict[tuple[int, int], tuple[int, ...]] = {}
    for (sheet, block), it in first.items():
        words = table.blocks[block]
        if words.flat or len(set(words.heads)) < len(words.heads):
            continue
        line = it.tokens[0].line
        lowest: dict[int, str] = {}
        for row in lines:
            if row.sheet == sheet and row.number < line:
                lowest |= {
                    col: text for (col, _), cell in zip(row.places, row.cells, strict=True) if (text := plain(cell))
                }
        columns = [[col for col, text in lowest.items() if text in ways] for ways in words.heads]
        figures = {token.place[0] for token in it.tokens}
        order = tuple(cols[0] if len(cols) == 1 else _NOWHERE for cols in columns)
        printed = _printed(order)
        if len(printed) < len(order):
            if len(printed) >= _FEWEST and it.figures is None and figures == set(printed):
                heads[sheet, block] = order
        elif figures.issuperset(order) and (printed != sorted(printed) or _others(order, figures)):
            heads[sheet, block] = order
    return heads


def _printed(columns: Sequence[int]) -> list[int]:
    return [col for col in columns if col != _NOWHERE]


def _others(order: Sequence[int], figures: Collection[int]) -> bool:
    """Whether a row has more cells than the form, between the form's columns or behind them."""
    return len(figures) > len(order) and any(min(order) < col for col in figures if col not in order)


def _below(it: Found, order: Sequence[int]) -> Found:
    figures = [[t.text for t in it.tokens if t.place[0] <= col < sum(t.place)] for col in order]
    lone = all(t.place[1] == 1 for t in it.tokens if t.text)
    whole = lone and all(len(texts) == 1 for texts in figures)
    return replace(it, figures=tuple("".join(texts[:1]) for texts in figures), guessed=it.guessed or not whole)


def _beyond(it: Found, edges: Edges | None) -> bool:
    """Whether a row goes on behind the columns of the whole rows: it has a cell too many somewhere."""
    return edges is not None and any(token.text and sum(token.place) > edges[-1] for token in it.tokens)


def _starts(found: Sequence[Found]) -> Mapping[tuple[int, int], int]:
    """Per grid and block the column in which the cells of most rows begin."""
    votes: dict[tuple[int, int], Counter[int]] = {}
    for it in found:
        if it.tokens:
            votes.setdefault((_sheet(it), it.row.block), Counter())[_start(it)] += 1
    return {key: counter.most_common(1)[0][0] for key, counter in votes.items()}


def _start(it: Found) -> int:
    return (_whole(it) or it.tokens)[0].place[0]


def _stands_aside(it: Found, usual: int, heads: Sequence[int] | None) -> bool:
    """Whether the figures of a row are as many as the form's, but not below those of the other rows: it begins with a
    blank to the left of them, or the heads tell others. `usual`: the column in which most rows of the grid begin."""
    start = _start(it)
    if heads and start != usual and _below(it, heads).figures != it.figures:
        return True
    return start < usual and it.figures is not None and not it.figures[0]


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
    if count == len(it.tokens) and it.figures == tuple(token.text for token in it.tokens):
        return it.tokens
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
