"""Why a cell of a file is doubtful, and the ways it may be read, each calculated: nothing is chosen here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.check import Evaluation
from core.form.model import Form, Sum
from core.readers import Reading
from core.values import Answer, Number, Unread, decimal_text, shown

Answers = Mapping[str, Answer | None]

_YUAN: Final = re.compile(r"([\d,，]+(?:\.\d+)?)\s*元")
_MANY: Final = 8
"""Parts of a sum beyond which only those that are not 0 are told."""


@dataclass(frozen=True, slots=True)
class Way:
    """One reading: what the button says, the answers it gives, its calculation, and whether that comes out even."""

    words: str
    answers: Answers
    sum: str = ""
    fits: bool | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """`why` stands below the cell, `question` over its ways; the first way is the one that the link offers."""

    cell: str
    why: str
    question: str
    ways: tuple[Way, ...]


def doubts(reading: Reading, evaluation: Evaluation) -> dict[str, Doubt]:
    """By cell: first those with a question of their own, then those that the reader is merely unsure of, both in the
    form's order. `evaluation`: of the file alone."""
    split = {f.cells[0]: f.cells[1] for f in evaluation.findings if _detects(reading.form, f.key, "split_digits")}
    seconds = set(split.values())
    additions = {rule.key for rule in reading.form.identities}
    broken = {cell: f.title for f in reversed(evaluation.findings) if f.key in additions for cell in f.cells}
    own: dict[str, Doubt] = {}
    unsure: dict[str, Doubt] = {}
    for cell in reading.form.cells:
        it = _split(reading, cell, split[cell]) if cell in split else _question(reading, evaluation, cell)
        if it and cell not in seconds:
            own[cell] = it
        elif cell in reading.doubtful and cell not in seconds:
            unsure[cell] = _unsure(reading, cell, broken.get(cell, ""))
    return own | unsure


def _detects(form: Form, key: str, detector: str) -> bool:
    return any(rule.detector == detector and key.startswith(rule.key) for rule in form.rules)


def _question(reading: Reading, evaluation: Evaluation, cell: str) -> Doubt | None:
    """What the figure itself asks: it is none, or a total that is not its sum."""
    answer, total = reading.answers.get(cell), evaluation.totals.get(cell)
    if answer is not None and isinstance(answer.value, Unread):
        return _unread(reading, cell, answer)
    if total is not None and total.stated and not total.missing and answer and answer.value != Number(total.running):
        return _stated(reading, cell, answer, total.running)
    return None


def _unsure(reading: Reading, cell: str, broken: str) -> Doubt:
    """What the reader is not sure of. `broken`: an addition of the form that does not hold with this cell in it."""
    answer, printed = reading.answers.get(cell), printed_of(reading, cell)
    if answer is None:
        why = "原文里有不同的数，或对不上是哪一格，没有读入"
        return Doubt(cell, why, "请对照原文，以后再填", (leave_blank(cell),))
    if not reading.form.cells[cell].row:
        way = Way("采用", {cell: answer})
        return Doubt(cell, "读得没有把握，请对照原文", f"“{printed[:20]}”读对了吗？", (way, leave_blank(cell)))
    way = _way(f"作 {printed}", reading, {cell: answer}, cell)
    if broken:
        ways = (way, leave_blank(cell))
        return Doubt(cell, f"{broken}，原文或读数有误", f"{broken}。原文“{printed}”读对了吗？", ways)
    why = {
        True: "行名或位置不能完全确定；相加与原文总计相符",
        False: "相加与原文总计不符，请对照原文",
        None: "行名或位置不能完全确定，请对照原文",
    }[way.fits]
    return Doubt(cell, why, f"原文“{printed}”，是这一格的数吗？", (way, leave_blank(cell)))


def leave_blank(cell: str) -> Way:
    return Way("留空，以后再填", {cell: None})


def printed_of(reading: Reading, cell: str) -> str:
    """As it stands in the file."""
    answer = reading.answers.get(cell)
    return reading.as_read.get(cell) or (shown(reading.form.cells[cell].kind, answer.value) if answer else "")


