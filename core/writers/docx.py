"""The report for a word processor (ISO/IEC 29500, transitional): real styles, real tables, the page of GB/T 9704.

The parts are written by hand, because a template brings styles and faces that no 公文 has.
"""

from __future__ import annotations

from html import escape
from typing import BinaryIO, Final

from core import __version__
from core.layout.document import Document
from core.writers.archive import pack
from core.writers.carry import carried
from core.writers.docx_body import body
from core.writers.docx_foot import even_foot, head, odd_foot
from core.writers.docx_styles import WORDS, fonts, settings, styles
from core.writers.faces import Faces

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS: Final = (
    ("styles", "styles"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("header1", "header"),
    ("footer1", "footer"),
    ("footer2", "footer"),
)
"""Parts beside the document, with their kind; the n-th is the relation rId<n>."""


def write(document: Document, out: BinaryIO, faces: Faces) -> None:
    """Write `document` as .docx to `out`; column widths and sizes are those that `faces` give the printed tables.

    The same document gives the same bytes.
    """
    parts = (
        ("[Content_Types].xml", _content_types()),
        ("_rels/.rels", _relations()),
        ("docProps/core.xml", _properties(document)),
        ("docProps/app.xml", _program()),
        ("word/_rels/document.xml.rels", _document_relations()),
        ("word/document.xml", f"<w:document {WORDS}>{body(document, faces)}</w:document>"),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings()),
        ("word/fontTable.xml", fonts()),
        ("word/header1.xml", head(draft=document.draft)),
        ("word/footer1.xml", odd_foot(document.footer)),
        ("word/footer2.xml", even_foot(document.footer)),
    )
    pack(((name, (_HEAD + content).encode()) for name, content in parts), out)


def _content_types() -> str:
    override = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *_PARTS)
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{override}"
        '<Override PartName="/docProps/core.xml"'
        ' ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>'
    )


def _relations() -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties"'
        ' Target="docProps/core.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/extended-properties" Target="docProps/app.xml"/></Relationships>'
    )


def _document_relations() -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(_PARTS, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _properties(document: Document) -> str:
    created = (
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{escape(document.created)}</dcterms:created>'
        if document.created
        else ""
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(carried(document.title))}</dc:title>"
        f"<dc:subject>{escape(carried(document.subject))}</dc:subject>"
        f"<dc:creator>{escape(carried(document.author))}</dc:creator>"
        f"<dc:language>zh-CN</dc:language>{created}</cp:coreProperties>"
    )


def _program() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{kind}"><Application>nianbao {__version__}</Application></Properties>'
