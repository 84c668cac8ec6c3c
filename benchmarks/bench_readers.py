"""Reading a report that came in another program's shape, against parsing alone.

The report is the built-in sample as our writers give it. The peer parses the same bytes and does nothing with them:
lxml builds the tree of a web page or of a word-processor file's body, pypdfium2 asks PDFium for every character of a
PDF with its place and size and for the bounds of every line drawn; python-docx gives the text of every cell. Processor
time, the best of several rounds.
"""

from __future__ import annotations

import ctypes
import io
import time
import zipfile
from collections.abc import Callable
from functools import partial
from typing import Final

import docx
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree

from core import paths
from core.readers import read
from core.services import paper
from core.services.checking import forms, judge, load
from core.services.export import document_bytes

ROUNDS: Final = 5
FILES: Final = 10

Row = tuple[str, float, float, float]
"""(what, our seconds, the peer's seconds, ours / peer's)"""


def page(data: bytes) -> None:
    etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def body(data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        etree.fromstring(archive.read("word/document.xml"))


def cells(data: bytes) -> None:
    """What a script with the usual library for word-processor files does."""
    document = docx.Document(io.BytesIO(data))
    _ = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    _ = [paragraph.text for paragraph in document.paragraphs]


def pages(data: bytes) -> None:
    document = pypdfium2.PdfDocument(data)
    x, y = ctypes.c_double(), ctypes.c_double()
    for leaf in document:
        for shape in leaf.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=1):
            shape.get_bounds()
        text = leaf.get_textpage()
        for i in range(text.count_chars()):
            pdfium.FPDFText_GetUnicode(text, i)
            pdfium.FPDFText_GetCharOrigin(text, i, x, y)
            pdfium.FPDFText_GetFontSize(text, i)
    document.close()


def seconds(work: Callable[[], object]) -> float:
    """Processor time a file."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(FILES):
            work()
        best = min(best, (time.process_time() - start) / FILES)
    return best


def run() -> list[Row]:
    known = forms()
    it = judge(load(next((paths.resources() / "samples").glob("*.txt"))))
    document = paper.document(it.form, it.evaluation)
    rows: list[Row] = []
    for suffix, alone, name in (
        (".html", page, "lxml, parsed only"),
        (".docx", body, "lxml, parsed only"),
        (".docx", cells, "python-docx, the text of every cell"),
        (".pdf", pages, "PDFium, parsed only"),
    ):
        data = document_bytes(document, suffix)
        assert len(read(data, f"x{suffix}", known).as_read) == len(it.reading.as_read)
        ours = seconds(partial(read, data, f"x{suffix}", known))
        peer = seconds(partial(alone, data))
        rows.append((f"read a {suffix} report, {1 / ours:.0f} files a second | {name}", ours, peer, ours / peer))
    return rows


if __name__ == "__main__":
    for what, ours, peer, ratio in run():
        print(f"{what}: {ours * 1000:.1f} ms | {peer * 1000:.1f} ms | × {ratio:.2f}")
