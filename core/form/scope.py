"""What names mean in the rule file: axes for `each`, ranges of cells, types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.form.claim import ClaimError, Scope, Type
from core.form.model import Cell, Phrase, Section, Table, TreeNode

_TYPES: Mapping[str, Type] = MappingProxyType({"text": "text", "line": "text", "choice": "word", "flag": "truth"})


@dataclass(frozen=True)
class Names:
    """Everything of the form file that a rule may name."""

    sections: tuple[Section, ...]
    cells: Mapping[str, Cell]
    phrases: Mapping[str, Phrase]

    @property
    def tables(self) -> dict[str, Table]:
        return {s.table.id: s.table for s in self.sections if s.table}

    def scope(self, bound: Mapping[str, str]) -> Scope:
        types: dict[str, Type] = {c.id: _TYPES.get(c.kind.name, "number") for c in self.cells.values()}
        return Scope(types, self.between, frozenset(self.phrases), bound)

    def between(self, first: str, last: str) -> tuple[str, ...]:
        """The cells from `first` to `last` along their row or column, in printed order. Raises `ClaimError`."""
        for table in self.tables.values():
            for block in table.blocks:
                where = {cell: key for key, cell in block.cells.items()}
                if first in where and last in where:
                    (row, column), (last_row, last_column) = where[first], where[last]
                    if row == last_row:
                        line = [cell for (r, _), cell in block.cells.items() if r == row]
                    elif column == last_column:
                        line = [cell for (_, c), cell in block.cells.items() if c == column]
                    else:
                        break
                    start, end = line.index(first), line.index(last)
                    if start <= end:
                        return tuple(line[start : end + 1])
        raise ClaimError(f"“{first}..{last}”不在同一行或同一列，或者前后颠倒")

    def axis(self, source: object) -> tuple[tuple[str, str], ...] | None:
        """(id, word) pairs that `each` runs over; None if the source names nothing.

        ``t3.head`` leaves of the columns, ``t3.stub`` leaves of the rows, ``cells`` all table cells, ``typed`` those
        that are no totals, ``phrases.aspect`` the phrases whose ids begin so, or a list of leaf ids.
        """
        if isinstance(source, list):
            words = {n.leaf: n.short for t in self.tables.values() for n in table_leaves(t)}
            known = all(item in words for item in source)
            return tuple((item, words[item]) for item in source) if known else None
        if source in ("cells", "typed"):
            chosen = [c for c in self.cells.values() if c.row and not (source == "typed" and c.total)]
            return tuple((c.id, c.name) for c in chosen)
        name, _, part = str(source).partition(".")
        if name == "phrases":
            return tuple((p.id, p.label) for p in self.phrases.values() if p.id.startswith(part + "."))
        if name in self.tables and part in ("head", "stub"):
            return tuple((node.leaf, node.short) for node in table_leaves(self.tables[name], part))
        return None


def table_leaves(table: Table, part: str = "") -> tuple[TreeNode, ...]:
    """The leaves of all heads (`head`), all stubs (`stub`) or both, in printed order."""
    found: list[TreeNode] = []
    for block in table.blocks:
        for name, trees in (("head", block.head), ("stub", block.stub)):
            if part in ("", name):
                found += [leaf for tree in trees for leaf in tree.leaves()]
    return tuple(found)
