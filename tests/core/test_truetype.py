"""Our reader of faces says what reportlab's own slow one says, and what it cuts out can be read again."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab.pdfbase.ttfonts import TTFError, TTFontFace

from core.writers.faces import shipped
from core.writers.truetype import Face

SMALL = {"A": 0x41, "B": 0x42, "pair": 0x4E00, "triple": 0x2B3AD}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A face of two plain glyphs and two that are made of others, one of those of the other."""

    def square(side: int) -> TTGlyphPen:
        pen = TTGlyphPen(None)
        pen.moveTo((0, 0))
        for point in ((0, side), (side, side), (side, 0)):
            pen.lineTo(point)
        pen.closePath()
        return pen

    def made_of(*parts: tuple[str, tuple[float, ...]]) -> TTGlyphPen:
        pen = TTGlyphPen({"A": None, "B": None, "pair": None})
        for name, placed in parts:
            pen.addComponent(name, placed)
        return pen

    pens = {
        ".notdef": square(10),
        "A": square(500),
        "B": square(300),
        "pair": made_of(("A", (1, 0, 0, 1, 0, 0)), ("B", (0.5, 0, 0, 0.5, 600, 700))),
        "triple": made_of(("pair", (1, 0, 0, 1, 9, 9)), ("B", (1, 0, 0.25, 1, 300, 300))),
    }
    font = FontBuilder(1024, isTTF=True)
    font.setupGlyphOrder(list(pens))
    font.setupCharacterMap({code: name for name, code in SMALL.items()})
    font.setupGlyf({name: pen.glyph() for name, pen in pens.items()})
    font.setupHorizontalMetrics({name: (1024 if name == "pair" else 512, 0) for name in pens})
    font.setupHorizontalHeader(ascent=900, descent=-124)
    font.setupNameTable({"familyName": "Small", "styleName": "Regular", "psName": "Small"})
    font.setupOS2()
    font.setupPost()
    font.save(tmp_path / "small.ttf")
    return tmp_path / "small.ttf"


@pytest.mark.parametrize("role", list(shipped().files))
def test_a_shipped_face_is_read_as_reportlab_reads_it(role: str) -> None:
    file = str(shipped().files[role].path)
    ours, theirs = Face(file), TTFontFace(file)
    mapped = {code: glyph for code, glyph in theirs.charToGlyph.items() if 0 < glyph < theirs.numGlyphs}
    assert {**mapped, 0xA0: 0} == {**ours.charToGlyph, 0xA0: 0}  # a space that we print as a plain one
    assert all(ours.charWidths[code] == pytest.approx(theirs.charWidths[code]) for code in mapped)
    assert list(ours.glyphPos) == theirs.glyphPos
    for name in ("name", "bbox", "ascent", "descent", "capHeight", "stemV", "flags", "defaultWidth", "numGlyphs"):
        assert getattr(ours, name) == getattr(theirs, name)


def test_both_maps_of_a_face_are_known(path: Path) -> None:
    font = TTFont(path)
    assert {table.format for table in font["cmap"].tables} == {4, 12}
    assert {code for code in Face(str(path)).charToGlyph if code != 0xA0} == set(SMALL.values())
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format == 4]
    font.save(path)
    assert {code for code in Face(str(path)).charToGlyph if code != 0xA0} == set(SMALL.values()) - {0x2B3AD}


def test_a_part_of_a_face_holds_the_asked_glyphs_with_their_parts_and_nothing_else(path: Path) -> None:
    cut = TTFont(io.BytesIO(Face(str(path)).makeSubset([0, 0x2B3AD, 0x41])))
    assert set(cut.keys()) - {"GlyphOrder"} == {"cmap", "glyf", "loca", "hmtx", "head", "hhea", "maxp"}
    whole, order = TTFont(path), cut.getGlyphOrder()
    assert len(order) == 5  # .notdef, the triple, A, the pair, B
    drawn, original = cut.getGlyphSet(), whole.getGlyphSet()
    for place, name in ((1, "triple"), (2, "A")):
        ours, theirs = Outline(), Outline()
        drawn[order[place]].draw(ours)
        original[name].draw(theirs)
        assert resolved(ours, drawn) == resolved(theirs, original) != []
        assert cut["hmtx"][order[place]] == whole["hmtx"][name]


class Outline:
    """What a glyph draws, its parts by name."""

    def __init__(self) -> None:
        self.said: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        return lambda *what: self.said.append((name, *what))


def resolved(outline: Outline, glyphs: Mapping[str, Any]) -> list[tuple[object, ...]]:
    """The outline with each part's own outline in its place."""
    found: list[tuple[object, ...]] = []
    for name, *what in outline.said:
        if name == "addComponent":
            inner = Outline()
            glyphs[what[0]].draw(inner)
            found.append((what[1], *resolved(inner, glyphs)))
        else:
            found.append((name, *what))
    return found


@pytest.mark.parametrize("how", ["cut short", "in disorder"])
def test_outlines_that_would_print_as_nothing_are_refused(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    if how == "in disorder":
        table = TTFont(path).reader.tables["loca"].offset
        data[table : table + 2] = b"\xff\xff"
    else:
        places = TTFont(path).reader.tables["glyf"].offset
        data = data[: places + 8] if places > len(data) // 2 else data[:places] + data[places + 40 :]
    path.write_bytes(data)
    with pytest.raises((ValueError, struct.error, TTFError)):
        Face(str(path))


def test_a_map_without_an_end_is_refused_at_once(path: Path) -> None:
    data = bytearray(path.read_bytes())
    font = TTFont(path)
    table = font.reader.tables["cmap"].offset
    wide = next(i for i, it in enumerate(font["cmap"].tables) if it.format == 12)
    (at,) = struct.unpack_from(">L", data, table + 4 + 8 * wide + 4)
    struct.pack_into(">LL", data, table + at + 16, 0, 0xFFFFFFFF)
    path.write_bytes(data)
    with pytest.raises(ValueError, match="disorder"):
        Face(str(path))
