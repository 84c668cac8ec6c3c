"""The words of a form for quantities, ready for looking up: by how a noun phrase ends, for that is its head."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from core.form.claim import refs
from core.form.model import Form, Quantity

Strength = Literal["any", "weak", "zero"]
FOREIGN: Final = "foreign"
"""The topic of figures that are none of the form's."""
OTHERS: Final = frozenset((FOREIGN, "active"))
"""The topics of figures that are no cases."""
SPOIL: Final = "spoil"
"""What a word of that list does to its sentence stands in the place of a topic."""

DENIAL: Final = re.compile(
    "未曾|从未|没有|不存在|尚无|暂无|未|无|没|零(?=”?(?:发生|受理|申请|办理|答复|办结|行政|复议|诉讼|纠错|纠正|败诉))"
)
_NONE: Final = re.compile(rf"{DENIAL.pattern}|(?<![\d.])0(?![\d.])|零")
"""A denial, or the number nought."""
LONGEST: Final = 180
"""Characters of a noun phrase that are looked at."""
_NEVER: Final = re.compile(r"(?!)")
_YEAR_TAIL: Final = re.compile(r"20\d\d年度?\Z")


class Words:
    """Finds one of these words. Compiled when first looked for: half of the words are of figures that few texts state,
    and nobody waits for them at the first key."""

    __slots__ = ("_pattern", "words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = _any_of(self.words)
        return self._pattern


class Wording(NamedTuple):
    """The wordings of a quantity that share a head and a strength: `lead` are the pieces that must stand before the
    head, in order. `deny` and `part`: the words that make it something else, or a part only. `most`: characters that
    it comes to at most."""

    quantity: Quantity
    strength: Strength
    lead: tuple[Words, ...]
    deny: Words
    part: Words
    most: int


class Match(NamedTuple):
    """A wording found; its first piece begins at `start`, its head at `head`. `length`: characters of its pieces."""

    quantity: Quantity
    strength: Strength
    start: int
    head: int
    length: int

    @property
    def single(self) -> bool:
        """Whether the wording is its head alone."""
        return self.start == self.head

    def before(self, best: Match) -> bool:
        """Whether this goes before the best so far: the longer, of equal ones that which begins first."""
        return self.length > best.length or (self.length == best.length and self.start < best.start)

    def shifted(self, by: int) -> Match:
        return Match(self.quantity, self.strength, self.start + by, self.head + by, self.length) if by else self


class Marks(dict[str, re.Pattern[str]]):
    """The words of each list (of several: names joined by +) as one pattern, made when first asked for; one that
    never matches for a list that the form has not."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, name: str) -> re.Pattern[str]:
        lists = (self.words.get(one, ()) for one in name.split("+"))
        found = self[name] = _any_of(tuple(word for words in lists for word in words))
        return found


class Sets(dict[str, frozenset[str]]):
    """The words of each list as a set, made when first asked for."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, name: str) -> frozenset[str]:
        found = self[name] = frozenset(self.words.get(name, ()))
        return found


@dataclass(frozen=True, eq=False)
class Lexicon:
    """What the reading needs of a form, compiled once. Hashable by identity, like the form."""

    heads: Mapping[str, tuple[Wording, ...]]
    ends: Mapping[str, tuple[int, ...]]  # last two characters -> lengths of heads that end so, longest first
    tails: frozenset[str]  # what may stand between a head and its number
    tail_sizes: Mapping[str, tuple[int, ...]]  # last character -> their lengths, shortest first
    quantities: Mapping[str, Quantity]
    topic: re.Pattern[str]
    topics: Mapping[str, str]  # by word; empty where the text stays at its topic
    headings: tuple[tuple[str, re.Pattern[str]], ...]  # (topic, the words that set it in a heading)
    words: Mapping[str, tuple[str, ...]]
    marks: Marks
    sets: Sets
    money: frozenset[str]  # quantities that are amounts of money, in 万元
    close: re.Pattern[str]  # words that must be near some quantity
    at: frozenset[str]  # the topics at which weak wordings count
    parts: Mapping[str, re.Pattern[str]]  # heads by what they need: firm, weak, near, zero, after; `first`: not after
    wholes: frozenset[str]  # quantities that others presuppose

    def may_tell(self, text: str, start: int, end: int, topics: Collection[str], *, after: bool) -> bool:
        """Whether any wording could be found in a stretch that is at these topics; most stretches hold no head of any.
        `after`: a quantity that others presuppose has been stated."""
        heads = self.parts
        if heads["firm"].search(text, start, end) or (after and heads["after"].search(text, start, end)):
            return True
        if not self.at.isdisjoint(topics) and heads["weak"].search(text, start, end):
            return True
        if heads["near"].search(text, start, end) and self.close.search(text, start, end):
            return True
        return heads["zero"].search(text, start, end) is not None and _NONE.search(text, start, end) is not None

    def stripped(self, text: str, start: int, end: int) -> int:
        """Where a stretch ends without the last word that may stand between a head and its number."""
        last = text[end - 1]
        for size in self.tail_sizes.get(last, ()):
            if size <= end - start and text[end - size : end] in self.tails:
                return end - size
        if last in "年度" and (found := _YEAR_TAIL.search(text, max(start, end - 6), end)):
            return found.start()
        return end


def begin(wording: Wording, text: str, start: int, head: int, overall: re.Pattern[str]) -> tuple[int, int] | None:
    """Where the first piece of a wording stands whose head begins at `head`, and the length of its pieces before the
    head; None if they are not there, or a word that makes it something else is."""
    first, at, length = head, start, 0
    for piece in wording.lead:
        found = piece.pattern.search(text, at, head)
        if found is None:
            return None
        a, at = found.span()
        if not length:
            first = a
        length += at - a
    if start < head:
        if wording.deny.pattern.search(text, start, head):
            return None
        if not wording.part.pattern.search(text, start, head):
            return first, length
        *_, last = wording.part.pattern.finditer(text, start, head)
        if not overall.search(text, last.end(), head):  # 网上共收到 … is the whole, 共收到网上 … is not
            return None
    return first, length


@lru_cache(maxsize=4096)
def candidates(lexicon: Lexicon, phrase: str) -> tuple[tuple[Match, ...], ...]:
    """Every wording whose head ends a noun phrase, in the order in which words like 数量, 共, 的 are left out at its
    end. What is admitted of them depends on what was said before; officials use the same phrases everywhere."""
    found: list[tuple[Match, ...]] = []
    end = len(phrase)
    while end > 0:
        if step := tuple(_ending(lexicon, phrase, end)):
            found.append(step)
        shorter = lexicon.stripped(phrase, 0, end)
        if shorter == end:
            break
        end = shorter
    return tuple(found)


def _ending(lexicon: Lexicon, phrase: str, end: int) -> Iterator[Match]:
    """The wordings whose head ends at a place."""
    ends, overall = lexicon.ends, lexicon.marks["overall"]
    for size in ends.get(phrase[max(0, end - 2) : end], ()) or ends.get(phrase[end - 1], ()):
        head = end - size
        for wording in lexicon.heads.get(phrase[head:end], ()) if head >= 0 else ():
            found = begin(wording, phrase, 0, head, overall)
            if found and not _of_other_kind(lexicon, wording, phrase[:head]):
                yield Match(wording.quantity, wording.strength, found[0], head, found[1] + size)


def _of_other_kind(lexicon: Lexicon, wording: Wording, before: str) -> bool:
    """Whether a noun is one of another kind (土地类诉讼 of no disclosure)."""
    quantity = wording.quantity
    if wording.strength != "weak" or "类" not in before[-3:] or quantity.id not in lexicon.sets["cases"]:
        return False
    return bool(quantity.near) and not any(word in before for word in quantity.near)


@lru_cache(maxsize=8)
def lexicon(form: Form) -> Lexicon:
    """The lexicon of a form."""
    heads: dict[str, list[Wording]] = {}
    for quantity in form.quantities:
        for head, wording in _wordings(quantity):
            heads.setdefault(head, []).append(wording)
    for found in heads.values():
        found.sort(key=lambda wording: -wording.most)
    every = [(head, wording) for head, found in heads.items() for wording in found]
    topics = {w: name[6:] for name, words in form.words.items() if name.startswith("topic_") for w in words}
    topics |= dict.fromkeys(form.words.get("spoil", ()), SPOIL) | dict.fromkeys(form.words.get("stays", ()), "")
    tails = form.words.get("tails", ())
    return Lexicon(
        heads={head: tuple(found) for head, found in heads.items()},
        ends=_sizes(heads, 2),
        tails=frozenset(tails),
        tail_sizes={last: sizes[::-1] for last, sizes in _sizes(tails, 1).items()},
        quantities={quantity.id: quantity for quantity in form.quantities},
        topic=_any_of(tuple(topics)),
        topics=topics,
        headings=tuple((n[8:], _any_of(words)) for n, words in form.words.items() if n.startswith("heading_")),
        words=form.words,
        marks=Marks(form.words),
        sets=Sets(form.words),
        money=frozenset(q.id for q in form.quantities if form.cells[refs(q.of[0])[0].cell].kind.name == "amount"),
        parts={
            "firm": _any_within(h for h, w in every if w.strength == "any" and not w.quantity.after),
            "weak": _any_within(h for h, w in every if w.strength == "weak" and not w.quantity.after),
            "near": _any_within(h for h, w in every if w.quantity.near and not w.quantity.after),
            "zero": _any_within(h for h, w in every if w.strength == "zero"),
            "after": _any_within(h for h, w in every if w.quantity.after),
            "first": _any_within(h for h, w in every if not w.quantity.after),
        },
        close=_any_within(word for quantity in form.quantities for word in quantity.near),
        at=frozenset(quantity.topic for quantity in form.quantities if quantity.weak),
        wholes=frozenset(name for quantity in form.quantities for name in quantity.after),
    )


def _wordings(quantity: Quantity) -> Iterator[tuple[str, Wording]]:
    """By their heads. Wordings with one piece before the same head are one: any of these pieces."""
    deny, part = Words(quantity.deny), Words(quantity.part)
    strengths: tuple[Strength, ...] = ("any", "weak", "zero")
    for strength, ways in zip(strengths, (quantity.any, quantity.weak, quantity.zero), strict=True):
        leads: dict[str, dict[tuple[tuple[str, ...], ...], None]] = {}
        for way in ways:
            for head in way[-1]:
                leads.setdefault(head, {})[way[:-1]] = None
        for head, found in leads.items():
            ones = tuple(dict.fromkeys(word for lead in found if len(lead) == 1 for word in lead[0]))
            for lead in (*((ones,),) * bool(ones), *(lead for lead in found if len(lead) != 1)):
                most = len(head) + sum(max(map(len, piece)) for piece in lead)
                yield head, Wording(quantity, strength, tuple(map(Words, lead)), deny, part, most)


def _sizes(words: Mapping[str, object] | tuple[str, ...], last: int) -> dict[str, tuple[int, ...]]:
    """By their last characters, the lengths that words have, longest first."""
    sizes: dict[str, set[int]] = {}
    for word in words:
        sizes.setdefault(word[-last:], set()).add(len(word))
    return {end: tuple(sorted(found, reverse=True)) for end, found in sizes.items()}


def _any_within(words: Iterable[str]) -> re.Pattern[str]:
    """Finds whether one of these words is there; words that hold another one are not needed for that."""
    every = frozenset(words)
    return _any_of(tuple(sorted(word for word in every if every.isdisjoint(_inside(word)))))


def _inside(word: str) -> Iterator[str]:
    """Every shorter stretch of a word."""
    for size in range(1, len(word)):
        for start in range(len(word) - size + 1):
            yield word[start : start + size]


@lru_cache(maxsize=1024)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of these words, the longest first: literals only, so nothing in it can backtrack."""
    found = "|".join(re.escape(word) for word in sorted(words, key=lambda word: -len(word)))
    return re.compile(found) if found else _NEVER
