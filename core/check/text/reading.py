"""A text read paragraph by paragraph. What a paragraph says depends on its words and the topic of its heading only,
so that while a person types, one paragraph is read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from core.check.phrases import MOST_READ
from core.check.text import facts
from core.check.text.counting import Announced, Share, announced, shares
from core.check.text.lexicon import Lexicon, lexicon
from core.check.text.listing import Listing
from core.check.text.saying import Said
from core.check.text.scan import Scan, scan
from core.check.text.slips import Begun, Slip, begun, slips
from core.check.text.sums import listings
from core.form.model import Form

_ORDINAL: Final = re.compile(r"\s*+(?:[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|第[一二三四五六七八九十]{1,3})")
_DONE: Final = re.compile(r"[。；;！？：:]\s*$")
_CLAUSE: Final = re.compile("[，,；;。：:]")
_HEADING: Final = 34
"""Characters that a heading has at most."""
_SHORT: Final = 22
"""Characters up to which a line with an ordinal and without clauses is a heading whatever follows: lines of a page have
more."""
_FULL: Final = 16
"""Characters from which on a line that ends without a mark may go on in the next one."""
_LONG: Final = 100
_MOST_LONG: Final = MOST_READ // _LONG
_MOST_SHORT: Final = 2048
"""Paragraphs whose reading is kept: as many of at least `_LONG` characters as a text can have, and more of the shorter
ones, of which each holds less. Every key leaves one behind, and what is kept is what the garbage collector walks
through while somebody types."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Everything read from one paragraph. Offsets are the paragraph's own. `wrong`: the lists that cannot be."""

    scan: Scan
    said: tuple[Said, ...]
    listings: tuple[Listing, ...]
    wrong: tuple[Listing, ...]
    topic: str  # what it hands down if it is a heading
    shares: tuple[Share, ...]
    announced: tuple[Announced, ...]
    slips: tuple[Slip, ...]
    begun: tuple[Begun, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A paragraph at its place in the text."""

    at: int
    text: str
    read: Paragraph


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """(place, paragraph). Lines that a page broke are one paragraph: a full line without an end, no ordinal after."""
    at = start = 0
    lines = text.split("\n")
    for index, line in enumerate(lines):
        at += len(line) + 1
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is not None and _goes_on(line, following):
            continue
        if text[start : at - 1].strip():
            yield start, text[start : at - 1]
        start = at


def _goes_on(line: str, following: str) -> bool:
    bare, rest = line.strip(), following.strip()
    if len(bare) < _FULL or _DONE.search(bare[-2:]) or not rest:
        return False
    return not _ORDINAL.match(following) and not _stands_over(bare, rest)


def _stands_over(line: str, following: str) -> bool:
    """Whether a line with an ordinal is a heading rather than the first line of a paragraph that goes on."""
    if len(line) > _HEADING or not _ORDINAL.match(line) or _CLAUSE.search(line):
        return False
    return len(line) <= _SHORT or len(following) >= len(line) + 4


@lru_cache(maxsize=32)
def read(form: Form, text: str) -> tuple[Placed, ...]:
    """The paragraphs of `text`, each read under the topic of its heading."""
    if not text.strip():
        return ()
    words, topic, found = lexicon(form), "", []
    for at, paragraph in blocks(text[:MOST_READ]):
        it = (_long if len(paragraph) >= _LONG else _short)(words, paragraph, topic)
        found.append(Placed(at, paragraph, it))
        if is_heading(paragraph):
            topic = next((about for about, mark in words.headings if mark.search(paragraph)), it.topic)
    return tuple(found)


def is_heading(paragraph: str) -> bool:
    """Whether a line stands over others: short, without a full stop; one with an ordinal may end with it."""
    bare = paragraph.strip()
    if len(bare) > _HEADING + 1:
        return False
    if _ORDINAL.match(bare):
        bare = bare.removesuffix("。")
    return len(bare) <= _HEADING and "。" not in bare


def _paragraph(words: Lexicon, paragraph: str, topic: str) -> Paragraph:
    seen = scan(paragraph, words.marks["atoms"])
    said, turned = facts.read(seen, words, topic)
    lists = tuple(listings(seen, words))
    return Paragraph(
        seen,
        said,
        lists,
        tuple(it for it in lists if it.wrong),
        turned,
        tuple(shares(seen, lists)) if "%" in seen.text else (),
        tuple(announced(seen)),
        tuple(slips(paragraph)),
        tuple(begun(seen)) if "20" in seen.text else (),
    )


_long = lru_cache(maxsize=_MOST_LONG)(_paragraph)
_short = lru_cache(maxsize=_MOST_SHORT)(_paragraph)
