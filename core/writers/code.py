"""The two-dimensional code on the sign-off sheet (ISO/IEC 18004): which of its fields are dark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from core.errors import InputError
from core.layout.styles import MM

QUIET: Final = 4
"""Empty fields around the code (ISO/IEC 18004, 6.3.8)."""

_FIELD: Final = 0.75 * MM
_SIDE: Final = 56 * MM
"""A field is `_FIELD` wide, less where the whole code would be wider than `_SIDE`."""

_TOO_MUCH: Final = "没有写成：所填的名称或数字太长，一个二维码放不下。请看看是不是误粘贴了整段文字。"


@dataclass(frozen=True, slots=True)
class Fields:
    """The dark stretches of each row, as (row, first column, number); `side` fields a side, each `width` points."""

    side: int
    width: float
    dark: tuple[tuple[int, int, int], ...]

    @property
    def height(self) -> float:
        """Points, with the quiet zone."""
        return (self.side + 2 * QUIET) * self.width


def fields(text: str) -> Fields:
    """The smallest QR code that holds `text` (base 45) with error correction M. Raises `InputError` if none does."""
    import segno

    try:
        code = segno.make(text, error="m", mode="alphanumeric", micro=False, boost_error=False)
    except segno.DataOverflowError as error:
        raise InputError("code", _TOO_MUCH) from error
    matrix = code.matrix
    side = len(matrix)
    dark = tuple(_stretches([[bool(field & 1) for field in row] for row in matrix]))
    return Fields(side, min(_FIELD, _SIDE / (side + 2 * QUIET)), dark)


def _stretches(rows: list[list[bool]]) -> Iterator[tuple[int, int, int]]:
    for number, row in enumerate(rows):
        start = -1
        for col, dark in enumerate((*row, False)):
            if dark and start < 0:
                start = col
            elif not dark and start >= 0:
                yield number, start, col - start
                start = -1
