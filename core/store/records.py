"""What the library keeps, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.report.edit import Edit
from core.report.package import Prior
from core.report.report import Explanation, Report
from core.values import Answer

Status = Literal["draft", "final", "sent"]
StepKind = Literal["new", "edit", "undo", "redo", "final", "sent", "reopen", "prior", "note"]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a report stands. `revision` is the 稿次, from 1; `origin` the kind of file it was imported from."""

    form: str
    status: Status = "draft"
    revision: int = 1
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """Copies of four answers, for lists and for finding last year's report. `year` is None where none is stated."""

    unit: str = ""
    code: str = ""
    year: int | None = None
    prepared: str = ""

    @property
    def year_words(self) -> str:
        """The year as it stands beside the unit; empty where there is none."""
        return f"{self.year}年度" if self.year else ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the library's list. Times are ISO 8601 with offset; `deleted` is empty outside the bin;
    `corrects`: an earlier revision was sent, so this one is a 更正."""

    id: int
    head: Head
    card: Card
    created: str
    changed: str
    deleted: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A row of the journal: what was done to the report, undoing and finalising included.

    All `edit`s from the first on, applied in order, make the report. `seq` counts from 1 without gaps in a report.
    `joined`: the same typing as the row before, so undo takes both back at once.
    """

    seq: int
    at: str
    by: str
    kind: StepKind
    edit: Edit
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Filing:
    """A finalised revision: the canonical package as it went out. `sent`, `voided`: when, empty if not."""

    revision: int
    at: str
    by: str
    fingerprint: str
    form_sha256: str
    package: str
    sent: str = ""
    voided: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Save:
    """One step on its way into the file, with the rows that it changes (None: the row goes).

    `before` and `after` are the report's digests; a file that does not hold `before` is not written to.
    """

    report: int
    step: Step
    head: Head
    card: Card
    before: str
    after: str
    answers: tuple[tuple[str, Answer | None], ...] = ()
    explanations: tuple[tuple[str, Explanation | None], ...] = ()
    filing: Filing | None = None
    prior: Prior | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A report as the file holds it. `sound`: its rows agree with its digest. `seq`: of its last step."""

    id: int
    head: Head
    card: Card
    report: Report
    seq: int
    digest: str
    created: str = ""
    changed: str = ""
    filings: tuple[Filing, ...] = ()
    prior: Prior | None = None
    sound: bool = True
    steps: tuple[Step, ...] = field(default=(), repr=False)
