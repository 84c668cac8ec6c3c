"""The clerk's own faces: found by what the file says of itself, used where they are sound."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pypdfium2
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from core.layout.document import Document, Paragraph
from core.writers.faces import Faces, own, shipped
from core.writers.installed import folders, search
from tests.core.paper import page_texts, pdf_of

ROOT = Path(__file__).resolve().parents[2]
LETTERS = "中华人民共和国政府信息公开工作年度报告一二三〔〕《》，。、0123456789 —正文标题试"


def face(*names: str, role: str = "FangSong", rights: int = 0, letters: str = LETTERS) -> TTFont:
    """A small face of those letters that calls itself `names` (the first in Chinese)."""
    font = TTFont(ROOT / "resources" / "fonts" / f"Nianbao{role}.ttf")
    subset = Subsetter(Options(glyph_names=True, name_IDs=["*"]))
    subset.populate(text=letters)
    subset.subset(font)
    table = font["name"]
    table.names = []
    for i, name in enumerate(names):
        table.setName(name, 1, 3, 1, 0x804 if i == 0 else 0x409)
        table.setName(f"Small{i}-{hash(name) & 0xFFFF}", 6, 3, 1, 0x409)
    font["OS/2"].fsType = rights
    return font


def kept(font: TTFont, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)
    return path


def test_a_face_is_found_by_its_chinese_and_by_its_latin_name(tmp_path: Path) -> None:
    kept(face("仿宋_GB2312", "FangSong_GB2312"), tmp_path / "deep" / "x.ttf")
    kept(face("Whatever", "SimHei", role="Hei"), tmp_path / "y.TTF")
    kept(face("宋体-其他", "Another"), tmp_path / "z.ttf")
    found = search([tmp_path, tmp_path / "none"])
    assert {role: [it.path.name for it in faces] for role, faces in found.items()} == {
        "fangsong": ["x.ttf"],
        "hei": ["y.TTF"],
    }
    assert found["fangsong"][0].name == "仿宋_GB2312"


def test_the_better_face_comes_first(tmp_path: Path) -> None:
    kept(face("仿宋"), tmp_path / "a.ttf")
    kept(face("仿宋_GB2312"), tmp_path / "b.ttf")
    assert [it.name for it in search([tmp_path])["fangsong"]] == ["仿宋_GB2312", "仿宋"]


def test_a_collection_gives_each_of_its_faces(tmp_path: Path) -> None:
    collection = TTCollection()
    collection.fonts = [face("新宋体"), face("宋体", "SimSun")]
    collection.save(tmp_path / "simsun.ttc")
    (found,) = search([tmp_path])["song"]
    assert (found.path.name, found.index) == ("simsun.ttc", 1)
    faces = own(search([tmp_path]))
    assert faces.font("song").has(ord("国"))
    assert "国" in "".join(page_texts(pdf_of(Document("t", (Paragraph("body", "国"),)), faces)))


@pytest.mark.parametrize("rights", [0x0002, 0x0100, 0x0200])
def test_a_face_that_may_not_be_embedded_is_passed_over(tmp_path: Path, rights: int) -> None:
    kept(face("黑体", rights=rights), tmp_path / "a.ttf")
    assert not search([tmp_path])


@pytest.mark.parametrize("rights", [0x0000, 0x0004, 0x0008])
def test_a_face_that_may_be_embedded_is_taken(tmp_path: Path, rights: int) -> None:
    kept(face("黑体", rights=rights), tmp_path / "a.ttf")
    assert search([tmp_path])["hei"]


def table_of(data: bytes, tag: bytes) -> int:
    """Where that table begins."""
    return next(
        struct.unpack_from(">4sLLL", data, 12 + 16 * i)[2]
        for i in range(struct.unpack_from(">H", data, 4)[0])
        if data[12 + 16 * i : 16 + 16 * i] == tag
    )


def damaged(path: Path, how: str) -> None:
    data = path.read_bytes()
    offset = table_of(data, b"cmap")
    changed = {
        "empty": b"",
        "cut": data[: len(data) // 3],
        "nearly whole": data[: table_of(data, b"glyf") + 2000],
        "head": data[:20],
        "cmap": data[:offset] + b"\xff" * 64 + data[offset + 64 :],
        "noise": b"\x00\x01\x00\x00" + bytes(range(256)) * 8,
        "ttc": b"ttcf" + b"\xff" * 64,
    }
    path.write_bytes(changed[how])


@pytest.mark.parametrize("how", ["empty", "cut", "nearly whole", "head", "cmap", "noise", "ttc"])
def test_a_damaged_face_is_passed_over_and_the_shipped_one_used(tmp_path: Path, how: str) -> None:
    damaged(kept(face("仿宋_GB2312"), tmp_path / "a.ttf"), how)
    faces = own(search([tmp_path]))
    assert faces.files["fangsong"] == shipped().files["fangsong"]
    assert page_texts(pdf_of(Document("t", (Paragraph("body", "正文"),)), faces))


def test_a_face_without_common_characters_is_passed_over(tmp_path: Path) -> None:
    kept(face("仿宋_GB2312", letters="中文"), tmp_path / "a.ttf")
    kept(face("仿宋"), tmp_path / "b.ttf")
    assert own(search([tmp_path])).files["fangsong"].path.name == "b.ttf"


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    folder = tmp_path_factory.mktemp("faces")
    kept(face("仿宋_GB2312"), folder / "f.ttf")
    kept(face("方正小标宋_GBK", role="XiaoBiaoSong"), folder / "x.ttf")
    return own(search([folder]))


def test_what_the_own_face_lacks_comes_from_the_shipped_one_of_its_role(some: Faces) -> None:
    chain = some.chain("fangsong")
    assert chain.used("正") == "fangsong"
    assert chain.used("鼎") == "fangsong@shipped"
    assert chain.used("镕") == "kai"
    assert some.files["kai"] == shipped().files["kai"]


def test_the_properties_name_the_faces_that_were_used(some: Faces) -> None:
    document = Document("标题", (Paragraph("title", "标题"), Paragraph("body", "正文鼎")))
    with pypdfium2.PdfDocument(io.BytesIO(pdf_of(document, some))) as opened:
        said = opened.get_metadata_value("Keywords")
    for name in ("仿宋_GB2312", "方正小标宋_GBK", "年报仿宋", "年报宋"):
        assert name in said
    assert "年报黑体" not in said


def test_there_are_places_to_look_in() -> None:
    assert folders()
    assert all(place.is_absolute() for place in folders())
