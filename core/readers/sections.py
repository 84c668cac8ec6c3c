"""Where the sections of a report begin: headings told from the same words in running text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from core.readers.labels import SectionWords
from core.readers.lines import Line
from core.readers.normal import plain

_ORDINAL = re.compile(
    r"^[#*\s]*(?:第\s*)?([一二三四五六七八九十]{1,2}|[1-9]|[甲乙丙丁戊己庚辛壬癸])\s*(?:部分|章)?\s*[、.．，,:：\s]\s*(.*)$"
)
_BARE = re.compile(r"^[#*\s]*(.*?)[*\s:：。]*$")
_CHINESE: Final = str.maketrans("123456789", "一二三四五六七八九")
_LONGEST: Final = 40
_APART: Final = frozenset(" \u3000。：:")
"""What stands between a heading and the text that goes on behind it."""
_LIKE: Final = 0.74
_EXACT, _ALIAS, _RESEMBLING = 30, 20, 8
_FIRM: Final = _EXACT + 7
"""The very words, the section's own number, and something below."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading found: which section (index in the form), as printed, the lines from `start` to before `end`."""

    section: int
    printed: str
    start: int
    end: int
    weight: int


def official(heading: Heading) -> bool:
    """Whether a heading is in the very words of the form."""
    return heading.weight >= _EXACT


def run_in(lines: Sequence[Line], sections: Sequence[SectionWords]) -> Sequence[Line]:
    """The lines; a heading in the form's words and with its number, on one line with the text below it, apart."""
    done: list[Line] = []
    for line in lines:
        cut = 0 if line.table or "。" not in line.raw else _heading_end(line.raw, sections)
        parts = (line.raw[:cut], line.raw[cut:].lstrip("。：: \u3000")) if cut else ()
        done += [replace(line, raw=part, cells=(part,)) for part in parts] or [line]
    return done


def _heading_end(raw: str, sections: Sequence[SectionWords]) -> int:
    """Where the heading ends with which a line begins and goes on; 0 where it is none."""
    numbered = _ORDINAL.match(raw)
    ordinal = numbered[1].translate(_CHINESE) if numbered else ""
    for title in (section.titles[0] for section in sections if ordinal and section.ordinal == ordinal):
        begin = numbered.start(2) if numbered else 0
        end = next((i for i in range(begin, len(raw) + 1) if len(plain(raw[begin:i])) == len(title)), 0)
        if end and plain(raw[begin:end]) == title and raw[end : end + 1] in _APART:
            return end
    return 0


def headings(lines: Sequence[Line], sections: Sequence[SectionWords]) -> tuple[list[Heading], tuple[str, ...]]:
    """(one heading a section, every heading as printed, both in the order of the text).

    Words that look like a heading but break the form's order (a heading inside the text, a table of contents) give way
    to those that keep it; a section that is printed elsewhere, under its very words, is taken there.
    """
    found = [heading for i in range(len(lines)) for heading in _at(lines, i, sections)]
    starts = frozenset(heading.start for heading in found)
    weighed = [_weighed(heading, lines, starts) for heading in found]
    picked = _in_order(weighed)
    picked = sorted((*picked, *_astray(weighed, picked)), key=lambda h: h.start)
    firm = {(h.start, h.printed): None for h in sorted((*picked, *_doubled(weighed, picked)), key=lambda h: h.start)}
    return picked, tuple(printed for _, printed in firm)


def _at(lines: Sequence[Line], index: int, sections: Sequence[SectionWords]) -> list[Heading]:
    """What the line at `index`, alone or with the two after it (a heading broken by a converter), may head.

    Only a single line may be merely alike."""
    first = lines[index]
    if not first.cells or (first.table and len([c for c in first.cells if c]) != 1) or len(first.raw) > _LONGEST:
        return []
    printed = ""
    alike: list[Heading] = []
    for end in range(index + 1, min(index + 4, len(lines) + 1)):
        line = lines[end - 1]
        if line.empty or len(line.raw) > _LONGEST:
            break
        printed += line.raw.strip("|｜ \t")
        guess = end == index + 1 and not line.table
        headed = [Heading(i, printed, index, end, weight) for i, weight in _headed(printed, sections, guess=guess)]
        if any(heading.weight >= _ALIAS for heading in headed):
            return headed
        alike = alike or headed
        if not _ORDINAL.match(printed):
            break
    return alike


def _headed(printed: str, sections: Sequence[SectionWords], *, guess: bool) -> list[tuple[int, int]]:
    """(section, weight) for each section that a line could head; with `guess` also where it is merely alike."""
    numbered = _ORDINAL.match(printed)
    bare = _BARE.match(numbered[2] if numbered else printed)
    title = plain(bare[1]) if bare else ""
    if not title:
        return []
    ordinal = numbered[1].translate(_CHINESE) if numbered else ""
    found = []
    for section in sections:
        weight = _EXACT if title == section.titles[0] else _ALIAS if title in section.titles and ordinal else 0
        if not weight and guess and ordinal and "。" not in printed:
            weight = _RESEMBLING if _alike(title, section.titles) else 0
        if weight:
            found.append((section.index, weight + (5 if ordinal == section.ordinal else 0)))
    return found


@lru_cache(maxsize=1024)
def _alike(title: str, titles: tuple[str, ...]) -> bool:
    for official in titles:
        matcher = SequenceMatcher(None, title, official, autojunk=False)
        if matcher.real_quick_ratio() >= _LIKE and matcher.quick_ratio() >= _LIKE and matcher.ratio() >= _LIKE:
            return True
    return False


def _weighed(heading: Heading, lines: Sequence[Line], starts: Collection[int]) -> Heading:
    """A heading with something below it is worth a little more than a line of a table of contents."""
    after = next((i for i in range(heading.end, len(lines)) if not lines[i].empty), len(lines))
    worth = heading.weight + (2 if after < len(lines) and after not in starts else 0)
    return Heading(heading.section, heading.printed, heading.start, heading.end, worth)


def _in_order(found: Sequence[Heading]) -> list[Heading]:
    """The weightiest selection that keeps the form's order; of equal ones the earlier."""
    best: dict[int, tuple[int, tuple[Heading, ...]]] = {}
    for heading in found:
        before = [best[i] for i in best if i < heading.section and best[i][1][-1].start < heading.start]
        weight, path = max(before, key=lambda pair: pair[0], default=(0, ()))
        if weight + heading.weight > best.get(heading.section, (0, ()))[0]:
            best[heading.section] = (weight + heading.weight, (*path, heading))
    return list(max(best.values(), key=lambda pair: pair[0], default=(0, ()))[1])


def _astray(found: Sequence[Heading], picked: Sequence[Heading]) -> list[Heading]:
    """The official headings of sections that have none in order, each printed once."""
    known = {heading.section for heading in picked}
    firm = [heading for heading in found if heading.weight >= _FIRM and heading.section not in known]
    count = Counter(heading.section for heading in firm)
    return [heading for heading in firm if count[heading.section] == 1]


def _doubled(found: Sequence[Heading], picked: Sequence[Heading]) -> list[Heading]:
    """Headings of the form that came a second time with a text below them."""
    starts = {heading.start for heading in picked}
    return [h for h in found if h.start not in starts and h.weight >= _FIRM]
