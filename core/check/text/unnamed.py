"""Amounts that have no noun of their own: what the only amount of a segment counts, by what stands around it."""

from __future__ import annotations

import re
from typing import Final

from core.check.text.lexicon import Match
from core.check.text.saying import Reader
from core.check.text.scan import Segment
from core.check.text.wholes import together

_SHARE: Final = re.compile("(?:的)?占(?:比)?")
_REASONS: Final = ("因", "由于", "需", "经", "正", "尚", "涉及", "申请")


def explained(reader: Reader, segments: tuple[Segment, ...], index: int, pre: tuple[int, int]) -> Match | None:
    """What the only amount of a segment counts that has no noun of its own."""
    if not index and not reader.found:
        return None if len(segments) == 1 else _because(reader, segments, index)
    found = _others(reader, segments[index], pre) or together(reader, segments, index)
    return found or _after_share(reader, segments, index) or _because(reader, segments, index)


def _because(reader: Reader, segments: tuple[Segment, ...], index: int) -> Match | None:
    """What was carried after the reason for it (2 件因临近年末，结转到下年)."""
    segment, following = segments[index], segments[index + 1] if index + 1 < len(segments) else None
    it = segment.amounts[0]
    if following is None or segment.stop != "," or following.amounts or following.depth != segment.depth:
        return None
    if not reader.scan.text.startswith(_REASONS, it.end, segment.end):
        return None
    match = reader.match(following.start, following.end)
    return match if match and match.quantity.shift else None


def _after_share(reader: Reader, segments: tuple[Segment, ...], index: int) -> Match | None:
    """What is counted after its share (甲的占比 41.7%，共 5 件)."""
    text, segment = reader.scan.text, segments[index]
    share = segments[index - 1] if index else segment
    it = segment.amounts[0]
    if it.end != segment.end or text[segment.start : it.start] not in reader.lexicon.words.get("together", ()):
        return None
    if len(share.amounts) != 1 or share.amounts[0].unit != "%" or share.stop != ",":
        return None
    found = _SHARE.search(text, share.start, share.amounts[0].start)
    return reader.match(max(share.start, found.start() - 90), found.start()) if found else None


def _others(reader: Reader, segment: Segment, pre: tuple[int, int]) -> Match | None:
    """What a bare 其他 counts right after the last but one of a list whose last is called so."""
    words, last = reader.lexicon.words, reader.found[-1] if reader.found else None
    if last is None or reader.scan.text[pre[0] : pre[1]] not in words.get("rest", ()):
        return None
    place = reader.scan.span(segment.start, segment.end)[0]
    pairs = (pair.split("|") for pair in words.get("last", ()))
    name = next((b for a, b in pairs if last.quantities == (a,) and 0 < place - last.end <= 2), "")
    return Match(reader.lexicon.quantities[name], "weak", pre[0], pre[0], pre[1] - pre[0]) if name else None
