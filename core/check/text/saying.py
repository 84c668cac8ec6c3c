"""What has been said so far: the state that the reading of a paragraph carries from clause to clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final, NamedTuple

from core.check.text.lexicon import DENIAL, FOREIGN, LONGEST, OTHERS, SPOIL, Lexicon, Match, candidates
from core.check.text.numbers import Amount
from core.check.text.scan import Scan, Segment, Sentence
from core.form.model import Quantity

AND: Final = ("以及", "或者", "和", "或", "及", "与")
MOST_ITEMS: Final = 8
CHANGES: Final = re.compile("[较比与]|同比|有所|呈|持续|继续|大幅|逐年|明显")
"""What a clause that tells how a number has changed goes on with after its noun."""
IN_TURN: Final = re.compile("分别|依次")

ALL: Final = re.compile(
    "(?:申请人|申请者|(?:办理|答复|处理|复议|裁判|判决)?结果|复议决定|上述申请)?(?:均|全部|全都|都|全)"
)
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年度?")
_WHITHER: Final = (
    "结转至",
    "结转到",
    "顺延至",
    "顺延到",
    "延续至",
    "转至",
    "转到",
    "转入",
    "延至",
    "结转",
    "顺延",
    "移至",
)
_WHENCE: Final = re.compile(r"(?:未办结|末|底)?(?:结转|转结|转入|转来|遗留|接转|转接|跨年)")
_MONTH: Final = re.compile(
    r"(?<![\d至到~—-])(?<![至到]20\d\d年)(?:(?:\d{1,2}|[一二三四五六七八九十]{1,2})月份?|[一二三四]季度)(?![\d底末初份至到~—、-])"
)
"""A month or quarter alone, neither the end of a stretch nor a part of a date."""
_SPAN: Final = re.compile(
    r"(?:(?<!\d)(\d{1,2})月(?:\d{1,2}日)?[至到~—-]|截[至止]到?)(?:20\d\d年)?(?<!\d)(\d{1,2})月(?!1日)(?:\d{1,2}日|份?[底末])?(?!前)"
)
"""Several months, or as far as a month."""
_YEAR_BEGINS, _YEAR_ENDS = "1", "12"
_SUBJECT: Final = 16
"""Characters in which the subject of a sentence stands."""
_ROW: Final = 160
"""Characters of a sentence in which it names who applied."""
_JOINS: Final = frozenset("和及与、")
_ASIDE: Final = "below+past+since+scope_own+scope_all+unrelated"
"""Lists of words that few sentences hold: one search tells that none of them is there."""
CARRIED: Final = ("结转", "转结", "转入", "转来", "遗留", "承接", "接续", "接转", "转接")
"""上年 beside one of these speaks of this year's stock."""


class Said(NamedTuple):
    """One statement. `quantities` are summed; `start:end` is its clause in the paragraph, `number` its figure there
    (None for a nothing). `year`: 0 the report's own as far as the sentence says, −1 an earlier one. `own`: spoken of
    the office alone; `wide`: of the whole district; `part`: an item of a list; `stamp`: the year that it is carried
    from or to, 0 if none is named; `unsure`: a nothing that may be none of some kind only."""

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
    stamp: int = 0
    unsure: bool = False


@dataclass(slots=True)
class State:
    """What has been read so far of a paragraph. `whole`: the last quantity stated of those that others presuppose;
    `listing`: parts are told, `other`: of something that is none of the form's; `pending`: nouns that wait for the
    number of their row; `stamp`: the year that a segment is carried from or to."""

    topic: str
    seen: dict[str, Decimal] = field(default_factory=dict)
    whole: str = ""
    year: int = 0
    stamp: int = 0
    own: bool = False
    wide: bool = False
    listing: bool = False
    other: bool = False
    pending: list[tuple[int, int]] = field(default_factory=list)


def _of_months(text: str, start: int, end: int) -> bool:
    """Whether a stretch speaks of a month, a quarter or several months that are not the year."""
    if _MONTH.search(text, start, end):
        return True
    found = _SPAN.search(text, start, end)
    return found is not None and (found[1] or _YEAR_BEGINS, found[2]) != (_YEAR_BEGINS, _YEAR_ENDS)


def _divides(lexicon: Lexicon, sentence: str) -> bool:
    """Whether a sentence names both kinds of applicants (自然人申请 9 件，法人申请 1 件): of a whole told before it."""
    kinds = (pair.split("|") for pair in lexicon.words.get("kinds", ()))
    return "申请" in sentence and any(one in sentence and other in sentence for one, other in kinds)


