"""GB/T 9704-2012 measured on the produced file: where PDFium finds the characters, in which face and size."""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document, Paragraph
from core.services import paper
from tests.core.paper import evaluated

MM = 72 / 25.4
LEFT, RIGHT = 28 * MM, 184 * MM
TOP, BOTTOM = 260 * MM, 35 * MM  # of the type area, from the lower edge
PITCH = 28.99
NO_BEGINNING = "。，、；：？！”’）》】〉〕…—%"
NO_END = "“‘（《【〈〔"


@dataclass(frozen=True)
class Char:
    text: str
    page: int
    x: float
    y: float
    size: float
    face: str


def chars(data: bytes) -> Iterator[Char]:
    x, y = ctypes.c_double(), ctypes.c_double()
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    with pypdfium2.PdfDocument(data) as opened:
        for number, page in enumerate(opened, 1):
            text = page.get_textpage()
            for i in range(text.count_chars()):
                if pdfium.FPDFText_IsGenerated(text.raw, i) == 1:
                    continue
                pdfium.FPDFText_GetCharOrigin(text.raw, i, x, y)
                pdfium.FPDFText_GetFontInfo(text.raw, i, name, 200, flags)
                face = name.value.decode().rpartition("+")[2]
                code, size = pdfium.FPDFText_GetUnicode(text.raw, i), pdfium.FPDFText_GetFontSize(text.raw, i)
                yield Char(chr(code), number, x.value, y.value, size, face)


def lines(found: list[Char]) -> list[list[Char]]:
    rows: dict[tuple[int, int], list[Char]] = {}
    for char in found:
        rows.setdefault((char.page, round(-char.y * 10)), []).append(char)
    return [sorted(row, key=lambda c: c.x) for _, row in sorted(rows.items())]


@pytest.fixture(scope="module")
def found(shipped: Form) -> list[Char]:
    return list(chars(paper.pdf(fill(shipped, evaluated(shipped)), archival=True, which="shipped")))


def body(found: list[Char]) -> list[Char]:
    return [c for c in found if abs(c.size - 16) < 0.01]


def test_baselines_are_28_99_points_apart(found: list[Char]) -> None:
    for number in {c.page for c in found}:
        places = sorted({round(c.y, 2) for c in body(found) if c.page == number}, reverse=True)
        gaps = [above - below for above, below in pairwise(places)]
        assert all(abs(gap - PITCH * round(gap / PITCH)) < 0.1 for gap in gaps)
        assert min(gaps, default=PITCH) == pytest.approx(PITCH, abs=0.1)


def test_text_stays_in_the_type_area(found: list[Char]) -> None:
    for char in found:
        if char.y > BOTTOM:
            assert LEFT - 0.5 <= char.x <= RIGHT
            assert BOTTOM <= char.y <= TOP


def test_first_lines_are_indented_by_two_characters(found: list[Char]) -> None:
    starts = {round(row[0].x - LEFT, 1) for row in lines(body(found))}
    assert starts == {0.0, round(2 * 156 * MM / 28, 1)}


def test_each_level_has_its_face_and_size(found: list[Char]) -> None:
    rows = {"".join(c.text for c in row): row for row in lines(body(found))}
    sections = [row for text, row in rows.items() if text[0] in "一二三四五六" and text[1:2] == "、"]
    assert len(sections) >= 6
    assert {c.face for row in sections for c in row} == {"NianbaoHei-Regular"}
    (second,) = [row for text, row in rows.items() if text.startswith("（一）")]
    assert {c.face for c in second[:7]} == {"NianbaoKai-Regular"}
    assert second[-1].face == "NianbaoFangSong-Regular"
    titles = [c for c in found if abs(c.size - 22) < 0.01]
    assert {c.face for c in titles} == {"NianbaoXiaoBiaoSong-Regular"}
    assert "".join(c.text for c in titles).endswith("年度报告")


def test_page_numbers_stand_outside_seven_millimetres_below(found: list[Char]) -> None:
    for number in {c.page for c in found}:
        foot = [c for c in found if c.page == number and c.y < BOTTOM and abs(c.size - 14) < 0.01]
        assert "".join(c.text for c in sorted(foot, key=lambda c: c.x)).replace(" ", "") == f"—{number}—"
        assert {c.face for c in foot} == {"NianbaoSong-Regular"}
        dash = min(foot, key=lambda c: c.x), max(foot, key=lambda c: c.x)
        assert all(abs(BOTTOM - (c.y + 0.38 * 14) - 7 * MM) < 0.5 for c in dash)
        if number % 2:
            assert abs(RIGHT - 14 - (dash[1].x + 14)) < 0.5
        else:
            assert abs(dash[0].x - LEFT - 14) < 0.5


def test_the_footer_stands_in_every_page_foot_opposite_the_number(shipped: Form) -> None:
    mark = "指纹 0123 4567 89ab cdef"
    data = paper.pdf(fill(shipped, evaluated(shipped), footer=mark), archival=True, which="shipped")
    measured = list(chars(data))
    for number in {c.page for c in measured}:
        foot = sorted((c for c in measured if c.page == number and c.y < BOTTOM and c.size < 10), key=lambda c: c.x)
        assert "".join(c.text for c in foot).replace(" ", "") == mark.replace(" ", "")
        assert foot[0].x == pytest.approx(LEFT, abs=0.5) if number % 2 else foot[-1].x > RIGHT - 8


def test_justified_lines_end_at_the_edge(found: list[Char]) -> None:
    """A line that the same paragraph goes on from: the next one begins at the left edge. A line before a long web
    address may stay ragged."""
    rows = [row for row in lines(body(found)) if row[0].face == "NianbaoFangSong-Regular"]
    ends = [
        row[-1].x + 16
        for row, after in pairwise(rows)
        if after[0].page == row[0].page and after[0].x < LEFT + 1 and row[0].y - after[0].y < 30
        if not any(c.text.isascii() and c.text.isalpha() for c in (*row, *after)) and not row[-1].text.isascii()
    ]
    assert len(ends) >= 8
    assert ends == pytest.approx([RIGHT] * len(ends), abs=1.0)


def paragraphs(count: int) -> list[str]:
    draw = random.Random(9704)
    marks, words = "。，、；：？！“”（）《》〔〕…—%", "政府信息公开工作年度报告12ab条例"
    return [
        "".join(
            draw.choice(marks) if draw.random() < 0.25 else draw.choice(words) for _ in range(draw.randint(30, 120))
        )
        for _ in range(count)
    ]


def test_a_thousand_paragraphs_break_no_rule_of_punctuation() -> None:
    document = Document("t", tuple(Paragraph("body", "国" + text + "国") for text in paragraphs(1000)))
    data = paper.pdf(document, which="shipped")
    rows = lines([c for c in body(list(chars(data))) if c.text.strip()])
    assert len(rows) > 2000
    wrong = []
    for row in rows:
        text = "".join(c.text for c in row)
        full = sum(1.0 if not c.text.isascii() else 0.0 for c in row)
        if full > 28 or row[-1].x > RIGHT:
            wrong.append(text)
        if row[0].x < LEFT + 1 and (text[0] in NO_BEGINNING) and not _all_marks(text):
            wrong.append(text)
        if text[-1] in NO_END:
            wrong.append(text)
    assert wrong == []


def _all_marks(text: str) -> bool:
    """A run of marks longer than a line has nowhere else to break."""
    return all(c in NO_BEGINNING + NO_END for c in text[:27])
