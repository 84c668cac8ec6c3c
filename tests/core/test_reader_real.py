"""Real published reports: every visible cell right, none invented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.form.model import Form
from core.readers import Reading, read

UNSEEN = {"excerpts/045.txt": 3}
"""Cells that the expected reading has and the cut-off excerpt has not."""
TEXTS = (".txt", ".md")


@pytest.fixture(scope="module")
def expected(reports: Path) -> list[dict[str, Any]]:
    every = json.loads((reports / "expected.json").read_text(encoding="utf-8"))
    return [it for it in every if it["file"].endswith(TEXTS)]


def readings(reports: Path, form: Form, expected: list[dict[str, Any]]) -> list[tuple[dict[str, Any], Reading]]:
    return [(it, read((reports / it["file"]).read_bytes(), it["file"], [form])) for it in expected]


def test_no_figure_is_wrong_and_none_is_missed(reports: Path, shipped: Form, expected: list[dict[str, Any]]) -> None:
    assert len(expected) > 20
    for it, found in readings(reports, shipped, expected):
        seen = {cell: text for cell, text in it["cells"].items() if text}
        assert {c: t for c, t in found.as_read.items() if seen.get(c) != t} == {}, it["file"]
        missed = [cell for cell in seen if cell not in found.as_read]
        assert len(missed) <= UNSEEN.get(it["file"], 0), (it["file"], missed)


def test_the_year_is_right_wherever_one_is_told(reports: Path, shipped: Form, expected: list[dict[str, Any]]) -> None:
    year = shipped.role("year")
    told = {
        it["file"]: (it["year"], str(getattr(found.answers.get(year), "value", "")))
        for it, found in readings(reports, shipped, expected)
    }
    assert {file: pair for file, pair in told.items() if str(pair[0]) not in pair[1]} == {}


def test_the_layout_is_told(reports: Path, shipped: Form, expected: list[dict[str, Any]]) -> None:
    for it, found in readings(reports, shipped, expected):
        assert found.source is not None
        assert found.source.layout in ("", it["form"][:4]), it["file"]


def test_the_model_report_is_read_whole(reports: Path, shipped: Form) -> None:
    found = read((reports / "sifangtai-2023.txt").read_bytes(), "sifangtai-2023.txt", [shipped])
    assert len(found.as_read) == 200
    assert {c: t for c, t in found.as_read.items() if t != "0"} == {
        "t2.normative.issued": "5",
        "t2.normative.repealed": "9",
        "t2.normative.valid": "15",
        "t2.licence.decided": "38",
        "t2.penalty.decided": "6",
    }
    assert not found.doubtful
    assert found.source is not None
    assert found.source.headings == tuple(s.heading for s in shipped.sections if s.ordinal)
    assert [quote[:19] for quote in found.source.residue] == ["[bookmark: _GoBack]"]
    assert found.texts["s6.text"] == "无其他需要报告的事项。"
    assert found.texts["s1.text"].startswith("（一）主动公开工作\n一是")
    assert not found.unplaced


def test_a_table_broken_by_its_converter_is_read_by_its_sure_neighbours(reports: Path, shipped: Form) -> None:
    found = read((reports / "shanghai-stcsm-2024.md").read_bytes(), "x.md", [shipped])
    assert len(found.as_read) == 199  # the last total is blank in the report
    assert {shipped.cells[c].row for c in found.doubtful if shipped.cells[c].row} == {
        f"t3.{row}"
        for row in (
            "partial", "denied.statute", "denied.internal", "unavailable.not_held", "unavailable.not_made",
            "unavailable.unclear", "refused.excessive", "refused.reissue", "misc.not_corrected", "misc.unpaid",
        )
    }  # fmt: skip
