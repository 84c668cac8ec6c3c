"""Breaking Chinese text into lines: pure, in ems, knowing nothing of fonts or pages.

A mark that closes never begins a line, one that opens never ends one (GB/T 15834-2011, 5.1), runs of digits and
Latin letters stay whole, and no paragraph ends with a line of a single character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

OPENERS: Final = "“‘（《〈「『【〔〖［｛([{<＜￥¥$＄£€№#＃@＠+＋±−-"
CLOSERS: Final = "。，、；：？！”’）》〉」』】〕〗］｝…—～·‧％‰℃℉°′″㎡.,;:?!)]}>＞%~"
_LETTER: Final = "0-9A-Za-zÀ-ÖØ-öø-ɏͰ-ϿЀ-ӿ０-９Ａ-Ｚａ-ｚ"
_WORD: Final = rf"[{_LETTER}](?:[{_LETTER}.,:;/\\\-_@'’&+%=?#~*|]*[{_LETTER}])?"
_OPEN, _CLOSE = (re.escape(marks) for marks in (OPENERS, CLOSERS))
_UNIT: Final = re.compile(rf"(?:[{_OPEN}] *)*(?:{_WORD}|.)(?: *[{_CLOSE}])* *", re.DOTALL)
_CHARACTER: Final = re.compile(rf"(?:[{_OPEN}] *)*.(?: *[{_CLOSE}])* *", re.DOTALL)
_ADDRESS: Final = re.compile(r"[!-~]{6,}/[!-~]{6,}")
_ADDRESS_CUT: Final = re.compile(r"(?<=[/?&=])(?=[A-Za-z0-9])|(?<=[A-Za-z][.-])(?=[A-Za-z0-9])")
"""A long run with a slash in it (a web address) may break after its marks."""

WORD: Final = re.compile(f"[!-~{_LETTER}]")
"""Between two such characters no space is added when a line is justified."""
_LETTERS: Final = re.compile(f"[{_LETTER}]")
_EPSILON: Final = 1e-6
_LOOSE: Final = 2.4
"""Nothing is moved down from a line that would then lack more ems: spread over a line of 28 characters, more than
a tenth of one between two is a space to some who copy the text."""
_MOST_MOVED: Final = 3
_MOST_UNITS: Final = 120
"""A text of more is no title or label and is broken as a paragraph."""

Advance = Mapping[str, float]


class Line(NamedTuple):
    """A line without the spaces at its end; `width` is natural, in ems; `last` ends its paragraph; `start` is the
    offset of its first character."""

    text: str
    width: float
    last: bool
    start: int = 0


class Unit(NamedTuple):
    """What never breaks; `width` leaves out the spaces at its end, `space` is theirs."""

    text: str
    width: float
    space: float


def break_lines(text: str, advance: Advance, first: float, rest: float) -> list[Line]:
    """The lines of a paragraph, the first at most `first` ems wide, the others `rest`. Empty text is no line."""
    rows: list[list[Unit]] = [[]]
    room = first
    for unit in _fitting(units(text.strip(" "), advance), advance, min(first, rest)):
        row = rows[-1]
        if row and unit.width > room + _EPSILON:
            rows.append(row := [])
            room = rest
        row.append(unit)
        room -= unit.width + unit.space
    if len(rows) > 1:
        _keep_company(rows, first if len(rows) == 2 else rest)
    return _lines(rows) if rows[0] else []


def units(text: str, advance: Advance) -> Iterator[Unit]:
    """`text` cut at every place where a line may end."""
    known: dict[str, Unit] = {}
    for whole in _UNIT.findall(text):
        if len(whole) > 1 and _ADDRESS.search(whole):
            yield from (_measured(part, advance) for part in _ADDRESS_CUT.split(whole))
        else:
            yield known.get(whole) or known.setdefault(whole, _measured(whole, advance))


def _measured(text: str, advance: Advance) -> Unit:
    bare = text.rstrip(" ")
    return Unit(text, sum(map(advance.__getitem__, bare)), advance[" "] * (len(text) - len(bare)))


def _fitting(found: Iterable[Unit], advance: Advance, limit: float) -> Iterator[Unit]:
    """Units that are wider than a line come as characters with their marks, or at the worst as bare characters."""
    for unit in found:
        if unit.width <= limit + _EPSILON:
            yield unit
            continue
        for text in _CHARACTER.findall(unit.text):
            part = _measured(text, advance)
            yield from (part,) if part.width <= limit + _EPSILON else (_measured(c, advance) for c in text)


def _keep_company(rows: list[list[Unit]], room: float) -> None:
    """A last line of one character takes what stands before it down, rather a number whole with its unit of measure,
    unless that would leave a line of `room` ems too loose."""
    *_, before, last = rows
    if len(last) != 1 or _LETTERS.search(last[0].text):
        return
    fitting = [
        count
        for count in range(1, min(len(before), _MOST_MOVED + 1))
        if room - _row_width(before[:-count]) <= _LOOSE and _row_width([*before[-count:], *last]) <= room
    ]
    whole = (count for count in fitting if not _LETTERS.match(before[-count - 1].text[-1:]))
    count = next(whole, fitting[0] if fitting else 0)
    last[:0] = before[len(before) - count :]
    del before[len(before) - count :]


def _lines(rows: list[list[Unit]]) -> list[Line]:
    lines, start = [], 0
    for row in rows:
        text = "".join(unit.text for unit in row)
        lines.append(Line(text.rstrip(" "), _row_width(row), row is rows[-1], start))
        start += len(text)
    return lines


def balanced(text: str, advance: Advance, width: float) -> list[Line]:
    """The lines of a title or a label, none wider than `width` ems: as few as need be (or one more where that
    breaks better), much of a length, broken rather between phrases than within them (GB/T 9704-2012, 7.3.1)."""
    found = list(_fitting(units(text.strip(" "), advance), advance, width))
    greedy = _greedy_count(found, width)
    if greedy <= 1 or len(found) > _MOST_UNITS:
        return break_lines(text, advance, width, width)
    plans = [_plan(found, width, count) for count in (greedy, greedy + 1)]
    _, cuts = min(plan for plan in plans if plan is not None)
    ends = [*cuts, len(found)]
    return _lines([found[start:end] for start, end in zip([0, *cuts], ends, strict=True)])


def _greedy_count(found: list[Unit], width: float) -> int:
    count, room = 0, -1.0
    for unit in found:
        if unit.width > room + _EPSILON:
            count, room = count + 1, width
        room -= unit.width + unit.space
    return count


def _plan(found: list[Unit], width: float, count: int) -> tuple[float, tuple[int, ...]] | None:
    """(cost, cuts) of the best way to make `count` lines; None if there is none."""
    texts = [unit.text for unit in found]
    costs = [_cut_cost("".join(texts[:cut]), "".join(texts[cut:])) for cut in range(len(found))]
    target = sum(unit.width + unit.space for unit in found) / count

    def row_cost(start: int, end: int) -> float:
        wide = _row_width(found[start:end])
        odd = bool(round(wide) % 2)
        torn = odd * ((end < len(found) and costs[end] == _PLAIN_CUT) + (start > 0 and costs[start] == _PLAIN_CUT))
        lone = end - start == 1 and start > 0 and not _LETTERS.search(texts[start])
        return _unevenness(wide, target) + _ODD * torn + _LONE * lone + (costs[start] if start else 0.0)

    @cache
    def best(start: int, left: int) -> tuple[float, tuple[int, ...]] | None:
        if left == 1:
            fits = _row_width(found[start:]) <= width + _EPSILON
            return (row_cost(start, len(found)), ()) if fits else None
        answers = []
        for cut in range(start + 1, len(found) - left + 2):
            if _row_width(found[start:cut]) > width + _EPSILON:
                break
            if (rest := best(cut, left - 1)) is not None:
                answers.append((row_cost(start, cut) + rest[0], (cut, *rest[1])))
        return min(answers, default=None)

    return best(0, count)


def _row_width(row: list[Unit]) -> float:
    return sum(unit.width + unit.space for unit in row) - row[-1].space


def _unevenness(wide: float, target: float) -> float:
    return 60.0 * ((wide - target) / target) ** 2


_PLAIN_CUT: Final = 60.0
_ODD: Final = 35.0
"""Added where such a cut has an odd number of characters at one side, because most Chinese words have two."""
_LONE: Final = 1000.0
_ORGAN: Final = re.compile("(?:[省县州盟旗厅局]|(?<!城)市|区|员会|公室)$")
_NO_ORGAN: Final = re.compile("[级直属内域划块场容政长]")


def _cut_cost(before: str, after: str) -> float:
    """Next to nothing after a mark and before a number (a year begins a phrase), little after the name of a place
    or an organ, much between a number and its unit."""
    if _LETTERS.match(before[-1:]):
        return 200.0
    if before[-1:] in CLOSERS + " " or _LETTERS.match(after[0]) or after[0] in OPENERS:
        return 1.0
    if _ORGAN.search(before) and not _NO_ORGAN.match(after):
        return 8.0
    return _PLAIN_CUT
