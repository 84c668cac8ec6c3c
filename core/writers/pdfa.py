"""PDF/A-2b (ISO 19005-2): the finished PDF told about itself, so that an archive keeps it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from html import escape
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
    producer, keywords = (str(pdf.docinfo.get(key, "")) for key in ("/Producer", "/Keywords"))
    schemas = (
        _schema(
            ("dc", "http://purl.org/dc/elements/1.1/"),
            ("format", "application/pdf"),
            ("title", _list("Alt", printable(document.title))),
            ("creator", _list("Seq", printable(document.author))),
            ("description", _list("Alt", printable(document.subject))),
            ("language", _list("Bag", "zh-CN")),
        ),
        _schema(
            ("xmp", "http://ns.adobe.com/xap/1.0/"),
            ("CreatorTool", f"nianbao {__version__}"),
            ("CreateDate", moment),
            ("ModifyDate", moment),
            ("MetadataDate", moment),
        ),
        _schema(
            ("pdf", "http://ns.adobe.com/pdf/1.3/"), ("Producer", escape(producer)), ("Keywords", escape(keywords))
        ),
        _schema(("pdfaid", "http://www.aiim.org/pdfa/ns/id/"), ("part", "2"), ("conformance", "B")),
    )
    packet = _PACKET.format("\n".join(schemas))
    pdf.Root.Metadata = pdf.make_indirect(Stream(pdf, packet.encode(), Type=Name.Metadata, Subtype=Name.XML))


_PACKET: Final = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{}
</rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _schema(name: tuple[str, str], *said: tuple[str, str]) -> str:
    """A description of its own, which names its words at its head: some checkers look nowhere else."""
    prefix, space = name
    inner = "".join(f"<{prefix}:{key}>{value}</{prefix}:{key}>" for key, value in said)
    return f'<rdf:Description rdf:about="" xmlns:{prefix}="{space}">{inner}</rdf:Description>'


def _list(kind: str, text: str) -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    return f"<rdf:{kind}><rdf:li{language}>{escape(text)}</rdf:li></rdf:{kind}>"
