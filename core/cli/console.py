"""Printing in Chinese wherever the output goes."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from core.errors import EnvironmentTrouble, os_reason


def in_utf8() -> None:
    """Both streams write UTF-8 whatever the console's own encoding; what UTF-8 cannot hold (half a character in a
    file name) is written as an escape, which JSON reads back."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """A result, at once. Raises `BrokenPipeError` where nobody reads on, `EnvironmentTrouble` where it has no room."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        _hush()
        raise
    except OSError as error:
        _hush()
        raise EnvironmentTrouble("output", f"结果没有写完整：{os_reason(error)}。") from error


def _hush() -> None:
    """What is left in the stream goes nowhere: Python would try it once more at its end, and complain in English."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> None:
    """What went wrong, for the person; results go to the other stream."""
    print(sentence, file=sys.stderr)


def print_json(value: Any, *, after: str = "") -> None:
    import json  # not for the window, which starts here too

    say(json.dumps(value, ensure_ascii=False, indent=1) + after)
