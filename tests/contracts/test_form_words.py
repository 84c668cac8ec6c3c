"""The program knows no form: no cell id and no label of a shipped form stands in its source."""

from __future__ import annotations

import io
import re
import tokenize
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest

from core.form.load import load
from tests.contracts.source import ROOT, Source, assert_none, sources

ORDINAL = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[）)]|[一二三四五六七八九十\d]+[、.．])\s*")
BLANK = re.compile(r"\{\w+\}")
REMARK = re.compile(r"[（(][^（）()]*[）)]$")
DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.\w+)+", re.ASCII)
SPOKEN = frozenset({tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)})
"""Tokens that are words, not code; since Python 3.12 an f-string is several tokens."""
LEAST = 4
"""Characters from which on a label is the form's own and no everyday word."""

SHIPPED = tuple(p for p in sorted((ROOT / "resources/forms").rglob("*.toml")) if p.name.count(".") == 1)
"""The editions' own files; rules and examples stand beside them under longer names."""


def labels(value: object) -> Iterator[str]:
    """Every `label`, `title` and `name` of a form file; of a template the parts between its blanks."""
    if isinstance(value, dict):
        said = (v for k, v in value.items() if k in {"label", "title", "name"} and isinstance(v, str))
        yield from (part for text in said for part in BLANK.split(text) if part)
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from labels(inner)


def spoken(label: str) -> set[str]:
    """The label as printed, without its ordinal, without the remark behind it; short ones left out."""
    whole = re.sub(r"\s", "", label)
    bare = ORDINAL.sub("", whole)
    return {word for word in (whole, bare, REMARK.sub("", bare)) if len(word) >= LEAST}


def words_and_remarks(source: Source) -> Iterator[tuple[int, str]]:
    """String literals and comments with the line they begin in."""
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type in SPOKEN:
            yield token.start[0], token.string


def form_words(source: Source, ids: Collection[str], words: Collection[str]) -> list[str]:
    """Places of the source that name a cell by its full id, or quote a label."""
    full = {i for i in ids if "." in i}
    return [
        f"{source.name}:{line} {what}"
        for line, text in words_and_remarks(source)
        for what in (*sorted(full.intersection(DOTTED.findall(text))), *(w for w in words if w in text))
    ]


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda p: f"{p.parent.name}-{p.stem}")
def form_file(request: pytest.FixtureRequest) -> Path:
    return request.param


def test_a_form_is_shipped() -> None:
    assert SHIPPED


def test_no_id_and_no_label_of_a_shipped_form_stands_in_the_program(form_file: Path) -> None:
    ids = load(form_file).cells.keys()
    form = tomllib.loads(form_file.read_text(encoding="utf-8"))
    words = {word for label in labels(form) for word in spoken(label)}
    assert ids
    assert words
    assert_none(line for source in sources() for line in form_words(source, ids, words))


def test_ids_and_labels_are_seen() -> None:
    text = '# as in a.new.one\nx = "结果维持案"\ny = a.new.one, "a.new.ones", "xa.new.one"\nz = f"a.new.one {x}"'
    assert form_words(Source("m.py", text), ["a.new.one"], spoken("（一）结果维持（注）")) == [
        "m.py:1 a.new.one",
        "m.py:2 结果维持",
        "m.py:4 a.new.one",
    ]


def test_a_label_is_looked_for_without_its_ordinal_and_its_remark() -> None:
    assert spoken("（二）部分公开（区分）") == {"（二）部分公开（区分）", "部分公开（区分）", "部分公开"}
    assert spoken("1.其他") == {"1.其他"}
    assert spoken("总计") == set()


def test_labels_are_found_however_deep() -> None:
    form = {"title": "{unit}a{year}", "of": [{"label": "b", "of": [{"label": "c", "short": "d"}]}]}
    assert list(labels(form)) == ["a", "b", "c"]
