"""定稿: what stands in its way, and the package that it binds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from core.check import Evaluation, Finding
from core.form.model import Form
from core.report import Explanation
from core.report.package import Prior, canonical, package
from core.store import Filing


def obstacles(evaluation: Evaluation) -> tuple[Finding, ...]:
    """What is still to do before 定稿: open 强制, and 核实 without a 核实说明 that holds today."""
    return evaluation.open_errors + evaluation.open_queries


def filing(form: Form, evaluation: Evaluation, prior: Prior | None, revision: int, by: str, at: str) -> Filing:
    """The finalised package. Of the explanations only those travel that excuse a finding of today."""
    report = replace(evaluation.report, explanations=in_force(evaluation))
    body = package(form, report, evaluation.values, prior=prior, final=True, revision=revision)
    return Filing(revision, at, by, body["fingerprint"], form.sha256, canonical(body).decode())


def in_force(evaluation: Evaluation) -> Mapping[str, Explanation]:
    return MappingProxyType({f.key: f.explained for f in evaluation.findings if f.explained})


def sent_out(it: Filing) -> dict[str, object]:
    """The package of a filing, as it was fingerprinted."""
    body: dict[str, object] = json.loads(it.package)
    return body


def rests(found: tuple[Finding, ...], shown: int = 3) -> str:
    """The obstacles in a sentence: their number and the first titles."""
    titles = "；".join(f.title for f in found[:shown])
    return f"还差 {len(found)} 项：{titles}{'等' if len(found) > shown else ''}。"


def corrects(filings: tuple[Filing, ...], revision: int) -> bool:
    """Whether `revision` is a 更正: one before it was sent."""
    return any(it.sent and it.revision < revision for it in filings)


def revision_words(revision: int, is_correction: bool) -> str:
    """第2稿, 更正第2稿; nothing for the first."""
    return f"{'更正' if is_correction else ''}第{revision}稿" if revision > 1 else ""
