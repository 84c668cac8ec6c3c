"""The form file: sections, trees, cells, sums."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.form.model import Block, Cell, Section, Sum, Table, TreeNode
from core.form.problems import Entry
from core.values import KINDS, Kind

ROLES = (
    "unit_name", "unit_code", "unit_kind", "unit_scope", "year", "intro",
    "people_prepared", "people_reviewed", "people_approved", "people_phone",
)  # fmt: skip


@dataclass
class Built:
    """What grows while the sections are read."""

    cells: dict[str, Cell] = field(default_factory=dict)
    sums: list[Sum] = field(default_factory=list)
    roles: dict[str, str] = field(default_factory=dict)

    def add(self, cell: Cell, entry: Entry) -> None:
        if cell.id in self.cells:
            entry.wrong("", f"“{cell.id}”这一格出现了两次")
        self.cells[cell.id] = cell
        if cell.role:
            if cell.role in self.roles:
                entry.wrong("role", f"“{cell.role}”已经有了一格")
            self.roles[cell.role] = cell.id


@dataclass(frozen=True)
class _Leaf:
    """A leaf of a head or stub with what it hands down to its cells."""

    node: TreeNode
    path: tuple[str, ...]
    kind: Kind | None
    sum: tuple[str, ...]
    entry: Entry


def sections(root: Entry, built: Built) -> tuple[Section, ...]:
    """All sections of the form; cells, sums and roles go into `built`."""
    found = tuple(_section(entry, built) for entry in root.entries("section"))
    for role in ROLES:
        if role not in built.roles:
            root.wrong("", f"没有一格的 role 是“{role}”")
    _refuse_circles(root, built)
    return found


def _section(entry: Entry, built: Built) -> Section:
    name, title = entry.text("id"), entry.text("title")
    ordinal = entry.text("ordinal", "")
    before = len(built.cells)
    for fact in entry.entries("fact"):
        _fact(fact, name, title, built)
    table = _table(inner, name, built) if (inner := entry.entry("table")) else None
    entry.done()
    cells = tuple(built.cells)[before:]
    if not cells:
        entry.wrong("", "这一部分没有一个格")
    textual = all(built.cells[c].kind.name == "text" for c in cells)
    return Section(name, ordinal, title, "table" if table else "text" if textual else "facts", cells, table)


def _fact(entry: Entry, section: str, title: str, built: Built) -> None:
    label = entry.text("label")
    cell = Cell(
        id=entry.text("id"),
        kind=_kind(entry) or Kind("line"),
        section=section,
        path=(label,),
        name=f"{title}，{label}" if title != label else title,
        role=entry.text("role", None) if entry.data.get("role") else None,
        optional=entry.flag("optional"),
        guide=entry.text("guide", ""),
        group=entry.text("group", ""),
        outline=entry.texts("outline", []),
    )
    entry.any("role")
    entry.done()
    built.add(cell, entry)


def _kind(entry: Entry) -> Kind | None:
    """The kind named at this entry, None if it names none."""
    name = entry.word("kind", KINDS, "")
    places, units = entry.whole("places", 0), entry.texts("units", [])
    options, signed = entry.any("options") or [], entry.flag("signed")
    pairs = tuple((str(o[0]), str(o[1])) for o in options if isinstance(o, list) and len(o) == 2)
    if len(pairs) != len(options) or (name == "choice") != bool(pairs):
        entry.wrong("options", "choice 要有 options，每项是 [存的词, 显示的词]")
    return next((Kind(kind, places, units, pairs, signed) for kind in KINDS if kind == name), None)


def _table(entry: Entry, section: str, built: Built) -> Table:
    table_id, name = entry.text("id"), entry.text("name")
    blocks = tuple(_block(block, section, table_id, name, built) for block in entry.entries("block"))
    table = Table(table_id, name, blocks, entry.text("balance", ""))
    entry.done()
    return table


def _block(entry: Entry, section: str, table: str, name: str, built: Built) -> Block:
    title, corner = entry.text("title", ""), entry.text("corner", "")
    head, columns = _forest(entry, "head")
    stub, rows = _forest(entry, "stub")
    entry.done()
    if not columns:
        entry.wrong("head", "没有一列")
    if not rows:
        rows = [_Leaf(TreeNode("", "", ""), (), None, (), entry)]
    cells: dict[tuple[str, str], str] = {}
    for row in rows:
        for column in columns:
            cell_id = ".".join(part for part in (table, row.node.leaf, column.node.leaf) if part)
            cells[row.node.leaf, column.node.leaf] = cell_id
            words = (name, row.node.short, *_column_words(head, column.node))
            cell = Cell(
                id=cell_id,
                kind=row.kind or column.kind or Kind("count"),
                section=section,
                path=(*row.path, *column.path),
                name="，".join(word for word in words if word),
                row=f"{table}.{row.node.leaf}".rstrip("."),
                column=column.node.leaf,
                guide=row.node.guide or column.node.guide,
            )
            built.add(cell, entry)
    _add_sums(cells, rows, columns, built)
    return Block(title, corner, head, stub, MappingProxyType(cells))


def _column_words(head: tuple[TreeNode, ...], leaf: TreeNode) -> tuple[str, ...]:
    """Short words from the outermost head label that carries an id (a mere grouping is left out) to the leaf."""
    for node in head:
        if leaf in node.leaves():
            inner = _column_words(node.children, leaf) if node.children else ()
            return ((node.short,) if node.id or not node.children else ()) + inner
    return ()


def _add_sums(cells: dict[tuple[str, str], str], rows: list[_Leaf], columns: list[_Leaf], built: Built) -> None:
    """Row sums first: where a row sum and a column sum meet, the row computes and the column checks."""
    for axis, totals, others in (("row", columns, rows), ("column", rows, columns)):
        for total in totals:
            for other in others if total.sum else []:
                here = (total.node.leaf, other.node.leaf)
                parts = [(part, other.node.leaf) for part in total.sum]
                at, of = (here[::-1], [p[::-1] for p in parts]) if axis == "row" else (here, parts)
                it = Sum(cells[at], tuple(cells[p] for p in of), "row" if axis == "row" else "column")
                built.sums.append(it)
                if built.cells[it.total].sum is None:
                    built.cells[it.total] = replace(built.cells[it.total], sum=it)


def _forest(entry: Entry, key: str) -> tuple[tuple[TreeNode, ...], list[_Leaf]]:
    """A head or a stub: its trees and its leaves in printed order."""
    leaves: list[_Leaf] = []
    trees = tuple(_node(child, "", (), None, leaves) for child in entry.entries(key))
    names = [leaf.node.leaf for leaf in leaves]
    resolved = [replace(leaf, sum=_parts(leaf, names)) for leaf in leaves]
    return trees, resolved


def _node(entry: Entry, prefix: str, path: tuple[str, ...], kind: Kind | None, leaves: list[_Leaf]) -> TreeNode:
    name, label = entry.text("id", ""), entry.text("label")
    own = ".".join(part for part in (prefix, name) if part)
    kind = _kind(entry) or kind
    total = entry.text("sum", "")
    pinned, guide, short = entry.flag("pinned"), entry.text("guide", ""), entry.text("short", label)
    inside: list[_Leaf] = []
    children = tuple(_node(child, own, (*path, label), kind, inside) for child in entry.entries("of"))
    entry.done()
    node = TreeNode(name, label, short, children, pinned, guide, "" if children else own)
    if children:
        leaves += inside
        if total:
            entry.wrong("sum", "有下级的项目不能是合计")
    else:
        if not name:
            entry.wrong("", "没有下级的项目要有 id")
        leaves.append(_Leaf(node, (*path, label), kind, (total, prefix) if total else (), entry))
    return node


def _parts(leaf: _Leaf, names: list[str]) -> tuple[str, ...]:
    """The leaves that the `sum` of a leaf names: ``a..b``, relative to the leaf's own group."""
    if not leaf.sum:
        return ()
    total, prefix = leaf.sum
    ends = [".".join(part for part in (prefix, end.strip()) if part) for end in total.split("..")]
    if len(ends) != 2 or not all(end in names for end in ends):
        leaf.entry.wrong("sum", f"“{total}”不是本组里从哪项到哪项（写作 first..last）")
        return ()
    first, last = names.index(ends[0]), names.index(ends[1])
    if first > last:
        leaf.entry.wrong("sum", f"“{total}”前后颠倒")
    return tuple(names[first : last + 1])


def _refuse_circles(root: Entry, built: Built) -> None:
    """A total must not add itself up, directly or through other totals."""
    for cell in built.cells.values():
        if cell.sum and cell.id in _reached(cell.sum.parts, built):
            root.wrong("section", f"合计绕成了圈：“{cell.id}”加到了它自己")


def _reached(parts: tuple[str, ...], built: Built) -> set[str]:
    seen: set[str] = set()
    waiting = list(parts)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            deeper = built.cells[name].sum
            waiting += deeper.parts if deeper else ()
    return seen
