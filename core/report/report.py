"""What was answered: one frozen report. Totals are absent unless somebody *stated* one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.values import Answer, Text, Value


@dataclass(frozen=True, slots=True)
class Explanation:
    """A 核实说明: why a finding of level Q is right as it is, bound to the values it excuses.

    `rule` is the concrete rule's key; `values` the canonical text of each cell it names (``prior:`` before the id
    for last year's), `texts` the stretches of text quoted as (cell id, quote).
    """

    rule: str
    values: Mapping[str, str]
    texts: tuple[tuple[str, str], ...]
    reason: str
    by: str
    at: str  # ISO 8601, local time with offset


@dataclass(frozen=True, slots=True)
class Report:
    """Answers by cell id and explanations by rule key. Blank is absent."""

    answers: Mapping[str, Answer] = field(default_factory=lambda: MappingProxyType({}))
    explanations: Mapping[str, Explanation] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, cell: str) -> Value | None:
        answer = self.answers.get(cell)
        return answer.value if answer else None

    def text(self, cell: str) -> str:
        """The running text in `cell`; empty if blank."""
        value = self.value(cell)
        return value.text if isinstance(value, Text) else ""
