"""Amounts with their nouns: 收到申请 5 件, 5 件申请, 甲、乙分别为 1 件、2 件."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from core.check.text.denials import pieces
from core.check.text.lexicon import Match
from core.check.text.numbers import CASES, Amount
from core.check.text.saying import AND, MOST_ITEMS, PLAIN, Reader
from core.check.text.scan import Segment, after, before

_SCALES: Final = MappingProxyType({"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)})


def amounts(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> None:
    text, segment = reader.scan.text, segments[index]
    count = len(segment.amounts)
    leading = segment.amounts[0].start - segment.start <= 3 and segment.amounts[-1].end < segment.end
    for number, it in enumerate(segment.amounts):
        if it.vague or not _counts(reader, it):
            continue
        pre, post = before(text, segment, number), after(text, segment, number)
        if number == 0 and pre[0] == pre[1] and index and segments[index - 1].stop == ")":
            pre = _before_bracket(reader, segments, index)
        if leading and count > 1:
            match = reader.match(*post, PLAIN)
            start, end = it.start, post[1]
        else:
            match, start, end = _beside(reader, pre, post, it, last=number == count - 1)
        if match and not _changed(reader, pre, match):
            _state_it(reader, match, it, start, end, year, segment)


def _beside(
    reader: Reader, pre: tuple[int, int], post: tuple[int, int], it: Amount, *, last: bool
) -> tuple[Match | None, int, int]:
    """The noun of an amount: before it, around it, after it."""
    if match := reader.match(*pre, PLAIN):
        return match, pre[0], it.end
    if not last or post[0] == post[1]:
        return None, 0, 0
    text = reader.scan.text
    around = text[pre[0] : pre[1]] + text[post[0] : post[1]]
    if match := reader.lexicon.match(around, 0, len(around), reader.asked(PLAIN)):
        inside = match.start - (pre[1] - pre[0])
        return replace(match, start=post[0] + inside if inside >= 0 else pre[0] + match.start), pre[0], post[1]
    return reader.match(*post, PLAIN), it.start, post[1]


def _counts(reader: Reader, it: Amount) -> bool:
    return it.unit in CASES or it.unit in _SCALES


def _changed(reader: Reader, pre: tuple[int, int], match: Match) -> bool:
    """Whether the amount is one by which something grew or fell, or the rest of something."""
    text, marks = reader.scan.text, reader.lexicon.marks
    near = text[max(pre[0], pre[1] - 4) : pre[1]]
    if "delta" in marks and (found := marks["delta"].search(near)) and found[0] != "新增":
        return True
    rest = marks["rest"].match(text, pre[0], pre[1]) if "rest" in marks else None
    return bool(rest) and not match.way.pieces[0].startswith(rest[0] if rest else "")


def _before_bracket(reader: Reader, segments: tuple[Segment, ...], index: int) -> tuple[int, int]:
    """The stretch before the bracket that the segment at `index` follows."""
    depth = segments[index].depth
    for it in reversed(segments[max(0, index - 12) : index]):
        if it.depth == depth and it.stop == "(":
            return (it.start, it.end) if not it.amounts else (it.end, it.end)
    return segments[index].start, segments[index].start


def _state_it(reader: Reader, match: Match, it: Amount, start: int, end: int, year: int, segment: Segment) -> None:
    state, text = reader.state, reader.scan.text
    value = it.value
    if (match.quantity.id in reader.lexicon.money) != (it.unit in _SCALES):
        return
    value *= _SCALES.get(it.unit, Decimal(1))
    row = _row(reader, match, text, start, value)
    if row is None:
        return
    quantities, begin = row
    if _of_whole(reader, match, value, segment):
        return
    for group in quantities:
        said = reader.said(group, value, begin, end, year)
        part = state.listing or segment.depth > 0
        number = reader.scan.span(it.start, it.number_end)
        reader.found.append(replace(said, number=number, unit=it.unit, part=part))


def _of_whole(reader: Reader, match: Match, value: Decimal, segment: Segment) -> bool:
    """Whether the amount is but a part of what the paragraph has stated as a whole (其中县政府受理 23 件)."""
    whole = reader.state.seen.get(match.quantity.id)
    if whole is None or value > whole:
        return False
    return reader.state.listing or segment.depth > 0 or (match.way.strength == "weak" and value < whole)


def _row(
    reader: Reader, match: Match, text: str, start: int, value: Decimal
) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    """Nouns in a row that share the amount (甲、乙 5 件; 甲或乙 5 件): each of them if it is 0, their sum if not.
    None where one of them is unknown and the amount may be its."""
    matches = [match]
    begin = min(start, match.start) if match.start >= start else start
    head = text[max(0, begin) : match.start]
    ways = len(match.way.pieces)
    if conjunction := next((word for word in AND if head.endswith(word) and not head.endswith("涉及")), ""):
        other = reader.match(begin, match.start - len(conjunction), PLAIN)
        if other is None and ways == 1:
            return None
        matches[:0] = [other] if other else []
    if reader.state.pending and ways == 1:
        others = [reader.match(a, b, PLAIN) for a, b in reader.state.pending[-MOST_ITEMS:]]
        if None in others and value:
            return None
        begin = reader.state.pending[0][0]
        matches[:0] = [other for other in others if other]
    names = tuple(dict.fromkeys(it.quantity.id for it in matches))
    return (tuple((name,) for name in names) if not value else (names,)), begin


def respectively(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """甲、乙、丙分别为 1 件、2 件、3 件."""
    text, segment = reader.scan.text, segments[index]
    at = text.find("分别", segment.start, segment.amounts[0].start)
    if at < 0:
        return 0
    names = [*reader.state.pending, *pieces(text, segment.start, at)]
    values = list(segment.amounts)
    taken = 1
    for it in segments[index + 1 : index + 1 + MOST_ITEMS]:
        if len(values) >= len(names) or len(it.amounts) != 1 or it.amounts[0].start - it.start > 1:
            break
        values.append(it.amounts[0])
        taken += 1
    if len(names) != len(values) or len(names) < 2:
        return 0
    pairs = [(reader.match(a, b, PLAIN), it, a) for (a, b), it in zip(names, values, strict=True)]
    reader.state.pending.clear()
    for match, value, a in pairs:
        if match and not value.vague and _counts(reader, value):
            _state_it(reader, match, value, a, value.end, year, segment)
    return taken
