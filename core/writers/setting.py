"""A broken line set in type: runs of one face each, at their places, justified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from core.layout.styles import Align
from core.writers.faces import Chain
from core.writers.linebreak import WORD, Line
from core.writers.placed import Run

ASCENT = 0.88
"""Of an em, the part above the baseline of a Chinese character (the rest hangs below)."""

_LOOSEST = 0.25
"""Ems added between two characters at most; a line that would need more stays ragged."""


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


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    face: str
    word: bool
    advance: float  # points, without what justifying adds
    stretch: bool  # whether justifying may add after it


def set_line(line: Line, type_: Type, x: float, y: float, width: float, align: Align, lead: int = 0) -> Iterator[Run]:
    """The runs of `line` on the baseline `y`, in `width` points from `x`; its first `lead` characters are a heading."""
    letters = list(_letters(line.text, type_, lead))
    natural = sum(letter.advance for letter in letters)
    extra = 0.0
    if align == "centre":
        x += (width - natural + type_.space) / 2
    elif align == "justify" and not line.last:
        gaps = sum(letter.stretch for letter in letters)
        extra = (width - natural) / gaps if gaps else 0.0
        extra = extra if extra <= _LOOSEST * type_.size else 0.0
    for (face, word), group in groupby(letters, key=lambda letter: (letter.face, letter.word)):
        run = list(group)
        space = type_.space + (0.0 if word else extra)
        yield Run(x, y, face, type_.size, space, "".join(letter.text for letter in run))
        x += sum(letter.advance + (extra if letter.stretch else 0.0) for letter in run)


def _letters(text: str, type_: Type, lead: int) -> Iterator[_Letter]:
    for i, character in enumerate(text):
        chain = type_.lead_chain if type_.lead_chain and i < lead else type_.chain
        word = bool(WORD.match(character))
        following = text[i + 1 : i + 2]
        stretch = bool(following) and not (word and WORD.match(following))
        face = chain.used(character) or ""
        yield _Letter(character, face, word, chain.em[character] * type_.size + type_.space, stretch)
