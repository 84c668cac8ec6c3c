"""The command line: shapes of its output, exit codes, and that one bad file never stops the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from core import paths
from core.cli import main
from core.cli.arguments import translated
from core.cli.calm import calmly
from core.cli.check import workers
from core.cli.demo import demo
from core.form.model import Form
from core.readers import read
from core.report.package import canonical, fingerprint
from tests.core.packages import body
from tests.core.printing import figures, printed

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    "file", "unit", "year", "form", "status", "fingerprint", "cells", "doubtful", "texts", "findings", "facts", "error",
}  # fmt: skip


@pytest.fixture
def report(tmp_path: Path, shipped: Form) -> Path:
    """A text report of noughts."""
    cells = {cell.id: "0" for cell in shipped.cells.values() if cell.row}
    said = "没有收取信息处理费。"
    path = tmp_path / "报告.txt"
    text = printed(shipped, cells, "tabbed", year=2023).replace("其他需要报告的事项很好。", said)
    path.write_text(text, encoding="gb18030")
    return path


@pytest.fixture
def final(tmp_path: Path, shipped: Form) -> Path:
    path = tmp_path / "定稿.json"
    path.write_bytes(canonical(body(shipped, 2, final=True)))
    return path


def run(*words: object) -> int:
    return main([str(word) for word in words])


def checked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, list[dict[str, Any]]]:
    capsys.readouterr()
    code = run("check", "--json", *words)
    reports: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["reports"]
    return code, reports


# ---------------------------------------------------------------------------------------------- check


def test_check_says_what_it_read_and_found(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (entry,) = checked(capsys, report)
    assert set(entry) == KEYS
    assert code == 0
    assert (entry["file"], entry["unit"], entry["year"], entry["form"], entry["status"], entry["error"]) == (
        str(report), "云汀区水务局", 2023, "guoban-annual/2021", "draft", None,
    )  # fmt: skip
    assert set(entry["cells"].values()) == {"0"}
    assert len(entry["cells"]) == 200
    assert entry["texts"]["s1.text"] == "总体情况很好。\n照旧。"
    assert entry["facts"] == entry["doubtful"] == []


def test_a_finding_has_both_sides_and_its_cells(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = report.read_text(encoding="gb18030")
    label = "一、本年新收政府信息公开申请数量\n\t"
    report.write_text(whole.replace(label + "0", label + "3"), encoding="utf-8")
    code, (entry,) = checked(capsys, report)
    found = {finding["rule"]: finding for finding in entry["findings"] if finding["level"] == "E"}
    assert code == 1
    assert set(found) == {"T301", "T303"}
    assert (found["T301"]["left"], found["T301"]["right"]) == ("0", "3")
    assert "t3.new.total" in found["T301"]["cells"]
    assert entry["cells"]["t3.new.total"] == "0"


def test_a_total_that_was_not_printed_is_not_shown(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = report.read_text(encoding="gb18030").split("\n")
    at = lines.index("\t四、结转下年度继续办理")
    lines[at + 7] = "\t"
    report.write_text("\n".join(lines), encoding="utf-8")
    _, (entry,) = checked(capsys, report)
    assert len(entry["cells"]) == 199
    assert "t3.carried_out.total" not in entry["cells"]


def test_a_bad_file_stops_no_other(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    code, entries = checked(capsys, tmp_path / "没有.txt", picture, tmp_path, report)
    assert code == 2
    assert [entry["error"] and entry["error"]["kind"] for entry in entries] == ["read", "not_text", "read", None]
    assert all(set(entry) == KEYS for entry in entries)
    assert [len(entry["cells"]) for entry in entries] == [0, 0, 0, 200]


def test_many_files_have_a_line_each_and_a_sum(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", *[str(report)] * 20, str(tmp_path / "没有.txt")]) == 2
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 22
    assert all(line.startswith(str(report)) for line in told[:20])
    assert told[21].startswith("共 21 个文件")
    assert told[21].endswith("不能读入或不可信 1 个。")


def test_jobs_do_the_same_work(report: Path, final: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(report), str(final), str(tmp_path / "没有.txt")]
    code, entries = checked(capsys, *files)
    command = [sys.executable, "-m", "core.cli", "check", "--json", "--jobs", "2", *files]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.returncode == code == 2
    assert json.loads(done.stdout)["reports"] == entries


@pytest.mark.parametrize(("jobs", "files", "at_once"), [(2, 9, 2), (9, 2, 2), (500, 900, 61)])
def test_no_more_jobs_than_files_and_than_windows_takes(jobs: int, files: int, at_once: int) -> None:
    assert workers(jobs, files) == at_once


def test_the_help_names_every_kind_of_file_that_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--help"]) == 0
    told = capsys.readouterr().out
    assert all(kind in told for kind in ("上报文件", "Word", "网页", "PDF", "Excel", "文本")), told


def test_output_is_utf_8_wherever_it_goes(report: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run(
        [sys.executable, "-m", "core.cli", "check", str(report)],
        cwd=ROOT, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "云汀区水务局" in done.stdout.decode("utf-8")


def test_people_read_levels_sentences_law_and_a_sum(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = report.read_text(encoding="gb18030").replace("没有收取信息处理费。", "没有其他事项。")
    report.write_text(whole, encoding="utf-8")
    assert run("check", report) == 0
    said = capsys.readouterr().out
    for words in ("云汀区水务局", "2023 年度", "核实（1）", "信息处理费", "依据：国办函〔2020〕109号", "强制 0 项"):
        assert words in said


@pytest.mark.parametrize("as_folder", [True, False])
def test_last_year_is_attached(
    shipped: Form, tmp_path: Path, capsys: pytest.CaptureFixture[str], as_folder: bool
) -> None:
    folder = tmp_path / "上年"
    folder.mkdir()
    cells = {cell.id: "0" for cell in shipped.cells.values() if cell.row}
    (folder / "a.txt").write_text(printed(shipped, cells, "piped", year=2022), encoding="utf-8")
    (folder / "b.txt").write_text("不是年报", encoding="utf-8")
    now = tmp_path / "今年.txt"
    now.write_text(printed(shipped, cells, "piped", year=2023), encoding="utf-8")
    code = run("check", now, "--last-year", folder if as_folder else folder / "a.txt")
    said = capsys.readouterr()
    assert code == 0
    assert "才能核对" not in said.out
    assert ("b.txt" in said.err) == as_folder


def test_a_last_year_that_cannot_be_read_is_said_and_counts(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", report, "--last-year", report.parent / "没有") == 2
    said = capsys.readouterr()
    assert "没有读成" in said.err
    assert "读入 200 格" in said.out


def test_a_last_year_in_which_nothing_fits_is_said(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else a person who named the wrong file would think that the two years were compared."""
    (tmp_path / "空").mkdir()
    assert run("check", report, "--last-year", tmp_path / "空") == 2
    said = capsys.readouterr()
    assert "没有可用的上年报告" in said.err
    run("check", report, "--last-year", report)
    assert "没有找到这个单位 2022 年度的报告" in capsys.readouterr().out
    run("check", *[report] * 21, "--last-year", report)
    assert capsys.readouterr().out.count("没有找到这个单位 2022 年度的报告") == 21
    run("check", report)
    assert "没有找到这个单位" not in capsys.readouterr().out


