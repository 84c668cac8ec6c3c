"""What has been said so far: the state that the reading of a paragraph carries from clause to clause."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from core.check.text.lexicon import FOREIGN, Asked, Lexicon, Match, Strength
from core.check.text.scan import Scan, Segment

PLAIN: Final[frozenset[Strength]] = frozenset(("any", "weak"))
NIL: Final[frozenset[Strength]] = frozenset(("any", "weak", "zero"))
AND: Final = ("以及", "或者", "和", "或", "及", "与")
MOST_ITEMS: Final = 8

_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年")
_CARRIED: Final = ("结转", "转入", "转来", "遗留", "承接", "接续", "接转")
"""上年 beside one of these speaks of this year's stock."""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement. `quantities` are summed; `start:end` is its clause in the paragraph, `number` its figure there
    (None for a nothing). `year`: 0 the report's own as far as the sentence says, −1 an earlier one. `own`: spoken of
    the office alone; `wide`: of the whole district; `part`: an item of a list."""

    quantities: tuple[str, ...]
    value: Decimal
    start: int
    end: int
    number: tuple[int, int] | None
    year: int
    own: bool
    unit: str = ""
    part: bool = False
    wide: bool = False


@dataclass(slots=True)
class State:
    """What has been read so far of a paragraph."""

    topic: str
    seen: dict[str, Decimal] = field(default_factory=dict)
    whole: str = ""  # the last quantity stated of those that others presuppose
    year: int = 0
    own: bool = False
    wide: bool = False
    listing: bool = False
    pending: list[tuple[int, int]] = field(default_factory=list)  # nouns that wait for the number of their row


class Reader:
    """The state of reading one paragraph, and the questions that every clause asks of it."""

    def __init__(self, scan: Scan, lexicon: Lexicon, topic: str) -> None:
        self.scan = scan
        self.lexicon = lexicon
        self.state = State(topic)
        self.found: list[Said] = []
        self.near = ""
        self.spoiled = False

    def turn(self, start: int, end: int) -> None:
        """Follow the topic: the last word that sets one."""
        if self.spoiled:
            return
        for found in self.lexicon.topic.finditer(self.scan.text, start, end):
            self.state.topic = self.lexicon.topics[found[0]]

    def scope(self, segment: Segment) -> None:
        if self.within("scope_own", segment.start, segment.end):
            self.state.own, self.state.wide = True, False
        if self.within("scope_all", segment.start, segment.end):
            self.state.own, self.state.wide = False, True

    def within(self, name: str, start: int, end: int) -> bool:
        """Whether a word of that list of the form stands in a stretch."""
        marks = self.lexicon.marks.get(name)
        return marks is not None and marks.search(self.scan.text, start, end) is not None

    def year(self, segment: Segment) -> int:
        """The year a segment speaks of. One named at its beginning stays for the sentence, one compared with does
        not."""
        text, state = self.scan.text, self.state
        lexicon = self.lexicon
        for found in _YEAR.finditer(text, segment.start, segment.end):
            head = text[max(segment.start, found.start() - 3) : found.start()]
            if head.endswith(("至", "到", "入")):
                continue  # 结转至 2025 年: whither, not when
            if any(word in head for word in lexicon.words.get("compared", ())):
                return int(found[1])
            if found.start() - segment.start <= 6:
                state.year = int(found[1])
            elif segment.depth:
                return int(found[1])
        past = lexicon.marks["past"].search(text, segment.start, segment.end) if "past" in lexicon.marks else None
        if past:
            beside = text[max(0, past.start() - 2) : past.start()] + text[past.end() : past.end() + 12]
            if not any(word in beside for word in _CARRIED):
                return -1
        return state.year

    def match(self, start: int, end: int, fits: frozenset[Strength]) -> Match | None:
        return self.lexicon.match(self.scan.text, start, end, self.asked(fits))

    def asked(self, fits: frozenset[Strength]) -> Asked:
        return Asked(fits, FOREIGN if self.spoiled else self.state.topic, self.near, self.state.whole)

    def said(self, names: tuple[str, ...], value: Decimal, start: int, end: int, year: int) -> Said:
        state = self.state
        for name in names:
            state.seen.setdefault(name, value)
            if name in self.lexicon.wholes:
                state.whole = name
            if self.lexicon.quantities[name].topic:
                state.topic = self.lexicon.quantities[name].topic
        return Said(names, value, *self.scan.span(start, end), None, year, state.own, "", state.listing, state.wide)
