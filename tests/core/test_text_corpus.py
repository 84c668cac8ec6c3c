"""Over two thousand sentences in the manner of officials, each read exactly: what it states, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from core.check.text.reading import read
from core.form import edition

FORM = edition("guoban-annual/2021")
YEAR = 2025
DATA = Path(__file__).parent / "data"
CELLS = {quantity.id.removeprefix("of_"): quantity.names[0] for quantity in FORM.quantities} | {
    quantity.id: quantity.names[0] for quantity in FORM.quantities
}


def lines(name: str) -> list[tuple[str, str, str]]:
    """(heading, sentence, what is said of it) of a file."""
    found, heading = [], ""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            heading = line[1:-1]
        elif line and not line.startswith("#"):
            sentence, _, told = line.rpartition(" =")
            found.append((heading, sentence, told.strip()))
    return found


def stated(heading: str, sentence: str) -> set[tuple[str, Decimal]]:
    said = [it for place in read(FORM, f"{heading}\n{sentence}") for it in place.read.said if it.year in (0, YEAR)]
    return {("+".join(sorted(CELLS[name] for name in it.quantities)), it.value) for it in said}


def expected(told: str, *, sure: bool) -> set[tuple[str, Decimal]]:
    """The figures that must be read (`sure`), or those that may be."""
    found = set()
    for entry in filter(None, told.split(", ")):
        names, value = entry.removeprefix("?").split(" ")
        if entry.startswith("?") != sure:
            found.add(("+".join(sorted(CELLS[name] for name in names.split("+"))), Decimal(value)))
    return found


@pytest.mark.parametrize(("heading", "sentence", "told"), lines("sentences.txt"))
def test_a_sentence_states_what_a_careful_reader_finds_in_it(heading: str, sentence: str, told: str) -> None:
    found, sure = stated(heading, sentence), expected(told, sure=True)
    assert found >= sure
    assert found - sure <= expected(told, sure=False)


@pytest.mark.parametrize(("heading", "sentence", "told"), lines("lists.txt"))
def test_a_list_is_wrong_where_its_parts_cannot_make_the_whole(heading: str, sentence: str, told: str) -> None:
    listings = [it for place in read(FORM, sentence) for it in place.read.listings]
    assert [f"{it.whole.value} {it.sum}" for it in listings if it.wrong] == list(filter(None, [told]))
