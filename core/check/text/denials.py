"""Nothings: 未收到甲, 没有发生乙、丙; and 均为 of what was just counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.check.text.lexicon import FOREIGN, Match
from core.check.text.saying import AND, MOST_ITEMS, NIL, PLAIN, Reader
from core.check.text.scan import Segment

_NOT: Final = re.compile("未曾|从未|没有|不存在|尚无|暂无|未|无|没")
_NO_NOT: Final = frozenset("法正理故关偿障论误经审办及按能来予成满到期处对须需效形线锡")
"""What follows 无 or 未 in words that deny nothing (无法 …, 未经 …)."""
_ALL: Final = ("均为", "全部为", "均由", "全为", "全部由", "都是", "均系")
_SPLIT: Final = re.compile("[、和或及与]")


def nothing(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """未收到甲, 没有发生乙、丙: each of them 0. The number of segments read, 0 if nothing is denied."""
    text, segment = reader.scan.text, segments[index]
    place = _denial(reader, segment)
    if place < 0:
        return 0
    taken = 1
    while segments[index + taken - 1].stop == "、" and taken < MOST_ITEMS and index + taken < len(segments):
        following = segments[index + taken]
        if following.amounts or _denial(reader, following) >= 0:
            break
        taken += 1
    end = segments[index + taken - 1].end
    first = segments[index].end
    found: list[Match] = []
    for a, b in ((place, first), *pieces(text, place, end)[:MOST_ITEMS]):
        match = reader.match(max(a, b - 90), b, NIL) or _about(reader, segments, index, a, b)
        if match and (reader.state.topic != FOREIGN or _ours(reader, match)):
            found.append(match)
    if found and _of_result(found[-1]):
        found = [match for match in found if _of_result(match)]  # 未发生复议、诉讼被纠错 says nothing of the cases
    names = dict.fromkeys(match.quantity.id for match in (*found, *_both(reader, place, first)))
    for name in names:
        reader.found.append(reader.said((name,), Decimal(0), segment.start, end, year))
    return taken


def _of_result(match: Match) -> bool:
    """Whether a wording is of a result of cases, not of the cases."""
    return match.way.strength != "any" and len(match.way.pieces) > 1


def _about(reader: Reader, segments: tuple[Segment, ...], index: int, start: int, end: int) -> Match | None:
    """The head stands after the denial, its noun before (该案件未被纠错)."""
    segment = segments[index]
    if not segment.start <= start <= end <= segment.end:
        return None
    return reader.match(max(segment.start, end - 90), end, NIL)


def _ours(reader: Reader, match: Match) -> bool:
    """Whether a match stands though the text has turned to other things."""
    return match.way.strength == "any" or any(word in reader.near for word in match.quantity.near)


def _both(reader: Reader, start: int, end: int) -> Iterator[Match]:
    """One object of two verbs (未收到和处理申请): the second verb's quantity."""
    text = reader.scan.text
    for word in AND:
        at = text.find(word, start, min(end, start + 12))
        if at >= 0 and (match := reader.match(at + len(word), end, PLAIN)):
            yield match
            return


def _denial(reader: Reader, segment: Segment) -> int:
    """Where the object of a denial begins; −1 if nothing is denied."""
    text = reader.scan.text
    for found in _NOT.finditer(text, segment.start, min(segment.end, segment.start + 60)):
        following = text[found.end() : found.end() + 1]
        if following in _NO_NOT and found[0] in ("未", "无", "没"):
            continue
        if text[found.start() - 1 : found.start()] in ("尚", "仍", "并") and following == "":
            continue
        if any(word in text[found.end() : found.end() + 6] for word in ("其他", "其它", "再")):
            return -1
        return found.end()
    return -1


def everyone(reader: Reader, segment: Segment, year: int) -> None:
    """均为自然人: the whole of what was just counted."""
    text, state = reader.scan.text, reader.state
    words = text[segment.start : min(segment.end, segment.start + 24)]
    if not words.startswith(_ALL):
        return
    match = reader.match(segment.start, segment.start + len(words), PLAIN)
    if match and state.whole in match.quantity.after:
        it = reader.said((match.quantity.id,), state.seen[state.whole], segment.start, segment.end, year)
        reader.found.append(it)


def pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """`text[start:end]` cut at 和, 或, 及, 与."""
    found: list[tuple[int, int]] = []
    at = start
    for it in _SPLIT.finditer(text, start, end):
        if it.start() > at:
            found.append((at, it.start()))
        at = it.end()
    return [*found, (at, end)] if end > at else found
