"""What the text reader makes of the faults and habits of real reports."""

from __future__ import annotations

import pytest

from core.errors import InputError
from core.form.model import Form
from core.readers import Reading, read
from core.values import Number, Text, Unread
from tests.core.printing import figures, printed
from tests.core.variants.truth import truth


def reading(form: Form, text: str) -> Reading:
    return read(text.encode(), "报告.txt", [form])


@pytest.fixture
def whole(shipped: Form, cells: dict[str, str]) -> str:
    return printed(shipped, cells, "piped")


@pytest.fixture
def cells(shipped: Form) -> dict[str, str]:
    return dict(truth(shipped, 3).cells)


def line(form: Form, found: Reading, role: str) -> str:
    answer = found.answers.get(form.role(role))
    if answer is None:
        return ""
    assert isinstance(answer.value, Text | Number)
    return str(answer.value.text if isinstance(answer.value, Text) else answer.value.value)


# ---------------------------------------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("printing", "unit", "year"),
    [
        ("四方台区2023年政府信息公开工作年度报告", "四方台区", "2023"),
        ("马水镇2019年政府信息公开年度报告", "马水镇", "2019"),
        ("民治街道2025年度政府信息公开工作报告", "民治街道", "2025"),
        ("《云汀区水务局 2023 年政府信息公开工作年度报告》", "云汀区水务局", "2023"),
        ("云汀区水务局关于2023年度政府信息公开工作年度报告", "云汀区水务局", "2023"),
        ("云汀区水务局二〇二三年政府信息公开工作年度报告", "云汀区水务局", "2023"),
        ("云汀区水务局\n2023年政府信息公开工作年度报告", "云汀区水务局", "2023"),
        ("云汀区水务局2023年政府信息公开\n工作年度报告", "云汀区水务局", "2023"),
        ("2024 年云汀市科委政府信息公开工作\n年度报告", "云汀市科委", "2024"),
        ("2024年云汀区人民政府信息公开工作年度报告", "云汀区人民政府", "2024"),
        ("Page 8 - 云汀市信访局2022年政府信息公开工作年度报告", "云汀市信访局", "2022"),
        ("云汀区水务局２０２３年政府信息公开工作年度报告（公开稿）", "云汀区水务局", "2023"),
    ],
)
def test_unit_and_year_are_taken_from_the_title(shipped: Form, printing: str, unit: str, year: str) -> None:
    found = reading(shipped, f"{printing}\n\n一、总体情况\n很好。\n")
    assert (line(shipped, found, "unit_name"), line(shipped, found, "year")) == (unit, year)
    assert not found.doubtful


def test_without_a_title_the_quoted_one_of_the_opening_is_taken_and_said_to_be_doubtful(shipped: Form) -> None:
    found = reading(shipped, "根据条例编制《云汀区2022年政府信息公开工作年度报告》。\n一、总体情况\n很好。")
    assert line(shipped, found, "unit_name") == "云汀区"
    assert found.doubtful == {shipped.role("unit_name"), shipped.role("year")}


def test_without_any_title_the_year_is_that_of_the_period(shipped: Form) -> None:
    found = reading(shipped, "数据统计期限自2022年1月1日起至2022年12月31日止。\n一、总体情况\n2020年的事。")
    assert line(shipped, found, "year") == "2022"
    assert line(shipped, found, "unit_name") == ""


# ---------------------------------------------------------------------------------------------- sections


def test_texts_are_whole_and_numbered_headings_inside_stay(shipped: Form) -> None:
    text = """一、总体情况
（一）主动公开
公开312条。
1.做法
六、这里不是标题。

五、存在的主要问题及改进情况
　　一是不足。
二是改进。
六、其他需要报告的事项
无。
"""
    found = reading(shipped, text)
    assert found.texts == {
        "s1.text": "（一）主动公开\n公开312条。\n1.做法\n六、这里不是标题。",
        "s5.text": "一是不足。\n二是改进。",
        "s6.text": "无。",
    }


def test_the_opening_is_what_stands_before_the_first_section_without_the_pages_furniture(shipped: Form) -> None:
    furniture = "发布日期：2024-01-12  来源：区政府  浏览次数：3"
    text = f"云汀区2023年政府信息公开工作年度报告\n{furniture}\n根据条例编制本报告。\n一、总体情况\n好。"
    assert reading(shipped, text).texts["intro.text"] == "根据条例编制本报告。"


