"""Which theme at which size of type: as chosen, else as the system says."""

from __future__ import annotations

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from gui import contrast
from gui.preferences import chosen
from gui.theme import Mode, Theme, install, window_family


def chosen_theme(settings: QSettings) -> Theme:
    """The theme of the settings. A system that does not say light or dark gets light."""
    wanted = chosen(settings)
    dark = wanted.look == "dark" or (wanted.look == "system" and _system_is_dark())
    mode: Mode = "dark" if dark else "light"
    own = contrast.system_tokens() if contrast.wanted() else ()
    return Theme(mode, wanted.size, window_family(), own)


def _system_is_dark() -> bool:
    return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark


def dress(theme: Theme) -> None:
    """Put a theme on the running application."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        install(app, theme)
