"""What one paragraph states about the form's quantities, sentence by sentence."""

from __future__ import annotations

import re
from typing import Final

from core.check.text.amounts import amounts, respectively
from core.check.text.denials import everyone, nothing
from core.check.text.saying import Reader, Said
from core.check.text.scan import Segment, Sentence

_TELLS: Final = re.compile("[未没无]|不存在|均为|全部为|均由|全为|全部由|都是|均系")
"""Without a number, a sentence that holds none of these states nothing."""


def read(reader: Reader) -> tuple[Said, ...]:
    """Every statement of the reader's paragraph; the reader's topic is then that of its end."""
    for sentence in reader.scan.sentences:
        _sentence(reader, sentence)
    return tuple(reader.found)


def _sentence(reader: Reader, sentence: Sentence) -> None:
    state, text = reader.state, reader.scan.text
    reader.spoiled = reader.within("spoil", sentence.start, sentence.end)
    if not any(it.amounts for it in sentence.segments) and not _TELLS.search(text, sentence.start, sentence.end):
        reader.turn(sentence.start, sentence.end)
        return
    state.year, state.own, state.wide, state.listing = 0, False, False, False
    state.pending.clear()
    reader.near = text[sentence.start : min(sentence.end, sentence.start + 400)]
    planned = reader.lexicon.marks["plan"].match(text, sentence.start) if "plan" in reader.lexicon.marks else None
    segments = sentence.segments
    dated = "年" in reader.near or "同期" in reader.near
    scoped = any(reader.within(name, sentence.start, sentence.end) for name in ("scope_own", "scope_all"))
    index = 0
    while index < len(segments):
        segment = segments[index]
        year = reader.year(segment) if dated else 0
        if scoped:
            reader.scope(segment)
        state.listing = state.listing or "其中" in text[segment.start : segment.end]
        taken = 1
        if not planned:
            taken = _segment(reader, segments, index, year)
        for it in segments[index : index + taken]:
            reader.turn(it.start, it.end)
            if it.stop == ";":
                state.listing = False
        index += taken


def _segment(reader: Reader, segments: tuple[Segment, ...], index: int, year: int) -> int:
    """Read one segment, with those after it that belong to it. The number of segments read."""
    segment = segments[index]
    if segment.amounts:
        if taken := respectively(reader, segments, index, year):
            return taken
        amounts(reader, segments, index, year)
        reader.state.pending.clear()
        return 1
    taken = nothing(reader, segments, index, year)
    if not taken:
        everyone(reader, segment, year)
    if segment.stop == "、" and segment.end > segment.start and not taken:
        reader.state.pending.append((segment.start, segment.end))
    else:
        reader.state.pending.clear()
    return taken or 1
