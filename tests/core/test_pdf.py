"""The PDF: measures of GB/T 9704-2012, whole text, embedded faces."""

from __future__ import annotations

import ctypes
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.form.model import Form
from core.layout import fill
from core.layout.boxes import Box, Grid
from core.layout.document import Document, FilledTable, Paragraph
from core.layout.styles import MM
from core.values import Answer, Number, Unread
from core.writers.faces import SUBSTITUTE, Faces, missing, shipped
from core.writers.linebreak import CLOSERS, OPENERS
from core.writers.placed import Page, Run
from core.writers.typeset import typeset
from tests.core.paper import FOOTER, evaluated, page_texts, pdf_of, read_back, words

LEFT, RIGHT = 28 * MM, (28 + 156) * MM
TOP, BOTTOM = (297 - 37) * MM, (297 - 37 - 225) * MM
PITCH = 225 * MM / 22


@pytest.fixture(scope="module")
def faces() -> Faces:
    return shipped()


@pytest.fixture(scope="module")
def report(shipped: Form) -> Document:
    return fill(shipped, evaluated(shipped), footer=FOOTER)


@pytest.fixture(scope="module")
def pages(report: Document, faces: Faces) -> tuple[Page, ...]:
    return typeset(report, faces)


@pytest.fixture(scope="module")
def data(report: Document, faces: Faces) -> bytes:
    return pdf_of(report, faces)


def body(text: str) -> Document:
    return Document("题", (Paragraph("body", text),))


def width(run: Run, faces: Faces) -> float:
    """Without the space after the last character."""
    return faces.chain(run.face).width(run.text) * run.size + run.space * (len(run.text) - 1)  # type: ignore[arg-type]  # a run names any role, a chain only the five


def content(page: Page) -> list[Run]:
    return [run for run in page.runs if run.y > BOTTOM]


def characters(data: bytes) -> Iterator[tuple[int, str, tuple[float, float, float, float]]]:
    """(page, character, left bottom right top of its em box) of what a reader of the PDF sees."""
    with pypdfium2.PdfDocument(data) as found:
        for number, page in enumerate(found, 1):
            text = page.get_textpage()
            for i in range(text.count_chars()):
                yield number, text.get_text_range(i, 1), text.get_charbox(i, loose=True)


# --- text ---


def test_the_text_extracted_is_the_text_put_in(report: Document, data: bytes) -> None:
    assert read_back(data, FOOTER) == words(report)


def test_a_draft_says_so_on_every_page_without_being_text(report: Document, faces: Faces) -> None:
    draft = pdf_of(replace(report, draft=True), faces)
    assert read_back(draft, FOOTER) == words(report)
    with pypdfium2.PdfDocument(draft) as found, pypdfium2.PdfDocument(pdf_of(report, faces)) as plain:
        for page, clean in zip(found, plain, strict=True):
            greys = _greys(page) - _greys(clean)
            assert 20_000 < greys < 200_000, "no light mark across the page"


def _greys(page: pypdfium2.PdfPage) -> int:
    picture = page.render(scale=1, grayscale=True).to_pil()
    return picture.histogram()[237]


@settings(max_examples=15)
@given(st.lists(st.text(st.characters(codec="gb18030", categories=["L", "N", "P", "S", "Z"]), min_size=1), max_size=8))
def test_any_text_comes_out_as_it_went_in(faces: Faces, texts: list[str]) -> None:
    document = Document("题", tuple(Paragraph("body", text) for text in texts))
    gone = "".join(missing(document, faces))
    expected = words(document).translate({ord(c): SUBSTITUTE for c in gone})
    assert read_back(pdf_of(document, faces)) == expected


def test_markup_and_escapes_in_a_text_are_printed_as_they_are(faces: Faces) -> None:
    text = r'<img src="/etc/passwd"/> &lt; <b>粗</b> {year} %s \n (甲) ) ( \ '
    assert read_back(pdf_of(body(text), faces)) == re.sub(r"\s", "", text)


def test_control_characters_vanish_and_tabs_are_spaces(faces: Faces) -> None:
    out = page_texts(pdf_of(body("甲\x00\x07乙\t丙\u200b\ufeff丁\u2028戊"), faces))[0]
    assert out.splitlines()[0] == "甲乙 丙丁 戊"


