"""What a file would bring: doubtful cells with their readings calculated, what stands never overwritten unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.check import Context, evaluate
from core.form import edition
from core.form.model import Form
from core.readers import Reading
from core.readers.lines import Lines
from core.report import Report, apply, inverse
from core.report.package import Prior, canonical, package
from core.services import bringing, checking
from core.services.bringing import Brought
from core.services.doubts import doubts
from core.services.library import Library
from core.services.proposal import as_edit, judged, propose, result, targets
from core.services.reading import Source
from core.values import Number, typed
from tests.core.conftest import SHIPPED
from tests.core.printing import printed

FORM = edition(SHIPPED)
OLD = edition("guoban-annual/2019")
COLUMNS = ("natural", "business", "research", "welfare", "legal", "other", "total")
ZERO = {c.id: "0" for c in FORM.cells.values() if c.row}


def row(name: str, *figures: int) -> dict[str, str]:
    return {f"t3.{name}.{c}": str(n) for c, n in zip(COLUMNS, figures, strict=True)}


def written(path: Path, form: Form = FORM, year: int = 2024, **cells: str) -> Path:
    zero = {c.id: "0" for c in form.cells.values() if c.row}
    told = zero | {name.replace("__", "."): text for name, text in cells.items()}
    path.write_text(printed(form, told, "piped", unit="云汀区水务局", year=year), encoding="utf-8")
    return path


def read(tmp_path: Path, **cells: str) -> Reading:
    return bringing.read(written(tmp_path / "then.txt", **cells)).reading


def asked(it: object) -> set[str]:
    return {cell for group in it.groups if group.asks for cell in group.cells}


# Where it may go


def test_a_report_of_the_year_before_is_last_years_first(tmp_path: Path) -> None:
    it = read(tmp_path)
    assert targets(it, None, None) == ("new",)
    assert targets(it, FORM, 2025)[0] == "last"
    assert targets(it, FORM, 2024)[0] == "this"
    assert targets(it, FORM, 2023) == ("new", "this")  # a later year is nobody's last


# Doubtful cells


def test_a_stated_total_that_is_not_its_sum_is_asked_about_and_both_are_calculated(tmp_path: Path) -> None:
    it = propose(read(tmp_path, t4__review__upheld="2"), "new")
    assert it.groups[0].cells[0] == "t4.review.total"  # the question comes before its parts, of which any may be wrong
    item = it.items["t4.review.total"]
    assert item.why == "原文总计 0，4 项相加 2"
    assert [way.words for way in item.ways] == ["改用 2", "照原文 0"]
    assert item.ways[0].sum == "2 ＋ 0 ＋ 0 ＋ 0 ＝ 2"
    assert "t4.review.total" not in it.first


def test_a_cell_of_an_addition_that_does_not_hold_says_which(tmp_path: Path) -> None:
    item = propose(read(tmp_path, t3__new__natural="7", t3__new__total="7"), "new").items["t3.new.natural"]
    assert item.why == "自然人列：左右两边相差 7，原文或读数有误"
    assert item.question == "自然人列：左右两边相差 7。原文“7”读对了吗？"


def test_an_amount_in_yuan_is_offered_in_ten_thousands(tmp_path: Path) -> None:
    item = propose(read(tmp_path, t2__fee__amount="39600元"), "new").items["t2.fee.amount"]
    assert (item.why, item.ways[0].words) == ("原文单位是元，本栏单位是万元", "改为 3.96")
    answer = item.ways[0].answers["t2.fee.amount"]
    assert answer is not None and answer.value == Number(typed(FORM.cells["t2.fee.amount"].kind, "3.96").value.value)
    assert answer.note == "39600元"


def test_what_is_no_number_is_never_taken_for_nought(tmp_path: Path) -> None:
    it = propose(read(tmp_path, t2__licence__decided="/"), "new")
    item = it.items["t2.licence.decided"]
    assert item.ways[0].answers == {"t2.licence.decided": None}
    assert "t2.licence.decided" not in it.first


def test_split_digits_are_joined_where_only_that_repairs_the_row(tmp_path: Path) -> None:
    cells = row("new", 2, 8, 0, 0, 0, 0, 28) | row("granted", 2, 8, 0, 0, 0, 0, 28) | row("done", 2, 8, 0, 0, 0, 0, 28)
    it = read(tmp_path, **{name.replace(".", "__"): text for name, text in cells.items()})
    found = doubts(it, evaluate(it.form, checking.report_of(it), Context(source=it.source)))["t3.new.natural"]
    assert found.question == "原文“2”“8”分在两格，是 28 还是 2？"
    assert [way.words for way in found.ways] == ["作 28", "作 2", "留空，以后再填"]
    assert found.ways[1].sum.endswith("与原文总计 28 相差 18")


def test_every_way_of_every_doubt_can_be_taken(tmp_path: Path) -> None:
    it = propose(read(tmp_path, t4__review__upheld="2", t2__fee__amount="39600元", t2__licence__decided="无"), "new")
    for cell in asked(it):
        for way in it.items[cell].ways:
            taken = dict(it.first) | dict(way.answers)
            report = result(it, {c: a for c, a in taken.items() if a is not None})
            for at, answer in way.answers.items():
                assert report.answers.get(at) == answer


# The result


def test_the_forms_own_additions_run_on_the_result(tmp_path: Path) -> None:
    it = propose(read(tmp_path), "new")
    assert (judged(it, it.first).held, judged(it, it.first).broken) == (len(FORM.identities), ())
    wrong = dict(it.first) | {"t3.new.natural": typed(FORM.cells["t3.new.natural"].kind, "3")}
    assert len(judged(it, wrong).broken) == 2  # the row's stated total and the column


def test_unticked_cells_stay_blank_and_one_edit_takes_it_all_back(tmp_path: Path) -> None:
    it = propose(read(tmp_path), "this", FORM, Report())
    some = {cell: answer for cell, answer in it.first.items() if cell.startswith("t2.")}
    edit = as_edit(it, some, "导入")
    assert edit is not None
    after = apply(Report(), edit)
    assert set(after.answers) == set(some)
    assert apply(after, inverse(edit)) == Report()


def test_what_stands_is_shown_old_and_new_and_stays_unless_ticked(tmp_path: Path) -> None:
    standing = Report(answers={"t3.new.natural": typed(FORM.cells["t3.new.natural"].kind, "5")})
    it = propose(read(tmp_path), "this", FORM, standing)
    item = it.items["t3.new.natural"]
    assert item.why == "现有 5，文件里是 0"
    assert "t3.new.natural" in asked(it) and "t3.new.natural" not in it.first
    assert result(it, it.first).value("t3.new.natural") == standing.value("t3.new.natural")


def test_who_leaves_a_doubtful_cell_is_told_that_what_stands_stays(tmp_path: Path) -> None:
    standing = Report(answers={"t2.licence.decided": typed(FORM.cells["t2.licence.decided"].kind, "5")})
    source = read(tmp_path, t2__licence__decided="/")
    it = propose(source, "this", FORM, standing)
    keep = it.items["t2.licence.decided"].ways[0]
    assert (keep.words, keep.answers) == ("保留现有 5", {"t2.licence.decided": None})
    assert result(it, it.first).value("t2.licence.decided") == standing.value("t2.licence.decided")
    assert propose(source, "this", FORM, Report()).items["t2.licence.decided"].ways[0].words == "留空，以后再填"


def test_protected_cells_are_left_out_and_told(tmp_path: Path) -> None:
    it = propose(read(tmp_path), "this", FORM, Report(), frozenset({"t3.carried_in.natural"}))
    assert "t3.carried_in.natural" not in it.items
    assert any("1 格受保护" in words for _, words in it.remarks)


def test_a_report_of_2019_brings_what_means_the_same_and_says_what_does_not(tmp_path: Path) -> None:
    reading = bringing.read(written(tmp_path / "old.txt", OLD, 2019)).reading
    assert reading.form.id == OLD.id
    it = propose(reading, "this", FORM, Report())
    assert it.form is FORM
    assert "t3.new.natural" in it.first
    assert not [cell for cell in it.first if cell.startswith(("t2.regulation", "t3.misc"))]
    assert any("只有一行" in words for _, words in it.remarks)
    own = propose(reading, "new")
    assert own.form.id == OLD.id and not own.remarks


def test_a_report_of_today_in_the_layout_of_2019_is_told(tmp_path: Path) -> None:
    reading = bringing.read(written(tmp_path / "old.txt", OLD, 2023)).reading
    assert reading.form is checking.forms()[0] or reading.form.id == FORM.id
    it = propose(reading, "new")
    assert any("2019" in title for title, _ in it.remarks)


# Where it stood


def figures(it: Brought) -> tuple[int, int]:
    """(cells found in the source, of them with the very figure at that place)."""
    told = it.reading.as_read
    exact = [cell for cell, (row, slot) in it.places.items() if slot >= 0 and cell in told]
    return len(it.places.keys() & told.keys()), sum(it.rows[it.places[c][0]][it.places[c][1]] == told[c] for c in exact)


def test_each_figure_is_found_again_where_it_stands(tmp_path: Path) -> None:
    it = bringing.read(written(tmp_path / "then.txt", t3__new__natural="12"))
    found, exact = figures(it)
    assert found == exact == len(it.reading.as_read)


@pytest.mark.parametrize(
    "name", ["hongze-2023.pdf", "shuyang-fgj-2023.html", "shanghai-stcsm-2024.md", "sifangtai-2023.txt"]
)
def test_figures_of_real_reports_are_found_where_they_stand(reports: Path, name: str) -> None:
    it = bringing.read(reports / name)
    found, exact = figures(it)
    assert found == len(it.reading.as_read)
    assert exact >= 0.97 * found  # elsewhere the line as a whole, where its label and its figure are one word
    assert it.places.keys() >= it.reading.texts.keys()


def test_a_package_is_laid_out_cell_by_cell(tmp_path: Path) -> None:
    report = checking.report_of(bringing.read(written(tmp_path / "then.txt", t3__new__natural="3")).reading)
    (tmp_path / "then.json").write_bytes(canonical(package(FORM, report, evaluate(FORM, report).values)))
    it = bringing.read(tmp_path / "then.json")
    row, slot = it.places["t3.new.natural"]
    assert it.rows[row] == (FORM.cells["t3.new.natural"].name, "3")
    assert it.rows[row][slot] == "3"
    assert it.kind == "上报文件 · 2021 年格式"


def test_a_table_of_a_web_page_or_of_word_is_read_from_the_clipboard(tmp_path: Path) -> None:
    from core.layout import fill
    from core.services import export

    source = bringing.read(written(tmp_path / "then.txt", t3__new__natural="3"))
    document = fill(FORM, evaluate(FORM, checking.report_of(source.reading)), footer="", draft=False, created="")
    html = export.document_bytes(document, ".html").decode()
    it = bringing.read_pasted(html, "")
    assert it.reading.as_read["t3.new.natural"] == "3"
    assert it.kind.startswith("粘贴的内容")


def test_a_package_comes_with_last_years_figures_that_it_was_checked_against(tmp_path: Path) -> None:
    source = bringing.read(written(tmp_path / "now.txt", year=2025)).reading
    report = checking.report_of(source)
    prior = Prior(2024, "云汀区水利局2024年度报告", {"t3.carried_out.natural": "4"})
    body = package(FORM, report, evaluate(FORM, report).values, prior=prior)
    (tmp_path / "now.json").write_bytes(canonical(body))
    it = bringing.read(tmp_path / "now.json")
    proposal = propose(it.reading, "new")
    with Library.open(tmp_path / "library.nianbao", who="张敏", make=True) as library:
        number = bringing.keep(library, it, proposal, proposal.first)
        session = library.session(number)
        assert session.last_year is not None
        assert session.last_year.values["t3.carried_out.natural"] == Number(4)
        assert any(finding.rule == "T305" for finding in session.evaluation.findings)


@pytest.mark.parametrize(("suffix", "kind"), [(".rtf", "docx"), (".et", "xlsx"), (".mhtml", "html")])
def test_every_kind_of_file_that_is_read_is_offered_and_called_by_its_name(suffix: str, kind: str) -> None:
    it = Brought(Source(f"a{suffix}", b"", Lines((), ()), Reading(FORM)))
    assert (suffix in bringing.SUFFIXES, it.origin, it.kind.startswith("文件")) == (True, kind, False)
