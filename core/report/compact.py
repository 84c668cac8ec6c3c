"""All typed figures of a report as a short line of text: what the code on the sign-off sheet holds.

Layout of the bytes: a version; the first three bytes of the form's SHA-256; the year; the unit's name; the first
eight bytes of the package's fingerprint (what is printed on every page); then each typed table cell in the form's
order. Numbers are unsigned LEB128 (seven bits a byte, the low ones first). A cell is 0 where blank, 1 and a text where
it is no plain figure, otherwise the figure + 2; a cell that may have decimals gives their number behind it.
The bytes are written in base 45 (RFC 9285), which a QR code holds best.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from core.form.model import Cell, Form
from core.values import Number, Unread, Value, decimal_text

VERSION: Final = 1
_BLANK, _TEXT, _FIRST = 0, 1, 2
_MARK: Final = 8
_FORM: Final = 3
_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_LONGEST_NUMBER: Final = 20  # bytes


@dataclass(frozen=True, slots=True)
class Compact:
    """`cells`: the text of each typed cell that is not blank; `mark`: 16 hex digits, as printed."""

    form: Form
    unit: str
    year: int
    mark: str
    cells: Mapping[str, str]


def typed_cells(form: Form) -> tuple[Cell, ...]:
    """The table cells that a person fills, in the form's order."""
    return tuple(cell for cell in form.cells.values() if cell.row and not cell.total)


def pack(form: Form, values: Mapping[str, Value], *, unit: str, year: int, digest: str) -> str:
    """The figures of `values` with unit, year and the beginning of the package's `digest` (hex), in base 45."""
    name = unit.encode()
    head = bytes([VERSION]) + bytes.fromhex(form.sha256)[:_FORM] + _number(year) + _number(len(name)) + name
    body = b"".join(_cell(cell, values.get(cell.id)) for cell in typed_cells(form))
    return base45(head + bytes.fromhex(digest)[:_MARK] + body)


def unpack(text: str, forms: Sequence[Form]) -> Compact:
    """The inverse of `pack`. Raises ValueError where `text` is no such code or none of `forms` wrote it."""
    source = _Source(from_base45(text))
    if source.take(1) != bytes([VERSION]):
        raise ValueError("version")
    mark = source.take(_FORM)
    form = next((form for form in forms if bytes.fromhex(form.sha256).startswith(mark)), None)
    if form is None:
        raise ValueError("form")
    year = source.number()
    unit = source.take(source.number()).decode()
    digest = source.take(_MARK).hex()
    cells = {cell.id: said for cell in typed_cells(form) if (said := source.cell(cell))}
    if not source.done:
        raise ValueError("length")
    return Compact(form, unit, year, digest, cells)


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*found, value))


def _cell(cell: Cell, value: Value | None) -> bytes:
    match value:
        case Number(number) if not number.is_signed() and _places(number) <= cell.kind.places:
            places = _places(number)
            whole = _number(int(number.scaleb(places)) + _FIRST)
            return whole + (_number(places) if cell.kind.places else b"")
        case Number(number):
            return _words(decimal_text(number))
        case Unread(text):
            return _words(text)
    return _number(_BLANK)


def _words(text: str) -> bytes:
    data = text.encode()
    return _number(_TEXT) + _number(len(data)) + data


def _places(number: Decimal) -> int:
    return len(decimal_text(number).partition(".")[2])


class _Source:
    """Bytes taken from the front. Everything raises ValueError at the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._data)

    def take(self, count: int) -> bytes:
        found = self._data[self._at : self._at + count]
        if len(found) < count:
            raise ValueError("short")
        self._at += count
        return found

    def number(self) -> int:
        value = 0
        for place in range(_LONGEST_NUMBER):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << 7 * place
            if byte < 0x80:
                return value
        raise ValueError("number")

    def cell(self, cell: Cell) -> str:
        first = self.number()
        if first == _BLANK:
            return ""
        if first == _TEXT:
            return self.take(self.number()).decode()
        places = self.number() if cell.kind.places else 0
        if places > cell.kind.places:
            raise ValueError("places")
        return decimal_text(Decimal(first - _FIRST).scaleb(-places))


def base45(data: bytes) -> str:
    """RFC 9285, section 4: two bytes are three characters, a last one two."""
    return "".join(_digits(data[i : i + 2]) for i in range(0, len(data), 2))


def _digits(pair: bytes) -> str:
    value = int.from_bytes(pair, "big")
    return "".join(_ALPHABET[value // 45**i % 45] for i in range(len(pair) + 1))


def from_base45(text: str) -> bytes:
    """The inverse of `base45`. Raises ValueError."""
    return b"".join(_pairs(text))


def _pairs(text: str) -> Iterator[bytes]:
    for i in range(0, len(text), 3):
        group = text[i : i + 3]
        value = sum(_ALPHABET.index(c) * 45**place for place, c in enumerate(group))
        if len(group) < 2 or value >= 256 ** (len(group) - 1):
            raise ValueError("base45")
        yield value.to_bytes(len(group) - 1, "big")
