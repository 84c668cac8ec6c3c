"""Reading takes time linear in the text, whatever the text: counted in calls and in the shape of the patterns, not in
seconds (`benchmarks/bench_text.py` measures those)."""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from collections.abc import Callable
from itertools import count

import pytest

import core.check.text as package
from core.check.text.lexicon import lexicon
from core.check.text.reading import read
from core.form import edition

FORM = edition("guoban-annual/2021")
FRESH = count()
PIECES = [
    "收到政府信息公开申请12件（含上年结转1件），", "收到申请1件，其中1件，", "（其中1件", "）（", "分别为1件、2件，", "2022年，",
    "8项，包括甲、乙，", "12件占5%，其中5件，", "没有收到、", "依申请公开。", "公文，", "均为自然人，", "甲、", "9", "一", "《a",
    "10件", "其中", "网上12件、信函", "截止2022年", "13800138000", " ", "\n甲", "和", "申请", "未", "〇",
]  # fmt: skip


def calls(work: Callable[[], object]) -> int:
    """How many functions are called, those of the interpreter included."""
    seen = 0

    def note(*_: object) -> None:
        nonlocal seen
        seen += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return seen


@pytest.mark.parametrize("piece", PIECES)
def test_twice_the_text_takes_twice_the_calls(piece: str) -> None:
    def reading(length: int) -> int:
        text = f"{next(FRESH)}号，" + piece * (length // len(piece))
        return calls(lambda: read(FORM, text))

    reading(100)
    assert reading(40_000) <= 2.2 * reading(20_000) + 5_000


def test_no_pattern_of_the_reading_can_backtrack_further_than_a_window() -> None:
    names = [f"{package.__name__}.{it.name}" for it in pkgutil.iter_modules(package.__path__)]
    modules = [importlib.import_module(name) for name in names]
    patterns = {it.pattern: it for module in modules for it in vars(module).values() if isinstance(it, re.Pattern)}
    marks = lexicon(FORM).marks
    patterns |= {it.pattern: it for it in map(marks.__getitem__, FORM.words)}
    assert len(patterns) > 30
    assert [pattern for pattern in patterns if _nested(re._parser.parse(pattern), within=False)] == []  # type: ignore[attr-defined] # no public parser


def _nested(tree: object, *, within: bool) -> bool:
    """Whether a repeat without an end stands in another, or two of them stand side by side."""
    endless = 0
    for op, value in tree:  # type: ignore[attr-defined] # no public parser
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            most = value[1] > 1000
            endless += most
            if (most and within) or endless > 1 or _nested(value[2], within=within or most):
                return True
        elif (name == "SUBPATTERN" and _nested(value[3], within=within)) or (
            name == "BRANCH" and any(_nested(branch, within=within) for branch in value[1])
        ):
            return True
    return False


def test_nested_repeats_are_seen() -> None:
    for pattern, bad in (
        (r"(a+)+", True),
        (r"\s*\s*b", True),
        (r"(?:a|b+)*", True),
        (r"(a++)++", False),
        (r"a+b", False),
    ):
        assert _nested(re._parser.parse(pattern), within=False) == bad  # type: ignore[attr-defined] # no public parser


@pytest.mark.parametrize("word", ["9" * 400, "一" * 400, "9," * 400, "1.1" * 200, "-9" * 200, "年" * 400, "12件" * 300])
def test_numbers_of_any_length_are_answered_or_passed_over(word: str) -> None:
    for text in (
        f"收到政府信息公开申请{word}件。",
        f"收到{word}件政府信息公开申请，其中{word}件。",
        f"{word}年，共收到申请",
    ):
        assert all(place.text for place in read(FORM, text))


@pytest.mark.parametrize("length", [40, 70, 130])
def test_a_key_stroke_reads_one_paragraph_however_many_there_are(length: int) -> None:
    mark = next(FRESH)
    lines = [f"{mark}号：收到申请{it}件，" + "公" * (length - 20) + "。" for it in range(45_000 // length)]
    before = "\n".join(lines)
    after = "\n".join([*lines[:100], "第" + lines[100], *lines[101:]])
    first = calls(lambda: read(FORM, before))
    assert calls(lambda: read(FORM, after)) < first / 4
