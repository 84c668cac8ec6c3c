"""Wholes that only their parts explain: a bare 共计 15 件, and 办理 25 件 of the new ones and those carried in."""

from __future__ import annotations

from decimal import Decimal

from core.check.text.lexicon import Match
from core.check.text.saying import MOST_ITEMS, Reader, Said
from core.check.text.scan import Segment


def together(reader: Reader, segments: tuple[Segment, ...], index: int) -> Match | None:
    """收到书面申请 6 件、网上申请 9 件，共计 15 件: what the number of the segment at `index` counts; None if no parts
    stand before it of which the first says that they came. What the parts were taken for is taken back."""
    text, segment = reader.scan.text, segments[index]
    it = segment.amounts[0]
    if it.end != segment.end or not _adds_up(reader, text[segment.start : it.start]):
        return None
    first = index
    while first and index - first < MOST_ITEMS and _is_part(segments[first - 1], segment):
        first -= 1
    if index - first < 2:
        return None
    begin, end = segments[first].start, segments[first].amounts[0].start
    match = _over(reader, segments, first) or _came(reader, text[max(begin, end - 90) : end])
    if match:
        start, _ = reader.scan.span(begin, end)
        parts = [said for said in reader.found if said.start >= start and set(said.quantities) & set(_taken(reader))]
        reader.found[:] = [said for said in reader.found if said not in parts]
        reader.state.seen.pop(match.quantity.id, None)
        return match._replace(start=segment.start, head=segment.start)
    return None


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
    if len(part.amounts) != 1 or part.depth != whole.depth or part.stop not in ",、;":
        return False
    it = part.amounts[0]
    return it.end == part.end and not it.vague and it.unit == whole.amounts[0].unit


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


def shared_out(reader: Reader, told: int) -> None:
    """甲局收到 5 件，乙局收到 7 件: a sentence that gives one quantity several values shares it out. The value stays
    that is the sum of the others, or that is told of all (全年收到 9 件，甲局收到 5 件). `told`: how many statements
    there were before the sentence."""
    by: dict[tuple[tuple[str, ...], int], list[Said]] = {}
    for it in reader.found[told:]:
        by.setdefault((it.quantities, it.year), []).append(it)
    if len(by) == len(reader.found) - told and not reader.lesser:  # nearly always
        return
    words, gone = reader.lexicon.words, set[Said]()
    for ((name, *_), _year), same in by.items():
        several = len({it.value for it in same}) > 1
        if name in words.get("same", ()) and (several or name in reader.lesser):
            gone.update(set(same) - {_of_all(reader, same)})
        elif several and name in words.get("cases", ()) and any(not it.value and it.number is None for it in same):
            gone.update(it for it in same if it.value)  # 因确权被提起复议 3 件，未发生本类复议
    reader.found[told:] = [it for it in reader.found[told:] if it not in gone]


def _of_all(reader: Reader, same: list[Said]) -> Said | None:
    """Which of several values of one quantity is told of all; None if none is."""
    most = max(same, key=lambda it: it.value)
    if len(same) > 2 and sum((it.value for it in same), -most.value) == most.value:
        return most
    return most if any(word in reader.clause(most) for word in reader.lexicon.words.get("of_all", ())) else None
