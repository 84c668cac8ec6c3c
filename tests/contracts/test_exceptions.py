"""Who may catch everything. Anywhere else a handler names what it expects, and a bug comes to light."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

import pytest

from tests.contracts.source import Source, assert_none, sources

GUARDS: Mapping[str, str] = MappingProxyType(
    {
        "core/cli/calm.py:calmly": "the top of the program: a bug is logged and apologised for",
        "gui/background.py:_Runner.run": "the top of a thread: a bug is logged and the window is told",
    }
)
"""`file:function` of each guard at the top of a thread or of the program, with its reason."""

BROAD = frozenset({"Exception", "BaseException"})


def is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or (isinstance(kind, ast.Name) and kind.id in BROAD) for kind in kinds)


def broad_handlers(source: Source) -> list[str]:
    """`file:function` of each handler that catches everything; the innermost function counts."""
    places = [(node.lineno, node.end_lineno or node.lineno, name) for name, node in source.definitions()]
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and is_broad(node):
            around = [name for start, end, name in places if start <= node.lineno <= end]
            found.append(f"{source.name}:{max(around, key=lambda n: n.count('.'), default='')}")
    return found


def test_only_the_named_guards_catch_everything() -> None:
    found = {place for source in sources() for place in broad_handlers(source)}
    assert_none(found - GUARDS.keys())


def test_every_named_guard_still_stands() -> None:
    found = {place for source in sources() for place in broad_handlers(source)}
    assert_none(GUARDS.keys() - found)


@pytest.mark.parametrize("kind", ["", " Exception", " BaseException as e", " (OSError, Exception)"])
def test_a_handler_that_catches_everything_is_seen(kind: str) -> None:
    text = f"class C:\n def f(self):\n  try:\n   pass\n  except{kind}:\n   pass\n"
    assert broad_handlers(Source("m.py", text)) == ["m.py:C.f"]


def test_a_handler_that_names_what_it_expects_is_let_pass() -> None:
    assert broad_handlers(Source("m.py", "try:\n    pass\nexcept (OSError, ValueError):\n    pass\n")) == []
