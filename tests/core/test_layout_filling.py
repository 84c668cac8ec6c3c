"""A report poured into its form."""

from __future__ import annotations

import pytest

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document, FilledTable, Paragraph
from core.layout.filling import paragraphs
from core.values import Answer, Text, Unread
from tests.core.paper import evaluated


def tables(document: Document) -> dict[str, FilledTable]:
    return {block.grid.table: block for block in document.blocks if isinstance(block, FilledTable)}


def of_style(document: Document, style: str) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph) and block.style == style]


def test_the_document_holds_title_opening_and_all_sections_in_order(shipped: Form) -> None:
    document = fill(shipped, evaluated(shipped))
    assert document.title == "云岭区自然资源局2031年政府信息公开工作年度报告"
    assert document.author == "云岭区自然资源局"
    first, opening, *_ = document.blocks
    assert first == Paragraph("title", document.title)
    assert isinstance(opening, Paragraph)
    assert "2031年1月1日起，至2031年12月31日止" in opening.text
    assert of_style(document, "heading1") == [s.heading for s in shipped.sections if s.ordinal]
    assert list(tables(document)) == ["t2", "t3", "t4"]
    assert [t.caption for t in tables(document).values()] == ["表二", "表三", "表四"]


def test_an_opening_paragraph_of_its_own_stands_instead_of_the_generated_one(shipped: Form) -> None:
    own = Answer(Text("首段一。\n首段二。"))
    document = fill(shipped, evaluated(shipped, **{shipped.role("intro"): own}))
    assert document.blocks[1:3] == (Paragraph("body", "首段一。"), Paragraph("body", "首段二。"))


def test_answers_are_never_read_as_templates(shipped: Form) -> None:
    document = fill(shipped, evaluated(shipped, unit="甲{year}局"))
    assert document.title == "甲{year}局2031年政府信息公开工作年度报告"


def test_what_is_not_answered_is_left_open_in_the_title(shipped: Form) -> None:
    document = fill(shipped, evaluated(shipped, year=None), draft=True)
    assert document.title == "云岭区自然资源局＿＿年政府信息公开工作年度报告"
    assert document.draft


def test_an_unfinished_total_is_blank_and_unread_text_stands_as_typed(shipped: Form) -> None:
    evaluation = evaluated(shipped, t3__new__natural=Answer(Unread("约12件")), t3__granted__other=None)
    texts = tables(fill(shipped, evaluation))["t3"].texts
    assert texts["t3.new.natural"] == "约12件"
    assert "t3.new.total" not in texts
    assert "t3.granted.total" not in texts
    assert "t3.done.other" not in texts
    assert texts["t3.partial.total"] == str(sum(int(texts[f"t3.partial.{c}"]) for c in COLUMNS))


COLUMNS = ("natural", "business", "research", "welfare", "legal", "other")


def test_a_form_of_another_kind_fills_as_well(toy: Form) -> None:
    document = fill(toy, evaluated(toy, unit="虎园"), footer="脚")
    assert document.title == "虎园第2031号报告"
    assert document.footer == "脚"
    assert of_style(document, "heading1") == ["甲、话", "乙、数", "丙、案"]
    assert [t.grid.stub_cols for t in tables(document).values()] == [3, 0]


@pytest.mark.parametrize(
    ("line", "style", "lead"),
    [
        ("（一）主动公开工作", "heading2", 0),
        ("(二)依申请公开", "heading2", 0),
        ("（十二）监督保障：", "heading2", 0),
        ("（一）加强领导，压实责任。", "body", 0),
        ("（一）主动公开。全年公开12条。", "heading2", 8),
        ("（一）全年公开信息12条，其中概况类3条、动态类4条、目录类5条，比上年增加一倍以上。", "body", 0),
        ("（一）全年公开信息12条，其中概况类3条；", "body", 0),
        ("1.规范办理流程", "heading3", 0),
        ("2、完善制度", "heading3", 0),
        ("1.受理申请12件，答复10件。", "body", 0),
        ("1.5万件为网上申请", "body", 0),
        ("（1）压实责任", "heading4", 0),
        ("2031年，我局工作扎实", "body", 0),
        ("一、总体", "body", 0),
    ],
)
def test_a_line_takes_the_style_of_its_lead(line: str, style: str, lead: int) -> None:
    assert paragraphs(line) == [Paragraph(style, line, lead)]  # type: ignore[arg-type] # the parameters of a test have no types


def test_a_numbered_sentence_is_a_heading_only_where_something_lies_below_it() -> None:
    styles = [it.style for it in paragraphs("（一）加强领导。\n成立专班。\n（二）没有收费。\n（三）没有其他事项。")]
    assert styles == ["heading2", "body", "body", "body"]
    assert [it.style for it in paragraphs("（一）加强领导。\n1.建章立制\n已建成。")] == ["heading2", "heading3", "body"]


def test_empty_lines_and_typed_indents_vanish() -> None:
    assert paragraphs("　　甲。\n\n \t\n乙。  \n") == [Paragraph("body", "甲。"), Paragraph("body", "乙。")]
