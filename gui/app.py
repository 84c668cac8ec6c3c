"""The one place where the window is put together and started."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core import paths
from gui.dressing import chosen_theme, dress
from gui.firstframe import FirstFrame
from gui.inputmethod import choose_input_method
from gui.mainwindow import MainWindow
from gui.preferences import scale_screen

if TYPE_CHECKING:
    from gui.ask import Ask
    from gui.control import Control


def settings() -> QSettings:
    """Window, page, theme and the like: an INI file in the data folder, so nothing lies elsewhere."""
    return QSettings(str(paths.home() / "settings.ini"), QSettings.Format.IniFormat)


def speak_chinese(app: QApplication) -> None:
    """Standard buttons and dialogs in Chinese, whatever the system says."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator  # the list of all languages is a dear import

    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def application(argv: list[str]) -> QApplication:
    """Qt, with a way for Chinese to come in."""
    fcitx = choose_input_method()
    app = QApplication(argv)
    if fcitx:
        from gui.fcitx import Bridge

        Bridge(*fcitx, app)
    return app


def dressed(app: QApplication, kept: QSettings) -> MainWindow:
    """The window without anything in it yet."""
    app.setApplicationName("年报")
    theme = chosen_theme(kept)
    dress(theme)
    return MainWindow(theme, kept)


def build(app: QApplication, kept: QSettings, ask: Ask, patience: float = 30.0) -> Control:
    """The window, dressed and with its library open, if that comes in `patience` seconds; shown by the caller."""
    from gui.control import Control

    window = dressed(app, kept)
    speak_chinese(app)
    control = Control(window, window.theme, kept, ask)
    control.open_first(patience)
    return control


def heed_signals(app: QApplication) -> None:
    """Ctrl+C in the terminal and a system that goes down close the window as its person would, what is half typed
    handed over; the second time the program ends as it stands. Heard by the next turn of Python, within a second."""

    def close(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        QTimer.singleShot(0, app.closeAllWindows)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed."""
    kept = settings()
    scale_screen(kept)
    app = application(list(argv) if argv is not None else sys.argv)
    heed_signals(app)
    window = dressed(app, kept)
    first = FirstFrame(kept, window.theme)
    running: list[Control] = []
    window.show_widget(first, "年报")
    first.painted.connect(lambda: running.append(begin(window, kept)), Qt.ConnectionType.QueuedConnection)
    window.show()
    return app.exec()


def begin(window: MainWindow, kept: QSettings) -> Control:
    """Load the program into a window that can be seen already: most of it is imported only now."""
    from gui.ask import Ask
    from gui.control import Control
    from gui.faults import catch_bugs, open_log

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak_chinese(app)
    control = Control(window, window.theme, kept, Ask())
    catch_bugs(control, open_log())
    control.open_first()
    return control
