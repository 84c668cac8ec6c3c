"""Qt counts a text in UTF-16 units, the program in code points."""

from __future__ import annotations


def units(text: str) -> int:
    """Length of `text` in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def points(text: str, at: int) -> int:
    """The code points in the first `at` UTF-16 units of `text`; within a pair counts as before it."""
    before = text[:at]
    raw = before.encode("utf-16-le", "surrogatepass")
    if len(raw) == 2 * len(before):
        return len(before)
    return len(raw[: 2 * at].decode("utf-16-le", "ignore"))
