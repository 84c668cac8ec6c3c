"""Sizes to live in: a module, a function, a class that outgrows them is split by meaning."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from statistics import median

from tests.contracts.source import Source, assert_none, sources

MODULE_MEDIAN, MODULE_MAX = 120, 400
FUNCTION_P90, FUNCTION_MAX = 25, 60
CLASS_MAX = 250


def is_empty(source: Source) -> bool:
    """Nothing but a docstring: such a file says nothing about how big modules are."""
    return all(isinstance(node, ast.Expr) for node in source.tree.body)


def p90(values: Iterable[int]) -> int:
    """The least value that nine tenths of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * 9 // 10) - 1)] if ordered else 0


def too_big(files: Iterable[Source]) -> list[str]:
    """Every bound that these files break, in words."""
    modules = [source for source in files if not is_empty(source)]
    found = [f"{s.name}: {s.lines} lines" for s in modules if s.lines > MODULE_MAX]
    functions: list[int] = []
    for source in modules:
        for name, node in source.definitions():
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if isinstance(node, ast.ClassDef):
                bound = CLASS_MAX
            else:
                bound = FUNCTION_MAX
                functions.append(length)
            if length > bound:
                found.append(f"{source.name}:{node.lineno} {name}: {length} lines")
    middle = median(source.lines for source in modules) if modules else 0
    if middle > MODULE_MEDIAN:
        found.append(f"the median module has {middle:g} lines")
    if p90(functions) > FUNCTION_P90:
        found.append(f"a tenth of the functions have {p90(functions)} lines or more")
    return found


def test_modules_functions_and_classes_stay_small() -> None:
    assert_none(too_big(sources()))


def test_what_is_too_big_is_seen() -> None:
    long_function = "def f():\n" + "    x = 1\n" * 60
    long_class = "class C:\n" + "    x = 1\n" * 250
    assert too_big([Source("a.py", long_function)]) == [
        "a.py:1 f: 61 lines",
        "a tenth of the functions have 61 lines or more",
    ]
    small = [Source("b.py", "x = 1\n")] * 2
    assert too_big([Source("a.py", long_class), *small]) == ["a.py:1 C: 251 lines"]
    assert too_big([Source("a.py", "x = 1\n" * 401), *small]) == ["a.py: 401 lines"]
    assert too_big([Source("a.py", "x = 1\n" * 121)]) == ["the median module has 121 lines"]


def test_what_keeps_the_bounds_is_let_pass() -> None:
    assert too_big([]) == []
    assert too_big([Source("a.py", "def f():\n" + "    x = 1\n" * 24)]) == []
    assert too_big([Source("b.py", '"""Words."""\n' * 500)]) == []


def test_the_ninetieth_percentile_is_the_ninth_of_ten() -> None:
    assert p90(range(1, 11)) == 9
    assert p90([7]) == 7
