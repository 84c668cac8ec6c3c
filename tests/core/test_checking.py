"""Reading, judging and last year, without a window."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import EnvironmentTrouble
from core.form.model import Form
from core.readers import Reading, read
from core.report.package import Prior, canonical, package
from core.services.checking import Earlier, as_draft, earlier_reports, judge, report_of
from core.services.export import write_package
from core.values import Number
from tests.core.packages import body
from tests.core.printing import printed


def reading(form: Form, figure: str, year: int = 2023) -> Reading:
    cells = {cell.id: figure for cell in form.cells.values() if cell.row}
    return read(printed(form, cells, "tabbed", year=year).encode(), "x.txt", [form])


def earlier(form: Form, figure: str, year: int = 2022, unit: str = "云汀区水务局", code: str = "") -> Earlier:
    return Earlier(unit, code, year, {c: Number(Decimal(figure)) for c, cell in form.cells.items() if cell.row})


def rules(form: Form, it: Reading, *known: Earlier, alone: bool = False) -> set[str]:
    return {finding.key for finding in judge(it, known, alone=alone).evaluation.findings}


def test_last_year_is_that_of_the_year_before_and_the_same_name(toy: Form) -> None:
    it = reading(toy, "7")
    grown = "Q1[one,a]"
    assert grown in rules(toy, it, earlier(toy, "1"))
    assert grown not in rules(toy, it)
    assert grown not in rules(toy, it, earlier(toy, "1", year=2021))
    assert grown not in rules(toy, it, earlier(toy, "1", unit="别的局"))
    assert grown in rules(toy, it, earlier(toy, "1", unit="别的局"), alone=True)


def test_the_same_code_goes_before_the_same_name(toy: Form) -> None:
    named = reading(toy, "7")
    coded = replace(named, answers={**named.answers, toy.role("unit_code"): named.answers[toy.role("unit_name")]})
    other = earlier(toy, "6", unit="改了名", code="云汀区水务局")
    assert "Q1[one,a]" not in rules(toy, coded, earlier(toy, "1"), other)


def test_a_package_brings_its_own_last_year(toy: Form) -> None:
    it = judge(reading(toy, "7"))
    prior = Prior(2022, "上年", {c: "1" for c, cell in toy.cells.items() if cell.row})
    data = canonical(package(toy, it.report, it.evaluation.values, prior=prior))
    assert "Q1[one,a]" in rules(toy, read(data, "x.json", [toy]))


def test_totals_that_are_their_sums_are_computed_and_others_stay_stated(toy: Form) -> None:
    report = report_of(reading(toy, "0"))
    assert not [c for c in report.answers if toy.cells[c].total]
    assert [c for c in report_of(reading(toy, "1")).answers if toy.cells[c].total]


def test_a_folder_of_last_years_reports_is_used_as_far_as_it_can_be_read(shipped: Form, tmp_path: Path) -> None:
    cells = {cell.id: "0" for cell in shipped.cells.values() if cell.row}
    (tmp_path / "a.txt").write_text(printed(shipped, cells, "piped", year=2022), encoding="utf-8")
    (tmp_path / "b.txt").write_text("一、总体情况\n很好。", encoding="utf-8")
    (tmp_path / "c.txt").write_text("不是年报", encoding="utf-8")
    (tmp_path / "d").mkdir()
    found, unused = earlier_reports(tmp_path)
    assert [(it.unit, it.year) for it in found] == [("云汀区水务局", 2022)]
    assert [name for name in ("b.txt", "c.txt") if not any(name in said for said in unused)] == []


def test_a_package_that_reads_back_otherwise_is_not_written(shipped: Form, tmp_path: Path) -> None:
    it, target = body(shipped, 2, final=True), tmp_path / "a.json"
    target.write_text("旧", encoding="utf-8")
    it["cells"]["t3.new.natural"] = "9"  # the fingerprint no longer fits
    with pytest.raises(EnvironmentTrouble, match="不一致"):
        write_package(it, shipped, target)
    assert target.read_text(encoding="utf-8") == "旧"
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


def test_a_draft_keeps_revision_and_last_year(shipped: Form) -> None:
    it = body(shipped, 3, final=True)
    draft = as_draft(judge(read(canonical(it), "x.json", [shipped])))
    assert (draft["status"], draft["revision"], draft["prior"]) == ("draft", it["revision"], it["prior"])
