"""Packages of any report, and ways to spoil one; helpers of the package and CLI tests."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from rfc8785 import IntegerDomainError

from core.check import evaluate
from core.form.model import Cell, Form
from core.report import Explanation, Report
from core.report.package import Prior, canonical, fingerprint, package
from core.values import Answer, typed

Body = dict[str, Any]
LINES = ("", "云汀区水务局", "王五", "91350100M000100Y43", "0591-12345678", "甲 乙")
TEXTS = ("", "很好。\n照旧。", "“引号”与 é", "\t缩进", "甲" * 300)
FIGURES = ("", "", "0", "7", "12", "-3", "0.5", "20.300001", "1,234", "不适用", "12abc", "99999999999999999999")


def answer_texts(form: Form, seed: int) -> dict[str, str]:
    """Something typed into every cell, blanks and nonsense among it."""
    draw = random.Random(seed)
    return {cell.id: draw.choice(_choices(cell)) for cell in form.cells.values()}


def _choices(cell: Cell) -> tuple[str, ...]:
    match cell.kind.name:
        case "text":
            return TEXTS
        case "line":
            return LINES
        case "flag":
            return ("", "是", "否", "也许")
        case "choice":
            return ("", "别的", *(key for key, _ in cell.kind.options))
        case "year":
            return ("", "2023", "二三年", "2025")
    return FIGURES


def report(form: Form, seed: int) -> Report:
    answers: dict[str, Answer] = {}
    for cell, text in answer_texts(form, seed).items():
        if answer := typed(form.cells[cell].kind, text):
            answers[cell] = answer
    some = next(iter(answers), "")
    it = Explanation(
        "T1", {some: "1", f"prior:{some}": ""} if some else {}, (), "年底制发", "王五", "2026-01-05T10:00:00+08:00"
    )
    return Report(MappingProxyType(answers), MappingProxyType({"T1": it} if seed % 2 else {}))


def body(form: Form, seed: int, *, final: bool = False) -> Body:
    """The package of any report; with `final`, of one that has every figure."""
    it = full(form) if final else report(form, seed)
    prior = Prior(2022, "上年报告", {c.id: "3" for c in form.cells.values() if c.row}) if seed % 3 == 0 else None
    return package(form, it, evaluate(form, it).values, prior=prior, final=final, revision=1 + seed % 4)


def full(form: Form) -> Report:
    """Noughts everywhere, unit and year named."""
    answers = {c.id: typed(c.kind, "0") for c in form.cells.values() if c.row and not c.total}
    answers |= {c.id: typed(c.kind, "很好。") for c in form.cells.values() if c.kind.name == "text"}
    for role, text in {"unit_name": "云汀区水务局", "year": "2023"}.items():
        answers[form.role(role)] = typed(form.cells[form.role(role)].kind, text)
    return Report(MappingProxyType({cell: answer for cell, answer in answers.items() if answer}))


def sealed(it: Body) -> bytes:
    """The body as a file, its fingerprint made to fit unless that is what was spoiled."""
    sound = len(str(it.get("fingerprint"))) == 64 and _is_canonical(it)
    return canonical(it | {"fingerprint": fingerprint(it)}) if sound else json.dumps(it).encode()


def _is_canonical(it: Body) -> bool:
    """RFC 8785 knows no integer beyond 2^53."""
    try:
        return bool(canonical(it))
    except IntegerDomainError:
        return False


JUNK: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 2**60, "", "x", "0", "-0", "00", "1.0", "1e3", "１", "+1", "9" * 21, "9" * 400, [], {},
    ["x"], {"x": "1"}, "nianbao/2", "final", "draft",
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, form: Form) -> Body:
    """A package with one thing changed: a key gone, a key too many, another value."""
    it = copy.deepcopy(body(form, draw(st.integers(0, 200)), final=draw(st.booleans())))
    place: Any = it
    while True:
        key = draw(st.sampled_from(sorted(place))) if isinstance(place, dict) else 0
        deeper = place[key]
        if not (isinstance(deeper, dict | list) and deeper and draw(st.booleans())):
            break
        place = deeper
        if isinstance(place, list):
            place = {"0": place[0]} if not isinstance(place[0], dict) else place[0]
    how: Callable[[], None] = draw(
        st.sampled_from(
            [
                lambda: place.pop(key),
                lambda: place.__setitem__("extra", draw(st.sampled_from(JUNK))),
                lambda: place.__setitem__(key, draw(st.sampled_from(JUNK))),
            ]
        )
    )
    how()
    return it
