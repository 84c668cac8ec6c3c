"""Glyphs as bare outlines: for marks on paper that are no text and must not be copied or searched as text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from struct import unpack_from
from typing import NamedTuple, Protocol

from core.writers.font import Font

_ON, _X_SHORT, _Y_SHORT, _REPEAT, _X_SAME, _Y_SAME = 1, 2, 4, 8, 16, 32


class Point(NamedTuple):
    x: float
    y: float
    on: bool


class Path(Protocol):
    """What reportlab's path object does."""

    def moveTo(self, x: float, y: float) -> object: ...
    def curveTo(self, x1: float, y1: float, x2: float, y2: float, x3: float, y3: float) -> object: ...
    def close(self) -> object: ...


def trace(font: Font, text: str, size: float, path: Path) -> None:
    """Add the outlines of `text` to `path`, its baseline centred on the origin. Composite glyphs are left out."""
    scale = size / font.face.unitsPerEm
    left = -size * sum(font.advance(ord(c)) for c in text) / 2
    for character in text:
        for contour in _contours(font, ord(character)):
            _draw(path, [Point(left + p.x * scale, p.y * scale, p.on) for p in contour])
        left += size * font.advance(ord(character))


def _draw(path: Path, contour: list[Point]) -> None:
    """Quadratic splines as cubic ones (OpenType, glyf: between two off-curve points lies one on the curve)."""
    whole: list[Point] = []
    for a, b in pairwise([contour[-1], *contour]):
        if not a.on and not b.on:
            whole.append(Point((a.x + b.x) / 2, (a.y + b.y) / 2, on=True))
        whole.append(b)
    first = next(i for i, p in enumerate(whole) if p.on)
    whole = [*whole[first:], *whole[: first + 1]]
    here, control = whole[0], None
    path.moveTo(here.x, here.y)
    for point in whole[1:]:
        if point.on:
            c = control or Point((here.x + point.x) / 2, (here.y + point.y) / 2, on=False)
            path.curveTo(
                here.x + (c.x - here.x) * 2 / 3, here.y + (c.y - here.y) * 2 / 3,
                point.x + (c.x - point.x) * 2 / 3, point.y + (c.y - point.y) * 2 / 3, point.x, point.y,
            )  # fmt: skip
            here, control = point, None
        else:
            control = point
    path.close()


def _contours(font: Font, code: int) -> Iterator[list[Point]]:
    glyph = font.face.charToGlyph[code]
    start, end = font.face.glyphPos[glyph : glyph + 2]
    data = font.face.get_table("glyf")[start:end]  # type: ignore[no-untyped-call] # the stub has no types
    count = unpack_from(">h", data)[0] if data else 0
    if count <= 0:
        return
    ends = unpack_from(f">{count}H", data, 10)
    at = 10 + 2 * count
    at += 2 + unpack_from(">H", data, at)[0]
    flags, at = _flags(data, at, ends[-1] + 1)
    xs, at = _coordinates(data, at, flags, _X_SHORT, _X_SAME)
    ys, at = _coordinates(data, at, flags, _Y_SHORT, _Y_SAME)
    points = [Point(x, y, bool(flag & _ON)) for x, y, flag in zip(xs, ys, flags, strict=True)]
    for first, last in pairwise((-1, *ends)):
        yield points[first + 1 : last + 1]


def _flags(data: bytes, at: int, count: int) -> tuple[list[int], int]:
    flags: list[int] = []
    while len(flags) < count:
        times = 1
        if data[at] & _REPEAT:
            times += data[at + 1]
        flags += [data[at]] * times
        at += 2 if data[at] & _REPEAT else 1
    return flags, at


def _coordinates(data: bytes, at: int, flags: list[int], short: int, same: int) -> tuple[list[int], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at
