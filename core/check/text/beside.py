"""Sums that no word like 其中 begins: totals told after their parts (甲 5 件、乙 2 件，共计 7 件), and two halves told
right after their whole (全市收到 12 件，市本级 5 件，区县 7 件)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from core.check.text.lexicon import Lexicon
from core.check.text.listing import (
    LACKING_OF_TWO,
    MOST_LACKING,
    MOST_PARTS,
    Listing,
    Part,
    halves,
    one_of_several,
    same_kind,
)
from core.check.text.numbers import Amount
from core.check.text.scan import Segment, Sentence

_TOTAL: Final = re.compile("合计|共计|总计|总共|共(?:公开|发布|收到|受理|办理|答复)")
_VERB: Final = re.compile("(?:合计|共计|总计|总共|共)(公开|发布|收到|受理|办理|答复)(?:政府信息|信息|申请)?")
_BEGUN: Final = re.compile("其中|分别|包括|包含|具体|含|主要|有")
"""What begins a list that is read as one."""
_ROW: Final = 2
"""Parts that a row has at least."""
_MANY: Final = 4
"""Parts from which on a total after them is theirs, whatever joins them."""


def may_hold(text: str, lexicon: Lexicon) -> bool:
    """Whether a paragraph may hold such a sum."""
    return lexicon.marks["levels+rows+kinds_of_row"].search(text) is not None


def unannounced(text: str, lexicon: Lexicon, sentence: Sentence, *, held: bool) -> Iterator[Listing]:
    """The sums of a sentence that nothing begins. `held`: whether its paragraph may hold others than totals."""
    if _TOTAL.search(text, sentence.start, sentence.end):
        yield from _totals(text, lexicon, sentence)
    if not held:
        return
    if lexicon.marks["levels"].search(text, sentence.start, sentence.end):
        yield from _halves(text, lexicon, sentence)
    if lexicon.marks["rows"].search(text, sentence.start, sentence.end):
        yield from _rows(text, lexicon, sentence)
    if lexicon.marks["kinds_of_row"].search(text, sentence.start, sentence.end):
        yield from _kinds(text, lexicon, sentence)


def _halves(text: str, lexicon: Lexicon, sentence: Sentence) -> Iterator[Listing]:
    """Two halves right after a whole; nothing of the kind may be counted after them."""
    plain = [it for it in sentence.segments if not it.depth]
    for first, second in pairwise(range(1, len(plain))):
        before, one, two = plain[first - 1], plain[first], plain[second]
        if not (before.amounts and len(one.amounts) == len(two.amounts) == 1) or before.amounts[-1].end != before.end:
            continue
        whole, parts = before.amounts[-1], (Part(one.amounts[0], one), Part(two.amounts[0], two))
        after = plain[second + 1].amounts if second + 1 < len(plain) else ()
        if any(a.vague or a.unit != whole.unit for a in (whole, one.amounts[0], two.amounts[0])):
            continue
        level = lexicon.marks["levels"].search(text, one.start, two.amounts[0].start)
        if level is None or before.stop == ";":
            continue
        names = [text[part.segment.start : part.amount.start] for part in parts]
        if halves(lexicon, *names) and not any(same_kind(whole, a) for a in after):
            yield Listing(whole, parts, open=False)


def _rows(text: str, lexicon: Lexicon, sentence: Sentence) -> Iterator[Listing]:
    """Rows that are all there can be, right after their whole (30 件文件，公开 10 件、不公开 20 件)."""
    plain = [it for it in sentence.segments if not it.depth]
    for names in (tuple(group.split("|")) for group in lexicon.words.get("complete", ())):
        size = len(names)
        for at in range(len(plain) - size + 1):
            row = plain[at : at + size]
            counted = [a for it in plain[max(0, at - 2) : at] for a in it.amounts if a.counted]
            if any(len(it.amounts) != 1 or it.amounts[0].vague for it in row) or len(counted) != 1:
                continue
            words = [text[it.start : it.amounts[0].start].removeprefix("其中") for it in row]
            if counted[0].unit == row[0].amounts[0].unit and sorted(words) == sorted(names):
                yield Listing(counted[0], tuple(Part(it.amounts[0], it) for it in row), open=False, remainder=True)


def _kinds(text: str, lexicon: Lexicon, sentence: Sentence) -> Iterator[Listing]:
    """A row of kinds right after the only number before it (收到申请 48 件，网上申请 31 件、信函申请 17 件)."""
    plain = [it for it in sentence.segments if not it.depth]
    for at in range(1, len(plain)):
        whole = plain[at - 1].amounts[-1] if plain[at - 1].amounts else None
        if whole is None or plain[at - 1].stop != "," or whole.end != plain[at - 1].end:
            continue
        answered = lexicon.marks["answer+handle"].search(text, plain[at - 1].start, whole.start) is not None
        row = list(_row_from(plain, at, whole, ",、" if answered else "、"))
        names = [text[part.segment.start : part.amount.start] for part in row]
        counted = [a for it in plain[:at] for a in it.amounts if a.counted]
        if _BEGUN.match(text, plain[at].start) or whole.vague or counted != [whole] or len(row) < _ROW:
            return
        if not one_of_several(lexicon, names, "rowed_results" if answered else "rowed"):
            return
        yield Listing(whole, tuple(row), open=False, exclusive=True)
        return


def _row_from(plain: list[Segment], at: int, whole: Amount, joined: str) -> Iterator[Part]:
    """The numbers of a row of the whole's counter that begins at a segment, as far as one of these marks joins them."""
    for it in plain[at : at + MOST_PARTS]:
        if len(it.amounts) != 1 or it.amounts[0].vague or it.amounts[0].unit != whole.unit:
            return
        yield Part(it.amounts[0], it)
        if it.stop not in joined:
            return


