"""Tables as converters of PDF pages leave them in Markdown: several columns in a cell, labels behind their figures."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.form import edition
from core.readers import Reading, read
from tests.core.conftest import SHIPPED
from tests.core.variants.plainly import plainly
from tests.core.variants.truth import Truth, truth

FORM = edition(SHIPPED)
LAYS = ("md crammed", "md behind")


def of(made: Truth, lay: str) -> Reading:
    return read(plainly(FORM, made, lay, 1).encode(), "x.md", [FORM])


@pytest.mark.parametrize("lay", LAYS)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=15)
def test_a_figure_stands_in_its_cell_or_is_in_doubt(lay: str, seed: int) -> None:
    made = truth(FORM, seed)
    found = of(made, lay)
    assert {c for c, t in found.as_read.items() if made.seen.get(c) != t} <= found.doubtful
    assert len(found.as_read) > 180


def test_columns_told_by_their_number_alone_are_in_doubt() -> None:
    made = truth(FORM, 3)
    found = of(made, "md crammed")
    assert dict(found.as_read) == made.seen
    row = {cell for cell in made.seen if FORM.cells[cell].row == "t3.new"}
    assert row <= found.doubtful


ROWS = """甲市乙局2024年政府信息公开工作年度报告
三、收到和处理政府信息公开申请情况
| 一、本年新收政府信息公开申请数量 | 4 1 | 0 0 | 0 0 | 5 |
| （一）予以公开 | 1 0 | 0 0 | 0 0 | 1 |
| （二）部分公开（区分处理的，只计这一情形，不计其他情形） | 0 0 | 0 0 | 0 0 | 0 |
{}| （四）无法提供 | 1.本机关不掌握相关政府信息 | 0 1 | 0 0 | 0 0 | 1 |
"""
LABELS = (
    "1.属于国家秘密", "2.其他法律行政法规禁止公开", "3.危及“三安全一稳定”", "4.保护第三方合法权益",
    "5.属于三类内部事务信息", "6.属于四类过程性信息", "7.属于行政执法案卷", "8.属于行政查询事项",
)  # fmt: skip


def figures(number: int) -> str:
    return f"| | {number} 0 | 0 0 | 0 0 | {number} |\n"


def denied(found: Reading) -> list[str]:
    """The first column of the rows under （三）不予公开, in the form's order."""
    cells = [c for c in FORM.cells if c.startswith("t3.denied.") and c.endswith(".natural")]
    return [found.as_read.get(cell, "") for cell in cells]


def test_labels_behind_their_figures_do_not_take_those_of_the_next_row() -> None:
    rows = "".join(figures(n) + f"{label}\n" for n, label in enumerate(LABELS, 1))
    found = read(ROWS.format(rows).encode(), "x.md", [FORM])
    assert denied(found) == list("12345678")
    assert all(c in found.doubtful for c in found.as_read if c.startswith("t3.denied."))


def test_where_a_row_is_lost_among_them_what_is_read_is_in_doubt() -> None:
    rows = "".join(figures(n) + f"{label}\n" for n, label in enumerate(LABELS, 1) if n != 5)
    found = read(ROWS.format(rows).encode(), "x.md", [FORM])
    wrong = {c for c in found.as_read if c.startswith("t3.denied.")}
    assert wrong <= found.doubtful


def test_a_label_that_goes_on_in_the_next_cell_is_no_figure() -> None:
    rows = "".join(
        f"| {label[:6]} | | {label[6:]} | {n} | 0 | 0 | 0 | 0 | 0 | {n} |\n" for n, label in enumerate(LABELS, 1)
    )
    assert denied(read(ROWS.format(rows).encode(), "x.md", [FORM])) == list("12345678")


def test_a_page_number_put_into_cells_is_no_row() -> None:
    rows = "".join(figures(n) + f"{label}\n" for n, label in enumerate(LABELS, 1))
    rows = rows.replace(figures(5), "| | | - 3 | - |\n" + figures(5))
    found = read(ROWS.format(rows).encode(), "x.md", [FORM])
    assert denied(found) == list("12345678")
    assert found.source is not None
    assert found.source.residue == ("- 3 -",)


SINGLE = """甲市乙局2024年政府信息公开工作年度报告
二、主动公开政府信息情况
| 规章 | 1 | 2 | 3 |
| 行政规范性文件 | 1 | 2 | 3 |
第二十条第（五）项
{}第二十条第（八）项
| 行政事业性收费 | 7 |
"""


def test_single_figures_above_their_labels_are_told_by_their_order() -> None:
    found = read(SINGLE.format("4\n行政许可\n5\n行政处罚\n6\n行政强制\n").encode(), "x.txt", [FORM])
    cells = [f"t2.{row}.decided" for row in ("licence", "penalty", "coercion")]
    assert [found.as_read.get(cell) for cell in cells] == ["4", "5", "6"]
    assert set(cells) <= found.doubtful


def test_single_figures_of_which_one_is_lost_are_in_doubt() -> None:
    found = read(SINGLE.format("4\n行政许可\n5\n行政处罚\n行政强制\n").encode(), "x.txt", [FORM])
    assert {cell for cell in found.as_read if cell.endswith(".decided")} <= found.doubtful


def test_a_label_and_its_first_figure_in_one_cell_are_two() -> None:
    rows = "".join(f"| {label} {n} | 0 0 | 0 0 0 | {n} |\n" for n, label in enumerate(LABELS, 1))
    assert denied(read(ROWS.format(rows).encode(), "x.md", [FORM])) == list("12345678")


@pytest.mark.parametrize(
    "heads",
    [
        "| 信息内容 | 本年废止件数 | 本年制发件数 | 现行有效件数 |",
        "现行有效件\n| 信息内容 | 本年制发件数 | 本年废止件数 |  |\n数",
    ],
)
def test_columns_move_only_with_heads_that_stand_on_one_line(heads: str) -> None:
    text = f"甲市乙局2024年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（一）项\n{heads}\n| 规章 | 1 | 2 | 3 |\n"
    found = read(text.encode(), "x.md", [FORM])
    cells = [f"t2.regulation.{column}" for column in ("issued", "repealed", "valid")]
    moved = heads.startswith("| 信息内容")
    assert [found.as_read[cell] for cell in cells] == (["2", "1", "3"] if moved else ["1", "2", "3"])
    assert moved or set(cells) <= found.doubtful
