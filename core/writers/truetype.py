"""A TrueType file read for embedding: reportlab's reader with its maps of characters made in whole tables at a time.

reportlab reads them number by number, twice as long, and without an end in a damaged face.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, chain, repeat
from typing import Final

from reportlab.pdfbase.ttfonts import TTFontFace, TTFontMaker

_LAST: Final = 0x10FFFF
_MORE, _WORDS = 0x0020, 0x0001
_SCALES: Final = ((0x0008, 2), (0x0040, 4), (0x0080, 8))
"""Flags of a composite glyph: another part follows; its place is in words; bytes of its scale."""


class Face(TTFontFace):
    """Raises ValueError, struct.error, KeyError or reportlab's TTFError on a file that is none."""

    def extractInfo(self, charInfo: int = 1) -> None:  # noqa: N803 -- reportlab's name
        """As reportlab does (OpenType 1.9: hhea, hmtx, cmap, loca)."""
        super().extractInfo(0)
        if not charInfo:
            return
        self._maps()
        self._metrics()
        form = struct.unpack_from(">h", self._table("head"), 50)[0]
        size, scale = (">L", 1) if form else (">H", 2)
        count = self.numGlyphs + 1
        found = struct.unpack_from(f">{count}{size[1]}", self._table("loca"))
        self.glyphPos = found if scale == 1 else tuple(at * scale for at in found)
        if self.glyphPos[-1] > len(self._table("glyf")) or list(self.glyphPos) != sorted(self.glyphPos):
            raise ValueError("outlines cut short or in disorder")  # they would print as nothing

    def _table(self, tag: str) -> bytes:
        return bytes(self.get_table(tag))  # type: ignore[no-untyped-call] # the stub has no types

    def makeSubset(self, subset: Sequence[int]) -> bytes:
        """The glyphs of the characters `subset`, in that order, with no table that a PDF has no use for (ISO 32000-1,
        9.9: names and metrics of the system stand in the PDF itself)."""
        order = [0]
        new = {0: 0}

        def numbered(glyph: int) -> int:
            if glyph not in new:
                new[glyph] = len(order)
                order.append(glyph)
            return new[glyph]

        codes = [numbered(self.charToGlyph.get(code, 0)) for code in subset]
        outlines = self.get_table("glyf")  # type: ignore[no-untyped-call] # the stub has no types
        drawn = []
        for glyph in order:  # grows while composite glyphs name their parts
            data = bytes(outlines[self.glyphPos[glyph] : self.glyphPos[glyph + 1]])
            drawn.append(_renumbered(data, numbered) + bytes(-len(data) % 4))
        places = (0, *accumulate(map(len, drawn)))
        metrics = (number for glyph in order for number in self.hmetrics[glyph])
        count = len(order)
        maker = TTFontMaker()
        for tag in ("cvt ", "fpgm", "prep"):
            if tag in self.table:
                maker.add(tag, self._table(tag))
        coded = (0, 1, 1, 0, 0, 12, 6, 10 + 2 * len(codes), 0, 0, len(codes), *codes)
        maker.add("cmap", struct.pack(f">{len(coded)}H", *coded))
        maker.add("glyf", b"".join(drawn))
        maker.add("loca", struct.pack(f">{count + 1}L", *places))
        maker.add("hmtx", struct.pack(f">{2 * count}H", *metrics))
        maker.add("head", _with(self._table("head"), 50, 1))
        maker.add("hhea", _with(self._table("hhea"), 34, count))
        maker.add("maxp", _with(self._table("maxp"), 4, count))
        return bytes(maker.makeStream())

    def _metrics(self) -> None:
        table = self._table("hmtx")
        (full,) = struct.unpack_from(">H", self._table("hhea"), 34)
        metrics = list(struct.iter_unpack(">HH", table[: 4 * full]))
        rest = struct.unpack_from(f">{self.numGlyphs - full}H", table, 4 * full) if self.numGlyphs > full else ()
        metrics += zip(repeat(metrics[-1][0]), rest)  # the advance of the last one is everyone's
        scale = 1 if self.unitsPerEm == 1000 else 1000 / self.unitsPerEm  # whole numbers stay whole
        widths = [advance * scale for advance, _ in metrics]
        self.hmetrics, self.defaultWidth = metrics, widths[0]
        self.charWidths = {code: widths[glyph] for code, glyph in self.charToGlyph.items()}

    def _maps(self) -> None:
        """`charToGlyph`, of the widest map of Unicode that the file has; a glyph that the file lacks has no place."""
        table = self._table("cmap")
        pairs = chain.from_iterable(_pairs(table, _best(table)))
        most = self.numGlyphs
        found = {code: glyph for code, glyph in pairs if 0 < glyph < most}
        for space, other in ((0x20, 0xA0), (0xA0, 0x20)):
            if space in found:
                found.setdefault(other, found[space])
        self.charToGlyph = found


def _with(table: bytes, at: int, number: int) -> bytes:
    return table[:at] + struct.pack(">H", number) + table[at + 2 :]


def _renumbered(data: bytes, numbered: Callable[[int], int]) -> bytes:
    """A glyph with the parts that it is made of, if it is, under their new numbers (OpenType 1.9: glyf)."""
    if len(data) < 10 or struct.unpack_from(">h", data)[0] >= 0:
        return data
    parts = bytearray(data)
    at, flags = 10, _MORE
    while flags & _MORE:
        flags, glyph = struct.unpack_from(">HH", parts, at)
        struct.pack_into(">H", parts, at + 2, numbered(glyph))
        at += 4 + (4 if flags & _WORDS else 2) + next((size for bit, size in _SCALES if flags & bit), 0)
    return bytes(parts)


def _best(table: bytes) -> int:
    """Where the map begins: of all characters (format 12), else of the basic plane (format 4)."""
    found: dict[int, int] = {}
    for i in range(struct.unpack_from(">H", table, 2)[0]):
        platform, encoding, at = struct.unpack_from(">HHL", table, 4 + 8 * i)
        if platform in (0, 3) and (platform, encoding) not in ((0, 5), (3, 0)):
            found[struct.unpack_from(">H", table, at)[0]] = at
    for form in (12, 4):
        if form in found:
            return found[form]
    raise ValueError("no map of Unicode")


def _pairs(table: bytes, at: int) -> Iterator[Iterator[tuple[int, int]]]:
    """The (character, glyph) pairs, a stretch at a time."""
    if struct.unpack_from(">H", table, at)[0] == 4:
        yield from _segments(table, at)
        return
    (count,) = struct.unpack_from(">L", table, at + 12)
    before = -1
    for start, end, glyph in struct.iter_unpack(">LLL", table[at + 16 : at + 16 + 12 * count]):
        if not before < start <= end <= _LAST:
            raise ValueError("a map in disorder")
        before = end
        yield zip(range(start, end + 1), range(glyph, glyph + end - start + 1), strict=True)


def _segments(table: bytes, at: int) -> Iterator[Iterator[tuple[int, int]]]:
    count = struct.unpack_from(">H", table, at + 6)[0] // 2
    ends, starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", table, at + 14 + 2 * count * part + 2 * (part > 0)) for part in range(4)
    )
    for i, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        codes = range(start, end + 1)
        if not codes or start == 0xFFFF:
            continue
        if offset == 0:
            yield zip(codes, ((code + delta) & 0xFFFF for code in codes), strict=True)
            continue
        first = at + 16 + 6 * count + 2 * i + offset
        listed = struct.unpack_from(f">{len(codes)}H", table, first)
        yield zip(codes, ((glyph and (glyph + delta) & 0xFFFF) for glyph in listed), strict=True)
