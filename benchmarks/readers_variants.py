"""How the readers fare on made-up reports in the shapes of real ones: `readers_variants.py [count] [family…] [-v]`."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from core.errors import InputError
from core.readers import Reading, read
from core.services.checking import forms
from core.values import Text
from tests.core.variants.families import FAMILIES, Made, some

VERBOSE = "-v" in sys.argv


def judged(it: Made, found: Reading) -> Counter[str]:
    """Cells and texts by how they were read."""
    said, score = it.said, Counter[str]()
    faults: list[str] = []
    for cell in said.keys() | found.as_read.keys():
        got, want = found.as_read.get(cell, ""), said.get(cell, "")
        kind = "right" if got == want else "missed" if not got else "invented" if not want else "wrong"
        if kind in ("wrong", "invented") and cell in found.doubtful:
            kind = "doubtful"
        score[kind] += 1
        if kind == "right" and cell in found.doubtful:
            score["right but doubtful"] += 1
        if kind != "right":
            faults.append(f"{kind} {cell}: {want!r} read {got!r}")
    for cell, text in it.truth.texts.items():
        good = found.texts.get(cell, "").replace(" ", "") == text.replace(" ", "")
        score["text right" if good else "text wrong"] += 1
        if not good:
            faults.append(f"text {cell}: {text[-40:]!r} read {found.texts.get(cell, '')[-80:]!r}")
    unit = found.answers.get("unit.name")
    score[
        "title right"
        if unit
        and isinstance(unit.value, Text)
        and unit.value.text == it.truth.unit
        and str(it.truth.year) in str(found.answers.get("year"))
        else "title wrong"
    ] += 1
    if VERBOSE and faults:
        print(it.name, "|", it.choices, "|", found.form.id)
        for fault in faults[:5]:
            print("   ", fault)
        print("    …", len(faults))
    return score


def main() -> int:
    words = [w for w in sys.argv[1:] if not w.startswith("-")]
    count = int(words[0]) if words else 50
    known = forms()
    for family in words[1:] or FAMILIES:
        score = Counter[str]()
        start = time.process_time()
        spent = 0.0
        for it in some(known[0], family, count):
            start = time.process_time()
            try:
                found = read(it.data, it.name, known)
            except InputError as error:
                score["refused"] += 1
                print(it.name, it.choices, error.message)
                continue
            spent += time.process_time() - start
            score += judged(it, found)
        cells = sum(score[k] for k in ("right", "wrong", "missed", "doubtful", "invented"))
        share = score["right"] / max(cells, 1)
        print(f"{family}: {share:.2%}", dict(sorted(score.items())), f"{spent / count * 1000:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
