"""What a cell shows and says: one small value per cell, worked out from an evaluation. Pure, no Qt.

The gravest level marks a cell: 强制 over 核实 over 提示. A tag (左, 右, 表) belongs to the finding being looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from core.check.evaluation import Evaluation, Finding, Total
from core.form.model import Cell, Form
from core.values import Number, Unread, Value, decimal_text, shown

Mark = Literal["", "error", "query", "explained", "tip"]
Compare = Literal["off", "last", "change"]


@dataclass(frozen=True, slots=True)
class CellView:
    """`text` right-aligned but for `unread`; `side`: what stands at the left (last year, Σ of a stated total).
    `protected`: it holds what last year's report says; `lock`: so it says itself, because its row does not."""

    text: str = ""
    mark: Mark = ""
    tag: str = ""
    side: str = ""
    computed: bool = False
    running: bool = False
    unread: bool = False
    zero: bool = False
    blank: bool = False
    protected: bool = False
    lock: bool = False
    stated: str = ""
    tip: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """What the person has chosen to see: the finding looked at, last year's figures and how."""

    finding: Finding | None = None
    compare: Compare = "off"
    prior: Mapping[str, Value] | None = None
    protected: frozenset[str] = frozenset()


def views(form: Form, evaluation: Evaluation, cells: tuple[str, ...], looks: Looks) -> dict[str, CellView]:
    """The view of each of `cells`."""
    marks = _marks(evaluation, frozenset(cells))
    found = {cell: _view(form.cells[cell], evaluation, marks.get(cell, ()), looks) for cell in cells}
    if not looks.protected:
        return found
    locked = protected_rows(form, looks.protected)
    alone = {c: replace(it, lock=True) for c, it in found.items() if it.protected and form.cells[c].row not in locked}
    return found | alone


def protected_rows(form: Form, protected: frozenset[str]) -> frozenset[str]:
    """The rows all of whose entries are protected: their label says so once."""
    rows = {form.cells[cell].row for cell in protected}
    free = {c.row for c in form.cells.values() if c.row in rows and not c.total and c.id not in protected}
    return frozenset(rows - free)


_RANK = ("T", "X", "Q", "E")  # X: a query explained


def _marks(evaluation: Evaluation, cells: frozenset[str]) -> dict[str, tuple[Finding, ...]]:
    """The findings that name each of `cells`, the gravest first. A list of blanks marks no cell: a blank marks
    itself."""
    found: dict[str, tuple[Finding, ...]] = {}
    for finding in evaluation.findings:
        if not finding.late:
            for cell in cells.intersection(finding.cells):
                found[cell] = (*found.get(cell, ()), finding)
    return {cell: tuple(sorted(many, key=_gravity, reverse=True)) for cell, many in found.items()}


def gravest(evaluation: Evaluation, cell: str) -> Finding | None:
    """The finding that marks a cell."""
    return next(iter(_marks(evaluation, frozenset((cell,))).get(cell, ())), None)


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
    last = (looks.prior or {}).get(cell.id)
    it = _Seen(value, last, total, findings, _stated(value, total), cell.id in looks.protected)
    side = _side(value, last, looks.compare)
    tag = _tag(cell.id, looks.finding)
    return CellView(
        text=text,
        mark=_mark(findings),
        tag=tag,
        side=f"Σ{it.stated}" if it.stated else side,
        computed=total is not None and not total.stated,
        running=running,
        unread=isinstance(value, Unread),
        zero=text == "0",
        blank=value is None and total is None,
        protected=it.protected,
        stated=it.stated,
        tip=_tip(it),
        spoken=_spoken(it, text, tag, beside=bool(side)),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the words about a cell are made of."""

    value: Value | None
    last: Value | None
    total: Total | None
    findings: tuple[Finding, ...]
    stated: str
    protected: bool


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


def _side(value: Value | None, last: Value | None, compare: Compare) -> str:
    """Last year's figure, or the change in per cent; hidden where both years are 0."""
    if compare == "off" or not isinstance(last, Number):
        return ""
    now = value.value if isinstance(value, Number) else None
    if not last.value and not now:
        return ""
    if compare == "change":
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


def change(value: Value | None, last: Value | None, *, percent: bool = True) -> str:
    """``上年 9，增加 3（+33.3%）``; empty without a figure of last year."""
    if not isinstance(last, Number):
        return ""
    words = f"上年 {decimal_text(last.value)}"
    if not isinstance(value, Number) or value.value == last.value:
        return words + ("，持平" if isinstance(value, Number) else "")
    gap = value.value - last.value
    words += f"，{'增加' if gap > 0 else '减少'} {decimal_text(abs(gap))}"
    if last.value and percent:
        words += f"（{'+' if gap > 0 else '−'}{decimal_text(abs(round(gap * 100 / last.value, 1)))}%）"
    return words


PROTECTED = "由上年报告带入；按 F2 写明原因后可改"


def _tip(it: _Seen) -> str:
    value, total = it.value, it.total
    if isinstance(value, Unread):
        return f"“{value.text}”不是数字，原样保留"
    if it.stated:
        return f"手工填写 {shown_number(value)}，各项之和 {it.stated}，差 {_gap(value, it.stated)}"
    if it.findings:
        first = it.findings[0]
        return f"已说明：{first.explained.reason} {first.explained.by}" if first.explained else first.message
    if it.protected:
        return PROTECTED
    if total and not total.stated:
        return f"合计未齐，还差 {len(total.missing)} 格" if total.missing else "自动合计"
    return "还没有填；没有发生请填 0" if value is None else change(value, it.last)


def shown_number(value: Value | None) -> str:
    """A number's text, empty for anything else."""
    return decimal_text(value.value) if isinstance(value, Number) else ""


def _gap(value: Value | None, stated: str) -> str:
    return decimal_text(abs(value.value - Decimal(stated))) if isinstance(value, Number) else ""


def _spoken(it: _Seen, text: str, tag: str, *, beside: bool) -> str:
    """What a screen reader says after the place. `beside`: last year's figure stands beside it."""
    value, total = it.value, it.total
    last = [change(value, it.last, percent=False)] if beside else []
    if isinstance(value, Unread):
        return f"{value.text}，不是数字，强制"
    if value is None and total is None:
        return "，".join(("未填", *last))
    words = [text, *(["上年带入", "受保护"] if it.protected else [])]
    if it.stated:
        words += ["手填总计", f"各项之和 {it.stated}"]
    elif total and not total.stated:
        words.append("合计未齐" if total.missing else "自动合计")
    if it.findings:
        first = it.findings[0]
        level = {"E": "强制", "Q": "核实，已说明" if first.explained else "核实，未说明", "T": "提示"}[first.level]
        gap = f"，相差 {decimal_text(first.gap)}" if first.gap is not None else ""
        words.append(f"{ {'左': '左边', '右': '右边', '表': '表中'}[tag] if tag else level }{gap}")
    return "，".join((*words, *last))
