"""Amounts with their nouns: 收到申请 5 件, 5 件申请, 甲、乙分别为 1 件、2 件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from core.check.text.denials import pieces
from core.check.text.lexicon import Match
from core.check.text.numbers import CASES, Amount
from core.check.text.saying import AND, CHANGES, IN_TURN, MOST_ITEMS, Reader
from core.check.text.scan import Segment, after, before
from core.check.text.unnamed import explained

_SCALES: Final = MappingProxyType({"元": Decimal("0.0001"), "万元": Decimal(1), "亿元": Decimal(10000)})
_PEOPLE: Final = "人次"
"""People are counted so (答复申请人 58 人次), and cases too (收到申请 6 人次)."""
_COUNTED: Final = CASES.union(_SCALES)
_FAR: Final = 20
"""Characters between the word from which something has come and the figure it came from, at most."""
_COMES_FROM: Final = re.compile("[由从]")
_COMES_TO: Final = re.compile(
    "(?:大幅|逐年)?(?:增加|减少|增长|下降|上升|降低|增|减|降|升)(?:到了|到|至|为)(?:20\\d\\d年的?)?"
)
_NAMED: Final = re.compile(r"20\d\d")

_ASIDE: Final = ("申请", "事项", "案件")
_AND_DID: Final = re.compile("并|和|及|且")
_EVERY: Final = re.compile("(?:已|现已|目前已)?(?:均|全部|全都)")
_KIND: Final = frozenset(("类", "类占", "类有", "方面", "案件", "类案件", "的"))
"""What stands between the name of a kind and its number."""
_NONE: Final = re.compile("无一|没有|[均都皆]未|未被|从未")
_PREDICATE: Final = frozenset("均已都全并按经在未其仍正尚也,.;、")
"""What a clause goes on with after the number of its object: 收到 12 件均已办结."""


def amounts(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> None:
    """State what the amounts of one segment count, as far as the form's words tell."""
    text, segment = reader.scan.text, segments[index]
    count = len(segment.amounts)
    leading = count > 1 and segment.amounts[0].start - segment.start <= 3 and segment.amounts[-1].end < segment.end
    for number, it in enumerate(segment.amounts):
        if not _tells(reader, segment, it):
            continue
        post, came = after(text, segment, number), _from(text, segments, index, number)
        pre = came or _before(text, segments, index, number)
        if came:
            named = _NAMED.search(text, segment.amounts[number - 1].end, it.start)
            year = int(named[0]) if named else reader.state.year
        if leading:
            match, start, end = reader.match(*post), it.start, post[1]
        else:
            match, start, end = _beside(reader, pre, post, it, last=number == count - 1)
        match = match or _applicants(reader, segment, pre) or _no_case(reader, it, pre)
        if match:
            if match.strength == "any" and (not match.single or reader.within("receive", match.start, it.start)):
                reader.documents = False  # 主动公开 412 条；受理依申请公开 7 件: the verb says what follows
            if not _changed(reader, pre, match, it) and not _of_more(reader, match, it, segments, index):
                _state_it(reader, match, it, start, end, year, segment)
        elif count == 1 and (whole := explained(reader, segments, index, pre)):
            _state_it(reader, whole, it, segment.start, it.end, year, segment)
        elif not reader.documents and _attribute(reader, pre):
            reader.documents = True


def _tells(reader: Reader, segment: Segment, it: Amount) -> bool:
    """Whether an amount may be a figure of the form: exact, no result among results, and not of cases that something
    was done with (对 3 件甲的申请，…): some of them, maybe."""
    if it.vague or it.unit not in _COUNTED or is_result(reader, segment):
        return False
    text, start = reader.scan.text, segment.start
    aside = it.start == start + 1 and text[start] == "对" and segment.stop == ","
    return not (aside and text.endswith(_ASIDE, it.end, segment.end))


def is_result(reader: Reader, segment: Segment) -> bool:
    """Whether a segment counts a result in a list of results (答复 30 件，其中主动公开 5 件) and no documents."""
    state, words = reader.state, reader.lexicon.words
    if not (reader.listed or segment.depth) or state.whole not in words.get("same", ()):
        return False
    noun = reader.scan.text[segment.start : segment.amounts[0].start].removesuffix("的")
    bare = noun.removeprefix("其中")
    return bare in words.get("result_open", ()) and (state.listing or segment.depth > 0 or bare != noun)


