"""A PDF to look at beside what was read from it: pictures of its pages.

Runs in the reading process (`core.readers.child`), as everything does that parses foreign bytes.
"""

from __future__ import annotations

from typing import Final

import pypdfium2

_MOST_SCALE: Final = 6.0

Pixels = tuple[int, int, int, bytes]
"""Width, height, bytes a row, and 8-bit BGRX pixels."""


def picture(data: bytes, page: int, scale: float) -> Pixels:
    """The page `page` (from 0) at `scale` px per point."""
    document = pypdfium2.PdfDocument(data)
    try:
        bitmap = document[page].render(scale=min(scale, _MOST_SCALE), prefer_bgrx=True)
        made = bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer)
        bitmap.close()
        return made
    finally:
        document.close()
