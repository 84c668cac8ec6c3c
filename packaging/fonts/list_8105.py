#!/usr/bin/env python3
"""Write tgscc8105.txt, the 8,105 characters of 通用规范汉字表, in the table's own order.

The source is the field kTGH of the Unihan database (Debian package `unicode-data`):

    python packaging/fonts/list_8105.py Unihan_OtherMappings.txt.bz2

The State Council published the table in 2013 (国发〔2013〕23号); kTGH gives each
character's number in it, so that the list can be checked against the paper.
"""

import bz2
import sys
from pathlib import Path

HEADER = """\
# 通用规范汉字表 (国发〔2013〕23号): 8,105 characters, in the order of their numbers in the table.
# Source: the field kTGH of the Unihan database, {version}
# (Debian package unicode-data, Unihan_OtherMappings.txt), read by list_8105.py.
# Unihan is copyright Unicode, Inc.; terms: https://www.unicode.org/terms_of_use.html
# Level 1 is numbers 1-3500, level 2 is 3501-6500, level 3 is 6501-8105.
"""
PER_LINE = 50
SIZE = 8105


def read_ktgh(path: Path) -> tuple[str, dict[int, str]]:
    """Return the database's version line and {number in the table: character}."""
    version, numbered = "", {}
    with bz2.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# Unicode version:"):
                version = line.removeprefix("# ").strip()
            fields = line.rstrip("\n").split("\t")
            if len(fields) == 3 and fields[1] == "kTGH":
                numbered[int(fields[2].split(":")[1])] = chr(int(fields[0].removeprefix("U+"), 16))
    return version, numbered


def main(source: str) -> None:
    version, numbered = read_ktgh(Path(source))
    if sorted(numbered) != list(range(1, SIZE + 1)):
        sys.exit(f"{source}: kTGH does not number 1 to {SIZE} without gaps")
    text = "".join(numbered[number] for number in sorted(numbered))
    lines = [text[at : at + PER_LINE] for at in range(0, SIZE, PER_LINE)]
    target = Path(__file__).with_name("tgscc8105.txt")
    target.write_text(HEADER.format(version=version) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
