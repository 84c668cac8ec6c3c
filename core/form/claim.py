"""The claim language: what a rule file may say about cells, parsed into resolved nodes.

    claim      = "if" claim "then" claim | or
    or         = and { "or" and }            and = not { "and" not }          not = ["not"] comparison
    comparison = sum [ ("=" | "<>" | "<" | "<=" | ">" | ">=") sum ]
    sum        = product { ("+" | "-") product }                product = factor { ("*" | "/") factor }
    factor     = number | "text" | cell | variable | function "(" arguments ")" | "(" claim ")" | "-" factor
    cell       = name { "." name | "[" variable "]" }           range (in sum, min, max, count) = cell ".." cell

Functions: ``sum min max count`` over cells and ranges, ``prior(cell)`` (last year), ``filled(cell)``,
``length(text)`` (characters, white space not counted), ``mentions(text, "…"|cell)``, ``says([text,] "phrase")``,
``only(text, "phrase")`` (nothing but that phrase). There is no way to call anything else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

Type = Literal["number", "text", "word", "truth"]


@dataclass(frozen=True, slots=True)
class Num:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Str:
    value: str


@dataclass(frozen=True, slots=True)
class Ref:
    cell: str
    prior: bool = False


@dataclass(frozen=True, slots=True)
class Op:
    """A binary operation, arithmetic, comparing or logical."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Not:
    of: Node


@dataclass(frozen=True, slots=True)
class If:
    condition: Node
    then: Node


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    args: tuple[Node, ...]


Node = Num | Str | Ref | Op | Not | If | Call


class ClaimError(Exception):
    """A claim that means nothing; the sentence is for whoever writes the form file."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What names mean while parsing: the type of each cell, the cells of a range, phrases, bound variables.

    A variable is bound to the id of a leaf, a cell or a phrase.
    """

    types: Mapping[str, Type]
    between: Callable[[str, str], tuple[str, ...]]
    phrases: frozenset[str]
    bound: Mapping[str, str]


COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})
AGGREGATES: Final = frozenset({"sum", "min", "max", "count"})
TEXTUAL: Final = frozenset({"filled", "length", "mentions", "says", "only"})
_WORDS: Final = frozenset({"if", "then", "and", "or", "not"})
_TOKEN = re.compile(
    r"""\s*(?: (?P<number>\d+(?:\.\d+)?)(?![\w]) | "(?P<text>[^"]*)"
    | (?P<name>[A-Za-z_]\w*(?:\.(?!\.)\w+|\[\w+\])*) | (?P<sign><>|<=|>=|\.\.|[-+*/=<>(),]) )""",
    re.VERBOSE,
)


def parse(source: str, scope: Scope) -> Node:
    """The resolved node of a claim (of type truth). Raises `ClaimError`."""
    node = parse_expression(source, scope)
    if _type(node, scope) != "truth":
        raise ClaimError(f"“{source}”不是一个判断（缺少 = < > 等比较）")
    return node


def parse_expression(source: str, scope: Scope) -> Node:
    """The resolved node of any expression. Raises `ClaimError`."""
    parser = _Parser(tuple(_tokens(source)), scope)
    node = parser.claim()
    if parser.at < len(parser.tokens):
        raise ClaimError(f"“{parser.tokens[parser.at][1]}”处多出内容")
    _type(node, scope)
    return node


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at = 0
    while source[at:].strip():
        found = _TOKEN.match(source, at)
        if not found or not found.lastgroup:
            raise ClaimError(f"看不懂“{source[at:].strip()[:20]}”")
        word = found[found.lastgroup]
        yield ("word", word) if found.lastgroup == "name" and word in _WORDS else (found.lastgroup, word)
        at = found.end()


