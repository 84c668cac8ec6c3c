"""A high-contrast palette of the system wins over both themes: marks and words remain, fills go."""

from __future__ import annotations

import sys
from functools import lru_cache

from PySide6.QtGui import QColor, QGuiApplication, QPalette

_GROUNDS = ("page", "panel", "chrome", "head", "calc", "hover", "btn", "err-soft", "qry-soft", "on-err", "on-qry")
_INKS = (
    "t1", "t2", "t3", "err", "qry", "qry-mark", "tip", "ok", "rule", "line", "grid", "btn-line",
)  # fmt: skip


def wanted() -> bool:
    """Whether the person has told the system to use high contrast. Only Windows says so to a program."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class HighContrast(ctypes.Structure):
            _fields_ = (("cbSize", wintypes.UINT), ("dwFlags", wintypes.DWORD), ("scheme", wintypes.LPWSTR))

        told = HighContrast(cbSize=ctypes.sizeof(HighContrast))
        asked = ctypes.windll.user32.SystemParametersInfoW(0x42, told.cbSize, ctypes.byref(told), 0)
        return bool(asked and told.dwFlags & 1)
    return False


@lru_cache(maxsize=1)
def system_tokens() -> tuple[tuple[str, str], ...]:
    """Every token in the colours of the system's palette, as it was before the program put on its own."""
    return tokens(QGuiApplication.palette())


def tokens(palette: QPalette) -> tuple[tuple[str, str], ...]:
    """Grounds are the window's, inks the text's; what is current or selected stands out by a mixture of both."""
    ground, ink = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
    found = {token: ground.name() for token in _GROUNDS} | {token: ink.name() for token in _INKS}
    found["acc"] = found["acc-fill"] = palette.color(QPalette.ColorRole.Highlight).name()
    found["on-acc"] = palette.color(QPalette.ColorRole.HighlightedText).name()
    found["acc-soft"] = _mixed(ground, ink).name()
    return tuple(found.items())


def _mixed(ground: QColor, ink: QColor) -> QColor:
    parts = zip(ground.getRgb()[:3], ink.getRgb()[:3], strict=True)  # type: ignore[index] # four numbers, say the docs
    return QColor(*((3 * one + other) // 4 for one, other in parts))
