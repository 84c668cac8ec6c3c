"""Printing a whole report: the built-in sample on paper

The peers set the same words and the same tables: typst from its own markup, WeasyPrint from our web page, LibreOffice
without a window from our .docx. A peer that is not installed is left out; NIANBAO_PEERS names a Python that has typst
and WeasyPrint. "Cold" is a whole process; `nianbao convert` also checks the report, writes PDF/A-2b and reads it back.
kB is the size of the file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from measure import Row, compared

from core import paths
from core.layout.document import Document, FilledTable, Paragraph
from core.services import export, paper
from core.services.checking import judge, load

TIMES = 7
SAMPLE = min((paths.resources() / "samples").glob("*.txt"))
FONTS = paths.resources() / "fonts"
TYPST = "import typst, sys; typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]])"
WEASY = "import weasyprint, sys; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"


def run() -> Iterator[Row]:
    it = judge(load(SAMPLE))
    document = paper.document(it.form, it.evaluation)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        convert(place / "ours.pdf")
        ours = f"{(place / 'ours.pdf').stat().st_size / 1000:.0f} kB"
        for name, peer in peers(document, place).items():
            peer()
            theirs = f"{name}, {(place / 'peer.pdf').stat().st_size / 1000:.0f} kB"
            yield compared("write the PDF, program running", lambda: paper.pdf(document), peer, theirs, TIMES)
            yield compared(f"nianbao convert, cold, {ours}", lambda: convert(place / "again.pdf"), peer, theirs, TIMES)


def convert(target: Path) -> None:
    call([sys.executable, "-m", "core.cli", "convert", str(SAMPLE), str(target)])


def peers(document: Document, place: Path) -> dict[str, Callable[[], None]]:
    """Those that are installed, each writing `peer.pdf`."""
    found: dict[str, Callable[[], None]] = {}
    target = place / "peer.pdf"
    python = os.environ.get("NIANBAO_PEERS", sys.executable)
    if has(python, "typst"):
        source = place / "peer.typ"
        source.write_text(markup(document), encoding="utf-8")
        found["typst, cold"] = lambda: call([python, "-c", TYPST, str(source), str(target), str(FONTS)])
    if has(python, "weasyprint"):
        page = place / "peer.html"
        page.write_bytes(export.document_bytes(document, ".html"))
        found["WeasyPrint, cold"] = lambda: call([python, "-c", WEASY, str(page), str(target)])
    if office := shutil.which("soffice"):
        word = place / "peer.docx"
        word.write_bytes(export.document_bytes(document, ".docx"))
        command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(place), str(word)]
        found["LibreOffice from .docx, cold"] = lambda: call(command)
    return found


def has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def call(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


def markup(document: Document) -> str:
    """The document in typst's words."""
    parts = [
        '#set page("a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")',
        '#set text(font: "Nianbao FangSong", size: 16pt, lang: "zh")',
        "#set par(first-line-indent: (amount: 2em, all: true), justify: true, leading: 13pt, spacing: 13pt)",
    ]
    for block in document.blocks:
        if isinstance(block, FilledTable):
            parts.append(table(block))
        elif isinstance(block, Paragraph):
            parts.append(f"#par[{quoted(block.text)}]")
    return "\n\n".join(parts)


def table(it: FilledTable) -> str:
    cells = ", ".join(
        f"table.cell(x: {b.col}, y: {b.row}, colspan: {b.colspan}, rowspan: {b.rowspan})"
        f"[{quoted(b.text or it.texts.get(b.cell or '', ''))}]"
        for b in it.grid.boxes
    )
    return f'#text(size: 8pt, font: "Nianbao Song", table(columns: {it.grid.cols}, {cells}))'


def quoted(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'#"{plain}"'
