"""The edition of 2019: its reports open, are checked and print; what of them means the same today."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from core.check import evaluate
from core.form import edition, editions
from core.form.load import load
from core.form.model import Form
from core.form.moves import comparable
from core.readers import Reading, read
from core.services import paper
from core.services.checking import earlier_reports, forms, judge, report_of
from core.services.export import document_bytes
from core.values import Number
from tests.core.conftest import SHIPPED, TOY
from tests.core.printing import figures, printed

OLD = "guoban-annual/2019"
RELEASED = "817b889d"  # first digits of the hash of 2019.toml: an edition is immutable once released


@pytest.fixture(scope="module")
def old() -> Form:
    return edition(OLD)


def reading(form: Form, year: int, seed: int = 3) -> Reading:
    return read(printed(form, figures(form, seed), "piped", year=year).encode(), "x.txt", forms())


def test_the_newest_edition_comes_first() -> None:
    assert editions() == (SHIPPED, OLD)


def test_the_released_edition_does_not_change(old: Form) -> None:
    assert old.sha256.startswith(RELEASED)
    assert sum(1 for c in old.cells.values() if c.row) == 24 - 2 + 23 * 7 + 15


def test_tables_three_and_four_have_the_ids_of_today(old: Form, shipped: Form) -> None:
    mine = {c.id for c in old.cells.values() if c.section in ("s3", "s4")}
    theirs = {c.id for c in shipped.cells.values() if c.section in ("s3", "s4")}
    assert mine < theirs
    assert {shipped.cells[c].row for c in theirs - mine} == {"t3.misc.not_corrected", "t3.misc.unpaid"}


def test_every_statutory_identity_is_checked(old: Form) -> None:
    count = {rule: sum(r.id == rule for r in old.identities) for rule in ("T301", "T302", "T303", "T401")}
    assert count == {"T301": 23, "T302": 7, "T303": 7, "T401": 3}


def test_only_what_speaks_of_other_cells_is_not_taken_over(old: Form, shipped: Form) -> None:
    left_out = {r.id for r in shipped.rules} - {r.id for r in old.rules}
    assert left_out == {"C06", "S06", "T201", "T202", "T309", "T310", "X09", "X10"}
    assert not [r.key for r in old.rules if "2021" in r.cites]


@pytest.mark.parametrize("year", [2019, 2020])
def test_its_reports_are_read_as_what_they_are(old: Form, year: int) -> None:
    found = reading(old, year)
    assert found.form is old
    assert found.as_read == figures(old, 3)
    assert "S02.range" not in {f.key for f in judge(found).evaluation.findings}


def test_its_figures_leave_no_doubt_where_they_add_up(old: Form) -> None:
    noughts = dict.fromkeys(figures(old, 3), "0")
    found = read(printed(old, noughts, "piped", year=2020).encode(), "x.txt", forms())
    assert found.as_read == noughts
    assert not found.doubtful
    assert reading(old, 2020).doubtful  # figures that nobody added up


def test_a_later_report_in_its_layout_is_one_of_today_and_is_told(old: Form, shipped: Form) -> None:
    found = reading(old, 2022)
    assert found.form is shipped
    wanted = {c: t for c, t in figures(old, 3).items() if c.startswith(("t3.", "t4."))}
    assert found.as_read == wanted  # nothing of table two, whose quantities are others
    assert "S06" in {f.rule for f in judge(found).evaluation.findings}


def test_a_report_of_2020_in_todays_layout_is_read_by_todays_form(shipped: Form) -> None:
    found = reading(shipped, 2020)
    assert found.form is shipped
    assert found.as_read == figures(shipped, 3)
    assert "S02.range" in {f.key for f in judge(found).evaluation.findings}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".html", ".pdf"])
def test_it_is_written_and_read_back(old: Form, suffix: str) -> None:
    report = report_of(reading(old, 2020))
    data = document_bytes(paper.document(old, evaluate(old, report)), suffix)
    back = read(data, f"x{suffix}", forms())
    assert back.form is old
    assert back.as_read == figures(old, 3)


def test_a_figure_goes_into_the_next_edition_only_where_it_means_the_same(old: Form, shipped: Form) -> None:
    every = evaluate(old, report_of(reading(old, 2020))).values
    values = {cell: value for cell, value in every.items() if isinstance(value, Number)}
    moved = comparable(values, old, shipped)
    assert moved.keys() <= shipped.cells.keys()
    assert {c for c in moved if c.startswith("t2.")} == {f"t2.{r}.decided" for r in ("licence", "penalty", "coercion")}
    assert not [c for c in moved if c.startswith("t3.misc")]
    assert all(moved[c] == values[c] for c in moved)


def test_every_cell_that_is_not_carried_has_a_reason(old: Form, shipped: Form) -> None:
    it = shipped.earlier[OLD]
    told = tuple(it.differs)
    lost = [c.id for c in old.cells.values() if c.row and c.id not in it.same]
    assert lost
    assert [c for c in lost if not any(c == at or c.startswith(f"{at}.") for at in told)] == []
    assert [at for at in told if not any(c == at or c.startswith(f"{at}.") for c in old.cells)] == []


def test_nothing_goes_between_forms_that_no_map_joins(toy: Form, shipped: Form) -> None:
    assert comparable({"k.out.a": 1, "w.text": 2, "u.name": 3}, toy, shipped) == {"unit.name": 3}


def test_last_years_report_of_the_old_edition_feeds_this_years_rules(old: Form, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(printed(old, figures(old, 3), "piped", year=2020), encoding="utf-8")
    known, unused = earlier_reports(tmp_path)
    assert not unused
    found = judge(reading(edition(SHIPPED), 2021, seed=4), pickle.loads(pickle.dumps(known)))
    assert "T305" in {f.rule for f in found.evaluation.findings}
    assert "T202" in {w.rule for w in found.evaluation.waiting if w.prior}


def test_a_toy_edition_like_another_takes_over_what_fits_it(tmp_path: Path, toy: Form) -> None:
    for name in ("toy.toml", "toy.rules.toml", "toy.examples.toml"):
        (tmp_path / name).write_bytes((TOY.parent / name).read_bytes())
    text = (TOY.parent / "toy.toml").read_text("utf-8").replace('id = "toy/7"', 'id = "toy/6"')
    cut = text.index('[[section.table.block]]\ntitle = "第二块"'), text.index("# One row without a label")
    (tmp_path / "before.toml").write_text(text[: cut[0]] + text[cut[1] :], "utf-8")
    (tmp_path / "before.rules.toml").write_text(
        'version = 1\n[like]\nedition = "toy"\nwithout = ["N1"]\ninstead = { "园规" = "旧园规" }\n'
        '[[carry]]\nfrom = "k.out"\nto = "k.in"\n'
        '[[rule]]\nid = "F1"\nclaim = "if u.fly then k.out.a > 1"\nlevel = "T"\n'
        'title = "飞"\nsays = "飞。"\ncites = "己"\n',
        "utf-8",
    )
    (tmp_path / "before.examples.toml").write_text(
        '[[example]]\nrule = "F1"\nis = "holds"\n[[example]]\nrule = "F1"\nis = "fails"\ncells = { "u.fly" = "是" }\n'
        '[[example]]\nrule = "D3"\nis = "holds"\n'
        '[[example]]\nrule = "D3"\nis = "fails"\ncells = { "k.in.a" = "-1" }\n',
        "utf-8",
    )
    form = load(tmp_path / "before.toml")
    gone = {r.key.partition("[")[0] for r in toy.rules} - {r.key.partition("[")[0] for r in form.rules}
    assert gone == {"N1", "Q2.fail"}  # asked for; speaks of a cell that is not there
    assert {r.level for r in form.rules if r.id == "F1"} == {"T"}  # its own goes before
    assert {r.cites for r in form.rules} == {"旧园规", "己"}
    assert form.phrases == toy.phrases
    assert "费" not in form.aliases
    assert dict(form.carries) == {"k.in.a": "k.out.a", "k.in.b": "k.out.b", "k.in.g.c": "k.out.g.c"}
