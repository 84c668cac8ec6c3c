"""Sums told in a sentence: “共 n，其中 a、b、c” and its kin, nested ones each for itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.check.text.lexicon import Lexicon
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Segment, Sentence

MOST_LACKING: Final = Decimal("0.4")
"""What may be lacking of the whole where the list reads as complete; beyond that it is a selection."""
_LACKING_OF_TWO: Final = Decimal("0.1")

_INTO: Final = ("其中", "当中", "分别")
_DOCUMENTS: Final = frozenset("条篇件个份则项宗起例期")
_MOST_PARTS: Final = 60
_MOST_SEGMENTS: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    amount: Amount
    segment: Segment


@dataclass(frozen=True, slots=True)
class Listing:
    """A whole and the parts that are told of it. `open`: the list says itself that it is none of all."""

    whole: Amount
    parts: tuple[Part, ...]
    open: bool
    remainder: bool = False

    @property
    def sum(self) -> Decimal:
        return sum((part.amount.value for part in self.parts), Decimal(0))

    @property
    def wrong(self) -> bool:
        """Whether the parts cannot make up the whole."""
        total = Decimal(0)
        for part in self.parts:
            total += part.amount.value
            if total == self.whole.value:
                return False
        gap = self.whole.value - total
        if gap < 0:
            return self.whole.value > 0 or len(self.parts) > 1
        if self.open or len(self.parts) < 2 or not self.whole.value:
            return False
        most = MOST_LACKING if len(self.parts) > 2 or self.remainder else _LACKING_OF_TWO
        return gap <= self.whole.value * most


def listings(scan: Scan, lexicon: Lexicon) -> Iterator[Listing]:
    """Every list of parts in a paragraph, with the whole before it."""
    last: Amount | None = None
    for sentence in scan.sentences:
        if not any(it.amounts for it in sentence.segments):
            continue
        yield from _Lists(scan.text, lexicon, sentence, last).found()
        last = next((it for s in reversed(sentence.segments) if not s.depth for it in reversed(s.amounts)), last)


class _Lists:
    """The lists of one sentence; `last`: the last amount of the sentences before it."""

    def __init__(self, text: str, lexicon: Lexicon, sentence: Sentence, last: Amount | None) -> None:
        self.text = text
        self.words = lexicon.words
        self.marks = lexicon.marks
        self.sentence = sentence
        self.last = last

    def found(self) -> Iterator[Listing]:
        whole: Amount | None = self.last
        outer: list[Amount] = []  # wholes of the brackets around
        segments = self.sentence.segments
        for index, it in enumerate(segments):
            depth = it.depth
            while len(outer) > depth:
                whole = outer.pop()
            into = self.introduces(index)
            if into is not None and whole is not None and self.fresh(whole, it):
                listing = self.listing(whole, index, into)
                yield from [listing] if listing else []
            counted = [a for a in it.amounts if a.counted and not self.compared(it, a)]
            if counted:
                whole = counted[-1]
            while len(outer) <= depth and it.stop == "(" and whole is not None:
                outer.append(whole)

    def introduces(self, index: int) -> int | None:
        """Where the first part's words begin if a list begins in this segment."""
        it = self.sentence.segments[index]
        end = it.amounts[0].start if it.amounts else it.end
        for word in _INTO:
            at = self.text.find(word, it.start, end)
            if 0 <= at - it.start <= (20 if word == "当中" else 4):
                return at + len(word)
        if self.text.startswith("在", it.start, end):
            at = max(self.text.find(word, it.start, end) for word in ("信息中", "申请中", "件中"))
            if at > 0:
                return at + 3
        previous = self.sentence.segments[index - 1] if index else None
        if previous and previous.stop == ":" and previous.amounts and self.ends_with_amount(previous):
            return it.start
        if previous and previous.stop == "(" and self.text.startswith(("含", "其中"), it.start):
            return it.start + 1
        return None

    def ends_with_amount(self, it: Segment) -> bool:
        return it.amounts[-1].end == it.end

    def fresh(self, whole: Amount, it: Segment) -> bool:
        """Whether the whole is near enough to be meant, and exact."""
        return not whole.vague and whole.counted and it.start - whole.end <= 160

    def listing(self, whole: Amount, index: int, into: int) -> Listing | None:
        """The list that begins at `into` in the segment at `index`; None if nobody can tell its parts."""
        segments, begun = self.sentence.segments, into
        depth, opened = segments[index].depth, self.sentence.trailing or self.says_partial(index, into)
        parts: list[Part] = []
        for at in range(index, min(len(segments), index + _MOST_SEGMENTS)):
            it = segments[at]
            if it.depth > depth:
                continue
            if it.depth < depth or len(parts) >= _MOST_PARTS:
                break
            if at > index and self.stops(it, begun):
                opened = opened or self.goes_on(whole, at, depth)
                break
            if at > index and "其中" in self.text[it.start : it.start + 8]:
                # A list in the list, without brackets: nobody can tell where it ends, unless a ; does.
                parts = parts[: _until_semicolon(parts)]
                break
            counted = [a for a in it.amounts if a.start >= (into if at == index else it.start)]
            if any(a.vague or self.compared(it, a) for a in counted) or len(counted) > 1:
                return None
            if counted and not self.same_kind(whole, counted[0]):
                break
            begun = it.start if counted and not parts and at > index else begun
            parts += [Part(a, it) for a in counted]
            if self.trails(it) or it.stop == ")":
                opened = opened or self.trails(it)
                break
        return self.listed(whole, parts, opened=opened) if parts else None

    def listed(self, whole: Amount, parts: list[Part], *, opened: bool) -> Listing:
        last = parts[-1]
        words = self.text[last.segment.start : last.amount.start]
        return Listing(whole, tuple(parts), opened, words.startswith(self.words.get("remainder", ())))

    def says_partial(self, index: int, into: int) -> bool:
        """Whether the words between the whole and the first part speak of a selection."""
        it = self.sentence.segments[index]
        end = it.amounts[0].start if it.amounts else it.end
        partial = self.marks.get("partial")
        return partial is not None and partial.search(self.text, max(0, it.start - 8), min(end, into + 8)) is not None

    def trails(self, it: Segment) -> bool:
        """Whether 等 ends the list."""
        return bool(it.amounts) and self.text[it.amounts[-1].end : it.amounts[-1].end + 1] == "等"

    def stops(self, it: Segment, begun: int) -> bool:
        """Whether a clause is no item any more: another subject, another action. `begun`: where the first item's
        words begin, for items may all begin so (通过网站 a 条，通过微信 b 条)."""
        found = self.marks["list_stops"].match(self.text, it.start, it.end) if "list_stops" in self.marks else None
        if found is None or (it.amounts and self.text.startswith(tuple(self.words.get("remainder", ())), it.start)):
            return False
        return not self.text.startswith(found[0], begun)

    def goes_on(self, whole: Amount, at: int, depth: int) -> bool:
        """Whether more of the same kind is counted in the sentence from the segment `at` on."""
        rest = self.sentence.segments[at : at + _MOST_PARTS]
        return any(self.same_kind(whole, a) for it in rest if it.depth == depth for a in it.amounts)

    def compared(self, it: Segment, amount: Amount) -> bool:
        """Whether the amount is one by which something grew or fell."""
        near = self.text[max(it.start, amount.start - 4) : amount.start]
        found = self.marks["delta"].search(near) if "delta" in self.marks else None
        return found is not None and not (found[0] == "新增" and it.depth == 0)

    def same_kind(self, whole: Amount, part: Amount) -> bool:
        """Whether a counter of the part may count a part of the whole: 条, 篇 and 件 are all documents."""
        if whole.unit == part.unit:
            return True
        return {whole.unit, part.unit} <= _DOCUMENTS


def _until_semicolon(parts: list[Part]) -> int:
    """How many parts stand before the first semicolon; 0 without one."""
    return next((i + 1 for i, part in enumerate(parts) if part.segment.stop == ";"), 0)
