"""Year-over-year rules from the command line: a file or a folder of last year's reports."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.cli import main
from core.form.model import Form
from tests.core.printing import printed

WAITING = {"T202", "T205", "T304", "T305", "T402", "C06"}


def written(path: Path, form: Form, year: int, unit: str = "云汀区水务局", **figures: str) -> Path:
    cells = {c.id: "0" for c in form.cells.values() if c.row} | {k.replace("__", "."): v for k, v in figures.items()}
    path.write_text(printed(form, cells, "piped", unit=unit, year=year), encoding="utf-8")
    return path


def found(capsys: pytest.CaptureFixture[str], *words: object) -> list[dict[str, Any]]:
    capsys.readouterr()
    main(["check", "--json", *map(str, words)])
    reports: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reports"]
    return reports


@pytest.fixture
def pair(tmp_path: Path, shipped: Form) -> tuple[Path, Path]:
    last = {
        "t2__normative__valid": "40", "t2__licence__decided": "100", "t2__fee__amount": "3.96",
        "t3__carried_out__natural": "4", "t3__carried_out__total": "4", "t4__review__pending": "2",
    }  # fmt: skip
    now = {"t2__normative__valid": "41", "t2__penalty__decided": "3", "t2__fee__amount": "38400"}
    (tmp_path / "last").mkdir()
    return (
        written(tmp_path / "now.txt", shipped, 2024, **now),
        written(tmp_path / "last" / "then.txt", shipped, 2023, **last),
    )


def test_without_last_year_its_rules_wait_and_say_nothing(
    pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    (report,) = found(capsys, pair[0])
    assert not WAITING & {f["rule"] for f in report["findings"]}


def test_a_file_of_last_year_brings_them_to_life(pair: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    (report,) = found(capsys, pair[0], "--last-year", pair[1])
    told = {f["rule"]: f for f in report["findings"]}
    assert set(told) >= WAITING
    assert {told[rule]["level"] for rule in WAITING} == {"Q"}
    assert (told["T304"]["left"], told["T304"]["right"]) == ("0", "4")
    assert "3.84" in told["C06"]["message"]


def test_of_a_folder_the_same_unit_is_taken(
    pair: tuple[Path, Path], shipped: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    written(pair[1].parent / "other.txt", shipped, 2023, unit="云汀区统计局", t3__carried_out__natural="9")
    now, other = pair[0], written(pair[0].with_name("b.txt"), shipped, 2024, unit="云汀区统计局")
    reports = found(capsys, now, other, "--last-year", pair[1].parent, "--jobs", 2)
    last = [{f["rule"]: f["right"] for f in report["findings"]}.get("T305") for report in reports]
    assert last == ["4", "9"]


def test_the_year_before_last_is_no_last_year(
    pair: tuple[Path, Path], shipped: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    older = written(pair[1].with_name("older.txt"), shipped, 2022, t3__carried_out__natural="4")
    (report,) = found(capsys, pair[0], "--last-year", older)
    assert not WAITING & {f["rule"] for f in report["findings"]}
