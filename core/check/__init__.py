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
from core.check.totals import settle

__all__ = [
    "Context", "Evaluation", "Finding", "Progress", "Repair", "Source", "Span", "Statement", "Total", "Waiting",
    "evaluate", "excused", "quotes", "settle",
]  # fmt: skip
