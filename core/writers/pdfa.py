"""PDF/A-2b (ISO 19005-2): the finished PDF told about itself, so that an archive keeps it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from importlib import resources
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from core import __version__
from core.layout.document import Document
from core.writers.faces import printable

_CONDITION: Final = "sRGB IEC61966-2.1"
_UNDATED: Final = datetime(2000, 1, 1, tzinfo=UTC)


def archival(data: bytes, document: Document) -> bytes:
    """`data` (a PDF of `core.writers.pdf`) with metadata and output intent, without transparency groups.

    The same document gives the same bytes.
    """
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            for key in ("/Trans", "/Group"):
                if key in page:
                    del page[key]
        _intent(pdf)
        _metadata(pdf, document)
        pdf.save(
            out,
            deterministic_id=True,
            linearize=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
            fix_metadata_version=False,
            min_version="1.7",
        )
    return out.getvalue()


def _intent(pdf: pikepdf.Pdf) -> None:
    """What the greys of the paper mean: sRGB (6.2.3)."""
    profile = resources.files("pikepdf").joinpath("pdfa", "data", "sRGB.icc").read_bytes()
    stream = Stream(pdf, profile)
    stream["/N"] = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_CONDITION),
        Info=String(_CONDITION),
        DestOutputProfile=pdf.make_indirect(stream),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _metadata(pdf: pikepdf.Pdf, document: Document) -> None:
    """XMP that says the same as the document's properties (6.6.2, 6.6.3)."""
    created = datetime.fromisoformat(document.created) if document.created else _UNDATED
    moment = created.isoformat(timespec="seconds")
    keywords = str(pdf.docinfo.get("/Keywords", ""))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
        meta["dc:title"] = printable(document.title)
        meta["dc:creator"] = [printable(document.author)]
        meta["dc:description"] = printable(document.subject)
        meta["dc:language"] = ["zh-CN"]
        meta["xmp:CreatorTool"] = f"nianbao {__version__}"
        meta["xmp:CreateDate"] = moment
        meta["xmp:ModifyDate"] = moment
        meta["xmp:MetadataDate"] = moment
        meta["pdf:Producer"] = str(pdf.docinfo.get("/Producer", ""))
        if keywords:
            meta["pdf:Keywords"] = keywords
        meta["pdfaid:part"] = "2"
        meta["pdfaid:conformance"] = "B"