def test_characters_beyond_the_basic_plane_can_be_copied(faces: Faces) -> None:
    assert "𬭎𬬻𫖳" in page_texts(pdf_of(body("姓名𬭎𬬻𫖳。"), faces))[0]


# --- faces ---


def test_a_character_that_a_face_lacks_comes_from_the_next_one(faces: Faces) -> None:
    document = body("朱镕基、堃、喆，12.5㎡")
    assert missing(document, faces) == ()
    by_face = {run.face: run.text for run in content(typeset(document, faces)[0])}
    assert set(by_face) == {"fangsong", "kai"}
    assert "镕" in [run.text for run in content(typeset(document, faces)[0]) if run.face == "kai"]


def test_a_character_that_no_face_has_is_named_and_printed_as_a_turned_sort(faces: Faces) -> None:
    document = Document("甲\U0002ffff", (Paragraph("body", "乙\ue000丙\ue000丁🐯"),), footer="𓀀")
    assert missing(document, faces) == ("\ue000", "🐯", "𓀀")
    assert page_texts(pdf_of(document, faces))[0].startswith(f"乙{SUBSTITUTE}丙{SUBSTITUTE}丁{SUBSTITUTE}")


def test_every_font_of_the_file_is_embedded_and_none_is_a_standard_one(data: bytes) -> None:
    assert b"Helvetica" not in data
    names = set()
    with pypdfium2.PdfDocument(data) as found:
        for page in found:
            for item in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT]):
                font = pdfium.FPDFTextObj_GetFont(item.raw)
                assert pdfium.FPDFFont_GetIsEmbedded(font) == 1
                name = ctypes.create_string_buffer(100)
                pdfium.FPDFFont_GetBaseFontName(font, name, 100)
                names.add(name.value.decode())
    faces = ("NianbaoXiaoBiaoSong", "NianbaoHei", "NianbaoKai", "NianbaoFangSong", "NianbaoSong")
    assert names == {f"{face}-Regular" for face in faces}
    fonts = len(re.findall(rb"/Type /Font\b", data))
    assert fonts >= len(faces)
    assert len(re.findall(rb"/FontFile2 ", data)) == len(re.findall(rb"/Type /FontDescriptor", data)) == fonts
    assert not re.search(rb"/Subtype /Type1\b", data)


