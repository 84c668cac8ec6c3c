"""What the rule file says about language: quantities with the words officials use for them, and word lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from types import MappingProxyType

from core.form.claim import Call, ClaimError, Node, Op, Ref, parse_expression
from core.form.model import Quantity
from core.form.problems import Entry
from core.form.scope import Names

MOST_WAYS = 4000
"""What the alternatives of one entry may come to, spelled out."""

_CHOICE = re.compile(r"\(([^()]*)\)")


def quantities(root: Entry, names: Names) -> tuple[Quantity, ...]:
    """Every `[[quantity]]`, its figures resolved, its ways spelled out."""
    found: dict[str, Quantity] = {}
    for entry in root.entries("quantity"):
        name = entry.text("id")
        if name in found:
            entry.wrong("id", f"“{name}”出现了两次")
        found[name] = _quantity(entry, name, names)
        entry.done()
    return tuple(found.values())


def words(root: Entry) -> Mapping[str, tuple[str, ...]]:
    """The `[words]` lists by name."""
    entry = root.entry("words")
    if entry is None:
        return MappingProxyType({})
    lists = {key: entry.texts(key) for key in entry.data}
    entry.done()
    return MappingProxyType({key: _ways(entry, key, ways) for key, ways in lists.items()})


def _quantity(entry: Entry, name: str, names: Names) -> Quantity:
    of = _figures(entry, "of", names)
    if not of:
        entry.wrong("of", "至少要有一个数")
    shown = entry.texts("as", [])
    return Quantity(
        id=name,
        label=entry.text("label"),
        of=of,
        names=shown or tuple(_name(node) for node in of),
        also=_figures(entry, "also", names),
        any=_ways(entry, "any", entry.texts("any", [])),
        weak=_ways(entry, "weak", entry.texts("weak", [])),
        zero=_ways(entry, "zero", entry.texts("zero", [])),
        deny=_ways(entry, "deny", entry.texts("deny", [])),
        near=entry.texts("near", []),
        topic=entry.text("topic", ""),
        after=entry.texts("after", []),
        yes=entry.texts("yes", []),
        no=entry.texts("no", []),
    )


def _figures(entry: Entry, key: str, names: Names) -> tuple[Node, ...]:
    found: list[Node] = []
    for source in entry.texts(key, []):
        try:
            found.append(parse_expression(source, names.scope({})))
        except ClaimError as error:
            entry.wrong(key, str(error))
    return tuple(found)


def _name(node: Node) -> str:
    """``a.b+c.d`` for a cell or a sum of cells; other figures need a name of their own (`as`)."""
    match node:
        case Ref(cell):
            return cell
        case Op("+", left, right):
            return f"{_name(left)}+{_name(right)}"
        case Call("sum", args):
            return "+".join(_name(arg) for arg in args)
    return ""


def _ways(entry: Entry, key: str, ways: tuple[str, ...]) -> tuple[str, ...]:
    found = list(dict.fromkeys(way for source in ways for way in expanded(source)))
    if len(found) > MOST_WAYS:
        entry.wrong(key, f"展开有 {len(found)} 种说法，最多 {MOST_WAYS} 种")
    if not all(way.strip("…") for way in found):
        entry.wrong(key, "有一种说法是空的")
    return tuple(found)


def expanded(way: str) -> tuple[str, ...]:
    """Every spelling of a way with alternatives: ``(甲|乙)丙`` is 甲丙 and 乙丙; they do not nest."""
    pieces = _CHOICE.split(way)
    choices = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return tuple(dict.fromkeys("".join(chosen) for chosen in itertools.product(*choices)))
