"""The result of `evaluate`: values, not sentences on a screen. Everything here is derived and never stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from core.form.model import Form, Level
from core.report.report import Explanation, Report
from core.values import Value


@dataclass(frozen=True, slots=True)
class Total:
    """What a total cell comes to. `running`: the sum of the parts that are numbers; `missing`: the parts that are
    not; `stated`: what a person or an import put there against the sum (then it stands, and its sum is checked)."""

    running: Decimal
    missing: tuple[str, ...] = ()
    stated: bool = False

    @property
    def computed(self) -> bool:
        return not self.stated and not self.missing


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text cell, in code points; `quote` is what stands there."""

    cell: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What a text was understood to state about the report's own year. `quantity` is a cell id, a sum of ids with
    ``+``, or a group (``t3.denied.*.total``); `agrees` is None while the cells are blank."""

    quantity: str
    value: Decimal
    span: Span
    cells: tuple[str, ...]
    agrees: bool | None


@dataclass(frozen=True, slots=True)
class Repair:
    """以表改文: put `text` in the place of the span."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that does not hold at one place.

    `key` is the concrete rule (``T303[natural]``), `rule` its catalogue id. `title` stands alone in a list,
    `message` is the whole sentence. `left_cells`/`right_cells` are the two sides of a comparison, `left`/`right`
    their values. `explained` is the 核实说明 that excuses it today.
    """

    rule: str
    key: str
    level: Level
    title: str
    message: str
    cites: str = ""
    cells: tuple[str, ...] = ()
    left_cells: tuple[str, ...] = ()
    right_cells: tuple[str, ...] = ()
    left: Decimal | None = None
    right: Decimal | None = None
    spans: tuple[Span, ...] = ()
    prior_cells: tuple[str, ...] = ()
    explained: Explanation | None = None
    late: bool = False  # listed only where the report is handed over
    repair: Repair | None = None  # where one figure of a text can safely be replaced
    about: tuple[str, ...] = ()  # keys of the broken identities for which this is a hint

    @property
    def gap(self) -> Decimal | None:
        return abs(self.left - self.right) if self.left is not None and self.right is not None else None


class Waiting(NamedTuple):
    """A rule that cannot be judged yet: the cells it waits for, or last year's report."""

    rule: str
    key: str
    cells: tuple[str, ...]
    prior: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Of a section: cells a person must fill, how many are, and open findings by level (explained Q not counted)."""

    filled: int
    needed: int
    errors: int = 0
    queries: int = 0
    tips: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader saw of a foreign file's shape, for the rules that speak of it (`when = "import"`).

    `headings`: the section headings as printed, in order; `layout`: the edition its tables follow (2021, 2019,
    hybrid; empty if there is none to tell).
    """

    headings: tuple[str, ...] = ()
    layout: str = ""
    residue: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Context:
    """What a check may know beside the report. `filing` switches on what only counts when finalising; `prior` is
    last year's values by cell id, None if there is no report of last year; `prior_texts` the same of its texts;
    `others`: the names of other units, as far as they are known."""

    filing: bool = False
    office: bool = False
    prior: Mapping[str, Value] | None = None
    source: Source | None = None
    prior_texts: Mapping[str, str] | None = None
    others: tuple[str, ...] = ()


Outcome = Finding | Waiting | None
"""What a claim came to: None where it holds."""


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """What the claims came to, by the index of the rule, and what they were judged on beside the values and totals."""

    form: Form
    prior: Mapping[str, Value] | None
    outcomes: Mapping[int, Outcome]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """`values`: every non-blank cell, complete totals included, as rules, files and paper see them."""

    report: Report
    values: Mapping[str, Value]
    totals: Mapping[str, Total]
    findings: tuple[Finding, ...]
    waiting: tuple[Waiting, ...]
    progress: Mapping[str, Progress] = field(default_factory=dict)
    void: tuple[Explanation, ...] = ()  # explanations whose values have changed since
    facts: tuple[Statement, ...] = ()  # what the texts state about cells
    claims: Claims | None = field(default=None, compare=False, repr=False)  # for the evaluation after it

    @property
    def open_errors(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level == "E")

    @property
    def open_queries(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level == "Q" and f.explained is None)
