"""Bytes to text, and text to lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.readers.decode import MOST_BYTES, decode
from core.readers.lines import paragraphs, split
from core.readers.normal import find_year, is_figure, plain

REPORT = "云汀区水务局2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息 312 条，新收申请 5 件。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_a_chinese_text_is_read(encoding: str) -> None:
    assert decode(REPORT.encode(encoding), "x.txt") == REPORT


def test_utf_16_with_a_mark_in_the_other_order_is_read() -> None:
    assert decode(b"\xfe\xff" + REPORT.encode("utf-16-be"), "x.txt") == REPORT


def test_a_text_in_traditional_characters_is_no_binary() -> None:
    assert decode("一、總體情況".encode(), "x.txt") == "一、總體情況"


def test_a_nearly_whole_utf_8_text_is_read_with_its_damage_shown() -> None:
    whole = (REPORT * 20).encode()
    assert decode(whole[:-2], "x.txt").endswith("\ufffd")


@pytest.mark.parametrize(
    ("data", "kind", "word"),
    [
        (b"", "empty", "空"),
        (b"\xef\xbb\xbf \r\n", "empty", "空"),
        (b"%PDF-1.7 ...", "not_text", "PDF"),
        (b"PK\x03\x04....", "not_text", "Word"),
        (b"\xd0\xcf\x11\xe0....", "not_text", "旧版"),
        (b"\x89PNG\r\n\x1a\n", "not_text", "图片"),
        (bytes(range(256)) * 8, "not_text", "文本"),
        (b"L\0\0\0\x01\x14\x02\0....", "not_text", "快捷方式"),
        (b" " * (MOST_BYTES + 1), "too_large", "20 MB"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data: bytes, kind: str, word: str) -> None:
    with pytest.raises(InputError) as refused:
        decode(data, "某文件")
    assert refused.value.kind == kind
    assert "某文件" in refused.value.message
    assert word in refused.value.message


def test_a_file_that_is_not_what_its_ending_says_is_called_damaged() -> None:
    with pytest.raises(InputError, match=r"“年报\.DOCX”的内容不是它的扩展名所说的"):
        decode(bytes(range(256)) * 8, "年报.DOCX")


@given(st.binary(max_size=400))
def test_any_bytes_become_text_or_a_sentence(data: bytes) -> None:
    try:
        said = decode(data, "x")
    except InputError as error:
        said = error.message[-1]
    assert said == "。" or "\0" not in said


def cells(text: str) -> list[tuple[str, ...]]:
    return [line.cells for line in split(text).lines]


def test_a_bar_may_end_each_cell_begin_it_or_do_both() -> None:
    assert cells("甲 | 1 | 2 |") == cells("| 甲 | 1 | 2 |") == cells("甲 | 1 | 2") == [("甲", "1", "2")]
    assert cells("甲 |\n|\n2 |") == [("甲",), ("",), ("2",)]
    assert cells("甲 | | 2 |  |") == [("甲", "", "2", "")]


def test_tabs_make_cells_and_an_empty_one_is_a_blank() -> None:
    assert cells("\t甲\n\t\n\t2") == [("甲",), ("",), ("2",)]
    assert cells("甲\t\t2") == [("甲", "", "2")]


def test_page_numbers_markers_rules_and_addresses_are_set_aside() -> None:
    text = "https://example.cn/a\n甲[bookmark: _GoBack]乙丙\n— 2 —\n第 3 页 共 9 页\n|---|---|\n- 4 -"
    found = split(text)
    assert [line.raw for line in found.lines] == ["甲乙丙"]
    assert found.residue == ("[bookmark: _GoBack]乙丙", "页码 — 2 — 等 3 处")


def test_a_form_feed_ends_a_line() -> None:
    assert cells("制作 3\f- 4 -\r\n甲") == [("制作 3",), ("甲",)]


def test_hard_wrapped_lines_become_paragraphs_and_short_ones_stay() -> None:
    wrapped = "我局认真落实各项要求稳步推进公开\n工作持续完善机制不断提升服务水平\n全年公开。\n" * 3
    found, pages = paragraphs(split(wrapped + "\n2\n一是这样\n二是那样").lines)
    one = "我局认真落实各项要求稳步推进公开工作持续完善机制不断提升服务水平全年公开。"
    assert found == [one, one, one, "一是这样", "二是那样"]
    assert pages == ["2"]


@pytest.mark.parametrize(
    "text",
    ["0", "12", "３", "1,234", "20.3", "-11", "+19", "12（其中修订3件）", "12abc", "5件", "/", "—", "无", "不适用"],
)
def test_what_stands_where_a_figure_should_is_a_figure(text: str) -> None:
    assert is_figure(text)


@pytest.mark.parametrize(
    "text", ["2.重复", "2、甲", "3）其他", "2020年本部门", "第1项", "规", "", "2023-01-05 来源", "1-8"]
)
def test_a_numbered_label_is_no_figure(text: str) -> None:
    assert not is_figure(text)


def test_printings_of_one_label_come_out_alike() -> None:
    ways = ("（一）予以 公开", "(一)予以公开", "一、予以公开", "（一） 予以公開", "“一．予以公开”")
    assert {plain(way) for way in ways} == {"一予以公开"}


@pytest.mark.parametrize("text", ["2023年", "２０２３年度", "二〇二三年", "二○二三年度", "的2023年的"])
def test_a_year_is_found_in_any_digits(text: str) -> None:
    found = find_year(text)
    assert found is not None
    assert found[0] == 2023
