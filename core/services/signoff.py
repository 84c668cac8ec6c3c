"""审签单: the sheet that is signed and stamped, with the key figures, the 核实说明 and a code of all figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from core.check import Evaluation, Finding
from core.errors import EnvironmentTrouble
from core.form.model import Cell, Form, Section
from core.layout import expand
from core.layout.boxes import Box, Grid, Role
from core.layout.document import DRAFT_FOOT, FINAL_FOOT, Block, Code, Document, FilledTable, Paragraph
from core.report.compact import pack
from core.report.package import on_paper, package
from core.services import paper
from core.services.checking import year_of
from core.services.paper import FaceSet
from core.services.progress import Watch, unwatched
from core.values import shown

if TYPE_CHECKING:
    from core.services.session import Session

NAME: Final = "审签单"
_COLUMNS: Final = 72
_ABOUT, _KEY = (14, 22), (27, 9)
"""Columns of a label and of what is said or of a figure; two pairs stand side by side."""
_SIGNERS: Final = ("people_prepared", "people_reviewed", "people_approved")
_STAMP_ROWS: Final = 3
_DATE: Final = "　　年　　月　　日"


@dataclass(frozen=True, slots=True)
class Standing:
    """`digest`: the fingerprint (hex) of the package. `final`: it is bound; `revision`, `correction`: 更正第 n 稿."""

    digest: str
    final: bool
    revision: int = 1
    correction: bool = False
    created: str = ""


def standing_of(session: Session, created: str = "") -> Standing:
    """How the report on the desk stands: bound to its filing, or a draft."""
    filing = session.filing
    if filing is not None:
        digest = filing.fingerprint
    else:
        values = session.evaluation.values
        digest = package(session.form, session.report, values, revision=session.head.revision)["fingerprint"]
    return Standing(digest, filing is not None, session.head.revision, session.corrects, created)


def sheet(form: Form, evaluation: Evaluation, standing: Standing) -> Document:
    """The sign-off sheet of a report; a draft's has 草稿 across."""
    title = expand(form.title, form, evaluation.values).removeprefix("《").removesuffix("》")
    unit = _shown(form, evaluation, "unit_name")
    year = year_of(form, evaluation.report) or 0
    code = pack(form, evaluation.values, unit=unit, year=year, digest=standing.digest)
    blocks: list[Block] = [
        Paragraph("title", f"{title}{NAME}"),
        FilledTable(_grid(form, evaluation, standing), "", {}),
        Code(code),
    ]
    explained = [finding for finding in evaluation.findings if finding.explained]
    if explained:
        blocks += [Paragraph("heading1", "附：核实说明"), *_annex(explained)]
    footer = FINAL_FOOT.format(on_paper(standing.digest)) if standing.final else DRAFT_FOOT
    return Document(
        f"{title}{NAME}",
        tuple(blocks),
        author=unit,
        subject=NAME,
        footer=footer,
        draft=not standing.final,
        created=standing.created,
    )


def sheet_pdf(
    form: Form,
    evaluation: Evaluation,
    standing: Standing,
    which: FaceSet = "installed",
    watch: Watch = unwatched,
) -> bytes:
    """The sheet as PDF/A-2b; its code is read from the finished page and compared.

    Raises `EnvironmentTrouble` (kind ``unequal``) where it says something else.
    """
    from core.readers.code import texts

    document = sheet(form, evaluation, standing)
    watch(f"正在写{NAME}")
    data = paper.pdf(document, archival=True, which=which)
    watch(f"正在读回核对{NAME}的二维码")
    with paper.pdfium():
        found = texts(data, NAME)
    if found != tuple(block.text for block in document.blocks if isinstance(block, Code)):
        raise EnvironmentTrouble("unequal", "没有写出审签单：印好的二维码读回来与填报的数字不一致。请告诉维护人员。")
    return data


def _shown(form: Form, evaluation: Evaluation, role: str) -> str:
    cell = form.role(role)
    return shown(form.cells[cell].kind, evaluation.values.get(cell))


def _grid(form: Form, evaluation: Evaluation, standing: Standing) -> Grid:
    rows = _Rows()
    rows.pairs(_about(form, evaluation, standing), _ABOUT)
    rows.line("title", "主要数字")
    rows.pairs([(cell.name, _value(evaluation, cell)) for cell in key_cells(form)], _KEY)
    rows.line("title", "审签")
    rows.signatures([_signer(form, evaluation, role) for role in _SIGNERS])
    rows.line("note", "下面的二维码含本报告全部填报数字，扫描或拍照后可以用本程序取回。")
    return Grid("", rows.count, _COLUMNS, 0, (), (), tuple(rows.boxes))


