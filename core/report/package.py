"""The file for upload as data: canonical JSON (RFC 8785) and the fingerprint that binds it to the paper.

Knows the package's keys and the form's roles, not how totals are computed: the caller hands the values in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import rfc8785

from core.form.model import Form
from core.report.edit import explanation_row
from core.report.report import Report
from core.values import Choice, Flag, Number, Text, Unread, Value, decimal_text

FORMAT: Final = "nianbao/1"


@dataclass(frozen=True, slots=True)
class Prior:
    """Last year's figures as they were used, and where they came from."""

    year: int
    source: str
    cells: Mapping[str, str] = field(default_factory=dict)  # id -> canonical decimal text


def package(
    form: Form,
    report: Report,
    values: Mapping[str, Value],
    *,
    prior: Prior | None = None,
    final: bool = False,
    revision: int = 1,
) -> dict[str, Any]:
    """The package of `report`. `values`: every non-blank cell, computed totals included."""
    role = {name: values.get(cell) for name, cell in form.roles.items()}
    numbers = {k: v for k, v in values.items() if form.cells[k].row and isinstance(v, Number)}
    unread = {k: v.text for k, v in values.items() if isinstance(v, Unread)}
    texts = {k: v.text for k, v in values.items() if form.cells[k].kind.name == "text" and isinstance(v, Text)}
    year = role["year"]
    body: dict[str, Any] = {
        "format": FORMAT,
        "form": form.id,
        "form_sha256": form.sha256,
        "rules": form.rules_version,
        "unit": {key: _fact(role[f"unit_{key}"]) for key in ("name", "code", "kind", "scope")}
        | {"powers": _powers(form, values)},
        "year": _year(year),
        "people": {key: _fact(role[f"people_{key}"]) for key in ("prepared", "reviewed", "approved", "phone")},
        "cells": {k: decimal_text(v.value) for k, v in numbers.items()},
        "unread": unread,
        "texts": texts,
        "prior": prior and {"year": prior.year, "source": prior.source, "cells": dict(prior.cells)},
        "explanations": [explanation_row(e) for _, e in sorted(report.explanations.items())],
        "status": "final" if final else "draft",
        "revision": revision,
    }
    return body | {"fingerprint": fingerprint(body)}


def _year(value: Value | None) -> int | None:
    """A whole year of four digits; anything else is no year that a file could be filed under."""
    number = value.value if isinstance(value, Number) else None
    return int(number) if number is not None and 1000 <= number <= 9999 and number == int(number) else None


def _fact(value: Value | None) -> str:
    match value:
        case Choice(option):
            return option
        case Text(text):
            return text
    return ""


def _powers(form: Form, values: Mapping[str, Value]) -> dict[str, bool]:
    prefix = "power_"
    said = {name.removeprefix(prefix): values.get(cell) for name, cell in form.roles.items() if name.startswith(prefix)}
    return {name: value.on for name, value in said.items() if isinstance(value, Flag)}


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of everything but the fingerprint itself."""
    rest = {key: value for key, value in body.items() if key != "fingerprint"}
    return hashlib.sha256(canonical(rest)).hexdigest()


def canonical(body: Mapping[str, Any]) -> bytes:
    """RFC 8785 bytes."""
    return rfc8785.dumps(dict(body))


def on_paper(digest: str) -> str:
    """How the fingerprint is printed: its first 16 hex digits in groups of four."""
    return " ".join(digest[i : i + 4] for i in range(0, 16, 4))
