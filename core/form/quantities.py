"""What the rule file says about language: quantities with the words officials use for them, and word lists."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from types import MappingProxyType

from core.form.claim import Call, ClaimError, Node, Op, Ref, parse_expression
from core.form.model import Quantity, Way
from core.form.problems import Entry
from core.form.scope import Names

MOST_WAYS = 4000
"""What the alternatives of one entry may come to, spelled out."""

_CHOICE = re.compile(r"\(([^()]*)\)")
_LIST = re.compile(r"\{(\w+)\}")

Lists = Mapping[str, tuple[str, ...]]


def quantities(root: Entry, names: Names, lists: Lists) -> tuple[Quantity, ...]:
    """Every `[[quantity]]`, its figures resolved. `lists`: the word lists that ``{name}`` in a wording stands for."""
    found: dict[str, Quantity] = {}
    for entry in root.entries("quantity"):
        name = entry.text("id")
        if name in found:
            entry.wrong("id", f"“{name}”出现了两次")
        found[name] = _quantity(entry, name, names, lists)
        entry.done()
    return tuple(found.values())


def words(root: Entry) -> Lists:
    """The `[words]` lists by name."""
    entry = root.entry("words")
    if entry is None:
        return MappingProxyType({})
    lists = {key: entry.texts(key) for key in entry.data}
    entry.done()
    return MappingProxyType({key: _words(entry, key, ways) for key, ways in lists.items()})


def _quantity(entry: Entry, name: str, names: Names, lists: Lists) -> Quantity:
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
        any=_ways(entry, "any", lists),
        weak=_ways(entry, "weak", lists),
        zero=_ways(entry, "zero", lists),
        deny=_words(entry, "deny", entry.texts("deny", [])),
        part=_words(entry, "part", entry.texts("part", [])),
        shift=entry.whole("shift", 0),
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


def _words(entry: Entry, key: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Words with their alternatives spelled out."""
    found = list(dict.fromkeys(word for source in words for word in expanded(source)))
    if len(found) > MOST_WAYS:
        entry.wrong(key, f"展开有 {len(found)} 种说法，最多 {MOST_WAYS} 种")
    if not all(found):
        entry.wrong(key, "有一种说法是空的")
    return tuple(found)


def _ways(entry: Entry, key: str, lists: Lists) -> tuple[Way, ...]:
    """Wordings: their pieces in order, each with the spellings that it may have."""

    def listed(found: re.Match[str]) -> str:
        if found[1] not in lists:
            entry.wrong(key, f"[words] 里没有“{found[1]}”")
        return "(" + "|".join(lists.get(found[1], ())) + ")"

    sources = [_LIST.sub(listed, source) for source in entry.texts(key, [])]
    ways = [tuple(expanded(piece) for piece in source.split("…") if piece) for source in sources]
    if sum(map(len, itertools.chain.from_iterable(ways))) > MOST_WAYS:
        entry.wrong(key, f"说法太多，最多 {MOST_WAYS} 种")
    if not all(ways) or not all(itertools.chain.from_iterable(itertools.chain.from_iterable(ways))):
        entry.wrong(key, "有一种说法是空的")
    return tuple(ways)


def expanded(way: str) -> tuple[str, ...]:
    """Every spelling of a way with alternatives: ``(甲|乙)丙`` is 甲丙 and 乙丙; they do not nest."""
    pieces = _CHOICE.split(way)
    choices = [piece.split("|") if index % 2 else [piece] for index, piece in enumerate(pieces)]
    return tuple(dict.fromkeys("".join(chosen) for chosen in itertools.product(*choices)))
