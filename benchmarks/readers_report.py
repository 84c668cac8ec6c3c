"""docs/READERS.md: how the readers fare on the real reports that NIANBAO_REPORTS names, and on made ones
(`make readers-report`)."""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.errors import InputError
from core.form.model import Form
from core.readers import Reading, read
from core.services.checking import forms, load
from tests.core.variants.families import FAMILIES, Made, some

TARGET = Path(__file__).resolve().parent.parent / "docs" / "READERS.md"
HEAD = """# How the readers fare on real reports

Written by `make readers-report`; `NIANBAO_REPORTS` names the folder. Counted are the cells that a careful person read
in each file. *Wrong*: read as another figure and not marked doubtful (the goal is 0). *Doubtful*: read otherwise, but
said to be doubtful. *Missed*: left blank. *Invented*: a figure where the file has none.

| file | form | cells | right | wrong | doubtful and wrong | missed | invented |
|---|---|---|---|---|---|---|---|
"""


MADE = """
## Reports made in the shapes of real ones

{count} of each kind of file, drawn by chance (`tests/core/variants`): figures, habits of printing, what converters and
programs do to tables. The truth is known. *Right but doubtful* is read as printed and yet asked about, because an
addition of the report does not hold or its place was not quite sure.

| kind | cells | right | wrong | doubtful and wrong | missed | invented | right but doubtful | texts | titles |
|---|---|---|---|---|---|---|---|---|---|
"""
COUNT = 60


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


def of_made(form: Form, family: str, known: tuple[Form, ...]) -> str:
    """One line: a kind of file that is made."""
    score = Counter[str]()
    for it in some(form, family, COUNT):
        try:
            score += judged(it, read(it.data, it.name, known))
        except InputError:
            score["cells"] += len(it.said)
            score["missed"] += len(it.said)
    asked = ("cells", "right", "wrong", "doubtful", "missed", "invented", "right but doubtful", "texts", "titles")
    return f"| {family} | {' | '.join(str(score[name]) for name in asked)} |"


def judged(it: Made, found: Reading) -> Counter[str]:
    """Cells, texts and titles by how they were read."""
    score = Counter[str]()
    for cell in it.said.keys() | found.as_read.keys():
        got, want = found.as_read.get(cell, ""), it.said.get(cell, "")
        kind = "right" if got == want else "missed" if not got else "invented" if not want else "wrong"
        doubted = cell in found.doubtful
        score["doubtful" if doubted and kind in ("wrong", "invented") else kind] += 1
        score["right but doubtful"] += kind == "right" and doubted
        score["cells"] += bool(want)
    score["texts"] = sum(found.texts.get(cell) == text for cell, text in it.truth.texts.items())
    unit, year = (str(found.answers.get(found.form.role(role))) for role in ("unit_name", "year"))
    score["titles"] = it.truth.unit in unit and str(it.truth.year) in year
    return score


def main() -> int:
    folder = Path(os.environ.get("NIANBAO_REPORTS", ""))
    if not (folder / "expected.json").is_file():
        print("NIANBAO_REPORTS names no folder of real reports", file=sys.stderr)
        return 2
    entries = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    told = "\n".join(lines([measured(folder, entry) for entry in entries]))
    known = forms()
    made = "\n".join(of_made(known[0], family, known) for family in FAMILIES)
    told += "\n" + MADE.format(count=COUNT) + made
    TARGET.write_text(HEAD + told + "\n", encoding="utf-8")
    print(told)
    return 0


if __name__ == "__main__":
    sys.exit(main())
