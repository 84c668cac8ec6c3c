"""Qt counts a text in UTF-16 units, the program in code points."""

from __future__ import annotations


def units(text: str) -> int:
    """Length of `text` in UTF-16 units."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


def points(text: str, at: int) -> int:
    """The code points in the first `at` UTF-16 units of `text`; within a pair counts as before it."""
    if text.isascii() or not any(ord(c) > 0xFFFF for c in text[:at]):
        return min(at, len(text))
    before = text[:at].encode("utf-16-le", "surrogatepass")[: 2 * at]
    return len(before.decode("utf-16-le", "ignore"))