def _split(reading: Reading, one: str, two: str) -> Doubt:
    """Two neighbours whose digits are one number."""
    first, second = printed_of(reading, one), printed_of(reading, two)
    joined = Answer(Number(Decimal(first + second)), note=f"{first}|{second}")
    ways = (
        _way(f"作 {first}{second}", reading, {one: joined, two: None}, one),
        _way(f"作 {first}", reading, {one: reading.answers[one], two: reading.answers[two]}, one),
        leave_blank(one),
    )
    why = f"“{first}”“{second}”分在两格；合成 {first}{second}，本行才与总计相符"
    return Doubt(one, why, f"原文“{first}”“{second}”分在两格，是 {first}{second} 还是 {first}？", ways)


def _unread(reading: Reading, cell: str, answer: Answer) -> Doubt:
    kind = reading.form.cells[cell].kind
    printed = printed_of(reading, cell)
    keep = Way("原样保留，以后再改", {cell: answer})
    found = _YUAN.fullmatch(printed.strip())
    if found and "万元" in kind.units:
        value = Decimal(re.sub("[,，]", "", found[1])) / 10000
        better = Answer(Number(Decimal(decimal_text(value))), note=printed)
        way = Way(f"改为 {decimal_text(value)}", {cell: better}, f"{found[1]} 元 ＝ {decimal_text(value)} 万元", True)
        return Doubt(
            cell, "原文单位是元，本栏单位是万元", f"原文“{printed}”，按万元填多少？", (way, leave_blank(cell), keep)
        )
    zero = _way("作 0", reading, {cell: Answer(Number(Decimal(0)), note=printed)}, cell)
    return Doubt(cell, f"“{printed}”不是数字", f"原文“{printed}”不是数字，怎么填？", (leave_blank(cell), zero, keep))


def _stated(reading: Reading, cell: str, answer: Answer, running: Decimal) -> Doubt:
    told, better = shown(reading.form.cells[cell].kind, answer.value), decimal_text(running)
    it = reading.form.cells[cell].sum
    count = len(it.parts) if it else 0
    ways = (
        Way(f"改用 {better}", {cell: None}, f"{_added(reading.answers, it)} ＝ {better}" if it else "", True),
        Way(
            f"照原文 {told}",
            {cell: answer},
            f"原文总计 {told}，与各项之和相差 {decimal_text(abs(running - _number(answer)))}",
            False,
        ),
    )
    why = f"原文总计 {told}，{count} 项相加 {better}"
    return Doubt(cell, why, f"原文总计 {told}，各项之和 {better}，用哪一个？", ways)


def _number(answer: Answer | None) -> Decimal:
    return answer.value.value if answer and isinstance(answer.value, Number) else Decimal(0)


def _way(words: str, reading: Reading, answers: Answers, cell: str) -> Way:
    told, fits = calculation(reading.form, {**reading.answers, **answers}, cell)
    return Way(words, answers, told, fits)


def calculation(form: Form, answers: Answers, cell: str) -> tuple[str, bool | None]:
    """(the sum that the cell stands in and what it comes to, whether that is the total stated); along its row first.

    Nothing where no sum of the cell is complete.
    """
    for it in sorted(_sums(form, cell), key=lambda s: s.axis != "row"):
        parts = [answers.get(part) for part in it.parts]
        total = answers.get(it.total)
        if total is None or not all(p is not None and isinstance(p.value, Number) for p in (*parts, total)):
            continue
        got, stated = sum(map(_number, parts), Decimal(0)), _number(total)
        words = f"{_added(answers, it)} ＝ {decimal_text(got)}"
        if got == stated:
            return f"{words}，与原文总计 {decimal_text(stated)} 相符", True
        return f"{words}，与原文总计 {decimal_text(stated)} 相差 {decimal_text(abs(got - stated))}", False
    return "", None


def _sums(form: Form, cell: str) -> Iterator[Sum]:
    return (it for it in form.sums if cell in it.parts or cell == it.total)


def _added(answers: Answers, it: Sum) -> str:
    numbers: Sequence[Decimal] = [_number(answers.get(part)) for part in it.parts]
    if len(numbers) > _MANY:
        numbers = [number for number in numbers if number] or [Decimal(0)]
    return " ＋ ".join(map(decimal_text, numbers))
