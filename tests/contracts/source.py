"""The program's own source, as the contracts look at it."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("core", "gui")

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Source:
    """One Python file: its name from the top of the repository and its text."""

    name: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        """Every function and class with its dotted name, nested ones too."""

        def walk(node: ast.AST, prefix: str) -> Iterator[tuple[str, Definition]]:
            for child in ast.iter_child_nodes(node):
                if isinstance(child, Definition):
                    yield prefix + child.name, child
                    yield from walk(child, prefix + child.name + ".")
                else:
                    yield from walk(child, prefix)

        return walk(self.tree, "")


def sources(*folders: str) -> tuple[Source, ...]:
    """The Python files below these folders of the repository (core and gui, if none is named)."""
    paths = (p for folder in folders or ROOMS for p in sorted((ROOT / folder).rglob("*.py")))
    return tuple(Source(p.relative_to(ROOT).as_posix(), p.read_text(encoding="utf-8")) for p in paths)


def assert_none(places: Iterable[str]) -> None:
    """Fail with every place, one a line; a comparison with an empty list would show only the first."""
    found = sorted(places)
    assert not found, "\n" + "\n".join(found)