class _Parser:
    """Recursive descent over tokens; one method a line of the grammar above."""

    def __init__(self, tokens: tuple[tuple[str, str], ...], scope: Scope) -> None:
        self.tokens = tokens
        self.scope = scope
        self.at = 0

    def take(self, *words: str) -> str | None:
        if self.at < len(self.tokens):
            kind, word = self.tokens[self.at]
            if kind in ("word", "sign") and word in words:
                self.at += 1
                return word
        return None

    def need(self, word: str) -> None:
        if not self.take(word):
            raise ClaimError(f"少了“{word}”")

    def claim(self) -> Node:
        if self.take("if"):
            condition = self.claim()
            self.need("then")
            return If(condition, self.claim())
        return self.chain(("or",), lambda: self.chain(("and",), self.negation))

    def chain(self, signs: tuple[str, ...], part: Callable[[], Node]) -> Node:
        node = part()
        while sign := self.take(*signs):
            node = Op(sign, node, part())
        return node

    def negation(self) -> Node:
        return Not(self.negation()) if self.take("not") else self.comparison()

    def comparison(self) -> Node:
        left = self.sum()
        sign = self.take(*COMPARISONS)
        return Op(sign, left, self.sum()) if sign else left

    def sum(self) -> Node:
        return self.chain(("+", "-"), lambda: self.chain(("*", "/"), self.factor))

    def factor(self) -> Node:
        if self.take("-"):
            return Op("-", Num(Decimal(0)), self.factor())
        if self.take("("):
            node = self.claim()
            self.need(")")
            return node
        if self.at >= len(self.tokens):
            raise ClaimError("没有写完")
        kind, word = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return Num(Decimal(word))
        if kind == "text":
            return Str(word)
        if kind == "name":
            return self.call(word) if self.take("(") else self.named(word)
        raise ClaimError(f"“{word}”放错了位置")

    def call(self, name: str) -> Node:
        args: list[Node] = []
        while not self.take(")"):
            args += self.argument()
            if not self.take(","):
                self.need(")")
                break
        if name == "prior":
            if len(args) != 1 or not isinstance(args[0], Ref):
                raise ClaimError("prior() 里要写一个格")
            return Ref(args[0].cell, prior=True)
        if name not in AGGREGATES | TEXTUAL:
            raise ClaimError(f"没有“{name}”这个函数")
        return Call(name, tuple(args))

    def argument(self) -> list[Node]:
        node = self.claim()
        if not self.take(".."):
            return [node]
        last = self.factor()
        if not isinstance(node, Ref) or not isinstance(last, Ref):
            raise ClaimError("“..”两边都要是格")
        return [Ref(cell) for cell in self.scope.between(node.cell, last.cell)]

    def named(self, word: str) -> Node:
        name = re.sub(r"\[(\w+)\]", lambda m: "." + self.variable(m[1]), word)
        name = self.scope.bound.get(name, name)
        if name in self.scope.phrases and word in self.scope.bound:
            return Str(name)
        if name not in self.scope.types:
            raise ClaimError(f"没有“{name}”这一格")
        return Ref(name)

    def variable(self, name: str) -> str:
        if name not in self.scope.bound:
            raise ClaimError(f"each 里没有“{name}”")
        return self.scope.bound[name]


def _type(node: Node, scope: Scope) -> Type:
    """The type of a node, after checking that everything inside fits. Raises `ClaimError`."""
    match node:
        case Num():
            return "number"
        case Str():
            return "word"
        case Ref(cell):
            return scope.types[cell]
        case Not(of):
            _expect(of, "truth", scope)
            return "truth"
        case If(condition, then):
            _expect(condition, "truth", scope)
            _expect(then, "truth", scope)
            return "truth"
        case Op(op, left, right):
            return _operation(op, left, right, scope)
        case Call(name, args):
            return _call(name, args, scope)


def _operation(op: str, left: Node, right: Node, scope: Scope) -> Type:
    if op in ("and", "or"):
        _expect(left, "truth", scope)
        _expect(right, "truth", scope)
        return "truth"
    if op in ("=", "<>") and _type(left, scope) in ("word", "text"):
        if _type(right, scope) not in ("word", "text"):
            raise ClaimError(f"“{op}”两边一边是文字，一边不是")
        return "truth"
    _expect(left, "number", scope)
    _expect(right, "number", scope)
    return "truth" if op in COMPARISONS else "number"


def _call(name: str, args: tuple[Node, ...], scope: Scope) -> Type:
    if name in AGGREGATES:
        if not args:
            raise ClaimError(f"{name}() 里是空的")
        for arg in args:
            _expect(arg, "number", scope)
        return "number"
    phrase = args[-1].value if args and isinstance(args[-1], Str) else ""
    if name in ("says", "only") and phrase not in scope.phrases:
        raise ClaimError(f"没有“{phrase}”这个说法")
    if name == "says" and len(args) == 1:
        return "truth"
    arity = 1 if name in ("filled", "length") else 2
    if len(args) != arity or not isinstance(args[0], Ref):
        raise ClaimError(f"{name}() 要写 {arity} 项，第一项是一格")
    if name != "filled" and scope.types[args[0].cell] != "text":
        raise ClaimError(f"{name}() 只用于文字，“{args[0].cell}”不是")
    return "number" if name == "length" else "truth"


def _expect(node: Node, kind: Type, scope: Scope) -> None:
    if (found := _type(node, scope)) != kind:
        names = {"number": "数", "text": "文字", "word": "词", "truth": "判断"}
        raise ClaimError(f"这里要{names[kind]}，写的却是{names[found]}")


def refs(node: Node) -> tuple[Ref, ...]:
    """Every cell the node speaks of, in order, each once."""
    return tuple(dict.fromkeys(_walk(node)))


def _walk(node: Node) -> Iterator[Ref]:
    match node:
        case Ref():
            yield node
        case Op(_, left, right) | If(left, right):
            yield from _walk(left)
            yield from _walk(right)
        case Not(of):
            yield from _walk(of)
        case Call(_, args):
            for arg in args:
                yield from _walk(arg)


def sides(node: Node) -> tuple[Node, Node] | None:
    """The two numbers that a claim compares in the end; None where it compares none."""
    match node:
        case If(_, then):
            return sides(then)
        case Op(op, left, right) if op in COMPARISONS:
            return left, right
    return None
