"""The three tables as boxes with the faults that labels and frames have on public pages."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.form.model import Form, Section
from core.layout.grid import build
from core.readers.normal import plain
from tests.core.variants.truth import Truth


@dataclass(frozen=True)
class Cell:
    """A box as it is printed: `cell` is the id of an entry, else None."""

    row: int
    col: int
    rows: int
    cols: int
    text: str
    cell: str | None = None
    role: str = ""


Boxes = tuple[Cell, ...]

SHORTER = {
    "行政规范性文件": "规范性文件",
    "现行有效件数": "现行有效件",
    "2.其他法律行政法规禁止公开": "2.其他法律行政止公开",
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": "（二）部分公开",
    "5.要求行政机关确认或重新出具已获取信息": "5.要求行政机关确认或重新出具已获取",
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "2.申请人逾期未按收费通知要求缴纳费用",
    "一、本年新收政府信息公开申请数量": "一、{y}年新收政府信息公开申请数量",
    "四、结转下年度继续办理": "四、结转下年度办理",
    "本年制发件数": "{y}年制发件数",
    "结果维持": "维持",
    "结果纠正": "纠正",
}
TRADITIONAL = str.maketrans(
    "总体况动开规范处决数请关诉讼复议审结维纠经现业机构会组织费类报项进",
    "總體況動開規範處決數請關訴訟復議審結維糾經現業機構會組織費類報項進",
)
TYPOS = {"掌握": "掌屋", "缴纳": "交纳", "现成": "现存", "明确": "明碓", "秘密": "秘蜜", "确认": "确任"}


def boxes(section: Section, truth: Truth) -> Boxes:
    assert section.table is not None
    grid = build(section.table)
    return tuple(
        Cell(b.row, b.col, b.rowspan, b.colspan, truth.cells.get(b.cell, "") if b.cell else b.text, b.cell, b.role)
        for b in grid.boxes
    )


def all_tables(form: Form, truth: Truth) -> dict[str, Boxes]:
    return {s.id: boxes(s, truth) for s in form.sections if s.table}


def relabelled(table: Boxes, name: str, truth: Truth, draw: random.Random) -> Boxes:
    """With the labels of an office that has the habit `name` (one of LABELS)."""
    return tuple(it if it.cell else replace(it, text=_label(it, name, truth, draw)) for it in table)


def _label(it: Cell, name: str, truth: Truth, draw: random.Random) -> str:
    text = it.text
    match name:
        case "short":
            return SHORTER.get(text, text).format(y=truth.year) if draw.random() < 0.6 else text
        case "typos":
            for right, wrong in TYPOS.items():
                text = text.replace(right, wrong)
            return text
        case "traditional":
            return text.translate(TRADITIONAL)
        case "spaced":
            return " ".join(text) if it.role in ("head", "corner") else text
        case "half width":
            return text.translate(str.maketrans("（），：、．", "(),:、."))
        case "ordinals":
            return text.replace(".", "．").replace("一、", "一．").replace("（", "(").replace("）", ")")
        case "commas":
            return text.replace(".", "、") if it.role == "stub" and text[:1].isdigit() else text
        case "bare numbers":
            return text.replace(".", "") if it.role == "stub" and text[:1].isdigit() else text
    return text


LABELS = (
    "plain",
    "plain",
    "short",
    "typos",
    "traditional",
    "spaced",
    "half width",
    "ordinals",
    "commas",
    "bare numbers",
)


def rows_of(table: Boxes) -> list[list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for it in sorted(table, key=lambda c: (c.row, c.col)):
        found.setdefault(it.row, []).append(it)
    return list(found.values())


def hybrid(table: Boxes) -> Boxes:
    """表三 with one row for （六）其他处理, as the edition of 2019 had it."""
    gone = {it.row for it in table if it.cell and it.cell.startswith(("t3.misc.not_corrected", "t3.misc.unpaid"))}
    kept: list[Cell] = []
    for it in table:
        if it.row in gone and plain(it.text) != "六其他处理":
            continue
        above = len([r for r in gone if r < it.row])
        inside = len([r for r in gone if it.row <= r < it.row + it.rows])
        if plain(it.text) == "六其他处理":
            kept.append(replace(it, row=it.row, rows=1, cols=2))
        elif plain(it.text) == "3其他":
            continue
        else:
            kept.append(replace(it, row=it.row - above, rows=it.rows - inside))
    return tuple(kept)


def merged_noughts(table: Boxes, draw: random.Random) -> Boxes:
    """Rows of noughts as one merged nought."""
    kept: list[Cell] = []
    for row in rows_of(table):
        entries = [c for c in row if c.cell]
        if len(entries) > 6 and all(c.text == "0" for c in entries) and draw.random() < 0.5:
            kept += [c for c in row if not c.cell]
            kept.append(replace(entries[0], cols=sum(c.cols for c in entries)))
        else:
            kept += row
    return tuple(kept)


def without_fold(table: Boxes) -> Boxes:
    """Labels that span rows printed in each of them anew, and no row spans left."""
    kept: list[Cell] = []
    for it in table:
        kept += [replace(it, row=it.row + i, rows=1) for i in range(it.rows)]
    return tuple(kept)


def narrow(table: Boxes) -> Boxes:
    """Nothing spans: the rest of each merged cell is empty cells (what many converters leave)."""
    kept: list[Cell] = []
    for it in table:
        for i in range(it.rows):
            for j in range(it.cols):
                first = i == j == 0
                kept.append(
                    Cell(it.row + i, it.col + j, 1, 1, it.text if first else "", it.cell if first else None, it.role)
                )
    return tuple(kept)


def split_at(table: Boxes, row: int) -> tuple[Boxes, Boxes]:
    """Two tables: spans that cross the cut go on in the second one without their label."""
    first, second = [], []
    for it in table:
        end = it.row + it.rows
        if it.row < row:
            first.append(replace(it, rows=min(end, row) - it.row))
        if end > row:
            top = max(it.row, row)
            second.append(replace(it, row=top - row, rows=end - top, text=it.text if it.row >= row else ""))
    return tuple(first), tuple(second)


def stacked(tables: Mapping[str, Boxes], headings: Mapping[str, str]) -> Boxes:
    """All of them as one table of ten columns, each below its heading in a row of its own."""
    kept: list[Cell] = []
    row = 0
    for name, table in tables.items():
        width = max(c.col + c.cols for c in table)
        if heading := headings.get(name):
            kept.append(Cell(row, 0, 1, 10, heading))
            row += 1
        for it in table:
            wide = it.cols + (10 - width if it.col + it.cols == width else 0)
            kept.append(replace(it, row=it.row + row, cols=wide))
        row += max(c.row + c.rows for c in table)
    return tuple(kept)
