"""Nothings: 未收到甲, 没有发生乙、丙; and 均为 of what was just counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from core.check.text.lexicon import DENIAL, FOREIGN, Match
from core.check.text.saying import ALL, AND, MOST_ITEMS, Reader
from core.check.text.scan import Segment

_NO_NOT: Final = frozenset("法正理故关偿障论误经审办及按能来予成满到期处对须需效形线锡")
"""What follows 无 or 未 in words that deny nothing (无法 …, 未经 …)."""
_SPLIT: Final = re.compile("[、和或及与]")
_BEFORE: Final = 20
"""Characters before a denied noun in which the year stands that it is carried from."""
_BARE: Final = re.compile("(?:20\\d\\d年度?|本年度?|全年|目前|均|皆|我局|本单位){0,2}(?:暂无|没有|无)")
_ALONE: Final = "零"
"""What denies a verb without an object: 零申请, 零办理."""
_SHORT: Final = 12
"""Characters that a clause has at most which says nothing but how the only case stands."""


def nothing(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """未收到甲, 没有发生乙、丙: each of them 0. The number of segments read, 0 if nothing is denied."""
    text, segment = reader.scan.text, segments[index]
    place = _denial(reader, segment)
    if place < 0:
        return 0
    if place >= segment.end and index and segments[index - 1].stop == ":":
        return _none_of(reader, segments[index - 1], segment, year)
    taken = 1
    while segments[index + taken - 1].stop == "、" and taken < MOST_ITEMS and index + taken < len(segments):
        following = segments[index + taken]
        if following.amounts or _denial(reader, following) >= 0:
            break
        taken += 1
    end = segments[index + taken - 1].end
    first = segments[index].end
    reader.turn(end)
    found: list[Match] = []
    for a, b in ((place, first), *pieces(text, place, end)[:MOST_ITEMS]):
        match = _earlier(reader, segment, reader.match(max(a, b - 90), b, nil=True), b)
        if match is None and (match := _about(reader, segments, index, a, b)):
            others = [reader.match(*it, nil=True) for it in reader.state.pending]  # 复议、诉讼零发生
            found += [other for other in others if other]
        if match and (reader.state.topic != FOREIGN or match.strength == "any" or reader.close(match.quantity)):
            found.append(match)
    if found and _of_result(found[-1]):
        found = [match for match in found if _of_result(match)]  # 未发生复议、诉讼被纠错 says nothing of the cases
    names = dict.fromkeys(match.quantity.id for match in (*found, *_both(reader, place, first)))
    unsure = bool(names) and reader.within("qualified", place, end)
    for name in names:
        said = reader.said((name,), Decimal(0), segment.start, end, year)
        reader.found.append(said._replace(unsure=True) if unsure else said)
    return taken


def _none_of(reader: Reader, name: Segment, segment: Segment, year: int) -> int:
    """What a colon parts from its nothing (甲和乙情况：本年度无)."""
    if name.amounts or not _BARE.fullmatch(reader.scan.text, segment.start, segment.end):
        return 0
    nouns = [reader.match(max(a, b - 90), b, nil=True) for a, b in pieces(reader.scan.text, name.start, name.end)]
    for it in dict.fromkeys(match.quantity.id for match in nouns if match):
        reader.found.append(reader.said((it,), Decimal(0), name.start, segment.end, year))
    return 1


def _earlier(reader: Reader, segment: Segment, match: Match | None, end: int) -> Match | None:
    """The noun with what stands before the denial, where that tells which way something is carried (上年度没有结转)."""
    if match is None or not match.single or not match.quantity.of[1:]:
        return match
    words = reader.scan.text[segment.start : match.head][-_BEFORE:]
    place = DENIAL.search(words)
    if place is None:
        return match
    noun = words[: place.start()] + reader.scan.text[match.head : end]
    wider = reader.match(0, len(noun), noun)
    return match._replace(quantity=wider.quantity) if wider and wider.quantity.shift else match


def _of_result(match: Match) -> bool:
    """Whether a wording is of a result of cases, not of the cases."""
    return match.strength != "any" and not match.single and not match.quantity.shift


def _about(reader: Reader, segments: tuple[Segment, ...], index: int, start: int, end: int) -> Match | None:
    """The head stands after the denial, its noun before (该案件未被纠错)."""
    segment = segments[index]
    if not segment.start <= start <= end <= segment.end:
        return None
    return reader.match(max(segment.start, end - 90), end, nil=True)


def _both(reader: Reader, start: int, end: int) -> Iterator[Match]:
    """One object of two verbs (未收到和处理申请): the second verb's quantity."""
    text = reader.scan.text
    for word in AND:
        at = text.find(word, start, min(end, start + 12))
        if at >= 0 and (match := reader.match(at + len(word), end)):
            yield match
            return


def _denial(reader: Reader, segment: Segment) -> int:
    """Where the object of a denial begins; −1 if nothing is denied."""
    text = reader.scan.text
    for found in DENIAL.finditer(text, segment.start, min(segment.end, segment.start + 60)):
        following = text[found.end() : found.end() + 1]
        if following in _NO_NOT and found[0] in ("未", "无", "没"):
            continue
        if text[found.start() - 1 : found.start()] in ("尚", "仍", "并") and following == "":
            continue
        near = text[found.end() : found.end() + 6]
        if any(word in near for word in reader.lexicon.words.get("undenied", ())):
            return -1
        return found.start() if found[0] == _ALONE else found.end()
    return -1


def everyone(reader: Reader, segment: Segment, year: int) -> None:
    """均为自然人: the whole of what was just counted; 正在审理 of the only one that was."""
    state = reader.state
    if not state.whole or state.whole not in state.seen:
        return
    words = reader.lexicon.words
    last = reader.found[-1] if len(reader.found) > reader.told else None
    if last and last.part and last.quantities != (state.whole,) and last.value < state.seen[state.whole]:
        return  # 诉讼 16 件，其中直接起诉 5 件，均维持: said of the part
    every = ALL.match(reader.scan.text, segment.start, segment.end) if reader.all else None
    if every:
        match = reader.match(max(segment.start, every.end() - 2), min(segment.end, every.end() + 22))
        free = words.get("every", ())
    elif state.seen[state.whole] == 1 and segment.end - segment.start <= _SHORT:
        match = reader.match(segment.start, segment.end)
        free = words.get("single", ()) if len(reader.found) > reader.told else ()
        if match and match.quantity.id not in (*words.get("only", ()), *free):
            return
    else:
        return
    if match and (state.whole in match.quantity.after or match.quantity.id in free):
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
