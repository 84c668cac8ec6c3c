"""No module of the core keeps state: what a module binds at its top is as good as a constant."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.contracts.source import Source, assert_none, sources

MUTABLE = frozenset(
    {
        "list", "dict", "set", "bytearray", "defaultdict", "deque", "Counter", "OrderedDict", "ChainMap",
        "WeakKeyDictionary", "WeakValueDictionary", "WeakSet", "count", "cycle", "local", "ContextVar",
        "Lock", "RLock", "Event", "Queue", "SimpleQueue",
    }
)  # fmt: skip
FREEZING = frozenset({"MappingProxyType", "frozenset", "tuple"})


def called(node: ast.Call) -> str:
    """The last name of what is called: `collections.deque(…)` is `deque`."""
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def is_mutable(node: ast.expr) -> bool:
    """Whether the value can be changed in place, as far as its spelling shows; other calls are trusted."""
    match node:
        case ast.List() | ast.Dict() | ast.Set() | ast.ListComp() | ast.DictComp() | ast.SetComp():
            return True
        case ast.Call() if called(node) in FREEZING:
            return any(is_mutable(inner) for argument in node.args for inner in contents(argument))
        case ast.Call():
            return called(node) in MUTABLE
        case ast.Tuple(elts=parts) | ast.BoolOp(values=parts):
            return any(is_mutable(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return is_mutable(left) or is_mutable(right)
        case ast.IfExp(body=body, orelse=orelse):
            return is_mutable(body) or is_mutable(orelse)
        case ast.NamedExpr(value=value) | ast.Starred(value=value):
            return is_mutable(value)
    return False


def contents(frozen: ast.expr) -> list[ast.expr]:
    """What a freezing call leaves as it is: the elements or values of what it is given."""
    match frozen:
        case ast.List(elts=parts) | ast.Set(elts=parts) | ast.Tuple(elts=parts):
            return parts
        case ast.Dict(values=values):
            return values
        case ast.ListComp(elt=element) | ast.SetComp(elt=element) | ast.GeneratorExp(elt=element):
            return [element]
        case ast.DictComp(value=value):
            return [value]
    return []


def top_statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements that run when the module is imported, outside classes (of which ruff takes care)."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
            blocks = [getattr(statement, name, []) for name in ("body", "orelse", "finalbody")]
            blocks += [handler.body for handler in getattr(statement, "handlers", [])]
            for block in blocks:
                yield from top_statements(block)


def state(source: Source) -> list[str]:
    """Names bound to something mutable, and functions that rebind a module's name."""
    found = []
    for statement in top_statements(source.tree.body):
        if isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) and statement.value is not None:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = ", ".join(ast.unparse(target) for target in targets)
            if names != "__all__" and is_mutable(statement.value):
                found.append(f"{source.name}:{statement.lineno} {names} can be changed")
    rebound = [node for node in ast.walk(source.tree) if isinstance(node, ast.Global)]
    return found + [f"{source.name}:{node.lineno} global {', '.join(node.names)}" for node in rebound]


def test_no_module_of_the_core_keeps_state() -> None:
    assert_none(line for source in sources("core") for line in state(source))


@pytest.mark.parametrize(
    "line",
    [
        "X = []",
        "X: Final = {'a': 1}",
        "X = {n for n in range(3)}",
        "X = dict(a=1)",
        "X = collections.defaultdict(list)",
        "X = (1, [])",
        "X = MappingProxyType({'a': []})",
        "X = tuple([] for _ in range(3))",
        "if True:\n    X = [] or None",
        "try:\n    pass\nexcept ValueError:\n    X = [1] + Y",
        "def f():\n    global X\n    X = 1",
    ],
)
def test_state_is_seen(line: str) -> None:
    assert len(state(Source("m.py", line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "X = MappingProxyType({'a': (1, 2)})",
        "X = frozenset({'a', 'b'})",
        "X = tuple([1, 2])",
        "X = re.compile('|'.join(['a', 'b']))",
        "X = logging.getLogger(__name__)",
        "__all__ = ['a']",
        "def f():\n    x = []",
    ],
)
def test_what_is_frozen_is_let_pass(line: str) -> None:
    assert state(Source("m.py", line)) == []
