"""Zipped formats are opened with bounds, their XML without entities."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from core.errors import InputError
from core.form.model import Form
from core.layout import fill
from core.readers import boxed, docx, xlsx
from core.readers.pieces import Prose
from core.services.export import document_bytes
from tests.core.paper import evaluated


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_what_unpacks_to_more_than_any_report_is_refused() -> None:
    bomb = zipped({"word/document.xml": b"\0" * (101 * 1024 * 1024)})
    assert len(bomb) < 200_000
    with pytest.raises(InputError, match="大得不像一份年报"):
        docx.pieces(bomb, "a.docx")
    with pytest.raises(InputError, match="大得不像一份年报"):
        xlsx.pieces(zipped({str(i): b"" for i in range(2_001)}), "a.xlsx")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "yy">]>'
        f'<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>a&x;b</w:t></w:r></w:p></w:body></w:document>'
    )
    found = docx.pieces(zipped({"word/document.xml": text.encode()}), "a.docx")
    assert all(isinstance(piece, Prose) and "秘密" not in piece.text for piece in found)


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04", b"", zipped({"word/document.xml": b"<w:document>"}), zipped({"other.xml": b"<a/>"})]
)
def test_a_damaged_file_is_said_to_be(data: bytes) -> None:
    with pytest.raises(InputError, match="已损坏或不完整"):
        docx.pieces(data, "a.docx")
    with pytest.raises(InputError, match="已损坏或不完整"):
        xlsx.pieces(data, "a.xlsx")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
def test_the_kind_is_told_by_what_is_in_it(shipped: Form, suffix: str) -> None:
    data = document_bytes(fill(shipped, evaluated(shipped)), suffix)
    assert boxed.kind(data) == suffix.removeprefix(".")
    assert boxed.kind(data[: len(data) // 2]) == ""
    assert boxed.kind(zipped({"a": b""})) == ""
