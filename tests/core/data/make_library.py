"""Writes tests/core/data/library-<version>.sqlite, once for each version of the tables, by the program of that time.

A file that stands is never written again: it is what the people have. Run from the top of the repository:
``python -m tests.core.data.make_library``.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from core.form import load
from core.report.package import Prior
from core.services.library import Library
from core.store.migrations import STEPS
from tests.core.desk import Clock, filled

HERE = Path(__file__).parent


def make(folder: Path) -> Path:
    """A library with a report that has been through everything."""
    clock = Clock()
    toy = load(HERE.parent / "toy" / "toy.toml")
    path = folder / "library.nianbao"
    with Library.open(path, who="张敏", make=True, clock=clock, forms=lambda _: toy) as library:
        number = library.new("toy/7", {"unit_name": "西山动物园", "year": "2025"})
        session = library.session(number)
        filled(session)
        session.attach(Prior(2024, "去年的表", {"k.one.a": "1", "k.one.b": "0"}))
        for cell, text in {"k.one.a": "6", "k.in.a": "6", "k.fee.money": "1.50", "u.kind": "甲类"}.items():
            session.enter(cell, text)
        session.type_text("w.text", 0, "", "本园2025年有猫，")
        session.type_text("w.text", 10, "", "有狗，很好。")
        session.explain("Q1[one,a]", "新园开张。")
        session.finalise()
        session.mark_sent()
        session.reopen("上级退回。")
        session.enter("k.in.b", "十二")
        session.undo()
        session.enter("k.in.sum", "9")
        library.bin(library.copy(number))
    return path


def main() -> None:
    target = HERE / f"library-{len(STEPS)}.sqlite"
    if target.exists():
        raise SystemExit(f"{target.name} stands and stays")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(make(Path(folder)), target)


if __name__ == "__main__":
    main()
