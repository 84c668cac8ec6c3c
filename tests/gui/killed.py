"""A clerk who types until somebody pulls the plug: `python -m tests.gui.killed HOME cells|text`.

Says on its output what was typed and when, by the clock that all processes of a machine share.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gui.app import build, settings
from gui.ask import Ask
from gui.control import Control
from gui.dialogs import NewReport

TEXT = "全年主动公开政府信息六百一十二条，其中政策文件八十六条、规划计划二十四条。" * 40


def told(*words: object) -> None:
    print(*words, f"{time.monotonic():.4f}", flush=True)


def pause(milliseconds: int) -> None:
    """Let time pass as it passes between keys: in the event loop."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def type_cells(control: Control) -> None:
    """The figure 1, 2, 3 … from cell to cell; each is told of before the next key."""
    assert control.wizard is not None
    control.wizard.show_page("s3")
    keys, number = control.window.windowHandle(), 0
    saver = control.held.autosave
    assert saver is not None
    while True:
        number += 1
        for digit in str(number):
            QTest.keyClick(keys, Qt.Key(ord(digit)))
        QTest.keyClick(keys, Qt.Key.Key_Tab)
        saver.flush(5)
        told("cell", number)
        if number % 143 == 0:
            QTest.keyClick(keys, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
            control.wizard.page("s3").setFocus()


def type_text(control: Control) -> None:
    """A long text without a pause."""
    assert control.wizard is not None
    control.wizard.show_page("s1")
    focus = QApplication.focusWidget()
    for number, character in enumerate(TEXT, 1):
        focus.textCursor().insertText(character)  # type: ignore[union-attr] # the text editor
        told("text", number)
        pause(7)


def main(what: str) -> None:
    app = QApplication([])
    report = NewReport({"unit_name": "云岭区水务局", "year": "2025"}, "张敏")
    control = build(app, settings(), Ask(new_report=lambda *_: report))
    control.window.show()
    control.window.activateWindow()
    pause(0)
    control.new_report()
    control.opening.finish()  # it is opened in parts
    told("ready", 0)
    type_cells(control) if what == "cells" else type_text(control)


if __name__ == "__main__":
    main(sys.argv[1])
