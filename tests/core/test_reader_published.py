"""Reports as sites publish them and browsers print them: what stands around the tables, and tables that lost their
shape on the way."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from core.form import edition
from core.readers import Reading, read
from core.readers.lines import split
from core.readers.normal import is_figure
from core.values import Text
from tests.core.conftest import SHIPPED

FORM = edition(SHIPPED)
TITLE = "云汀市民政局2024年政府信息公开工作年度报告"


def of(text: str, name: str = "x.md") -> Reading:
    return read(text.encode(), name, [FORM])


def test_characters_that_a_browser_prints_as_radicals_are_read_as_what_they_are() -> None:
    found = of(f"{TITLE}\n⼀、总体情况\n本机关⾼度重视⼈⺠群众的申请。\n⼆、主动公开政府信息情况\n⾏政许可 7\n")
    assert found.texts["s1.text"] == "本机关高度重视人民群众的申请。"
    assert found.as_read == {"t2.licence.decided": "7"}


def test_of_a_link_the_words_are_left_and_of_a_picture_nothing() -> None:
    (line,) = split("附件：[年报（2024）.docx](files/a_(1).docx) ![图](p.png)。").lines
    assert line.raw == "附件：年报（2024）.docx 。"


def test_what_a_site_puts_behind_the_report_as_links_is_no_part_of_its_last_text() -> None:
    behind = f"分享到：微信\n附件：[{TITLE}.docx](P0.docx)\n上一篇：[{TITLE}](../a.html)\n主办：云汀市民政局\n"
    found = of(f"# {TITLE}\n\n六、其他需要报告的事项\n\n无其他需要报告的事项。\n\n{behind}")
    assert found.texts["s6.text"] == "无其他需要报告的事项。"


def test_what_a_browser_prints_at_head_and_foot_of_each_sheet_is_set_aside() -> None:
    head, foot = f"2025/1/17 10:58 {TITLE}_云汀市民政局\n", "https://a.gov.cn/b.html {}/2\n"
    body = "六、其他需要报告的事项\n本年度未收取\n{}\n信息处理费。\n"
    found = of(head + f"{TITLE}\n" + body.format(foot.format(1) + head) + foot.format(2), "x.txt")
    assert found.texts["s6.text"].replace("\n", "") == "本年度未收取信息处理费。"
    apart = split(f"2025/1/17 10:58\n{TITLE}_云汀\n甲\n2025/1/17 10:58\n{TITLE}_云汀\n乙\n")
    assert [line.raw for line in apart.lines if line.raw] == [f"{TITLE}_云汀", "甲", "乙"]
    (once,) = split("2025-01-17 09:27 来源：办公室").lines
    assert once.raw.startswith("2025-01-17"), "when a page was published stands there once"


def test_the_number_of_a_sheet_is_no_figure() -> None:
    assert not is_figure("3/5")
    assert split("3/5\n甲").residue == ("3/5",)


def test_a_row_that_stands_aside_from_its_heads_is_in_doubt() -> None:
    """A row span that ends too early moves the cells of a row to the left: the heads are not above them."""
    heads = "<tr><td colspan=3 rowspan=3>申请人情况</td><td colspan=7></td><td rowspan=3></td></tr>"
    heads += "<tr><td rowspan=2>自然人</td><td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
    heads += "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td><td>法律服务机构</td><td>其他</td></tr>"
    first = "<tr><td colspan=3>一、本年新收政府信息公开申请数量</td>" + "<td>1</td>" * 6 + "<td>6</td><td></td></tr>"
    aside = "<tr><td>8.属于行政查询事项</td>" + "<td>0</td>" * 4 + "<td>7</td><td>0</td><td>7</td><td></td></tr>"
    page = f"<html><body><h1>{TITLE}</h1><p>三、收到和处理政府信息公开申请情况</p><table>{heads}{first}{aside}</table>"
    found = of(page, "x.html")
    row = {c: t for c, t in found.as_read.items() if c.startswith("t3.denied.enquiry.")}
    assert list(row.values()) == ["0", "0", "0", "0", "7", "0", "7"]
    assert row.keys() <= found.doubtful
    assert not {c for c in found.doubtful if c.startswith("t3.new.")}


def test_a_table_of_where_the_page_is_filed_ends_no_opening() -> None:
    filed = "| 索 引 号： | 11330/2025-10 | 发布机构： | 云汀市民政局 |\n\n"
    found = of(
        f"{filed}根据《条例》要求，编制本报告。\n\n2024年，本局做好公开工作。\n\n二、主动公开政府信息情况\n\n行政许可 7\n"
    )
    assert found.texts["s1.text"] == "2024年，本局做好公开工作。"


ROW = "{}一、本年新收政府信息公开申请数量 | 1 |  |  |  |  |  | 1{}\n"


def test_where_bars_stand_only_between_cells_a_bar_at_an_end_has_a_blank_cell_beyond() -> None:
    rows = "三、收到和处理政府信息公开申请情况\n\n" + ROW.format("", "") + "（一）予以公开 | 4 | 0 | 0 | 0 | 0 | 0 |\n"
    assert [len(line.cells) for line in split(rows).lines if line.table] == [8, 8]
    framed = ROW.format("| ", " |") + "| （一）予以公开 | 4 | 0 | 0 | 0 | 0 | 0 | |\n"
    assert [line.cells[-1] for line in split(framed).lines if line.cells] == ["1", ""]
    four = "行政复议 | 行政诉讼\n总计 | 总计 | 总计\n | 2 |  |  | 2\n"
    assert split(four).lines[2].cells == ("", "2", "", "", "2")


def test_blanks_before_the_figures_of_a_row_without_a_grid_are_its_own_and_in_doubt() -> None:
    head = f"{TITLE}\n三、收到和处理政府信息公开申请情况\n| a | b |\n"
    found = of(head + "| （一）予以公开 | |  | 5 |  |  |  |  | 5 |\n")
    assert dict(found.as_read) == {"t3.granted.business": "5", "t3.granted.total": "5"}
    assert set(found.as_read) <= found.doubtful


@pytest.mark.parametrize("blank", ["0", ""])
def test_a_table_that_a_converter_put_on_one_line_is_read_by_its_rows(blank: str) -> None:
    rows = ["第二十条第（一）项", "规章 1 2 3", "行政规范性文件 4 5 6", "行政许可 7", "行政处罚 8", "行政强制 9"]
    joined = " ".join(f"| {' | '.join((*row.split(), *[blank] * (8 - len(row.split()))))} |" for row in rows)
    lines = [line for line in split(f"| {joined} |").lines if line.cells and any(line.cells)]
    assert [line.cells[0] for line in lines] == [row.split()[0] for row in rows]


def test_marks_of_a_quotation_a_list_and_a_heading_are_no_part_of_the_text() -> None:
    found = of(
        f"# {TITLE}\n\n- 六、其他需要报告的事项\n\n> 无其他需要报告的事项。\n\n- （一）另行公布。\n\n## 附件：\n"
    )
    assert found.texts["s6.text"] == "无其他需要报告的事项。\n（一）另行公布。"
    assert [line.raw for line in split("- 5\n- /\n-5\n*\n").lines if line.raw] == ["- 5", "- /", "-5", "*"]


def test_a_title_that_says_that_it_is_one_is_read() -> None:
    found = of(f"Title: {TITLE}\n\n二、主动公开政府信息情况\n\n行政许可 7\n")
    assert found.answers["unit.name"].value == Text("云汀市民政局")


def test_tables_within_tables_of_a_text_are_read_whole() -> None:
    inner = "<table><tr><td>行政许可</td><td>7</td></tr></table>"
    outer = f"<table><tr><td>二、主动公开政府信息情况</td></tr><tr><td>{inner}</td></tr></table>"
    found = of(f"{TITLE}\n{outer}五、存在的主要问题及改进情况\n公开不够及时。\n")
    assert found.as_read == {"t2.licence.decided": "7"}
    assert found.texts["s5.text"] == "公开不够及时。"


def test_lines_that_a_site_names_above_them_are_its_own() -> None:
    foot = f"分享到：\n微信\n附件：\n{TITLE}.docx\n上一篇：\n{TITLE}\n下一篇：\n没有了\n主办：云汀市民政局\n"
    found = of(f"{TITLE}\n六、其他需要报告的事项\n无其他需要报告的事项。\n{foot}", "x.txt")
    assert found.texts["s6.text"] == "无其他需要报告的事项。"


def test_line_ends_of_a_web_page_outside_tables_are_line_ends() -> None:
    words = "<!-- Start of picture text -->二、主动公开政府信息情况<br>行政许可 7<br>行政处罚 8<br><!-- End -->"
    found = of(f"{TITLE}\n\n{words}\n")
    assert found.as_read == {"t2.licence.decided": "7", "t2.penalty.decided": "8"}


def test_a_table_of_one_row_with_two_rows_of_figures_is_not_read() -> None:
    heads = "<tr><td colspan=5>行政复议</td><td colspan=10>行政诉讼</td></tr>"
    rows = "".join(f"<tr>{f'<td>{n}</td>' * 15}</tr>" for n in (1, 2))
    page = f"<html><body><h1>{TITLE}</h1><p>四、政府信息公开行政复议、行政诉讼情况</p><table>{heads}{{}}</table>"
    assert not of(page.format(rows), "x.html").as_read
    assert len(of(page.format(rows[: len(rows) // 2]), "x.html").as_read) == 15


@pytest.mark.parametrize("between", [" ", "　　", "。", "："])
def test_a_heading_on_one_line_with_its_text_is_a_heading(between: str) -> None:
    found = of(
        f"{TITLE}\n一、总体情况{between}2024年，本局主动公开信息7条。\n五、存在的主要问题及改进情况\n公开不够及时。\n"
    )
    assert found.texts["s1.text"] == "2024年，本局主动公开信息7条。"
    assert found.source is not None
    assert found.source.headings[0] == "一、总体情况"


def test_a_sentence_that_begins_like_a_heading_is_none() -> None:
    found = of(f"{TITLE}\n五、存在的主要问题及改进情况\n公开不够及时。\n六、其他需要报告的事项均已在上文说明。\n")
    assert found.texts["s5.text"].endswith("均已在上文说明。")


def test_of_a_table_cut_off_at_the_edge_the_columns_that_show_are_read_and_in_doubt() -> None:
    heads = "<tr><td rowspan=3>申请人情况</td><td colspan=4></td></tr><tr><td rowspan=2>自然人</td>"
    heads += "<td colspan=3>法人或其他组织</td></tr><tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td></tr>"
    row = "<tr><td>一、本年新收政府信息公开申请数量</td><td>4</td><td>3</td><td>2</td><td>1</td></tr>"
    page = f"<html><body><h1>{TITLE}</h1><p>三、收到和处理政府信息公开申请情况</p><table>{heads}{row}</table>"
    page += "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    found = of(page, "x.html")
    assert list(found.as_read.values()) == ["4", "3", "2", "1"]
    assert [cell.rpartition(".")[2] for cell in found.as_read] == ["natural", "business", "research", "welfare"]
    assert found.as_read.keys() <= found.doubtful
    assert not of(page.replace("科研机构", "其它机构"), "x.html").as_read, "a head that is not known could be any"


def test_the_number_of_a_printed_sheet_is_noted_without_the_address_before_it() -> None:
    assert split("https://a.gov.cn/b.html 1/2\n甲").residue == ("1/2",)


RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
FIGURES = [str(n) for n in range(15)]
LAST = (
    f"<html><body><h1>{TITLE}</h1><p>四、政府信息公开行政复议、行政诉讼情况</p>{{}}<p>五、存在的主要问题及改进情况</p>"
)


def small(name: str, figures: list[str]) -> str:
    rows = ("".join(f"<td>{text}</td>" for text in row) for row in (RESULTS, figures))
    return f"<table><tr><td colspan=5>{name}</td></tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def test_a_table_of_one_row_printed_in_parts_is_read_in_the_forms_order_and_in_doubt() -> None:
    names = ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）")
    tables = [small(name, FIGURES[i * 5 : i * 5 + 5]) for i, name in enumerate(names)]
    found = of(LAST.format("".join(tables)), "x.html")
    assert list(found.as_read.values()) == FIGURES
    assert found.as_read.keys() <= found.doubtful
    assert not of(LAST.format("".join(tables[:2])), "x.html").as_read
    assert not of(LAST.format(tables[0] + tables[2] + tables[1]), "x.html").as_read


def test_a_table_of_one_row_printed_upright_is_read() -> None:
    groups = ("行政复议", "未经复议直接起诉", "复议后起诉")
    rows = []
    for at, figure in enumerate(FIGURES):
        group = f"<td rowspan=5>{groups[at // 5]}</td>" if at % 5 == 0 else ""
        rows.append(f"<tr>{group}<td>{RESULTS[at % 5]}</td><td>{figure}</td></tr>")
    found = of(LAST.format(f"<table>{''.join(rows)}</table>"), "x.html")
    assert list(found.as_read.values()) == FIGURES


def test_the_mark_that_makes_a_text_of_a_number_is_no_part_of_it() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in ([TITLE], ["二、主动公开政府信息情况"], ["行政许可", "'7"], ["行政处罚", "'甲"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert read(out.getvalue(), "x.xlsx", [FORM]).as_read == {"t2.licence.decided": "7", "t2.penalty.decided": "'甲"}


def test_a_row_that_begins_to_the_left_of_the_others_with_a_blank_is_in_doubt() -> None:
    """A column that is blank throughout was left out by a converter; the row's label is a cell shorter."""
    rows = [
        "|  |  | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | 2 | 1 |  |  |  | 3 |",
        "|  |  | 2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 |  | 1 |  |  |  | 1 |",
        "|  |  | 3.其他 | 1 |  |  |  |  | 1 |",
        "|  | （七）总计 |  | 6 | 5 | 2 |  | 1 | 14 |",
    ]
    found = of(f"{TITLE}\n三、收到和处理政府信息公开申请情况\n" + "\n".join(rows) + "\n五、存在的主要问题及改进情况\n")
    assert found.as_read.keys() <= found.doubtful


def test_a_number_whose_end_stands_on_the_next_line_is_not_read_without_it() -> None:
    found = of(
        f"{TITLE}\n二、主动公开政府信息情况\n行政许可\n7\n行政事业性收费\n2462\n.855\n五、存在的主要问题及改进情况\n"
    )
    assert found.as_read == {"t2.licence.decided": "7"}
