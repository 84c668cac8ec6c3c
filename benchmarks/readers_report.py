"""docs/READERS.md: how the readers fare on the real reports that NIANBAO_REPORTS names (`make readers-report`)."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.services.checking import load

TARGET = Path(__file__).resolve().parent.parent / "docs" / "READERS.md"
HEAD = """# How the readers fare on real reports

Written by `make readers-report`; `NIANBAO_REPORTS` names the folder. Counted are the cells that a careful person read
in each file. *Wrong*: read as another figure and not marked doubtful (the goal is 0). *Doubtful*: read otherwise, but
said to be doubtful. *Missed*: left blank. *Invented*: a figure where the file has none.

| file | form | cells | right | wrong | doubtful and wrong | missed | invented |
|---|---|---|---|---|---|---|---|
"""


@dataclass
class Row:
    file: str
    form: str = ""
    cells: int = 0
    right: int = 0
    wrong: int = 0
    doubtful: int = 0
    missed: int = 0
    invented: int = 0

    def line(self) -> str:
        numbers = (self.cells, self.right, self.wrong, self.doubtful, self.missed, self.invented)
        return f"| {self.file} | {self.form} | {' | '.join(map(str, numbers))} |"


def measured(folder: Path, entry: dict[str, Any]) -> Row:
    row = Row(entry["file"])
    seen = {cell: text for cell, text in entry["cells"].items() if text}
    row.cells = len(seen)
    try:
        found = load(folder / entry["file"])
    except InputError as error:
        row.form, row.missed = error.kind, len(seen)
        return row
    row.form = found.form.id.rpartition("/")[2]
    for cell, text in seen.items():
        got = found.as_read.get(cell)
        if got == text:
            row.right += 1
        elif got is None:
            row.missed += 1
        elif cell in found.doubtful:
            row.doubtful += 1
        else:
            row.wrong += 1
    if entry["cells"]:
        row.invented = len(found.as_read.keys() - seen.keys())
    return row


def lines(rows: list[Row]) -> Iterator[str]:
    yield from (row.line() for row in rows)
    total = Row("**all**")
    for name in ("cells", "right", "wrong", "doubtful", "missed", "invented"):
        setattr(total, name, sum(getattr(row, name) for row in rows))
    yield total.line()
    yield ""
    share = total.right / max(total.cells, 1)
    yield f"{total.right} of {total.cells} cells right ({share:.2%}), {total.wrong} silently wrong."


def main() -> int:
    folder = Path(os.environ.get("NIANBAO_REPORTS", ""))
    if not (folder / "expected.json").is_file():
        print("NIANBAO_REPORTS names no folder of real reports", file=sys.stderr)
        return 2
    entries = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    told = "\n".join(lines([measured(folder, entry) for entry in entries]))
    TARGET.write_text(HEAD + told + "\n", encoding="utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
