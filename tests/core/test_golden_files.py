"""What a small invented report looks like in each format of text, kept as files.

A change of a writer shows as a difference of these: look at the pages, then run the test with NIANBAO_GOLDEN=write to
keep the new ones.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
from functools import partial
from pathlib import Path

import pytest

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document
from core.services.export import Options, document_bytes
from core.values import Answer, Text
from tests.core.paper import evaluated

GOLDEN = Path(__file__).parent / "golden"
WORDS = "（一）虎。园里有虎12头，占全部45.8%……\n（二）象\n=1+1 <b>&amp;</b>\n镕字另取一面。"


def part(document: Document, suffix: str, name: str) -> str:
    """One part of a zipped format, an element a line."""
    data = document_bytes(document, suffix, Options(formulas=True, faces="shipped"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        text = archive.read(name).decode()
    return re.sub(r"(?<=>)(?=<(?:w:p|w:tbl|w:tr|w:tc|w:sectPr|w:style|row|c|col|mergeCell)[ >])", "\n", text) + "\n"


def page(document: Document) -> str:
    return re.sub(r"nianbao \d+\.[\d.]+", "nianbao", document_bytes(document, ".html").decode())


FILES = {
    "report.html": page,
    "document.xml": partial(part, suffix=".docx", name="word/document.xml"),
    "styles.xml": partial(part, suffix=".docx", name="word/styles.xml"),
    "sheet.xml": partial(part, suffix=".xlsx", name="xl/worksheets/sheet2.xml"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_as_it_did(toy: Form, name: str) -> None:
    evaluation = evaluated(toy, unit="云岭区动物园（东园）", figures=(0, 7, 1200), w__text=Answer(Text(WORDS)))
    text = FILES[name](fill(toy, evaluation, footer="指纹 0123", draft=True))
    if os.environ.get("NIANBAO_GOLDEN") == "write":
        (GOLDEN / name).write_text(text, encoding="utf-8")
    assert text == (GOLDEN / name).read_text(encoding="utf-8")
