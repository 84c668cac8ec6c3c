"""The one style table: how each paragraph and each box looks on paper, for every writer. Lengths in points.

Source: GB/T 9704-2012, 5.2 (page, type area, lines), 7.3 (title, body, headings), 7.5 (page number).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from core.layout.boxes import Box, Role
from core.layout.document import Style

Face = Literal["xiaobiaosong", "hei", "song", "kai", "fangsong"]
Align = Literal["left", "centre", "justify"]

MM: Final = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PageStyle:
    """A4. `left`, `top`: from the paper's edge to the type area, which holds `lines` lines of `characters`."""

    width: float = 210 * MM
    height: float = 297 * MM
    left: float = 28 * MM
    top: float = 37 * MM
    text_width: float = 156 * MM
    text_height: float = 225 * MM
    lines: int = 22
    characters: int = 28

    @property
    def pitch(self) -> float:
        """From line to line: 28.99."""
        return self.text_height / self.lines

    @property
    def advance(self) -> float:
        """From character to character of the body: 15.79."""
        return self.text_width / self.characters

    @property
    def bottom(self) -> float:
        """The lower edge of the type area, from the lower edge of the paper."""
        return self.height - self.top - self.text_height


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """`indent`: characters before the first line; `before`, `after`: empty lines; `level`: of a heading, 0 is none."""

    face: Face
    size: float
    align: Align = "justify"
    indent: int = 2
    before: int = 0
    after: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class BoxStyle:
    face: Face
    align: Align


@dataclass(frozen=True, slots=True)
class FootStyle:
    """The page number — 1 — one character in from the edge, its dashes `drop` below the type area; and the small
    footer text at the other side."""

    face: Face = "song"
    size: float = 14
    drop: float = 7 * MM
    small: float = 8


PAGE: Final = PageStyle()
FOOT: Final = FootStyle()

BODY: Final = 16.0  # 3号
PARAGRAPHS: Final[Mapping[Style, ParagraphStyle]] = MappingProxyType(
    {
        "title": ParagraphStyle("xiaobiaosong", 22, "centre", indent=0, before=1, after=1),
        "body": ParagraphStyle("fangsong", BODY),
        "heading1": ParagraphStyle("hei", BODY, level=1),
        "heading2": ParagraphStyle("kai", BODY, level=2),
        "heading3": ParagraphStyle("fangsong", BODY, level=3),
        "heading4": ParagraphStyle("fangsong", BODY, level=4),
    }
)

BOXES: Final[Mapping[Role, BoxStyle]] = MappingProxyType(
    {
        "title": BoxStyle("song", "centre"),
        "corner": BoxStyle("song", "centre"),
        "head": BoxStyle("song", "centre"),
        "stub": BoxStyle("song", "left"),
        "entry": BoxStyle("song", "centre"),
        "computed": BoxStyle("song", "centre"),
        "blocked": BoxStyle("song", "centre"),
        "note": BoxStyle("kai", "left"),
    }
)


def box_style(box: Box, stub_cols: int) -> BoxStyle:
    """The style of one box: a label column that stands alone is centred like a head; a bracketed corner is a note."""
    if box.role == "stub" and stub_cols == 1:
        return BOXES["head"]
    if box.role == "corner" and box.text.startswith("（"):
        return BOXES["note"]
    return BOXES[box.role]


TABLE_SIZES: Final = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)
"""Type sizes of tables, largest first: the first at which a table fits on one page is taken."""

FRAME: Final = 1.0
RULE: Final = 0.5
