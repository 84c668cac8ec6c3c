"""Files that other programs made, and the process that parses them."""

from __future__ import annotations

import io
import os
import random
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.check import evaluate
from core.errors import InputError
from core.form import edition
from core.form.model import Form
from core.readers import Reading, read
from core.readers.notes import as_printed
from core.services import paper
from core.services.checking import load, report_of
from core.services.export import document_bytes
from core.services.office import Office
from core.services.reading import Parser, read_file
from core.values import Kind, Number, Unread
from tests.core.conftest import SHIPPED
from tests.core.printing import printed
from tests.core.variants.truth import truth

FORM = edition(SHIPPED)
CELLS = dict(truth(FORM, 11).cells)
COUNT = Kind("count", units=("件",))
AMOUNT = Kind("amount", places=6, units=("万元",))


def made(suffix: str) -> bytes:
    text = printed(FORM, CELLS, "piped")
    report = report_of(read(text.encode(), "x.txt", [FORM]))
    return document_bytes(paper.document(FORM, evaluate(FORM, report)), suffix)


@pytest.fixture(scope="module")
def page() -> str:
    return made(".html").decode()


@pytest.fixture(scope="module")
def anonymous_pdf() -> bytes:
    """The print, no longer saying who made it: its page is measured, not known."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(made(".pdf"))) as pdf:
        del pdf.docinfo
        pdf.save(out)
    return out.getvalue()


def of(data: bytes, name: str = "x") -> Reading:
    return read_file(data, name, [FORM])


# ---------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
def test_one_report_in_any_format_is_one_result(suffix: str) -> None:
    found = of(made(suffix), f"x{suffix}")
    assert found.as_read == CELLS
    assert found.texts["s6.text"] == of(made(".docx")).texts["s6.text"]


def test_a_pdf_of_another_program_is_measured(anonymous_pdf: bytes) -> None:
    found = of(anonymous_pdf)
    assert found.as_read == CELLS
    assert not found.doubtful
    assert found.texts["s1.text"].startswith("总体情况很好。")


def test_a_web_page_in_an_old_encoding_and_one_saved_as_a_single_file_are_read(page: str) -> None:
    assert of(page.replace("utf-8", "gb2312").encode("gb18030")).as_read == CELLS
    mail = MIMEMultipart("related")
    mail.attach(MIMEText(page, "html", "utf-8"))
    assert of(mail.as_bytes(), "x.mht").as_read == CELLS


def test_a_table_inside_a_table_for_looks_is_read_as_the_table_it_is(page: str) -> None:
    body = page[page.index("<body") : page.index("</body>")].partition(">")[2]
    framed = f"<html><body><table><tr><td>栏目</td><td><div>{body}</div></td></tr></table></body></html>"
    assert of(framed.encode()).as_read == CELLS


def test_the_name_of_a_page_is_its_title_where_the_text_has_none() -> None:
    text = "<html><head><title>云汀区水务局2023年政府信息公开工作年度报告-云汀区</title></head><body><p>一、总体情况</p><p>好。</p></body></html>"  # a page in one line
    found = of(text.encode())
    unit = found.answers[FORM.role("unit_name")].value
    assert getattr(unit, "text", "") == "云汀区水务局"
    assert not found.doubtful


def test_a_single_nought_in_a_merged_row_stands_for_every_cell_of_it(page: str) -> None:
    row = [c.id for c in FORM.cells.values() if c.row == "t3.carried_in"]
    start = page.index("</t", page.index("二、上年结转")) + len("</th>")
    merged = page[:start] + '<td colspan="7">0</td>' + page[page.index("</tr>", start) :]
    assert of(merged.encode()).as_read == CELLS | dict.fromkeys(row, "0")


def test_a_scanned_pdf_is_named_as_such() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    with pytest.raises(InputError, match="扫描图片") as caught:
        of(out.getvalue(), "扫描.pdf")
    assert caught.value.kind == "scanned"


# ---------------------------------------------------------------------------------------------- cells


@pytest.mark.parametrize("printing", ["12（其中修订3件）", "12(其中修订3件)", " 12 件（含废止）", "12〔注〕"])
def test_a_remark_behind_a_figure_is_kept_as_its_note(printing: str) -> None:
    answer = as_printed(COUNT, printing)
    assert answer is not None
    assert answer.value == Number(Decimal(12))
    assert answer.note == printing.strip()


@pytest.mark.parametrize("printing", ["35000元", "3.5（元）", "12abc", "（12）", "12（其中3", "约12（余）", "/"])
def test_another_unit_or_half_a_number_is_not_made_a_figure(printing: str) -> None:
    answer = as_printed(AMOUNT, printing)
    assert answer is not None
    assert isinstance(answer.value, Unread)


@given(st.text(max_size=20))
def test_a_remark_never_makes_a_number_of_what_is_none(text: str) -> None:
    answer = as_printed(COUNT, text)
    if answer is not None and isinstance(answer.value, Number):
        assert any(character.isdigit() for character in text)


# ---------------------------------------------------------------------------------------------- the process


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read(page: str) -> None:
    parser = Parser(0.3, [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"])
    with pytest.raises(InputError) as caught:
        parser.lines(page.encode(), "慢.html")
    assert caught.value.kind == "too_long"
    assert "慢.html" in caught.value.message
    parser.close()
    well = Parser()
    assert well.lines(page.encode(), "x.html").lines
    well.close()


def test_a_process_that_dies_of_a_file_is_told_and_started_again() -> None:
    parser = Parser(5, [sys.executable, "-c", "import sys; sys.stdin.buffer.read(8)"])
    for _ in range(2):
        with pytest.raises(InputError) as caught:
            parser.lines(b"<html>", "坏.html")
        assert caught.value.kind == "damaged"
    parser.close()


def test_a_file_read_just_after_another_was_given_up_is_read(page: str) -> None:
    """The system takes its time to end a process: ten times, so that it is met at work now and then."""
    parser = Parser()
    for _ in range(10):
        assert parser.lines(page.encode(), "x.html").lines
        parser.stop()
    assert parser.lines(page.encode(), "x.html").lines
    parser.close()


def test_what_the_process_refuses_is_said_in_its_own_words() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 200_000_000 + b"</a>")
    with pytest.raises(InputError, match="大得不像一份年报"):
        of(out.getvalue(), "炸弹.docx")


def test_pages_nested_without_end_are_no_report() -> None:
    with pytest.raises(InputError):
        of(b"<html><body>" + b"<div>" * 10_000 + "一、总体情况".encode(), "深.html")


def outcome(data: bytes, name: str) -> str:
    try:
        return of(data, name).form.id
    except InputError as error:
        return error.message


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
def test_mutated_files_are_refused_or_read_and_never_crash(suffix: str) -> None:
    data, draw = made(suffix), random.Random(suffix)
    for _ in range(100):
        spoiled = bytearray(data)
        for _ in range(draw.randint(1, 30)):
            spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
        said = outcome(bytes(spoiled[: draw.randint(len(spoiled) // 2, len(spoiled))]), f"x{suffix}")
        assert said == FORM.id or said.endswith("。")


# ---------------------------------------------------------------------------------------------- old formats


def test_without_an_office_program_an_old_file_is_told_the_way_out() -> None:
    with pytest.raises(InputError, match=r"另存为 \.docx") as caught:
        Office([]).modern(b"\xd0\xcf\x11\xe0" + bytes(100), "旧.doc")
    assert caught.value.kind == "no_office"


def test_an_old_file_of_which_nothing_can_be_made_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Office([str(tmp_path / "nowhere")]).modern(b"{\\rtf1 x}", "旧.rtf")
    assert caught.value.kind == "damaged"


HANGS = """#!{python}
import os, signal
os.fork()  # the one that does the work, like the program behind LibreOffice's starter
held = os.open({pipe!r}, os.O_WRONLY)
os.write(held, b"x")
signal.pause()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="named pipes in the file system")
@pytest.mark.parametrize("given_up", [True, False])
def test_a_conversion_that_is_given_up_or_hangs_ends_with_all_it_started(tmp_path: Path, given_up: bool) -> None:
    pipe, program = tmp_path / "pipe", tmp_path / "office"
    os.mkfifo(pipe)
    program.write_text(HANGS.format(python=sys.executable, pipe=str(pipe)))
    program.chmod(0o755)
    office = Office([str(program)], patience=60 if given_up else 0.5)
    with ThreadPoolExecutor(1) as pool:
        converting = pool.submit(office.modern, b"{\\rtf1 x}", "旧.rtf")
        with pipe.open("rb") as held:
            if given_up:
                assert held.read(2) == b"xx"
                office.stop()
            assert held.read() in (b"", b"x", b"xx")  # all is said when nobody lives that could say more
        with pytest.raises(InputError) as caught:
            converting.result()
    assert caught.value.kind == "damaged"


# ---------------------------------------------------------------------------------------------- real reports


@pytest.mark.parametrize("file", ["hongze-2023.pdf", "shuyang-fgj-2023.html"])
def test_real_reports_are_read_right(reports: Path, shipped: Form, file: str) -> None:
    import json

    (entry,) = [it for it in json.loads((reports / "expected.json").read_text("utf-8")) if it["file"] == file]
    found = load(reports / file)
    assert found.form is shipped
    assert found.as_read == {cell: text for cell, text in entry["cells"].items() if text}
    assert str(entry["year"]) in str(found.answers[shipped.role("year")].value)


def test_an_empty_template_gives_no_figure(reports: Path, shipped: Form) -> None:
    found = load(reports / "template-2021.docx")
    assert found.form is shipped
    assert not found.as_read
