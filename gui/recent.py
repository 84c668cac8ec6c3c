"""The libraries used lately, the newest first."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings

KEY = "libraries"
MOST = 8


def recent(settings: QSettings) -> tuple[Path, ...]:
    """What was kept; nothing where the settings hold nonsense."""
    try:
        names = json.loads(str(settings.value(KEY, "[]")))
    except ValueError:
        return ()
    return tuple(Path(name) for name in names if isinstance(name, str)) if isinstance(names, list) else ()


def used(settings: QSettings, path: Path) -> None:
    """`path` was opened."""
    rest = [it for it in recent(settings) if it != path]
    settings.setValue(KEY, json.dumps([str(it) for it in (path, *rest)][:MOST], ensure_ascii=False))


def there(path: Path) -> bool:
    """Whether it can be opened now; a place that may not be looked at is as good as gone."""
    try:
        return path.is_file()
    except OSError:
        return False
