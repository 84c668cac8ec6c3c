"""The checks of texts on a real report, and what they say."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from core.check import Context, Evaluation, Source, evaluate
from core.form import edition
from core.report import Report
from core.services.checking import judge, load
from core.services.library import Library
from core.values import Text, typed
from tests.core.test_text_reading import evaluated

REPORTS = os.environ.get("NIANBAO_REPORTS", "")
real = pytest.mark.skipif(not REPORTS, reason="NIANBAO_REPORTS names no folder of real reports")


def told(evaluation: Evaluation) -> list[tuple[str, str]]:
    return [(f.rule, f.level) for f in evaluation.findings if f.rule.startswith("X")]


@real
def test_the_model_report_gives_what_the_catalogue_says_and_nothing_more() -> None:
    it = judge(load(Path(REPORTS) / "sifangtai-2023.txt")).evaluation
    above = [(f.rule, f.level) for f in it.findings if f.level != "T"]
    assert sorted(above) == [("S05", "Q"), ("X15", "Q"), ("X22", "Q")]
    (wrong,) = (f for f in it.findings if f.rule == "X15")
    assert (wrong.left, wrong.right, wrong.gap) == (1750, 1710, 40)
    assert "1750条" in wrong.message and "1710" in wrong.message and "少 40" in wrong.title
    assert [(fact.quantity, fact.value, fact.agrees) for fact in it.facts] == [("t3.new.total", 0, True)]


def test_no_rule_about_language_is_above_query() -> None:
    rules = [rule for rule in edition("guoban-annual/2021").rules if rule.id.startswith("X")]
    assert {rule.id for rule in rules} == {f"X{n:02}" for n in range(1, 26)}
    assert {rule.level for rule in rules} <= {"Q", "T"}


def test_the_profile_decides_whose_figures_the_text_speaks_of() -> None:
    text = "区政府办公室收到政府信息公开申请5件。"
    cells = {"unit.name": "云岭区人民政府", "t3.new.natural": "20"}
    assert told(evaluated(text, cells)) == []
    assert told(evaluated(text, cells | {"unit.scope": "含下级"})) == []
    assert told(evaluated(text, cells | {"unit.scope": "本级"})) == [("X05", "Q")]
    assert told(evaluated(text, cells | {"unit.name": "云岭区政府办公室"})) == [("X05", "Q")]


def test_a_township_is_its_own_office_and_what_agrees_is_a_fact_whoever_is_spoken_of() -> None:
    text = "政府办公室收到政府信息公开申请5件。"
    assert told(evaluated(text, {"unit.name": "云岭区青石镇人民政府", "t3.new.natural": "20"})) == [("X05", "Q")]
    whole = evaluated(text, {"unit.name": "云岭区人民政府", "t3.new.natural": "5"})
    assert [(fact.value, fact.agrees) for fact in whole.facts] == [(5, True)]


def test_a_part_cannot_exceed_the_whole_whoever_is_spoken_of() -> None:
    cells = {"unit.name": "云岭区人民政府", "t3.new.natural": "20"}
    (finding,) = (f for f in evaluated("区政府办公室收到政府信息公开申请25件。", cells).findings if f.rule == "X05")
    assert finding.rule == "X05" and "也许" in finding.message and finding.repair is None


def test_either_meaning_of_received_passes() -> None:
    cells = {"t3.new.natural": "20", "t3.carried_in.natural": "1"}
    for count in (20, 21):
        assert told(evaluated(f"全年收到政府信息公开申请{count}件。", cells)) == []
    (finding,) = (f for f in evaluated("全年收到政府信息公开申请22件。", cells).findings if f.rule == "X05")
    assert "20" in finding.message and "21" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "公开信息98条，主要包括机构职能等内容，其中，微信发布66条，网站发布32条。",
        "公开信息60条，其中概况信息2篇，公文1篇，业务工作6篇等，涉及各个方面。",
        "公开信息1000条，较上年增加100条，其中重点领域600条，较上年增加50条，其他领域400条。",
        "收到申请7件，其中商业企业2件、自然人5件；予以公开4件，不予公开3件。",
        "发布信息265条，其中：1.组织机构类3条；2.文件类12条；3.动态类250条。",
        "公开信息873条（含教育191条、预算决算126条、政府文件30条，其他526条）。",
        "公开信息100条，其中重点领域20条。",
    ],
)
def test_lists_that_hold_or_are_open_are_left_alone(text: str) -> None:
    cells = {"t3.new.natural": "5", "t3.new.business": "2", "t3.granted.natural": "4", "t3.denied.process.natural": "3"}
    assert told(evaluated(text, cells)) == []


@pytest.mark.parametrize(
    "text",
    [
        "受理咨询372人次，其中现场咨询331人次，电话咨询61人次。",
        "累计公开8775条（新增388条），在已公开信息当中动态类累计5434条（新增163条），发布专题累计1919条，其他1425条。",
        "发布信息2139条，其中动态类1744条，政务信息393条，解读类21条，回应关注2条。",
        "目录信息873条（含教育191条、预算决算126条、政府文件30条，其他发布516条）。",
    ],
)
def test_lists_that_cannot_hold_are_found(text: str) -> None:
    assert ("X15", "Q") in told(evaluated(text))


def test_percentages_may_be_rounded_or_cut() -> None:
    assert told(evaluated("申请共130件，其中甲类59件、占45.3%，乙类59件、占45.4%，丙类12件、占9.2%。")) == []
    assert ("X16", "Q") in told(evaluated("申请共130件，其中甲类59件、占54.3%，乙类71件。"))


def test_a_share_of_a_sum_that_nobody_states_is_no_share_of_its_neighbour() -> None:
    assert told(evaluated("从申请渠道看，网上申请35件，占70%；信函申请15件，占30%。")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到政府信息公开申请33件（含上年结转2件），办结31件，结转下年2件。", False),
        ("收到政府信息公开申请33件，上年结转2件，办结33件，结转下年2件。", False),
        ("办理政府信息公开申请25件，其中本年新收23件、上年结转2件，答复24件，结转下年度1件。", False),
        ("新收政府信息公开申请33件，上年结转2件，办结31件，结转下年2件。", True),
        ("办理政府信息公开申请25件，其中本年新收23件、上年结转2件，答复24件，结转下年度2件。", True),
    ],
)
def test_both_sides_told_in_a_text_balance(text: str, found: bool) -> None:
    form = edition("guoban-annual/2021")
    answer = typed(form.cells["s1.text"].kind, text)
    evaluation = evaluate(form, Report({"s1.text": answer} if answer else {}), Context())
    assert ("X14" in {it.rule for it in evaluation.findings}) is found


def test_last_years_paragraphs_are_found_in_whatever_came_of_last_year() -> None:
    form = edition("guoban-annual/2021")
    old = "严格落实门户网站信息发布三审制度，层层审核校对发布内容，全年发布信息98条，做好读网检查，确保信息准确无误。"
    report = evaluated(old.replace("98", "120")).report
    last = {"s1.text": Text(old)}
    for context in (Context(prior=last), Context(prior_texts={"s1.text": old})):
        assert "X21" in {finding.rule for finding in evaluate(form, report, context).findings}
    assert "X21" not in {finding.rule for finding in evaluate(form, report, Context()).findings}


def test_another_unit_of_the_library_that_acts_in_a_text_is_found(tmp_path: Path) -> None:
    with Library.open(tmp_path / "a.nianbao", make=True) as library:
        library.new("guoban-annual/2021", {"unit_name": "云岭区财政局", "year": "2025"})
        mine = library.session(library.new("guoban-annual/2021", {"unit_name": "云岭区民政局", "year": "2025"}))
        assert "X20" not in {finding.rule for finding in mine.evaluation.findings}
        mine.enter("s5.text", "云岭区财政局高度重视政务公开。")
        (finding,) = (finding for finding in mine.evaluation.findings if finding.rule == "X20")
        assert finding.spans[0].quote == "云岭区财政局"


def test_page_numbers_that_a_reader_set_aside_are_no_residue() -> None:
    form = edition("guoban-annual/2021")
    report = evaluated("收到政府信息公开申请5件。").report
    for aside, found in ((("P. 8", "— 3 —", "页码 - 1 - 等 5 处", "第 2 页", "3/12"), 0), (("[bookmark: a]",), 1)):
        context = Context(source=Source(residue=aside))
        assert [f.rule for f in evaluate(form, report, context).findings].count("X22") == found