@pytest.mark.parametrize(
    "heading",
    [
        "三、收到和处理政府信息公开申请情况",
        "二、收到和处理政府信息公开申请情况",
        "三．收到和处理政府信息公开申请情况：",
        "## 三、收到和处理政府信息公开申请情况",
        "三、 收到和处理政府信息\n公开申请情况",
        "三、收到及处理政府信息公开申请的情况",
        "收到和处理政府信息公开申请情况",
    ],
)
def test_a_heading_is_known_in_many_printings_and_kept_as_printed(
    shipped: Form, whole: str, cells: dict[str, str], heading: str
) -> None:
    found = reading(shipped, whole.replace("三、收到和处理政府信息公开申请情况", heading))
    assert found.as_read == cells
    assert found.source is not None
    assert found.source.headings[2] == heading.replace("\n", "").removeprefix("## "), (
        "a mark of Markdown is not printed"
    )


def test_a_heading_in_the_old_words_is_an_alias(shipped: Form, whole: str) -> None:
    old = "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况"
    found = reading(shipped, whole.replace("四、政府信息公开行政复议、行政诉讼情况", old))
    assert len(found.as_read) == 200
    assert found.source is not None
    assert old in found.source.headings


def test_a_list_inside_the_first_section_is_not_taken_for_the_sections(shipped: Form, whole: str) -> None:
    inside = "一、加强领导。\n三、主动公开政府信息情况。本年没有。\n四、政府信息公开申请情况\n没有收到。\n"
    found = reading(shipped, whole.replace("总体情况很好。", inside + "总体情况很好。"))
    assert len(found.as_read) == 200
    assert found.source is not None
    assert found.source.headings == tuple(s.heading for s in shipped.sections if s.ordinal)
    assert "没有收到。" in found.texts["s1.text"]


def test_a_table_of_contents_gives_way_to_the_sections(shipped: Form, whole: str) -> None:
    contents = "目录\n" + "\n".join(s.heading for s in shipped.sections if s.ordinal) + "\n"
    found = reading(shipped, whole.replace("一、总体情况\n", contents + "一、总体情况\n", 1))
    assert len(found.as_read) == 200
    assert found.texts["s1.text"] == "总体情况很好。\n照旧。"


@pytest.mark.parametrize(
    "behind",
    [
        "上一篇：某某局2022年政府信息公开工作年度报告\n下一篇：没有了\n",
        "分享到：微信 微博\n扫一扫在手机打开当前页\n【打印】【关闭】\n",
        "附件：\n1.年度报告.pdf\n",
        "版权所有：某某局\n主办单位：某某局　承办：信息中心\n地址：云汀路12号　电话：0000-1234567\n某ICP备12345678号-1\n",
    ],
)
def test_what_the_site_puts_behind_a_report_is_no_part_of_its_last_text(shipped: Form, whole: str, behind: str) -> None:
    assert reading(shipped, f"{whole}\n{behind}").texts == reading(shipped, whole).texts


def test_an_address_that_ends_a_report_stays(shipped: Form, whole: str) -> None:
    found = reading(shipped, f"{whole}\n地址：云汀路12号　电话：0000-1234567\n")
    assert found.texts["s6.text"].endswith("1234567")


def test_the_unit_of_a_report_that_names_none_is_the_site_s_and_in_doubt(shipped: Form, whole: str) -> None:
    untitled = whole.replace("云汀区水务局2023年", "2023年")
    found = reading(shipped, f"{untitled}\n主办单位：云汀区水务局　承办：信息中心\n")
    assert line(shipped, found, "unit_name") == "云汀区水务局"
    assert shipped.role("unit_name") in found.doubtful


def test_sections_printed_in_another_order_are_taken_where_they_are(
    shipped: Form, whole: str, cells: dict[str, str]
) -> None:
    start = {section.id: whole.index(section.heading) for section in shipped.sections if section.ordinal}
    first, second, after = (start[it] for it in ("s3", "s4", "s5"))
    moved = whole[:first] + whole[second:after] + whole[first:second] + whole[after:]
    found = read(moved.encode(), "x.txt", [shipped])
    assert dict(found.as_read) == {cell: text for cell, text in cells.items() if text}
    assert found.source is not None
    assert [it[:1] for it in found.source.headings] == list("一二四三五六")


def test_a_table_is_found_without_its_heading(shipped: Form, whole: str, cells: dict[str, str]) -> None:
    for section in shipped.sections:
        if section.table:
            assert reading(shipped, whole.replace(section.heading + "\n", "")).as_read == cells


def test_the_text_behind_the_last_table_goes_to_the_section_whose_heading_is_lost(shipped: Form, whole: str) -> None:
    found = reading(shipped, whole.replace("五、存在的主要问题及改进情况\n", ""))
    assert found.texts["s5.text"] == "存在的主要问题及改进情况很好。\n照旧。"
    assert "s5.text" in found.doubtful


def test_sentences_among_the_tables_are_no_figures_and_are_not_lost(shipped: Form, whole: str) -> None:
    said = "我局共作出许可20份，均已公示；没有处罚。"
    found = reading(shipped, whole.replace("二、主动公开政府信息情况\n", f"二、主动公开政府信息情况\n{said}\n"))
    assert len(found.as_read) == 200
    assert found.unplaced == (said,)


