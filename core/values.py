"""What an answer is made of, and its three faces: *stored* (exact), *typed* (as a person enters it), *shown*.

A cell is blank (no answer), a number, unread text (kept as typed because its kind could not take it), a text, a
choice or a flag. Laws, tested: ``load(*store(v)) == v`` and ``typed(kind, shown(kind, v)).value == v``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

KindName = Literal["count", "amount", "year", "text", "line", "choice", "flag"]
KINDS: Final[tuple[KindName, ...]] = ("count", "amount", "year", "text", "line", "choice", "flag")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cell takes. `places`: decimal places at most; `units`: words that may trail a number; `options`:
    (stored, shown) pairs of a choice; `signed`: may be negative."""

    name: KindName
    places: int = 0
    units: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    signed: bool = False

    @property
    def numeric(self) -> bool:
        return self.name in ("count", "amount", "year")

    @property
    def textual(self) -> bool:
        return self.name in ("text", "line")


@dataclass(frozen=True, slots=True)
class Number:
    """An exact decimal of at most `MAX_DIGITS` digits before and after the point."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Unread:
    """Typed or imported text that the cell's kind cannot take; kept as it came."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """Running text or a short line: NFC, lines ended by ``\\n``."""

    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The stored word of one of the kind's options."""

    option: str


@dataclass(frozen=True, slots=True)
class Flag:
    """是 or 否."""

    on: bool


Value = Number | Unread | Text | Choice | Flag


@dataclass(frozen=True, slots=True)
class Answer:
    """One cell's answer. `note`: what was typed or printed where normalising changed it (``１２件``)."""

    value: Value
    note: str = ""


MAX_DIGITS: Final = 20
_NUMBER = re.compile(rf"[+-]?\d{{1,{MAX_DIGITS}}}(?:\.\d{{1,{MAX_DIGITS}}})?")
_PLAIN = re.compile(rf"0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}}")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_YES: Final = frozenset({"是", "有", "yes", "true", "1"})
_NO: Final = frozenset({"否", "无", "没有", "no", "false", "0"})


def typed(kind: Kind, text: str) -> Answer | None:
    """What typing `text` into a cell of `kind` means: an answer, or None for blank. Never raises, loses nothing."""
    if kind.numeric and _PLAIN.fullmatch(text):  # by far the most of what is read
        return Answer(Number(Decimal(text)))
    if kind.name == "text":
        clean = clean_text(text)
        return Answer(Text(clean)) if clean else None
    line = _SPACE.sub(" ", clean_text(text)).strip()
    if not line:
        return None
    if kind.numeric:
        return _typed_number(kind, line)
    if kind.name == "choice":
        found = next((key for key, label in kind.options if line in (key, label)), None)
        return Answer(Choice(found) if found is not None else Unread(line))
    if kind.name == "flag":
        word = line.lower()
        return Answer(Flag(word in _YES) if word in _YES | _NO else Unread(line))
    return Answer(Text(line))


def _typed_number(kind: Kind, line: str) -> Answer:
    word = unicodedata.normalize("NFKC", line).replace("−", "-").replace("，", ",").replace(" ", "")
    for unit in sorted(kind.units, key=len, reverse=True):
        if word.endswith(unit) and word != unit:
            word = word.removesuffix(unit)
            break
    if _GROUPED.fullmatch(word):
        word = word.replace(",", "")
    if not (word.isascii() and _NUMBER.fullmatch(word)):
        return Answer(Unread(line))
    value = Decimal(word)
    plain = decimal_text(value)
    return Answer(Number(Decimal(plain)), note="" if plain == line else line)


def decimal_text(value: Decimal) -> str:
    """The canonical text of an exact decimal: no exponent, no trailing zeros, no ``-0``."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def shown(kind: Kind, value: Value | None) -> str:
    """The face a reader of the screen or the paper sees; blank is the empty string."""
    match value:
        case None:
            return ""
        case Number(number):
            return decimal_text(number)
        case Unread(text) | Text(text):
            return text
        case Choice(option):
            return dict(kind.options).get(option, option)
        case Flag(on):
            return "是" if on else "否"


def store(value: Value) -> tuple[str, str]:
    """(tag, exact text) for a row or a file."""
    match value:
        case Number(number):
            return "number", decimal_text(number)
        case Unread(text):
            return "unread", text
        case Text(text):
            return "text", text
        case Choice(option):
            return "choice", option
        case Flag(on):
            return "flag", "yes" if on else "no"


def load(tag: str, text: str) -> Value:
    """The inverse of `store`. Raises ValueError on an unknown tag or a number that is none."""
    match tag:
        case "number":
            try:
                return Number(Decimal(text))
            except InvalidOperation as error:
                raise ValueError(text) from error
        case "unread":
            return Unread(text)
        case "text":
            return Text(text)
        case "choice":
            return Choice(text)
        case "flag" if text in ("yes", "no"):
            return Flag(text == "yes")
    raise ValueError(f"{tag}: {text}")


def clean_text(text: str) -> str:
    """NFC with ``\\n`` line ends; NUL and lone surrogates, which no file format carries, become U+FFFD."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", whole))


_SURROGATE = re.compile("[\ud800-\udfff]")
