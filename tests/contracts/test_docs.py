"""Documents tied to what they speak of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.contracts.source import ROOT

FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
TARGET = re.compile(r"\bmake ((?:[a-z.][\w.-]*[ ]?)+)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
RULE = re.compile(r"^([a-z.][\w.-]*):", re.MULTILINE)


def documents() -> tuple[Path, ...]:
    return (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md")))


def targets_named(text: str) -> set[str]:
    """Make targets that the code passages of a document call."""
    passages = FENCE.findall(text) + CODE.findall(FENCE.sub("", text))
    return {name for passage in passages for called in TARGET.findall(passage) for name in called.split()}


def broken_links(document: Path, text: str) -> list[str]:
    """Relative links of a document that lead nowhere."""
    links = (link.partition("#")[0] for link in LINK.findall(FENCE.sub("", text)))
    return [
        f"{document.name}: {link}"
        for link in links
        if link and not re.match(r"[a-z]+:", link) and not (document.parent / link).exists()
    ]


def test_the_outside_faces_are_make_targets() -> None:
    targets = set(RULE.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"run", "demo", "test", "bench", ".venv"} <= targets


def test_there_are_documents() -> None:
    assert {"README.md"} <= {d.name for d in documents()}


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.name)
def test_every_make_target_a_document_names_exists(document: Path) -> None:
    targets = set(RULE.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    assert targets_named(document.read_text(encoding="utf-8")) - targets == set()


@pytest.mark.parametrize("document", documents(), ids=lambda d: d.name)
def test_every_relative_link_of_a_document_leads_somewhere(document: Path) -> None:
    assert broken_links(document, document.read_text(encoding="utf-8")) == []


def test_targets_and_links_are_seen(tmp_path: Path) -> None:
    text = "We make do with `make run test`, or:\n```\n$ make no-such\n```\n[a](b.md) [c](mailto:d) [e](#f)\n"
    assert targets_named(text) == {"run", "test", "no-such"}
    assert broken_links(tmp_path / "x.md", text) == ["x.md: b.md"]
