"""The library of reports: making, listing, copying, throwing away; last year's report; copies and rescue."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import EnvironmentTrouble, InputError
from core.form import edition
from core.form.model import Form
from core.report.package import Prior
from core.services.library import Library, default_path
from core.services.progress import GivenUp
from core.services.session import Session
from core.store import Store, backups, connection
from core.values import Choice, Number, Text
from tests.core.conftest import SHIPPED
from tests.core.desk import Clock, OpenLibrary, filled

UNIT = {"unit_name": "西山动物园", "unit_code": "X1", "unit_kind": "甲类", "people_prepared": "张敏"}


def test_a_new_report_knows_unit_and_year_by_their_roles(open_library: OpenLibrary, toy: Form) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025年", "people_phone": ""}))
    assert session.report.value(toy.roles["unit_name"]) == Text("西山动物园")
    assert session.report.value(toy.roles["unit_kind"]) == Choice("a")
    assert session.report.value(toy.roles["year"]) == Number(2025)  # type: ignore[arg-type] # equal to the decimal
    assert toy.roles["people_phone"] not in session.report.answers
    assert session.undo().undo is None  # making it is no step


def test_a_new_report_takes_the_unit_from_an_earlier_one_but_not_its_year_and_figures(
    open_library: OpenLibrary, toy: Form
) -> None:
    library = open_library()
    first = library.session(library.new("toy/7", UNIT | {"year": "2024", "power_fly": "是"}))
    filled(first, "3")
    first.enter(toy.roles["intro"], "去年的话。")
    second = library.session(library.new("toy/7", {"year": "2025", "people_prepared": "李"}, like=first.id)).report
    kept = {role for role, cell in toy.roles.items() if cell in second.answers}
    assert kept == {"unit_name", "unit_code", "unit_kind", "power_fly", "people_prepared", "year"}
    assert second.value(toy.roles["people_prepared"]) == Text("李")
    assert len(second.answers) == len(kept)


def test_the_list_is_by_year_then_unit_and_shows_what_a_list_needs(open_library: OpenLibrary, clock: Clock) -> None:
    library = open_library()
    for unit, year in (("乙园", "2024"), ("甲园", "2025"), ("乙园", "2025"), ("丙园", "")):
        library.new("toy/7", {"unit_name": unit, "year": year}, origin="docx")
    clock.pass_by(hours=1)
    library.session(2).enter("k.in.a", "1")
    library.session(2).enter("u.name", "丁园")  # the list waits until the step is in the file
    entries = library.entries()
    assert [(e.card.year, e.card.unit) for e in entries] == [
        (2025, "丁园"), (2025, "乙园"), (2024, "乙园"), (None, "丙园"),
    ]  # fmt: skip
    changed = entries[0]
    assert (changed.head.status, changed.head.revision, changed.head.origin) == ("draft", 1, "docx")
    assert (changed.created, changed.changed) == ("2026-01-14T14:03:12+08:00", "2026-01-14T15:03:12+08:00")


def test_a_copy_has_the_same_answers_and_is_a_draft_of_its_own(open_library: OpenLibrary) -> None:
    library = open_library()
    first = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    filled(first)
    copied = library.session(library.copy(first.id))
    assert copied.report == first.report
    assert copied.history.undo_label is None
    copied.enter("k.in.a", "9")
    assert first.report.value("k.in.a") == Number(0)  # type: ignore[arg-type] # equal to the decimal


def test_a_report_thrown_away_can_be_brought_back(open_library: OpenLibrary) -> None:
    library = open_library()
    number = library.new("toy/7", UNIT | {"year": "2025"})
    library.session(number).enter("k.in.a", "1")
    library.bin(number)
    assert library.entries() == ()
    assert [e.id for e in library.binned()] == [number]
    assert library.binned()[0].deleted == "2026-01-14T14:03:12+08:00"
    library.restore(number)
    assert library.session(number).history.undo_label is not None
    assert [e.id for e in library.entries()] == [number]


def test_asking_again_for_a_report_on_the_desk_gives_the_same_session(open_library: OpenLibrary) -> None:
    library = open_library()
    number = library.new("toy/7", UNIT)
    session = library.session(number)
    session.enter("k.in.a", "1")
    assert library.session(number) is session


def test_a_report_that_is_not_there_is_said(open_library: OpenLibrary) -> None:
    with pytest.raises(InputError, match="没有这份报告"):
        open_library().session(7)


def test_everything_is_there_when_the_library_is_opened_again(open_library: OpenLibrary) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    filled(session)
    assert library.close() == ()
    again = open_library().session(session.id)
    assert (again.report, again.history, again.head) == (session.report, session.history, session.head)
    assert library.locked == "报告库已关闭。"


# Last year


def grown(open_library: OpenLibrary, **this_year: str) -> set[str]:
    """Which growth the report of 2025 shows against the report of 2024 of 西山动物园, X1, in which k.one.a is 1."""
    library = open_library()
    last = library.session(library.new("toy/7", UNIT | {"year": "2024"}))
    filled(last, "1")
    session = library.session(library.new("toy/7", {"year": "2025"} | this_year))
    session.enter("k.one.a", "6")
    return {f.key for f in session.evaluation.findings if f.rule == "Q1"}


@pytest.mark.parametrize(
    "facts",
    [
        {"unit_code": "X1", "unit_name": "改了名的园"},
        {"unit_name": "西山动物园"},
        {"unit_name": "西山动物园", "unit_code": "X2"},
    ],
    ids=["code", "name", "name, for want of the code"],
)
def test_last_years_report_is_found_by_code_else_by_name(open_library: OpenLibrary, facts: dict[str, str]) -> None:
    assert grown(open_library, **facts) == {"Q1[one,a]"}


def test_another_units_report_is_not_last_years(open_library: OpenLibrary) -> None:
    assert grown(open_library, unit_name="东山动物园") == set()


def test_last_years_report_is_looked_up_again_when_year_or_unit_change(open_library: OpenLibrary) -> None:
    library = open_library()
    filled(library.session(library.new("toy/7", UNIT | {"year": "2024"})), "1")
    session = library.session(library.new("toy/7", UNIT | {"year": "2023"}))
    session.enter("k.one.a", "6")
    assert session.last_year is None
    delta = session.enter("y", "2025")
    assert {f.key for f in delta.came} >= {"Q1[one,a]"}
    assert session.last_year is not None
    assert session.last_year.prior.source == "西山动物园2024年度报告"
    assert session.last_year.prior.cells["k.in.sum"] == "3"  # totals are among the figures
    assert "w.text" not in session.last_year.prior.cells
    session.undo()
    assert session.last_year is None


def test_of_several_reports_of_last_year_the_one_that_was_sent_counts(open_library: OpenLibrary, clock: Clock) -> None:
    library = open_library()
    sent = library.session(library.new("toy/7", UNIT | {"year": "2024"}))
    filled(sent)
    sent.enter("k.fee.money", "1")
    sent.enter("w.text", "本园2024年有猫和狗，很好。")
    sent.finalise()
    sent.mark_sent()
    clock.pass_by(days=1)
    filled(library.session(library.copy(sent.id)), "5")
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    assert session.last_year is not None
    assert session.last_year.prior.cells["k.in.a"] == "0"
    library.bin(sent.id)
    session.refresh()
    assert session.last_year is not None
    assert session.last_year.prior.cells["k.in.a"] == "5"


def test_a_report_attached_by_hand_counts_only_where_the_library_has_none(open_library: OpenLibrary) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    session.attach(Prior(2024, "去年的表", {"k.one.a": "7"}))
    library.close()
    library = open_library()
    session = library.session(session.id)
    assert session.last_year is not None
    assert session.last_year.prior.cells == {"k.one.a": "7"}
    filled(library.session(library.new("toy/7", UNIT | {"year": "2024"})), "1")
    assert library.autosave and library.autosave.flush(10), "last year's report is read from the file"
    session.refresh()
    assert session.last_year.prior.cells["k.one.a"] == "1"


def test_a_text_that_names_another_unit_of_the_library_as_its_own_is_asked_about(open_library: OpenLibrary) -> None:
    def told(session: Session) -> list[str]:
        return [f.spans[0].quote for f in session.evaluation.findings if f.rule == "X20"]

    library = open_library(forms=edition)
    library.new(SHIPPED, {"unit_name": "云岭区财政局", "year": "2025"})
    session = library.session(library.new(SHIPPED, {"unit_name": "云岭区民政局", "year": "2025"}))
    session.enter("s1.text", "2025年，云岭区财政局收到申请5件。")
    assert told(session) == ["云岭区财政局"]
    session.enter("s1.text", "2025年，云岭区民政局收到申请5件。")
    assert not told(session)


@pytest.mark.logs("core.services.around")
def test_a_last_year_in_an_unknown_form_is_as_none_and_is_logged(
    open_library: OpenLibrary, toy: Form, clock: Clock
) -> None:
    def only_the_new(name: str) -> Form:
        if name != "toy/8":
            raise InputError("form", f"本程序没有“{name}”这一表式。")
        return replace(toy, id=name)

    library = open_library()
    library.new("toy/7", UNIT | {"year": "2024"})
    library.close()
    library = open_library(forms=only_the_new)
    session = library.session(library.new("toy/8", UNIT | {"year": "2025"}))
    assert session.last_year is None
    session.enter("k.one.a", "6")
    assert "Q1[one,a]" in {w.key for w in session.evaluation.waiting}


# Copies


def test_moving_to_a_new_computer_takes_everything(open_library: OpenLibrary, tmp_path: Path, clock: Clock) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    session.enter("k.in.a", "1")
    target = tmp_path / "U盘" / "报告库 副本.nianbao"
    library.copy_to(target)
    with Library.open(target, clock=clock, forms=lambda _: session.form) as copied:
        again = copied.session(session.id)
        assert (again.report, again.history) == (session.report, session.history)


def test_a_reader_can_take_a_copy_too(open_library: OpenLibrary, tmp_path: Path) -> None:
    library = open_library()
    library.new("toy/7", UNIT)
    reading = open_library()
    assert reading.locked
    reading.copy_to(tmp_path / "copy.nianbao")
    with Store.reader(tmp_path / "copy.nianbao") as store:
        assert len(store.entries()) == 1


class Enough:
    """Looks at what is being written, and has had enough at the `last` time."""

    def __init__(self, folder: Path, last: int) -> None:
        self.folder, self.last, self.times, self.half = folder, last, 0, False

    def __call__(self, words: str) -> None:
        self.times += 1
        self.half |= any(it.name.startswith(".nianbao-") for it in self.folder.iterdir())
        if self.times >= self.last:
            raise GivenUp


@pytest.mark.parametrize("last", [1, 5])
@pytest.mark.parametrize("way", ["copy_to", "save_elsewhere"])
def test_a_copy_given_up_leaves_nothing_and_what_stood_there_stays(
    open_library: OpenLibrary, tmp_path: Path, way: str, last: int
) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    for number in range(600):
        session.enter("k.in.a", str(number))
    assert library.autosave and library.autosave.flush(10), "a library too small is copied before anybody can look"
    folder = tmp_path / "U盘"
    folder.mkdir()
    target = folder / "copy.nianbao"
    target.write_bytes(b"something older")
    enough = Enough(folder, last)
    with pytest.raises(GivenUp):
        getattr(library, way)(target, enough)
    assert enough.half == (last > 1), "it was under way"
    assert [it.name for it in folder.iterdir()] == ["copy.nianbao"]
    assert target.read_bytes() == b"something older"
    session.enter("k.in.b", "1")
    assert library.autosave and library.autosave.flush(10), "the library goes on"
    library.copy_to(target)
    with Store.reader(target) as store:
        assert len(store.entries()) == 1


def test_a_library_is_not_copied_over_itself(open_library: OpenLibrary, tmp_path: Path) -> None:
    library = open_library()
    (tmp_path / "link.nianbao").symlink_to(library.path)
    for target in (library.path, tmp_path / "link.nianbao"):
        with pytest.raises(InputError, match="另选"):
            library.copy_to(target)
        with pytest.raises(InputError, match="另选"):
            library.save_elsewhere(target)


def test_saving_elsewhere_takes_along_what_the_full_disk_refused(
    open_library: OpenLibrary, tmp_path: Path, clock: Clock, toy: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    library = open_library(delays=(600.0,))
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    session.enter("k.in.a", "1")
    assert library.autosave and library.autosave.flush(10)
    monkeypatch.setattr(connection, "PATIENCE", 0)
    library.autosave.run(lambda store: store._db.execute("PRAGMA busy_timeout = 0"))
    with closing(sqlite3.connect(library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # readable, but not to be written to, like a full disk
        session.enter("k.in.b", "2")
        assert not library.autosave.flush(10)
        target = tmp_path / "elsewhere.nianbao"
        target.write_bytes(b"something older")
        assert library.save_elsewhere(target)
        with Library.open(target, clock=clock, forms=lambda _: toy) as rescued:
            assert rescued.session(session.id).report == session.report
        other.execute("ROLLBACK")


def test_a_library_deleted_under_its_window_is_saved_elsewhere_whole(
    open_library: OpenLibrary, tmp_path: Path, clock: Clock, toy: Form
) -> None:
    library = open_library(delays=(600.0,))
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    other = library.new("toy/7", UNIT | {"year": "2024"})
    library.path.unlink()
    session.enter("k.in.a", "1")
    assert library.autosave and not library.autosave.flush(10)
    target = tmp_path / "elsewhere.nianbao"
    assert library.save_elsewhere(target) is True
    with Library.open(target, clock=clock, forms=lambda _: toy) as rescued:
        assert {e.id for e in rescued.entries()} == {session.id, other}
        assert rescued.session(session.id).report == session.report


def test_where_the_library_cannot_be_read_any_more_the_reports_on_the_desk_are_saved_elsewhere(
    open_library: OpenLibrary, tmp_path: Path, clock: Clock, toy: Form
) -> None:
    library = open_library(delays=(600.0,))
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    assert library.autosave and library.autosave.flush(10)
    with library.path.open("r+b") as file:
        file.truncate(0)
    session.enter("k.in.a", "1")
    assert not library.autosave.flush(10)
    target = tmp_path / "elsewhere.nianbao"
    assert library.save_elsewhere(target) is False
    with Library.open(target, clock=clock, forms=lambda _: toy) as rescued:
        (entry,) = rescued.entries()
        assert entry.card == session.kept.card
        assert rescued.session(entry.id).report == session.report
    assert [save.step.edit.changes for save in library.close()] == [session.history.done[0].changes]


def test_saving_elsewhere_says_where_it_cannot(open_library: OpenLibrary, tmp_path: Path) -> None:
    library = open_library()
    library.session(library.new("toy/7", UNIT))
    (tmp_path / "folder").mkdir()
    with pytest.raises(EnvironmentTrouble, match="folder"):
        library.save_elsewhere(tmp_path / "folder")


def test_a_backup_of_each_day_is_made_on_opening(open_library: OpenLibrary, clock: Clock) -> None:
    for _ in range(2):
        library = open_library()
        library.close()
    clock.pass_by(days=1)
    open_library().close()
    assert [p.name for p in backups(library.path)] == ["daily-20260115.nianbao", "daily-20260114.nianbao"]
    assert library.notices == []


def test_a_backup_that_cannot_be_made_is_told_and_stops_nothing(open_library: OpenLibrary, tmp_path: Path) -> None:
    (tmp_path / "library-backups").write_text("a file where the folder should be")
    library = open_library()
    session = library.session(library.new("toy/7", UNIT))
    session.enter("k.in.a", "1")
    library.close()
    assert library.notices[0].startswith("今天的备份没有做成。")
    assert library.backups() == ()


def test_the_default_library_lies_in_the_users_data_folder(nianbao_home: Path) -> None:
    assert default_path() == nianbao_home / "library.nianbao"


def test_the_name_of_a_library_may_hold_anything_a_file_name_may(tmp_path: Path, toy: Form, clock: Clock) -> None:
    path = tmp_path / "云岭区 年报?#%41&库.nianbao"
    with Library.open(path, make=True, clock=clock, forms=lambda _: toy) as library:
        library.new("toy/7", UNIT)
    assert path.stat().st_size
    shutil.move(path, tmp_path / "b.nianbao")
    with Library.open(tmp_path / "b.nianbao", clock=clock, forms=lambda _: toy) as library:
        assert len(library.entries()) == 1


def test_the_journal_is_told_with_the_step_just_taken(open_library: OpenLibrary) -> None:
    library = open_library()
    session = library.session(library.new("toy/7", UNIT | {"year": "2025"}))
    for number in range(50):
        session.enter("k.in.a", str(number))
        assert len(library.steps(session.id)) == session.kept.seq
