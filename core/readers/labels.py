"""What a form prints, made ready to be recognised: section titles, rows, heads; and the matching itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, Literal

from core.form.model import Block, Form, Section, TreeNode
from core.readers.normal import plain

MIN_PREFIX: Final = 5
"""Characters from which on the beginning of a label stands for it."""
LIKE: Final = 0.72
CLEARLY: Final = 0.08
"""A damaged label is taken where its likeness is at least LIKE and no other row comes within CLEARLY of it."""

Sureness = Literal["exact", "part", "like"]


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: its cells in the form's order and every printing known of its label, the official one first."""

    index: int
    block: int
    cells: tuple[str, ...]
    keys: tuple[str, ...]

    @property
    def seed(self) -> str:
        """How the label begins: enough to see that it stands somewhere in a stretch of text."""
        return self.keys[0][:MIN_PREFIX]


@dataclass(frozen=True, slots=True)
class BlockWords:
    """`heads`: per column its printings; `groups`: the labels above columns; `flat`: no column has a label above it."""

    title: str
    corner: str
    heads: tuple[tuple[str, ...], ...]
    groups: tuple[str, ...]
    flat: bool


@dataclass(frozen=True, slots=True, eq=False)
class TableWords:
    """A table as it is recognised, made once per form (`words`). `stub_groups`: labels that stand above rows."""

    section: int
    rows: tuple[Row, ...]
    blocks: tuple[BlockWords, ...]
    stub_groups: frozenset[str]

    @property
    def labelled(self) -> bool:
        return any(row.keys for row in self.rows)


@dataclass(frozen=True, slots=True)
class SectionWords:
    """A printed section: its place in the form, ordinal, titles (the official one first)."""

    index: int
    ordinal: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    row: Row
    sureness: Sureness
    length: int  # how many characters of the text matched
    key: str


@dataclass(frozen=True, slots=True)
class FormWords:
    sections: tuple[SectionWords, ...]
    tables: tuple[TableWords, ...]


@lru_cache(maxsize=8)
def words(form: Form) -> FormWords:
    """Everything a reader looks for; made once per form."""
    printed = [(i, s) for i, s in enumerate(form.sections) if s.ordinal]
    sections = tuple(
        SectionWords(i, s.ordinal, (plain(s.title), *(plain(a) for a in form.aliases.get(s.id, ()))))
        for i, s in printed
    )
    return FormWords(sections, tuple(_table(form, i, s) for i, s in printed if s.table))


def _table(form: Form, index: int, section: Section) -> TableWords:
    assert section.table is not None  # the caller has looked
    rows: list[Row] = []
    groups: set[str] = set()
    for number, block in enumerate(section.table.blocks):
        for label in _groups(block.stub):
            groups.update(_printings(form, label))
        for leaf, keys in _stubs(form, section.table.id, block):
            cells = tuple(cell for (row, _), cell in block.cells.items() if row == leaf)
            rows.append(Row(len(rows), number, cells, keys))
    return TableWords(index, tuple(rows), tuple(_block(form, b) for b in section.table.blocks), frozenset(groups))


def _stubs(form: Form, table: str, block: Block) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Row leaves with the printings of their labels; one row without a label if there is no stub."""
    if not block.stub:
        yield "", ()
        return
    for leaf in (leaf for node in block.stub for leaf in node.leaves()):
        ways = (
            leaf.label,
            *form.aliases.get(leaf.label, ()),
            *form.aliases.get(f"{table}.{leaf.leaf}", ()),
            leaf.short,
        )
        yield leaf.leaf, tuple(dict.fromkeys(plain(way) for way in ways))


def _block(form: Form, block: Block) -> BlockWords:
    leaves = [leaf for node in block.head for leaf in node.leaves()]
    return BlockWords(
        title=plain(block.title),
        corner=plain(block.corner),
        heads=tuple(_printings(form, leaf.label) for leaf in leaves),
        groups=tuple(plain(label) for label in _groups(block.head)),
        flat=all(not node.children for node in block.head),
    )


def _printings(form: Form, label: str) -> tuple[str, ...]:
    return tuple(plain(way) for way in (label, *form.aliases.get(label, ())))


def _groups(trees: tuple[TreeNode, ...]) -> Iterator[str]:
    for node in trees:
        if node.children:
            yield node.label
            yield from _groups(node.children)


@lru_cache(maxsize=8192)
def match_end(text: str, table: TableWords) -> Match | None:
    """The row whose label, or an unmistakable beginning of it, stands at the end of `text` (plain)."""
    exact = max(
        (Match(row, "exact", len(key), key) for row in table.rows for key in row.keys if text.endswith(key)),
        key=lambda match: match.length,
        default=None,
    )
    if exact:
        return exact
    parts = sorted(((_part(text, row.keys[0]), row) for row in table.rows if row.keys), key=lambda p: -p[0])
    if parts and parts[0][0] >= MIN_PREFIX and (len(parts) == 1 or parts[1][0] < parts[0][0]):
        return Match(parts[0][1], "part", parts[0][0], parts[0][1].keys[0])
    return None


def _part(text: str, key: str) -> int:
    """How many characters at the end of `text` are the beginning of `key`, short of all of it."""
    start = text.rfind(key[:MIN_PREFIX])
    if start < 0 or len(key) <= MIN_PREFIX:
        return 0
    tail = text[start:]
    return len(tail) if len(tail) < len(key) and key.startswith(tail) else 0


@lru_cache(maxsize=2048)
def match_like(text: str, table: TableWords) -> Match | None:
    """The one row that a damaged or shortened label (plain) resembles; None where two rows would do."""
    if len(text) < MIN_PREFIX - 1:
        return None
    scored = sorted(((_likeness(text, row), row) for row in table.rows if row.keys), key=lambda pair: -pair[0])
    if not scored or scored[0][0] < LIKE:
        return None
    if len(scored) > 1 and scored[0][0] - scored[1][0] < CLEARLY:
        return None
    return Match(scored[0][1], "like", len(text), scored[0][1].keys[0])


_ORDINAL = re.compile(r"^[\d一二三四五六七八九十]")


def _likeness(text: str, row: Row) -> float:
    return max((_alike(text, key) for key in row.keys if len(key) >= MIN_PREFIX), default=0.0)


def _alike(text: str, key: str) -> float:
    """Likeness in 0…1. Two ordinals that differ are two rows; a piece of the label with its ordinal is that label."""
    ours, theirs = _ORDINAL.match(text), _ORDINAL.match(key)
    if ours and theirs and ours[0] != theirs[0]:
        return 0.0
    body = text[1:] if ours else text
    if len(body) >= 4 and body in key:
        return 1.0 if ours and theirs else 0.9
    matcher = SequenceMatcher(None, text, key, autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= LIKE and matcher.quick_ratio() >= LIKE else 0.0
