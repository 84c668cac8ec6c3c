"""A checked file as JSON for machines and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from core.check import Finding, Statement
from core.services.checking import Checked, line_of
from core.values import decimal_text

_LEVELS: Final = MappingProxyType({"E": "强制", "Q": "核实", "T": "提示"})


def as_json(path: Path, it: Checked) -> dict[str, Any]:
    """One entry of `reports` in `check --json`."""
    reading, form = it.reading, it.form
    trouble = reading.trouble
    return {
        "file": str(path),
        "unit": line_of(form, it.report, "unit_name"),
        "year": it.year,
        "form": form.id,
        "status": it.body["status"],
        "fingerprint": it.body["fingerprint"],
        "cells": dict(reading.as_read),
        "doubtful": [cell for cell in form.cells if cell in reading.doubtful],
        "texts": dict(reading.texts),
        "findings": [_finding(finding) for finding in it.evaluation.findings],
        "facts": [_fact(statement) for statement in it.evaluation.facts],
        "error": {"kind": trouble.kind, "message": trouble.message} if trouble else None,
    }


def failed(path: Path, kind: str, message: str) -> dict[str, Any]:
    """The entry of a file that could not be read."""
    return {
        "file": str(path),
        "unit": "",
        "year": None,
        "form": "",
        "status": "",
        "fingerprint": "",
        "cells": {},
        "doubtful": [],
        "texts": {},
        "findings": [],
        "facts": [],
        "error": {"kind": kind, "message": message},
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "level": finding.level,
        "cells": list(finding.cells),
        "texts": [{"text": s.cell, "start": s.start, "end": s.end, "quote": s.quote} for s in finding.spans],
        "left": _decimal(finding.left),
        "right": _decimal(finding.right),
        "message": finding.message,
    }


def _fact(statement: Statement) -> dict[str, Any]:
    span = statement.span
    return {
        "quantity": statement.quantity,
        "value": decimal_text(statement.value),
        "text": span.cell,
        "start": span.start,
        "end": span.end,
        "quote": span.quote,
    }


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)


def lines(path: Path, it: Checked, *, missed: bool = False) -> str:
    """The file, its findings grouped by level, and a sum of them; `missed`: last year's report was sought in vain."""
    return "\n".join(_lines(path, it, missed=missed)) + "\n"


def line(path: Path, it: Checked, *, missed: bool = False) -> str:
    """The same in one line."""
    rest = f"没有找到{_before(it)}的报告。" if missed and not it.reading.trouble else ""
    unit = line_of(it.form, it.report, "unit_name") or "单位未认出"
    return f"{path}　{unit}　{it.reading.trouble.message if it.reading.trouble else _sum(it)}{rest}"


def _lines(path: Path, it: Checked, *, missed: bool) -> Iterator[str]:
    unit = line_of(it.form, it.report, "unit_name") or "单位未认出"
    yield f"{path}　{unit}　{f'{it.year} 年度' if it.year else '年度未认出'}"
    if it.reading.trouble:
        yield f"  {it.reading.trouble.message}"
    for level, word in _LEVELS.items():
        found = [finding for finding in it.evaluation.findings if finding.level == level]
        if found:
            yield f"  {word}（{len(found)}）"
        for number, finding in enumerate(found, 1):
            yield from _told(number, finding)
    if it.reading.doubtful:
        names = [it.form.cells[c].name for c in it.form.cells if c in it.reading.doubtful]
        more = f"等 {len(names)} 处" if len(names) > 3 else ""
        yield f"  请对照原文再看一眼：{'；'.join(names[:3])}{more}，读入时不够确定。"
    if missed:
        yield f"  没有找到{_before(it)}的报告，与上年有关的没有核对。"
    yield f"  {_sum(it)}"


def _before(it: Checked) -> str:
    """The year whose report was looked for in vain."""
    return f"这个单位 {it.year - 1} 年度" if it.year else "上年"


def _told(number: int, finding: Finding) -> Iterator[str]:
    excused = "（已有核实说明）" if finding.explained else ""
    yield f"  {number:>3}. {finding.title}{excused}"
    yield f"       {finding.message}"
    if finding.cites:
        yield f"       依据：{finding.cites}"


def _sum(it: Checked) -> str:
    counts = [sum(f.level == level for f in it.evaluation.findings) for level in _LEVELS]
    needed = [w for w in it.evaluation.waiting if w.prior or not all(it.form.cells[c].optional for c in w.cells)]
    rest = f"；另有 {len(needed)} 项要等填齐或有上年报告才能核对" if needed else ""
    parts = "，".join(f"{word} {count} 项" for word, count in zip(_LEVELS.values(), counts, strict=True))
    return f"读入 {len(it.reading.as_read)} 格。{parts}{rest}。"
