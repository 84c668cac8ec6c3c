"""Which printed row belongs to which row of the form: by its label first, by count and order between labelled ones
last, never by its place alone. Where a doubt is left, the cells stay blank."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.readers.fitting import FOLLOWING, SIDE_BY_SIDE, Found, Loose, fit, is_row
from core.readers.labels import Match, Row, TableWords


def chain(found: Sequence[Found]) -> list[Found]:
    """The weightiest selection that runs down the form in its order."""
    if all(one.row.index < other.row.index for one, other in itertools.pairwise(found)):
        return list(found)  # as nearly all files are
    best: dict[int, tuple[int, tuple[Found, ...]]] = {}
    for it in found:
        before = (best[i] for i in best if i < it.row.index)
        weight, way = max(before, key=lambda pair: pair[0], default=(0, ()))
        weight += 10 ** (2 * it.strength)
        if weight > best.get(it.row.index, (0, ()))[0]:
            best[it.row.index] = (weight, (*way, it))
    return list(max(best.values(), key=lambda pair: pair[0])[1])


def choose(found: Sequence[Found]) -> tuple[list[Found], list[Row]]:
    """(one finding a row, rows told twice with different figures: those are left blank)."""
    in_order = set(map(id, chain(found)))
    by_row: dict[int, list[Found]] = {}
    for it in found:
        by_row.setdefault(it.row.index, []).append(it)
    chosen: list[Found] = []
    torn: list[Row] = []
    for rivals in by_row.values():
        top = max(it.strength for it in rivals)
        best = [it for it in rivals if it.strength == top]
        if top < SIDE_BY_SIDE and not any(id(it) in in_order for it in best):
            continue
        told = {it.figures for it in best if it.figures is not None}
        if len(told) > 1:
            torn.append(best[0].row)
        else:
            chosen.append(next((it for it in best if it.figures is not None), best[0]))
    return chosen, torn


def counted(said: Sequence[Found | Loose], table: TableWords, text: str) -> list[Found | Loose]:
    """The same; rows of figures without a label that are as many as the form's between two labelled ones are told by
    their order, if the labels of these stand in the region (`text`): tables that a converter broke.

    First between rows whose labels stand beside their figures. There the labels of others may stand behind their
    figures, so that each would be given the figures of the next row; then those are counted too. What is left is
    counted between all labelled rows that run down the form.
    """
    firm = chain([it for it in said if isinstance(it, Found) and it.strength == SIDE_BY_SIDE])
    told = list(_between(firm, said, table, text))
    labelled = [it for it in told if isinstance(it, Found)]
    return told if len(labelled) == len(told) else list(_between(chain(labelled), told, table, text))


def _between(
    anchors: Sequence[Found], said: Sequence[Found | Loose], table: TableWords, text: str
) -> Iterator[Found | Loose]:
    """What was said, what lies between two anchors, before the first or behind the last of them counted."""
    sure = set(map(id, anchors))
    gap: list[Found | Loose] = []
    before = -1
    for it in said:
        if isinstance(it, Found) and id(it) in sure:
            yield from _in_order(gap, table.rows[before + 1 : it.row.index], text)
            yield it
            gap, before = [], it.row.index
        else:
            gap.append(it)
    yield from _in_order(gap, table.rows[before + 1 :], text)


def _in_order(gap: Sequence[Found | Loose], rows: Sequence[Row], text: str) -> Iterator[Found | Loose]:
    """What stands between two anchors; `rows`: those of the form that lie between them. Where the labels above figures
    do not run down the form, and nothing can be counted, these are in doubt."""
    every = [it for it in gap if isinstance(it, Loose) or (it.figures is not None and it.strength < SIDE_BY_SIDE)]
    labelled = [it.row.index for it in every if isinstance(it, Found)]
    if len(labelled) == len(every) and labelled == sorted(set(labelled)):
        yield from gap
        return
    whole = [it for it in every if is_row(it.tokens)]
    for figures in (every, whole):
        if len(figures) != len(rows) or not all(row.seed in text for row in rows):
            continue
        told = [fit(it.tokens, len(row.cells)) for it, row in zip(figures, rows, strict=True)]
        if figures is whole or None not in told:
            for it, row, texts in zip(figures, rows, told, strict=True):
                yield Found(it.at, Match(row, "like", 0, row.keys[0]), FOLLOWING, texts, it.tokens, guessed=True)
            return
    yield from (replace(it, guessed=True) if isinstance(it, Found) and it in every else it for it in gap)
