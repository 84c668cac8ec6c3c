"""What texts are understood to state: a grammar of sentences with known figures, read back exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.check import Context, Evaluation, evaluate
from core.check.text.numbers import MOST_DIGITS, chinese
from core.check.text.reading import MOST_READ, read
from core.form import edition
from core.form.model import Form
from core.report import Report
from core.values import typed

FORM = edition("guoban-annual/2021")
TEXT = "s1.text"
DIGITS = "零一二三四五六七八九"


def evaluated(text: str, cells: dict[str, str] | None = None, form: Form = FORM) -> Evaluation:
    """The report with that text in section one; table cells not named are 0."""
    answers = {cell.id: typed(cell.kind, "0") for cell in form.cells.values() if cell.row and not cell.total}
    answers |= {cell: typed(form.cells[cell].kind, value) for cell, value in (cells or {}).items()}
    answers[TEXT] = typed(form.cells[TEXT].kind, text)
    return evaluate(form, Report({cell: it for cell, it in answers.items() if it}), Context())


def stated(text: str, cells: dict[str, str] | None = None) -> list[tuple[str, Decimal]]:
    return [(it.quantity, it.value) for it in evaluated(text, cells).facts]


def rules(evaluation: Evaluation) -> set[str]:
    return {finding.rule for finding in evaluation.findings if finding.rule.startswith("X")}


def in_chinese(number: int) -> str:
    """1 … 9999 as spoken: 一千二百零五."""
    word, gap = "", False
    for place, name in zip((1000, 100, 10, 1), ("千", "百", "十", ""), strict=True):
        digit = number // place % 10
        if digit:
            word += ("零" if gap and word else "") + DIGITS[digit] + name
        gap = not digit if word else False
    return word.removeprefix("一") if word.startswith("一十") else word


spellings = st.sampled_from(
    [
        str,
        lambda n: f"{n:,}",
        in_chinese,
        lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda n: f" {n} ",
    ]
)
counters = st.sampled_from("件宗起份条例")
subjects = st.sampled_from(["", "我局", "2025年，", "全年", "本年度，我单位", "一年来，全区各级行政机关"])
verbs = st.sampled_from(["收到", "共收到", "受理", "共受理", "接收"])
applications = st.sampled_from(["政府信息公开申请", "依申请公开申请", "信息公开申请", "依申请公开", "公开申请"])
commas = st.sampled_from(["，", ",", "；"])
STOCK = ("new", "carried_in", "done", "carried_out")
RESULTS = ("granted", "partial", "denied.*", "unavailable.*", "refused.*", "misc.*")
SENTENCES = (
    ("{verb}{application}{0}，上年结转{1}，办结{2}，结转下年度{3}。", STOCK),
    ("{verb}{0}{application}，上年度结转{1}，答复{2}，{3}结转至下一年度继续办理。", STOCK),
    ("{verb}{application}{0}（含上年结转{1}），答复{2}，结转2026年{3}。", STOCK),
    ("2024年结转{application}{1}，2025年新收{application}{0}，共办结{2}，结转2026年办理{3}。", STOCK),
    ("本年新收{application}和上年结转{application}分别为{0}、{1}。办结{2}、结转下年{3}。", STOCK),
    ("新收{application}{0}，其中予以公开{1}，部分公开{2}，{3}无法提供。", ("new", "granted", "partial", "unavailable.*")),
    ("新收到{application}{0}。同意公开{1}，不予公开{2}，不予处理{3}。", ("new", "granted", "denied.*", "refused.*")),
    ("办结{application}{0}，其中：“予以公开”{1}；“部分公开”{2}；不予公开{3}；无法提供{4}；不予处理{5}；其他处理{6}。", ("done", *RESULTS)),
    ("{verb}{application}{0}，办理结果：予以公开的{1}，不予公开的{2}，无法提供的{3}。", ("new", "granted", "denied.*", "unavailable.*")),
    ("共{verb2}{application}{0}，自然人{1}，法人或其他组织{2}。", ("new", "new.natural", "new.organisations")),
    ("{verb}{application}{0}，其中公民提出{1}、法人和其他组织提出{2}；办结{3}。", ("new", "new.natural", "new.organisations", "done")),
    ("因政府信息公开引发行政复议{0}、行政诉讼{1}。", ("t4.review", "t4.direct")),
    ("全年有{0}涉及政府信息公开的行政复议，政府信息公开行政诉讼案件为{1}。", ("t4.review", "t4.direct")),
    ("政府信息公开行政复议、行政诉讼案件分别为{0}和{1}。", ("t4.review", "t4.direct")),
    ("{verb}{application}{0}，全部办结，无结转下年度。", ("new",)),
)  # fmt: skip
CELLS = {
    "denied.*": "denied.process", "unavailable.*": "unavailable.not_held", "refused.*": "refused.repeat",
    "misc.*": "misc.other", "new.natural": "", "new.organisations": "",
}  # fmt: skip
STATED = {"t4.review": "t4.review.total", "t4.direct": "t4.direct.total+t4.after_review.total"} | {
    "new.natural": "t3.new.natural", "new.organisations": "t3.new.organisations",
}  # fmt: skip
RULES = {"X01", "X02", "X03", "X04", "X05", "X06", "X07", "X08"}


@dataclass(frozen=True)
class Told:
    """A sentence, the figures it states by quantity, and tables that hold them; `wrong`: the sentence with one figure
    changed, and that figure."""

    text: str
    figures: dict[str, int]
    cells: dict[str, str]
    wrong: tuple[str, int]


@st.composite
def told(draw: st.DrawFn) -> Told:
    pattern, names = draw(st.sampled_from(SENTENCES))
    figures = {name: draw(st.integers(2, 900)) for name in names}
    if "new.natural" in figures:
        figures["new"] = figures["new.natural"] + figures["new.organisations"]
    if names[0] == "done":
        figures["done"] = sum(figures[name] for name in RESULTS)
    spell, counter = draw(spellings), draw(counters)
    words = {"verb": draw(verbs), "verb2": draw(st.sampled_from(["收到", "受理"])), "application": draw(applications)}
    start, comma = draw(subjects), draw(commas)

    def sentence(values: list[int]) -> str:
        return start + pattern.format(*(spell(n) + counter for n in values), **words).replace("，", comma)

    values = [figures[name] for name in names]
    changed = draw(st.integers(0, len(names) - 1))
    wrong = [value + 4001 if index == changed else value for index, value in enumerate(values)]
    stated = {STATED.get(name, f"t3.{name}.total"): n for name, n in figures.items()}
    if "结转下年度。" in pattern and "无" in pattern:
        stated["t3.carried_out.total"] = 0
    return Told(sentence(values), stated, tables(figures), (sentence(wrong), wrong[changed]))


def tables(figures: dict[str, int]) -> dict[str, str]:
    """Typed cells that come to the figures."""
    cells = {}
    for name, value in figures.items():
        if name in ("t4.review", "t4.direct"):
            cells[f"{name}.upheld"] = str(value)
        elif name == "done":
            cells |= {} if "granted" in figures else {"t3.granted.natural": str(value)}
        elif name == "new":
            cells["t3.new.natural"] = str(figures.get("new.natural", value))
        elif name == "new.organisations":
            cells["t3.new.business"] = str(value)
        elif name != "new.natural":
            cells[f"t3.{CELLS.get(name, name)}.natural"] = str(value)
    return cells


@given(told())
def test_sentences_of_the_grammar_are_read_back_exactly(case: Told) -> None:
    assert dict(stated(case.text, case.cells)) == case.figures


@given(told())
def test_one_changed_figure_is_found_and_nothing_where_none_is(case: Told) -> None:
    assert not rules(evaluated(case.text, case.cells)) & RULES
    text, figure = case.wrong
    found = [finding for finding in evaluated(text, case.cells).findings if finding.rule in RULES]
    assert figure in {finding.left for finding in found}


@given(
    st.lists(st.integers(1, 5000), min_size=3, max_size=9),
    st.sampled_from("、，；"),
    st.sampled_from(["，其中", "（其中：", "，其中："]),
)
def test_a_sum_that_holds_is_silent_and_one_changed_part_is_found(parts: list[int], mark: str, into: str) -> None:
    def sentence(values: list[int]) -> str:
        items = mark.join(f"甲类{DIGITS[i]}信息{value}条" for i, value in enumerate(values, 1))
        return f"公开信息{sum(parts)}条{into}{items}{'）' if '（' in into else ''}。"

    assert "X15" not in rules(evaluated(sentence(parts)))
    assert "X15" in rules(evaluated(sentence([*parts[:-1], parts[-1] + 7])))


@given(st.integers(1, 9999))
def test_chinese_numerals_mean_what_they_say(number: int) -> None:
    assert chinese(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("word", "value"), [("廿三", 23), ("一万二千", 12000), ("二〇二三", 2023), ("十", 10), ("三亿", 3 * 10**8)]
)
def test_old_and_long_numerals_are_read(word: str, value: int) -> None:
    assert chinese(word) == value


def test_a_numeral_too_long_for_any_count_means_nothing() -> None:
    assert chinese("一" * (MOST_DIGITS + 1)) is None


def test_every_quantity_knows_its_own_examples() -> None:
    for quantity in FORM.quantities:
        for line in quantity.yes:
            words, _, value = line.rpartition(" = ")
            found = [said for place in read(FORM, words) for said in place.read.said]
            assert (quantity.id, Decimal(value)) in [(i, it.value) for it in found for i in it.quantities], line
        for line in quantity.no:
            found = [said for place in read(FORM, line) for said in place.read.said]
            assert not [it for it in found if quantity.id in it.quantities], line


@pytest.mark.parametrize(
    "text",
    [
        "收到政府信息公开申请四十余条。", "收到政府信息公开申请约20件。", "收到政府信息公开申请3至5件。",
        "收到政府信息公开申请20件以上。", "较上年收到政府信息公开申请减少20件。", "民国一百一十二年收到来信三件。",
        "接到911件居民热线问题，现已全部办理完结。", "共发文20件，其中主动公开0件，依申请公开0件。",
        "收到申请人补正材料3件。", "办理人大代表建议1件、政协提案2件，现已全部办结。",
    ],
)  # fmt: skip
def test_vague_figures_and_those_of_other_things_are_left_alone(text: str) -> None:
    assert stated(text) == []


def test_offsets_count_code_points_of_the_text_as_it_stands() -> None:
    text = "（二）依申请公开\n𠮷　2025 年，收到 政府信息\u3000公开申请 34 件。"
    (it,) = evaluated(text, {"t3.new.natural": "34"}).facts
    assert it.value == 34 and it.agrees
    assert text[it.span.start : it.span.end] == it.span.quote
    assert it.span.quote.endswith("公开申请 34 件")


def test_a_page_break_in_a_sentence_changes_nothing() -> None:
    assert stated("全年收到政府信息公开申请 34 件，上年结转政府信息公开\n申请 2 件，所有申请均已办结。") == [
        ("t3.new.total", 34),
        ("t3.carried_in.total", 2),
    ]


def test_the_table_figure_can_be_put_in_the_place_of_the_number() -> None:
    text = "收到政府信息公开申请5件，其中予以公开 38 件。"
    found = [
        f for f in evaluated(text, {"t3.granted.natural": "40", "t3.new.natural": "5"}).findings if f.rule == "X06"
    ]
    (finding,) = found
    assert finding.repair
    span = finding.repair.span
    assert (
        text[: span.start] + finding.repair.text + text[span.end :] == "收到政府信息公开申请5件，其中予以公开 40 件。"
    )
    assert finding.title == "予以公开：文中 38，表中 40"
    assert (finding.left, finding.right, finding.gap) == (38, 40, 2)


NASTY = [
    "收到政府信息公开申请", "12件", "其中", "（", "）", "、", "，", "。", "未", "没有", "%", "占", "一", "9" * 400,
    "《", "\x01", "2022年", "\n", "分别为", "和", "万", "\ufffd", "ǅ", "😀", "等", "：",
]  # fmt: skip


@given(st.lists(st.sampled_from(NASTY), max_size=60).map("".join))
def test_any_text_is_answered_or_passed_over(text: str) -> None:
    result = evaluated(text)
    for finding in result.findings:
        for span in finding.spans:
            assert 0 <= span.start < span.end <= len(text)
    for fact in result.facts:
        assert text[fact.span.start : fact.span.end] == fact.span.quote


@pytest.mark.parametrize(
    "piece",
    ["收到申请1件，其中1件，", "（", "）", "9", "一", "其中", "未", "《a", "10件、", "占5%", "\n", "没有收到、"],
)
def test_a_million_characters_of_one_kind_are_survived(piece: str) -> None:
    text = piece * (10**6 // len(piece))
    assert sum(len(place.text) for place in read(FORM, text)) <= MOST_READ


def test_a_heading_that_ends_with_a_full_stop_sets_the_topic_too() -> None:
    for heading in ("（二）依申请公开情况", "（二）依申请公开有序推进。"):
        text = f"{heading}\n一是受理情况。上年结转3件。"
        said = [(it.quantities, it.value) for place in read(FORM, text) for it in place.read.said]
        assert said == [(("carried_in",), 3)]
