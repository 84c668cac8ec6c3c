"""The words of a form for quantities, ready for looking up: by how a noun phrase ends, for that is its head."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from core.form.claim import refs
from core.form.model import Form, Quantity

Strength = Literal["any", "weak", "zero"]
FOREIGN: Final = "foreign"
"""The topic of figures that are none of the form's."""

_NEVER: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Way:
    """One wording: its pieces in order, the last of them the head."""

    pieces: tuple[str, ...]
    quantity: Quantity
    strength: Strength
    length: int


@dataclass(frozen=True, slots=True)
class Asked:
    """What decides whether a wording counts: the strengths that do, the topic the text is at, the sentence, and the
    quantity stated last of those that others presuppose."""

    fits: frozenset[Strength]
    topic: str = ""
    sentence: str = ""
    whole: str = ""

    def admits(self, way: Way) -> bool:
        quantity = way.quantity
        if way.strength not in self.fits or (quantity.after and self.whole not in quantity.after):
            return False
        if way.strength == "any" or (way.strength == "zero" and self.topic != FOREIGN):
            return True
        return self.topic == quantity.topic or any(word in self.sentence for word in quantity.near)


@dataclass(frozen=True, slots=True)
class Match:
    """A wording found; its first piece begins at `start`, its head ends at `end`."""

    way: Way
    start: int
    end: int

    @property
    def quantity(self) -> Quantity:
        return self.way.quantity


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the reading needs of a form, compiled once. Hashable by identity, like the form."""

    ways: Mapping[str, tuple[Way, ...]]
    heads: Mapping[str, tuple[int, ...]]  # last character -> lengths of last pieces that end so, longest first
    tails: frozenset[str]  # what may stand between a head and its number
    tail_sizes: tuple[int, ...]  # their lengths, longest first
    quantities: Mapping[str, Quantity]
    topic: re.Pattern[str]
    topics: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]
    marks: Mapping[str, re.Pattern[str]]
    money: frozenset[str]  # quantities that are amounts of money, in 万元
    wholes: frozenset[str]  # quantities that others presuppose

    def match(self, text: str, start: int, end: int, asked: Asked) -> Match | None:
        """The longest wording whose head ends `text[start:end]`, words like 数量, 共, 的 aside."""
        best: Match | None = None
        while end > start:
            for size in self.heads.get(text[end - 1], ()):
                for way in self.ways.get(text[end - size : end], ()) if size <= end - start else ():
                    if best and way.length <= best.way.length:
                        break
                    if asked.admits(way):
                        begin = _begin(way, text, start, end)
                        if begin >= 0 and not _denied(way, text, start, end):
                            best = Match(way, begin, end)
            shorter = self._stripped(text, start, end)
            if shorter == end:
                break
            end = shorter
        return best

    def _stripped(self, text: str, start: int, end: int) -> int:
        for size in self.tail_sizes:
            if size <= end - start and text[end - size : end] in self.tails:
                return end - size
        return end


def _begin(way: Way, text: str, start: int, end: int) -> int:
    """Where the first piece of a way stands whose last one ends at `end`; -1 if the pieces are not there."""
    at = end - len(way.pieces[-1])
    for piece in reversed(way.pieces[:-1]):
        at = text.rfind(piece, start, at)
        if at < 0:
            return -1
    return at


def _denied(way: Way, text: str, start: int, end: int) -> bool:
    inside = text[start : end - len(way.pieces[-1])]
    return any(word in inside for word in way.quantity.deny)


@lru_cache(maxsize=8)
def lexicon(form: Form) -> Lexicon:
    """The lexicon of a form."""
    ways: dict[str, list[Way]] = {}
    for quantity in form.quantities:
        for strength, texts in (("any", quantity.any), ("weak", quantity.weak), ("zero", quantity.zero)):
            for text in texts:
                pieces = tuple(piece for piece in text.split("…") if piece)
                kind: Strength = "any" if strength == "any" else "weak" if strength == "weak" else "zero"
                way = Way(pieces, quantity, kind, sum(map(len, pieces)))
                ways.setdefault(pieces[-1], []).append(way)
    topics = {w: name[6:] for name, words in form.words.items() if name.startswith("topic_") for w in words}
    sizes: dict[str, set[int]] = {}
    for head in ways:
        sizes.setdefault(head[-1], set()).add(len(head))
    return Lexicon(
        ways={head: tuple(sorted(found, key=lambda way: -way.length)) for head, found in ways.items()},
        heads={last: tuple(sorted(found, reverse=True)) for last, found in sizes.items()},
        tails=frozenset(form.words.get("tails", ())),
        tail_sizes=tuple(sorted({len(word) for word in form.words.get("tails", ())}, reverse=True)),
        quantities={quantity.id: quantity for quantity in form.quantities},
        topic=_any_of(tuple(topics)),
        topics=topics,
        words=form.words,
        marks={name: _any_of(words) for name, words in form.words.items()},
        money=frozenset(q.id for q in form.quantities if form.cells[refs(q.of[0])[0].cell].kind.name == "amount"),
        wholes=frozenset(name for quantity in form.quantities for name in quantity.after),
    )


def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of these words, the longest first: literals only, so nothing in it can backtrack."""
    found = "|".join(re.escape(word) for word in sorted(words, key=lambda word: -len(word)))
    return re.compile(found) if found else _NEVER
