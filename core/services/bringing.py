"""A file from elsewhere becomes a report of the library: always a new one, so nothing that is there is touched."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core import paths
from core.services import checking
from core.services.library import Library

_KINDS: Final[Mapping[str, str]] = MappingProxyType({".json": "package", ".txt": "text", ".md": "text"})
SAMPLE: Final = "yunting-2025.txt"


def file(library: Library, path: Path) -> int:
    """Read the file at `path` into a new draft and return its id.

    Raises `InputError` if it cannot be read or its fingerprint does not fit, `EnvironmentTrouble` if the disk refuses.
    """
    reading = checking.load(path)
    if reading.trouble:
        raise reading.trouble
    origin = _KINDS.get(path.suffix.lower(), "text")
    return library.add(reading.form, checking.report_of(reading), f"导入“{path.name}”", origin)


def sample(library: Library) -> int:
    """The built-in sample of an invented unit as a report of its own."""
    reading = checking.load(paths.resources() / "samples" / SAMPLE)
    return library.add(reading.form, checking.report_of(reading), "打开示例", "sample")
