"""The detectors of texts by the name that the rule file calls them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final

from core.check.claims import Facts
from core.check.evaluation import Context, Finding
from core.check.text import inside, tables, traces
from core.form.model import Rule
from core.report.report import Report

TEXT_DETECTORS: Final[Mapping[str, Callable[[Rule, Report, Facts, Context], Iterable[Finding]]]] = MappingProxyType({
    "stated": tables.stated, "all_done": tables.all_done, "balance": tables.balance, "channels": tables.channels,
    "repeated": tables.repeated, "sums": inside.sums, "share": inside.share, "change": inside.change,
    "announced": inside.announced, "wrong_year": traces.wrong_year, "other_unit": traces.other_unit,
    "copied": traces.copied, "personal": traces.personal, "sloppy": traces.sloppy,
    "overlong": traces.overlong,
})  # fmt: skip