def test_a_bookmark_is_no_part_of_the_text_but_is_told_of(shipped: Form, whole: str) -> None:
    found = reading(shipped, whole.replace("照旧。\n六、", "[bookmark: _GoBack]照旧。\n六、"))
    assert found.texts["s5.text"].endswith("\n照旧。")
    assert found.source is not None
    assert found.source.residue == ("[bookmark: _GoBack]照旧。",)


def test_page_numbers_are_kept_out_of_texts_and_figures(shipped: Form, whole: str, cells: dict[str, str]) -> None:
    paged = whole.replace("照旧。\n二、", "照旧。\n12\n\n— 3 —\n二、").replace("规章 |", "- 4 -\n规章 |")
    found = reading(shipped, paged)
    assert found.as_read == cells
    assert found.texts["s1.text"] == "总体情况很好。\n照旧。"
    assert found.source is not None
    assert len(found.source.residue) == 2


# ---------------------------------------------------------------------------------------------- rows


def test_a_damaged_label_is_read_and_said_to_be_doubtful(shipped: Form, whole: str, cells: dict[str, str]) -> None:
    found = reading(shipped, whole.replace("2.其他法律行政法规禁止公开", "2.其他法律行政止公开"))
    assert found.as_read == cells
    assert found.doubtful == {c for c, cell in shipped.cells.items() if cell.row == "t3.denied.statute"}


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("行政规范性文件", "规范性文件"),
        ("4.无正当理由大量反复申请", "4.大量反复申请"),
        ("1.本机关不掌握相关政府信息", "1.本机关不掌握"),
        ("一、本年新收政府信息公开申请数量", "一、本年新收"),
        ("3.危及“三安全一稳定”", "3、危及三安全一稳定"),
        ("（七）总计", "(七) 总 计"),
    ],
)
def test_a_shortened_label_is_known(shipped: Form, whole: str, cells: dict[str, str], label: str, short: str) -> None:
    assert reading(shipped, whole.replace(label, short)).as_read == cells


def test_a_label_that_could_be_two_rows_is_left_blank(shipped: Form, whole: str) -> None:
    found = reading(shipped, whole.replace("5.属于三类内部事务信息", "属于").replace("6.属于四类过程性信息", "属于"))
    rows = {shipped.cells[c].row for c in found.as_read}
    assert not {"t3.denied.internal", "t3.denied.process"} & rows


def test_labels_broken_over_lines_around_their_figures_are_read(shipped: Form) -> None:
    text = """三、收到和处理政府信息公开申请情况
申请人情况 自然人 法人或其他组织 总计
（三）不 1.属于国家秘密 1 0 0 0 0 0 1
予公开 2.其他法律行政法规禁 2 0 0 0 0 0 2
止公开
3.危及“三安全一稳定” 3 0 0 0 0 0 3
（六）其 1.申请人无正当理由逾期不补正、行
他处理 政机关不再处理其政府信息公 4 0 0 0 0 0 4
开申请
"""
    found = reading(shipped, text)
    rows = {cell.row: found.as_read.get(c) for c, cell in shipped.cells.items() if cell.column == "natural"}
    assert {row: text for row, text in rows.items() if text} == {
        "t3.denied.secret": "1",
        "t3.denied.statute": "2",
        "t3.denied.safety": "3",
        "t3.misc.not_corrected": "4",
    }


def test_rows_without_labels_are_told_by_sure_neighbours_only(shipped: Form) -> None:
    """Two rows lie between the first and the fourth: with both printed they are sure, with one they are not."""
    label = "2.其他法律行政法规禁止公开 3.危及“三安全一稳定”\n"
    first, fourth = "| 1.属于国家秘密 |" + " 1 |" * 7, "| 4.保护第三方合法权益 |" + " 4 |" * 7
    second, third = "| " + "2 | " * 7, "| " + "3 | " * 7
    text = f"三、收到和处理政府信息公开申请情况\n自然人 总计\n{label}{first}\n{{}}\n{fourth}\n"
    both = reading(shipped, text.format(f"{second}\n|---|---|\n{third}"))
    one = reading(shipped, text.format(second))
    rows = [f"t3.denied.{row}.total" for row in ("secret", "statute", "safety", "third_party")]
    assert [both.as_read[cell] for cell in rows] == ["1", "2", "3", "4"]
    assert {shipped.cells[c].row for c in both.doubtful} >= {"t3.denied.statute", "t3.denied.safety"}
    assert {shipped.cells[c].row for c in one.as_read} == {"t3.denied.secret", "t3.denied.third_party"}