def _applicants(reader: Reader, segment: Segment, pre: tuple[int, int]) -> Match | None:
    """Who applied where nothing whole was told yet (收到自然人申请 36 件、企业申请 4 件)."""
    state, words = reader.state, reader.lexicon.words
    if state.whole or segment.depth or not reader.lexicon.marks["receive"].search(reader.scan.text, *pre):
        return None
    state.whole = next((name for name in words.get("intake", ()) if reader.admits_topic(name)), "")
    match = reader.match(*pre) if state.whole else None
    if match and state.whole in match.quantity.after:
        return match
    state.whole = ""
    return None


def _no_case(reader: Reader, it: Amount, pre: tuple[int, int]) -> Match | None:
    """The cases of which there are none, whose sentence names nothing else (复议 0 件): as 无复议 says it."""
    match = reader.match(*pre, nil=True) if not it.value else None
    return match if match and match.quantity.id in reader.lexicon.words.get("cases", ()) else None


def _before(text: str, segments: tuple[Segment, ...], index: int, number: int) -> tuple[int, int]:
    """The stretch in which the noun of an amount may stand before it."""
    pre = before(text, segments[index], number)
    if number or pre[0] < pre[1]:
        return pre
    return (
        _before_bracket(segments, index)
        if index and segments[index - 1].stop == ")"
        else _before_colon(segments, index)
    )


def _from(text: str, segments: tuple[Segment, ...], index: int, number: int) -> tuple[int, int] | None:
    """The noun of a number that something has come to (案件由 6 件下降为 2 件; 案件较上年减少，由 6 件下降为 2 件): it
    stands before the 由."""
    if not number:
        return None
    segment = segments[index]
    last, it = segment.amounts[number - 1], segment.amounts[number]
    if not _COMES_TO.fullmatch(text, last.end, it.start):
        return None
    found = _COMES_FROM.search(text, max(segment.start, last.start - _FAR), last.start)
    if found is None:
        return None
    before = segments[index - 1] if index and found.start() == segment.start else None
    if before is None or before.amounts or before.stop != ",":
        return segment.start, found.start()
    change = CHANGES.search(text, before.start, before.end)
    return before.start, change.start() if change else before.end


def _of_more(reader: Reader, match: Match, it: Amount, segments: tuple[Segment, ...], index: int) -> bool:
    """Whether the next clause tells which of the cases are the form's (甲 136 件，其中本类 12 件)."""
    text, words = reader.scan.text, match.quantity.near
    if match.strength == "any" or not words:
        return False
    cases = match.quantity.id in reader.lexicon.sets["cases"]
    if not (cases or reader.listed or text.startswith("中", it.end)):
        return False
    own = text[segments[index].start : match.head][-90:]
    if text.startswith("中", it.end):  # 案件 12 件中有 5 件为本类案件
        return any(word in text[it.end : segments[index].end] for word in words) and not any(w in own for w in words)
    if cases and index + 1 < len(segments) and _is_kind(text, segments[index + 1], words):
        return _lacks(own, words)
    listed = (it for it in segments[index + 1 : index + 4] if text.startswith("其中", it.start))
    following = next(listed, None)
    if following is None or not following.amounts:
        return False
    end = next(
        (it.end for it in segments[index + 1 :] if it.start >= following.start and it.stop != "、"), following.end
    )
    inside = text[following.start : min(end, following.start + 120)]
    return any(word in inside for word in words) and _lacks(own, words)


def _is_kind(text: str, segment: Segment, near: tuple[str, ...]) -> bool:
    """Whether a clause counts those of the form's kind and names nothing else (信息公开类 11 件)."""
    words = text[segment.start : segment.amounts[0].start] if segment.amounts else ""
    return any(words.startswith(word) and words.removeprefix(word) in _KIND for word in near)


def _lacks(text: str, words: tuple[str, ...]) -> bool:
    return not any(word in text for word in words)


def _shared_out(text: str, segments: tuple[Segment, ...], index: int) -> bool:
    """Whether the amount is one of several of things that nobody can tell apart (3 月、6 月分别收到 1 件、2 件)."""
    segment, following = segments[index], segments[index + 1 : index + 2]
    bare = any(it.amounts and it.amounts[0].start == it.start and it.amounts[0].end == it.end for it in following)
    return bare and IN_TURN.search(text, segment.start, segment.amounts[0].start) is not None


