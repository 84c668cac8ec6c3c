"""The one place where the window is put together and started."""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from core import paths
from core.services.library import default_path
from gui.ask import Ask, tell
from gui.control import Control
from gui.dressing import chosen_theme, dress
from gui.inputmethod import choose_input_method
from gui.mainwindow import MainWindow

log = logging.getLogger("nianbao.gui")


def settings() -> QSettings:
    """Window, page, theme and the like: an INI file in the data folder, so nothing lies elsewhere."""
    return QSettings(str(paths.home() / "settings.ini"), QSettings.Format.IniFormat)


def speak_chinese(app: QApplication) -> None:
    """Standard buttons and dialogs in Chinese, whatever the system says."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)


def build(app: QApplication, kept: QSettings, ask: Ask) -> Control:
    """The window, dressed and with its library open; shown by the caller."""
    speak_chinese(app)
    app.setApplicationName("年报")
    theme = chosen_theme(kept)
    dress(theme)
    window = MainWindow(theme, kept)
    control = Control(window, theme, kept, ask)
    path = Path(str(kept.value("library", "") or default_path()))
    if not control.open_library(path) and not control.open_library(default_path()):
        control.ask.tell(window, "年报", "报告库打不开，程序没有打开任何报告。请检查数据文件夹。")
    return control


def catch_bugs(control: Control) -> None:
    """An exception in a slot: the log has it, the person gets a calm sentence, the program goes on."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        log.error("a slot failed", exc_info=(kind, error, trace))
        where = paths.home() / "log" / "nianbao.log"
        words = f"程序内部出了一点问题，抱歉。已录入的内容都已保存，可以接着填。\n如果反复出现，请把“{where}”发给我们。"
        control.ask.tell(control.window, "年报", words)

    sys.excepthook = hook


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed."""
    choose_input_method()
    app = QApplication(list(argv) if argv is not None else sys.argv)
    control = build(app, settings(), Ask(tell=tell))
    catch_bugs(control)
    control.window.show()
    return app.exec()
