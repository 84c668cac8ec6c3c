"""What a file of text can carry: a paragraph or a label as docx, xlsx and html hold it."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = re.compile(r"[\t\n\r]")
_GONE: Final = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def carried(text: str) -> str:
    """`text` on one line, without the control characters and non-characters that XML 1.0 (2.2) and HTML refuse.

    Everything else is kept as it is: markup, emoji, right-to-left marks.
    """
    return _GONE.sub("", _SPACES.sub(" ", text))
