"""A page's marks in the operators of PDF (ISO 32000-1, 8.5, 9.4): what reportlab's own calls would write, but every
number is formatted once and nothing is said twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from core.writers.faces import Faces
from core.writers.placed import Patch, Rule, Run


def rules(found: Sequence[Rule]) -> Iterator[str]:
    """Lines, a path each: a reader of the page takes the extent of a path for a rule."""
    width = -1.0
    for it in found:
        if it.width != width:
            width = it.width
            yield f"{_number(width)} w"
        yield f"{_number(it.x0)} {_number(it.y0)} m {_number(it.x1)} {_number(it.y1)} l S"


def patches(found: Sequence[Patch]) -> Iterator[str]:
    """Filled rectangles, as one path."""
    for it in found:
        yield f"{_number(it.x)} {_number(it.y)} {_number(it.width)} {_number(it.height)} re"
    if found:
        yield "f"


def text(runs: Sequence[Run], faces: Faces, doc: Any) -> Iterator[str]:
    """One text object; `doc`: reportlab's document, which hands out the codes of characters."""
    yield "BT"
    set_, spaced = ("", 0.0), 0.0
    for run in runs:
        font = faces.font(run.face)
        yield f"1 0 0 1 {_number(run.x)} {_number(run.y)} Tm"
        if run.space != spaced:
            spaced = run.space
            yield f"{_number(spaced)} Tc"
        for subset, codes in font.splitString(run.text, doc):
            chosen = (font.getSubsetInternalName(subset, doc), run.size)
            if chosen != set_:
                set_ = chosen
                yield f"{chosen[0]} {_number(run.size)} Tf"
            yield f"<{codes.hex()}> Tj"
    yield "ET"


def _number(value: float) -> str:
    """To a thousandth of a point."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