# ---------------------------------------------------------------------------------------------- packages


def test_the_fingerprint_of_check_is_that_of_the_draft_that_convert_writes(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, (entry,) = checked(capsys, report)
    target = report.with_suffix(".json")
    assert run("convert", report, target) == 0
    written = json.loads(target.read_text(encoding="utf-8"))
    assert written["fingerprint"] == entry["fingerprint"]
    assert written["status"] == "draft"
    _, (again,) = checked(capsys, target)
    assert {key: again[key] for key in KEYS - {"file", "doubtful"}} == {
        key: entry[key] for key in KEYS - {"file", "doubtful"}
    }


def test_a_final_package_is_checked_as_filed(final: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, (entry,) = checked(capsys, final)
    assert entry["status"] == "final"
    assert code == 1  # no code of the unit: an error when filing
    assert "S02" in {f["rule"] for f in entry["findings"] if f["level"] == "E"}


def test_a_changed_package_is_an_error_and_its_cells_are_listed(
    final: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    final.write_bytes(final.read_bytes().replace(b'"t3.new.natural":"0"', b'"t3.new.natural":"9"'))
    code, (entry,) = checked(capsys, final)
    assert code == 2
    assert entry["error"]["kind"] == "fingerprint"
    assert entry["cells"]["t3.new.natural"] == "9"
    assert run("convert", final, final.with_suffix(".pdf")) == 2
    assert not final.with_suffix(".pdf").exists()


# ---------------------------------------------------------------------------------------------- convert


def test_a_final_package_converts_to_itself(final: Path, tmp_path: Path, shipped: Form) -> None:
    clean = body(shipped, 2, final=True)
    clean["unit"]["code"] = "91350100M000100Y43"
    clean["fingerprint"] = fingerprint(clean)
    final.write_bytes(canonical(clean))
    assert run("convert", final, tmp_path / "again.json") == 0
    assert (tmp_path / "again.json").read_bytes() == final.read_bytes()
    assert run("convert", final, tmp_path / "draft.json", "--draft") == 0
    assert json.loads((tmp_path / "draft.json").read_bytes())["status"] == "draft"


def test_open_errors_need_the_word_draft(
    report: Path, tmp_path: Path, shipped: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_text(printed(shipped, figures(shipped, 1), "piped"), encoding="utf-8")
    target = tmp_path / "a.json"
    assert run("convert", report, target) == 1
    assert not target.exists()
    assert "--draft" in capsys.readouterr().err
    assert run("convert", report, target, "--draft") == 0
    assert read(target.read_bytes(), "a.json", [shipped]).trouble is None


def test_a_pdf_is_written_and_a_strange_suffix_is_refused(
    report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("convert", report, tmp_path / "a.pdf") == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert run("convert", report, tmp_path / "a.xyz") == 2
    said = capsys.readouterr().err
    assert ".json" in said
    assert ".pdf" in said
    assert not (tmp_path / "a.xyz").exists()


def test_a_file_is_not_written_over_what_it_is_made_from(
    final: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = final.read_bytes()
    other = tmp_path / "别名.json"
    other.symlink_to(final)
    for target in (final, other):
        assert run("convert", final, target, "--draft") == 2
        assert "就是原文件" in capsys.readouterr().err
    assert final.read_bytes() == before


def test_a_file_that_cannot_be_written_leaves_the_old_one(report: Path, tmp_path: Path) -> None:
    assert run("convert", report, tmp_path / "没有这个文件夹" / "a.json") == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == [report.name]


# ---------------------------------------------------------------------------------------------- words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check"], "缺少 文件"),
        (["check", "a", "--jobs", "x"], "应是数字"),
        (["check", "a", "--jobs"], "缺少内容"),
        (["frob"], "没有“frob”这个命令"),
        (["check", "a", "--frob"], "不认识“--frob”"),
        (["check", "a", "--jobs", "0"], "1 或更大"),
        (["check", ""], "文件的名字是空的"),
        (["check", "a", "--last-year", ""], "--last-year的名字是空的"),
        (["convert", "a", ""], "新文件的名字是空的"),
        (["convert", "a"], "缺少 新文件"),
    ],
)
def test_complaints_are_chinese(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "usage" not in error
    assert "error" not in error


def test_a_complaint_of_argparse_that_nobody_translated_is_not_shown_raw() -> None:
    assert translated("something quite new") == "参数的写法不对"


@pytest.mark.parametrize("words", [["--help"], ["check", "-h"], ["convert", "-h"], ["schema", "-h"]])
def test_help_is_chinese(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：")
    for english in ("usage", "options", "positional", "show this"):
        assert english not in said


def test_version_and_schema_are_printed(capsys: pytest.CaptureFixture[str], shipped: Form) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("nianbao 0.")
    assert main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate(body(shipped, 4))


# ---------------------------------------------------------------------------------------------- bugs, demo


@pytest.mark.logs("core.cli.calm")
def test_a_bug_is_logged_and_told_in_peace() -> None:
    result, said = calmly(lambda: 1 // 0)
    assert result is None
    assert "ZeroDivisionError" not in said
    (log,) = (paths.home() / "log").iterdir()
    assert str(log) in said
    assert "ZeroDivisionError" in log.read_text(encoding="utf-8")


def test_the_sample_shows_one_error_and_one_query_and_its_files_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], shipped: Form
) -> None:
    package, print_, *others = demo(tmp_path / "out" / "demo")
    said = capsys.readouterr().out
    assert [file.name for file in others if not file.stat().st_size] == []
    assert {file.suffix for file in others} == {".json", ".docx", ".xlsx", ".html", ".pdf", ".zip"}
    assert "强制 1 项，核实 1 项，提示 0 项" in said
    assert "读入 200 格" in said
    assert read(package.read_bytes(), package.name, [shipped]).trouble is None
    assert print_.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("suffix", ["docx", "xlsx", "html", "pdf"])
def test_convert_writes_what_check_reads_back(
    report: Path, tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / f"out.{suffix}"
    assert run("convert", report, target) == 0
    assert "读回核对一致" in capsys.readouterr().out
    _, (first,) = checked(capsys, report)
    _, (back,) = checked(capsys, target)
    for key in ("unit", "year", "cells", "texts"):
        assert back[key] == first[key]


def test_a_sign_off_sheet_is_written_and_restored(
    final: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet, back = tmp_path / "审签单.pdf", tmp_path / "back.json"
    assert run("convert", final, sheet, "--signoff") == 0
    assert run("restore", sheet, back) == 0
    _, (one,) = checked(capsys, final)
    _, (other,) = checked(capsys, back)
    assert other["cells"] == one["cells"]
    assert run("convert", final, tmp_path / "a.docx", "--signoff") == 2


def test_options_of_convert_reach_the_file(final: Path, tmp_path: Path) -> None:
    whole, part = tmp_path / "a.html", tmp_path / "b.html"
    assert run("convert", final, whole) == 0
    assert run("convert", final, part, "--fragment", "--no-fingerprint") == 0
    assert whole.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    fragment = part.read_text(encoding="utf-8")
    assert fragment.startswith("<article")
    assert "指纹" not in fragment
    assert run("convert", final, tmp_path / "a.pdf", "--plain-pdf", "--shipped-fonts") == 0
    assert b"GTS_PDFA1" not in (tmp_path / "a.pdf").read_bytes()


# ---------------------------------------------------------------------------------------------- from outside

PROGRAM = (sys.executable, "-m", "core.cli")


def outside() -> dict[str, str]:
    """The environment of a person, whose Python keeps what it prints until there is enough of it."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("words", [["--version"], ["--help"], ["check", "-h"], ["schema"], ["check", "{}"]])
def test_output_that_finds_no_room_is_told_in_a_sentence(words: list[str], report: Path) -> None:
    with Path("/dev/full").open("w") as full:
        asked = [*PROGRAM, *(word.format(report) for word in words)]
        done = subprocess.run(
            asked, check=False, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", env=outside(), cwd=ROOT
        )
    assert (done.returncode, done.stderr) == (2, "结果没有写完整：磁盘已满。\n")


@pytest.mark.parametrize("words", [["--help"], ["schema"], ["check", "{}", "{}"]])
def test_nobody_reading_the_output_is_no_trouble(words: list[str], report: Path) -> None:
    asked = [*PROGRAM, *(word.format(report) for word in words)]
    shell = ["bash", "-c", '"$@" | true; exit ${PIPESTATUS[0]}', "shell", *asked]
    done = subprocess.run(shell, check=False, stderr=subprocess.PIPE, encoding="utf-8", env=outside(), cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="has no signals to send")
@pytest.mark.parametrize("words", [[], ["--json"], ["--jobs", "2"]])
def test_ctrl_c_ends_it_in_a_word(words: list[str], report: Path) -> None:
    """Sent as a terminal does, to the program and its children, once it has begun to print."""
    asked = [*PROGRAM, "check", *[str(report)] * 400, *words]
    with subprocess.Popen(
        asked,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env=outside(),
        cwd=ROOT,
        start_new_session=True,
    ) as program:
        assert program.stdout is not None
        program.stdout.readline()
        os.killpg(program.pid, signal.SIGINT)
        said = program.communicate()[1]
    assert (program.returncode, said) == (130, "已中止。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="has no signals to send")
def test_ctrl_c_before_anything_is_read_ends_it_in_a_word() -> None:
    asked = (
        "import signal, sys\n"
        "from core.cli import main\n"
        "class Interrupted:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'core.cli.arguments':\n"
        "            signal.raise_signal(signal.SIGINT)\n"
        "sys.meta_path.insert(0, Interrupted())\n"
        "sys.exit(main(['schema']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], check=False, stderr=subprocess.PIPE, encoding="utf-8", env=outside(), cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (130, "已中止。\n")
