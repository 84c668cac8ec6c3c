"""The word-processor file, looked at through python-docx, an independent reader."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as Opened
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document, FilledTable, Paragraph
from core.values import Answer, Text
from core.writers import docx as writer
from core.writers.docx_styles import FACES
from core.writers.faces import shipped as shipped_faces
from tests.core.paper import FOOTER, evaluated


def docx_of(document: Document) -> bytes:
    out = io.BytesIO()
    writer.write(document, out, shipped_faces())
    return out.getvalue()


@pytest.fixture(scope="module")
def report(shipped: Form) -> Document:
    return fill(shipped, evaluated(shipped), footer=FOOTER, created="2032-01-14T14:03:12+08:00")


@pytest.fixture(scope="module")
def data(report: Document) -> bytes:
    return docx_of(report)


@pytest.fixture(scope="module")
def opened(data: bytes) -> Opened:
    return docx.Document(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_is_that_of_gb_9704(opened: Opened) -> None:
    (section,) = opened.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert abs(section.top_margin - Mm(37)) < Mm(0.1)
    assert abs(section.left_margin - Mm(28)) < Mm(0.1)
    assert abs(section.page_width - section.left_margin - section.right_margin - Mm(156)) < Mm(0.1)
    assert abs(section.page_height - section.top_margin - section.bottom_margin - Mm(225)) < Mm(0.1)


def test_twenty_two_lines_fill_the_type_area(opened: Opened) -> None:
    pitch = opened.styles["Body Text"].paragraph_format.line_spacing
    assert opened.styles["Body Text"].paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert abs(pitch.pt - 28.99) < 0.1
    assert pitch * 22 <= Mm(225)


def test_every_paragraph_has_a_real_style(opened: Opened, report: Document) -> None:
    names = {
        "title": "Title", "body": "Body Text", "heading1": "Heading 1", "heading2": "Heading 2",
        "heading3": "Heading 3", "heading4": "Heading 4",
    }  # fmt: skip
    wanted = [
        (names["body" if block.lead else block.style], block.text)
        for block in report.blocks
        if isinstance(block, Paragraph)
    ]
    assert [(p.style.name, p.text.replace("\n", "")) for p in opened.paragraphs] == wanted


def test_the_title_is_broken_between_phrases(opened: Opened) -> None:
    assert opened.paragraphs[0].text == "云岭区自然资源局\n2031年政府信息公开工作年度报告"


def test_a_heading_that_runs_into_its_text_has_its_face(opened: Opened, report: Document) -> None:
    led = [block for block in report.blocks if isinstance(block, Paragraph) and block.lead]
    found = [p for p in opened.paragraphs if len(p.runs) == 2]
    assert len(led) == len(found) > 0
    for block, paragraph in zip(led, found, strict=True):
        first, second = paragraph.runs
        assert (first.text, second.text) == (block.text[: block.lead], block.text[block.lead :])
        assert first.style.name == "heading 2 lead"


def test_no_face_but_those_of_a_gongwen(data: bytes) -> None:
    allowed = {name for pair in FACES.values() for name in pair}
    for name, content in parts(data).items():
        if name.endswith(".xml"):
            root = etree.fromstring(content)
            used = {v for e in root.iter(qn("w:rFonts")) for v in e.attrib.values()}
            used |= {e.get(qn("w:name")) for e in root.iter(qn("w:font"))}
            assert used <= allowed, name
            assert not list(root.iter(qn("w:asciiTheme")))


def test_tables_are_merged_as_printed_and_repeat_their_heads(opened: Opened, report: Document) -> None:
    tables = [block for block in report.blocks if isinstance(block, FilledTable)]
    assert len(opened.tables) == len(tables)
    for table, block in zip(opened.tables, tables, strict=True):
        grid = block.grid
        assert (len(table.rows), len(table.columns)) == (grid.rows, grid.cols)
        for box in grid.boxes:
            cells = [
                table.cell(r, c)._tc
                for r in range(box.row, box.row + box.rowspan)
                for c in range(box.col, box.col + box.colspan)
            ]
            assert all(cell is cells[0] for cell in cells)
            assert table.cell(box.row, box.col).text == (box.text or block.texts.get(box.cell or "", ""))
        repeated = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        heads = [row in grid.head_rows for row in range(grid.rows)]
        first = heads.index(False)
        assert repeated == [i < first for i in range(grid.rows)]


def test_tables_are_as_wide_as_the_type_area(opened: Opened) -> None:
    for table in opened.tables:
        assert abs(sum(column.width for column in table.columns) - Mm(156)) < Mm(0.2)


def test_page_numbers_stand_outside_with_the_footer_at_the_other_side(opened: Opened) -> None:
    (section,) = opened.sections
    assert opened.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert [r.text for r in odd.runs] == [FOOTER, "\t", "— ", " —"]
    assert [r.text for r in even.runs] == ["— ", " —", "\t", FOOTER]
    assert all("PAGE" in etree.tostring(p._p).decode() for p in (odd, even))


def test_a_draft_says_so_across_each_page(report: Document, data: bytes) -> None:
    from dataclasses import replace

    assert "草稿" not in parts(data)["word/header1.xml"].decode()
    head = parts(docx_of(replace(report, draft=True)))["word/header1.xml"].decode()
    assert 'string="草稿"' in head


def test_the_file_says_what_it_is(opened: Opened, report: Document) -> None:
    about = opened.core_properties
    assert (about.title, about.author, about.language) == (report.title, report.author, "zh-CN")
    assert about.created is not None and about.created.isoformat() == "2032-01-14T06:03:12+00:00"


def test_it_holds_nothing_that_runs_or_calls_home(data: bytes) -> None:
    held = parts(data)
    assert not any("vba" in name or "embed" in name or "media" in name for name in held)
    assert not any(b"TargetMode" in content for content in held.values())


def test_markup_in_a_text_is_text(shipped: Form) -> None:
    nasty = '<w:br/>&amp;</w:t><img src="file:///etc/passwd">\x0b\x07'
    data = docx_of(fill(shipped, evaluated(shipped, s1__text=Answer(Text(nasty)))))
    texts = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    assert '<w:br/>&amp;</w:t><img src="file:///etc/passwd">' in texts


def test_an_empty_document_opens(tmp_path: Path) -> None:
    assert docx.Document(io.BytesIO(docx_of(Document("t", ())))).paragraphs == []
