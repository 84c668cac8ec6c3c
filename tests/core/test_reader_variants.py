"""Made-up reports in the shapes of real ones: what is read wrong is in doubt, and nearly nothing is missed."""

from __future__ import annotations

import pytest

from core.form import edition
from core.readers import Reading, read
from core.values import Text
from tests.core.conftest import SHIPPED
from tests.core.variants.families import FAMILIES, Made, some
from tests.core.variants.plainly import BLANKS_LOST

FORM = edition(SHIPPED)
COUNT = 16
OPEN = ("rules none", "rules level")
"""PDFs without upright rules."""


def files(family: str) -> list[tuple[Made, Reading]]:
    return [(it, read(it.data, it.name, [FORM])) for it in some(FORM, family, COUNT)]


@pytest.mark.parametrize("family", FAMILIES)
def test_every_figure_that_shows_is_read_and_a_wrong_one_is_in_doubt(family: str) -> None:
    for it, found in files(family):
        told = f"{it.name}: {it.choices}"
        wrong = {c: t for c, t in found.as_read.items() if it.said.get(c) != t}
        assert wrong.keys() <= found.doubtful, told
        missed = it.said.keys() - found.as_read.keys()
        if not it.choices.startswith((*BLANKS_LOST, *OPEN)):
            assert not missed, told
            assert not wrong, told


@pytest.mark.parametrize("family", FAMILIES)
def test_texts_and_title_are_whole(family: str) -> None:
    for it, found in files(family):
        told = f"{it.name}: {it.choices}"
        assert {c: found.texts.get(c) for c in it.truth.texts} == dict(it.truth.texts), told
        unit = found.answers[FORM.role("unit_name")].value
        assert isinstance(unit, Text)
        assert (unit.text, str(it.truth.year)) == (
            it.truth.unit,
            str(getattr(found.answers["year"].value, "value", "")),
        ), told
