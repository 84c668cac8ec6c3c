"""The order in which ISO/IEC 29500-1 (transitional: wml.xsd) wants elements; Word refuses or drops what stands wrong."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest
from lxml import etree

from core.form.model import Form
from core.layout import fill
from core.services.export import document_bytes
from tests.core.paper import FOOTER, evaluated

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "document": "body",
    "body": "p tbl sectPr",
    "p": "pPr r fldSimple",
    "pPr": "pStyle keepNext keepLines widowControl tabs kinsoku overflowPunct autoSpaceDE autoSpaceDN snapToGrid"
    " spacing ind jc outlineLvl",
    "r": "rPr br t tab pict",
    "rPr": "rStyle rFonts snapToGrid spacing sz szCs lang",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblW tblInd tblBorders tblLayout tblCellMar tblCaption",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "left right",
    "tcMar": "left right",
    "tblGrid": "gridCol",
    "tr": "trPr tc",
    "trPr": "cantSplit trHeight tblHeader",  # a choice: any order
    "tc": "tcPr p",
    "tcPr": "tcW gridSpan vMerge tcMar vAlign",
    "sectPr": "headerReference footerReference pgSz pgMar docGrid",
    "styles": "docDefaults style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name basedOn next uiPriority qFormat pPr rPr tblPr",
    "settings": "zoom evenAndOddHeaders characterSpacingControl compat themeFontLang",
    "compat": "spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn"
    " adjustLineHeightInTable useFELayout compatSetting",
    "font": "altName charset family pitch",
    "fonts": "font",
    "hdr": "p",
    "ftr": "p",
    "tabs": "tab",
    "fldSimple": "r",
    "rPrDefault": "rPr",
    "pPrDefault": "",
}
LOOSE = {"body", "p", "r", "trPr"}
"""A sequence of choices: only what may stand there is laid down, and what comes first or last."""


@pytest.fixture(scope="module")
def trees(shipped: Form) -> dict[str, etree._Element]:
    document = replace(fill(shipped, evaluated(shipped), footer=FOOTER), draft=True)
    with zipfile.ZipFile(io.BytesIO(document_bytes(document, ".docx"))) as archive:
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist() if name.startswith("word/")}


def elements(trees: dict[str, etree._Element]) -> Iterator[tuple[str, etree._Element]]:
    for name, root in trees.items():
        for element in root.iter():
            if isinstance(element.tag, str) and element.tag.startswith(W):
                yield name, element


def wrong(name: str, element: etree._Element) -> str:
    own = element.tag.removeprefix(W)
    held = [child.tag.removeprefix(W) for child in element if child.tag.startswith(W)]
    if own not in ORDER:
        return f"{name}: {own} is not looked at" if held else ""
    order = ORDER[own].split()
    if strange := set(held) - set(order):
        return f"{name}: {own} holds {strange}"
    places = [order.index(child) for child in held]
    if own in LOOSE:
        first = order[0] if own in ("p", "r") else ""
        return f"{name}: {own} begins late with {first}" if first in held[1:] and first != held[0] else ""
    return "" if places == sorted(places) else f"{name}: {own} holds {held}"


def test_every_element_stands_where_the_standard_wants_it(trees: dict[str, etree._Element]) -> None:
    assert sum(1 for _ in elements(trees)) > 1000
    assert [fault for name, element in elements(trees) if (fault := wrong(name, element))] == []


def test_the_order_is_looked_at(trees: dict[str, etree._Element]) -> None:
    paragraph = trees["word/document.xml"].find(f".//{W}pPr")
    assert paragraph is not None
    made = etree.fromstring(etree.tostring(paragraph))
    made.insert(0, etree.SubElement(made, f"{W}jc"))
    assert wrong("x", made)


def test_a_cell_and_the_body_end_with_a_paragraph(trees: dict[str, etree._Element]) -> None:
    for _, element in elements(trees):
        if element.tag == f"{W}tc":
            assert element[-1].tag == f"{W}p"
        if element.tag == f"{W}body":
            assert [child.tag for child in element[-2:]] == [f"{W}p", f"{W}sectPr"]


def test_every_row_covers_the_whole_grid(trees: dict[str, etree._Element]) -> None:
    for table in trees["word/document.xml"].iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(int(span.get(f"{W}val")) if span is not None else 1 for span in spans) == columns


def test_every_style_that_is_used_is_there(trees: dict[str, etree._Element]) -> None:
    there = {style.get(f"{W}styleId") for style in trees["word/styles.xml"].iter(f"{W}style")}
    used = {e.get(f"{W}val") for _, e in elements(trees) if e.tag in (f"{W}pStyle", f"{W}rStyle", f"{W}basedOn")}
    assert used <= there
