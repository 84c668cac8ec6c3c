#!/usr/bin/env python3
"""Rebuild the faces of resources/fonts from the originals in Debian packages.

reportlab embeds TrueType outlines only, and the originals are large; so each is cut
down to the characters a report can need, converted to `glyf` outlines, and renamed.
What is made from what stands in faces.toml, what came out in resources/fonts/fonts.toml.

Needs fonttools from PyPI (4.68.0 made the shipped files; another version may write
other bytes) and, of Debian 12, the packages fonts-noto-cjk, fonts-noto-cjk-extra,
fonts-lxgw-wenkai and texlive-lang-chinese. They need not be installed:

    apt-get download fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai texlive-lang-chinese
    for deb in *.deb; do dpkg -x "$deb" originals; done
    python packaging/fonts/build_fonts.py --originals originals

Two runs give the same bytes. About two minutes and 1.5 GB of memory.
"""

import argparse
import hashlib
import sys
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import fontTools
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

Spec = dict[str, Any]

HERE = Path(__file__).resolve().parent
TARGET = HERE.parents[1] / "resources" / "fonts"
LIST_8105 = HERE / "tgscc8105.txt"
EDITION = "1"  # of our own changes; part of the version string, raise it when they change
MAX_ERROR = 1.0  # of a converted curve, in units of 1000 to the em
WINDOWS, UNICODE_BMP, UNICODE_FULL = 3, 1, 10
ENGLISH, CHINESE = 0x409, 0x804
CODE_PAGES = 1 << 0 | 1 << 18  # Latin 1 and simplified Chinese, nothing else is kept
MAXP_ZEROS = (
    "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours", "maxTwilightPoints", "maxStorage",
    "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions", "maxComponentElements",
    "maxComponentDepth",
)  # fmt: skip
DROPPED = ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
SYMBOLS = (
    (0x0020, 0x007E), (0x00A0, 0x00FF),  # ASCII, Latin 1
    (0x2010, 0x2027), (0x2030, 0x205E),  # general punctuation without the controls
    (0x2070, 0x209F), (0x20A0, 0x20BF),  # superscripts, subscripts, currencies
    (0x2100, 0x214F), (0x2150, 0x218B),  # letterlike (№ ℃), fractions, Roman numerals
    (0x2190, 0x21FF), (0x2200, 0x22FF),  # arrows, mathematics
    (0x2460, 0x24FF),                    # ① ⑴ ⒈
    (0x2500, 0x27BF),                    # boxes, shapes, ☑ ✓
    (0x2E3A, 0x2E3B), (0x3000, 0x303F),  # long dashes, CJK punctuation with 〇 〔 〕
    (0x3220, 0x3243), (0x3251, 0x325F),  # ㈠ ㉑
    (0x3280, 0x32B0), (0x32B1, 0x32BF),  # ㊀ ㊱
    (0x3380, 0x33DF),                    # ㎡ ㎏
    (0xFE30, 0xFE6F),                    # forms for vertical and small use, in GBK
    (0xFF01, 0xFF5E), (0xFFE0, 0xFFE6),  # full-width forms
)  # fmt: skip


def characters_8105() -> frozenset[int]:
    lines = LIST_8105.read_text(encoding="utf-8").splitlines()
    return frozenset(ord(char) for line in lines if not line.startswith("#") for char in line)


def characters_gb2312() -> Iterator[int]:
    """Every code point of GB/T 2312-1980, hanzi and signs."""
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            text = bytes((row, cell)).decode("gb2312", errors="ignore")
            yield from map(ord, text)


def wanted() -> frozenset[int]:
    signs = (code for first, last in SYMBOLS for code in range(first, last + 1))
    return characters_8105() | frozenset(characters_gb2312()) | frozenset(signs)


def substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """The one-to-one glyph replacements that a GSUB feature makes."""
    gsub = font["GSUB"].table
    found: dict[str, str] = {}
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag != feature:
            continue
        for index in record.Feature.LookupListIndex:
            for subtable in gsub.LookupList.Lookup[index].SubTable:
                found.update(getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {}))
    return found


def character_map(font: TTFont, spec: Spec) -> dict[int, str]:
    """{code point: glyph name} of the wanted characters, alternates put in."""
    every = font.getBestCmap()
    unwanted = frozenset(map(ord, spec.get("exclude", "")))
    mapping = {code: every[code] for code in (wanted() & every.keys()) - unwanted}
    for feature, text in spec.get("alternates", {}).items():
        replaced = substitutions(font, feature)
        mapping.update({ord(char): replaced[every[ord(char)]] for char in text})
    return mapping


