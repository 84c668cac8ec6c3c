"""The JSON Schema (draft 2020-12) of the package, generated from the form: every cell is named, none by hand.

The reader (`core.readers.package`) refuses whatever this schema refuses, and more: what a schema cannot say is the
fingerprint, NFC, and that a key does not occur twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.form.model import Form
from core.readers.package import (
    DIGEST,
    EXPLANATION_KEYS,
    KEYS,
    PEOPLE_KEYS,
    POWER,
    TOTAL_DIGITS,
    UNIT_KEYS,
    decimal_pattern,
    table_cells,
    text_cells,
    unread_cells,
)
from core.readers.strict import MAX_INT
from core.report.package import FORMAT
from core.values import MAX_DIGITS


def schema(form: Form) -> dict[str, Any]:
    """The schema of a package of `form`."""
    texts = {"type": "string"}
    properties = {
        "format": {"const": FORMAT},
        "form": {"const": form.id},
        "form_sha256": {"const": form.sha256},
        "rules": _whole(1, "核对规则的版本"),
        "unit": _unit(form),
        "year": {"type": ["integer", "null"], "minimum": -MAX_INT, "maximum": MAX_INT, "description": "年度"},
        "people": _object(dict.fromkeys(PEOPLE_KEYS, texts)),
        "cells": _decimals(form),
        "unread": _some(
            form, unread_cells(form), {"type": "string", "pattern": "\\S"}, "填了但不是数字的内容，原样保留"
        ),
        "texts": _some(form, text_cells(form), {"type": "string", "minLength": 1}, "文字部分"),
        "prior": {"anyOf": [{"type": "null"}, _prior(form)], "description": "核对时所用的上年数"},
        "explanations": {"type": "array", "items": _explanation(form), "description": "核实说明"},
        "status": {"enum": ["draft", "final"]},
        "revision": _whole(1, "稿次"),
        "fingerprint": {"type": "string", "pattern": f"^{DIGEST}$", "description": "除本项外全部内容的 SHA-256"},
    }
    assert tuple(properties) == KEYS
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:nianbao:{FORMAT}:{form.id}",
        "title": f"{form.name}数据文件",
        "description": form.law,
        **_object(properties),
        "if": {"properties": {"status": {"const": "final"}}},
        "then": _when_final(form),
    }


def _when_final(form: Form) -> dict[str, Any]:
    """A finalised report has a year, every cell, and nothing unread."""
    return {
        "properties": {
            "year": {"type": "integer"},
            "cells": {"required": list(table_cells(form))},
            "unread": {"maxProperties": 0},
        }
    }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Exactly these keys."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def _some(form: Form, cells: Iterable[str], value: Mapping[str, Any], description: str) -> dict[str, Any]:
    """Any of these cells."""
    properties = {cell: {**value, "title": form.cells[cell].name} for cell in cells}
    return {"type": "object", "properties": properties, "additionalProperties": False, "description": description}


def _whole(least: int, description: str) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": MAX_INT, "description": description}


def _decimals(form: Form) -> dict[str, Any]:
    properties = {}
    for cell in table_cells(form):
        digits = TOTAL_DIGITS if form.cells[cell].total else MAX_DIGITS
        pattern = f"^({decimal_pattern(digits)})$"
        properties[cell] = {"type": "string", "pattern": pattern, "title": form.cells[cell].name}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": "各格的数，没有填的不出现",
    }


def _unit(form: Form) -> dict[str, Any]:
    powers = {role.removeprefix(POWER): cell for role, cell in form.roles.items() if role.startswith(POWER)}
    flags = {key: {"type": "boolean", "title": form.cells[cell].name} for key, cell in powers.items()}
    properties: dict[str, Any] = {}
    for key in UNIT_KEYS[:-1]:
        kind = form.cells[form.role(f"unit_{key}")].kind
        choice = {"enum": ["", *(option for option, _ in kind.options)]}
        properties[key] = choice if kind.name == "choice" else {"type": "string"}
    properties["powers"] = {"type": "object", "properties": flags, "additionalProperties": False}
    return _object(properties)


def _prior(form: Form) -> dict[str, Any]:
    year = {"type": "integer", "minimum": -MAX_INT, "maximum": MAX_INT}
    return _object({"year": year, "source": {"type": "string"}, "cells": _decimals(form)})


def _explanation(form: Form) -> dict[str, Any]:
    names = {"enum": [name for cell in form.cells for name in (cell, f"prior:{cell}")]}
    values = {"type": "object", "propertyNames": names, "additionalProperties": {"type": "string"}}
    quoted = _object({"text": {"enum": list(form.cells)}, "quote": {"type": "string"}})
    texts = {"type": "array", "items": quoted}
    given = {"values": values, "texts": texts}
    return _object({key: given.get(key, {"type": "string"}) for key in EXPLANATION_KEYS})
