"""PDF/A-2b: what a free validator checks, and the rest of our own list."""

from __future__ import annotations

import io
from dataclasses import replace

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document
from core.services import paper
from core.services.signoff import Standing, sheet
from core.values import Answer, Text
from tests.core.paper import FOOTER, evaluated, page_texts

CREATED = "2032-01-14T14:03:12+08:00"


@pytest.fixture(scope="module")
def report(shipped: Form) -> Document:
    return fill(shipped, evaluated(shipped), footer=FOOTER, created=CREATED)


@pytest.fixture(scope="module")
def data(report: Document) -> bytes:
    return paper.pdf(report, archival=True, which="shipped")


def findings(data: bytes) -> list[str]:
    found = pikepdf.pdfa.validate_written(io.BytesIO(data), "2b")
    return [] if found.passed else [str(it) for it in found.findings] or ["not passed"]


def test_the_validator_has_nothing_to_say(data: bytes) -> None:
    assert findings(data) == []


def test_nor_of_a_draft_an_empty_report_nasty_texts_and_a_sign_off_sheet(shipped: Form, report: Document) -> None:
    nasty = evaluated(shipped, s1__text=Answer(Text("<b>&\x07 𬭎堃👨‍👩‍👧 a\tb שלום")), unit='<a & "b">')
    sheet_ = sheet(shipped, nasty, Standing("ab" * 32, final=True))
    for document in (
        replace(report, draft=True),
        Document("t", ()),
        fill(shipped, nasty),
        sheet_,
        paper.blank(shipped),
    ):
        assert findings(paper.pdf(document, archival=True, which="shipped")) == []


def test_the_validator_does_find_what_is_missing(report: Document, data: bytes) -> None:
    assert findings(paper.pdf(report, which="shipped"))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.Root.OutputIntents
        out = io.BytesIO()
        pdf.save(out)
    assert findings(out.getvalue())


def test_clauses_that_we_look_at_ourselves(data: bytes) -> None:
    """ISO 19005-2: 6.1.3 no encryption; 6.2.3 one output intent; 6.2.10 no transparency; 6.5 no actions but within
    the document; 6.6.2 metadata; 6.8, 6.9, 6.10 no files, no presentations."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.is_encrypted
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        held = [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary | pikepdf.Stream)]
        names = set().union(*(it.keys() for it in held))
        assert not names & {
            "/SMask", "/CA", "/ca", "/BM", "/Trans", "/JS", "/JavaScript", "/AA", "/EmbeddedFiles", "/Launch", "/URI",
            "/PresSteps", "/XFA", "/AcroForm", "/OPI", "/Ref", "/Encrypt",
        }  # fmt: skip
        assert str(pdf.Root.Lang) == "zh-CN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/Outlines" in pdf.Root
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor
                assert "/ToUnicode" in font


def test_metadata_says_what_the_properties_say(data: bytes, report: Document) -> None:
    with pikepdf.open(io.BytesIO(data)) as pdf, pdf.open_metadata() as meta:
        info = pdf.docinfo
        assert meta["dc:title"] == str(info["/Title"]) == report.title
        assert meta["dc:creator"] == [str(info["/Author"])] == [report.author]
        assert meta["xmp:CreateDate"] == meta["xmp:ModifyDate"] == CREATED
        assert str(info["/CreationDate"]) == str(info["/ModDate"]) == "D:20320114140312+08'00'"
        assert meta["pdf:Keywords"] == str(info["/Keywords"])
        assert "年报仿宋" in meta["pdf:Keywords"]


def test_it_is_the_same_paper(report: Document, data: bytes) -> None:
    plain = paper.pdf(report, which="shipped")
    assert page_texts(data) == page_texts(plain)
    with pypdfium2.PdfDocument(data) as a, pypdfium2.PdfDocument(plain) as b:
        for one, other in zip(a, b, strict=True):
            assert bytes(one.render(scale=1).buffer) == bytes(other.render(scale=1).buffer)


def test_the_same_report_gives_the_same_bytes(report: Document, data: bytes) -> None:
    assert paper.pdf(report, archival=True, which="shipped") == data
    assert paper.pdf(replace(report, created=""), archival=True, which="shipped") != data
