"""The rule file: phrases, aliases, guidance, and rules spelled out into one concrete rule per place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from core.form.claim import Call, ClaimError, Node, Op, Ref, parse, parse_expression
from core.form.model import Phrase, Rule, Sum
from core.form.problems import Entry
from core.form.scope import Names

DETECTORS = (
    "all_done",
    "announced",
    "balance",
    "blanks",
    "change",
    "channels",
    "check_code",
    "copied",
    "headings",
    "kind",
    "layout",
    "normalised",
    "other_unit",
    "overlong",
    "period",
    "personal",
    "repeated",
    "residue",
    "share",
    "sloppy",
    "stated",
    "slips",
    "split_digits",
    "sums",
    "unread",
    "wrong_column",
    "wrong_year",
)
_LEVELS = ("E", "Q", "T")
_BLANKS = ("wait", "zero", "fail")
_WHENS = ("always", "filing", "import", "office")
_FIELD = re.compile(r"\{(\w+)\}")
_GIVEN = frozenset({"left", "right", "gap", "parts", "n"})  # what every sentence may use
_TOLD = frozenset({"place", "cells", "quote", "count", "typed", "shown", "way"})  # what detectors tell


@dataclass(frozen=True)
class _Draft:
    """A rule entry's common parts, before it is spelled out."""

    entry: Entry
    rule: Rule
    part: str
    expressions: Mapping[str, str]


def phrases(root: Entry) -> dict[str, Phrase]:
    """Phrases by id, each with its examples of what must and must not match."""
    found: dict[str, Phrase] = {}
    for entry in root.entries("phrase"):
        name = entry.text("id")
        if name in found:
            entry.wrong("id", f"“{name}”出现了两次")
        ways = entry.texts("any")
        if not all(way.strip("…").strip() for way in ways) or not ways:
            entry.wrong("any", "至少要一种说法，也不能只有省略号")
        found[name] = Phrase(name, entry.text("label", name), ways, entry.texts("yes", []), entry.texts("no", []))
        entry.done()
    return found


def aliases(root: Entry, known: frozenset[str]) -> Mapping[str, tuple[str, ...]]:
    """Other printings by label or row id."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in root.entries("alias"):
        of = entry.text("of")
        if of not in known:
            entry.wrong("of", f"表式里没有“{of}”这个标签、行或部分")
        found[of] = found.get(of, ()) + entry.texts("also")
        entry.done()
    return MappingProxyType(found)


def guides(root: Entry, known: frozenset[str]) -> Mapping[str, str]:
    """Filling notes by row or cell id."""
    found: dict[str, str] = {}
    for entry in root.entries("guide"):
        at = entry.text("at")
        if at not in known:
            entry.wrong("at", f"表式里没有“{at}”这一行或这一格")
        found[at] = entry.text("text")
        entry.done()
    return MappingProxyType(found)


def rules(root: Entry, names: Names, sums: tuple[Sum, ...]) -> tuple[Rule, ...]:
    """Every concrete rule, in the order of the file."""
    found: dict[str, Rule] = {}
    for entry in root.entries("rule"):
        draft = _draft(entry)
        entry.done()
        for rule in _spelled(draft, names, sums):
            if rule.key in found:
                entry.wrong("", f"“{rule.key}”出现了两次，请用 part 区分")
            found[rule.key] = rule
    return tuple(found.values())


def _draft(entry: Entry) -> _Draft:
    detector = entry.word("detector", DETECTORS, "") or None
    rule = Rule(
        id=entry.text("id"),
        key="",
        level=next(x for x in ("E", "Q", "T") if x == (entry.word("level", _LEVELS) or "E")),
        when=next(x for x in ("always", "filing", "import", "office") if x == entry.word("when", _WHENS, "always")),
        blank=next(x for x in ("wait", "zero", "fail") if x == entry.word("blank", _BLANKS, "wait")),
        claim=None,
        detector=detector,
        title=entry.text("title"),
        says=entry.text("says"),
        cites=entry.text("cites"),
        options=MappingProxyType(entry.strings("options")),
        identity=entry.flag("identity"),
        late=entry.flag("late"),
    )
    for key in ("each", "totals", "claim"):
        entry.any(key)
    if sum(key in entry.data for key in ("claim", "totals", "detector")) != 1:
        entry.wrong("", "claim、totals、detector 三者要有一个，只要一个")
    return _Draft(entry, rule, entry.text("part", ""), entry.strings("with"))


def _spelled(draft: _Draft, names: Names, sums: tuple[Sum, ...]) -> Iterator[Rule]:
    base = draft.rule.id + (f".{draft.part}" if draft.part else "")
    entry = draft.entry
    if draft.rule.detector:
        yield _with_sentences(draft, replace(draft.rule, key=base), names, {})
    elif "totals" in entry.data:
        yield from _sum_rules(draft, base, names, sums)
    else:
        for bound, words in _bindings(draft, names):
            key = base + (f"[{','.join(bound.values())}]" if bound else "")
            rule = replace(draft.rule, key=key, words=MappingProxyType(words))
            try:
                rule = replace(rule, claim=parse(entry.text("claim"), names.scope(bound)))
            except ClaimError as error:
                entry.wrong("claim", str(error))
                return
            yield _with_sentences(draft, rule, names, bound)


def _bindings(draft: _Draft, names: Names) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Every combination of the variables of `each`: what they are bound to and their words."""
    each = draft.entry.entry("each")
    axes = {}
    for variable, source in (each.data if each else {}).items():
        axis = names.axis(source)
        if not axis:
            draft.entry.source.wrong((*draft.entry.path, "each", variable), f"没有“{source}”可以逐个来")
            return
        axes[variable] = axis
    for chosen in itertools.product(*axes.values()):
        pairs = list(zip(axes, chosen, strict=True))
        yield {v: ident for v, (ident, _) in pairs}, {v: word for v, (_, word) in pairs}


