"""The models keep Qt's rules, whatever they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester

from core.check import evaluate
from core.check.evaluation import Evaluation, Finding
from core.form import edition, editions
from core.form.model import Form, Level
from core.layout import build
from core.report import Report
from core.services.journal import HEADS, Line
from core.services.library import Library
from gui.cells import CellView, Looks, views
from gui.findingsmodel import FindingsModel
from gui.journaldialog import LinesModel
from gui.librarymodel import COLUMNS, Glance, LibraryModel, status_words, when
from gui.steps import StepModel, step
from gui.table.geometry import Geometry, place
from gui.table.model import CellRole, GridModel, ViewRole
from tests.core.desk import Clock, filled

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def form() -> Form:
    return edition(editions()[0])


def geometry(form: Form, section: str) -> Geometry:
    table = next(s.table for s in form.sections if s.id == section and s.table)
    return place(build(table), 850, lambda text, width: 17, 1.0)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "library.nianbao", who="张敏", make=True, clock=Clock())


def judged(form: Form, tmp_path: Path, *, text: str) -> Evaluation:
    """A report whose table cells all hold `text`."""
    with Library.open(tmp_path / "judged.nianbao", who="张敏", make=True, clock=Clock()) as library:
        session = library.session(library.new(form.id, {"unit_name": "云岭区水务局", "year": "2025"}))
        filled(session, text)
        return session.review()


@pytest.mark.parametrize("section", ["s2", "s3", "s4"])
def test_the_model_of_a_table(form: Form, qtmodeltester: ModelTester, section: str) -> None:
    model = GridModel(form, geometry(form, section), lambda cell, text: None)
    qtmodeltester.check(model)
    cells = next(s.cells for s in form.sections if s.id == section)
    model.show(views(form, evaluate(form, Report()), cells, Looks()))
    qtmodeltester.check(model)


def test_a_model_of_a_table_announces_only_the_cells_that_look_different(form: Form) -> None:
    model = GridModel(form, geometry(form, "s3"), lambda cell, text: None)
    told: list[str] = []
    model.dataChanged.connect(lambda index, _: told.append(index.data(CellRole)))
    shown: Mapping[str, CellView] = {"t3.new.natural": CellView("1"), "t3.new.business": CellView("2")}
    model.show(shown)
    assert told == ["t3.new.natural", "t3.new.business"]
    model.show({**shown, "t3.new.business": CellView("3")})
    assert told[2:] == ["t3.new.business"]
    spoken = replace(shown["t3.new.natural"], tip="上年 9", spoken="1，上年 9")
    model.show({"t3.new.natural": spoken})
    assert told[3:] == [], "words are asked for when they are wanted"
    assert model.views["t3.new.natural"] == spoken


def test_editing_a_model_of_a_table_only_hands_over_what_was_typed(form: Form) -> None:
    typed: list[tuple[str, str]] = []
    model = GridModel(form, geometry(form, "s3"), lambda cell, text: typed.append((cell, text)))
    index = model.index_of("t3.new.natural")
    assert model.setData(index, "12")
    assert typed == [("t3.new.natural", "12")]
    assert index.data(ViewRole) == CellView()
    model.locked = True
    assert not model.setData(index, "13")
    assert not model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert typed == [("t3.new.natural", "12")]


def test_a_screen_reader_hears_the_place_before_the_figure(form: Form) -> None:
    model = GridModel(form, geometry(form, "s3"), lambda cell, text: None)
    model.show(views(form, evaluate(form, Report()), ("t3.new.natural",), Looks()))
    spoken = model.index_of("t3.new.natural").data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert spoken == "表三，本年新收，自然人，未填"
    column = model.index_of("t3.new.natural").column()
    assert model.headerData(column, Qt.Orientation.Horizontal) == "自然人"
    assert model.headerData(0, Qt.Orientation.Vertical) == "本年新收"


def test_the_model_of_findings(form: Form, tmp_path: Path, qtmodeltester: ModelTester) -> None:
    model = FindingsModel(form)
    qtmodeltester.check(model)
    found = judged(form, tmp_path, text="3件").findings
    assert len({f.level for f in found}) > 1
    model.show(found)
    qtmodeltester.check(model)
    for finding in found:
        assert model.finding(model.where(finding.key)) == finding
    model.show(())
    qtmodeltester.check(model)


def test_the_same_findings_reset_nothing(form: Form, tmp_path: Path) -> None:
    found = judged(form, tmp_path, text="x").findings
    model = FindingsModel(form)
    model.show(found)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show(found)
    assert not resets
    model.show(found[1:])
    assert not resets
    model.show(())
    assert resets == [True]


class Mirror:
    """What somebody knows of a model who asks only about the rows that its signals name."""

    def __init__(self, model: FindingsModel) -> None:
        self.model = model
        self.rows: list[list[str]] = []
        self._again()
        model.modelReset.connect(self._again)
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.dataChanged.connect(self._changed)

    def _key(self, row: int, parent: QModelIndex) -> str:
        finding = self.model.finding(self.model.index(row, 0, parent))
        assert finding
        return finding.message

    def _again(self) -> None:
        parents = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        self.rows = [[self._key(row, parent) for row in range(self.model.rowCount(parent))] for parent in parents]

    def _inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        assert parent.isValid()
        self.rows[parent.row()][first:first] = [self._key(row, parent) for row in range(first, last + 1)]

    def _removed(self, parent: QModelIndex, first: int, last: int) -> None:
        assert parent.isValid()
        del self.rows[parent.row()][first : last + 1]

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if self.model.finding(first):
            assert first == last
            self.rows[first.parent().row()][first.row()] = self._key(first.row(), first.parent())


LISTED = st.lists(
    st.tuples(st.sampled_from("EQT"), st.integers(0, 7), st.sampled_from("甲乙")),
    max_size=9,
    unique_by=lambda it: it[1],
)


@given(st.lists(st.tuples(LISTED, st.booleans()), min_size=2, max_size=5))
def test_whoever_follows_the_signals_of_the_findings_knows_every_row(
    form: Form, shown: list[tuple[list[tuple[Level, int, str]], bool]]
) -> None:
    model = FindingsModel(form)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    mirror = Mirror(model)
    for listed, in_order in shown:
        named = sorted(listed, key=lambda it: it[1]) if in_order else listed
        found = tuple(Finding(f"R{key}", f"R{key}", level, word, f"{key}{word}") for level, key, word in named)
        model.show(found)
        fresh = FindingsModel(form)
        fresh.show(found)
        assert model.groups == fresh.groups
        assert mirror.rows == [[finding.message for finding in group.findings] for group in fresh.groups]


def test_the_model_of_steps(form: Form, qtmodeltester: ModelTester) -> None:
    blank = evaluate(form, Report())
    steps = tuple(step(s.heading, blank.progress[s.id], kind=s.kind) for s in form.sections)
    model = StepModel(steps)
    qtmodeltester.check(model)
    told: list[int] = []
    model.dataChanged.connect(lambda index, _: told.append(index.row()))
    model.show((*steps[:-1], step("别的", blank.progress["s6"], kind="text")))
    assert told == [len(steps) - 1]
    qtmodeltester.check(model)


def test_the_model_of_the_library(library: Library, qtmodeltester: ModelTester) -> None:
    with library:
        for unit, year in (("甲局", "2025"), ("乙局", "2025"), ("甲局", "2024"), ("丙局", "")):
            library.new("guoban-annual/2021", {"unit_name": unit, "year": year})
        model = LibraryModel(Clock()())
        qtmodeltester.check(model)
        model.show(library.entries())
        qtmodeltester.check(model)
        assert [year for year, _ in model.years] == ["2025年度", "2024年度", "未填年度"]
        first = model.where(1)
        assert first.siblingAtColumn(2).data() == "…"
        model.glanced(1, Glance(0, 166, 0, 0))
        assert [first.siblingAtColumn(c).data() for c in range(4)] == ["甲局", "未填", "—", "0 / 166"]
        model.glanced(1, Glance(166, 166, 2, 1))
        assert first.siblingAtColumn(2).data() == "强制 2　核实 1"
        assert status_words(model.entry(first) or pytest.fail("no entry"), Glance(1, 2, 0, 0)) == "填报中"
        assert len(COLUMNS) == model.columnCount()


def test_the_model_of_the_journal(qtmodeltester: ModelTester) -> None:
    lines = tuple(Line(f"2026-01-14 14:0{n}:00", "张敏", "填写", "表三", "", str(n)) for n in range(3))
    model = LinesModel(lines)
    qtmodeltester.check(model)
    assert model.index(0, 5).data() == "2"  # the newest first
    assert [model.headerData(c, Qt.Orientation.Horizontal) for c in range(6)] == list(HEADS)
    assert model.data(QModelIndex()) is None


def test_times_are_told_as_people_tell_them() -> None:
    now = datetime(2026, 1, 14, 15, 0, tzinfo=timezone(timedelta(hours=8)))
    assert when("2026-01-14T14:03:12+08:00", now) == "今天 14:03"
    assert when("2026-01-12T16:40:00+08:00", now) == "1月12日 16:40"
    assert when("2025-03-04T09:00:00+08:00", now) == "2025年3月4日"
    assert QGuiApplication.instance() is not None
