"""Every format is read back and says what the report says; a writer that does not is caught."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.check import evaluate
from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.layout import fill
from core.layout.document import Block, Document, FilledTable, Paragraph
from core.report import Report
from core.report.package import package
from core.services import export
from core.services.checking import load
from core.services.export import FORMATS, WRITERS, Options, document_bytes
from core.values import Answer, Number, Text, Unread
from tests.core.paper import evaluated

NASTY = (
    "<b>a</b> & </p> <!-- x -->",
    '<img src="file:///etc/passwd"><font color=red>x</font>',
    "=1+1",
    "@SUM(A1)",
    "+86-10",
    "-1",
    '=HYPERLINK("http://x","y")',
    "_x0041_ _x000D_",
    "a\tb\x07c",
    "  两  个   空格　全角",
    "𬭎堃〔2021〕㎡“引”",
    "]]>'\"\\",
    "http://example.cn/?a=1&b=2",
    "&amp;&lt;&#65;",
    "👨‍👩‍👧 e\u0301",
    "C:\\a\\b|c",
)
FIGURES = st.one_of(
    st.integers(0, 12),
    st.integers(0, 10**20 - 1),
    st.decimals(0, 10**9, places=6),
    st.just(Decimal("0.000001")),
)
WORDS = st.one_of(
    st.sampled_from(NASTY),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    st.text("，。a1（）\n", max_size=90),
)
each_format = pytest.mark.parametrize("suffix", FORMATS)


@st.composite
def documents(draw: st.DrawFn, form: Form) -> Document:
    """A report of `form` with anything in it."""
    answers: dict[str, Answer] = {}
    for cell in form.cells.values():
        if cell.row and draw(st.integers(0, 3)):
            number = draw(FIGURES)
            answers[cell.id] = Answer(Number(Decimal(number)))
        elif cell.kind.textual and (text := draw(WORDS)):
            answers[cell.id] = Answer(Text(text))
    for cell in form.cells.values():
        if cell.row and not draw(st.integers(0, 15)):
            answers[cell.id] = Answer(Unread(draw(st.sampled_from(("12abc", "=1", "约 3", "<td>", "无")))))
    evaluation = evaluate(form, Report(MappingProxyType(answers)))
    return fill(form, evaluation, footer=draw(st.sampled_from(("", "指纹 0123"))), draft=draw(st.booleans()))


@each_format
@settings(max_examples=25)
@given(st.data())
def test_anything_comes_back_as_it_went_in(toy: Form, suffix: str, data: st.DataObject) -> None:
    assert document_bytes(data.draw(documents(toy)), suffix)


@each_format
def test_the_shipped_form_comes_back_with_nasty_texts(shipped: Form, suffix: str) -> None:
    report = fill(shipped, evaluated(shipped, s1__text=Answer(Text("\n".join(NASTY)))), footer="指纹 0123")
    assert document_bytes(report, suffix)


@each_format
def test_an_empty_report_and_huge_figures_come_back(shipped: Form, suffix: str) -> None:
    assert document_bytes(fill(shipped, evaluate(shipped, Report())), suffix)
    assert document_bytes(fill(shipped, evaluated(shipped, figures=(9_999_999, 10**19))), suffix)


@each_format
def test_twenty_thousand_characters_without_a_space_come_back(shipped: Form, suffix: str) -> None:
    for text in ("公" * 20_000, "x" * 20_000):
        assert document_bytes(fill(shipped, evaluated(shipped, s1__text=Answer(Text(text)))), suffix)


def broken(change: Callable[[Document], Document]) -> dict[str, export.Writer]:
    """Writers that write another document than the one they were given."""
    return {
        suffix: (lambda document, options, write=write: write(change(document), options))
        for suffix, write in WRITERS.items()
    }


def one_cell(document: Document) -> Document:
    def changed(block: Block) -> Block:
        if not isinstance(block, FilledTable):
            return block
        first = next(iter(block.texts), None)
        return replace(block, texts={**block.texts, first: "7777"}) if first else block

    return replace(document, blocks=tuple(map(changed, document.blocks)))


def one_label(document: Document) -> Document:
    def changed(block: Block) -> Block:
        if not isinstance(block, FilledTable):
            return block
        boxes = tuple(replace(b, text=b.text[:-1]) if b.role == "stub" else b for b in block.grid.boxes)
        return replace(block, grid=replace(block.grid, boxes=boxes))

    return replace(document, blocks=tuple(map(changed, document.blocks)))


def one_span(document: Document) -> Document:
    """A merged head falls apart."""

    def changed(block: Block) -> Block:
        if not isinstance(block, FilledTable):
            return block
        wide = next(b for b in block.grid.boxes if b.role == "head" and b.colspan > 1)
        parts = (replace(wide, colspan=1), replace(wide, col=wide.col + 1, colspan=wide.colspan - 1, text=""))
        boxes = [b for b in block.grid.boxes if b != wide] + list(parts)
        return replace(block, grid=replace(block.grid, boxes=tuple(sorted(boxes, key=lambda b: (b.row, b.col)))))

    return replace(document, blocks=tuple(map(changed, document.blocks)))


def one_letter(document: Document) -> Document:
    last = document.blocks[-1]
    assert isinstance(last, Paragraph)
    return replace(document, blocks=(*document.blocks[:-1], replace(last, text=last.text[:-1] + "，")))


def one_paragraph_less(document: Document) -> Document:
    return replace(document, blocks=document.blocks[:-1])


def one_table_less(document: Document) -> Document:
    tables = [block for block in document.blocks if isinstance(block, FilledTable)]
    return replace(document, blocks=tuple(block for block in document.blocks if block is not tables[-1]))


@each_format
@pytest.mark.parametrize(
    ("change", "place"),
    [
        (one_cell, "表二第3行第2列"),
        (one_label, "表二第3行第1列"),
        (one_span, "表"),
        (one_letter, "段“2031年"),
        (one_paragraph_less, "段"),
        (one_table_less, "表的个数"),
    ],
)
def test_a_writer_that_changes_anything_is_caught_with_the_place(
    shipped: Form, suffix: str, change: Callable[[Document], Document], place: str
) -> None:
    report = fill(shipped, evaluated(shipped))
    with pytest.raises(EnvironmentTrouble, match=place) as caught:
        document_bytes(report, suffix, writers=broken(change))
    assert caught.value.kind == "unequal"


@each_format
def test_a_writer_that_writes_rubbish_is_caught(shipped: Form, suffix: str) -> None:
    rubbish: dict[str, export.Writer] = {suffix: lambda document, options: b"PK\x03\x04 rubbish"}
    with pytest.raises(EnvironmentTrouble, match="没有写出"):
        document_bytes(fill(shipped, evaluated(shipped)), suffix, writers=rubbish)


@each_format
def test_the_same_report_gives_the_same_bytes(shipped: Form, suffix: str) -> None:
    report = fill(shipped, evaluated(shipped), created="2032-01-14T14:03:12+08:00")
    assert document_bytes(report, suffix) == document_bytes(report, suffix)


def test_a_total_may_be_a_formula_with_its_value(shipped: Form) -> None:
    assert document_bytes(fill(shipped, evaluated(shipped)), ".xlsx", Options(formulas=True))


def test_a_refused_export_leaves_the_old_file(shipped: Form, tmp_path: Path) -> None:
    target = tmp_path / "a.docx"
    target.write_bytes(b"old")
    with pytest.raises(EnvironmentTrouble):
        export.write_document(fill(shipped, evaluated(shipped)), tmp_path / "none" / "a.docx")
    assert target.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.docx"]


def test_an_unknown_suffix_is_refused_by_name() -> None:
    with pytest.raises(InputError, match="\\.odt"):
        export.refuse_suffix(Path("a.odt"))


@pytest.mark.parametrize("unit", ['甲/乙\\丙:丁*戊?己"庚<辛>|', "con", "很长的名字" * 40])
def test_a_file_is_named_for_unit_and_year_as_windows_takes_it(shipped: Form, unit: str) -> None:
    name = export.file_name(fill(shipped, evaluated(shipped, unit=unit)), ".docx")
    assert not set(name) & set('<>:"/\\|?*')
    assert name.endswith(".docx")
    assert len(name.encode()) <= 220


def test_the_bundle_holds_the_same_report_four_times(shipped: Form, tmp_path: Path) -> None:
    evaluation = evaluated(shipped)
    body = package(shipped, evaluation.report, evaluation.values)
    report = fill(shipped, evaluation)
    data = export.bundle(report, body, shipped)
    assert data == export.bundle(report, body, shipped)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert names == [export.file_name(report, suffix) for suffix in (".json", ".pdf", ".docx", ".xlsx")]
    cells = {name: dict(load(tmp_path / name).as_read) for name in names if not name.endswith(".json")}
    assert all(len(read) == 200 for read in cells.values())
    assert len({tuple(sorted(read.items())) for read in cells.values()}) == 1
