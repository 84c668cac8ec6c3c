"""How the benchmarks measure: ours and a named peer by turns in one run, so that only their ratio counts."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """A line of a table: ``what was done | who the peer is``, seconds of ours and of the peer, ours / peer's."""

    what: str
    ours: float
    peer: float
    ratio: float


def compared(what: str, ours: Callable[[], object], peer: Callable[[], object], name: str, times: int = 101) -> Row:
    """Both done `times` times by turns; the medians, and the median of the ratios of neighbours."""
    ours(), peer()
    gc.collect()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(times)]
    mine, theirs = median(a for a, _ in pairs), median(b for _, b in pairs)
    return Row(f"{what} | {name}", mine, theirs, median(a / b for a, b in pairs))


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
