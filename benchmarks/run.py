"""Runs every ``bench_*.py`` beside it and writes docs/BENCHMARKS.md; names on the command line run only those.

A benchmark is a module with a docstring (the first line is its heading) and ``run()``, which gives rows of
(``what was done | who the peer is``, our seconds, the peer's seconds, ours / peer's). Peers run in the same process:
the ratio is what can be compared between machines.
"""

from __future__ import annotations

import importlib
import inspect
import os
import platform
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "docs" / "BENCHMARKS.md"
HEAD = """# Benchmarks

Written by `make bench`. Ours and the peer ran in the same run on the same machine. The ratio is ours divided by the
peer's: below 1 we are faster.
"""


def main(names: list[str]) -> None:
    found = names or sorted(p.stem for p in HERE.glob("bench_*.py"))
    parts = [HEAD, f"{machine()}\n"]
    for name in found:
        module = importlib.import_module(name.removesuffix(".py"))
        part = section(module, module.run())
        print(part, flush=True)
        parts.append(part)
    if not names:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_text("\n".join(parts), encoding="utf-8")


def section(module: ModuleType, rows: Iterable[tuple[str, float, float, float]]) -> str:
    heading, _, note = (inspect.getdoc(module) or module.__name__).partition("\n")
    table = ["| what | peer | ours | peer's | ratio |", "|---|---|--:|--:|--:|"]
    for what, ours, peer, ratio in rows:
        done, _, name = what.partition(" | ")
        table.append(f"| {done} | {name} | {spoken(ours)} | {spoken(peer)} | {ratio:.3g} |")
    return "\n".join([f"## {heading.rstrip('.')}", "", *([note.strip(), ""] if note.strip() else []), *table, ""])


def spoken(duration: float) -> str:
    """12.3 ms, 456 µs, 7.8 s."""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if duration >= size:
            return f"{duration / size:.3g} {unit}"
    return f"{duration * 1e6:.3g} µs"


def machine() -> str:
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    main(sys.argv[1:])
