"""What one paragraph states about the form's quantities, sentence by sentence."""

from __future__ import annotations

import re
from typing import Final

from core.check.text.amounts import amounts, is_result, respectively
from core.check.text.denials import everyone, nothing
from core.check.text.lexicon import SPOIL, Lexicon
from core.check.text.saying import Reader, Said
from core.check.text.scan import Scan, Segment, Sentence
from core.check.text.wholes import intake, name_of, shared_out

_HEADING: Final = 40
"""Characters that no heading has."""
_ORDINAL: Final = re.compile("[一二三四五六七八九十0-9]{0,3}")
"""What stands before the 、 of an ordinal, or nothing."""


def read(scan: Scan, lexicon: Lexicon, topic: str) -> tuple[tuple[Said, ...], str]:
    """Every statement of a paragraph that begins at `topic`, and the topic of its end."""
    heads = [it.start() for it in lexicon.parts["first"].finditer(scan.text)]
    if len(scan.text) > _HEADING and not heads:
        return (), topic  # mostly; no heading, which alone hands its topic down
    turns = [(it.start(), to) for it in lexicon.topic.finditer(scan.text) if (to := lexicon.topics[it[0]])]
    if not lexicon.may_tell(scan.text, 0, len(scan.text), {topic, *(to for _, to in turns)}, after=False):
        turned = [to for _, to in turns if to != SPOIL]
        return (), turned[-1] if turned else topic
    reader = Reader(scan, lexicon, topic, turns, heads)
    for sentence in reader.scan.sentences:
        if reader.begin(sentence):
            _sentence(reader, sentence)
        reader.turn(sentence.end)
    return tuple(reader.found), reader.state.topic


def _sentence(reader: Reader, sentence: Sentence) -> None:
    state, text = reader.state, reader.scan.text
    segments = sentence.segments
    index, told = 0, len(reader.found)
    while index < len(segments):
        segment = segments[index]
        if reader.turned < len(reader.turns):
            reader.turn(segment.end, aside=bool(state.whole) and _stays(reader, segment))
        year = reader.year(segment)
        if reader.scoped:
            reader.scope(segment)
        if reader.listed and (at := text.find("其中", segment.start, segment.end)) >= 0:
            state.listing, state.other = True, reader.elsewhere(at)
        taken = _segment(reader, segments, index, year)
        if state.listing and any(it.stop == ";" for it in segments[index : index + taken]):
            state.listing = state.other = False
        index += taken
    intake(reader, told)
    shared_out(reader, segments, told)


def _stays(reader: Reader, segment: Segment) -> bool:
    """Whether a segment counts what came by one of the channels (来信 8 件), or what was found open in a list of
    results: no other topic."""
    names = reader.scan.text[segment.start : segment.amounts[0].start] if segment.amounts else ""
    words = reader.lexicon.words
    return names.removeprefix("其中") in words.get("channels", ()) or (bool(names) and is_result(reader, segment))


def _presuppose(reader: Reader, segment: Segment) -> None:
    """收到的申请中, 按申请人划分, 本年新收申请数量: what comes next is told of a whole."""
    if segment.stop == ":" and (match := name_of(reader, segment)):
        reader.state.whole = match.quantity.id
    elif not reader.state.whole and reader.within("divided", segment.start, segment.end):
        names = (it for it in reader.lexicon.words.get("intake", ()) if reader.admits_topic(it))
        reader.state.whole = next(names, "")


def _segment(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """Read one segment, with those after it that belong to it. The number of segments read."""
    segment = segments[index]
    pending = reader.state.pending
    if segment.amounts:
        if reader.in_turn and (taken := respectively(reader, segments, index, year)):
            return taken
        amounts(reader, segments, index, year)
        pending.clear()
        return 1
    taken = nothing(reader, segments, index, year) if reader.denies else 0
    if not taken:
        everyone(reader, segment, year)
        if segment.stop in (":", ","):
            _presuppose(reader, segment)
    if segment.stop == "、" and not taken and not _ORDINAL.fullmatch(reader.scan.text, segment.start, segment.end):
        pending.append((segment.start, segment.end))
    else:
        pending.clear()
    return taken or 1
