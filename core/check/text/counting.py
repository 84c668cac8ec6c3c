"""What a paragraph counts of itself: shares that no figure gives, announced counts that the items do not come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from decimal import Decimal
from typing import Final, NamedTuple

from core.check.text.listing import Listing
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Sentence

_SHARE: Final = (
    "占比", "占比达", "占比为", "占比约为", "占", "占总数的", "占总数", "占总量的", "占全部的", "占总件数的",
    "占申请总数的", "占申请总量的", "占办结总数的", "占已答复件数的", "比例为", "所占比例为",
)  # fmt: skip
_MOST_WHOLES: Final = 40
_MOST_ITEMS: Final = 40
_COUNTED: Final = frozenset("项个类大条")
_LIST: Final = ("包括", "分别是", "分别为", "即", "为")
_ANNOUNCES: Final = re.compile("[项个类大条][,:](?:包括|分别|即|为)")


class Share(NamedTuple):
    """A percentage and the two figures that should give it."""

    part: Amount
    whole: Amount
    percent: Amount


class Announced(NamedTuple):
    """A count and the number of items that follow it; `end` where the sentence ends."""

    amount: Amount
    items: int
    end: int


def shares(scan: Scan, listings: tuple[Listing, ...]) -> Iterator[Share]:
    """占 p% that no figure of the paragraph gives, neither rounded nor cut."""
    counted: list[Amount] = []
    shared: set[int] = set()  # where those begin that a share was told of: parts of something, wholes of nothing
    wholes = {part.amount.start: it.whole for it in listings for part in it.parts}
    for sentence in scan.sentences:
        for segment in sentence.segments if sentence.counts else ():
            for it in segment.amounts:
                if it.unit == "%" and counted and not it.vague:
                    if scan.text.endswith(_SHARE, max(segment.start, it.start - 9), it.start):
                        yield from _share(counted, it, wholes, shared)
                        shared.add(counted[-1].start)
                elif it.counted and not it.vague:
                    counted.append(it)


def _share(counted: list[Amount], it: Amount, of: Mapping[int, Amount], shared: AbstractSet[int]) -> Iterator[Share]:
    part = counted[-1]
    wholes = [other for other in counted[-_MOST_WHOLES:] if other.value >= part.value and other.value]
    if it.start - part.end > 12 or not wholes or any(fits(part.value, other.value, it.value) for other in wholes):
        return
    known = (
        [of[part.start]]
        if part.start in of
        else [other for other in wholes if other is not part and other.start not in shared]
    )
    if len({other.value for other in known}) == 1 and not known[0].vague:
        yield Share(part, known[0], it)


def fits(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    """Whether `percent` is part of whole, rounded or cut at its last digit."""
    step = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    return abs(part * 100 / whole - percent) < step


def announced(scan: Scan) -> Iterator[Announced]:
    """一级栏目 8 项，包括：a、b、c where the items are not so many."""
    for sentence in scan.sentences if _ANNOUNCES.search(scan.text) else ():
        if sentence.counts and (found := _announced(scan.text, sentence)):
            yield found


def _announced(text: str, sentence: Sentence) -> Announced | None:
    segments = sentence.segments
    for index, segment in enumerate(segments[:-1]):
        it = segment.amounts[-1] if segment.amounts else None
        if not it or it.unit not in _COUNTED or it.vague or not 2 <= it.value <= 30 or it.end != segment.end:
            continue
        following = segments[index + 1]
        into = next((w for w in _LIST if text.startswith(w, following.start)), "")
        if segment.stop not in ",:" or not into or (segment.stop == ":" and into == "为"):
            continue
        items = segments[index + 1 : index + 1 + _MOST_ITEMS]
        if following.stop == ":" and following.end - following.start == len(into):
            items = items[1:]
        words = text[items[0].start : items[-1].end] if items else ""
        plain = all(s.stop in "、。" and not s.amounts for s in items[:-1]) and not (items and items[-1].amounts)
        if len(items) < 2 or not plain or "等" in words or items[-1].stop not in ("。", ""):
            continue
        joined = sum(word in text[items[-1].start : items[-1].end] for word in ("和", "及", "与"))
        if not len(items) <= it.value <= len(items) + joined:
            return Announced(it, len(items), sentence.end)
    return None
