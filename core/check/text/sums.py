"""Sums told in a sentence: “共 n，其中 a、b、c” and its kin, nested ones each for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final, NamedTuple

from core.check.text.lexicon import Lexicon
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Segment, Sentence

MOST_LACKING: Final = Decimal("0.4")
"""What may be lacking of the whole where the list reads as complete; beyond that it is a selection."""
_LACKING_OF_TWO: Final = Decimal("0.1")

_INTO: Final = ("其中", "当中", "分别", "具体为", "具体是", "具体包括", "包括", "包含", "主要为", "主要是", "涉及")
_LISTS: Final = re.compile(
    "其中|当中|分别|具体|包括|包含|主要[为是]|涉及|[:]|\\((?![一二三四五六七八九十\\d])|[息请件案项]中|[看分],|合计|共计|总计|总共"
)
"""Only a sentence that holds one of these has a list in it."""
_BY: Final = re.compile("(?:从|按)[^,]{2,12}(?:看|分)")
_TOTAL: Final = re.compile("合计|共计|总计|总共")
_OF_THEM: Final = re.compile("(?:[^,]{0,8}(?:申请|信息|案件|事项))?中")
_EARLIER: Final = re.compile("20\\d\\d年|上年|去年|同期|同比")
_ALTOGETHER: Final = re.compile("共|合计|总|累计")
_DOCUMENTS: Final = frozenset("条篇件个份则项宗起例期")
_CASES: Final = frozenset("件宗起")
_FAR: Final = 30
"""Characters before a whole in which its verb stands."""
_MOST_PARTS: Final = 60
_MOST_SEGMENTS: Final = 200
_MOST_LISTS: Final = 60
"""Lists that one sentence is looked through for; nobody writes more."""


class Part(NamedTuple):
    amount: Amount
    segment: Segment


class Listing(NamedTuple):
    """A whole and the parts that are told of it. `open`: the list says itself that it is none of all. `rivals`: what
    stands beside the whole and the sum of it all, of which the parts may be as well; `net`: the whole without what a
    bracket says that it contains (9 件（含上年结转 2 件）)."""

    whole: Amount
    parts: tuple[Part, ...]
    open: bool
    remainder: bool = False
    rivals: tuple[Decimal, ...] = ()
    net: tuple[Decimal, ...] = ()

    @property
    def sum(self) -> Decimal:
        return sum((part.amount.value for part in self.parts), Decimal(0))

    @property
    def wrong(self) -> bool:
        """Whether the parts cannot make up the whole."""
        total, fits, every = Decimal(0), {self.whole.value, *self.rivals, *self.net}, self.sum
        for part in self.parts:
            total += part.amount.value
            if total in fits and (part.segment.stop != "、" or total == every or (every - total) * 2 >= total):
                return False  # what comes after is counted anew; a short rest of a row is not
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
        if _TOTAL.search(scan.text, sentence.start, sentence.end):
            yield from _totals(scan.text, lexicon, sentence)
        lists = _Lists(scan.text, lexicon, sentence, last)
        if lists.intros:
            yield from lists.found()
        last = sentence


def _totals(text: str, lexicon: Lexicon, sentence: Sentence) -> Iterator[Listing]:
    """Totals told after their parts (甲 5 件、乙 2 件，共计 7 件). The parts must be a row, and no other parts fit."""
    words, segments = lexicon.words, sentence.segments
    for index, it in enumerate(segments):
        if len(it.amounts) != 1 or it.amounts[0].vague or not it.amounts[0].counted:
            continue
        whole, head = it.amounts[0], text[it.start : it.amounts[0].start]
        before = next((word for word in words.get("altogether", ()) if head.startswith(word)), "")
        if head.removeprefix(before) not in words.get("together", ()):
            continue
        parts = _row_before(segments, index, whole)
        values = [part.amount.value for part in parts]
        ends = {sum(values[at:], Decimal(0)) for at in range(len(values))}
        begins = {sum(values[:at], Decimal(0)) for at in range(len(values) + 1)}
        gap = abs(sum(values, -whole.value))
        row = all(part.segment.stop == "、" for part in parts[:-1])
        near = gap <= whole.value * (MOST_LACKING if row else _LACKING_OF_TWO)
        if near and len(parts) > 1 and whole.value not in ends | begins | set(values):
            yield Listing(whole, parts, open=False, remainder=True)


def _row_before(segments: tuple[Segment, ...], index: int, whole: Amount) -> tuple[Part, ...]:
    """The parts that stand in a row before the segment at `index`."""
    parts: list[Part] = []
    for it in reversed(segments[max(0, index - _MOST_PARTS) : index]):
        if len(it.amounts) != 1 or it.depth != segments[index].depth or it.stop not in ",、":
            break
        amount = it.amounts[0]
        if amount.vague or amount.unit != whole.unit or amount.end != it.end:
            break
        parts.append(Part(amount, it))
    return tuple(reversed(parts))


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
        base: Listing | None = None  # the last list outside brackets
        stop = ""
        tried = 0
        for index, it in enumerate(self.sentence.segments):
            while len(outer) > it.depth:
                whole = outer.pop()
            begins = stop in "(:" or it.end >= self.next(it.start)
            begins = begins or (stop == "," and self.text[it.start - 2] in "中看分")
            if tried < _MOST_LISTS and whole is not None and begins:
                into = self.introduces(index)
                tried += into is not None
                if into is not None and base and self.again(index, base):
                    whole = base.whole
                listing = self.listing(whole, index, into) if into is not None and self.fresh(whole, it, into) else None
                if listing and not self.unclear(whole):
                    base = listing if it.depth == 0 else base
                    yield listing._replace(
                        rivals=self.rivals(whole, beside), net=self.net(whole) if it.depth == 0 else ()
                    )
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
        if self.last is None:
            return []
        delta, text = self.lexicon.marks["delta"], self.text
        every = [(it, a) for it in self.last.segments if not it.depth for a in it.amounts if a.counted]
        return [a for it, a in every if not delta.search(text, max(it.start, a.start - 4), a.start)]

    def next(self, start: int) -> int:
        """Where the next word ends that may begin a list."""
        while self.passed < len(self.intros) and self.intros[self.passed][0] < start:
            self.passed += 1
        return self.intros[self.passed][1] if self.passed < len(self.intros) else len(self.text) + 1

    def rivals(self, whole: Amount, beside: list[Amount]) -> tuple[Decimal, ...]:
        others = [a.value for a in beside if a.start != whole.start and self.same_kind(whole, a)]
        return (*others, sum(others, whole.value)) if others else ()

    def net(self, whole: Amount) -> tuple[Decimal, ...]:
        """What came in without what a bracket right after it says that it contains: the new ones are told of alone."""
        if not self.lexicon.marks["receive"].search(self.text, max(0, whole.start - _FAR), whole.start):
            return ()
        earlier = self.last is not None and whole.start < self.sentence.start
        segments = self.last.segments if self.last and earlier else self.sentence.segments
        for it, inside in pairwise(segments):
            if it.stop == "(" and it.amounts and it.amounts[-1].start == whole.start and it.end == whole.end:
                held = self.text.startswith(("含", "其中", "包括", "包含"), inside.start)
                return tuple(whole.value - a.value for a in inside.amounts if held and a.value < whole.value)
        return ()

    def unclear(self, whole: Amount) -> bool:
        """Whether the list begins its sentence and the sentence before counts several things of the kind, none of
        them the total: then nobody can tell whose parts they are."""
        if whole.start >= self.sentence.start:
            return False
        others = [a for a in self.told() if a.start != whole.start and self.same_kind(whole, a)]
        return bool(others) and not _ALTOGETHER.search(self.text, max(0, whole.start - 3), whole.start)

    def again(self, index: int, base: Listing) -> bool:
        """Whether a list parts the whole of the last one anew: 按申请人分：…；按结果分：…, 其中…；其中…."""
        segments = self.sentence.segments
        at = index - 1 if segments[index - 1].stop == ":" else index
        last = base.parts[-1].segment
        return at > 0 and segments[at - 1].end == last.end and last.stop == ";"

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
        if previous.stop == "," and (
            _OF_THEM.fullmatch(self.text, *_tail(previous))
            if previous.amounts
            else _BY.fullmatch(self.text, previous.start, previous.end)
        ):
            return it.start
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

    def fresh(self, whole: Amount, it: Segment, into: int) -> bool:
        """Whether the whole is near enough to be meant, and exact."""
        if whole.unit in _CASES and self.text.endswith("涉及", 0, into):
            return False  # one case may be about several things
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
            if at > index and self.another(it):
                # A list in the list, without brackets: nobody can tell where it ends, unless a ; does.
                parts = parts[: _until_semicolon(parts)]
                break
            counted = [a for a in it.amounts if a.start >= (into if at == index else it.start)]
            if any(a.vague or self.compared(it, a) for a in counted) or len(counted) > 1:
                return None
            if counted and not self.same_kind(whole, counted[0]):
                break
            row = at > index and segments[at - 1].stop == "、"
            same = any(part.amount.unit == whole.unit for part in parts)
            if counted and counted[0].unit != whole.unit and same and not row:
                opened = True  # 其中 2 个，…；发布 25 篇: another kind, or another clause
                break
            begun = it.start if counted and not parts and at > index else begun
            parts += [Part(a, it) for a in counted]
            if self.trails(it) or it.stop == ")":
                opened = opened or self.trails(it)
                break
        return self.listed(whole, parts, opened=opened) if parts else None

    def another(self, it: Segment) -> bool:
        """Whether another list begins: 其中, 按结果分：."""
        if it.stop == ":" and not it.amounts and self.text.startswith(("按", "从"), it.start):
            return True
        return "其中" in self.text[it.start : it.start + 8]

    def listed(self, whole: Amount, parts: list[Part], *, opened: bool) -> Listing:
        last = parts[-1]
        words = [self.text[part.segment.start : part.amount.start] for part in parts]
        remainder = words[-1].startswith(self.words.get("remainder", ()))
        if remainder and not self.trails(last.segment) and not self.sentence.trailing:
            opened = False  # 包括甲 3 件、乙 2 件、其他 5 件: nothing is left to be told
        return Listing(whole, tuple(parts), opened, remainder or (len(words) == 2 and self.halves(*words)))

    def halves(self, first: str, second: str) -> bool:
        """Whether two parts are all that there can be (线上、线下)."""
        pairs = (pair.split("|") for pair in self.words.get("halves", ()))
        return any((a in first and b in second) or (b in first and a in second) for a, b in pairs)

    def says_partial(self, index: int, into: int) -> bool:
        """Whether the words between the whole and the first part speak of a selection."""
        it = self.sentence.segments[index]
        end = it.amounts[0].start if it.amounts else it.end
        if self.text[into - 2 : into] in ("包括", "包含"):
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


def _tail(segment: Segment) -> tuple[int, int]:
    """What a segment says after its last amount."""
    return (segment.amounts[-1].end if segment.amounts else segment.start), segment.end


def _until_semicolon(parts: list[Part]) -> int:
    """How many parts stand before the first semicolon; 0 without one."""
    return next((i + 1 for i, part in enumerate(parts) if part.segment.stop == ";"), 0)
