"""A paragraph cut into sentences and segments, its numbers found, in one pass from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from core.check.text.numbers import ARABIC, CHINESE, COUNTERS, Amount, amount

_CANON: Final = str.maketrans(
    "０１２３４５６７８９，；：！？（）．％﹙﹚［］【】",
    "0123456789,;:!?().%()()()",
)
_SPACE: Final = re.compile(r"\s++")
_WORD: Final = re.compile(r"\S++")
_TITLE: Final = re.compile(r"[《〈][^《》〈〉]{0,120}+[》〉]")
_MARK: Final = re.compile(rf"[,、;:。!?()…]|{ARABIC}|{CHINESE}(?=[余多几来]?[{''.join(sorted(COUNTERS))},;。)])")
_ENDS: Final = frozenset("。!?")
_WINDOW: Final = 90
"""Characters of a segment that are looked at on each side of a number: nobody writes longer noun phrases."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch between two marks, its numbers in order. `stop` is the mark that ends it, `depth` how many brackets
    are open around it."""

    start: int
    end: int
    stop: str
    depth: int
    amounts: tuple[Amount, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    segments: tuple[Segment, ...]
    trailing: bool = False  # ended by …, so something is left out


@dataclass(frozen=True, slots=True)
class Scan:
    """`text`: the paragraph without white space, one canonical form for every mark, titles in 《》 blotted out (so
    that nothing in them is read); `places`: for each of its characters the place in the original."""

    text: str
    places: Sequence[int]
    sentences: tuple[Sentence, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `text` as a stretch of the original."""
        return self.places[start], self.places[end - 1] + 1


def scan(paragraph: str, atoms: Sequence[str] = ()) -> Scan:
    """`paragraph` read. `atoms` are expressions with a 、 in them that does not separate anything."""
    if _SPACE.search(paragraph):
        places: Sequence[int] = [i for word in _WORD.finditer(paragraph) for i in range(*word.span())]
        text = _SPACE.sub("", paragraph)
    else:
        places, text = range(len(paragraph)), paragraph
    text = text.translate(_CANON)
    if "《" in text or "〈" in text:
        text = _TITLE.sub(lambda found: "□" * len(found[0]), text)
    for atom in atoms:
        if atom in text:
            text = text.replace(atom, atom.replace("、", "·"))
    return Scan(text, places, tuple(_sentences(text)))


def _sentences(text: str) -> Iterator[Sentence]:
    segments: list[Segment] = []
    amounts: list[Amount] = []
    begin = at = depth = 0
    last = 0  # where the last amount ended
    for found in _MARK.finditer(text):
        mark = found[0]
        place = found.start()
        if len(mark) > 1 or mark not in ",、;:。!?()…":
            if place >= last and (it := amount(text, found)):
                amounts.append(it)
                last = it.end
            continue
        segments.append(Segment(at, place, mark, depth, tuple(amounts)))
        amounts = []
        at = place + 1
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth = max(0, depth - 1)
        if mark in _ENDS:
            yield Sentence(begin, place, tuple(segments), trailing="…" in text[begin:place])
            segments, begin, depth = [], at, 0
    if at < len(text) or segments:
        segments.append(Segment(at, len(text), "", depth, tuple(amounts)))
        yield Sentence(begin, len(text), tuple(segments), trailing="…" in text[begin:])


def before(text: str, segment: Segment, index: int) -> tuple[int, int]:
    """The stretch before the amount of that index: from the segment's start or the amount before it."""
    it = segment.amounts[index]
    start = segment.amounts[index - 1].end if index else segment.start
    return max(start, it.start - _WINDOW), it.start


def after(text: str, segment: Segment, index: int) -> tuple[int, int]:
    """The stretch after the amount of that index: to the segment's end or the next amount."""
    it = segment.amounts[index]
    end = segment.amounts[index + 1].start if index + 1 < len(segment.amounts) else segment.end
    return it.end, min(end, it.end + _WINDOW)