def set_cmap(font: TTFont, mapping: dict[int, str]) -> None:
    """Replace the cmap: format 4, and format 12 where a character needs it."""
    kinds = [(4, UNICODE_BMP, {c: g for c, g in mapping.items() if c <= 0xFFFF})]
    if max(mapping) > 0xFFFF:
        kinds.append((12, UNICODE_FULL, mapping))
    tables = []
    for kind, encoding, part in kinds:
        table = CmapSubtable.newSubtable(kind)
        table.platformID, table.platEncID, table.language = WINDOWS, encoding, 0
        table.cmap = part
        tables.append(table)
    font["cmap"].tableVersion = 0
    font["cmap"].tables = tables


def subset(font: TTFont, mapping: dict[int, str]) -> None:
    options = Options(
        layout_features=[], hinting=False, notdef_outline=True, glyph_names=False,
        recalc_average_width=True, recalc_bounds=True, desubroutinize=True,
        drop_tables=DROPPED,
    )  # fmt: skip
    options.prune_unicode_ranges = False  # set by hand in set_metadata
    cutter = Subsetter(options)
    cutter.populate(unicodes=mapping)
    cutter.subset(font)


def draw(font: TTFont, name: str, shift: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> Any:
    """The glyph's outline as TrueType, moved by an affine map, in whole units.

    Outer contours run clockwise, the reverse of CFF (though not of every font that calls itself so).
    Points that lie half-way between their neighbours are left out: TrueType implies them.
    """
    pen, area = TTGlyphPen(None), AreaPen()
    outline = font.getGlyphSet()[name]
    outline.draw(area)
    converter = Cu2QuPen(pen, MAX_ERROR, reverse_direction=area.value > 0)
    outline.draw(TransformPen(converter, shift))
    return pen.glyph(dropImpliedOnCurves=True)


def set_width(font: TTFont, name: str, width: int) -> None:
    """Set the advance; the side bearing must be the box's own edge, or renderers move the outline to it."""
    glyph = font["glyf"][name]
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, getattr(glyph, "xMin", 0))


def to_truetype(font: TTFont) -> None:
    """Replace cubic CFF outlines by quadratic glyf outlines."""
    order = font.getGlyphOrder()
    glyphs = {name: draw(font, name) for name in order}
    del font["CFF "]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, glyphs
    for name in order:
        set_width(font, name, font["hmtx"][name][0])
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = len(order)
    for field in MAXP_ZEROS:
        setattr(maxp, field, 0)
    maxp.maxZones = 1
    font.sfntVersion = "\x00\x01\x00\x00"


def bounds(font: TTFont, name: str) -> tuple[float, float]:
    """Left and right edge of the ink."""
    pen = BoundsPen(font.getGlyphSet())
    font.getGlyphSet()[name].draw(pen)
    left, _, right, _ = pen.bounds
    return left, right


def place(font: TTFont, name: str, scale: float = 1, right: float = 0, up: float = 0) -> None:
    """Set a glyph on a full em, scaled across and moved."""
    font["glyf"][name] = draw(font, name, (scale, 0, 0, 1, right, up))
    set_width(font, name, font["head"].unitsPerEm)


