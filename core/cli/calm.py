"""The one place that catches everything: a bug is logged for whoever mends it and told to the person in peace."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

from core import __version__, paths

BUG: Final = 3
"""Exit code after a bug."""

_T = TypeVar("_T")
_LOG = logging.getLogger(__name__)


def calmly(action: Callable[[], _T]) -> tuple[_T | None, str]:
    """(the result, "") or, where the action failed in a way nobody expected, (None, what to tell the person)."""
    try:
        return action(), ""
    except Exception:
        where = log_failure()
        place = f"详细情况记在“{where}”，" if where else ""
        return None, f"程序遇到没有料到的情况，这一步没有做完，原有文件没有改动。{place}请把它交给维护人员。"


def log_failure() -> Path | None:
    """Write the failure at hand to the log folder; None where even that cannot be written."""
    folder = paths.home() / "log"
    target = folder / f"{datetime.now().astimezone():%Y-%m-%d}.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(target, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _LOG.addHandler(handler)
    try:
        _LOG.exception("nianbao %s", __version__)
    finally:
        _LOG.removeHandler(handler)
        handler.close()
    return target
