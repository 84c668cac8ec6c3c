"""A broken line set in type: runs of one face each, at their places, justified."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest
from typing import Final, NamedTuple

from core.layout.styles import Align
from core.writers.faces import Chain
from core.writers.linebreak import WORD, Line
from core.writers.placed import Run

ASCENT = 0.88
"""Of an em, the part above the baseline of a Chinese character (the rest hangs below)."""

_LOOSEST = 0.25
"""Ems added between two characters at most; a line that would need more stays ragged."""
_PARTS: Final = re.compile(f"(?:{WORD.pattern})+|(?:(?!{WORD.pattern}).)+", re.DOTALL)


class Tracked(dict[str, float]):
    """Character -> advance in ems, with `space` ems added after each."""

    def __init__(self, chain: Chain, space: float) -> None:
        self._em = chain.em
        self._space = space

    def __missing__(self, character: str) -> float:
        self[character] = advance = self._em[character] + self._space
        return advance


@dataclass(frozen=True, slots=True)
class Type:
    """How a line is set: `size` in points, `space` in points after each character, `lead_chain` where a heading
    leads the line."""

    chain: Chain
    size: float
    space: float = 0.0
    lead_chain: Chain | None = None


def baseline(top: float, height: float, size: float) -> float:
    """The baseline of a line of `size` whose em box is centred in a strip `height` high under `top`."""
    return top - (height - size) / 2 - ASCENT * size


class _Stretch(NamedTuple):
    """Characters of one face; a `word` is never spread. `advance`: points, without what justifying adds; `gaps`:
    places after a character at which it may."""

    text: str
    face: str
    word: bool
    advance: float
    gaps: int


def set_line(line: Line, type_: Type, x: float, y: float, width: float, align: Align, lead: int = 0) -> Iterator[Run]:
    """The runs of `line` on the baseline `y`, in `width` points from `x`; its first `lead` characters are a heading."""
    found = list(_stretches(line.text, type_, lead))
    natural = sum(it.advance for it in found)
    extra = 0.0
    if align == "centre":
        x += (width - natural + type_.space) / 2
    elif align == "justify" and not line.last:
        gaps = sum(it.gaps for it in found)
        extra = (width - natural) / gaps if gaps else 0.0
        extra = extra if extra <= _LOOSEST * type_.size else 0.0
    for it in found:
        yield Run(x, y, it.face, type_.size, type_.space + (0.0 if it.word else extra), it.text)
        x += it.advance + extra * it.gaps


def _stretches(text: str, type_: Type, lead: int) -> Iterator[_Stretch]:
    """`text` cut where the face changes and where a word begins or ends; a line ends without a gap."""
    parts = ((type_.lead_chain, text[: max(lead, 0)]), (type_.chain, text[max(lead, 0) :]))
    found = [
        (chain, face, bool(WORD.match(piece)), piece)
        for chain, part in parts
        if chain
        for whole in _PARTS.findall(part)
        for face, piece in _faced(whole, chain)
    ]
    for (chain, face, word, piece), following in zip_longest(found, found[1:]):
        advance = chain.width(piece) * type_.size + type_.space * len(piece)
        inner = 0 if word else len(piece) - 1
        yield _Stretch(piece, face, word, advance, inner + bool(following and not (word and following[2])))


def _faced(text: str, chain: Chain) -> Iterator[tuple[str, str]]:
    """(face, characters) of neighbours in one face."""
    role_of = chain.roles.__getitem__
    for role, group in groupby(text, role_of):
        yield role or "", "".join(group)
