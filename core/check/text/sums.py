"""Sums told in a sentence: “共 n，其中 a、b、c” and its kin, nested ones each for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.check.text.beside import may_hold, unannounced
from core.check.text.lexicon import Lexicon
from core.check.text.listing import MOST_PARTS, Listing, Part, groups_of, halves, one_of_several, same_kind
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Segment, Sentence

_INTO: Final = ("其中", "当中", "分别", "具体为", "具体是", "具体包括", "包括", "包含", "主要为", "主要是", "涉及")
_LISTS: Final = re.compile(
    "其中|当中|分别|具体|包括|包含|主要[为是]|涉及|[:]|\\((?![一二三四五六七八九十\\d])|[息请件案项]中|[看分],|合计|共计|总计|总共|共(?:公开|发布|收到|受理|办理|答复)"
)
"""Only a sentence that holds one of these has a list in it, …"""
_HINTS: Final = (
    "其中", "当中", "分别", "具体", "包括", "包含", "主要", "涉及", ":", "息中", "请中", "件中", "案中", "项中",
    "看,", "分,", "合计", "共计", "总计", "总共", "共公开", "共发布", "共收到", "共受理", "共办理", "共答复",
)  # fmt: skip
"""… and only a text with one of these: a pattern takes ten times as long."""
_BY: Final = re.compile("(?:从|按)[^,]{2,12}(?:看|分)")
_OF_THEM: Final = re.compile("(?:[^,]{0,8}(?:申请|信息|案件|事项))?中")
_EARLIER: Final = re.compile("20\\d\\d年|上年|去年|同期|同比")
_ALTOGETHER: Final = re.compile("共|合计|总|累计")
_CASES: Final = frozenset("件宗起")
_FAR: Final = 30
"""Characters before a whole in which its verb stands."""
_NO_NOUN: Final = 3
"""Characters of 其中有: what is longer before a number has a noun."""
_ITEM: Final = 8
"""Characters in which an item says which half it is."""
_MOST_SEGMENTS: Final = 200
_MOST_LISTS: Final = 60
"""Lists that one sentence is looked through for; nobody writes more."""


def listings(scan: Scan, lexicon: Lexicon) -> Iterator[Listing]:
    """Every list of parts in a paragraph, with the whole before it."""
    last: Sentence | None = None
    text, held = scan.text, may_hold(scan.text, lexicon)
    if not (held or any(map(text.__contains__, _HINTS)) or ("(" in text and _LISTS.search(text))):
        return
    for sentence in scan.sentences:
        if not sentence.counts:
            continue
        yield from unannounced(text, lexicon, sentence, held=held)
        lists = _Lists(text, lexicon, sentence, last)
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
                listing = (
                    self.listing(whole, index, into)
                    if into is not None and _fresh(self.text, whole, it, into)
                    else None
                )
                if listing and not self.unclear(whole):
                    base = listing if it.depth == 0 else base
                    rivals, net = self.rivals(whole, beside), self.net(whole) if it.depth == 0 else ()
                    yield listing._replace(rivals=rivals, net=net) if rivals or net else listing
                    beside = []
            stop = it.stop
            counted = [a for a in it.amounts if a.counted and not (self.delta and self.compared(it, a))]
            if counted:
                whole = counted[-1]
            if it.depth == 0:
                beside = [*beside, *counted][-MOST_PARTS:] if stop != ";" else []
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
        others = [a.value for a in beside if a.start != whole.start and same_kind(whole, a)]
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
        others = [a for a in self.told() if a.start != whole.start and same_kind(whole, a)]
        return bool(others) and not _ALTOGETHER.search(self.text, max(0, whole.start - 3), whole.start)

    def again(self, index: int, base: Listing) -> bool:
        """Whether a list parts the whole of the last one anew: 按申请人分：…；按结果分：…, 其中…；其中…. Shares may
        stand between: 从申请人看，…占 80%；从渠道看，…."""
        segments, last = self.sentence.segments, base.parts[-1].segment
        before = segments[index - 1]
        at = index - 1 if before.stop == ":" or (before.stop == "," and not before.amounts) else index
        if at <= 0 or segments[at - 1].stop != ";":
            return False
        while at > 1 and segments[at - 1].amounts and all(a.unit == "%" for a in segments[at - 1].amounts):
            at -= 1
        return segments[at - 1].end == last.end

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
            return it.start if _bracketed(self.text, segments, index) else None
        return None

    def listing(self, whole: Amount, index: int, into: int) -> Listing | None:
        """The list that begins at `into` in the segment at `index`; None if nobody can tell its parts."""
        segments, begun = self.sentence.segments, into
        depth, opened = segments[index].depth, self.sentence.trailing or self.says_partial(index, into)
        parts: list[Part] = []
        for at in range(index, min(len(segments), index + _MOST_SEGMENTS)):
            it = segments[at]
            if it.depth > depth:
                continue
            if it.depth < depth or len(parts) >= MOST_PARTS:
                break
            bare = at == index + 1 and into == segments[index].end  # 其中，通过甲 12 件
            if at > index and not bare and self.stops(it, begun):
                opened = opened or (segments[at - 1].stop != ";" and self.goes_on(whole, at, depth))
                break
            if at > index and self.another(it):
                # A list in the list, without brackets: nobody can tell where it ends, unless a ; does.
                parts = parts[: _until_semicolon(parts) or (len(parts) if segments[at - 1].stop == ";" else 0)]
                break
            counted = _counted(whole, it, into if at == index else it.start)
            if len(counted) > 1 or (counted and (counted[0].vague or self.compared(it, counted[0]))):
                return None
            if parts and counted and counted[0].unit == "%":
                continue  # 甲 12 件，占 60%；乙 8 件，占 40%
            if counted and self.breaks(whole, parts, counted[0], at):
                ended = segments[at - 1].stop == ";" and _divides(self, parts[0], counted[0], it)
                opened = opened or (same_kind(whole, counted[0]) and not ended)
                break
            begun = it.start if counted and not parts and at > index else begun
            parts += [Part(a, it) for a in counted]
            if self.trails(it) or it.stop == ")":
                opened = opened or self.trails(it)
                break
        closed = segments[index - 1].stop == "(" and into == segments[index].start if index else False
        about = any(self.text.startswith("涉及", part.amount.end) for part in parts)  # may be about several things
        return self.listed(whole, parts, opened=opened, closed=closed) if parts and not about else None

    def another(self, it: Segment) -> bool:
        """Whether another list begins: 其中, 按结果分：."""
        if it.stop in (":", ",") and not it.amounts and self.text.startswith(("按", "从"), it.start):
            return True
        return "其中" in self.text[it.start : it.start + 8]

    def listed(self, whole: Amount, parts: list[Part], *, opened: bool, closed: bool) -> Listing:
        last = parts[-1]
        words = [self.text[part.segment.start : part.amount.start] for part in parts]
        remainder = words[-1].startswith(self.words.get("remainder", ()))
        if remainder and not self.trails(last.segment) and not self.sentence.trailing:
            opened = False  # 包括甲 3 件、乙 2 件、其他 5 件: nothing is left to be told
        complete = remainder or closed or (len(words) == 2 and halves(self.lexicon, *words))
        total = sum([part.amount.value for part in parts], Decimal(0))
        if total == whole.value:
            return Listing(whole, tuple(parts), opened, complete)  # however the parts are told
        loose = all(not self.named(*part) for part in parts) and any(part.segment.stop == "," for part in parts[:-1])
        most = max(part.amount.value for part in parts)
        overlapping = most <= whole.value < total and not complete and (len(parts) == 2 or _on_platforms(self, words))
        if loose and not opened:  # 9 件作了补正，7 件征求了意见: some of them
            opened = not one_of_several(self.lexicon, [self.text[p.amount.end : p.segment.end] for p in parts])
        it = Listing(whole, tuple(parts), opened, complete, loose=loose, overlapping=overlapping)
        asked = it.begins_right or most == whole.value
        return it._replace(exclusive=True) if asked and one_of_several(self.lexicon, words) else it

    def breaks(self, whole: Amount, parts: list[Part], amount: Amount, at: int) -> bool:
        """Whether a segment counts something else or is another clause: another counter (其中 2 个，…；发布 25 篇), the
        number on the other side of its noun (其中 52 件来自网上，答复 54 件)."""
        segments = self.sentence.segments
        if not parts or not same_kind(whole, amount):
            return not same_kind(whole, amount)
        if self.named(*parts[0]) != self.named(amount, segments[at]) or _divides(self, parts[0], amount, segments[at]):
            return True
        if amount.unit == whole.unit:
            return False
        same = any(part.amount.unit == whole.unit for part in parts)
        return same and segments[at - 1].stop != "、"

    def named(self, amount: Amount, segment: Segment) -> bool:
        """Whether something stands before the number of a part: its noun, a bracket after that."""
        start = segment.start
        if amount.start - start > _NO_NOUN:
            return True
        words = self.text[start : amount.start].removeprefix("其中").removeprefix("有")
        return bool(words) or self.text[start - 1 : start] == ")"

    def says_partial(self, index: int, into: int) -> bool:
        """Whether the words between the whole and the first part speak of a selection."""
        it = self.sentence.segments[index]
        end = it.amounts[0].start if it.amounts else it.end
        if self.text[into - 2 : into] in ("包括", "包含"):
            return True
        found = self.lexicon.marks["partial"].search(self.text, max(0, it.start - 8), min(end, into + 8))
        return found is not None and not self.text.startswith(("负责", "领导"), found.end())

    def trails(self, it: Segment) -> bool:
        """Whether 等 ends the list."""
        return bool(it.amounts) and self.text[it.amounts[-1].end : it.amounts[-1].end + 1] == "等"

    def stops(self, it: Segment, begun: int) -> bool:
        """Whether a clause is no item any more: another subject, another action. `begun`: where the first item's
        words begin, for items may all begin so (通过网站 a 条，通过微信 b 条)."""
        found = self.lexicon.marks["list_stops"].match(self.text, it.start, it.end)
        if found is None or (it.amounts and self.text.startswith(tuple(self.words.get("remainder", ())), it.start)):
            return False
        if halves(self.lexicon, self.text[begun : begun + _ITEM], self.text[it.start : it.start + _ITEM]):
            return False
        return not self.text.startswith(found[0], begun)

    def goes_on(self, whole: Amount, at: int, depth: int) -> bool:
        """Whether more of the same kind is counted in the sentence from the segment `at` on."""
        rest = self.sentence.segments[at : at + MOST_PARTS]
        every = ((it, a) for it in rest if it.depth == depth for a in it.amounts)
        return any(same_kind(whole, a) and not self.compared(it, a) for it, a in every)

    def compared(self, it: Segment, amount: Amount) -> bool:
        """Whether the amount is one by which something grew or fell."""
        if not self.delta:
            return False
        found = self.lexicon.marks["delta"].search(self.text, max(it.start, amount.start - 4), amount.start)
        return found is not None and not (found[0] == "新增" and it.depth == 0)


def _bracketed(text: str, segments: tuple[Segment, ...], index: int) -> bool:
    """Whether a bracket right after an amount holds nothing but such amounts (30 件（网上 20 件、信函 10 件）)."""
    before, items = segments[index - 1], list[Segment]()
    if not before.amounts or before.amounts[-1].end != before.end:
        return False
    for it in segments[index : index + MOST_PARTS]:
        items.append(it)
        if it.stop not in "、,;":
            break
    plain = all(len(it.amounts) == 1 and it.amounts[0].unit == before.amounts[-1].unit for it in items)
    return len(items) > 1 and plain and not _EARLIER.search(text, items[0].start, items[-1].end)


def _fresh(text: str, whole: Amount, it: Segment, into: int) -> bool:
    """Whether the whole is near enough to be meant, and exact, and no number of cases that documents follow."""
    if whole.unit in _CASES:
        documents = it.amounts and it.amounts[0].unit != whole.unit and text.startswith("申请", whole.end)
        if documents or text.endswith("涉及", 0, into):
            return False  # 44 件申请中，要求公开的信息共 96 条; one case may be about several things
    return not whole.vague and whole.counted and it.start - whole.end <= 160


def _on_platforms(lists: _Lists, words: list[str]) -> bool:
    """Whether a part is what stood on some platform, where others may have stood too."""
    return any(lists.lexicon.marks["platforms"].search(word) for word in words)


def _divides(lists: _Lists, first: Part, amount: Amount, segment: Segment) -> bool:
    """Whether a part is of another division of the whole than the first one (自然人 57 件；网络申请 40 件)."""
    text, lexicon = lists.text, lists.lexicon
    if segment.start == first.segment.start or text[segment.start - 1] == "、":
        return False
    one = groups_of(lexicon, text[first.segment.start : first.amount.start])
    other = groups_of(lexicon, text[segment.start : amount.start])
    return bool(one and other) and one.isdisjoint(other)


def _counted(whole: Amount, it: Segment, start: int) -> list[Amount]:
    """What a segment counts from a place on: the last number alone if it alone has the whole's counter (其他 10 个街道
    120 条)."""
    every = [a for a in it.amounts if a.start >= start]
    return every[-1:] if len(every) > 1 and [a for a in every if a.unit == whole.unit] == every[-1:] else every


def _tail(segment: Segment) -> tuple[int, int]:
    """What a segment says after its last amount."""
    return (segment.amounts[-1].end if segment.amounts else segment.start), segment.end


def _until_semicolon(parts: list[Part]) -> int:
    """How many parts stand before the first semicolon; 0 without one."""
    return next((i + 1 for i, part in enumerate(parts) if part.segment.stop == ";"), 0)
