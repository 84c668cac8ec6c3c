"""Pages as plain data: every stretch of text and every rule at its place. What the PDF draws and tests look at.

Points, from the lower left corner of the paper.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one face on one baseline. `space`: added after each character; `face`: a role of `Faces`."""

    x: float
    y: float
    face: str
    size: float
    space: float
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line, level or upright."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry of the outline; `y` is the top of what it leads to."""

    level: int
    title: str
    y: float


@dataclass(frozen=True, slots=True)
class Patch:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(slots=True)
class Page:
    number: int
    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
