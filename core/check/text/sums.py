"""Sums told in a sentence: “共 n，其中 a、b、c” and its kin, nested ones each for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from core.check.text.lexicon import Lexicon
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Segment, Sentence

MOST_LACKING: Final = Decimal("0.4")
"""What may be lacking of the whole where the list reads as complete; beyond that it is a selection."""
_LACKING_OF_TWO: Final = Decimal("0.1")

_INTO: Final = ("其中", "当中", "分别", "具体为", "具体是", "具体包括", "包括", "包含")
_LISTS: Final = re.compile("其中|当中|分别|具体|包括|包含|[:]|\\((?![一二三四五六七八九十\\d])|[息请件]中")
"""Only a sentence that holds one of these has a list in it."""
_EARLIER: Final = re.compile("20\\d\\d年|上年|去年|同期|同比")
_ALTOGETHER: Final = re.compile("共|合计|总|累计")
_DOCUMENTS: Final = frozenset("条篇件个份则项宗起例期")
_MOST_PARTS: Final = 60
_MOST_SEGMENTS: Final = 200
_MOST_LISTS: Final = 60
"""Lists that one sentence is looked through for; nobody writes more."""


class Part(NamedTuple):
    amount: Amount
    segment: Segment


class Listing(NamedTuple):
    """A whole and the parts that are told of it. `open`: the list says itself that it is none of all. `rivals`: what
    stands beside the whole and the sum of it all, of which the parts may be as well."""

    whole: Amount
    parts: tuple[Part, ...]
    open: bool
    remainder: bool = False
    rivals: tuple[Decimal, ...] = ()

    @property
    def sum(self) -> Decimal:
        return sum((part.amount.value for part in self.parts), Decimal(0))

    @property
    def wrong(self) -> bool:
        """Whether the parts cannot make up the whole."""
        total, fits = Decimal(0), {self.whole.value, *self.rivals}
        for part in self.parts:
            total += part.amount.value
            if total in fits:
                return False
        gap = self.whole.value - total
        if gap < 0:
            if (
                total <= max(self.rivals, default=0)
                if len(self.parts) == 1
                else total < max(self.rivals[:-1], default=0)
            ):
                return False
            return self.whole.value > 0 or len(self.parts) > 1
        if self.open or len(self.parts) < 2 or not self.whole.value:
            return False
        many = (len(self.parts) > 2 or self.remainder) and not self.rivals
        most = MOST_LACKING if many else _LACKING_OF_TWO
        return gap <= self.whole.value * most


def listings(scan: Scan, lexicon: Lexicon) -> Iterator[Listing]:
    """Every list of parts in a paragraph, with the whole before it."""
    last: Sentence | None = None
    for sentence in scan.sentences if _LISTS.search(scan.text) else ():
        if not sentence.counts:
            continue
        lists = _Lists(scan.text, lexicon, sentence, last)
        if lists.intros:
            yield from lists.found()
        last = sentence


class _Lists:
    """The lists of one sentence; `last`: the last sentence before it that counts anything."""

    def __init__(self, text: str, lexicon: Lexicon, sentence: Sentence, last: Sentence | None) -> None:
        self.text = text
        self.words = lexicon.words
        self.lexicon = lexicon
        self.sentence = sentence
        self.last = last
        self.delta = lexicon.marks["delta"].search(text, sentence.start, sentence.end) is not None
        self.passed = 0  # how many of the words that may begin a list are behind
        self.intros = [it.span() for it in _LISTS.finditer(text, sentence.start, sentence.end)]

    def found(self) -> Iterator[Listing]:
        told = self.told()
        whole: Amount | None = told[-1] if told else None
        beside: list[Amount] = []  # what is counted beside the whole since the sentence began, a list or a ; ended
        outer: list[Amount] = []  # wholes of the brackets around
        stop = ""
        tried = 0
        for index, it in enumerate(self.sentence.segments):
            while len(outer) > it.depth:
                whole = outer.pop()
            begins = tried < _MOST_LISTS and whole is not None and (stop in "(:" or it.end >= self.next(it.start))
            if begins and whole is not None:
                into = self.introduces(index)
                tried += into is not None
                listing = self.listing(whole, index, into) if into is not None and self.fresh(whole, it) else None
                if listing and not self.unclear(whole):
                    yield listing._replace(rivals=self.rivals(whole, beside))
                    beside = []
            stop = it.stop
            counted = [a for a in it.amounts if a.counted and not self.compared(it, a)] if it.amounts else []
            if counted:
                whole = counted[-1]
            if it.depth == 0:
                beside = [*beside, *counted][-_MOST_PARTS:] if stop != ";" else []
            while len(outer) <= it.depth and stop == "(" and whole is not None:
                outer.append(whole)

    def told(self) -> list[Amount]:
        """What the sentence before this one counts."""
        return [a for it in self.last.segments if not it.depth for a in it.amounts] if self.last else []

    def next(self, start: int) -> int:
        """Where the next word ends that may begin a list."""
        while self.passed < len(self.intros) and self.intros[self.passed][0] < start:
            self.passed += 1
        return self.intros[self.passed][1] if self.passed < len(self.intros) else len(self.text) + 1

    def rivals(self, whole: Amount, beside: list[Amount]) -> tuple[Decimal, ...]:
        others = [a.value for a in beside if a.start != whole.start and self.same_kind(whole, a)]
        return (*others, sum(others, whole.value)) if others else ()

    def unclear(self, whole: Amount) -> bool:
        """Whether the list begins its sentence and the sentence before counts several things of the kind, none of
        them the total: then nobody can tell whose parts they are."""
        if whole.start >= self.sentence.start:
            return False
        others = [a for a in self.told() if a.start != whole.start and self.same_kind(whole, a)]
        return bool(others) and not _ALTOGETHER.search(self.text, max(0, whole.start - 3), whole.start)

    def introduces(self, index: int) -> int | None:
        """Where the first part's words begin if a list begins in this segment."""
        segments = self.sentence.segments
        it = segments[index]
        end = it.amounts[0].start if it.amounts else it.end
        for word in _INTO:
            at = self.text.find(word, it.start, end)
            if 0 <= at - it.start <= (20 if word == "当中" else 4):
                return at + len(word)
        if self.text.startswith("在", it.start, end):
            at = max(self.text.find(word, it.start, end) for word in ("信息中", "申请中", "件中"))
            if at > 0:
                return at + 3
        previous = segments[index - 1] if index else None
        if previous is None:
            return None
        if previous.stop == ":":
            ended = previous.amounts and previous.amounts[-1].end == previous.end
            sorted_ = self.text.startswith("按", previous.start) and not previous.amounts
            return it.start if ended or sorted_ else None
        if previous.stop == "(":
            if self.text.startswith(("含", "其中"), it.start):
                return it.start + 1
            return it.start if self.bracketed(index) else None
        return None

    def bracketed(self, index: int) -> bool:
        """Whether a bracket right after an amount holds nothing but such amounts (30 件（网上 20 件、信函 10 件）)."""
        before, inside = self.sentence.segments[index - 1], self.sentence.segments[index : index + _MOST_PARTS]
        if not before.amounts or before.amounts[-1].end != before.end:
            return False
        items = []
        for it in inside:
            items.append(it)
            if it.stop not in "、,;":
                break
        plain = all(len(it.amounts) == 1 and it.amounts[0].unit == before.amounts[-1].unit for it in items)
        return len(items) > 1 and plain and not _EARLIER.search(self.text, items[0].start, items[-1].end)

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
            if counted and counted[0].unit != whole.unit and any(part.amount.unit == whole.unit for part in parts):
                opened = True  # 其中 2 个，…；发布 25 篇: another kind, or another clause
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
        if self.text[into - 2 : into] in ("包括", "包含") or (it.start == into and self.text[into - 1] == "("):
            return True
        return self.lexicon.marks["partial"].search(self.text, max(0, it.start - 8), min(end, into + 8)) is not None

    def trails(self, it: Segment) -> bool:
        """Whether 等 ends the list."""
        return bool(it.amounts) and self.text[it.amounts[-1].end : it.amounts[-1].end + 1] == "等"

    def stops(self, it: Segment, begun: int) -> bool:
        """Whether a clause is no item any more: another subject, another action. `begun`: where the first item's
        words begin, for items may all begin so (通过网站 a 条，通过微信 b 条)."""
        found = self.lexicon.marks["list_stops"].match(self.text, it.start, it.end)
        if found is None or (it.amounts and self.text.startswith(tuple(self.words.get("remainder", ())), it.start)):
            return False
        return not self.text.startswith(found[0], begun)

    def goes_on(self, whole: Amount, at: int, depth: int) -> bool:
        """Whether more of the same kind is counted in the sentence from the segment `at` on."""
        rest = self.sentence.segments[at : at + _MOST_PARTS]
        return any(self.same_kind(whole, a) for it in rest if it.depth == depth for a in it.amounts)

    def compared(self, it: Segment, amount: Amount) -> bool:
        """Whether the amount is one by which something grew or fell."""
        if not self.delta:
            return False
        found = self.lexicon.marks["delta"].search(self.text, max(it.start, amount.start - 4), amount.start)
        return found is not None and not (found[0] == "新增" and it.depth == 0)

    def same_kind(self, whole: Amount, part: Amount) -> bool:
        """Whether a counter of the part may count a part of the whole: 条, 篇 and 件 are all documents."""
        if whole.unit == part.unit:
            return True
        return {whole.unit, part.unit} <= _DOCUMENTS


def _until_semicolon(parts: list[Part]) -> int:
    """How many parts stand before the first semicolon; 0 without one."""
    return next((i + 1 for i, part in enumerate(parts) if part.segment.stop == ";"), 0)