def test_looking_for_missing_characters_needs_no_more_than_the_first_face() -> None:
    code = (
        "import sys; from core.writers.faces import shipped; from core.writers.faces import missing;"
        "assert 'reportlab' not in sys.modules; from core.layout.document import *;"
        "missing(Document('', (Paragraph('body', '政府'),)), shipped());"
        "from core.writers.font import load; print(load.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


# --- measures ---


def test_every_sheet_is_a4(data: bytes) -> None:
    with pypdfium2.PdfDocument(data) as found:
        assert {tuple(round(side / MM) for side in page.get_size()) for page in found} == {(210, 297)}


def test_nothing_but_the_foot_lies_outside_the_type_area(data: bytes) -> None:
    for page, character, (left, bottom, right, top) in characters(data):
        if character.strip() and bottom > BOTTOM - 2:
            where = f"{character} on page {page}"
            assert left >= LEFT - 0.5 and right <= RIGHT + 1.0, where
            assert bottom >= BOTTOM - 0.5 and top <= TOP + 0.5, where


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters(faces: Faces) -> None:
    first, second, _ = typeset(body("字" * (26 + 28 * 60)), faces)
    for page in (first, second):
        baselines = sorted({round(run.y, 6) for run in content(page)}, reverse=True)
        assert len(baselines) == 22
        steps = [a - b for a, b in pairwise(baselines)]
        assert steps == pytest.approx([28.99] * 21, abs=0.01)
        assert TOP - baselines[0] == pytest.approx((PITCH - 16) / 2 + 0.88 * 16, abs=0.001)
    assert {len(run.text) for run in content(second)} == {28}
    assert {(run.face, run.size) for run in content(second)} == {("fangsong", 16)}
    assert min(run.x for run in content(first)) == pytest.approx(LEFT)
    assert max(run.x for run in content(first)) == pytest.approx(LEFT + 2 * 156 * MM / 28)


def test_running_lines_reach_the_right_edge(pages: tuple[Page, ...], faces: Faces) -> None:
    rights = []
    for page in pages:
        lines: dict[float, list[Run]] = {}
        for run in content(page):
            if run.size == 16 and run.face != "hei":
                lines.setdefault(round(run.y, 1), []).append(run)
        rights += [runs[-1].x + width(runs[-1], faces) for runs in lines.values()]
    assert max(rights) < RIGHT + 0.3
    full = [right for right in rights if right > RIGHT - 16]
    assert len(full) > 10
    assert full == pytest.approx([RIGHT + 0.2] * len(full), abs=0.1)


def test_each_level_of_heading_has_its_face(pages: tuple[Page, ...]) -> None:
    runs = [run for page in pages for run in content(page)]
    at = {run.text: (run.face, run.size) for run in runs}
    assert at["云岭区自然资源局"] == ("xiaobiaosong", 22)
    assert at["一、总体情况"] == ("hei", 16)
    assert at["（二）依申请公开"] == ("kai", 16)
    assert at["（一）主动公开。"] == ("kai", 16)
    assert at["规范办理流程"] == at["）压实责任"] == ("fangsong", 16)


def test_the_title_is_centred(pages: tuple[Page, ...], faces: Faces) -> None:
    lines: dict[float, list[Run]] = {}
    for run in content(pages[0]):
        if run.size == 22:
            lines.setdefault(round(run.y, 1), []).append(run)
    assert len(lines) == 2
    for runs in lines.values():
        right = runs[-1].x + width(runs[-1], faces)
        assert (runs[0].x + right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_page_numbers_stand_right_on_odd_pages_and_left_on_even_ones(pages: tuple[Page, ...], faces: Faces) -> None:
    for page in pages:
        runs = [run for run in page.runs if run.y < BOTTOM and run.size == 14]
        assert "".join(run.text for run in runs) == f"— {page.number} —"
        assert {run.face for run in runs} == {"song"}
        if page.number % 2:
            assert runs[-1].x + width(runs[-1], faces) == pytest.approx(RIGHT - 14, abs=0.1)
        else:
            assert runs[0].x == pytest.approx(LEFT + 14)
        dash = runs[0].y + 0.38 * 14
        assert BOTTOM - dash == pytest.approx(7 * MM, abs=0.1)


@pytest.mark.parametrize("footer", [FOOTER, "指纹" * 60])
def test_the_footer_never_meets_the_page_number(faces: Faces, footer: str) -> None:
    document = replace(body("字" * 2000), footer=footer)
    for page in typeset(document, faces):
        number = [run for run in page.runs if run.y < BOTTOM and run.size == 14]
        small = [run for run in page.runs if run.y < BOTTOM and run.size < 14]
        assert "".join(run.text for run in small) == footer
        spans = [(runs[0].x, runs[-1].x + width(runs[-1], faces)) for runs in (number, small)]
        (_, end), (start, last) = sorted(spans)
        assert end + 10 < start
        assert last <= RIGHT + 0.1


_lines = st.text("政府信息。，、；：“”（）《》〔〕…—12Ab 是", min_size=1, max_size=300)


@settings(max_examples=25)
@given(st.lists(_lines, min_size=1, max_size=6))
def test_no_printed_line_begins_or_ends_with_a_forbidden_mark(faces: Faces, texts: list[str]) -> None:
    tame = [re.sub(r"([。，、；：“”（）《》〔〕…—])[。，、；：“”（）《》〔〕…— ]+", r"\1", text) for text in texts]
    for text in tame:
        lines: dict[tuple[int, float], str] = {}
        for page in typeset(body(text), faces):
            for run in content(page):
                key = page.number, -round(run.y, 1)
                lines[key] = lines.get(key, "") + run.text
        printed = [line for _, line in sorted(lines.items())]
        assert not [line for line in printed[1:] if line[0] in CLOSERS]
        assert not [line for line in printed[:-1] if line[-1] in OPENERS]


# --- tables and pages ---


def where(pages: tuple[Page, ...], text: str) -> int:
    return next(page.number for page in pages if text in "".join(run.text for run in page.runs))


def test_each_table_stands_whole_on_the_page_of_its_heading(report: Document, pages: tuple[Page, ...]) -> None:
    cells = [len(b.grid.boxes) for b in report.blocks if isinstance(b, FilledTable)]
    assert len(cells) == 3
    for heading, first, last in (
        ("二、主动公开", "第二十条第（一）项", "行政事业性收费"),
        ("三、收到和处理", "申请人情况", "四、结转下年度继续办理"),
        ("四、政府信息公开行政复议", "未经复议直接起诉", "复议后起诉"),
    ):
        assert where(pages, heading) == where(pages, first) == where(pages, last)


@pytest.mark.parametrize("lines", range(14, 23))
def test_a_heading_never_stands_alone_at_a_page_foot(faces: Faces, report: Document, lines: int) -> None:
    table = next(b for b in report.blocks if isinstance(b, FilledTable) and b.grid.stub_cols == 0)
    filler = tuple(Paragraph("body", "行") for _ in range(lines))
    for follower in (table, Paragraph("heading2", "（一）小标题"), Paragraph("body", "正文。")):
        document = Document("题", (*filler, Paragraph("heading1", "二、标题"), follower, Paragraph("body", "尾。")))
        pages = typeset(document, faces)
        heading = where(pages, "二、标题")
        page = pages[heading - 1]
        after = [run for run in content(page) if run.y < _y(page, "二、标题") - 1]
        assert after, "the heading is the last thing on its page"


def _y(page: Page, text: str) -> float:
    return next(run.y for run in page.runs if run.text == text)


def test_figures_of_nine_digits_stand_whole_in_their_boxes(shipped: Form, faces: Faces) -> None:
    document = fill(shipped, evaluated(shipped, figures=(123456789, 987654321)), footer=FOOTER)
    assert read_back(pdf_of(document, faces), FOOTER) == words(document)
    pages = typeset(document, faces)
    for page in pages:
        uprights = sorted({rule.x0 for rule in page.rules if rule.x0 == rule.x1})
        for run in content(page):
            if run.size < 14 and run.text.isdigit() and len(run.text) >= 9:
                right = run.x + width(run, faces)
                assert not [x for x in uprights if run.x < x < right and _cuts(page, x, run.y)], run.text
    assert len(pages) == len(typeset(fill(shipped, evaluated(shipped)), faces))


def _cuts(page: Page, x: float, y: float) -> bool:
    return any(r.x0 == r.x1 == x and min(r.y0, r.y1) < y < max(r.y0, r.y1) for r in page.rules)


@pytest.mark.parametrize("cell", ["t3__new__natural", "t4__review__upheld", "t3__misc__other__other"])
def test_a_figure_of_any_length_is_never_broken_and_tears_no_table(shipped: Form, faces: Faces, cell: str) -> None:
    figure = "12345678901234567890"
    pages = typeset(fill(shipped, evaluated(shipped, **{cell: Answer(Number(Decimal(figure)))})), faces)
    assert any(run.text == figure for page in pages for run in page.runs)
    assert where(pages, "申请人情况") == where(pages, "四、结转下年度继续办理")


def test_unread_text_in_a_figure_box_is_broken_into_lines(shipped: Form, faces: Faces) -> None:
    words_ = "约12件（其中3件由下属单位转来，尚未核实）"
    evaluation = evaluated(
        shipped, t3__new__natural=Answer(Unread(words_)), t4__review__upheld=Answer(Unread(words_ * 3))
    )
    document = fill(shipped, evaluation)
    assert words_ * 3 in read_back(pdf_of(document, faces))
    pages = typeset(document, faces)
    assert where(pages, "申请人情况") == where(pages, "四、结转下年度继续办理")


def tall(rows: int) -> FilledTable:
    """A table of `rows` rows with one head row and a label that spans them all."""
    boxes = [Box(0, 0, 1, 2, "corner", "角"), Box(0, 2, 1, 1, "head", "数量"), Box(1, 0, rows, 1, "stub", "全部")]
    for row in range(1, rows + 1):
        boxes += [Box(row, 1, 1, 1, "stub", f"{row}、第{row}项"), Box(row, 2, 1, 1, "entry", cell=f"c{row}")]
    texts = {f"c{row}": str(row * 1000) for row in range(1, rows + 1)}
    return FilledTable(Grid("t", rows + 1, 3, 2, (0,), (), tuple(boxes)), "长表", texts)


def test_a_table_taller_than_a_page_is_parted_between_rows_and_repeats_its_head(faces: Faces) -> None:
    document = Document("题", (Paragraph("heading1", "一、长表"), tall(90)))
    pages = typeset(document, faces)
    assert len(pages) > 2
    seen: list[str] = []
    for page in pages:
        texts = [run.text for run in content(page)]
        assert "数量" in "".join(texts)
        assert texts.count("全部") == 1
        seen += [text for text in texts if re.fullmatch(r"[1-9]\d*000", text)]
        assert min(run.y for run in content(page)) > BOTTOM
        assert min(rule.y1 for rule in page.rules) >= BOTTOM - 0.5
    assert seen == [str(row * 1000) for row in range(1, 91)]


def test_the_rules_close_every_box(pages: tuple[Page, ...]) -> None:
    page = pages[where(pages, "申请人情况") - 1]
    frame = [rule for rule in page.rules if rule.width == 1.0]
    assert len(frame) == 4
    assert {round(rule.width, 2) for rule in page.rules} == {0.5, 1.0}
    assert min(r.x0 for r in frame if r.x0 == r.x1) == pytest.approx(LEFT)
    assert max(r.x0 for r in frame if r.x0 == r.x1) == pytest.approx(RIGHT)


@settings(max_examples=20)
@given(st.dictionaries(st.integers(1, 30), st.text(min_size=1, max_size=40), max_size=12), st.integers(1, 30))
def test_a_table_with_anything_in_it_stays_in_the_type_area(faces: Faces, texts: dict[int, str], rows: int) -> None:
    table = replace(tall(rows), texts={f"c{row}": text for row, text in texts.items()})
    for page in typeset(Document("题", (table,)), faces):
        for run in content(page):
            assert run.x >= LEFT - 0.01
            assert run.x + width(run, faces) <= RIGHT + 0.3
        assert all(BOTTOM - 0.01 <= rule.y1 <= TOP + 0.01 for rule in page.rules)


# --- the file ---


def test_the_same_document_gives_the_same_bytes(report: Document, faces: Faces, data: bytes) -> None:
    assert pdf_of(report, faces) == data


def test_the_file_says_what_it_is(data: bytes, report: Document) -> None:
    with pypdfium2.PdfDocument(data) as found:
        about = found.get_metadata_dict()
    assert (about["Title"], about["Author"], about["Subject"]) == (report.title, report.author, report.subject)
    assert b"/Lang (zh-CN)" in data


def test_bookmarks_lead_to_sections_subheadings_and_tables(data: bytes, pages: tuple[Page, ...]) -> None:
    with pypdfium2.PdfDocument(data) as found:
        marks = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in found.get_toc()]
    assert [title for level, title, _ in marks if level == 0] == [
        "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
    ]  # fmt: skip
    assert [title for level, title, _ in marks if level == 1][:3] == [
        "（一）主动公开",
        "（二）依申请公开",
        "（三）监督保障",
    ]
    assert ("表三", where(pages, "申请人情况")) in [(title, page) for _, title, page in marks]


def test_an_empty_document_is_one_page(faces: Faces) -> None:
    data = pdf_of(Document("", ()), faces)
    assert len(page_texts(data)) == 1


def test_two_documents_written_at_once_do_not_disturb_each_other(report: Document, faces: Faces, data: bytes) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: pdf_of(report, faces), range(6))) == {data}


def test_the_document_may_go_to_any_binary_stream(report: Document, faces: Faces, data: bytes) -> None:
    from core.writers import pdf

    out = io.BytesIO(b"xx")
    out.seek(2)
    pdf.write(report, out, faces)
    assert out.getvalue() == b"xx" + data