def _about(form: Form, evaluation: Evaluation, standing: Standing) -> list[tuple[str, str]]:
    said = [(_label(form, role), _shown(form, evaluation, role) or "—") for role in ("unit_code", "unit_scope")]
    edition = f"{'更正' if standing.correction else ''}第{standing.revision}稿"
    return [*said, ("稿次", edition), ("指纹", on_paper(standing.digest) if standing.final else "未定稿")]


def _signer(form: Form, evaluation: Evaluation, role: str) -> tuple[str, str]:
    return _label(form, role), _shown(form, evaluation, role)


def _label(form: Form, role: str) -> str:
    return form.cells[form.role(role)].path[-1]


def key_cells(form: Form) -> tuple[Cell, ...]:
    """Of each table the totals of its pinned rows, else all its row totals, else all its cells."""
    return tuple(cell for section in form.sections if section.table for cell in _key(form, section))


def _key(form: Form, section: Section) -> Sequence[Cell]:
    assert section.table is not None  # the caller has looked
    cells = [form.cells[cell] for cell in section.cells]
    totals = [cell for cell in cells if cell.sum and cell.sum.axis == "row"]
    leaves = [leaf for block in section.table.blocks for node in block.stub for leaf in node.leaves()]
    pinned = {f"{section.table.id}.{leaf.leaf}" for leaf in leaves if leaf.pinned}
    return [cell for cell in totals if cell.row in pinned] or totals or cells


def _value(evaluation: Evaluation, cell: Cell) -> str:
    return shown(cell.kind, evaluation.values.get(cell.id)) or "—"


class _Rows:
    """Boxes while they are stacked."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.count = 0

    def _box(self, col: int, cols: int, role: Role, text: str, rows: int = 1) -> None:
        self.boxes.append(Box(self.count, col, rows, cols, role, text))

    def line(self, role: Role, text: str) -> None:
        self._box(0, _COLUMNS, role, text)
        self.count += 1

    def pairs(self, pairs: Sequence[tuple[str, str]], cols: tuple[int, int]) -> None:
        """Label and figure, two pairs a row, filled down the left side first."""
        half = -(-len(pairs) // 2)
        for row in range(half):
            for start, at in ((0, row), (sum(cols), half + row)):
                label, figure = pairs[at] if at < len(pairs) else ("", "")
                self._box(start, cols[0], "stub", label)
                self._box(start + cols[0], cols[1], "entry", figure)
            self.count += 1

    def signatures(self, signers: Sequence[tuple[str, str]]) -> None:
        """Who, an empty field to sign and stamp in, the date."""
        width = _COLUMNS // len(signers)
        for at, (label, name) in enumerate(signers):
            how = "签字、盖章" if at == len(signers) - 1 else "签字"
            self._box(at * width, width, "head", f"{label}（{how}）：{name}" if name else f"{label}（{how}）")
        self.count += 1
        for at in range(len(signers)):
            self._box(at * width, width, "head", "", rows=_STAMP_ROWS)
        self.count += _STAMP_ROWS
        for at in range(len(signers)):
            self._box(at * width, width, "head", _DATE)
        self.count += 1


def _day(at: str) -> str:
    """A moment's day as paper has dates, in Arabic digits without noughts before them; other words as they are."""
    try:
        when = date.fromisoformat(at[:10])
    except ValueError:
        return at
    return f"{when.year}年{when.month}月{when.day}日"


def _annex(explained: Sequence[Finding]) -> Iterator[Paragraph]:
    for number, finding in enumerate(explained, 1):
        reason = finding.explained
        assert reason is not None  # the caller has looked
        yield Paragraph("body", f"{number}.{finding.title}：{finding.message}")
        signed = "，".join(filter(None, (reason.by, _day(reason.at))))
        lines = [line for line in reason.reason.split("\n") if line.strip()]
        yield Paragraph("body", f"说明：{lines[0] if lines else ''}")
        yield from (Paragraph("body", line) for line in lines[1:])
        if signed:
            yield Paragraph("body", f"（{signed}）")
