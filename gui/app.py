"""The one place where the window is put together and started."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from core import paths
from core.errors import NianbaoError
from gui.dressing import chosen_theme, dress
from gui.firstframe import FirstFrame
from gui.inputmethod import choose_input_method
from gui.mainwindow import MainWindow
from gui.preferences import scale_screen

if TYPE_CHECKING:
    from gui.ask import Ask
    from gui.control import Control

log = logging.getLogger("nianbao.gui")


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


def open_log() -> Path:
    """What goes wrong, and which faces paper was set in, is written to the data folder; the file is made when there is
    something to write."""
    file = paths.home() / "log" / f"{datetime.now().astimezone():%Y-%m-%d}.log"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError:
        return file  # a place that cannot be written to must not keep the window from opening
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name in ("nianbao", "core"):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.INFO)
    return file


def catch_bugs(control: Control, file: Path) -> None:
    """An exception in a slot: the log has it, the person gets a calm sentence, the program goes on. One that has a
    sentence of its own (the library has gone from its disk) says that.

    One bug is told once: a page that fails at each repaint must not bury the person in dialogs.
    """
    told: set[tuple[str, int]] = set()
    words = f"程序内部出了一点问题，抱歉。已录入的内容都已保存，可以接着填。\n如果反复出现，请把“{file}”交给维护人员。"
    nothing_open = f"程序内部出了一点问题，报告库没有打开，其中的内容没有改动。\n请把“{file}”交给维护人员。"

    def tell(trouble: str = "") -> None:
        if control.library is None:  # else the first frame would say for ever that the library is being opened
            control.strand(trouble or nothing_open)
        else:
            control.ask.tell(control.window, "年报", trouble or words)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        if isinstance(error, NianbaoError):  # the library's disk or share, where no command reckoned with it: no bug
            log.warning("a command was not done: %s", error.message)
            QTimer.singleShot(0, control, partial(tell, error.message))
            return
        log.error("a slot failed", exc_info=(kind, error, trace))
        place = _place(trace)
        if place not in told:
            told.add(place)
            QTimer.singleShot(0, control, tell)  # not while painting

    sys.excepthook = hook


def _place(trace: TracebackType | None) -> tuple[str, int]:
    """The line that failed."""
    frames = list(traceback.walk_tb(trace))
    return (frames[-1][0].f_code.co_filename, frames[-1][1]) if frames else ("", 0)


def main(argv: Sequence[str] | None = None) -> int:
    """Open the window and stay until it is closed."""
    kept = settings()
    scale_screen(kept)
    app = application(list(argv) if argv is not None else sys.argv)
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

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    speak_chinese(app)
    control = Control(window, window.theme, kept, Ask())
    catch_bugs(control, open_log())
    control.open_first()
    return control
