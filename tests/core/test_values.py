"""The three faces of an answer."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values import (
    MAX_DIGITS,
    Answer,
    Choice,
    Flag,
    Kind,
    Number,
    Text,
    Unread,
    decimal_text,
    load,
    shown,
    store,
    typed,
)

COUNT = Kind("count", units=("件",))
FEE = Kind("amount", places=6, units=("万元",))
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15)
values = st.one_of(
    numbers.map(lambda d: Number(Decimal(decimal_text(d)))),
    st.text().map(Unread),
    st.text().map(Text),
    st.sampled_from(["a", "b"]).map(Choice),
    st.booleans().map(Flag),
)


@given(values)
def test_what_is_stored_is_read_back(value: Number | Unread | Text | Choice | Flag) -> None:
    assert load(*store(value)) == value


@given(numbers)
def test_what_is_shown_can_be_typed_again(number: Decimal) -> None:
    value = Number(Decimal(decimal_text(number)))
    assert typed(FEE, shown(FEE, value)) == Answer(value)


@given(st.text())
def test_typing_never_raises_and_unread_text_stays_as_it_is(text: str) -> None:
    for kind in (
        COUNT,
        FEE,
        Kind("line"),
        Kind("choice", options=(("a", "甲"),)),
        Kind("flag"),
        Kind("text"),
    ):
        answer = typed(kind, text)
        if isinstance(answer, Answer) and isinstance(answer.value, Unread):
            again = typed(kind, answer.value.text)
            assert again == answer


@pytest.mark.parametrize(
    ("text", "number", "note"),
    [
        ("12", "12", ""), (" 12 ", "12", ""), ("0", "0", ""), ("１２", "12", "１２"), ("007", "7", "007"),
        ("１，２３４", "1234", "１，２３４"), ("1,234,567", "1234567", "1,234,567"), ("12件", "12", "12件"),
        ("12.0", "12", "12.0"), ("-3", "-3", ""), ("−3", "-3", "−3"), ("+3", "3", "+3"),
        ("9" * MAX_DIGITS, "9" * MAX_DIGITS, ""),
    ],
)  # fmt: skip
def test_numbers_are_normalised_and_it_is_noted(text: str, number: str, note: str) -> None:
    assert typed(COUNT, text) == Answer(Number(Decimal(number)), note)


@pytest.mark.parametrize(
    "text",
    [
        "12abc",
        "/",
        "—",
        "不适用",
        "无",
        "十二",
        "1,23",
        "12.",
        ".5",
        "1e5",
        "件",
        "1 件 2",
        "12（其中修订3件）",
        "1" * 400,
        "٣",
        "35000元",
    ],
)
def test_what_is_no_number_stays_as_it_was_typed(text: str) -> None:
    assert typed(COUNT, text) == Answer(Unread(text))


def test_a_unit_of_another_measure_is_not_stripped() -> None:
    assert typed(FEE, "3.5万元") == Answer(Number(Decimal("3.5")), "3.5万元")
    assert typed(FEE, "35000元") == Answer(Unread("35000元"))


@pytest.mark.parametrize("text", ["", "  ", "\u3000", "\t\n"])
def test_white_space_is_blank_in_every_line_and_number(text: str) -> None:
    assert typed(COUNT, text) is None
    assert typed(Kind("line"), text) is None


def test_choices_and_flags_take_their_stored_and_their_shown_words() -> None:
    kind = Kind("choice", options=(("own", "本级"), ("all", "含下级")))
    assert typed(kind, "本级") == typed(kind, "own") == Answer(Choice("own"))
    assert typed(Kind("flag"), "是") == Answer(Flag(True))
    assert typed(Kind("flag"), "无") == Answer(Flag(False))


def test_texts_keep_their_lines_and_lose_only_what_no_file_can_hold() -> None:
    assert typed(Kind("text"), "一\r\n二\r三\0\ud800") == Answer(Text("一\n二\n三\ufffd\ufffd"))
