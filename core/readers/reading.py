"""What a reader proposes: values, never an edit of anything that stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from core.check.evaluation import Source
from core.errors import InputError
from core.form.model import Form
from core.report.package import Prior
from core.report.report import Explanation
from core.values import Answer

_NONE: Mapping[str, Any] = MappingProxyType({})

Place = tuple[int, int]
"""(number of a line of the source, slot in it); slot −1 is the line as a whole."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A foreign file or a package as answers to `form`.

    `answers`: every cell read, through `core.values.typed`, so that what is no number is kept as unread. `as_read`:
    the table cells exactly as printed, trimmed; blank cells are absent. `texts`: running texts by cell. `doubtful`:
    cells read with less certainty. `places`: where in a foreign file cells and texts were read. `unplaced`: paragraphs
    that stand where the form has no text. `source`: the shape of a foreign file, None for a package. `package`: the
    body of a package; `explanations` and `prior` come with it. `trouble`: a readable file that cannot be trusted (a
    fingerprint that does not fit).
    """

    form: Form
    answers: Mapping[str, Answer] = field(default_factory=lambda: _NONE)
    as_read: Mapping[str, str] = field(default_factory=lambda: _NONE)
    texts: Mapping[str, str] = field(default_factory=lambda: _NONE)
    doubtful: frozenset[str] = frozenset()
    places: Mapping[str, Place] = field(default_factory=lambda: _NONE)
    unplaced: tuple[str, ...] = ()
    source: Source | None = None
    package: Mapping[str, Any] | None = None
    explanations: Mapping[str, Explanation] = field(default_factory=lambda: _NONE)
    prior: Prior | None = None
    trouble: InputError | None = None

    @property
    def final(self) -> bool:
        """Whether this is a package that was finalised."""
        return self.package is not None and self.package["status"] == "final"
