"""How far a long task is, told to whoever waits for it, who may give it up."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import NianbaoError

Watch = Callable[[str], None]
"""Called with words for a person at the beginning of each part of a task; what it raises ends the task, and nothing
has been changed then."""


class GivenUp(NianbaoError):
    """The person has had enough; raised by a `Watch`."""

    def __init__(self) -> None:
        super().__init__("given_up", "已取消，没有写出文件，原有文件没有改动。")


def unwatched(words: str) -> None:
    """Nobody waits."""
