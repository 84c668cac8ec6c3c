"""复核: a second person types the figures again without seeing the first entry; only mismatches are shown.

A pure state; what is decided becomes one edit of the report, and the rekeying itself a note in the journal's label.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from core.form.model import Form
from core.report import Edit, Put, Report
from core.services.edits import settled
from core.values import Answer, shown, typed

Decision = Literal["first", "second"] | Answer


@dataclass(frozen=True, slots=True)
class Rekeying:
    """`first`: the report when rekeying began; `second`: what the reviewer typed; `decided`: how mismatches were
    settled (first entry, second entry, or a third figure)."""

    form: Form
    first: Report
    second: Mapping[str, Answer | None] = field(default_factory=lambda: MappingProxyType({}))
    decided: Mapping[str, Decision] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def cells(self) -> tuple[str, ...]:
        """What is to be typed again: every figure that is no total."""
        return tuple(c.id for c in self.form.cells.values() if c.row and not c.total)

    @property
    def mismatches(self) -> tuple[str, ...]:
        """Cells typed otherwise the second time, in printed order, settled or not."""
        return tuple(
            c for c in self.cells if c in self.second and _value(self.second[c]) != _value(self.first.answers.get(c))
        )

    @property
    def open(self) -> tuple[str, ...]:
        """Mismatches that nobody has settled."""
        return tuple(c for c in self.mismatches if c not in self.decided)

    def type(self, cell: str, text: str) -> Rekeying:
        """The reviewer's entry; a decision about that cell is void."""
        answer = typed(self.form.cells[cell].kind, text)
        decided = {c: d for c, d in self.decided.items() if c != cell}
        return replace(self, second=MappingProxyType({**self.second, cell: answer}), decided=MappingProxyType(decided))

    def decide(self, cell: str, decision: Decision) -> Rekeying:
        """Settle one mismatch."""
        return replace(self, decided=MappingProxyType({**self.decided, cell: decision}))

    @property
    def texts(self) -> Mapping[str, str]:
        """What was typed the second time, by cell, as it is shown: enough to go on another day (`resumed`)."""
        kinds = self.form.cells
        return {c: shown(kinds[c].kind, answer.value) if answer else "" for c, answer in self.second.items()}

    @property
    def label(self) -> str:
        """What the journal says of the whole."""
        changed = sum(self.decided.get(cell, "first") != "first" for cell in self.mismatches)
        return f"复核：重录 {len(self.second)} 格，不一致 {len(self.mismatches)} 格，改正 {changed} 格"

    def edit(self) -> Edit | None:
        """What the decisions change in the report; None if every mismatch was settled for the first entry."""
        puts = []
        for cell in self.mismatches:
            decision = self.decided.get(cell, "first")
            if decision == "first":
                continue
            answer = self.second[cell] if decision == "second" else decision
            if isinstance(answer, (Answer, type(None))):
                puts.append(Put(cell, self.first.answers.get(cell), answer))
        return settled(self.form, self.first, Edit(self.label, tuple(puts))) if puts else None


def resumed(form: Form, report: Report, texts: Mapping[str, str]) -> Rekeying:
    """A rekeying that goes on with what was typed before; what is no cell to be typed is left out."""
    state = Rekeying(form, report)
    cells = frozenset(state.cells)
    for cell, text in texts.items():
        state = state.type(cell, text) if cell in cells else state
    return state


def _value(answer: Answer | None) -> object:
    return answer.value if answer else None
