"""A random walk at the desk: whatever a person does, screen and file agree."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.check import Context, Evaluation, evaluate
from core.form import load
from core.form.model import Form
from core.report import Report
from core.services.library import Library
from core.services.session import Session
from core.store import Store
from tests.core.conftest import TOY
from tests.core.desk import Clock

CELLS = (
    "k.in.a k.in.b k.in.g.c k.in.sum k.one.a k.out.a k.all.a k.all.sum k.fee.money m.p.l m.p.t u.name u.kind y".split()
)
TEXTS = ["", "0", "1", "2", "7", "-2", "x", "１", "1.5", "20000", "甲类", "2025", "2024"]


def by_key(it: Evaluation) -> Evaluation:
    """Findings in an order that does not hang on the order in which cells were filled."""
    return replace(it, findings=tuple(sorted(it.findings, key=lambda f: f.key)), void=tuple(sorted(it.void, key=str)))


class Walk(RuleBasedStateMachine):
    """One report of 2025 in a library that knows the year before."""

    form: Form

    @initialize()
    def sit_down(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.clock = Clock()
        self.form = load(TOY)
        self.open()
        last = self.library.session(self.library.new("toy/7", {"unit_name": "园", "year": "2024"}))
        last.enter("k.one.a", "1")
        self.number = self.library.new("toy/7", {"unit_name": "园", "year": "2025"})
        self.session: Session = self.library.session(self.number)
        self.first: Report = self.session.report

    def open(self) -> None:
        self.library = Library.open(
            self.folder / "a.nianbao", make=True, who="张", clock=self.clock, forms=lambda _: self.form
        )

    @rule(cell=st.sampled_from(CELLS), text=st.sampled_from(TEXTS))
    def enter(self, cell: str, text: str) -> None:
        self.session.enter(cell, text)

    @rule(cells=st.lists(st.sampled_from(CELLS), max_size=3))
    def clear(self, cells: list[str]) -> None:
        self.session.clear(*cells)

    @rule(
        at=st.floats(0, 1),
        gone=st.integers(0, 3),
        text=st.text("猫狗，。\ne\u0301", max_size=4),
        wait=st.sampled_from([0, 1, 9]),
    )
    def type_text(self, at: float, gone: int, text: str, wait: int) -> None:
        self.clock.pass_by(seconds=wait)
        whole = self.session.report.text("w.text")
        offset = int(at * len(whole))
        self.session.type_text("w.text", offset, whole[offset : offset + gone], text)

    @rule(pick=st.integers(0, 5))
    def explain(self, pick: int) -> None:
        if queries := self.session.evaluation.open_queries:
            self.session.explain(queries[pick % len(queries)].key, "有原因。")

    @rule(pick=st.integers(0, 5))
    def withdraw(self, pick: int) -> None:
        if written := sorted(self.session.report.explanations):
            self.session.withdraw(written[pick % len(written)])

    @rule()
    def undo(self) -> None:
        before, could = self.session.report, self.session.history.undo_label
        self.session.undo()
        assert (self.session.report == before) == (could is None)
        if could is not None:
            undone = self.session.report
            self.session.redo()
            assert self.session.report == before
            self.session.undo()
            assert self.session.report == undone

    @rule()
    def redo(self) -> None:
        self.session.redo()

    @rule()
    def close_and_open_again(self) -> None:
        held = self.session
        assert self.library.close() == ()
        self.open()
        self.session = self.library.session(self.number)
        assert self.session is not held
        assert self.session.history == held.history

    @rule()
    def take_everything_back_and_do_it_again(self) -> None:
        whole, steps = self.session.report, 0
        while self.session.history.done:
            self.session.undo()
            steps += 1
        assert self.session.report == self.first
        for _ in range(steps):
            self.session.redo()
        assert self.session.report == whole

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def the_screen_shows_what_follows_from_the_file(self) -> None:
        assert self.library.autosave is not None
        assert self.library.autosave.flush(30)
        with Store.reader(self.library.path) as store:
            kept = store.kept(self.number)
            assert kept is not None
            assert kept.sound
            assert store.rebuilt(kept) is not None
        assert (kept.report, kept.card, kept.head) == (self.session.report, self.session.kept.card, self.session.head)
        last = self.session.last_year.values if self.session.last_year else None
        fresh = evaluate(self.form, kept.report, Context(prior=last))
        assert by_key(self.session.evaluation) == by_key(fresh)

    @precondition(lambda self: hasattr(self, "session"))
    @invariant()
    def no_stated_total_equals_its_sum(self) -> None:
        totals = self.session.evaluation.totals.items()
        stated = {cell: total for cell, total in totals if total.stated and not total.missing}
        values = self.session.evaluation.values
        assert [cell for cell, total in stated.items() if getattr(values[cell], "value", None) == total.running] == []

    def teardown(self) -> None:
        if hasattr(self, "library"):
            self.library.close()
            shutil.rmtree(self.folder)


class TestWalk(Walk.TestCase):
    """The machine as a test."""

    settings = settings(max_examples=30, stateful_step_count=30)
