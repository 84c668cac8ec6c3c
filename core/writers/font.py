"""One TrueType face as reportlab embeds it, read once a process. Imported only when something is drawn."""

from __future__ import annotations

import logging
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTEncoding, TTFError, TTFont

from core.writers.truetype import Face

_LOG = logging.getLogger(__name__)


class Font(TTFont):
    """A face under a name of its own in reportlab's registry."""

    def __init__(self, name: str, path: Path, index: int) -> None:
        """As reportlab does, but for the reader of the file."""
        self.fontName = name
        self.face = Face(str(path), subfontIndex=index)
        self.encoding = TTEncoding()
        self.state = WeakKeyDictionary()
        self._asciiReadable = self.shapable = False

    def has(self, code: int) -> bool:
        return bool(self.face.charToGlyph.get(code))

    def advance(self, code: int) -> float:
        """In ems."""
        return float(self.face.charWidths.get(code, self.face.defaultWidth)) / 1000

    def addObjects(self, doc: Any) -> None:
        """As reportlab does, with maps back to text that also know characters beyond U+FFFF (乡名、人名用字)."""
        subsets = self.state[doc].subsets
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            if any(code > 0xFFFF for code in subset):
                name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode()
                doc.idToObject["toUnicodeCMap:" + name].content = _to_unicode(name, subset)


def _to_unicode(name: str, subset: Iterable[int]) -> str:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3): one-byte codes to UTF-16BE, at most 100 to a group."""
    pairs = [f"<{i:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for i, code in enumerate(subset)]
    groups = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            f"1 begincodespacerange <00> <{len(pairs) - 1:02X}> endcodespacerange",
            *(f"{len(group)} beginbfchar\n" + "\n".join(group) + "\nendbfchar" for group in groups),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


@cache
def load(path: Path, index: int = 0) -> Font:
    """The face in `path`, registered with reportlab; `index`: which of a collection. Raises reportlab's TTFError on a
    file that is none."""
    font = Font(f"nianbao:{path}:{index}", path, index)
    pdfmetrics.registerFont(font)
    return font


def sound(path: Path, index: int, sample: str) -> bool:
    """Whether the face can be read and has every character of `sample`."""
    try:
        font = load(path, index)
        font.face.makeSubset([ord(character) for character in sample])
        return all(font.has(ord(character)) for character in sample)
    except (TTFError, OSError, ValueError, IndexError, KeyError, struct.error) as error:
        _LOG.info("face %s passed over: %s", path, error)
        return False
