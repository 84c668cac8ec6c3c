"""Page heads and feet of the .docx: the page number outside, the footer at the other side, 草稿 across the page."""

from __future__ import annotations

from html import escape
from typing import Final

from core.layout.styles import FOOT, PAGE
from core.writers.carry import carried
from core.writers.docx_styles import FACES, WORDS, face, twips

_DRAFT: Final = (
    '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="nianbao-draft" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;margin-left:0;'
    "margin-top:0;width:340pt;height:170pt;rotation:310;z-index:-251658752;mso-position-horizontal:center;"
    'mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"'
    f' o:allowincell="f" fillcolor="#ededed" stroked="f"><v:textpath style="font-family:&quot;{FACES["hei"][0]}&quot;;'
    'font-size:1pt" string="草稿"/></v:shape></w:pict></w:r>'
)


def head(*, draft: bool) -> str:
    """word/header1.xml: empty, or 草稿 behind the text of every page."""
    return f"<w:hdr {WORDS}><w:p>{_DRAFT if draft else ''}</w:p></w:hdr>"


def odd_foot(footer: str) -> str:
    """The footer left, the page number right, one character in (GB/T 9704-2012, 7.5)."""
    edge = twips(PAGE.text_width - FOOT.size)
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{edge}"/></w:tabs>'
    return _foot(tab, _footer(footer) + "<w:r><w:tab/></w:r>" + _number())


def even_foot(footer: str) -> str:
    """The page number left, one character in, the footer right."""
    tab = f'<w:tabs><w:tab w:val="right" w:pos="{twips(PAGE.text_width)}"/></w:tabs>'
    indent = f'<w:ind w:left="{twips(FOOT.size)}"/>'
    return _foot(tab + indent, _number() + "<w:r><w:tab/></w:r>" + _footer(footer))


def _foot(properties: str, content: str) -> str:
    return f'<w:ftr {WORDS}><w:p><w:pPr><w:pStyle w:val="Footer"/>{properties}</w:pPr>{content}</w:p></w:ftr>'


def _footer(text: str) -> str:
    properties = f"<w:rPr>{face(FOOT.face, FOOT.small)}</w:rPr>"
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(carried(text))}</w:t></w:r>'


def _number() -> str:
    return (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
