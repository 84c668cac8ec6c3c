"""What a person has chosen for the window. Read from the settings in one place; nonsense there counts as not chosen."""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal, cast, get_args

from PySide6.QtCore import QSettings

Look = Literal["system", "light", "dark"]
Way = Literal["down", "right"]

BASE = 13.0
SIZES = (12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 18.0, 19.0, 20.0, 64 / 3)
"""Sizes of running text in px; 9 to 16 pt."""
SCALES = (100, 125, 150, 175, 200, 250, 300)
POINT = 0.75  # pt in a px


@dataclass(frozen=True, slots=True)
class Preferences:
    """`size` in px; `scale` in per cent, 0 as the system says; `enter`: where Enter goes in a table."""

    look: Look = "system"
    size: float = BASE
    scale: int = 0
    enter: Way = "down"


def chosen(settings: QSettings) -> Preferences:
    """The preferences as they were kept."""
    look, way = str(settings.value("theme", "system")), str(settings.value("enter", "down"))
    scale = _number(settings, "scale", 0)
    return Preferences(
        cast(Look, look) if look in get_args(Look) else "system",
        min(max(_number(settings, "size", BASE), SIZES[0]), SIZES[-1]),
        int(scale) if scale in SCALES else 0,
        cast(Way, way) if way in get_args(Way) else "down",
    )


def keep(settings: QSettings, wanted: Preferences) -> None:
    """Keep them for next time."""
    settings.setValue("theme", wanted.look)
    settings.setValue("size", wanted.size)
    settings.setValue("scale", wanted.scale)
    settings.setValue("enter", wanted.enter)


def _number(settings: QSettings, key: str, usual: float) -> float:
    try:
        number = float(str(settings.value(key, usual)))
    except ValueError:
        return usual
    return number if isfinite(number) else usual


def next_size(size: float, step: int) -> float:
    """The next larger (`step` 1) or smaller (−1) size, the usual one (0)."""
    if step == 0:
        return BASE
    rest = [s for s in SIZES if (s > size if step > 0 else s < size)]
    return (min(rest) if step > 0 else max(rest)) if rest else size


def scale_screen(settings: QSettings, environment: MutableMapping[str, str] = os.environ) -> None:
    """Tell Qt the scale that was chosen; before the application is made, because Qt asks only once.

    The chosen scale stands for the screen's own, since X servers often say nothing. Whoever has set Qt's variable knows
    why and keeps it.
    """
    scale = chosen(settings).scale
    if scale and "QT_SCALE_FACTOR" not in environment:
        environment["QT_SCALE_FACTOR"] = f"{scale / 100:g}"
        environment["QT_ENABLE_HIGHDPI_SCALING"] = "0"
