"""A paragraph cut into sentences and segments, its numbers found, in one pass from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from core.check.text.numbers import ARABIC, CHINESE, COUNTERS, Amount, amount

_MARKS: Final = (("，", ","), ("；", ";"), ("：", ":"), ("（", "("), ("）", ")"))
_CANON: Final = str.maketrans("０１２３４５６７８９！？．％﹙﹚［］【】", "0123456789!?.%()()()")
_ODD: Final = re.compile(r"[\s０-９！？．％﹙﹚［］【】]")
_SPACE: Final = re.compile(r"\s++")
_WORD: Final = re.compile(r"\S++")
_TITLE: Final = re.compile(r"[《〈][^《》〈〉]{0,120}+[》〉]")
_STOPS: Final = frozenset(",、;:()…")
_MARK: Final = re.compile(rf"[,、;:()…]|{ARABIC}|{CHINESE}(?=[余多几来]?[{''.join(sorted(COUNTERS))},;)]|\Z)")
_ENDS: Final = re.compile("[。!?]")
_NUMERAL: Final = rf"\d|{CHINESE}(?=[余多几来]?[{''.join(sorted(COUNTERS))}])|零(?:[,;]|\Z)"
_NUMBER: Final = re.compile(_NUMERAL)
_TELLS: Final = re.compile(rf"{_NUMERAL}|[未没无零]|不存在|均|全部|都[是由为]")
_WINDOW: Final = 90
"""Characters of a segment that are looked at on each side of a number: nobody writes longer noun phrases."""


class Segment(NamedTuple):
    """A stretch between two marks, its numbers in order. `stop` is the mark that ends it, `depth` how many brackets
    are open around it."""

    start: int
    end: int
    stop: str
    depth: int
    amounts: tuple[Amount, ...]


class Sentence:
    """A stretch of a paragraph's text up to 。, ! or ?. Its segments are made when somebody asks for them: most
    sentences hold nothing that anybody asks for."""

    __slots__ = ("_segments", "end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self._segments: tuple[Segment, ...] | None = None

    @property
    def segments(self) -> tuple[Segment, ...]:
        if self._segments is None:
            self._segments = _segments(self.text, self.start, self.end)
        return self._segments

    @property
    def tells(self) -> bool:
        """Whether a number, a denial or 均 is in it."""
        return _TELLS.search(self.text, self.start, self.end) is not None

    @property
    def counts(self) -> bool:
        """Whether an amount may be in it."""
        return _NUMBER.search(self.text, self.start, self.end) is not None

    @property
    def trailing(self) -> bool:
        """Whether something is left out by …."""
        return self.text.find("…", self.start, self.end) >= 0


class Scan:
    """`text`: the paragraph without white space, one canonical form for every mark, titles in 《》 blotted out (so
    that nothing in them is read); `places`: for each of its characters the place in the original. Its sentences are
    made when somebody asks for them."""

    __slots__ = ("_cut", "places", "text")

    def __init__(self, text: str, places: Sequence[int]) -> None:
        self.text, self.places = text, places
        self._cut: tuple[Sentence, ...] | None = None

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        if self._cut is None:
            self._cut = tuple(_sentences(self.text))
        return self._cut

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of `text` as a stretch of the original."""
        return self.places[start], self.places[end - 1] + 1


def scan(paragraph: str, atoms: re.Pattern[str] | None = None) -> Scan:
    """`paragraph` read. `atoms` are expressions with a 、 in them that does not separate anything."""
    places: Sequence[int] = range(len(paragraph))
    text, odd = paragraph, _ODD.search(paragraph)
    if odd and _SPACE.search(paragraph):
        places = [i for word in _WORD.finditer(paragraph) for i in range(*word.span())]
        text = _SPACE.sub("", paragraph)
    for full, half in _MARKS:  # `translate` alone takes ten times as long
        text = text.replace(full, half)
    if odd:
        text = text.translate(_CANON)
    if "《" in text or "〈" in text:
        text = _TITLE.sub(lambda found: "□" * len(found[0]), text)
    if atoms and "、" in text and _joined(text, _joints(atoms)):
        text = atoms.sub(lambda found: found[0].replace("、", "·"), text)
    return Scan(text, places)


@lru_cache(maxsize=8)
def _joints(atoms: re.Pattern[str]) -> frozenset[str]:
    """What stands around each 、 of the expressions."""
    return frozenset(re.findall("(?=(.、.))", atoms.pattern))


def _joined(text: str, joints: frozenset[str]) -> bool:
    """Whether an expression with a 、 in it may be there."""
    at = text.find("、")
    while at >= 0:
        if text[at - 1 : at + 2] in joints:
            return True
        at = text.find("、", at + 1)
    return False


def _sentences(text: str) -> Iterator[Sentence]:
    at = 0
    for found in _ENDS.finditer(text):
        yield Sentence(text, at, found.start())
        at = found.end()
    if at < len(text):
        yield Sentence(text, at, len(text))


def _segments(text: str, start: int, end: int) -> tuple[Segment, ...]:
    """The stretches of one sentence between its marks; brackets that nobody closed end with it."""
    segments: list[Segment] = []
    amounts: list[Amount] = []
    at, depth, last = start, 0, start  # `last`: where the last amount ended
    for found in _MARK.finditer(text, start, end):
        place = found.start()
        mark = text[place]
        if mark not in _STOPS:
            if place >= last and (it := amount(text, found)):
                amounts.append(it)
                last = it.end
            continue
        segments.append(Segment(at, place, mark, depth, tuple(amounts)))
        amounts = []
        at = place + 1
        if mark == "(":
            depth += 1
        elif mark == ")" and depth:
            depth -= 1
    segments.append(Segment(at, end, text[end : end + 1], depth, tuple(amounts)))
    return tuple(segments)


def before(text: str, segment: Segment, index: int) -> tuple[int, int]:
    """The stretch before the amount of that index: from the segment's start or the amount before it."""
    end = segment.amounts[index].start
    start = segment.amounts[index - 1].end if index else segment.start
    return (start if end - start <= _WINDOW else end - _WINDOW), end


def after(text: str, segment: Segment, index: int) -> tuple[int, int]:
    """The stretch after the amount of that index: to the segment's end or the next amount."""
    amounts = segment.amounts
    start = amounts[index].end
    end = amounts[index + 1].start if index + 1 < len(amounts) else segment.end
    return start, (end if end - start <= _WINDOW else start + _WINDOW)
