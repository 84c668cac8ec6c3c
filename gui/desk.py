"""The bridge between a session and the pages: Qt signals out, calls in. One per open report.

Pages never change a report themselves: they call `enter` and its like, and repaint when `changed` says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal

from core.check.evaluation import Evaluation, Finding
from core.errors import NianbaoError
from core.form.model import Form
from core.report.edit import Edit, splice
from core.report.package import Prior
from core.services.deltas import Delta
from core.services.session import Session
from core.values import Value, clean_text
from gui.cells import Compare
from gui.preferences import Way


class Desk(QObject):
    """`changed` (Delta) after every edit; `turned` (Finding or None, twice: before, now) when another finding is looked
    at; `looks` when what is compared changes; `place` and `selection` for the bottom bar; `refused` (a sentence) when
    an edit cannot be taken. `why` asks the person for the reason of a change; None: there is none."""

    changed = Signal(object)
    turned = Signal(object, object)
    looks = Signal()
    place = Signal(str)
    selection = Signal(object)
    refused = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None, *, enter: Way = "down") -> None:
        """`enter`: where Enter goes in a table."""
        super().__init__(parent)
        self.session = session
        self.enter_goes_down = enter == "down"
        self.looked: Finding | None = None
        self.compare: Compare = "last"
        self.why: Callable[[str], str | None] = lambda _: None
        self.reasons: dict[str, str] = {}
        self.closed = False
        self._shown = self.prior
        self._stop_listening = session.listen(self._changed)

    def close(self) -> None:
        """End the bridge: the session may outlive it, and what is under way in the background need not be told."""
        self.closed = True
        self._stop_listening()

    @property
    def form(self) -> Form:
        return self.session.form

    @property
    def evaluation(self) -> Evaluation:
        return self.session.evaluation

    @property
    def prior(self) -> Mapping[str, Value] | None:
        return self.session.last_year.values if self.session.last_year else None

    @property
    def protected(self) -> frozenset[str]:
        """The cells that hold what last year's report says."""
        return self.session.protected

    def unlock(self, cell: str) -> bool:
        """Whether a cell may be edited now; of a protected one the reason is asked for first."""
        if cell not in self.protected:
            return True
        words = f"{self.form.cells[cell].name}由上年报告带入。请写明为什么要改；原因记入填报记录。"
        reason = self.why(words)
        if reason:
            self.reasons[cell] = reason
        return bool(reason)

    @property
    def locked(self) -> bool:
        """Whether nothing can be changed now: finalised, or the library is open elsewhere."""
        return bool(self.session.locked) or self.session.head.status != "draft"

    @property
    def fingerprint(self) -> str:
        """Of the finalised package; empty in a draft."""
        return self.session.filing.fingerprint if self.session.filing else ""

    def enter(self, cell: str, text: str) -> None:
        """What was typed into a cell."""
        reason = self.reasons.pop(cell, "")
        self._try(lambda: self.session.enter(cell, text, reason))

    def write(self, cell: str, text: str) -> None:
        """What now stands in a text cell."""
        change = splice(cell, self.session.report.text(cell), clean_text(text))
        if change is not None:
            self._try(lambda: self.session.type_text(cell, change.offset, change.removed, change.inserted))

    def clear(self, cells: tuple[str, ...]) -> None:
        """Blank some cells in one step."""
        self._try(lambda: self.session.clear(*cells))

    def take(self, edit: Edit) -> None:
        """A paste, zeros, a return to an earlier moment: one step."""
        self._try(lambda: self.session.apply(edit))

    def attach(self, prior: Prior) -> None:
        """A report of another name as last year's."""
        self._try(lambda: self.session.attach(prior))

    def repair(self, finding: Finding) -> None:
        """以表改文: put the table's figure where the text has another."""
        it = finding.repair
        if it is not None and self.session.report.text(it.span.cell)[it.span.start : it.span.end] == it.span.quote:
            self._try(lambda: self.session.type_text(it.span.cell, it.span.start, it.span.quote, it.text))

    def undo(self) -> None:
        """Take the last step back."""
        self._try(self.session.undo)

    def redo(self) -> None:
        """Do again what was taken back last."""
        self._try(self.session.redo)

    def explain(self, key: str, reason: str) -> None:
        """Write the 核实说明 of a finding; an empty reason takes it back."""
        self._try(lambda: self.session.explain(key, reason) if reason else self.session.withdraw(key))

    def _try(self, do: Callable[[], object]) -> None:
        try:
            do()
        except NianbaoError as error:
            self.refused.emit(error.message)

    def look_at(self, finding: Finding | None) -> None:
        """The finding whose two sides are tagged; None for none."""
        before, self.looked = self.looked, finding
        if finding != before:
            self.turned.emit(before, finding)

    def choose_compare(self, compare: Compare) -> None:
        """How last year's figures stand in the cells."""
        self.compare = compare
        self.looks.emit()

    def note_place(self, cell: str) -> None:
        """The cell the person is at."""
        self.place.emit(cell)

    def note_selection(self, cells: tuple[str, ...]) -> None:
        """The cells selected, if more than one."""
        self.selection.emit(cells)

    def _changed(self, delta: Delta) -> None:
        if self.looked is not None:
            key = self.looked.key
            self.looked = next((f for f in delta.evaluation.findings if f.key == key), None)
        self.changed.emit(delta)
        if self.prior is not self._shown:  # last year's report has come, gone or changed: it stands in every cell
            self._shown = self.prior
            self.looks.emit()
