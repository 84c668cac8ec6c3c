"""The shipped faces are what resources/fonts/fonts.toml says they are."""

import hashlib
import io
import struct
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont, TTFontFile
from reportlab.pdfgen.canvas import Canvas

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
RECIPES = ROOT / "packaging" / "fonts"
FACES: dict[str, dict[str, Any]] = tomllib.loads((FONTS / "fonts.toml").read_text("utf-8"))["face"]
ROLES = {"xiaobiaosong", "hei", "window", "song", "kai", "fangsong"}
MUST_NOT_BE_CALLED = ("noto", "source", "lxgw", "霞鹜", "klee", "fandol")
BUDGET = 23_000_000  # bytes of all faces together
FORMAT_4_END_MARK = 0xFFFF  # reportlab lists the cmap's closing segment as a character

each_face = pytest.mark.parametrize("role", sorted(FACES))


@cache
def face_of(role: str) -> TTFontFile:
    return TTFontFile(str(FONTS / FACES[role]["file"]))


@cache
def covered(role: str) -> frozenset[int]:
    return frozenset(face_of(role).charToGlyph) - {FORMAT_4_END_MARK}


@cache
def list_8105() -> frozenset[int]:
    lines = (RECIPES / "tgscc8105.txt").read_text("utf-8").splitlines()
    return frozenset(ord(char) for line in lines if not line.startswith("#") for char in line)


def widths(role: str, text: str) -> list[float]:
    """Advance widths in thousandths of the em."""
    face = face_of(role)
    return [face.charWidths[ord(char)] for char in text]


def side_bearing(role: str, glyph: int) -> int:
    """Left side bearing as the table hmtx has it; its last glyphs share one width."""
    face = face_of(role)
    (pairs,) = struct.unpack_from(">H", face.get_table("hhea"), 34)
    offset = 4 * glyph + 2 if glyph < pairs else 2 * pairs + 2 * glyph
    return int(struct.unpack_from(">h", face.get_table("hmtx"), offset)[0])


def name_records(role: str) -> dict[tuple[int, int], str]:
    """{(name id, language): text} of the name table."""
    table = face_of(role).get_table("name")
    _, count, start = struct.unpack_from(">HHH", table)
    records = {}
    for index in range(count):
        _, _, language, number, length, offset = struct.unpack_from(">6H", table, 6 + 12 * index)
        raw = table[start + offset : start + offset + length]
        records[number, language] = raw.decode("utf-16-be")
    return records


def test_there_is_a_face_for_every_role_and_no_stray_file() -> None:
    assert set(FACES) == ROLES
    assert {face["file"] for face in FACES.values()} == {path.name for path in FONTS.glob("*.ttf")}


def test_the_faces_were_built_from_the_recipes_that_lie_in_packaging() -> None:
    recipes = tomllib.loads((RECIPES / "faces.toml").read_text("utf-8"))["face"]
    assert set(recipes) == set(FACES)
    for role, recipe in recipes.items():
        for key in ("label", "family", "family_zh", "source_sha256", "fallback"):
            assert FACES[role][key] == recipe[key], (role, key)


def test_the_faces_together_stay_within_the_budget() -> None:
    assert sum(face["bytes"] for face in FACES.values()) <= BUDGET


def test_the_list_of_standard_characters_has_8105() -> None:
    assert len(list_8105()) == 8105


@each_face
def test_the_file_is_the_one_recorded(role: str) -> None:
    data = (FONTS / FACES[role]["file"]).read_bytes()
    assert len(data) == FACES[role]["bytes"]
    assert hashlib.sha256(data).hexdigest() == FACES[role]["sha256"]


@each_face
def test_the_face_covers_as_many_characters_as_recorded(role: str) -> None:
    assert len(covered(role)) == FACES[role]["characters"]
    assert len(covered(role) & list_8105()) == FACES[role]["of_8105"]


@each_face
def test_every_standard_character_is_found_along_the_fallbacks(role: str) -> None:
    assert role not in FACES[role]["fallback"]
    reachable = covered(role).union(*(covered(other) for other in FACES[role]["fallback"]))
    assert not list_8105() - reachable
    assert not set(map(ord, "镕堃喆𬭎𬬭，。、；：？！“”‘’（）《》〔〕—…·％￥℃№①㉑Ⅰ→≥㎡✓")) - reachable


@each_face
def test_the_outlines_are_truetype_and_may_be_embedded(role: str) -> None:
    face = face_of(role)
    assert "glyf" in face.table
    assert "CFF " not in face.table
    restriction = struct.unpack_from(">H", face.get_table("OS/2"), 8)[0]
    assert restriction == 0


@each_face
def test_no_outline_is_moved_by_its_side_bearing(role: str) -> None:
    face = face_of(role)
    boxes, starts = face.get_table("glyf"), face.glyphPos
    moved = [
        glyph
        for glyph in {face.charToGlyph[code] for code in covered(role)}
        if starts[glyph] != starts[glyph + 1]
        and struct.unpack_from(">h", boxes, starts[glyph] + 2)[0] != side_bearing(role, glyph)
    ]
    assert not moved


@each_face
def test_reportlab_embeds_a_subset_of_the_face(role: str) -> None:
    name = f"test-{role}"
    pdfmetrics.registerFont(TTFont(name, str(FONTS / FACES[role]["file"])))
    paper = io.BytesIO()
    canvas = Canvas(paper, initialFontName=name, pageCompression=0)
    canvas.drawString(72, 720, "政府信息公开工作年度报告〔2021〕30号")
    canvas.save()
    assert b"/FontFile2" in paper.getvalue()
    assert f"+{FACES[role]['postscript']}".encode() in paper.getvalue()


@each_face
def test_the_names_are_ours_in_both_languages(role: str) -> None:
    names = name_records(role)
    assert names[1, 0x409] == FACES[role]["family"]
    assert names[1, 0x804] == FACES[role]["family_zh"]
    shown = [text.lower() for (number, _), text in names.items() if number in (1, 2, 4, 6, 16, 17)]
    assert not [text for text in shown for word in MUST_NOT_BE_CALLED if word in text]


@each_face
def test_the_licence_lies_beside_the_face_and_names_it(role: str) -> None:
    text = (FONTS / FACES[role]["licence_file"]).read_text("utf-8")
    assert FACES[role]["file"] in text
    assert ("GNU GENERAL PUBLIC LICENSE" in text) == FACES[role]["licence"].startswith("GPL")
    assert ("As a special exception" in text) == FACES[role]["licence"].startswith("GPL")
    assert ("SIL OPEN FONT LICENSE" in text) == FACES[role]["licence"].startswith("OFL")


@each_face
def test_chinese_punctuation_is_as_wide_as_a_hanzi(role: str) -> None:
    text = "年，。、；：？！“”‘’（）《》〔〕—…·"
    assert dict(zip(text, widths(role, text), strict=True)) == dict.fromkeys(text, 1000)


@pytest.mark.parametrize("role", ["song", "hei", "window", "kai", "fangsong"])
def test_figures_stand_in_columns(role: str) -> None:
    assert len(set(widths(role, "0123456789"))) == 1


@pytest.mark.parametrize("role", ["song", "fangsong"])
def test_a_figure_is_half_a_hanzi_wide(role: str) -> None:
    assert widths(role, "0") == [500]
