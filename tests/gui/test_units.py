"""Offsets of Qt and of the program lead into each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gui.text.units import points, units

TEXTS = st.text(st.characters(codec="utf-16"), max_size=30)


@given(TEXTS, TEXTS)
def test_a_code_point_is_found_again_by_its_unit(before: str, after: str) -> None:
    assert points(before + after, units(before)) == len(before)


@given(TEXTS, st.integers(0, 80))
def test_within_a_pair_counts_as_before_it(text: str, at: int) -> None:
    starts = [units(text[:n]) for n in range(len(text) + 1)]
    assert points(text, at) == max(n for n, start in enumerate(starts) if start <= at)
