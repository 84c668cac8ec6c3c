"""A rule file that is like another edition's: what speaks only of things that this form has too is taken over, word for
word or with other words in the place of some; what the file says itself goes before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from core.errors import FormError
from core.form.examples import Example, examples_of
from core.form.model import Form, Phrase, Quantity, Rule, Sum
from core.form.problems import Entry, Source, read
from core.form.quantities import quantities, words
from core.form.rules import aliases, guides, phrases, rules
from core.form.scope import Names

_T = TypeVar("_T")


@dataclass(frozen=True)
class Said:
    """What a rule file says, that of the edition it is like included."""

    rules: tuple[Rule, ...]
    phrases: Mapping[str, Phrase]
    aliases: Mapping[str, tuple[str, ...]]
    guides: Mapping[str, str]
    quantities: tuple[Quantity, ...]
    words: Mapping[str, tuple[str, ...]]
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """The edition that a rule file is like. `without`: keys of rules (``T309``, ``S02.range``) and ids of quantities
    that are not taken over; `instead`: words that others take the place of."""

    rules: Source | None = None
    examples: Source | None = None
    without: frozenset[str] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)

    def each(self, key: str) -> list[Any]:
        """The base's entries under `key`, in this edition's words."""
        values = self.rules.data.get(key, []) if self.rules else []
        return [_reworded(value, self.instead) for value in values] if isinstance(values, list) else []

    def fitting(self, key: str, build: Callable[[Entry], _T], spare: str = "") -> list[_T]:
        """What `build` makes of each entry of the base that has no problem in this form, if need be without its key
        `spare`."""
        found = []
        for data in self.each(key):
            if self.without & {key_of(data), str(data.get("id"))}:
                continue
            for tried in (data, {name: value for name, value in data.items() if name != spare}):
                trial = Source("", "", {key: [tried]})
                made = build(trial.node())
                if not trial.problems:
                    found.append(made)
                    break
        return found


def key_of(data: Mapping[str, Any]) -> str:
    """``S02.range``: the id of a rule entry with its part."""
    return ".".join(str(data[name]) for name in ("id", "part") if data.get(name))


def _reworded(value: Any, instead: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for old, new in instead.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {key: _reworded(inner, instead) for key, inner in value.items()}
    return [_reworded(inner, instead) for inner in value] if isinstance(value, list) else value


def model(root: Entry, path: Path) -> Model:
    """The edition named by ``[like]``: its rule file and its examples, which stand beside `path` and are like none."""
    entry = root.entry("like")
    if entry is None:
        return Model()
    name = entry.text("edition")
    base = path.with_name(f"{name}.toml")
    found = Model(without=frozenset(entry.texts("without", [])), instead=MappingProxyType(entry.strings("instead")))
    entry.done()
    if base == path or not base.with_suffix(".rules.toml").is_file():
        entry.wrong("edition", f"旁边没有“{name}”这一版的规则")
        return found
    rule_file, example_file = read(base.with_suffix(".rules.toml")), read(base.with_suffix(".examples.toml"))
    if "like" in rule_file.data:
        raise FormError((f"{path.name}：“{name}”本身又仿照了另一版，只能仿照一层",))
    return Model(rule_file, example_file, found.without, found.instead)


def phrases_of(root: Entry, base: Model) -> dict[str, Phrase]:
    """Every phrase by id."""
    taken = {name: it for made in base.fitting("phrase", phrases) for name, it in made.items()}
    return taken | phrases(root)


def said(root: Entry, base: Model, names: Names, sums: tuple[Sum, ...] | None, known: frozenset[str]) -> Said:
    """Everything else; no rules where `sums` is None because the form itself has problems."""
    taken_aliases: dict[str, tuple[str, ...]] = {}
    for made in base.fitting("alias", lambda entry: aliases(entry, known)):
        for of, also in made.items():
            taken_aliases[of] = taken_aliases.get(of, ()) + also
    for of, also in aliases(root, known).items():
        taken_aliases[of] = taken_aliases.get(of, ()) + also
    notes = base.fitting("guide", lambda entry: guides(entry, known))
    taken_guides = {at: it for made in notes for at, it in made.items()}
    lists = {**(words(base.rules.node()) if base.rules else {}), **words(root)}
    taken = base.fitting("quantity", lambda entry: quantities(entry, names, lists), "also")
    figures = [it for made in taken for it in made]
    own_figures = quantities(root, names, lists)
    reasons = base.rules.node().texts("reasons", []) if base.rules else ()
    return Said(
        rules=() if sums is None else _rules(root, base, names, sums),
        phrases=names.phrases,
        aliases=MappingProxyType(taken_aliases),
        guides=MappingProxyType(taken_guides | dict(guides(root, known))),
        quantities=tuple(_replaced(figures, own_figures, lambda it: it.id)),
        words=MappingProxyType(lists),
        reasons=root.texts("reasons", list(reasons)),
    )


def _rules(root: Entry, base: Model, names: Names, sums: tuple[Sum, ...]) -> tuple[Rule, ...]:
    taken = [it for made in base.fitting("rule", lambda entry: rules(entry, names, sums)) for it in made]
    return tuple(_replaced(taken, rules(root, names, sums), rule_key))


def rule_key(rule: Rule) -> str:
    """``S02.range`` of ``S02.range[x]``."""
    return rule.key.partition("[")[0]


def _replaced(taken: Iterable[_T], own: Iterable[_T], key: Callable[[_T], str]) -> list[_T]:
    mine = list(own)
    named = {key(it) for it in mine}
    return [it for it in taken if key(it) not in named] + mine


def taken_examples(base: Model, own: frozenset[str], form: Form) -> tuple[Example, ...]:
    """The base's examples of the rules taken over, as far as they fit this form. `own`: keys of its own rules."""
    if base.examples is None:
        return ()
    kept = {rule_key(rule) for rule in form.rules} - own
    found = []
    concrete = {rule.key for rule in form.rules}
    for it in examples_of(_reworded(base.examples.data, base.instead), base.examples.name):
        cells = {*it.cells, *(it.prior or ())}
        places = {at for at in it.at if "[" in at}
        by_claim = any(rule.claim for rule in form.rules if rule_key(rule) == it.rule)
        if it.rule in kept and cells <= form.cells.keys() and (not by_claim or places <= concrete):
            found.append(it)
    return tuple(found)
