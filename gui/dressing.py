"""Which theme at which size of type: as chosen, else as the system says."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui import contrast
from gui.theme import Mode, Theme, install, window_family

BASE = 13.0
SMALLEST, LARGEST = 12.0, 22.0  # 9 to 16 pt


def chosen_theme(settings: QSettings) -> Theme:
    """The theme of the settings. A system that does not say light or dark gets light."""
    chosen = str(settings.value("theme", "system"))
    dark = chosen == "dark" or (chosen == "system" and _system_is_dark())
    mode: Mode = "dark" if dark else "light"
    try:
        size = float(str(settings.value("size", BASE)))
    except ValueError:
        size = BASE
    own = contrast.system_tokens() if contrast.wanted() else ()
    return Theme(mode, min(max(size, SMALLEST), LARGEST), window_family(), own)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def dress(theme: Theme) -> None:
    """Put a theme on the running application."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        install(app, theme)
