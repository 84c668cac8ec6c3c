"""What a person has chosen for files and paper. Read from the settings in one place; nonsense there counts as not
chosen."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from core.services.export import PLAIN, Options
from core.services.paper import FaceSet

_KEYS = ("archival", "formulas", "fragment")


def chosen_output(settings: QSettings) -> Options:
    """The choices as they were kept."""
    faces: FaceSet = "shipped" if settings.value("output/faces") == "shipped" else "installed"
    said = {key: _said(settings, key, usual=bool(getattr(PLAIN, key))) for key in _KEYS}
    return Options(faces=faces, **said)


def keep_output(settings: QSettings, wanted: Options) -> None:
    """Keep them for next time."""
    settings.setValue("output/faces", wanted.faces)
    for key in _KEYS:
        settings.setValue(f"output/{key}", "yes" if getattr(wanted, key) else "no")


def _said(settings: QSettings, key: str, *, usual: bool) -> bool:
    return {"yes": True, "no": False}.get(str(settings.value(f"output/{key}")), usual)
