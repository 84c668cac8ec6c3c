"""What can be taken back and done again: a pure function of the journal, so that it outlives the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from itertools import accumulate
from typing import Final

from core.report import Edit, inverse, merge, weight
from core.store import CHARACTERS_KEPT, STEPS_KEPT, Step

_LIGHT: Final = CHARACTERS_KEPT // STEPS_KEPT
"""Characters of a step that need no counting: as many steps as are kept hold no more than all may together."""


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
                return History(_bounded((*self.done[:-1], joined(self.done[-1], step.edit))))
            case "edit":
                return History(_bounded((*self.done, step.edit)[-STEPS_KEPT:]))
            case "undo":
                return History(self.done[:-1], (*self.undone, inverse(step.edit)))
            case "redo":
                return History((*self.done, step.edit), self.undone[:-1])
        return self


def _bounded(done: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The newest of `done` that hold `CHARACTERS_KEPT` together, the last one always: a text of that length pasted a
    thousand times would else fill the memory. Counted where the last one is no light one."""
    if weight(done[-1]) <= _LIGHT:
        return done
    sums = accumulate(weight(edit) for edit in reversed(done))
    return done[-max(sum(it <= CHARACTERS_KEPT for it in sums), 1) :]


def joined(first: Edit, second: Edit) -> Edit:
    """Two edits as one step of undo."""
    return merge(first, second) or Edit(first.label, first.changes + second.changes)


def replay(steps: Iterable[Step]) -> History:
    """The history that these steps leave. Steps before them may be missing: an undo of one still can be redone."""
    return reduce(History.after, steps, History())
