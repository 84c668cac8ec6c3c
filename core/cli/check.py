"""`nianbao check`: any number of files, each for itself."""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any, Final

from core.cli.calm import BUG, calmly
from core.cli.console import complain, print_json, say
from core.cli.show import as_json, failed, line, lines
from core.errors import NianbaoError
from core.services.checking import Earlier, earlier_reports, judge, load

_MANY: Final = 20
"""Files above which each has one line."""
MOST_JOBS: Final = 61
"""Windows waits for no more child processes at once, and Python refuses a larger number there."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's result in both forms, and what it does to the exit code; `line` is all of it that fits one line."""

    entry: dict[str, Any]
    text: str
    code: int
    line: str = ""


def check(files: Sequence[Path], last_year: Path | None, *, as_json: bool, jobs: int) -> int:
    """Check `files` and print what was found. The exit code is the worst of the files'."""
    earlier, unused = earlier_reports(last_year) if last_year else ([], [])
    for sentence in unused:
        complain(sentence)
    alone = last_year is not None and last_year.is_file() and len(files) == 1
    worst = 2 if last_year and not earlier else 0
    if as_json:
        say('{"reports": [')
    met = Counter[int]()
    for outcome in _outcomes(
        files, partial(_one, earlier=tuple(earlier), alone=alone, sought=last_year is not None), jobs
    ):
        met[outcome.code] += 1
        if as_json:
            # Each as soon as it is known: one document in the end, and nothing lost if it is broken off.
            print_json(outcome.entry, after="," if met.total() < len(files) else "")
        else:
            say((len(files) > _MANY and outcome.line) or outcome.text)
        if (as_json or len(files) > _MANY) and sys.stderr.isatty():
            print(f"\r{met.total()}/{len(files)}", end="", file=sys.stderr, flush=True)
    if as_json:
        say("]}")
    elif len(files) > 1:
        say(_summary(met))
    return max(worst, *met)


def _summary(met: Counter[int]) -> str:
    """How the files came out."""
    bad = met.total() - met[0] - met[1]
    return f"共 {met.total()} 个文件：没有强制错误 {met[0]} 个，有强制错误 {met[1]} 个，不能读入或不可信 {bad} 个。"


def workers(jobs: int, files: int) -> int:
    """How many processes check so many files where `jobs` are asked for."""
    return min(jobs, files, MOST_JOBS)


def _outcomes(files: Sequence[Path], one: partial[Outcome], jobs: int) -> Iterator[Outcome]:
    """The outcomes in the order of the files. Child processes are started afresh, so that no state is inherited."""
    at_once = workers(jobs, len(files))
    if at_once <= 1:
        yield from map(one, files)
        return
    deaf = partial(signal.signal, signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches them too
    with ProcessPoolExecutor(at_once, mp_context=get_context("spawn"), initializer=deaf) as pool:
        heard = deaf()  # so that they are born so, where the system lets them inherit it
        try:
            size = max(1, len(files) // (at_once * 8))
            parts = [pool.submit(_each, one, files[at : at + size]) for at in range(0, len(files), size)]
        finally:
            signal.signal(signal.SIGINT, heard)
        try:
            for part in parts:
                yield from part.result()
        except (KeyboardInterrupt, GeneratorExit):  # nobody waits for the rest
            for child in active_children():
                child.terminate()
            raise


def _each(one: partial[Outcome], files: Sequence[Path]) -> list[Outcome]:
    return [one(file) for file in files]


def _one(path: Path, *, earlier: tuple[Earlier, ...], alone: bool, sought: bool) -> Outcome:
    outcome, trouble = calmly(lambda: _checked(path, earlier, alone=alone, sought=sought))
    return outcome or Outcome(failed(path, "bug", trouble), f"{path}\n  {trouble}\n", BUG, f"{path}　{trouble}")


def _checked(path: Path, earlier: tuple[Earlier, ...], *, alone: bool, sought: bool) -> Outcome:
    try:
        reading = load(path)
    except NianbaoError as error:
        return Outcome(
            failed(path, error.kind, error.message), f"{path}\n  {error.message}\n", 2, f"{path}　{error.message}"
        )
    it = judge(reading, earlier, alone=alone)
    code = 2 if reading.trouble else 1 if it.evaluation.open_errors else 0
    missed = sought and not it.compared
    return Outcome(as_json(path, it), lines(path, it, missed=missed), code, line(path, it, missed=missed))
