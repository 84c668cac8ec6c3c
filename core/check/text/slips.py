"""What slips into a paragraph as it stands: personal data, careless marks, a sentence that begins with a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from core.check.text.scan import Scan

_BEGINS: Final = re.compile(r"(?:截至)?(20\d\d)年度?(?:,|(?=[我本全共累]))")
_TALLY: Final = re.compile(r"收到|受理|共|累计|全年|收取|发布|公开")
_LONG: Final = re.compile(r"\d{11}")
_ID: Final = re.compile(r"(?<![\dA-Za-z])[1-9]\d{16}[\dXx](?![\dA-Za-z])")
_MOBILE: Final = re.compile(r"(?<![\dA-Za-z.\-])1[3-9]\d{9}(?![\dA-Za-z])")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DEADLINE: Final = re.compile(r"截止(?:到|至)?(?:20\d\d年|\d{1,2}月|目前|年底|当前|12月)")
_COUNTED_HEAD: Final = re.compile(r"[ \u3000]*\d{1,2}、")
_HALF: Final = re.compile(r"[,;:](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")
_FULL: Final = re.compile(r"[，；：](?<=[\u4e00-\u9fff].)(?=[\u4e00-\u9fff])")


class Slip(NamedTuple):
    """`kind`: identity, mobile, deadline, ordinal, half or full (marks); `start:end` of the paragraph."""

    kind: str
    start: int
    end: int


class Begun(NamedTuple):
    """A sentence that tallies something and begins with `year`; its place in the canonical text."""

    year: int
    start: int
    end: int


def slips(paragraph: str) -> Iterator[Slip]:
    """Identity numbers with a right check digit (GB 11643) and mobile numbers; 截止 for 截至, 1、 for 1., and the first
    mark of half and of full width between Chinese characters."""
    if _LONG.search(paragraph):
        yield from (Slip("identity", *it.span()) for it in _ID.finditer(paragraph) if _identity(it[0]))
        yield from (Slip("mobile", *it.span()) for it in _MOBILE.finditer(paragraph))
    if "截止" in paragraph and (found := _DEADLINE.search(paragraph)):
        yield Slip("deadline", *found.span())
    if found := _COUNTED_HEAD.match(paragraph):
        yield Slip("ordinal", *found.span())
    if ("," in paragraph or ";" in paragraph or ":" in paragraph) and (found := _HALF.search(paragraph)):
        yield Slip("half", *found.span())
    if found := _FULL.search(paragraph):
        yield Slip("full", *found.span())


def _identity(word: str) -> bool:
    """Whether 18 digits are an identity number: a date of birth in them, the check digit right."""
    month, day = int(word[10:12]), int(word[12:14])
    if word[6:8] not in ("19", "20") or not (1 <= month <= 12 and 1 <= day <= 31):
        return False
    total = sum(int(c) * w for c, w in zip(word, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == word[17].upper()


def begun(scan: Scan) -> Iterator[Begun]:
    """The sentences of a paragraph that begin with a year and tally something."""
    for sentence in scan.sentences:
        found = _BEGINS.match(scan.text, sentence.start, sentence.end)
        if found and _TALLY.search(scan.text, found.end(), min(sentence.end, found.end() + 60)):
            yield Begun(int(found[1]), sentence.start, sentence.end)