def _beside(
    reader: Reader, pre: tuple[int, int], post: tuple[int, int], it: Amount, *, last: bool
) -> tuple[Match | None, int, int]:
    """The noun of an amount: before it, around it, after it. A bare verb before it (受理 12 件…) is none if another
    noun comes after it."""
    text = reader.scan.text
    match = reader.match(*pre)
    if not last or post[0] == post[1] or (match and _stands(text, match, post)):
        return match, pre[0], it.end
    noun = post[1] - text.endswith(reader.lexicon.words.get("among", ()), *post)  # 受理的 29 件申请中: a whole
    if match and (every := _EVERY.search(text, *post)):
        noun = every.start()  # 受理的 29 件申请已全部办结
    around = text[pre[0] : pre[1]] + text[post[0] : noun]
    if wider := reader.match(0, len(around), around):
        shift = post[0] - (pre[1] - pre[0])
        start, head = (at + (shift if at + pre[0] >= pre[1] else pre[0]) for at in (wider.start, wider.head))
        if head >= it.end and _NONE.search(text, it.end, max(it.end, start)):
            return None, pre[0], post[1]  # 13 件答复中无一件被复议机关撤销
        return wider._replace(start=start, head=head), pre[0], post[1]
    if match:
        end = post[1]
        while end > post[0] and (shorter := reader.lexicon.stripped(text, post[0], end)) < end:
            end = shorter
        return (match if end == post[0] else None), pre[0], it.end
    return reader.match(*post), it.start, post[1]


def _stands(text: str, match: Match, post: tuple[int, int]) -> bool:
    """Whether a noun before the amount is enough: what comes after the amount is no other noun."""
    return match.strength == "any" or post[1] - post[0] == 1 or text[post[0]] in _PREDICATE


def _attribute(reader: Reader, pre: tuple[int, int]) -> bool:
    """Whether the amount is of documents that are 主动公开: then 依申请公开 beside it speaks of documents too."""
    text, (start, end) = reader.scan.text, pre
    while end > start and (shorter := reader.lexicon.stripped(text, start, end)) < end:
        end = shorter
    words = reader.lexicon.words.get("attribute", ())
    return bool(words) and text.endswith(words, start, end) if end > start else False


def _changed(reader: Reader, pre: tuple[int, int], match: Match, it: Amount) -> bool:
    """Whether the amount is one by which something grew or fell, or the rest of something, or of people."""
    text, lexicon = reader.scan.text, reader.lexicon
    if it.unit == _PEOPLE and text.endswith("人", *pre):
        return True
    if match.quantity.id in lexicon.sets["same"] and (
        reader.within("average", *pre) or lexicon.marks["amiss"].match(text, it.end)
    ):
        return True  # 人均办理 43 件; 答复 1 件超期
    near = max(pre[0], pre[1] - 4)
    if (found := lexicon.marks["delta"].search(text, near, pre[1])) and found[0] != "新增":
        return True
    if match.quantity.id not in lexicon.words.get("rest_of", ()):
        return False
    rest = lexicon.marks["rest"].match(text, pre[0], pre[1])
    return rest is not None and match.start >= rest.end()


def _before_bracket(segments: tuple[Segment, ...], index: int) -> tuple[int, int]:
    """The stretch before the bracket that the segment at `index` follows."""
    depth = segments[index].depth
    for it in reversed(segments[max(0, index - 12) : index]):
        if it.depth == depth and it.stop == "(":
            return (it.start, it.end) if not it.amounts else (it.end, it.end)
    return segments[index].start, segments[index].start


def _before_colon(segments: tuple[Segment, ...], index: int) -> tuple[int, int]:
    """The name that a colon parts from its number (上年结转：2 件)."""
    segment = segments[index]
    if index and segment.amounts[-1].end == segment.end:
        name = segments[index - 1]
        if name.stop == ":" and not name.amounts and name.depth == segment.depth:
            return max(name.start, name.end - 90), name.end
    return segment.start, segment.start


def _state_it(reader: Reader, match: Match, it: Amount, start: int, end: int, year: int, segment: Segment) -> None:
    value = it.value
    if (match.quantity.id in reader.lexicon.money) != (it.unit in _SCALES):
        return
    value *= _SCALES.get(it.unit, Decimal(1))
    row = _row(reader, match, start, value, each=_each(reader.scan.text, segment, it))
    if row is None or _of_whole(reader, match, value, segment) or _of_documents(reader, match):
        return
    quantities, begin = row
    part = reader.state.listing or segment.depth > 0
    for group in (*quantities, *_second(reader, match, it, segment, quantities)):
        reader.found.append(reader.said(group, value, begin, end, year, it, part=part))


def _second(
    reader: Reader, match: Match, it: Amount, segment: Segment, names: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[str, ...]]:
    """One number of two verbs (收到并答复申请 13 件): what the second verb states."""
    second = reader.lexicon.words.get("second", ())
    if match.single or match.quantity.id not in reader.lexicon.words.get("same", ()):
        return
    text = reader.scan.text
    found = _AND_DID.search(text, match.start, min(match.head, match.start + 6, it.start))
    if not found:
        return
    words = text[found.end() : it.start] + (text[it.end : segment.end] if match.head >= it.end else "")
    other = reader.match(0, len(words), words) if len(words) <= 180 else None
    if other and other.quantity.id in second and (other.quantity.id,) not in names:
        yield (other.quantity.id,)


