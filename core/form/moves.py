"""What goes from one year's report into the next, and from one edition into the next."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from core.form.model import Cell, Earlier, Form
from core.form.problems import Entry

_T = TypeVar("_T")


def carries(root: Entry, cells: Mapping[str, Cell]) -> Mapping[str, str]:
    """``[[carry]]``: the cell that takes over to the one of last year's report, column by column of two rows."""
    found: dict[str, str] = {}
    for entry in root.entries("carry"):
        rows = [{c.column: c for c in cells.values() if c.row == entry.text(key)} for key in ("from", "to")]
        for key, row in zip(("from", "to"), rows, strict=True):
            if not row:
                entry.wrong(key, "表式里没有这一行")
        pairs = ((rows[1][column], rows[0][column]) for column in rows[0] if column in rows[1])
        found |= {to.id: of.id for to, of in pairs if not to.total}
        entry.done()
    return MappingProxyType(found)


def earlier(root: Entry, cells: Mapping[str, Cell]) -> Mapping[str, Earlier]:
    """``[[earlier]]``: of an earlier edition, which of its figures mean the same in this one."""
    found: dict[str, Earlier] = {}
    for entry in root.entries("earlier"):
        name, same = entry.text("form"), entry.texts("same")
        differs: dict[str, str] = {}
        for it in entry.entries("differs"):
            differs |= dict.fromkeys(it.texts("at"), it.text("why"))
            it.done()
        for prefix in same:
            if not any(_within(cell, prefix) for cell in cells):
                entry.wrong("same", f"表式里没有“{prefix}”")
        kept = [cell for cell in cells if any(_within(cell, prefix) for prefix in same)]
        found[name] = Earlier(
            form=name,
            same=frozenset(c for c in kept if not any(_within(c, prefix) for prefix in differs)),
            differs=MappingProxyType(differs),
        )
        entry.done()
    return MappingProxyType(found)


def _within(cell: str, prefix: str) -> bool:
    return cell == prefix or cell.startswith(f"{prefix}.")


def comparable(values: Mapping[str, _T], of: Form, to: Form) -> Mapping[str, _T]:
    """Those of `values` (of a report of the edition `of`) that mean the same in `to`, by the ids of `to`.

    Figures go by the map of editions, facts and texts by their roles and by ids that both have; nothing goes between
    forms that no map joins.
    """
    if of is to or of.id == to.id:
        return values
    by_role = {cell: to.roles[role] for role, cell in of.roles.items() if role in to.roles}
    joined = to.earlier.get(of.id)
    same = joined.same if joined else frozenset()
    moved: dict[str, _T] = {}
    for cell, value in values.items():
        if cell in by_role:
            moved[by_role[cell]] = value
        elif cell in to.cells and cell in of.cells and (cell in same if of.cells[cell].row else joined is not None):
            moved[cell] = value
    return MappingProxyType(moved)