def _totals(text: str, lexicon: Lexicon, sentence: Sentence) -> Iterator[Listing]:
    """Totals told after their parts. The parts must be a row, and no other parts fit."""
    words, segments = lexicon.words, sentence.segments
    for index, it in enumerate(segments):
        if len(it.amounts) != 1 or it.amounts[0].vague or not it.amounts[0].counted:
            continue
        whole, head = it.amounts[0], text[it.start : it.amounts[0].start]
        before = next((word for word in words.get("altogether", ()) if head.startswith(word)), "")
        verb = _VERB.fullmatch(head.removeprefix(before))
        if verb is None and head.removeprefix(before) not in words.get("together", ()):
            continue
        parts = _row_before(segments, index, whole)
        if verb and not all(verb[1] in text[part.segment.start : part.amount.start] for part in parts):
            continue
        values = [part.amount.value for part in parts]
        exclusive = one_of_several(lexicon, [text[part.segment.start : part.amount.start] for part in parts])
        ends = {sum(values[at:], Decimal(0)) for at in range(len(values))}
        begins = {sum(values[:at], Decimal(0)) for at in range(len(values) + 1)}
        gap = abs(sum(values, -whole.value))
        row = len(parts) >= _MANY or all(part.segment.stop == "、" for part in parts[:-1])
        near = gap <= whole.value * (MOST_LACKING if row else LACKING_OF_TWO)
        known = {sum(values, Decimal(0))} if exclusive else ends | begins | set(values)
        if near and len(parts) > 1 and whole.value not in known:
            yield Listing(whole, parts, open=False, remainder=True, exclusive=exclusive)


def _row_before(segments: tuple[Segment, ...], index: int, whole: Amount) -> tuple[Part, ...]:
    """The parts that stand in a row before the segment at `index`."""
    parts: list[Part] = []
    for it in reversed(segments[max(0, index - MOST_PARTS) : index]):
        if len(it.amounts) != 1 or it.depth != segments[index].depth or it.stop not in ",、":
            break
        amount = it.amounts[0]
        if amount.vague or not same_kind(whole, amount) or amount.end != it.end:
            break
        if parts and amount.value == whole.value:
            break  # the whole itself, told before its parts too
        parts.append(Part(amount, it))
    return tuple(reversed(parts))
