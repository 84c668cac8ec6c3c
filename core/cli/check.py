"""`nianbao check`: any number of files, each for itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from core.cli.calm import BUG, calmly
from core.cli.console import complain, print_json
from core.cli.show import as_json, failed, lines
from core.errors import NianbaoError
from core.services.checking import Earlier, earlier_reports, judge, load


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's result in both forms, and what it does to the exit code."""

    entry: dict[str, Any]
    text: str
    code: int


def check(files: Sequence[Path], last_year: Path | None, *, as_json: bool, jobs: int) -> int:
    """Check `files` and print what was found. The exit code is the worst of the files'."""
    earlier, unused = earlier_reports(last_year) if last_year else ([], [])
    for sentence in unused:
        complain(sentence)
    alone = last_year is not None and last_year.is_file() and len(files) == 1
    worst = 2 if last_year and not earlier else 0
    entries: list[dict[str, Any]] = []
    for outcome in _outcomes(files, partial(_one, earlier=tuple(earlier), alone=alone), jobs):
        worst = max(worst, outcome.code)
        entries.append(outcome.entry)
        if not as_json:
            print(outcome.text, flush=True)
    if as_json:
        print_json({"reports": entries})
    return worst


def _outcomes(files: Sequence[Path], one: partial[Outcome], jobs: int) -> Iterator[Outcome]:
    """The outcomes in the order of the files. Child processes are started afresh, so that no state is inherited."""
    workers = min(jobs, len(files))
    if workers <= 1:
        yield from map(one, files)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one, files, chunksize=max(1, len(files) // (workers * 8)))


def _one(path: Path, *, earlier: tuple[Earlier, ...], alone: bool) -> Outcome:
    outcome, trouble = calmly(lambda: _checked(path, earlier, alone=alone))
    return outcome or Outcome(failed(path, "bug", trouble), f"{path}\n  {trouble}\n", BUG)


def _checked(path: Path, earlier: tuple[Earlier, ...], *, alone: bool) -> Outcome:
    try:
        reading = load(path)
    except NianbaoError as error:
        return Outcome(failed(path, error.kind, error.message), f"{path}\n  {error.message}\n", 2)
    it = judge(reading, earlier, alone=alone)
    code = 2 if reading.trouble else 1 if it.evaluation.open_errors else 0
    return Outcome(as_json(path, it), lines(path, it), code)
