"""What typing means, as edits: pure functions of the report as it stands. None: nothing would change."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from core.check import Finding, quotes, settle
from core.errors import InputError
from core.form.model import Form
from core.report import Change, Edit, EditMismatchError, Explain, Explanation, Put, Report, Splice, apply, splice
from core.values import Answer, Text, clean_text, typed

PROTECTED: Final = "这一格由上年报告带入，受保护。要改，请按 F2 写明原因。"


def entering(form: Form, report: Report, cell: str, text: str) -> Edit | None:
    """`text` typed into `cell` and the editor closed. A value that stands already is no edit, so that opening an
    editor and leaving it keeps what was noted beside an imported figure."""
    name = form.cells[cell].name
    answer, standing = typed(form.cells[cell].kind, text), report.answers.get(cell)
    if form.cells[cell].kind.name == "text":
        change = splice(cell, report.text(cell), answer.value.text if answer and isinstance(answer.value, Text) else "")
        return Edit(f"输入{name}", (change,)) if change else None
    if (answer and answer.value) == (standing and standing.value):
        return None
    return settled(form, report, Edit(f"填写{name}" if answer else f"清空{name}", (Put(cell, standing, answer),)))


def typing(form: Form, report: Report, change: Splice) -> Edit | None:
    """A stretch of running text replaced. Raises `EditMismatchError` if `removed` does not stand there."""
    old = report.text(change.cell)
    end = change.offset + len(change.removed)
    if old[change.offset : end] != change.removed:
        raise EditMismatchError(f"{change.cell}: no {change.removed!r} at {change.offset}")
    whole = old[: change.offset] + change.inserted + old[end:]
    # A combining character may close up with the one before it: then the text changes elsewhere than was typed.
    exact: Splice | None = change if clean_text(whole) == whole else splice(change.cell, old, clean_text(whole))
    if exact is None or exact.removed == exact.inserted:
        return None
    return Edit(f"输入{form.cells[change.cell].name}", (exact,))


def reasoned(edit: Edit, reason: str) -> Edit:
    """`edit` of a protected cell, with the reason in its label and so in the journal. Raises `InputError` without."""
    if not reason.strip():
        raise InputError("protected", PROTECTED)
    return Edit(f"{edit.label}（原因：{reason.strip()}）", edit.changes)


def explaining(
    form: Form, report: Report, finding: Finding, bound: Mapping[str, str], reason: str, signed: tuple[str, str]
) -> Edit:
    """The 核实说明 of a finding, `bound` to these values. `signed`: by whom and when."""
    key = finding.key
    told = quotes(form, finding, report)
    written = Explanation(key, MappingProxyType(dict(bound)), told, reason.strip(), *signed)
    return Edit("写核实说明", (Explain(key, report.explanations.get(key), written),))


def clearing(form: Form, report: Report, cells: Iterable[str], but: Container[str] = ()) -> Edit | None:
    """`cells` made blank; a stated total among them returns to its sum. Raises `InputError` if all of them are among
    those not to be changed (`but`)."""
    wanted = tuple(dict.fromkeys(cells))
    standing = [cell for cell in wanted if cell in report.answers and cell not in but]
    if wanted and all(cell in but for cell in wanted):
        raise InputError("protected", PROTECTED)
    label = f"清空{form.cells[standing[0]].name}" if len(standing) == 1 else f"清空 {len(standing)} 格"
    return settled(form, report, Edit(label, tuple(Put(cell, report.answers[cell], None) for cell in standing)))


def settled(form: Form, report: Report, edit: Edit) -> Edit | None:
    """`edit` with totals that agree turned to computed ones, each cell changed once; None if nothing changes."""
    compact = _compact(settle(form, report, edit))
    if not compact.changes or apply(report, compact) == report:
        return None
    return compact


def _compact(edit: Edit) -> Edit:
    """Several changes of one cell as one, where they are whole answers."""
    if not all(isinstance(change, Put) for change in edit.changes):
        return edit
    first: dict[str, Answer | None] = {}
    last: dict[str, Answer | None] = {}
    for change in edit.changes:
        if isinstance(change, Put):
            first.setdefault(change.cell, change.before)
            last[change.cell] = change.after
    changes: tuple[Change, ...] = tuple(Put(c, first[c], last[c]) for c in first if first[c] != last[c])
    return Edit(edit.label, changes)
