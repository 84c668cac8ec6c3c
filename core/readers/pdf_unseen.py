"""Which text of a page is not for reading: what a person who looks at the page does not see, and marks across it."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low
from typing import Final

from core.readers.pdf_objects import Bounds, Text

_PALE: Final = 0.8
"""Brightness from which on a text cannot be read on white paper."""
_GREY: Final = 0.45
"""The same for a text much larger than the others: a mark that lies over the page."""
_LARGE: Final = 2.5
_TINY: Final = 0.35
"""Of the usual size of type."""
_USUAL: Final = 12.0
"""Points."""
_OBLIQUE: Final = 4.0
"""Degrees by which a line may be off a right angle."""
_UNLIKE: Final = 0.3
"""Brightness by which a text has to differ from the area below it."""
_COVERING: Final = 0.5
"""Of the page: a picture so large may be a scan, and the text that is not drawn what was recognised in it."""
_FEW: Final = 0.9
"""Of the text not drawn: then the page is nothing else."""

Filling = tuple[Bounds, float | None]
"""An area and how bright it is; None for a picture."""


def unseen(texts: Sequence[Text], fillings: Sequence[Filling], area: float) -> tuple[frozenset[int], bool, float]:
    """(addresses of what is not to be read, whether what is read was recognised by a machine in a picture of the page,
    the usual size of type).

    `fillings`: in the order of drawing; `area`: of the page.
    """
    drawn = [it for it in texts if it.bright is not None]
    lost = len(texts) - len(drawn)
    scanned = lost > _FEW * len(texts) or (lost > 0 and _pictures(fillings) > _COVERING * area)
    dark = [it.size for it in drawn if it.bright is not None and it.bright < _GREY]
    usual = median_low(dark) if dark else _USUAL
    hidden = (it for it in texts if not (it.bright is None and scanned) and _is_hidden(it, usual, fillings))
    return frozenset(it.address for it in hidden), scanned, usual


def _pictures(fillings: Sequence[Filling]) -> float:
    return sum((right - left) * (top - bottom) for (left, bottom, right, top), bright in fillings if bright is None)


def _is_hidden(it: Text, usual: float, fillings: Sequence[Filling]) -> bool:
    if it.bright is None or it.size < _TINY * min(usual, _USUAL):
        return True
    if it.angle and _OBLIQUE < it.angle % 90 < 90 - _OBLIQUE:
        return True
    pale = it.bright > _PALE or (it.bright > _GREY and it.size > _LARGE * usual)
    return pale and not _stands_out(it, fillings)


def _stands_out(it: Text, fillings: Sequence[Filling]) -> bool:
    """Whether a pale text lies on a picture or on a darker area."""
    assert it.bright is not None  # it is drawn
    x, y = it.x + it.size / 4, it.y + it.size / 4
    below = [bright for (left, bottom, right, top), bright in fillings if left < x < right and bottom < y < top]
    return bool(below) and (below[-1] is None or abs(it.bright - below[-1]) > _UNLIKE)
