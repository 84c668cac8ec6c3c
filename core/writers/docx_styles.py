"""Styles, faces and settings of the .docx: the one style table of `core.layout.styles` in Word's words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from core.layout.document import Style
from core.layout.styles import BODY, FOOT, PAGE, PARAGRAPHS, Face, ParagraphStyle

WORDS: Final = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)

FACES: Final[Mapping[Face, tuple[str, str]]] = MappingProxyType(
    {
        "xiaobiaosong": ("方正小标宋_GBK", "方正小标宋简体"),
        "hei": ("黑体", "SimHei"),
        "song": ("宋体", "SimSun"),
        "kai": ("楷体_GB2312", "楷体"),
        "fangsong": ("仿宋_GB2312", "仿宋"),
    }
)
"""The name of each face on an office desktop, and the one to take where that is missing."""

IDS: Final[Mapping[Style, tuple[str, str]]] = MappingProxyType(
    {
        "title": ("Title", "Title"),
        "body": ("BodyText", "Body Text"),
        "heading1": ("Heading1", "heading 1"),
        "heading2": ("Heading2", "heading 2"),
        "heading3": ("Heading3", "heading 3"),
        "heading4": ("Heading4", "heading 4"),
    }
)
"""Style ids and the built-in names by which Word, WPS and LibreOffice know them (标题, 正文文本, 标题 1 …)."""

_TIGHT: Final = -5
"""Twips between characters of 16 points, so that 28 stand on a line: -0.21 pt, rounded down to what Word can hold.
A grid of characters would say it too, but LibreOffice spreads the text over it."""

LINE: Final = int(PAGE.pitch * 20)
"""Twips from line to line, rounded down so that the last line of a page is not pushed over."""


def twips(points: float) -> int:
    return round(points * 20)


def face(role: Face, size: float | None = None) -> str:
    """Run properties: one face for every script, so that no other gets in; `size` in points; the body is set tight."""
    name = FACES[role][0]
    fonts_ = f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'
    if size is None:
        return fonts_
    space = f'<w:spacing w:val="{_TIGHT if size == BODY else 0}"/>'
    return f'{fonts_}{space}<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'


def styles() -> str:
    """word/styles.xml."""
    return (
        f"<w:styles {WORDS}><w:docDefaults><w:rPrDefault><w:rPr>{face('fangsong', BODY)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr>{_spacing(0, 0)}<w:jc w:val="both"/></w:pPr><w:rPr>{face("fangsong", BODY)}</w:rPr></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        + "".join(_paragraph_style(name, style) for name, style in PARAGRAPHS.items())
        + "".join(_lead_style(level) for level in ("heading2", "heading3", "heading4"))
        + _table_style("TableText", "表格文字", "song", "center")
        + _table_style("TableLabel", "表格项目", "song", "left")
        + _table_style("TableNote", "表格说明", "kai", "left")
        + _foot_style()
        + "</w:styles>"
    )


def _spacing(before: int, after: int) -> str:
    return (
        '<w:widowControl w:val="0"/><w:kinsoku/><w:overflowPunct w:val="0"/>'
        '<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="{before}" w:after="{after}" w:line="{LINE}" w:lineRule="exact"/>'
    )


def _paragraph_style(name: Style, style: ParagraphStyle) -> str:
    style_id, shown = IDS[name]
    align = "center" if style.align == "centre" else "both"
    indent = (
        f'<w:ind w:firstLineChars="{style.indent * 100}" w:firstLine="{twips(style.indent * PAGE.advance)}"/>'
        if style.indent
        else '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    )
    keep = "<w:keepNext/><w:keepLines/>" if style.level or name == "title" else ""
    outline = f'<w:outlineLvl w:val="{style.level - 1}"/>' if style.level else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
        f'<w:next w:val="BodyText"/><w:qFormat/><w:pPr>{keep}{_spacing(style.before * LINE, style.after * LINE)}'
        f'{indent}<w:jc w:val="{align}"/>{outline}</w:pPr><w:rPr>{face(style.face, style.size)}</w:rPr></w:style>'
    )


def lead_id(style: Style) -> str:
    """The character style of a heading that runs into its text."""
    return IDS[style][0] + "Lead"


def _lead_style(style: Style) -> str:
    return (
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{lead_id(style)}">'
        f'<w:name w:val="{IDS[style][1]} lead"/><w:rPr>{face(PARAGRAPHS[style].face)}</w:rPr></w:style>'
    )


def _table_style(style_id: str, name: str, role: Face, align: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="{align}"/></w:pPr>'
        f'<w:rPr>{face(role)}<w:snapToGrid w:val="0"/></w:rPr></w:style>'
    )


def _foot_style() -> str:
    return (
        '<w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/><w:pPr>'
        '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="left"/></w:pPr><w:rPr>{face(FOOT.face, FOOT.size)}</w:rPr></w:style>'
    )


def fonts() -> str:
    """word/fontTable.xml: each face with the name to take where it is missing."""
    rows = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, other in FACES.values()
    )
    return f"<w:fonts {WORDS}>{rows}</w:fonts>"


def settings() -> str:
    """word/settings.xml: page numbers outside left and right, no punctuation hanging out or at a line's beginning."""
    return (
        f'<w:settings {WORDS}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
        "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
