"""What one paragraph states about the form's quantities, sentence by sentence."""

from __future__ import annotations

from core.check.text.amounts import amounts, respectively
from core.check.text.denials import everyone, nothing
from core.check.text.saying import Reader, Said
from core.check.text.scan import Segment, Sentence


def read(reader: Reader) -> tuple[Said, ...]:
    """Every statement of the reader's paragraph; the reader's topic is then that of its end."""
    for sentence in reader.scan.sentences:
        reader.begin(sentence)
        if sentence.segments:
            _sentence(reader, sentence)
        reader.turn(sentence.end)
    return tuple(reader.found)


def _sentence(reader: Reader, sentence: Sentence) -> None:
    state, text = reader.state, reader.scan.text
    if reader.lexicon.mark("plan").match(text, sentence.start):
        return
    segments = sentence.segments
    scoped = any(reader.within(name, sentence.start, sentence.end) for name in ("scope_own", "scope_all"))
    listed = text.find("其中", sentence.start, sentence.end) >= 0
    index = 0
    while index < len(segments):
        segment = segments[index]
        reader.turn(segment.end)
        year = reader.year(segment)
        if scoped:
            reader.scope(segment)
        if listed and text.find("其中", segment.start, segment.end) >= 0:
            state.listing = True
        taken = _segment(reader, segments, index, year)
        if any(it.stop == ";" for it in segments[index : index + taken]):
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
