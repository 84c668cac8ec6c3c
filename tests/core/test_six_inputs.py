"""One report in six kinds of file is one report: the built-in sample and, where they are there, the model of real ones."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from core import paths
from core.readers import Reading
from core.services import paper
from core.services.checking import judge, load
from core.services.export import FORMATS, document_bytes

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MODEL = Path(os.environ.get("NIANBAO_REPORTS", "nowhere")) / "sifangtai-2023.txt"


def sample() -> Path:
    return next((paths.resources() / "samples").glob("*.txt"))


def written(source: Path, suffix: str, folder: Path) -> Path:
    it = judge(load(source))
    file = folder / f"report{suffix}"
    file.write_bytes(document_bytes(paper.document(it.form, it.evaluation), suffix))
    return file


def by_office(page: Path) -> Path:
    """A web page made a Word file by somebody else's program."""
    assert OFFICE
    settings = f"-env:UserInstallation={(page.parent / 'office').as_uri()}"
    command = [OFFICE, settings, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(page.parent)]
    subprocess.run([*command, str(page)], check=True, capture_output=True, timeout=120)
    return page.with_suffix(".docx")


def same(source: Path, file: Path) -> None:
    told, found = load(source), load(file)
    assert found.as_read == told.as_read
    assert texts(found) == texts(told)
    assert not found.doubtful - told.doubtful
    names = [told.form.role("unit_name"), told.form.role("year")]
    assert [found.answers[it].value for it in names] == [told.answers[it].value for it in names]


def texts(it: Reading) -> dict[str, str]:
    """The statutory texts; white space is the paper's own."""
    return {cell: "".join(text.split()) for cell, text in it.texts.items() if cell != it.form.role("intro")}


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_sample_is_the_same_in_every_format(suffix: str, tmp_path: Path) -> None:
    same(sample(), written(sample(), suffix, tmp_path))


@pytest.mark.skipif(not MODEL.exists(), reason="NIANBAO_REPORTS names no folder with the model report")
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_model_report_is_the_same_in_every_format(suffix: str, tmp_path: Path) -> None:
    same(MODEL, written(MODEL, suffix, tmp_path))


@pytest.mark.skipif(not OFFICE, reason="LibreOffice is not installed")
def test_the_sample_is_the_same_as_another_program_writes_it(tmp_path: Path) -> None:
    same(sample(), by_office(written(sample(), ".html", tmp_path)))
