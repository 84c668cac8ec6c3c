"""A figure with a remark behind it: the figure counts, the remark is kept."""

from __future__ import annotations

import re
from typing import Final

from core.values import Answer, Kind, Number, typed

_REMARKED: Final = re.compile(r"([^（(〔\[]+)[（(〔\[]([^（）()〔〕\[\]]*)[)）〕\]]")
_ANOTHER: Final = re.compile(r"元")
"""A remark that names another unit makes it another figure."""


def as_printed(kind: Kind, text: str) -> Answer | None:
    """As `core.values.typed`, and ``12（其中修订3件）`` is 12 with what was printed as its note. A remark in which 元
    occurs may be about the unit: such a cell stays unread."""
    answer = typed(kind, text)
    if answer is None or isinstance(answer.value, Number) or not kind.numeric:
        return answer
    found = _REMARKED.fullmatch(text.strip())
    bare = typed(kind, found[1]) if found and not _ANOTHER.search(found[2]) else None
    return Answer(bare.value, note=text.strip()) if bare and isinstance(bare.value, Number) else answer
