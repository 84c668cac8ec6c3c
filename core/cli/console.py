"""Printing in Chinese wherever the output goes."""

from __future__ import annotations

import io
import sys
from typing import Any


def in_utf8() -> None:
    """Both streams write UTF-8 whatever the console's own encoding; what UTF-8 cannot hold (half a character in a
    file name) is written as an escape, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def complain(sentence: str) -> None:
    """What went wrong, for the person; results go to the other stream."""
    print(sentence, file=sys.stderr)


def print_json(value: Any, *, after: str = "") -> None:
    import json  # not for the window, which starts here too

    print(json.dumps(value, ensure_ascii=False, indent=1) + after, flush=True)
