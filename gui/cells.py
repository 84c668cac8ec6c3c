"""What a cell shows and says: one small value per cell, worked out from an evaluation. Pure, no Qt.

The gravest level marks a cell: 强制 over 核实 over 提示. A tag (左, 右, 表) belongs to the finding being looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from core.check.evaluation import Evaluation, Finding, Total
from core.form.model import Cell, Form
from core.values import Number, Unread, Value, decimal_text, shown

Mark = Literal["", "error", "query", "explained", "tip"]
Compare = Literal["off", "last", "change"]


@dataclass(frozen=True, slots=True)
class CellView:
    """`text` right-aligned but for `unread`; `side`: what stands at the left (last year, Σ of a stated total)."""

    text: str = ""
    mark: Mark = ""
    tag: str = ""
    side: str = ""
    computed: bool = False
    running: bool = False
    unread: bool = False
    zero: bool = False
    blank: bool = False
    stated: str = ""
    tip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the person has chosen to see: the finding looked at, last year's figures and how."""

    finding: Finding | None = None
    compare: Compare = "off"
    prior: Mapping[str, Value] | None = None


def views(form: Form, evaluation: Evaluation, cells: tuple[str, ...], looks: Looks) -> dict[str, CellView]:
    """The view of each of `cells`."""
    marks = _marks(evaluation)
    return {cell: _view(form.cells[cell], evaluation, marks.get(cell, ()), looks) for cell in cells}


_RANK = ("T", "X", "Q", "E")  # X: a query explained


def _marks(evaluation: Evaluation) -> dict[str, tuple[Finding, ...]]:
    """The findings that name each cell, the gravest first. A list of blanks marks no cell: a blank marks itself."""
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in evaluation.findings:
        if not finding.late:
            for cell in finding.cells:
                found[cell] = (*found.get(cell, ()), finding)
    return {cell: tuple(sorted(many, key=_gravity, reverse=True)) for cell, many in found.items()}


def _gravity(finding: Finding) -> int:
    return _RANK.index("X" if finding.explained else finding.level)


def _mark(findings: tuple[Finding, ...]) -> Mark:
    if not findings:
        return ""
    first = findings[0]
    return (
        "error" if first.level == "E" else "tip" if first.level == "T" else "explained" if first.explained else "query"
    )


def _view(cell: Cell, evaluation: Evaluation, findings: tuple[Finding, ...], looks: Looks) -> CellView:
    value = evaluation.values.get(cell.id)
    total = evaluation.totals.get(cell.id)
    running = total is not None and not total.stated and bool(total.missing)
    text = decimal_text(total.running) if total and running else shown(cell.kind, value)
    mark = _mark(findings)
    tag = _tag(cell.id, looks.finding)
    stated = _stated(value, total)
    return CellView(
        text=text,
        mark=mark,
        tag=tag,
        side=f"Σ{stated}" if stated else _side(cell.id, value, looks),
        computed=total is not None and not total.stated,
        running=running,
        unread=isinstance(value, Unread),
        zero=text == "0",
        blank=value is None and total is None,
        stated=stated,
        tip=_tip(value, total, findings, stated),
        spoken=_spoken(text, value, total, findings, tag, stated),
    )


def _tag(cell: str, finding: Finding | None) -> str:
    if finding is None:
        return ""
    if finding.spans and not finding.left_cells:
        return "表" if cell in finding.right_cells else ""
    if not finding.left_cells or not finding.right_cells:
        return ""
    return "左" if cell in finding.left_cells else "右" if cell in finding.right_cells else ""


def _stated(value: Value | None, total: Total | None) -> str:
    """The sum that a stated total should be, where it is not."""
    if total and total.stated and not total.missing and value != Number(total.running):
        return decimal_text(total.running)
    return ""


def _side(cell: str, value: Value | None, looks: Looks) -> str:
    """Last year's figure, or the change in per cent; hidden where both years are 0."""
    last = (looks.prior or {}).get(cell)
    if looks.compare == "off" or not isinstance(last, Number):
        return ""
    now = value.value if isinstance(value, Number) else None
    if not last.value and not now:
        return ""
    if looks.compare == "change":
        return "" if now is None or not last.value else _percent(now, last.value)
    return _arrow(now, last.value) + decimal_text(last.value)


def _percent(now: Decimal, last: Decimal) -> str:
    change = (now - last) * 100 / last
    return f"{'+' if change > 0 else '−' if change < 0 else ''}{abs(round(change))}%"


def _arrow(now: Decimal | None, last: Decimal) -> str:
    """▲ ▼ from ± 50 % on, where last year had at least 10."""
    if now is None or last < 10 or abs(now - last) * 2 < last:
        return ""
    return "▲" if now > last else "▼"


def change(value: Value | None, last: Value | None) -> str:
    """``上年 9，增加 3（+33.3%）``; empty without a figure of last year."""
    if not isinstance(last, Number):
        return ""
    words = f"上年 {decimal_text(last.value)}"
    if not isinstance(value, Number) or value.value == last.value:
        return words + ("，持平" if isinstance(value, Number) else "")
    gap = value.value - last.value
    words += f"，{'增加' if gap > 0 else '减少'} {decimal_text(abs(gap))}"
    if last.value:
        words += f"（{'+' if gap > 0 else '−'}{decimal_text(abs(round(gap * 100 / last.value, 1)))}%）"
    return words


def _tip(value: Value | None, total: Total | None, findings: tuple[Finding, ...], stated: str) -> str:
    if isinstance(value, Unread):
        return f"“{value.text}”不是数字，原样保留"
    if stated:
        return f"手工填写 {shown_number(value)}，各项之和 {stated}，差 {_gap(value, stated)}"
    if findings:
        first = findings[0]
        if first.explained:
            return f"已说明：{first.explained.reason} {first.explained.by}"
        return first.message
    if total and not total.stated:
        return f"合计未齐，还差 {len(total.missing)} 格" if total.missing else "自动合计"
    return "还没有填；没有发生请填 0" if value is None else ""


def shown_number(value: Value | None) -> str:
    """A number's text, empty for anything else."""
    return decimal_text(value.value) if isinstance(value, Number) else ""


def _gap(value: Value | None, stated: str) -> str:
    return decimal_text(abs(value.value - Decimal(stated))) if isinstance(value, Number) else ""


def _spoken(
    text: str, value: Value | None, total: Total | None, findings: tuple[Finding, ...], tag: str, stated: str
) -> str:
    """What a screen reader says after the place."""
    if isinstance(value, Unread):
        return f"{value.text}，不是数字，强制"
    if value is None and total is None:
        return "未填"
    words = [text]
    if stated:
        words += ["手填总计", f"各项之和 {stated}"]
    elif total and not total.stated:
        words.append("合计未齐" if total.missing else "自动合计")
    if findings:
        first = findings[0]
        level = {"E": "强制", "Q": "核实，已说明" if first.explained else "核实，未说明", "T": "提示"}[first.level]
        gap = f"，相差 {decimal_text(first.gap)}" if first.gap is not None else ""
        words.append(f"{ {'左': '左边', '右': '右边', '表': '表中'}[tag] if tag else level }{gap}")
    return "，".join(words)
