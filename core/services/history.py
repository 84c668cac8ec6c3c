"""What can be taken back and done again: a pure function of the journal, so that it outlives the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from core.report import Edit, inverse, merge
from core.store import STEPS_KEPT, Step


@dataclass(frozen=True, slots=True)
class History:
    """`done`: edits to take back, the last one first to go; `undone`: edits to do again, likewise."""

    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()

    @property
    def undo_label(self) -> str | None:
        return self.done[-1].label if self.done else None

    @property
    def redo_label(self) -> str | None:
        return self.undone[-1].label if self.undone else None

    def after(self, step: Step) -> History:
        """The history when `step` has been taken. Finalising and the like leave it as it is."""
        match step.kind:
            case "edit" if step.joined and self.done:
                return History((*self.done[:-1], joined(self.done[-1], step.edit)))
            case "edit":
                return History((*self.done, step.edit)[-STEPS_KEPT:])
            case "undo":
                return History(self.done[:-1], (*self.undone, inverse(step.edit)))
            case "redo":
                return History((*self.done, step.edit), self.undone[:-1])
        return self


def joined(first: Edit, second: Edit) -> Edit:
    """Two edits as one step of undo."""
    return merge(first, second) or Edit(first.label, first.changes + second.changes)


def replay(steps: Iterable[Step]) -> History:
    """The history that these steps leave. Steps before them may be missing: an undo of one still can be redone."""
    return reduce(History.after, steps, History())
