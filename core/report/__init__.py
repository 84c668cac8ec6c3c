"""What was answered, how it changes, and the file for upload."""

from core.report.edit import (
    Change,
    Edit,
    EditMismatchError,
    Explain,
    Put,
    Splice,
    apply,
    inverse,
    merge,
    splice,
    weight,
)
from core.report.report import Explanation, Report

__all__ = [
    "Change", "Edit", "EditMismatchError", "Explain", "Explanation", "Put", "Report", "Splice",
    "apply", "inverse", "merge", "splice", "weight",
]  # fmt: skip