def _sum_rules(draft: _Draft, base: str, names: Names, sums: tuple[Sum, ...]) -> Iterator[Rule]:
    """The rules that the `sum` marks of a head or stub imply: ``totals = "t3.head"``."""
    source = draft.entry.text("totals")
    table, _, part = source.partition(".")
    axis = {"head": "row", "stub": "column"}.get(part)
    within = {cell for s in names.sections if s.table and s.table.id == table for cell in s.cells}
    chosen = [s for s in sums if s.axis == axis and s.total in within]
    if not chosen:
        draft.entry.wrong("totals", f"“{source}”没有合计（写作 表.head 或 表.stub）")
    for it in chosen:
        cell = names.cells[it.total]
        row, column = cell.row.removeprefix(f"{table}."), cell.column
        place = (row if axis == "row" else column) or column
        if axis == "row" and row == table:  # a single row without a label: the group of columns tells the place
            place = column.rpartition(".")[0]
        parts: Node = Call("sum", tuple(Ref(p) for p in it.parts))
        words = {
            "row": _row_word(cell.name),
            "column": cell.name.split("，")[-1],
            "group": _group_word(cell.name),
        }
        rule = replace(
            draft.rule,
            key=f"{base}[{place}]",
            claim=Op("=", Ref(it.total), parts),
            words=MappingProxyType(words),
        )
        yield _with_sentences(draft, rule, names, {})


def _row_word(name: str) -> str:
    return "，".join(name.split("，")[1:-1])


def _group_word(name: str) -> str:
    return "".join(name.split("，")[1:-1]) or name


def _with_sentences(draft: _Draft, rule: Rule, names: Names, bound: Mapping[str, str]) -> Rule:
    """The rule with its `with` expressions, after checking that its sentences only use what there is."""
    shown: dict[str, Node] = {}
    for name, source in draft.expressions.items():
        try:
            shown[name] = parse_expression(source, names.scope(bound))
        except ClaimError as error:
            draft.entry.source.wrong((*draft.entry.path, "with", name), str(error))
    known = _GIVEN | set(draft.expressions) | set(rule.words) | (_TOLD if rule.detector else set())
    for key in ("title", "says"):
        for name in _FIELD.findall(draft.entry.text(key)):
            if name not in known:
                draft.entry.wrong(key, f"句子里的“{{{name}}}”没有来处")
    return replace(rule, names=MappingProxyType(shown))
