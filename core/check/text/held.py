"""A statement of a text with the figures of the tables that it may mean."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.check.evaluation import Span, Statement
from core.check.text.saying import Said


@dataclass(frozen=True, slots=True)
class Held:
    """A statement with the figures it may mean, each as the cells it adds up and its value. `right`: the value of the
    likeliest, None while cells are blank; `agrees` None likewise. `ask`: it speaks of the office, the tables perhaps of
    the whole district."""

    said: Said
    statement: Statement
    label: str
    targets: tuple[tuple[tuple[str, ...], Decimal | None], ...]
    right: Decimal | None
    agrees: bool | None
    ask: bool
    number: Span | None
