"""Breaking lines: what may begin and end one, what stays whole, how full one is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.writers.linebreak import CLOSERS, OPENERS, Line, balanced, break_lines
from tests.core.paper import PLAIN

FULL = 28.0

# Marks come in ones and twos, as in writing: a run of closing marks longer than a line cannot be kept together.
_words = st.text("政府信息公开工作年度报告局务网站申请答复办理结果", min_size=1, max_size=12)
_latin = st.from_regex(r"[A-Za-z]{1,9}|[0-9]{1,7}(\.[0-9]{1,3})?", fullmatch=True)
_marks = st.text("。，、；：？！”’）》〉」』】〕…—％‰", min_size=1, max_size=2)
_opening = st.text("“‘（《〈「『【〔", min_size=1, max_size=2)
_pieces = st.one_of(_words, _words, _latin, _latin.map(" {} ".format), st.tuples(_opening, _words, _marks).map("".join))
texts = st.lists(st.one_of(_pieces, _pieces, _marks), min_size=1, max_size=60).map("".join)


def widths(line: str) -> float:
    return sum(PLAIN[c] for c in line)


@given(texts)
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(text: str) -> None:
    lines = [line.text for line in break_lines(text, PLAIN, FULL - 2, FULL)]
    assert not [line for line in lines[1:] if line[0] in CLOSERS]
    assert not [line for line in lines[:-1] if line[-1] in OPENERS]


@given(texts)
def test_nothing_is_lost_but_spaces_at_line_ends(text: str) -> None:
    lines = break_lines(text, PLAIN, FULL - 2, FULL)
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace(" ", "")
    bare = text.strip(" ")
    assert [bare[line.start : line.start + len(line.text)] for line in lines] == [line.text for line in lines]


@given(st.text(max_size=200), st.integers(3, 40))
def test_no_line_is_wider_than_its_room_whatever_the_text(text: str, full: int) -> None:
    lines = break_lines(text, PLAIN, full - 2, full)
    assert all(widths(line.text) == pytest.approx(line.width) for line in lines)
    assert all(line.width <= full - 2 * (number == 0) + 1e-6 for number, line in enumerate(lines))


@given(texts)
def test_digits_and_words_stay_whole(text: str) -> None:
    runs = [
        match.span() for match in re.finditer(r"[A-Za-z0-9]+(\.[0-9]+)*", text.strip(" ")) if len(match[0]) < 2 * FULL
    ]
    cuts = [line.start for line in break_lines(text, PLAIN, FULL, FULL)]
    assert not [cut for cut in cuts for start, end in runs if start < cut < end]


@given(texts)
def test_a_paragraph_does_not_end_with_a_single_character_unless_it_must(text: str) -> None:
    lines = [line.text for line in break_lines(text, PLAIN, FULL, FULL)]
    if len(lines) > 1 and len(lines[-1]) == 1:
        # The unit before could not come down: a word, or a bracketed group of several characters.
        assert re.search(rf"[A-Za-z0-9{re.escape(CLOSERS + OPENERS)}]", lines[-2][-4:]) or lines[-1] in "0123456789"


def test_a_full_line_holds_twenty_eight_characters() -> None:
    lines = break_lines("字" * 86, PLAIN, FULL - 2, FULL)
    assert [len(line.text) for line in lines] == [26, 28, 28, 4]
    assert [line.last for line in lines] == [False, False, False, True]


def test_a_single_character_takes_another_down_with_it() -> None:
    assert [len(line.text) for line in break_lines("字" * 29, PLAIN, FULL, FULL)] == [27, 2]
    assert [line.text[-2:] for line in break_lines("字" * 28 + "完。", PLAIN, FULL, FULL)] == ["字字", "完。"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙丙丁，戊己", ["甲乙丙", "丁，戊己"]),
        ("甲乙丙（丁戊）", ["甲乙丙", "（丁戊）"]),
        ("甲乙12345丙", ["甲乙", "12345丙"]),
        ("甲乙丙……丁戊", ["甲乙", "丙……", "丁戊"]),
        ("共计98.26%的", ["共计", "98.26%的"]),
        ("甲 乙 丙 丁 戊", ["甲 乙 丙", "丁 戊"]),
        ("甲乙丙丁“戊己”庚辛", ["甲乙丙丁", "“戊己”", "庚辛"]),
        ("", []),
        ("   ", []),
    ],
)
def test_small_examples_in_lines_of_four(text: str, expected: list[str]) -> None:
    assert [line.text for line in break_lines(text, PLAIN, 4, 4)] == expected


def test_a_web_address_breaks_after_its_marks_and_a_mail_address_not_at_all() -> None:
    text = "详见http://www.example.gov.cn/zwgk/index.html，或写信到zwgk_office@example.gov.cn。"
    lines = [line.text for line in break_lines(text, PLAIN, 12, 12)]
    assert lines[0].endswith(("/", ".", "-"))
    assert any("zwgk_office@example.gov.cn"[:10] in line for line in lines)
    whole = [line.text for line in break_lines(text, PLAIN, 28, 28)]
    assert any("zwgk_office@example.gov.cn" in line for line in whole)


def test_a_run_longer_than_a_line_is_broken_wherever_it_must() -> None:
    assert [line.text for line in break_lines("A" * 30, PLAIN, 5, 5)] == ["A" * 10] * 3
    assert [line.text for line in break_lines("。" * 7, PLAIN, 3, 3)] == ["。。。", "。。", "。。"]


TITLE = 442.2 / 22


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("云岭区", ["云岭区2031年政府信息公开工作年度报告"]),
        ("云岭区自然资源局", ["云岭区自然资源局", "2031年政府信息公开工作年度报告"]),
        (
            "云岭省东山市西河国家级经济技术开发区管理委员会自然资源和规划局",
            ["云岭省东山市西河国家级经济技术开发区", "管理委员会自然资源和规划局", "2031年政府信息公开工作年度报告"],
        ),
    ],
)
def test_a_title_is_broken_between_phrases(unit: str, expected: list[str]) -> None:
    lines = balanced(f"{unit}2031年政府信息公开工作年度报告", PLAIN, TITLE)
    assert [line.text for line in lines] == expected


@pytest.mark.parametrize(
    ("label", "width", "expected"),
    [
        ("社会公益组织", 3.1, ["社会", "公益", "组织"]),
        ("结果维持", 2.2, ["结果", "维持"]),
        ("（三）不予公开", 4.2, ["（三）", "不予公开"]),
        ("总计", 2.2, ["总计"]),
    ],
)
def test_a_label_is_broken_between_words_of_two_characters(label: str, width: float, expected: list[str]) -> None:
    assert [line.text for line in balanced(label, PLAIN, width)] == expected


@given(st.text("云岭区自然资源局人民政府办公室开发（）《》、和", min_size=1, max_size=70))
def test_a_title_never_ends_with_a_single_character_and_fits(unit: str) -> None:
    lines = balanced(f"{unit}2031年年度报告", PLAIN, TITLE)
    assert "".join(line.text for line in lines) == f"{unit}2031年年度报告"
    assert all(line.width <= TITLE + 1e-6 for line in lines)
    assert len(lines) == 1 or len(lines[-1].text) > 1


def test_lines_know_where_they_begin() -> None:
    assert break_lines("甲乙 丙丁", PLAIN, 2.5, 2.5) == [Line("甲乙", 2, False, 0), Line("丙丁", 2, True, 3)]
