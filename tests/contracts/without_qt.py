"""A pytest plugin (`-p tests.contracts.without_qt`) that puts Qt out of reach, as if not installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType

QT = frozenset({"PySide6", "shiboken6"})


class NoQt(MetaPathFinder):
    """Refuses Qt the way a missing package does."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in QT:
            raise ModuleNotFoundError(f"{fullname} is not imported: Qt is out of reach here", name=fullname)
        return None


already = QT & sys.modules.keys()
assert not already, f"{', '.join(sorted(already))} was imported before it could be refused"
sys.meta_path.insert(0, NoQt())
