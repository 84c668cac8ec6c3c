"""The paper on the screen: the PDF of a report or of the empty form, and pictures of its pages.

Dear libraries are imported late; everything here may run off the window's thread.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from core.check.evaluate import evaluate
from core.check.evaluation import Evaluation
from core.form.model import Form
from core.layout import fill
from core.layout.document import Document
from core.report.package import on_paper
from core.report.report import Report


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as 8-bit BGRX pixels, `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def document(form: Form, evaluation: Evaluation, *, fingerprint: str = "") -> Document:
    """The report as it is printed: a draft until it has a fingerprint, which then stands in every page foot."""
    footer = f"指纹 {on_paper(fingerprint)}" if fingerprint else "草稿，未定稿"
    return fill(form, evaluation, footer=footer, draft=not fingerprint)


def blank(form: Form) -> Document:
    """空表: the form without a figure, for the divisions to fill in by hand."""
    return fill(form, evaluate(form, Report()), footer="空表，供内设机构填写")


def pdf(it: Document) -> bytes:
    """The document as PDF, in the faces shipped with the program."""
    from core.writers import faces
    from core.writers import pdf as writer

    out = io.BytesIO()
    writer.write(it, out, faces.shipped())
    return out.getvalue()


def unprintable(it: Document) -> tuple[str, ...]:
    """The characters that no face has; they would print as 〓, and the person is told before printing."""
    from core.writers import faces

    return faces.missing(it, faces.shipped())


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(data)
    try:
        return len(opened)
    finally:
        opened.close()


def picture(data: bytes, page: int, scale: float) -> Picture:
    """Page `page` (from 0) of a PDF at `scale` px per point."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(data)
    try:
        bitmap = opened[page].render(scale=scale, prefer_bgrx=True)
        made = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        return made
    finally:
        opened.close()
