"""The example file: for each rule at least one case in which it holds and one in which it fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.form.model import Form
from core.form.problems import Entry, Source


@dataclass(frozen=True)
class Example:
    """One case: cells as typed (table cells not named are 0, all others blank), and what must come of it.

    `rule` is the catalogue id with its part (``S03.empty``); `at` the concrete keys expected, any if empty. `prior`:
    last year's cells as typed, None for no such report. `imported` with `headings`, `layout`, `residue`: what a
    reader saw. `filing`, `office`: judged as when finalising, as at the receiving office. `last_texts`: last year's
    texts; `others`: names of other units.
    """

    rule: str
    fails: bool
    cells: Mapping[str, str]
    prior: Mapping[str, str] | None
    headings: tuple[str, ...]
    layout: str
    residue: tuple[str, ...]
    imported: bool
    filing: bool
    office: bool
    at: tuple[str, ...]
    waits: bool
    last_texts: Mapping[str, str] | None = None
    others: tuple[str, ...] = ()


def examples_of(data: dict[str, Any], name: str) -> tuple[Example, ...]:
    """The examples of a file that has been judged with its own form."""
    return tuple(_example(entry) for entry in Source(name, "", data).node().entries("example"))


def examples(root: Entry, form: Form, taken: tuple[Example, ...] = ()) -> tuple[Example, ...]:
    """All examples, those `taken` over from another edition first; a rule without both kinds is a problem."""
    found = []
    known = {rule.key.partition("[")[0] for rule in form.rules}
    for entry in root.entries("example"):
        example = _example(entry)
        if example.rule not in known:
            entry.wrong("rule", f"没有“{example.rule}”这条规则")
        for cell in (*example.cells, *(example.prior or ())):
            if cell not in form.cells:
                entry.wrong("cells", f"没有“{cell}”这一格")
        found.append(example)
    found[:0] = taken
    root.done()
    for rule in sorted(known):
        mine = [e.fails for e in found if e.rule == rule and not e.waits]
        if True not in mine or False not in mine:
            root.wrong("example", f"规则“{rule}”要有一个通过的例子和一个不通过的例子")
    return tuple(found)


def _long(entry: Entry) -> dict[str, str]:
    """Texts of which only the number of characters matters."""
    return {cell: "字" * int(count) for cell, count in entry.strings("long").items() if count.isdecimal()}


def _example(entry: Entry) -> Example:
    source = entry.entry("source")
    prior = entry.strings("prior") if "prior" in entry.data else None
    outcome = entry.word("is", ("holds", "fails", "waits"))
    example = Example(
        rule=entry.text("rule"),
        fails=outcome == "fails",
        waits=outcome == "waits",
        cells=MappingProxyType(entry.strings("cells") | _long(entry)),
        prior=prior,
        headings=source.texts("headings", []) if source else (),
        layout=source.text("layout", "") if source else "",
        residue=source.texts("residue", []) if source else (),
        imported=source is not None,
        filing=entry.flag("filing"),
        office=entry.flag("office"),
        at=entry.texts("at", []),
        last_texts=MappingProxyType(entry.strings("last_texts")) if "last_texts" in entry.data else None,
        others=entry.texts("others", []),
    )
    if source:
        source.done()
    entry.done()
    return example
