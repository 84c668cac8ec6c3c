"""Checking a file: read it, make a report of it, evaluate that. Knows files, not windows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from core.check import Context, Evaluation, evaluate, settle
from core.errors import EnvironmentTrouble, InputError, NianbaoError, os_reason
from core.form import edition, editions
from core.form.model import Form
from core.form.moves import comparable
from core.readers import Reading
from core.readers.decode import MOST_BYTES
from core.report import Change, Edit, Explain, Put, Report, apply
from core.report.package import fingerprint, package
from core.services.reading import Source as FileSource
from core.services.reading import read_source
from core.values import Number, Text, Value

_TRIES: Final = 2
"""To read a file that somebody else is writing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A file read and judged. `body`: the package that it is, or would be as a draft; its fingerprint is computed.
    `compared`: with the figures of last year."""

    reading: Reading
    report: Report
    evaluation: Evaluation
    body: Mapping[str, Any]
    compared: bool = False

    @property
    def form(self) -> Form:
        return self.reading.form

    @property
    def year(self) -> int | None:
        return year_of(self.form, self.report)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A report that may be somebody's last year."""

    unit: str
    code: str
    year: int
    values: Mapping[str, Value]
    form: str = ""
    """Of which edition; empty where `values` are by the ids of the report that asks."""


@lru_cache(maxsize=1)
def forms() -> tuple[Form, ...]:
    """Every edition shipped, newest first."""
    return tuple(edition(name) for name in editions())


def load(path: Path, known: Sequence[Form] | None = None) -> Reading:
    """The file at `path` read. Raises `InputError` or `EnvironmentTrouble` with a sentence that names it."""
    return load_source(path, known).reading


def load_source(path: Path, known: Sequence[Form] | None = None) -> FileSource:
    """As `load`, with what a person needs to look at the file beside what was read from it."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("too_large", f"“{path.name}”超过 20 MB，没有读入。请核对是不是选错了文件。")
        data = steady(path)
    except OSError as error:
        raise EnvironmentTrouble("read", f"没有读成“{path}”：{os_reason(error)}。请核对文件名和位置。") from error
    except ValueError as error:
        raise InputError("read", f"没有读成“{path!r}”：文件名里有系统不认的字符。请核对文件名。") from error
    if data is None:
        raise InputError("changing", f"“{path.name}”正在被别的程序改写，没有读入。请等它存好，再读一次。")
    return read_source(data, path.name, forms() if known is None else known)


def steady(path: Path, take: Callable[[Path], bytes] = Path.read_bytes) -> bytes | None:
    """The bytes of a file as it was at one time; None where it is written again each time that it is read (`take`):
    half of it may then be of the file before. Raises `OSError`."""
    for _ in range(_TRIES):
        before = path.stat()
        data = take(path)
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return data
    return None


def report_of(reading: Reading) -> Report:
    """What was read as a report: totals that are their sums are computed, others stand as stated."""
    changes: list[Change] = [Put(cell, None, answer) for cell, answer in reading.answers.items()]
    changes += [Explain(rule, None, it) for rule, it in reading.explanations.items()]
    empty = Report()
    return apply(empty, settle(reading.form, empty, Edit("读入文件", tuple(changes))))


def judge(reading: Reading, earlier: Iterable[Earlier] = (), *, alone: bool = False) -> Checked:
    """The reading evaluated. Last year is that of `earlier` which fits, else what the package itself brought.

    `alone`: one report of last year was attached to this one by hand, so its name is not asked for.
    """
    report = report_of(reading)
    earlier = tuple(earlier)
    prior = _last_year(reading, report, earlier, alone=alone)
    texts = {cell: value.text for cell, value in prior.items() if isinstance(value, Text)} if prior else None
    others = tuple(dict.fromkeys(it.unit for it in earlier))
    context = Context(filing=reading.final, prior=prior, source=reading.source, prior_texts=texts, others=others)
    evaluation = evaluate(reading.form, report, context)
    body = MappingProxyType(_body(reading, report, evaluation))
    return Checked(reading, report, evaluation, body, prior is not None)


def _body(reading: Reading, report: Report, evaluation: Evaluation) -> dict[str, Any]:
    if reading.package is None:
        return package(reading.form, report, evaluation.values)
    return dict(reading.package) | {"fingerprint": fingerprint(reading.package)}


def as_draft(it: Checked) -> dict[str, Any]:
    """The package of a checked file as a draft."""
    revision = it.reading.package["revision"] if it.reading.package else 1
    return package(it.form, it.report, it.evaluation.values, prior=it.reading.prior, revision=revision)


def year_of(form: Form, report: Report) -> int | None:
    """The report's year as a whole number."""
    value = report.value(form.role("year"))
    whole = isinstance(value, Number) and value.value == value.value.to_integral_value() and abs(value.value) < 10**9
    return int(value.value) if isinstance(value, Number) and whole else None


def line_of(form: Form, report: Report, role: str) -> str:
    """The short text with that role, empty if there is none."""
    value = report.value(form.role(role))
    return value.text if isinstance(value, Text) else ""


def _last_year(
    reading: Reading, report: Report, earlier: Iterable[Earlier], *, alone: bool
) -> Mapping[str, Value] | None:
    """The report of the year before of the same code, else of the same name."""
    year = year_of(reading.form, report)
    before = [it for it in earlier if year is not None and it.year == year - 1]
    code, name = (line_of(reading.form, report, role) for role in ("unit_code", "unit_name"))
    same_code = [it for it in before if code and it.code == code]
    same_name = [it for it in before if name and it.unit == name]
    for it in same_code or same_name or (before if alone else []):
        same = it.form in ("", reading.form.id)
        return it.values if same else comparable(it.values, edition(it.form), reading.form)
    if reading.prior is None:
        return None
    return MappingProxyType({cell: Number(Decimal(text)) for cell, text in reading.prior.cells.items()})


def earlier_reports(path: Path) -> tuple[list[Earlier], list[str]]:
    """(the reports of a file or of all files of a folder, a sentence for each that is of no use)."""
    try:
        names = sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]
    except OSError as error:
        return [], [f"没有读成“{path}”：{os_reason(error)}。"]
    if not names:
        return [], [f"“{path}”里没有文件，没有可用的上年报告。"]
    found: list[Earlier] = []
    unused: list[str] = []
    for name in names:
        try:
            it = _earlier(name)
        except NianbaoError as error:
            unused.append(error.message)
            continue
        if it is None:
            unused.append(f"“{name.name}”没有写明年度，没有用作上年报告。")
        else:
            found.append(it)
    return found, unused


def _earlier(path: Path) -> Earlier | None:
    reading = load(path)
    if reading.trouble:
        raise reading.trouble
    it = judge(reading)
    if it.year is None:
        return None
    unit, code = (line_of(it.form, it.report, role) for role in ("unit_name", "unit_code"))
    return Earlier(unit, code, it.year, dict(it.evaluation.values), it.form.id)