def _of_documents(reader: Reader, match: Match) -> bool:
    """Whether a noun without a verb stands in a sentence that counts documents by how open they are."""
    if match.strength == "any" or not match.single or match.quantity.id not in reader.lexicon.words.get("bare", ()):
        return False
    return reader.lexicon.marks["attribute"].search(reader.scan.text, reader.sentence[0], match.start) is not None


def _each(text: str, segment: Segment, it: Amount) -> bool:
    """Whether the amount is told of each of its nouns (甲和乙各 2 件)."""
    near = text[max(segment.start, it.start - 3) : it.start]
    return "各" in near or "均" in near or near.endswith("都是")


def _of_whole(reader: Reader, match: Match, value: Decimal, segment: Segment) -> bool:
    """Whether the amount is but a part of what the paragraph has stated as a whole (其中县政府受理 23 件)."""
    whole = reader.state.seen.get(match.quantity.id)
    if reader.state.other and match.quantity.id in reader.lexicon.words.get("same", ()):
        return True  # 留言 88 条，其中信息公开申请 3 条
    if whole is None:  # a sentence that begins so speaks of a whole that is told elsewhere
        first = reader.state.listing and reader.scan.text.startswith("其中", reader.sentence[0])
        return first and match.quantity.id in reader.lexicon.words.get("intake", ())
    if value > whole:
        return False
    if reader.state.listing or segment.depth > 0:
        return True
    if match.strength == "weak" and value < whole:
        reader.lesser.add(match.quantity.id)
        return True
    return False


def _row(
    reader: Reader, match: Match, start: int, value: Decimal, *, each: bool
) -> tuple[tuple[tuple[str, ...], ...], int] | None:
    """Nouns in a row that share the amount (甲、乙 5 件; 甲或乙 5 件): each of them if it is 0 or told of each, their
    sum if not. None where one of them is unknown and the amount may be its."""
    text, matches = reader.scan.text, [match]
    begin = min(start, match.start)
    at = match.head
    while at > begin and len(matches) < MOST_ITEMS:
        head = text[max(begin, at - 2) : at]
        conjunction = next((word for word in AND if head.endswith(word)), "") if head.endswith(AND) else ""
        if not conjunction and at == match.head and not match.single and match.start > begin:
            at = match.start  # 甲和上年结转的申请
            continue
        if not conjunction or text[max(0, at - 2) : at] in ("涉及", "危及"):
            break
        other = reader.match(begin, at - len(conjunction))
        if other is None:
            if value and match.single:
                return None
            break
        matches.insert(0, other)
        at = other.head
    whole = matches[0].strength == "weak" and matches[0].start <= begin  # one verb after its row of nouns
    if (
        reader.state.pending
        and (matches[0].single or whole)
        and not reader.within("overall", begin, match.head)  # 网站、信函等渠道 are no nouns of the row
    ):
        others = [reader.match(a, b, nil=not value) for a, b in reader.state.pending[-MOST_ITEMS:]]
        if None in others and value:
            return None
        begin = reader.state.pending[0][0]
        matches[:0] = [other for other in others if other]
    names = tuple(dict.fromkeys(it.quantity.id for it in matches))
    each = each or not value or set(names) <= set(reader.lexicon.words.get("same", ()))
    return (tuple((name,) for name in names) if each else (names,)), begin


def respectively(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """甲、乙、丙分别为 1 件、2 件、3 件. The number of segments read, 0 if it is none such."""
    text, segment = reader.scan.text, segments[index]
    first = segment.amounts[0].start
    found = IN_TURN.search(text, max(segment.start, first - 8), first)
    if found is None:
        return int(_shared_out(text, segments, index))
    at = found.start()
    names = [*reader.state.pending, *pieces(text, segment.start, at)]
    values = list(segment.amounts)
    taken = 1
    for it in segments[index + 1 : index + 1 + MOST_ITEMS]:
        if len(values) >= len(names) or not it.amounts or it.amounts[0].start - it.start > 1:
            break
        values += it.amounts
        taken += 1
    if len(names) != len(values) or len(names) < 2:
        return taken if len(values) > 1 else int(_shared_out(text, segments, index))
    pairs = [(reader.match(a, b), it, a) for (a, b), it in zip(names, values, strict=True)]
    reader.state.pending.clear()
    for match, value, a in pairs:
        if match and not value.vague and value.unit in _COUNTED:
            _state_it(reader, match, value, a, value.end, year, segment)
    return taken
