"""Wholes that only their parts explain: a bare 共计 15 件, and 办理 25 件 of the new ones and those carried in; parts
that have no whole: 甲局收到 5 件，乙局收到 7 件."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from core.check.text.lexicon import Match
from core.check.text.saying import CARRIED, CHANGES, IN_TURN, MOST_ITEMS, Reader, Said
from core.check.text.scan import Segment

_PERIOD: Final = re.compile("第?[一二三四]季度|\\d{1,2}月份?|[上下]半年")
_MOST: Final = re.compile("(?:数量)?(?:占比|占|数量)?(?:最大|最高|最多|居多|多数)")
_COMES_TO: Final = re.compile("(?:20\\d\\d年|今年|本年)?(?:共|共计|共有|有|为|达|达到|达到了)")
_DATE: Final = re.compile(r"\A20\d\d年度?")
_BRACKET: Final = 20
"""Characters that a bracket in the name of an office has at most."""
_SUBJECT: Final = 2
"""Characters that the name of an office has at least."""
_WINDOW: Final = 90
"""Characters before a number that are looked at."""


def together(reader: Reader, segments: tuple[Segment, ...], index: int) -> Match | None:
    """收到书面申请 6 件、网上申请 9 件，共计 15 件: what the number of the segment at `index` counts; None if no parts
    stand before it that tell. What the parts were taken for is taken back."""
    text, segment = reader.scan.text, segments[index]
    it = segment.amounts[0]
    if index and it.end == segment.end and (match := _changing(reader, segments[index - 1], segment)):
        return match
    if it.end != segment.end or not _adds_up(reader, text[segment.start : it.start]):
        return None
    first = index
    while first and index - first < MOST_ITEMS and _is_part(segments[first - 1], segment):
        first -= 1
    if first == index:
        return _named_before(reader, segments, index)
    if index - first < 2:
        return None
    begin, end = segments[first].start, segments[first].amounts[-1].start
    match = _over(reader, segments, first)
    if _came_in(reader, segments[first:index]):
        names = tuple(reader.lexicon.words["came"])
        reader.found.append(reader.said(names, it.value, segment.start, it.end, reader.state.year, it))
        return None
    if sum((part.amounts[-1].value for part in segments[first:index]), -it.value) == 0:
        match = match or _of_parts(reader, segments[first:index])
    match = match or _came(reader, text[max(begin, end - _WINDOW) : end])
    if match:
        start, _ = reader.scan.span(begin, end)
        reader.found[:] = [it for it in reader.found if it.start < start or not _is_of(reader, match, it)]
        reader.state.seen.pop(match.quantity.id, None)
        return match._replace(start=segment.start, head=segment.start)
    return None


def _is_of(reader: Reader, match: Match, part: Said) -> bool:
    """Whether a part was taken for what only the whole is."""
    return bool(set(part.quantities) & {match.quantity.id, *_taken(reader)})


def _named_before(reader: Reader, segments: tuple[Segment, ...], index: int) -> Match | None:
    """The noun of a bare whole that a comma parts from it (收到政府信息公开申请，经统计共 14 件)."""
    name = segments[index - 1] if index else None
    if name is None or name.stop != "," or name.depth != segments[index].depth:
        return None
    match = name_of(reader, name)
    return match if match and match.strength == "any" and not match.single else None


def _changing(reader: Reader, name: Segment, segment: Segment) -> Match | None:
    """The noun of a number whose clause tells no more than what it came to: 申请量较上年减少 8 件，为 27 件;
    甲占比最高，共 112 件."""
    text, words = reader.scan.text, reader.scan.text[segment.start : segment.amounts[0].start]
    if name.stop != "," or name.depth != segment.depth or not _COMES_TO.fullmatch(words):
        return None
    end = name.amounts[0].start if name.amounts else name.end
    most = _MOST.search(text, name.start, end)
    change = most or CHANGES.search(text, name.start + 1, end)
    if change is None or (most is None and not reader.within("delta+steady", change.start(), end)):
        return None
    match = reader.match(max(name.start, change.start() - _WINDOW), change.start())
    counted = most or text[change.start() - 1] in "量数"
    return match if match and (counted or match.strength == "any") else None


def _of_parts(reader: Reader, parts: tuple[Segment, ...]) -> Match | None:
    """What the sum of these counts: more of what they count (县局收到 1 件，分局收到 1 件), what was received by
    several channels, what was done with several results."""
    text, words, quantities = reader.scan.text, reader.lexicon.words, reader.lexicon.quantities
    clauses = [text[it.start : it.amounts[-1].start] for it in parts]
    if not any(clauses[1:]):  # 四个季度分别收到 2 件、5 件、6 件、3 件
        verb = IN_TURN.split(clauses[0])[-1]
        return reader.match(0, len(verb), verb) if verb != clauses[0] else None
    said = _told_in(reader, parts)
    names = {name for it in said for name in it.quantities}
    if not names <= {name for name, it in quantities.items() if it.topic == reader.state.topic}:
        return None
    name = next(iter(names), "")
    if len(names) == 1 and name in words.get("same", ()):
        heads = tuple({reader.clause(it)[-2:] for it in said})
        each = all(clause.endswith(heads) for clause in clauses) or all(map(_PERIOD.fullmatch, clauses[1:]))
        of = name if each else ""
    elif len(names) > 1 and names <= set(words.get("results", ())):
        of = next(iter(words.get("second", ())), "")
    else:
        ways = all(clause.startswith(words.get("channels", ())) for clause in clauses)
        of = next(iter(words.get("intake", ())), "") if ways and not names and _at(reader, "intake") else ""
    return Match(quantities[of], "weak", 0, 0, 0) if of else None


def _told_in(reader: Reader, parts: tuple[Segment, ...]) -> list[Said]:
    """What these segments state."""
    begin, _ = reader.scan.span(parts[0].start, parts[0].end)
    return [it for it in reader.found[reader.told :] if it.start >= begin]


def _came_in(reader: Reader, parts: tuple[Segment, ...]) -> bool:
    """Whether the parts are what is new and what was carried in: both are told, and their sum."""
    came = set(reader.lexicon.words.get("came", ()))
    return bool(came) and came == {name for it in _told_in(reader, parts) for name in it.quantities}


def _at(reader: Reader, words: str) -> bool:
    """Whether the text is at the topic of quantities."""
    return any(reader.admits_topic(name) for name in reader.lexicon.words.get(words, ()))


def _adds_up(reader: Reader, words: str) -> bool:
    """Whether the words before a number make it a whole of what was told: 共, 全县合计."""
    lists = reader.lexicon.words
    before = next((word for word in lists.get("altogether", ()) if words.startswith(word)), "")
    return words.removeprefix(before) in lists.get("together", ())


def _over(reader: Reader, segments: tuple[Segment, ...], first: int) -> Match | None:
    """The name that stands with a colon over the parts (本年新收：甲 5 件、乙 2 件，总计 7 件)."""
    name = segments[first - 1] if first else None
    return name_of(reader, name) if name and name.stop == ":" and name.depth == segments[first].depth else None


def name_of(reader: Reader, segment: Segment) -> Match | None:
    """The quantity that a segment without numbers names, if others presuppose it."""
    match = None if segment.amounts else reader.match(max(segment.start, segment.end - 90), segment.end)
    return match if match and match.quantity.id in reader.lexicon.wholes else None


def _is_part(part: Segment, whole: Segment) -> bool:
    """Whether a segment counts one thing, as exactly and in the same counter as the whole."""
    if not part.amounts or part.depth != whole.depth or part.stop not in ",、;":
        return False
    *others, it = part.amounts  # 4 个分局收到 13 件
    alone = all(other.unit != it.unit for other in others)
    return alone and it.end == part.end and not it.vague and it.unit == whole.amounts[0].unit


def _taken(reader: Reader) -> tuple[str, ...]:
    return reader.lexicon.words.get("taken", ())


def _came(reader: Reader, words: str) -> Match | None:
    """What a part is a part of: its words without those that make it one (收到书面申请 is of 收到申请)."""
    shared = reader.lexicon.words.get("shared", ())
    for name in _taken(reader):
        quantity = reader.lexicon.quantities[name]
        bare = words
        for word in sorted((*quantity.part, *shared), key=len, reverse=True):
            bare = bare.replace(word, "")
        match = reader.match(0, len(bare), bare) if bare != words else None
        if match and match.quantity.id in _taken(reader) and match.start < match.head:
            return match
    return None


def intake(reader: Reader, told: int) -> None:
    """办理 25 件，其中新收 23 件、上年结转 2 件: what came in rather than what was done. `told`: how many statements
    were there before the sentence."""
    words, said = reader.lexicon.words, reader.found[told:]
    either, into = words.get("either", ()), words.get("intake", ())
    if not into or not any(it.quantities[0] in either for it in said):
        return
    values: dict[str, Decimal] = {}
    for it in said:
        if len(it.quantities) == 1:
            values.setdefault(it.quantities[0], it.value)
    sums = [
        sum((values[name] for name in words[side]), Decimal(0))
        for side in ("came", "went")
        if all(name in values for name in words[side])
    ]
    for index, it in enumerate(said, told):
        if it.quantities[0] in either and len(it.quantities) == 1 and it.value in sums:
            reader.found[index] = it._replace(quantities=into)


def shared_out(reader: Reader, segments: tuple[Segment, ...], told: int) -> None:
    """甲局收到 5 件，乙局收到 7 件: a sentence that gives one quantity several values shares it out. The value stays
    that is the sum of the others, or that is told of all (全年收到 9 件，甲局收到 5 件). `told`: how many statements
    there were before the sentence."""
    if len(reader.found) == told:
        return
    by: dict[tuple[tuple[str, ...], int], list[Said]] = {}
    for it in reader.found[told:]:
        by.setdefault((it.quantities, it.year), []).append(it)
    counted, gone = tuple(it for it in segments if it.amounts), set[Said]()
    for ((name, *_), _year), same in by.items():
        gone.update(_gone(reader, counted, name, same))
    if gone:
        unsure = {it.value for it in gone if it.number}  # of which 均维持 tells
        kept = (it for it in reader.found[told:] if it not in gone)
        reader.found[told:] = [it for it in kept if it.number or not it.value or it.value not in unsure]


def _gone(reader: Reader, counted: tuple[Segment, ...], name: str, same: list[Said]) -> Iterable[Said]:
    """Which of the statements of one quantity in a sentence are of parts only, or may be."""
    words = reader.lexicon.words
    several = len(same) > 1 and len({it.value for it in same}) > 1
    if name in words.get("same", ()) or name in words.get("issued", ()):
        if several or name in reader.lesser:
            return set(same) - {_of_all(reader, same)}
        beside = len(counted) > 1 and _may_share(reader)
        return (it for it in same if beside and it.number and _is_share(reader, counted, it))
    if name not in words.get("cases", ()):
        return ()
    if several and any(not it.value and it.number is None for it in same):
        return (it for it in same if it.value)  # 因确权被提起复议 3 件，未发生本类复议
    return (it for it in same if len(counted) > 1 and it.number and _beside_older(reader, counted, it))


def _own(reader: Reader, counted: tuple[Segment, ...], it: Said) -> int:
    """Which segment a number stands in."""
    return bisect_right(counted, reader.place(it), key=lambda segment: segment.start) - 1


def _beside_older(reader: Reader, counted: tuple[Segment, ...], it: Said) -> bool:
    """Whether cases of the year before are counted right after these (复议 7 件，上年结转 2 件): with or without them,
    nobody can tell."""
    index = _own(reader, counted, it)
    following = counted[index + 1] if index + 1 < len(counted) else None
    if following is None or following.depth != counted[index].depth:
        return False
    words = reader.scan.text[following.start : following.amounts[0].start]
    beside = [segment.amounts[0].value for segment in counted[index + 1 : index + 3]]
    return words.endswith(CARRIED) and not words.startswith(("其中", "含")) and sum(beside) != it.value


def _may_share(reader: Reader) -> bool:
    """Whether the sentence has a verb twice, or a word that `_is_share` looks for."""
    marks, text, (start, end) = reader.lexicon.marks, reader.scan.text, reader.sentence
    if marks["out_of_time+person"].search(text, start, end):
        return True
    verbs = marks["receive+answer+handle+issue"].findall(text, start, end)
    return len(set(verbs)) < len(verbs)


def _is_share(reader: Reader, counted: tuple[Segment, ...], it: Said) -> bool:
    """Whether another clause of the sentence, with the same verb, tells the like of another office or way (局机关收到
    12 件，直属学校收到 5 件), or what was done in time stands beside what was done later."""
    if it.part:
        return False
    text, words, index = reader.scan.text, reader.lexicon.words, _own(reader, counted, it)
    own = counted[index]
    clause = text[_begin(text, own.start) : reader.place(it)][-_WINDOW:]
    timely = any(word in text[own.start : own.end][:_WINDOW] for word in words.get("in_time", ()))
    for other in counted[max(0, index - 2) : index + 3]:
        if other is own or other.depth != own.depth:
            continue
        beside = text[_begin(text, other.start) : other.amounts[-1].start][-_WINDOW:]
        late = any(word in text[other.start : other.end][:_WINDOW] for word in words.get("out_of_time", ()))
        if (timely and late) or _parallel(reader, clause, beside) or _of_persons(reader, clause, beside):
            return True
    return False


def _of_persons(reader: Reader, one: str, other: str) -> bool:
    """Whether a clause tells what persons did beside one of organisations (公民申请 38 件，企业申请 4 件)."""
    marks = reader.lexicon.marks
    if not marks["person"].search(one) or marks["body"].search(one) or marks["overall"].search(one):
        return False
    return marks["body"].match(other) is not None


def _begin(text: str, start: int) -> int:
    """Where a clause begins whose subject has a bracket in it (街道（镇）办理 91 件)."""
    if text[start - 1 : start] != ")":
        return start
    opened = text.rfind("(", max(0, start - _BRACKET), start)
    return max(text.rfind(mark, max(0, opened - _BRACKET), opened) for mark in ",;、:(") + 1 if opened > 0 else start


def _parallel(reader: Reader, one: str, other: str) -> bool:
    """Whether two clauses say the same of two subjects, neither of them being everybody (县政府制发文件 11 件，部门制发
    23 件)."""
    marks = reader.lexicon.marks
    verb = marks["receive+answer+handle+issue"].search(other)
    if verb is None or not verb.start():
        return False
    mine, there, noun = one.partition(verb[0])
    mine = _DATE.sub("", mine)
    if not there or min(len(mine), verb.start()) < _SUBJECT or other[verb.end() :] not in ("", noun):
        return False
    every = marks["of_all+application"]
    return not every.search(mine) and not every.search(other, 0, verb.start())


def _of_all(reader: Reader, same: list[Said]) -> Said | None:
    """Which of several values of one quantity is told of all; None if none is. Of decisions, the one that was made
    (办理处罚案件 88 件，作出处罚决定 79 件)."""
    words = reader.lexicon.words
    if same[0].quantities[0] in words.get("issued", ()):
        made = [it for it in same if any(word in reader.clause(it) for word in words.get("made", ()))]
        if len(made) == 1:
            return made[0]
    most = max(same, key=lambda it: it.value)
    every, level = reader.lexicon.marks["of_all"], reader.lexicon.marks["levels"].search(reader.clause(most))
    if len(same) > 2 and sum((it.value for it in same), -most.value) == most.value:
        return most
    others = [it for it in same if it is not most and every.search(reader.clause(it))]
    return most if every.search(reader.clause(most)) and not others and not level else None
