"""What an edition of the form contains: sections, tables as trees, cells, rules. Immutable, made by `load`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.form.claim import Node as Claim
from core.values import Kind

Level = Literal["E", "Q", "T"]
Blank = Literal["wait", "zero", "fail"]
When = Literal["always", "filing", "import", "office"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A statutory addition: the cell `total` is the sum of `parts` (in printed order)."""

    total: str
    parts: tuple[str, ...]
    axis: Literal["row", "column"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to be answered.

    `path`: labels from the outermost row label to the innermost column label; `name`: the same in short words for
    sentences and screen readers (表三，本年新收，自然人); `sum`: what computes it, for a total.
    """

    id: str
    kind: Kind
    section: str
    path: tuple[str, ...]
    name: str
    row: str = ""
    column: str = ""
    role: str | None = None
    sum: Sum | None = None
    optional: bool = False
    guide: str = ""
    group: str = ""  # facts that stand in one line under a common label
    outline: tuple[str, ...] = ()  # headings proposed for a blank text

    @property
    def total(self) -> bool:
        return self.sum is not None


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A label of a head or stub, verbatim. `short` stands for it in sentences; `pinned` rows never scroll."""

    id: str
    label: str
    short: str
    children: tuple[TreeNode, ...] = ()
    pinned: bool = False
    guide: str = ""
    leaf: str = ""  # joined id path of a leaf: "denied.secret"

    def leaves(self) -> tuple[TreeNode, ...]:
        return (self,) if not self.children else tuple(n for c in self.children for n in c.leaves())


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with a head and a stub of its own. `title` is a label line above it (may be empty),
    `corner` the label over the stub. An empty `stub` means one row without a label."""

    title: str
    corner: str
    head: tuple[TreeNode, ...]
    stub: tuple[TreeNode, ...]
    cells: Mapping[tuple[str, str], str]  # (row leaf, column leaf) -> cell id


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    name: str  # 表三
    blocks: tuple[Block, ...]
    balance: str = ""  # what the check line under it says; none if empty


@dataclass(frozen=True, slots=True)
class Section:
    """`ordinal` (一 … 六) is empty for sections that are not printed as such (unit facts)."""

    id: str
    ordinal: str
    title: str
    kind: Literal["facts", "text", "table"]
    cells: tuple[str, ...]
    table: Table | None = None

    @property
    def heading(self) -> str:
        return f"{self.ordinal}、{self.title}" if self.ordinal else self.title


@dataclass(frozen=True, slots=True)
class Rule:
    """One concrete check: `each` is spelled out, names are resolved. `id` is the catalogue's, `key` is unique
    (``T303[natural]``, ``S03.aspects``)."""

    id: str
    key: str
    level: Level
    when: When
    blank: Blank
    claim: Claim | None
    detector: str | None
    title: str
    says: str
    cites: str
    names: Mapping[str, Claim] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)  # {c} -> 自然人
    options: Mapping[str, str] = field(default_factory=dict)  # for detectors
    identity: bool = False  # one of the form's own additions
    late: bool = False  # listed only where the report is handed over: a blank is no fault while filling


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way officials put something. `any`: alternatives; `…` in one stands for any stretch within a sentence."""

    id: str
    label: str
    any: tuple[str, ...]
    yes: tuple[str, ...] = ()  # examples that must match
    no: tuple[str, ...] = ()  # examples that must not


Way = tuple[tuple[str, ...], ...]
"""A wording: its pieces in order, each with the spellings it may have; the last piece is the head."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """Figures of the form as running text states them; docs/TEXT-CHECKS.md says how the words are matched.

    `of`: what a statement may mean, the likeliest first, and `names` of the same; `also`: what agrees as well, though
    it is not meant in the strict sense. `any` holds wherever it is found, `weak` only where the text is at `topic` or
    a word of `near` stands in the sentence; `zero` only after 未, 没有, 无. `deny`: words that make it another figure;
    `part`: words that make it a part of the figure, unless the sentence says that it is the whole. `after`: ids of
    which one must have been stated before. `shift`: a year named with it is the report's own plus this.
    """

    id: str
    label: str
    of: tuple[Claim, ...]
    names: tuple[str, ...]
    also: tuple[Claim, ...] = ()
    any: tuple[Way, ...] = ()
    weak: tuple[Way, ...] = ()
    zero: tuple[Way, ...] = ()
    deny: tuple[str, ...] = ()
    part: tuple[str, ...] = ()
    shift: int = 0
    near: tuple[str, ...] = ()
    topic: str = ""
    after: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()  # "words = number"
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier edition. `same`: this form's cells whose figures mean the same there; `differs`: its rows or cells of
    which that is not so, with the reason."""

    form: str
    same: frozenset[str]
    differs: Mapping[str, str]


@dataclass(frozen=True, eq=False, repr=False)
class Form:
    """An edition. Hashable by identity, so that what is derived from it may be cached."""

    id: str  # guoban-annual/2021
    name: str
    years: tuple[int, int]
    law: str
    title: str  # template over roles: {unit_name}{year}年…
    intro: str
    sha256: str  # of the form file
    rules_version: int
    sections: tuple[Section, ...]
    cells: Mapping[str, Cell]
    sums: tuple[Sum, ...]
    rules: tuple[Rule, ...]
    phrases: Mapping[str, Phrase]
    aliases: Mapping[str, tuple[str, ...]]  # label, row id or section id -> other printings seen in reports
    roles: Mapping[str, str]  # role -> cell id
    guides: Mapping[str, str]  # cell id or label id -> guidance
    reasons: tuple[str, ...] = ()  # ready words for an explanation
    quantities: tuple[Quantity, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # lists of words for reading texts
    carries: Mapping[str, str] = field(default_factory=dict)  # cell -> the cell of last year's report it takes over
    earlier: Mapping[str, Earlier] = field(default_factory=dict)  # by the id of the edition

    def __repr__(self) -> str:
        return f"<Form {self.id}, rules {self.rules_version}>"

    @property
    def identities(self) -> tuple[Rule, ...]:
        return tuple(r for r in self.rules if r.identity)

    def role(self, name: str) -> str:
        """The id of the cell with that meaning; KeyError is a bug of the form, found at load."""
        return self.roles[name]
