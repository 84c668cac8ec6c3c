"""A whole and the parts that are told of it, and whether they can make it up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from core.check.text.lexicon import Lexicon
from core.check.text.numbers import Amount
from core.check.text.scan import Segment

MOST_LACKING: Final = Decimal("0.4")
"""What may be lacking of the whole where the list reads as complete; beyond that it is a selection."""
LACKING_OF_TWO: Final = Decimal("0.1")
MOST_PARTS: Final = 60
_DOCUMENTS: Final = frozenset("条篇件个份则项宗起例期")


class Part(NamedTuple):
    amount: Amount
    segment: Segment


class Listing(NamedTuple):
    """A whole and the parts that are told of it. `open`: the list says itself that it is none of all; `remainder`: that
    it is. `rivals`: what stands beside the whole and the sum of it all, of which the parts may be as well; `net`: the
    whole without what a bracket says that it contains (9 件（含上年结转 2 件）). `exclusive`: each case is of one part;
    `loose`: the parts are told by what follows their numbers, and may overlap (30 家设有专区，28 家配有人员);
    `overlapping`: they are no larger than the whole and may be counted twice (网站 580 条，微信 350 条)."""

    whole: Amount
    parts: tuple[Part, ...]
    open: bool
    remainder: bool = False
    rivals: tuple[Decimal, ...] = ()
    net: tuple[Decimal, ...] = ()
    exclusive: bool = False
    loose: bool = False
    overlapping: bool = False

    @property
    def sum(self) -> Decimal:
        return sum([part.amount.value for part in self.parts], Decimal(0))

    @property
    def wrong(self) -> bool:
        """Whether the parts cannot make up the whole."""
        if self.begins_right:
            return False
        if not self.exclusive and any(part.amount.value == self.whole.value for part in self.parts):
            return False  # a part of that size is told of all
        total = self.sum
        gap = self.whole.value - total
        if gap < 0:
            return self._too_much(total)
        if self.open or len(self.parts) < 2 or not self.whole.value:
            return False
        many = (len(self.parts) > 2 or self.remainder) and not self.rivals
        return gap <= self.whole.value * (MOST_LACKING if many else LACKING_OF_TWO)

    @property
    def begins_right(self) -> bool:
        """Whether the first parts make up the whole, so that what comes after is counted anew; a short rest of a row,
        or of parts that exclude each other, is not."""
        fits = (self.whole.value, *self.rivals, *self.net)  # a set would hash, which takes longer
        totals = tuple(accumulate([part.amount.value for part in self.parts]))
        every = totals[-1]
        for part, total in zip(self.parts, totals, strict=True):
            row = part.segment.stop == "、" or self.exclusive
            if total in fits and (not row or total == every or (every - total) * 2 >= total):
                return True
        return False

    def _too_much(self, total: Decimal) -> bool:
        """Whether parts that are more than the whole cannot be of anything beside it."""
        if self.loose and total - self.whole.value > self.whole.value * LACKING_OF_TWO:
            return False
        if self.overlapping and total - self.whole.value > self.whole.value * MOST_LACKING:
            return False
        if len(self.parts) == 1:
            return total > max(self.rivals, default=Decimal(0)) and self.whole.value > 0
        return total >= max(self.rivals[:-1], default=Decimal(0))


@lru_cache(maxsize=2048)
def groups_of(lexicon: Lexicon, word: str, of: str = "exclusive") -> frozenset[int]:
    """Which of the groups of parts that exclude each other a part is of: officials call them the same everywhere."""
    groups = lexicon.words.get(of, ())
    return frozenset(at for at, group in enumerate(groups) if any(name in word for name in group.split("|")))


def same_kind(whole: Amount, part: Amount) -> bool:
    """Whether a counter of the part may count a part of the whole: 条, 篇 and 件 are all documents."""
    return whole.unit == part.unit or {whole.unit, part.unit} <= _DOCUMENTS


@lru_cache(maxsize=2048)
def halves(lexicon: Lexicon, first: str, second: str) -> bool:
    """Whether two parts are all that there can be (线上、线下)."""
    pairs = (pair.split("|") for pair in lexicon.words.get("halves", ()))
    return any((a in first and b in second) or (b in first and a in second) for a, b in pairs)


def one_of_several(lexicon: Lexicon, words: Sequence[str], of: str = "exclusive") -> bool:
    """Whether parts that are called so exclude each other: results of one kind."""
    if len(words) < 2:
        return False
    shared = groups_of(lexicon, words[0], of)
    return bool(shared) and bool(shared.intersection(*(groups_of(lexicon, word, of) for word in words[1:])))
