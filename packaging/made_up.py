"""Made-up reports for the pictures of the window: invented units, one library in every state that a report can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from core import layout
from core.check import evaluate
from core.check.detectors import code_fault
from core.form import edition, editions
from core.form.model import Form
from core.report import Report
from core.services import checking, export
from core.services.library import Library
from core.values import typed

FORM: Form = edition(editions()[0])
SAMPLES = Path(__file__).resolve().parents[1] / "resources" / "samples"

REKEYED = {
    "t2.normative.issued": "5", "t2.normative.repealed": "1", "t3.new.natural": "86", "t3.new.business": "7",
    "t3.denied.third_party.business": "3", "t3.carried_in.natural": "2",
}  # fmt: skip
"""What a second person has typed so far."""

UNITS = ("云岭区自然资源局", "云岭区不动产登记中心", "云岭区土地整理中心", "云岭区林业工作站")
PEOPLE = ("张敏", "李卫东", "张敏", "张敏")

# What turns the sound report into one with a fault of every kind.
FAULTS = {
    "t2.licence.decided": "３８", "t2.fee.amount": "1286500",
    "t3.new.natural": "68", "t3.carried_in.research": "1", "t3.carried_out.research": "1",
    "t3.partial.legal": "12abc", "t3.refused.petition.other": "", "t3.refused.repeat.other": "",
    "t4.review.total": "3", "t4.review.upheld": "3", "t4.after_review.pending": "/",
    "unit.code": "1199010500415829",
}  # fmt: skip
TEXT_FAULTS = (
    ("予以公开18件", "予以公开16件"),
    ("全年新收政府信息公开申请", "[bookmark: _GoBack]全年新收政府信息公开申请"),
)


def code(number: int) -> str:
    """A sound credit code of an organ that does not exist."""
    body = f"119901{number:02d}00415829A"
    return next(whole for last in "0123456789ABCDEFGHJKLMNPQRTUWXY" if not code_fault(whole := body + last))


def sample() -> Report:
    """The built-in sample without the faults that it shows."""
    report = checking.report_of(checking.load(next(iter(sorted(SAMPLES.glob("*.txt"))))))
    return changed(report, {FORM.role("intro"): "", "t4.review.total": ""})


def changed(report: Report, cells: Mapping[str, str]) -> Report:
    """`report` with cells as typed; an empty text blanks one."""
    made = {cell: typed(FORM.cells[cell].kind, text) for cell, text in cells.items()}
    return replace(
        report, answers=MappingProxyType({c: a for c, a in {**report.answers, **made}.items() if a is not None})
    )


def about(unit: str, number: int, year: int, people: str) -> dict[str, str]:
    """The first page of a unit."""
    roles = {
        "unit_name": unit, "unit_code": code(number), "year": str(year),
        "unit_kind": "department", "unit_scope": "own",
        "people_prepared": people, "people_reviewed": "陈立",
        "people_approved": "周一鸣", "people_phone": "0000-8812345",
        "power_regulation": "否", "power_licence": "是", "power_penalty": "是",
        "power_coercion": "是", "power_fee": "是",
    }  # fmt: skip
    return {FORM.role(role): text for role, text in roles.items()}


def last_year(report: Report) -> Report:
    """A report of the year before that the sample could follow: what it carried out is carried in now."""
    columns = ("natural", "business", "research", "welfare", "legal", "other")
    out = dict(zip(columns, ("2", "1", "0", "0", "0", "0"), strict=True))
    new = dict(zip(columns, ("52", "8", "0", "1", "2", "0"), strict=True))
    cells = {f"t3.carried_out.{c}": out[c] for c in columns} | {f"t3.new.{c}": new[c] for c in columns}
    cells |= {"t2.normative.issued": "3", "t2.normative.repealed": "4", "t2.normative.valid": "1"}
    cells |= {"t2.licence.decided": "1322", "t2.penalty.decided": "21", "t2.fee.amount": "131.2"}
    cells |= {"t3.granted.natural": "29", "t3.denied.enquiry.natural": "0", "t3.unavailable.not_held.natural": "4"}
    cells["s1.text"] = (
        "（一）主动公开\n按规定主动公开。\n（二）依申请公开\n依法办理公开申请。\n（三）政府信息管理\n"
        "健全信息管理机制。\n（四）平台建设\n维护门户网站。\n（五）监督保障\n开展业务培训。"
    )
    return changed(report, cells)


def foreign(folder: Path, suffix: str) -> Path:
    """Last year's report as somebody else's file, with what makes a reader doubt: a damaged label, digits cut in two, a
    figure in 元, a total left at nought."""
    cells = about(UNITS[0], 0, 2024, PEOPLE[0])
    cells |= {f"t3.granted.{column}": "0" for column in ("business", "research", "welfare", "legal", "other")}
    report = changed(last_year(sample()), cells)
    if suffix == ".html":
        report = changed(report, {"t2.fee.amount": "396000元", "t4.review.upheld": "2", "t4.review.total": "0"})
    document = layout.fill(FORM, evaluate(FORM, report), footer="", draft=False, created="")
    data = export.document_bytes(document, suffix)
    if suffix == ".html":
        data = data.replace("其他法律行政法规禁止公开".encode(), "其他法律行政止公开".encode())
    path = folder / f"{UNITS[0]}2024年年报{suffix}"
    path.write_bytes(data)
    return path


def faulty(report: Report) -> Report:
    """The report with a fault of every kind, in figures and texts."""
    text = report.text("s1.text")
    for old, new in TEXT_FAULTS:
        text = text.replace(old, new)
    return changed(report, {**FAULTS, "s1.text": text})


def fill(library: Library) -> dict[str, int]:
    """Reports of three years in every state; the ids of those that are opened, by name."""
    sound, ids = sample(), {}
    for year in (2023, 2024, 2025):
        for number, unit in enumerate(UNITS[: 2 + (year > 2023) + (year > 2024)]):
            library.who = PEOPLE[number]
            report = changed(sound, about(unit, number, year, PEOPLE[number]))
            if year < 2025:
                report = last_year(report)
            elif number in (0, 3):
                report = faulty(report) if number == 0 else Report(MappingProxyType(_first_page(report)))
            ids[f"{unit}{year}"] = library.add(FORM, report, "导入", "" if year == 2025 else "text")
    for name, number in ids.items():
        if name.endswith("2024") or name.startswith(UNITS[1]):
            finish(library, number, sent=name.endswith("2024"))
    correct(library, ids[f"{UNITS[0]}2024"])
    explain_some(library, ids[f"{UNITS[0]}2025"])
    library.who = PEOPLE[0]
    return {"errors": ids[f"{UNITS[0]}2025"], "final": ids[f"{UNITS[1]}2025"], "full": ids[f"{UNITS[2]}2025"]}


def _first_page(report: Report) -> dict[str, object]:
    return {cell: answer for cell, answer in report.answers.items() if FORM.cells[cell].section == FORM.sections[0].id}


def explain_all(library: Library, number: int) -> None:
    """A reason for every query."""
    session = library.session(number)
    for finding in session.review().open_queries:
        session.explain(finding.key, "本年12月制发的2件自次年2月1日起施行，没有计入现行有效件数。")


def explain_some(library: Library, number: int) -> None:
    """A reason for the first query of the report with faults."""
    session = library.session(number)
    finding = next(f for f in session.review().open_queries if f.cells)
    session.explain(finding.key, "上年报告漏计1件，本年清理时补录。")


def finish(library: Library, number: int, *, sent: bool) -> None:
    """定稿, and 已报送 where it was."""
    explain_all(library, number)
    session = library.session(number)
    session.finalise()
    if sent:
        session.mark_sent()


def correct(library: Library, number: int) -> None:
    """退回修改 after it was sent, and again to the end: 更正第2稿."""
    session = library.session(number)
    session.reopen("上级核对后要求更正一处。")
    finish(library, number, sent=True)
