"""Finding a place of the report by words: cells by their names and figures, running texts by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.check.evaluation import Evaluation
from core.form.model import Cell, Form
from core.values import shown

AROUND = 14  # characters of a text shown on each side of what was found
MOST = 200


@dataclass(frozen=True, slots=True)
class Spot:
    """`text`: the figure, or the stretch of a running text; `start`: where that is, −1 for a cell as a whole."""

    cell: str
    name: str
    text: str
    start: int = -1


def figures(form: Form, evaluation: Evaluation, words: str) -> tuple[Spot, ...]:
    """The figures of the tables whose names have all of `words` (parted by blanks); blank cells have no figure."""
    wanted = words.split()
    cells = [cell for cell in form.cells.values() if cell.row and all(word in _searched(cell) for word in wanted)]
    cells.sort(key=lambda cell: _rank(cell, wanted))
    return tuple(Spot(cell.id, cell.name, shown(cell.kind, evaluation.values.get(cell.id))) for cell in cells)


def spots(form: Form, evaluation: Evaluation, words: str) -> tuple[Spot, ...]:
    """Everywhere in the report: names and answers of cells, then stretches of the texts; at most `MOST`."""
    if not words.strip():
        return ()
    found = [*_cells(form, evaluation, words.split()), *_texts(form, evaluation, words.strip())]
    return tuple(found[:MOST])


def _cells(form: Form, evaluation: Evaluation, wanted: list[str]) -> Iterator[Spot]:
    found = []
    for cell in form.cells.values():
        value = "" if cell.kind.name == "text" else shown(cell.kind, evaluation.values.get(cell.id))
        if all(word == value or word in _searched(cell) for word in wanted):
            found.append((_rank(cell, wanted), Spot(cell.id, cell.name, value)))
    return (spot for _, spot in sorted(found, key=lambda it: it[0]))


def _texts(form: Form, evaluation: Evaluation, words: str) -> Iterator[Spot]:
    for cell in form.cells.values():
        text = evaluation.report.text(cell.id) if cell.kind.name == "text" else ""
        for found in re.finditer(re.escape(words), text, re.IGNORECASE):
            before, after = text[: found.start()][-AROUND:], text[found.end() :][:AROUND]
            stretch = f"{before.rpartition(chr(10))[2]}{found[0]}{after.partition(chr(10))[0]}"
            yield Spot(cell.id, cell.name, stretch, found.start())


def _searched(cell: Cell) -> str:
    return cell.name + "".join(cell.path)


def _rank(cell: Cell, wanted: list[str]) -> int:
    """Words that are a whole part of the short name come before those that only stand in a longer label."""
    parts = cell.name.split("，")
    return sum(0 if word in parts else 1 if word in cell.name else 2 for word in wanted)
