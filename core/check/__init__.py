"""What follows from a report: computed totals, findings, waiting rules, progress."""

from core.check.evaluate import evaluate, excused, quotes
from core.check.evaluation import (
    Context,
    Evaluation,
    Finding,
    Progress,
    Repair,
    Source,
    Span,
    Statement,
    Total,
    Waiting,
)
from core.check.text.lexicon import lexicon as prepare
from core.check.totals import settle

__all__ = [
    "Context", "Evaluation", "Finding", "Progress", "Repair", "Source", "Span", "Statement", "Total", "Waiting",
    "evaluate", "excused", "prepare", "quotes", "settle",
]  # fmt: skip
