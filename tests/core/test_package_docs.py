"""docs/PACKAGE.md says what the reader does."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from core.form.model import Form
from core.readers import read
from core.readers.package import KEYS
from core.readers.schema import schema
from core.report.package import canonical, fingerprint

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def document() -> str:
    return (ROOT / "docs" / "PACKAGE.md").read_text(encoding="utf-8")


def test_the_example_is_a_package(document: str, shipped: Form) -> None:
    block = re.search(r"```json\n(.*?)```", document, re.DOTALL)
    assert block is not None
    body = json.loads(block[1]) | {"form_sha256": shipped.sha256}
    body |= {"fingerprint": fingerprint(body)}
    Draft202012Validator(schema(shipped)).validate(body)
    reading = read(canonical(body), "例.json", [shipped])
    assert reading.trouble is None
    assert reading.package == body


def test_every_key_and_every_kind_of_refusal_is_explained(document: str) -> None:
    explained = set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", document, re.MULTILINE))))
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "core/readers").glob("*.py"))
    kinds = set(re.findall(r'InputError\(\s*"(\w+)"', source)) | set(
        re.findall(r', "(newer|form|not_package)"', source)
    )
    assert len(kinds) > 6
    assert set(KEYS) | kinds <= explained