def test_values_are_typed_and_kept_as_printed(shipped: Form, whole: str) -> None:
    row = next(line for line in whole.split("\n") if line.startswith("行政规范性文件"))
    found = reading(shipped, whole.replace(row, "行政规范性文件 | １２件 | 12abc | 12（其中修订3件） |"))
    ids = [f"t2.normative.{column}" for column in ("issued", "repealed", "valid")]
    assert [found.as_read[i] for i in ids] == ["１２件", "12abc", "12（其中修订3件）"]
    assert isinstance(found.answers[ids[0]].value, Number)
    assert found.answers[ids[0]].note == "１２件"
    assert found.answers[ids[1]].value == Unread("12abc")


def test_seven_blank_values_are_seven_blanks(shipped: Form, whole: str) -> None:
    row = next(line for line in whole.split("\n") if line.startswith("2.重复申请"))
    found = reading(shipped, whole.replace(row, "2.重复申请 |  |  |  |  |  |  |  |"))
    assert not [c for c in found.as_read if shipped.cells[c].row == "t3.refused.repeat"]
    assert len(found.as_read) == 193


def test_noughts_run_together_are_cells_and_other_digits_are_not_split(shipped: Form, whole: str) -> None:
    repeat, published = (
        next(line for line in whole.split("\n") if line.startswith(start)) for start in ("2.重复申请", "3.要求提供")
    )
    found = reading(
        shipped, whole.replace(repeat, "2.重复申请 0000000").replace(published, "3.要求提供公开出版物 1000001")
    )
    values = {shipped.cells[c].row: t for c, t in found.as_read.items() if shipped.cells[c].column == "total"}
    assert values["t3.refused.repeat"] == "0"
    assert "t3.refused.published" not in values


# ---------------------------------------------------------------------------------------------- layouts


def test_the_old_heads_of_table_two_are_not_mapped_and_the_layout_is_told(shipped: Form) -> None:
    text = """二、主动公开政府信息情况
信息内容 | 本年新 制作数量 | 本年新 公开数量 | 对外公开总数量 |
规章 | 1 | 2 | 3 |
规范性文件 | 4 | 5 | 6 |
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政许可 | 71 | -11 | 0 |
信息内容 | 上一年项目数量 | 本年增/减 |
行政事业性收费 | 7 | |
三、收到和处理政府信息公开申请情况
自然人 | 法人或其他组织 | 总计 |
（五）不予处理 | 1.信访举报投诉类申请 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |
（六）其他处理 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |
（七）总计 | 3 | 0 | 0 | 0 | 0 | 0 | 3 |
"""
    found = reading(shipped, text)
    assert found.source is not None
    assert found.source.layout == "2019"
    assert not [c for c in found.as_read if shipped.cells[c].section == "s2"]
    assert found.as_read["t3.misc.other.total"] == "2"


def test_the_new_table_two_with_the_old_table_three_is_a_hybrid(shipped: Form, whole: str) -> None:
    lines = [line for line in whole.split("\n") if not line.startswith(("（六）其他处理 | 1", "2.申请人逾期"))]
    text = "\n".join("（六）其他处理" + line[4:] if line.startswith("3.其他") else line for line in lines)
    found = reading(shipped, text)
    assert found.source is not None
    assert found.source.layout == "hybrid"
    assert "t3.misc.other.total" in found.as_read


def test_columns_in_another_order_are_told_by_their_heads(shipped: Form, whole: str, cells: dict[str, str]) -> None:
    lines = whole.split("\n")
    head = next(i for i, line in enumerate(lines) if line.startswith("信息内容"))
    for i in (head, head + 1, head + 2):
        label, *rest = lines[i].rstrip(" |").split(" | ")
        lines[i] = " | ".join([label, *reversed(rest)]) + " |"
    assert reading(shipped, "\n".join(lines)).as_read == cells


# ---------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "text", ["今天天气很好。\n明天有雨。", "1 2 3\n4 5 6", "规范\n规章制度汇编\n第一章", "<html></html>"]
)
def test_a_text_that_is_no_report_is_refused_with_a_way_out(shipped: Form, text: str) -> None:
    with pytest.raises(InputError) as refused:
        reading(shipped, text)
    assert refused.value.kind == "not_report"
    assert "报告.txt" in refused.value.message
    assert "请核对" in refused.value.message


def test_a_text_about_the_matter_without_heading_and_title_is_a_first_text(shipped: Form) -> None:
    found = reading(shipped, "2023年度，我局共收到政府信息公开申请22起，答复22起。")
    assert found.texts == {"s1.text": "2023年度，我局共收到政府信息公开申请22起，答复22起。"}
    assert found.doubtful >= {"s1.text"}


def test_the_form_that_fits_is_chosen(shipped: Form, toy: Form) -> None:
    for form in (shipped, toy):
        text = printed(form, figures(form, 1), "tabbed")
        assert read(text.encode(), "x", [toy, shipped]).form is form
        assert read(text.encode(), "x", [shipped, toy]).form is form