class Reader:
    """The state of reading one paragraph, and the questions that every clause asks of it."""

    def __init__(
        self, scan: Scan, lexicon: Lexicon, topic: str, turns: list[tuple[int, str]], heads: list[int]
    ) -> None:
        self.heads = heads  # where wordings end that presuppose nothing
        self.scan = scan
        self.lexicon = lexicon
        self.state = State(topic)
        self.found: list[Said] = []
        self.sentence = (0, 0)
        self.turns = turns  # (place, topic that a word there sets)
        self.turned = 0  # how many of the turns are taken
        self.near: dict[tuple[str, ...], bool] = {}
        self.spoiled = self.documents = False  # the sentence speaks of documents; so do its next clauses
        self.years: list[re.Match[str]] = []
        self.dated = 0  # how many of the years are taken
        self.lesser: set[str] = set()  # quantities of which the sentence gives a smaller value after the first
        self.cases = False  # whether the sentence begins with cases
        self.told = 0  # how many statements there were before the sentence
        self.monthly = False  # whether a month is named in the sentence
        self.past = self.scoped = self.denies = self.all = self.listed = self.in_turn = False

    def begin(self, sentence: Sentence) -> bool:
        """Look ahead at a sentence: whether it speaks of documents only, what it names of years, denials and districts.
        False if it cannot state any quantity."""
        text, lexicon, state = self.scan.text, self.lexicon, self.state
        start, end = self.sentence = sentence.start, sentence.end
        ahead = self._topics(end) if self.turned < len(self.turns) else set()
        self.spoiled, self.documents = SPOIL in ahead, False
        if not state.whole and bisect_left(self.heads, start) == bisect_left(self.heads, end):
            return False  # mostly
        ahead.add(state.topic)
        tells = lexicon.may_tell(text, start, end, ahead, after=bool(state.whole))
        if not tells or not sentence.tells or lexicon.marks["plan"].match(text, start):
            return False
        aside = self.within(_ASIDE, start, end)
        if aside and (self.within("unrelated", start, end) or self._of_others(start, end)):
            return False
        self.near.clear()
        state.year, state.own, state.wide, state.listing, state.other, state.stamp = 0, False, False, False, False, 0
        state.pending.clear()
        self.years = list(_YEAR.finditer(text, start, end))
        self.dated = 0
        months = text.find("月", start, end) >= 0 or text.find("季度", start, end) >= 0
        self.monthly = months and _of_months(text, start, end)
        self.past = aside and self.within("past+since", start, end)
        self.scoped = aside and self.within("scope_own+scope_all", start, end)
        self.denies = DENIAL.search(text, start, end) is not None
        self.all = ALL.search(text, start, end) is not None
        self.listed = text.find("其中", start, end) >= 0
        self.told = len(self.found)
        self.cases = self.within("case_words", start, min(end, start + _SUBJECT)) and "application" not in self._topics(
            end
        )
        self.lesser.clear()
        if not state.whole and _divides(lexicon, text[start : min(end, start + _ROW)]):
            state.whole = next((it for it in lexicon.words.get("intake", ()) if self.admits_topic(it)), "")
        self.in_turn = text.find("分别", start, end) >= 0 or text.find("依次", start, end) >= 0
        return True

    def _of_others(self, start: int, end: int) -> bool:
        """Whether offices below the report's own are who a sentence begins with (厅属单位收到 5 件)."""
        found = self.lexicon.marks["below"].search(self.scan.text, start, min(end, start + _SUBJECT))
        before = self.scan.text[start : found.start()] if found else ""
        if found is None or before[-1:] in _JOINS or "," in before:
            return False
        return self.lexicon.marks["scope_all"].search(before) is None  # 全区各部门 are all of them

    def _topics(self, end: int) -> set[str]:
        """What the text turns to before `end`."""
        found: set[str] = set()
        for index in range(self.turned, len(self.turns)):
            at, topic = self.turns[index]
            if at >= end:
                break
            found.add(topic)
        return found

    def turn(self, end: int, *, aside: bool = False) -> None:
        """Follow the topic as far as `end`: the last word that sets one. `aside`: no word there does."""
        turns = self.turns
        while self.turned < len(turns) and turns[self.turned][0] < end:
            if not (self.spoiled or self.documents or aside):
                self.state.topic = turns[self.turned][1]
            self.turned += 1

    def elsewhere(self, end: int) -> bool:
        """Whether the sentence turned to something that is none of the form's last before `end`."""
        index = bisect_left(self.turns, (end, "")) - 1
        return index >= 0 and self.turns[index][0] >= self.sentence[0] and self.turns[index][1] in OTHERS

    def scope(self, segment: Segment) -> None:
        if self.within("scope_own", segment.start, segment.end):
            self.state.own, self.state.wide = True, False
        if self.within("scope_all", segment.start, segment.end):
            self.state.own, self.state.wide = False, True

    def within(self, name: str, start: int, end: int) -> bool:
        """Whether a word of that list of the form stands in a stretch."""
        return self.lexicon.marks[name].search(self.scan.text, start, end) is not None

    def year(self, segment: Segment) -> int:
        """The year a segment speaks of. One named at its beginning stays for the sentence, one compared with does
        not, and one that something is carried from or to is no year spoken of."""
        state = self.state
        state.stamp = 0
        if self.monthly:
            return self._year_of_month(segment)
        return self._year(segment) if self.years or self.past else state.year

    def _year_of_month(self, segment: Segment) -> int:
        """A month's figures are none of the year's, until a clause speaks of the whole year again."""
        state = self.state
        found = self._year(segment)
        if _of_months(self.scan.text, segment.start, segment.amounts[0].start if segment.amounts else segment.end):
            state.year = found = -1
        elif state.year < 0 and self.scan.text.startswith(self.lexicon.words.get("year_again", ()), segment.start):
            state.year = found = 0
        return found

    def _year(self, segment: Segment) -> int:
        text, state, marks = self.scan.text, self.state, self.lexicon.marks
        start, end = segment.start, segment.end
        only = 0  # the year of this segment alone
        while self.dated < len(self.years) and self.years[self.dated].start() < end:
            only = only or self._named(self.years[self.dated], segment)
            self.dated += 1
        if only:
            return only
        if not self.past:
            return state.year
        if marks["since"].search(text, start, end):
            state.year = -1
        if past := marks["past"].search(text, start, end):
            beside = text[max(0, past.start() - 2) : past.start()] + text[past.end() : past.end() + 12]
            if not any(word in beside for word in CARRIED):
                return -1
        return state.year

    def _named(self, found: re.Match[str], segment: Segment) -> int:
        """The year of a segment that names it there, for this segment only; 0 if it is none or stays."""
        text, state, at = self.scan.text, self.state, found.start()
        named = int(found[1])
        head = text[max(segment.start, at - 3) : at]
        if head.endswith(_WHITHER) or _WHENCE.match(text, found.end(), segment.end):
            state.stamp = named
            return 0
        if head.endswith(("截至", "截止", "截止到")):
            state.year = named
            return 0
        if head.endswith(("至", "到", "入")):
            return 0
        if any(word in head for word in self.lexicon.words.get("compared", ())):
            return named
        if at - segment.start <= 6:
            state.year = named
            return 0
        return named if segment.depth else 0

    def match(self, start: int, end: int, text: str = "", *, nil: bool = False) -> Match | None:
        """The longest wording whose head ends `text[start:end]`, words like 数量, 共, 的 aside. `nil`: after 未, 无."""
        start = max(start, end - LONGEST)
        best: Match | None = None
        for step in candidates(self.lexicon, (text or self.scan.text)[start:end]):
            for it in step:
                if (best is None or it.before(best)) and self._admits(it.quantity, it.strength, nil):
                    best = it
            if best and (best.strength == "any" or best.start < best.head):
                break
        return best and best.shifted(start)

    def _admits(self, quantity: Quantity, strength: str, nil: bool) -> bool:
        if quantity.after and self.state.whole not in quantity.after:
            return False
        if strength == "any":
            return True
        if self.spoiled:
            return False
        topic, sets = self.state.topic, self.lexicon.sets
        if strength == "zero":
            nothing = nil and (topic != FOREIGN or self.close(quantity))
            return nothing and (not self.documents or quantity.id in sets["cases"])
        if self.documents and quantity.id not in sets["cases"]:
            return False
        if quantity.id in sets["common"] and (topic == FOREIGN or self._of_cases()):
            return False
        return topic == quantity.topic or self.close(quantity)

    def _of_cases(self) -> bool:
        """Whether the sentence has last counted cases, so that 上年结转, 审结 are theirs."""
        if self.cases:
            return True
        return len(self.found) > self.told and self.state.whole in self.lexicon.sets["cases"]

    def admits_topic(self, name: str) -> bool:
        """Whether the text is at the topic of a quantity."""
        return self.state.topic == self.lexicon.quantities[name].topic

    def close(self, quantity: Quantity) -> bool:
        """Whether one of the words that must be near a quantity stands in the sentence."""
        words = quantity.near
        if not words:
            return False
        if words not in self.near:
            start, end = self.sentence
            text = self.scan.text[start : min(end, start + 400)]
            self.near[words] = any(word in text for word in words)
        return self.near[words]

    def clause(self, it: Said) -> str:
        """The words of a statement before its number."""
        start, end = self.sentence
        begin = bisect_left(self.scan.places, it.start, start, end)
        return self.scan.text[begin : self.place(it)]

    def place(self, it: Said) -> int:
        """Where the number of a statement of this sentence stands, or a nothing ends."""
        return bisect_left(self.scan.places, it.number[0] if it.number else it.end, *self.sentence)

    def said(
        self,
        names: tuple[str, ...],
        value: Decimal,
        start: int,
        end: int,
        year: int,
        it: Amount | None = None,
        *,
        part: bool = False,
    ) -> Said:
        """A statement of these quantities in a clause, `it` the amount that tells it. What follows may be of it."""
        state, lexicon = self.state, self.lexicon
        for name in names:
            if len(names) == 1:
                state.seen.setdefault(name, value)
            if name in lexicon.wholes:
                state.whole = name
            if topic := lexicon.quantities[name].topic:
                state.topic = topic
        a, b = self.scan.span(start, end)
        number = self.scan.span(it.start, it.number_end) if it else None
        unit, part = it.unit if it else "", part or state.listing
        return Said(names, value, a, b, number, year, state.own, unit, part, state.wide, state.stamp)
