"""The spreadsheet, looked at through openpyxl: typed figures, quoted texts, the statutory layout."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document, FilledTable, Paragraph
from core.values import Answer, Number, Text, Unread
from core.writers import xlsx
from tests.core.paper import FOOTER, evaluated


def xlsx_of(document: Document, *, formulas: bool = False) -> bytes:
    out = io.BytesIO()
    xlsx.write(document, out, formulas=formulas)
    return out.getvalue()


def opened(data: bytes, *, values: bool = False) -> Workbook:
    return load_workbook(io.BytesIO(data), data_only=values)


def tables(document: Document) -> list[FilledTable]:
    return [block for block in document.blocks if isinstance(block, FilledTable)]


@pytest.fixture(scope="module")
def report(shipped: Form) -> Document:
    return fill(shipped, evaluated(shipped, figures=(0, 7, 12345)), footer=FOOTER)


@pytest.fixture(scope="module")
def book(report: Document) -> Workbook:
    return opened(xlsx_of(report))


def test_there_is_one_sheet_a_table_and_one_of_the_texts(book: Workbook, report: Document) -> None:
    assert book.sheetnames == ["文字", *(table.caption for table in tables(report))]


def test_every_box_is_merged_and_filled_as_printed(book: Workbook, report: Document) -> None:
    for table in tables(report):
        sheet = book[table.caption]
        merged = {str(it) for it in sheet.merged_cells.ranges}
        wide = [box for box in table.grid.boxes if box.rowspan * box.colspan > 1]
        assert len(merged) == len(wide)
        assert (sheet.max_row, sheet.max_column) == (table.grid.rows, table.grid.cols)
        for box in table.grid.boxes:
            shown = box.text or table.texts.get(box.cell or "", "")
            assert str(sheet.cell(box.row + 1, box.col + 1).value or 0) == (shown or "0")


def test_figures_are_numbers_and_blanks_are_blank(book: Workbook, report: Document) -> None:
    for table in tables(report):
        for box in table.grid.boxes:
            if box.cell:
                cell = book[table.caption].cell(box.row + 1, box.col + 1)
                assert cell.data_type == "n"
                assert (cell.value is None) == (box.cell not in table.texts)


def test_nothing_is_a_formula_unless_asked_for(book: Workbook) -> None:
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_totals_may_be_formulas_that_come_to_the_same(report: Document) -> None:
    data = xlsx_of(report, formulas=True)
    written, shown = opened(data), opened(data, values=True)
    count = 0
    for table in tables(report):
        at = {box.cell: (box.row + 1, box.col + 1) for box in table.grid.boxes if box.cell}
        for total, parts in table.sums.items():
            sheet = written[table.caption]
            formula = sheet.cell(*at[total]).value
            assert isinstance(formula, str)
            cells = sheet[formula.removeprefix("=SUM(").removesuffix(")")]
            named = [(c.row, c.column) for row in cells for c in (row if isinstance(row, tuple) else (row,))]
            assert named == [at[part] for part in parts]
            assert str(shown[table.caption].cell(*at[total]).value) == table.texts[total]
            count += 1
    assert count == 34


def test_a_stated_total_is_no_formula(shipped: Form) -> None:
    stated = next(s.total for s in shipped.sums)
    document = fill(shipped, evaluated(shipped, **{stated.replace(".", "__"): Answer(Number(Decimal(987654)))}))
    assert all(stated not in table.sums for table in tables(document))


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x.cn", "007"]
)
def test_what_a_person_typed_is_never_a_formula_or_a_link(shipped: Form, text: str) -> None:
    cell = next(c for c in shipped.cells.values() if c.row and not c.total)
    evaluation = evaluated(shipped, s1__text=Answer(Text(text)), **{cell.id.replace(".", "__"): Answer(Unread(text))})
    book = opened(xlsx_of(fill(shipped, evaluation), formulas=True))
    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value == text]
    assert len(found) == 2
    for it in found:
        assert it.data_type == "s"
        assert it.quotePrefix
        assert it.hyperlink is None


@pytest.mark.parametrize(("figure", "kind"), [("999999999999999", "n"), ("1000000000000000", "s"), ("0.000001", "n")])
def test_a_figure_longer_than_a_spreadsheet_holds_is_text(shipped: Form, figure: str, kind: str) -> None:
    cell = next(c for c in shipped.cells.values() if c.row and c.kind.places)
    document = fill(shipped, evaluated(shipped, **{cell.id.replace(".", "__"): Answer(Number(Decimal(figure)))}))
    book = opened(xlsx_of(document))
    table = next(t for t in tables(document) if cell.id in t.texts)
    box = next(b for b in table.grid.boxes if b.cell == cell.id)
    found = book[table.caption].cell(box.row + 1, box.col + 1)
    assert found.data_type == kind
    assert (Decimal(str(found.value)) == Decimal(figure)) if kind == "n" else found.value == figure


def test_a_very_long_paragraph_goes_on_in_the_next_column() -> None:
    text = "公" * 70_000
    sheet = opened(xlsx_of(Document("t", (Paragraph("body", text),))))["文字"]
    assert [len(str(cell.value)) for cell in sheet[1]] == [32_000, 32_000, 6_000]


def test_each_sheet_prints_on_a4_one_page_wide_with_its_heads(book: Workbook, report: Document) -> None:
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert FOOTER in str(sheet.oddFooter.left.text)
    for table in tables(report):
        assert book[table.caption].print_title_rows
    assert book["文字"].print_area == f"'文字'!$A$1:$A${book['文字'].max_row}"


def test_captions_that_excel_refuses_become_names_it_takes(report: Document) -> None:
    first = tables(report)[0]
    captions = ("a/b:c*?[x]'" + "很长" * 30, "a/b:c*?[x]'" + "很长" * 30, "", "文字")
    document = Document("t", (Paragraph("body", "x"), *(replace(first, caption=caption) for caption in captions)))
    names = opened(xlsx_of(document)).sheetnames
    assert len({name.lower() for name in names}) == 5
    assert all(0 < len(name) <= 31 for name in names)


def test_dates_are_those_of_the_document(report: Document) -> None:
    made = opened(xlsx_of(replace(report, created="2032-01-14T14:03:12+08:00"))).properties.created
    assert made is not None and made.isoformat() == "2032-01-14T06:03:12"
