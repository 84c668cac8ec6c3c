"""What the person has chosen so far of a proposal. Pure, no Qt."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.services.doubts import Answers, Way
from core.services.proposal import Group, Item, Proposal
from core.values import Answer


@dataclass
class Choice:
    """`taken`: the answers that will be brought; `settled`: cells that the person has decided on, one way or other;
    `sums`: totals that are to be the sum of their parts, whatever total was stated."""

    proposal: Proposal
    taken: dict[str, Answer | None] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)
    sums: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.taken = dict(self.proposal.first)

    def item(self, cell: str) -> Item:
        return self.proposal.items[cell]

    def can(self, cell: str) -> bool:
        """Whether there is anything to take."""
        return cell in self.proposal.items and self._offered(cell) is not None

    def _offered(self, cell: str) -> Answer | None:
        """What a tick takes: the first reading if it is one of this cell, else the cell as it was read."""
        it = self.item(cell)
        return (it.ways[0].answers.get(cell) if it.ways else None) or it.answer

    def tick(self, cell: str, *, on: bool) -> None:
        """Take a cell or leave it."""
        self.settled.add(cell)
        self.sums.discard(cell)
        if on and (offered := self._offered(cell)) is not None:
            self.taken[cell] = offered
        else:
            self.taken.pop(cell, None)

    def choose(self, cell: str, way: Way) -> None:
        """One of the readings of a doubtful cell."""
        self.settled.add(cell)
        for at, answer in way.answers.items():
            self.sums.discard(at)
            if answer is not None:
                self.taken[at] = answer
                continue
            self.taken.pop(at, None)
            if self.proposal.form.cells[at].total:
                self.sums.add(at)

    @property
    def answers(self) -> Answers:
        """What the report is given: what was taken, and no stated total where the sum was chosen."""
        return {**dict.fromkeys(self.sums), **self.taken}

    def holds(self, cell: str, way: Way) -> bool:
        """Whether that reading is the one in force, because it was chosen or ticked."""
        decided = cell in self.settled or cell in self.taken
        return decided and all(self.taken.get(at) == answer for at, answer in way.answers.items())

    def state(self, group: Group) -> bool | None:
        """Of a group: all taken, none, or (None) some."""
        cells = [cell for cell in group.cells if self.can(cell)]
        count = sum(cell in self.taken for cell in cells)
        return count == len(cells) if count in (0, len(cells)) and cells else None if count else False

    @property
    def open(self) -> tuple[str, ...]:
        """The doubtful cells that nobody has decided on yet; they stay as they are in the report."""
        asked = (cell for group in self.proposal.groups if group.asks for cell in group.cells)
        return tuple(cell for cell in asked if cell not in self.settled)