def adjust(font: TTFont, spec: Spec) -> None:
    """Give punctuation the widths and places that mainland setting expects."""
    em, mapping = font["head"].unitsPerEm, font.getBestCmap()
    for side, text in spec.get("pad", {}).items():
        for name in (mapping[ord(char)] for char in text):
            room = em - font["hmtx"][name][0]
            place(font, name, right={"left": 0, "centre": room // 2, "right": room}[side])
    for name in (mapping[ord(char)] for char in spec.get("stretch", "")):
        left, right = bounds(font, name)
        scale = em / (right - left)
        place(font, name, scale, right=-left * scale)
    for char, units in spec.get("lift", {}).items():
        place(font, mapping[ord(char)], up=units)


def names(spec: Spec) -> Iterator[tuple[int, int, str]]:
    """(name id, language, text) of the new name table."""
    made_from = f"{spec['source_name']} {spec['font_version']}"
    postscript = spec["family"].replace(" ", "") + "-Regular"
    version = f"Version {spec['font_version']};nianbao {EDITION}"
    english = {
        0: f"{spec['copyright']} Subset, converted and renamed for nianbao.",
        1: spec["family"], 2: "Regular", 3: f"{version};{postscript}", 4: spec["family"],
        5: version, 6: postscript,
        10: f"Made from {made_from} by packaging/fonts/build_fonts.py; not the original font.",
        11: spec["vendor_url"], 13: f"{spec['licence']}, see {spec['licence_file']}",
        14: "https://www.gnu.org/licenses/gpl-3.0.html" if "GPL" in spec["licence"]
        else "https://openfontlicense.org",
    }  # fmt: skip
    if "group" in spec:
        english |= {16: spec["group"], 17: spec["style"]}
    yield from ((number, ENGLISH, text) for number, text in english.items())
    chinese = {1: spec["family_zh"], 2: "Regular", 4: spec["family_zh"]}
    yield from ((number, CHINESE, text) for number, text in chinese.items())


def set_metadata(font: TTFont, spec: Spec) -> None:
    """Names, style and embedding right; no time of this run."""
    font["name"] = newTable("name")
    font["name"].names = []
    for number, language, text in names(spec):
        font["name"].setName(text, number, WINDOWS, UNICODE_BMP, language)
    os2 = font["OS/2"]
    os2.version = max(os2.version, 1)  # the first with code pages
    os2.fsType = 0  # may be installed and embedded: what all the licences grant
    os2.fsSelection = 1 << 6  # each face is the regular one of its own family
    os2.usWeightClass = spec.get("weight", 400)
    os2.achVendID = "NONE"
    os2.ulCodePageRange1, os2.ulCodePageRange2 = CODE_PAGES, 0
    os2.recalcUnicodeRanges(font)
    font["head"].macStyle = 0
    font["head"].modified = font["head"].created
    font["post"].formatType = 3.0
    font["gasp"] = gasp = newTable("gasp")
    gasp.version, gasp.gaspRange = 1, {0xFFFF: 0x000F}  # smooth at every size: there are no hints


def build(spec: Spec, source: Path, target: Path) -> frozenset[int]:
    """Write one face and return the characters it covers."""
    font = TTFont(source, fontNumber=spec.get("number", -1), recalcTimestamp=False, lazy=True)
    mapping = character_map(font, spec)
    set_cmap(font, mapping)
    subset(font, mapping)
    if "CFF " in font:
        to_truetype(font)
    adjust(font, spec)
    set_metadata(font, spec)
    font.save(target)
    return frozenset(mapping)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def entry(role: str, spec: Spec, path: Path, covered: frozenset[int]) -> list[str]:
    """The lines of fonts.toml for one face."""
    quoted = {
        "label": spec["label"], "file": path.name, "family": spec["family"],
        "family_zh": spec["family_zh"], "postscript": spec["family"].replace(" ", "") + "-Regular",
        "licence": spec["licence"], "licence_file": spec["licence_file"],
        "made_from": f"{spec['source_name']} {spec['font_version']}",
        "source_package": spec["package"], "source_version": spec["version"],
        "source_sha256": spec["source_sha256"], "sha256": sha256(path),
    }  # fmt: skip
    fallback = ", ".join(f'"{other}"' for other in spec["fallback"])
    return [
        f"\n[face.{role}]",
        *(f'{key} = "{value}"' for key, value in quoted.items()),
        f"bytes = {path.stat().st_size}",
        f"characters = {len(covered)}",
        f"of_8105 = {len(covered & characters_8105())}",
        f"fallback = [{fallback}]",
    ]


def specs() -> Iterable[tuple[str, Spec]]:
    data = tomllib.loads((HERE / "faces.toml").read_text(encoding="utf-8"))
    return [(role, data[face["origin"]] | face) for role, face in data["face"].items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--originals", type=Path, default=Path("/"), help="root of the unpacked packages")
    parser.add_argument("--target", type=Path, default=TARGET, help="folder to write to")
    given = parser.parse_args()
    lines = [
        "# Written by packaging/fonts/build_fonts.py from packaging/fonts/faces.toml: do not edit.",
        "# characters: code points in the face; of_8105: how many of 通用规范汉字表 are among them;",
        "# fallback: roles to look in, in this order, for a character that the face lacks.",
        f'built_with = "fonttools {fontTools.version}"',
    ]
    for role, spec in specs():
        source = given.originals / spec["source"]
        if sha256(source) != spec["source_sha256"]:
            sys.exit(f"{source} is not the file of {spec['package']} {spec['version']}: see faces.toml")
        path = given.target / (spec["family"].replace(" ", "") + ".ttf")
        covered = build(spec, source, path)
        lines += entry(role, spec, path, covered)
        print(f"{path.name}: {path.stat().st_size:,} bytes, {len(covered):,} characters")
    (given.target / "fonts.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
