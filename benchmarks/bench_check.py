"""Checking a hundred text reports: read, judge, fingerprint. The peer finds the digits of the same texts, no more."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

from core.form import edition, editions
from core.readers import read
from core.services.checking import judge

SAMPLE = Path(__file__).resolve().parent.parent / "resources" / "samples"
REPORTS = 100
DIGITS = re.compile(r"\d+")

Row = tuple[str, float, float, float]
"""(what, our seconds, the peer's seconds, ours / peer's)"""


def texts() -> list[bytes]:
    """The sample a hundred times, with another figure in each paragraph of its texts, so that none was read before;
    its tables hold, as nearly all real ones do."""
    sample = next(iter(sorted(SAMPLE.glob("*.txt")))).read_text(encoding="utf-8")
    draw = random.Random(2025)
    return [re.sub(r"(?m)。$", lambda _: f"{draw.randint(10, 999)}。", sample).encode() for _ in range(REPORTS)]


def run() -> list[Row]:
    known = [edition(name) for name in editions()]
    made = texts()
    judge(read(made[0], "warm.txt", known))
    start = time.perf_counter()
    cells = sum(len(judge(read(data, "x.txt", known)).reading.as_read) for data in made)
    ours = time.perf_counter() - start
    assert cells == REPORTS * 200
    start = time.perf_counter()
    digits = sum(len(DIGITS.findall(data.decode())) for data in made)
    peer = time.perf_counter() - start
    assert digits > cells
    return [(f"check {REPORTS} text reports | re scan of the same texts", ours, peer, ours / peer)]


if __name__ == "__main__":
    for what, ours, peer, ratio in run():
        print(f"{what}: {ours * 1000:.0f} ms | {peer * 1000:.1f} ms | × {ratio:.0f}")
