"""One report in six kinds of file is one report: the built-in sample and, where they are there, the model of real ones."""

from __future__ import annotations

import os
import re
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


HEAD = r'<th scope="colgroup" colspan="5">([^<]*)</th>'
LABEL = r"(<th[^>]*>{}</th>)"
CELL = r"\s*<td>(\d+)</td>"
SPOILED: dict[str, tuple[tuple[str, str], ...]] = {
    "the spanning head lost, a row shifted": (
        (HEAD, r"\1"),
        (LABEL.format("四、结转[^<]*") + CELL * 2, r"\1<td>\2</td><td>\3<ttd>"),
    ),
    "a cell's tag lost, one doubled": ((LABEL.format("行政规范性文件") + CELL * 3, r"\1<td>\2</td><td><td>\3</td>\4</td>"),),
    "a cell's tag broken": ((r"(<tbody>\s*<tr>)" + CELL * 5, r"\1<td>\2</td>\3</td><td>\4</td><td>\5</td><td><td>\6</td>"),),
    "an unknown tag for a cell's": ((LABEL.format("行政规范性文件") + CELL * 3, r"\1<t>\2</t><td>\3</td><td></td><td>\4</td>"),),
    "two rows with a cell too many, one with one too few": (
        (LABEL.format("一、本年新收[^<]*") + CELL * 6, r"\1<td>\2</td><td>\3</td><td>\4</td><td>\5</td><td>\6</td><td><td>\7</td>"),
        (LABEL.format("6.属于四类过程性信息") + CELL * 6, r"\1<td>\2</td><td>\3</td><td>\4</td><td>\5</td><td>\6</td><td><td>\7</td>"),
        (LABEL.format("3.危及[^<]*") + CELL * 3, r"\1<td>\2</td><td>\3</td>\4</td>"),
        (LABEL.format("1.申请人无正当[^<]*") + CELL * 3, r"\1<td>\2</td><td>\3</td>\4</td>"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILED)
def test_a_page_whose_tags_are_spoiled_leaves_no_figure_wrong_and_sure(name: str, tmp_path: Path) -> None:
    page = written(sample(), ".html", tmp_path)
    text = page.read_text("utf-8")
    for pattern, instead in SPOILED[name]:
        assert re.search(pattern, text)
        text = re.sub(pattern, instead, text, count=1)
    page.write_text(text, "utf-8")
    told, found = load(sample()), load(page)
    wrong = {cell for cell in found.as_read if found.as_read[cell] != told.as_read.get(cell)}
    assert wrong
    assert wrong <= found.doubtful
