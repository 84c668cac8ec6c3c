"""The print-ready PDF: pages drawn with reportlab. Imported only when a PDF is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import BinaryIO, Final

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from core import __version__
from core.layout.document import Document
from core.layout.styles import FOOT, PAGE
from core.writers.faces import Faces, printable
from core.writers.operators import patches, rules, text
from core.writers.outline import trace
from core.writers.placed import Page
from core.writers.typeset import typeset

rl_config.useA85 = 0  # streams as they are, a fifth smaller than in letters

DRAFT: Final = "草稿"
_DRAFT_FACE: Final = "hei"
_DRAFT_SIZE: Final = 190.0
_DRAFT_GREY: Final = 0.93


def write(document: Document, out: BinaryIO, faces: Faces) -> None:
    """Write `document` as PDF to `out`: A4, all fonts embedded as subsets, bookmarks for headings and tables.

    The same document gives the same bytes. 草稿 is drawn as an outline, so that it is no text of the page.
    """
    pages = typeset(document, faces)
    first = faces.font(FOOT.face)
    canvas = Canvas(
        out,
        pagesize=(PAGE.width, PAGE.height),
        pageCompression=1,
        invariant=1,
        initialFontName=first.fontName,  # type: ignore[arg-type] # the stub says float; else Helvetica gets in
        lang="zh-CN",
    )
    _describe(canvas, document)
    canvas.setKeywords(f"字体：{'、'.join(_names(pages, faces))}")
    if document.draft:
        _draft_form(canvas, faces)
    with _one_at_a_time():
        depth = -1
        for page in pages:
            if document.draft:
                canvas.doForm("draft")
            depth = _bookmarks(canvas, page, depth)
            _draw(canvas, page, faces)
        canvas.save()


@lru_cache(maxsize=1)
def _one_at_a_time() -> Lock:
    """reportlab's fonts are shared by all documents and read through one cursor."""
    return Lock()


def _describe(canvas: Canvas, document: Document) -> None:
    canvas.setTitle(printable(document.title))
    canvas.setAuthor(printable(document.author))
    canvas.setSubject(printable(document.subject))
    canvas.setCreator(f"nianbao {__version__}")
    if document.created:
        stamp = _stamp(document.created)
        canvas.setDateFormatter(lambda *_: stamp)
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _names(pages: Iterable[Page], faces: Faces) -> list[str]:
    """The faces that stand on the pages, as a person calls them."""
    used = {run.face for page in pages for run in page.runs}
    return sorted({faces.files[role].name for role in used if role in faces.files})


def _stamp(moment: str) -> str:
    """ISO 8601 as a date of PDF (ISO 32000-1, 7.9.4)."""
    when = datetime.fromisoformat(moment)
    zone = f"{when:%z}"
    return f"D:{when:%Y%m%d%H%M%S}" + (f"{zone[:3]}'{zone[3:5]}'" if zone else "")


def _draft_form(canvas: Canvas, faces: Faces) -> None:
    canvas.beginForm("draft")
    canvas.setFillGray(_DRAFT_GREY)
    canvas.translate(PAGE.left + PAGE.text_width / 2, PAGE.bottom + PAGE.text_height / 2)
    canvas.rotate(50)
    canvas.translate(0, -0.38 * _DRAFT_SIZE)
    path = canvas.beginPath()
    trace(faces.font(_DRAFT_FACE), DRAFT, _DRAFT_SIZE, path)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.endForm()


def _bookmarks(canvas: Canvas, page: Page, depth: int) -> int:
    """Outline entries of `page`; `depth` is the last one's, which the next may exceed by one at most."""
    for i, mark in enumerate(page.marks):
        key = f"{page.number}-{i}"
        depth = min(mark.level - 1, depth + 1)
        canvas.bookmarkPage(key, fit="XYZ", left=0, top=mark.y, zoom=0)
        canvas.addOutlineEntry(printable(mark.title), key, level=depth)
    return depth


def _draw(canvas: Canvas, page: Page, faces: Faces) -> None:
    doc = canvas._doc  # type: ignore[attr-defined] # noqa: SLF001 -- reportlab has no public name for it
    parts = (*rules(page.rules), *patches(page.patches), *text(page.runs, faces, doc))
    canvas.addLiteral("\n".join(parts))
    canvas.showPage()
