"""One report on the desk: every change goes through here, is checked in full, saved, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from core.check import Context, Evaluation, Finding, evaluate, excused
from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.report import Edit, Explain, Report, Splice, inverse, merge
from core.report.package import Prior
from core.services import carryover, edits, finalising
from core.services.around import ALONE, Around
from core.services.deltas import Delta, between
from core.services.facts import card
from core.services.history import History, replay
from core.services.lastyear import LastYear, values_of
from core.store import Filing, Head, Kept, Save, Step, StepKind, advance

__all__ = ["PATIENCE", "TYPING", "Delta", "Filing", "Head", "LastYear", "Saver", "Session", "Step", "local_now"]

TYPING: Final = timedelta(seconds=3)
"""A longer pause ends a typing: what follows it is a step of undo of its own."""

PATIENCE: Final = 10.0
"""Seconds that 定稿 waits for the disk."""

Listener = Callable[[Delta], object]


def local_now() -> datetime:
    return datetime.now().astimezone()


class Saver(Protocol):
    """Takes steps to the file (`core.services.autosave`)."""

    def submit(self, save: Save) -> None:
        """May return before the step is in the file; later steps never overtake it."""

    def flush(self, timeout: float) -> bool:
        """Whether every step is in the file; waits for it up to `timeout` seconds."""


class Session:
    """`saver` takes each step to the file. `locked` is the sentence why nothing may be changed (a library that another
    window holds, a backup); `notice` a sentence the person is to be told on opening.

    Every call that changes something returns the `Delta` that the listeners are told; an edit refused raises
    `InputError` and changes nothing.
    """

    def __init__(
        self,
        form: Form,
        kept: Kept,
        saver: Saver,
        *,
        who: str = "",
        clock: Callable[[], datetime] = local_now,
        around: Around = ALONE,
        locked: str = "",
    ) -> None:
        self.form, self.who, self.locked = form, who, locked
        self._kept = replace(kept, card=card(form, kept.report), steps=())
        self.saver = saver
        self.notice = ""
        self._clock = clock
        self._around = around
        self._history: History = replay(kept.steps)
        self._typed_at: datetime | None = None
        self._listeners: list[Listener] = []
        self._last_year, self._others = around.last_year(self._kept.card, kept.prior), around.others()
        self._evaluation = self._evaluate()

    # What stands

    @property
    def id(self) -> int:
        return self._kept.id

    @property
    def kept(self) -> Kept:
        """The report with everything that the file holds, or will when all is saved."""
        return self._kept

    @property
    def report(self) -> Report:
        return self._kept.report

    @property
    def head(self) -> Head:
        return self._kept.head

    @property
    def evaluation(self) -> Evaluation:
        return self._evaluation

    @property
    def last_year(self) -> LastYear | None:
        return self._last_year

    @property
    def protected(self) -> frozenset[str]:
        """The cells that hold what last year's report says: they are changed only with a reason."""
        return carryover.protected(self.form, self.report, values_of(self._last_year))

    @property
    def history(self) -> History:
        return self._history

    @property
    def filing(self) -> Filing | None:
        """The finalised package while the report is locked; None in a draft."""
        return next((f for f in self._kept.filings if f.revision == self.head.revision and not f.voided), None)

    @property
    def corrects(self) -> bool:
        """Whether this is a 更正: an earlier revision was sent."""
        return finalising.corrects(self._kept.filings, self.head.revision)

    def review(self) -> Evaluation:
        """Everything that counts when the report is handed over, blanks and filing facts included."""
        return self._evaluate(self._evaluation, filing=True)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Tell `listener` of every delta, in the thread of the change; call what is returned to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    # Answers

    def enter(self, cell: str, text: str, reason: str = "") -> Delta:
        """A cell's editor was closed with `text` in it. What the kind cannot read is kept as it is. `reason`: why a
        protected cell is changed; without one that is refused."""
        edit = edits.entering(self.form, self.report, cell, text)
        if edit and cell in self.protected:
            edit = edits.reasoned(edit, reason)
        return self._write(edit) if self.form.cells[cell].kind.name == "text" else self._do(edit)

    def type_text(self, cell: str, offset: int, removed: str, inserted: str) -> Delta:
        """In a running text `removed` at `offset` (code points) gave way to `inserted`. What one typing adds to or
        takes from one place is one step of undo. Raises `EditMismatchError` if `removed` does not stand there."""
        return self._write(edits.typing(self.form, self.report, Splice(cell, offset, removed, inserted)))

    def _write(self, edit: Edit | None) -> Delta:
        now = self._clock()
        goes_on = (
            edit is not None
            and self._typed_at is not None
            and now - self._typed_at <= TYPING
            and bool(self._history.done)
            and merge(self._history.done[-1], edit) is not None
        )
        delta = self._do(edit, joined=goes_on)
        self._typed_at = now if edit else self._typed_at
        return delta

    def clear(self, *cells: str) -> Delta:
        """Make cells blank but for those protected; a stated total returns to its sum."""
        return self._do(edits.clearing(self.form, self.report, cells, self.protected))

    def apply(self, edit: Edit) -> Delta:
        """A paste, an import, a fix: one step. Raises `EditMismatchError` if it was made for another state."""
        return self._do(edits.settled(self.form, self.report, edit))

    # Explanations

    def explain(self, key: str, reason: str) -> Delta:
        """Write the 核实说明 of the finding `key`, bound to the values that stand now."""
        finding = self._finding(key)
        if not reason.strip():
            raise InputError("reason", "说明还没有写。请写明这些数为什么是对的。")
        bound = excused(self.form, finding, self._evaluation.values, values_of(self._last_year))
        return self._do(edits.explaining(self.form, self.report, finding, bound, reason, (self.who, self._now())))

    def withdraw(self, key: str) -> Delta:
        """Take the explanation of `key` back."""
        standing = self.report.explanations.get(key)
        return self._do(Edit("撤回核实说明", (Explain(key, standing, None),)) if standing else None)

    def _finding(self, key: str) -> Finding:
        for finding in (*self._evaluation.findings, *self.review().findings):
            if finding.key == key and finding.level == "Q":
                return finding
        raise InputError("finding", "这一项现在没有需要说明的问题。")

    # Undo

    def undo(self) -> Delta:
        """Take the last step back; nothing happens if there is none."""
        return self._do(inverse(done[-1]) if (done := self._history.done) else None, "undo")

    def redo(self) -> Delta:
        """Do again what was taken back last; nothing happens if there is nothing."""
        return self._do(undone[-1] if (undone := self._history.undone) else None, "redo")

    # From draft to sent

    def finalise(self) -> Delta:
        """定稿: bind the package and lock the report. Raises `InputError` while something is still to do,
        `EnvironmentTrouble` if the file could not be written: it stays pending then."""
        self._refuse_if_locked()
        review = self.review()
        if found := finalising.obstacles(review):
            raise InputError("unfinished", f"现在还不能定稿，{finalising.rests(found)}")
        prior = self._last_year.prior if self._last_year else None
        bound = finalising.filing(self.form, review, prior, self.head.revision, self.who, self._now())
        delta = self._event("final", "定稿", replace(self.head, status="final"), bound)
        if not self.saver.flush(PATIENCE):
            raise EnvironmentTrouble("unsaved", "定稿还没有存进报告库，正在重试。存好之前请先不要打印送签。")
        return delta

    def mark_sent(self) -> Delta:
        """已报送: the finalised file has gone out."""
        filing = self.filing
        if filing is None or self.locked:
            raise InputError("status", self.locked or "还没有定稿，不能标记为已报送。")
        return self._event("sent", "标记已报送", replace(self.head, status="sent"), replace(filing, sent=self._now()))

    def reopen(self, reason: str) -> Delta:
        """退回修改: unlock, void the fingerprint, raise the revision."""
        filing = self.filing
        if filing is None or self.locked:
            raise InputError("status", self.locked or "报告没有定稿，可以直接修改。")
        head = replace(self.head, status="draft", revision=self.head.revision + 1)
        return self._event("reopen", "退回修改", head, replace(filing, voided=self._now(), reason=reason.strip()))

    def note(self, label: str) -> Delta:
        """Something was done that changed no answer and is to be read in the journal: a 复核 without a mismatch."""
        return self._do(Edit(label, ()), "note")

    def attach(self, prior: Prior) -> Delta:
        """Last year's figures from a file, used where the library has no report of last year."""
        self._refuse_if_locked()
        return self._take("prior", Edit("附上上年报告", ()), prior=prior)

    def refresh(self) -> Delta:
        """Look last year's report up again: it may have been changed, imported or thrown away."""
        return self._tell(fresh=True)

    # The one road

    def _do(self, edit: Edit | None, kind: StepKind = "edit", *, joined: bool = False) -> Delta:
        if edit is None:
            return between(self._evaluation, self._evaluation, self._history)
        self._refuse_if_locked()
        return self._take(kind, edit, joined=joined)

    def _refuse_if_locked(self) -> None:
        if self.locked:
            raise InputError("read-only", self.locked)
        if self.head.status != "draft":
            raise InputError("final", "报告已定稿。要修改，请先点“退回修改”。")

    def _event(self, kind: StepKind, label: str, head: Head, filing: Filing) -> Delta:
        return self._take(kind, Edit(label, ()), head=head, filing=filing)

    def _take(
        self,
        kind: StepKind,
        edit: Edit,
        *,
        joined: bool = False,
        head: Head | None = None,
        filing: Filing | None = None,
        prior: Prior | None = None,
    ) -> Delta:
        step = Step(self._kept.seq + 1, self._now(), self.who, kind, edit, joined)
        after, save = advance(self._kept, step, card=partial(card, self.form), head=head, filing=filing, prior=prior)
        fresh = after.card != self._kept.card or after.prior != self._kept.prior
        self._kept = after
        self._history = self._history.after(step)
        self._typed_at = None
        self.saver.submit(save)
        return self._tell(fresh=fresh)

    def _tell(self, *, fresh: bool) -> Delta:
        if fresh:
            around, kept = self._around, self._kept
            self._last_year, self._others = around.last_year(kept.card, kept.prior), around.others()
        old, self._evaluation = self._evaluation, self._evaluate(self._evaluation)
        delta = between(old, self._evaluation, self._history)
        for listener in tuple(self._listeners):
            listener(delta)
        return delta

    def _evaluate(self, before: Evaluation | None = None, *, filing: bool = False) -> Evaluation:
        context = Context(filing, prior=values_of(self._last_year), others=self._others)
        return evaluate(self.form, self.report, context, before)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds")
