"""The paper on the screen: the PDF of a report or of the empty form, and pictures of its pages.

Dear libraries are imported late; everything here may run off the window's thread.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from core.check.evaluate import evaluate
from core.check.evaluation import Evaluation
from core.form.model import Form
from core.layout import fill
from core.layout.document import DRAFT_FOOT, FINAL_FOOT, Document
from core.layout.styles import Face
from core.report.package import on_paper
from core.report.report import Report

if TYPE_CHECKING:
    from core.writers.faces import Faces


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as 8-bit BGRX pixels, `stride` bytes a row."""

    width: int
    height: int
    stride: int
    pixels: bytes


def document(
    form: Form, evaluation: Evaluation, *, fingerprint: str = "", created: str = "", foot: bool = True
) -> Document:
    """The report as it is printed: a draft until it has a fingerprint, which then stands in every page foot.

    `created`: ISO 8601 with offset. `foot`: without it the fingerprint stays out of a copy for publication.
    """
    footer = FINAL_FOOT.format(on_paper(fingerprint)) if fingerprint else DRAFT_FOOT
    shown = footer if foot or not fingerprint else ""
    return fill(form, evaluation, footer=shown, draft=not fingerprint, created=created)


def blank(form: Form) -> Document:
    """空表: the form without a figure, for the divisions to fill in by hand."""
    return fill(form, evaluate(form, Report()), footer="空表，供内设机构填写")


FaceSet = Literal["installed", "shipped"]
"""Which faces paper is set in: the clerk's own where there are any, or only those shipped with the program."""


def faces(which: FaceSet = "installed") -> Faces:
    """The faces; found once a process."""
    from core.writers import faces as known

    return known.installed() if which == "installed" else known.shipped()


ROLES: Final[Mapping[Face, str]] = MappingProxyType(
    {"xiaobiaosong": "小标宋", "hei": "黑体", "kai": "楷体", "fangsong": "仿宋", "song": "宋体"}
)
"""The faces of an official document, as a person calls them."""


@dataclass(frozen=True, slots=True)
class FaceName:
    """The face that serves a role: `name` as its file says, `own` where it is installed on this computer."""

    role: str
    name: str
    own: bool


def face_names(which: FaceSet = "installed") -> tuple[FaceName, ...]:
    """What paper is set in now, in the order of `ROLES`."""
    from core.writers import faces as known

    mine, base = faces(which).files, known.shipped().files
    return tuple(FaceName(words, mine[role].name, mine[role] != base[role]) for role, words in ROLES.items())


def pdf(it: Document, *, archival: bool = False, which: FaceSet = "installed") -> bytes:
    """The document as PDF; `archival`: as PDF/A-2b, which a preview has no need of."""
    from core.writers import pdf as writer

    out = io.BytesIO()
    writer.write(it, out, faces(which))
    if not archival:
        return out.getvalue()
    from core.writers import pdfa

    return pdfa.archival(out.getvalue(), it)


def unprintable(it: Document, which: FaceSet = "installed") -> tuple[str, ...]:
    """The characters that no face has; they would print as 〓, and the person is told before printing."""
    from core.writers import faces as known

    return known.missing(it, faces(which))


@lru_cache(maxsize=1)
def pdfium() -> Lock:
    """Held by whoever has PDFium read or draw in this process: it knows no threads, and two at once get pages that
    cannot be loaded, or end the program. Printing draws on the window's thread, preview and proof beside it."""
    return Lock()


def page_count(data: bytes) -> int:
    """How many pages a PDF has."""
    import pypdfium2

    with pdfium():
        opened = pypdfium2.PdfDocument(data)
        try:
            return len(opened)
        finally:
            opened.close()


def picture(data: bytes, page: int, scale: float) -> Picture:
    """Page `page` (from 0) of a PDF at `scale` px per point."""
    import pypdfium2

    with pdfium():
        opened = pypdfium2.PdfDocument(data)
        try:
            bitmap = opened[page].render(scale=scale, prefer_bgrx=True)
            made = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
            bitmap.close()
            return made
        finally:
            opened.close()
