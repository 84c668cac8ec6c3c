"""A filled report as an abstract document: what writers turn into a format, and all that they know of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal

from core.layout.boxes import Grid

DRAFT_FOOT: Final = "草稿，未定稿"
FINAL_FOOT: Final = "指纹 {}"
"""What stands in every page foot of ours; in braces the fingerprint as it is printed."""

_FOOT = re.compile(rf"{DRAFT_FOOT}|指纹( [0-9a-f]{{4}}){{4}}")

Style = Literal["title", "body", "heading1", "heading2", "heading3", "heading4"]


def is_foot(line: str) -> bool:
    """Whether a line is the foot of one of our pages, which a converter has put among the text."""
    return bool(_FOOT.fullmatch(line.strip()))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph. heading1 一、 黑体 · heading2 （一） 楷体 · heading3 1. and heading4 （1） 仿宋
    (GB/T 9704-2012, 7.3.3).

    `lead`: where a heading runs into its text, the number of characters that are the heading; the rest is body.
    """

    style: Style
    text: str
    lead: int = 0


@dataclass(frozen=True, slots=True)
class FilledTable:
    """`texts` gives the shown text of each cell id; absent is blank. `sums`: the parts of each total that is computed
    (not stated), for formats that can compute."""

    grid: Grid
    caption: str  # 表三, for readers of the outline; not printed
    texts: Mapping[str, str]
    sums: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Code:
    """A two-dimensional code that holds `text` (characters of RFC 9285, base 45); drawn on paper only."""

    text: str


Block = Paragraph | FilledTable | Code


@dataclass(frozen=True, slots=True)
class Document:
    """`footer` stands in every page foot (the fingerprint); `draft` prints 草稿 across each page. `created`: when the
    document was made, ISO 8601 with offset; empty: not told, so that the same document gives the same bytes."""

    title: str
    blocks: tuple[Block, ...]
    author: str = ""
    subject: str = ""
    footer: str = ""
    draft: bool = False
    created: str = ""
