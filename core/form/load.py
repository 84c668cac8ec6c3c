"""Reading an edition of the form: three TOML files in, one frozen `Form` out, or every problem at once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from core import paths
from core.errors import FormError, InputError
from core.form import like, moves
from core.form.examples import Example, examples
from core.form.model import Form, TreeNode
from core.form.problems import read
from core.form.scope import Names
from core.form.trees import Built, sections


def load(path: Path) -> Form:
    """The form at `path` (``2021.toml``) with ``2021.rules.toml`` and ``2021.examples.toml`` beside it.

    Raises `FormError` with every problem found, `EnvironmentTrouble` where a file cannot be read.
    """
    form, _ = load_with_examples(path)
    return form


def load_with_examples(path: Path) -> tuple[Form, tuple[Example, ...]]:
    """The form and the examples of its rules. Every rule needs one that holds and one that fails."""
    main = read(path)
    rule_file = read(path.with_suffix(".rules.toml"))
    example_file = read(path.with_suffix(".examples.toml"))
    root, built = main.node(), Built()
    head = root.entry("form")
    if head is None:
        raise FormError((f"{path.name} 没有 [form]",))
    parts = sections(root, built)
    years = [int(y) for y in head.any("years") or () if isinstance(y, int)]
    if len(years) != 2:
        head.wrong("years", "要 [第一年, 最后一年]")
        years = [0, 0]
    rule_root = rule_file.node()
    base = like.model(rule_root, path)
    names = Names(parts, built.cells, like.phrases_of(rule_root, base))
    it = like.said(rule_root, base, names, None if main.problems else tuple(built.sums), _known(names))
    form = Form(
        id=head.text("id"),
        name=head.text("name"),
        years=(years[0], years[1]),
        law=head.text("law"),
        title=head.text("title"),
        intro=head.text("intro"),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        rules_version=rule_root.whole("version"),
        sections=parts,
        cells=MappingProxyType(built.cells),
        sums=tuple(built.sums),
        rules=it.rules,
        phrases=MappingProxyType(it.phrases),
        aliases=it.aliases,
        roles=MappingProxyType(built.roles),
        guides=it.guides,
        reasons=it.reasons,
        quantities=it.quantities,
        words=it.words,
        carries=moves.carries(rule_root, built.cells),
        earlier=moves.earlier(rule_root, built.cells),
    )
    for entry in (head, root, rule_root):
        entry.done()
    cases: tuple[Example, ...] = ()
    if not main.problems + rule_file.problems:
        own = frozenset(like.key_of(data) for data in rule_file.data.get("rule", []))
        cases = examples(example_file.node(), form, like.taken_examples(base, own, form))
    problems = main.problems + rule_file.problems + example_file.problems
    if problems:
        raise FormError(tuple(problems))
    return form, cases


def _known(names: Names) -> frozenset[str]:
    """Everything an alias or a filling note may be about: labels, cells, rows, sections."""
    labels: set[str] = set()

    def gather(trees: tuple[TreeNode, ...]) -> None:
        for node in trees:
            labels.add(node.label)
            gather(node.children)

    for table in names.tables.values():
        for block in table.blocks:
            gather(block.head)
            gather(block.stub)
            labels.add(block.title)
    rows = {cell.row for cell in names.cells.values()}
    return frozenset(labels | rows | set(names.cells) | {s.id for s in names.sections})


def editions() -> tuple[str, ...]:
    """The ids of the editions shipped with the program, newest first."""
    root = paths.resources() / "forms"
    found = [p for p in root.glob("*/*.toml") if p.name.count(".") == 1]
    return tuple(f"{p.parent.name}/{p.stem}" for p in sorted(found, reverse=True))


@lru_cache(maxsize=8)
def edition(name: str) -> Form:
    """The shipped edition of that id, read once. Raises `InputError` if there is none."""
    if name not in editions():
        raise InputError("form", f"本程序没有“{name}”这一表式。请升级程序后再打开。")
    return load(paths.resources() / "forms" / f"{name}.toml")
