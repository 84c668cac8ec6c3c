"""What goes wrong is written down, told calmly, and the program goes on."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import datetime
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QTimer

from core import paths
from core.errors import NianbaoError
from gui.control import Control

log = logging.getLogger("nianbao.gui")


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
