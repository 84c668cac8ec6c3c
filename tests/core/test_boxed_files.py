"""Zipped formats are opened with bounds, their XML without entities."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from core.errors import InputError
from core.form.model import Form
from core.layout import fill
from core.readers import boxed, docx, xlsx
from core.readers.pieces import Prose, Sheet
from core.services.export import document_bytes
from tests.core.paper import evaluated


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_what_unpacks_to_more_than_any_report_is_refused() -> None:
    bomb = zipped({"word/document.xml": b"\0" * (101 * 1024 * 1024)})
    assert len(bomb) < 200_000
    with pytest.raises(InputError, match="大得不像一份年报"):
        docx.pieces(bomb, "a.docx")
    with pytest.raises(InputError, match="大得不像一份年报"):
        xlsx.pieces(zipped({str(i): b"" for i in range(2_001)}), "a.xlsx")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yy">]>'
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>'
    )
    found = docx.pieces(zipped({"word/document.xml": text.encode()}), "a.docx")
    assert all(isinstance(piece, Prose) and "秘密" not in piece.text for piece in found)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"", zipped({"word/document.xml": b"<w:document>"}), zipped({"other.xml": b"<a/>"})]
)
def test_a_damaged_file_is_said_to_be(data: bytes) -> None:
    with pytest.raises(InputError, match="已损坏或不完整"):
        docx.pieces(data, "a.docx")
    with pytest.raises(InputError, match="已损坏或不完整"):
        xlsx.pieces(data, "a.xlsx")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_kind_is_told_by_what_is_in_it(shipped: Form, suffix: str) -> None:
    data = document_bytes(fill(shipped, evaluated(shipped)), suffix)
    assert boxed.kind(data) == suffix.removeprefix(".")
    assert boxed.kind(data[: len(data) // 2]) == ""
    assert boxed.kind(zipped({"a": b""})) == ""


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def body(inner: str) -> bytes:
    return zipped({"word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{inner}</w:body></w:document>'.encode()})


def paragraph(text: str) -> str:
    return f"<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def cell(inner: str) -> str:
    return f"<w:tc>{inner}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_words_in_a_content_control_are_read() -> None:
    inside = f"<w:sdt><w:sdtContent>{paragraph('7')}</w:sdtContent></w:sdt>"
    (sheet,) = docx.pieces(body(table(cell(paragraph("合计")) + cell(inside))), "a.docx")
    assert isinstance(sheet, Sheet)
    assert [slot.text for slot in sheet.slots] == ["合计", "7"]


def test_a_table_around_a_table_is_no_table() -> None:
    inner = table(cell(paragraph("合计")) + cell(paragraph("7")))
    found = docx.pieces(body(table(cell(paragraph("标题") + inner + paragraph("正文")))), "a.docx")
    assert [type(piece) for piece in found] == [Prose, Sheet, Prose]


def test_words_struck_out_or_moved_away_are_not_read() -> None:
    gone = "<w:del><w:r><w:delText>1</w:delText></w:r></w:del>"
    moved = "<w:moveFrom><w:r><w:t>2</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>3</w:t></w:r></w:moveTo>"
    (piece,) = docx.pieces(body(f"<w:p>{gone}{moved}<w:ins><w:r><w:t>4</w:t><w:tab/></w:r></w:ins></w:p>"), "a.docx")
    assert piece == Prose("34\t")


def test_what_a_cell_was_before_a_tracked_change_is_not_read() -> None:
    """Word keeps the old widths of a changed cell within its properties."""
    before = (
        '<w:tcPr><w:gridSpan w:val="2"/><w:tcPrChange><w:tcPr><w:gridSpan w:val="5"/></w:tcPr></w:tcPrChange></w:tcPr>'
    )
    row = cell(before + paragraph("自然人")) + cell(paragraph("7"))
    (sheet,) = docx.pieces(body(table(row)), "a.docx")
    assert isinstance(sheet, Sheet)
    assert [(it.col, it.colspan, it.text) for it in sheet.slots] == [(0, 2, "自然人"), (2, 1, "7")]


def test_cells_begin_behind_what_their_row_leaves_out_and_control_boxes_show_nothing() -> None:
    boxed_cell = f"<w:sdt><w:sdtContent>{cell(paragraph('7'))}</w:sdtContent></w:sdt>"
    row = f'<w:tr><w:trPr><w:gridBefore w:val="3"/></w:trPr>{cell(paragraph("甲"))}{boxed_cell}</w:tr>'
    (sheet,) = docx.pieces(body(f"<w:tbl>{row}</w:tbl>"), "a.docx")
    assert isinstance(sheet, Sheet)
    assert [(it.row, it.col, it.text) for it in sheet.slots] == [(0, 3, "甲"), (0, 4, "7")]
