"""The watch over the thread that answers keys: how much work each turn of its event loop is.

Work is the thread's own CPU time, so that a busy machine makes no difference, and what is done beside the window is
not counted. A turn is a key with all that it does at once, or one round of what is waiting in the loop; no event in it
can be longer than the turn.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.driver import PLAIN, Program

LONG = 0.050
"""Seconds of work that a person notices; what is longer is listed."""


@dataclass
class Turns:
    """`worst` seconds by what was done, in the order it was done."""

    program: Program
    worst: dict[str, float] = field(default_factory=dict)

    def do(self, words: str, act: Callable[[], object]) -> Turns:
        """Something that a person does, and the loop afterwards until nothing more is waiting."""
        self._turn(words, act)
        return self.rest(words)

    def press(self, words: str, key: Qt.Key, modifiers: Qt.KeyboardModifier = PLAIN, times: int = 1) -> Turns:
        for _ in range(times):
            self.do(words, lambda: self.program.strike(key, modifiers))
        return self

    def type(self, words: str, text: str) -> Turns:
        for character in text:
            self.do(words, lambda it=character: self.program.type(it))
        return self

    def rest(self, words: str, until: Callable[[], bool] = lambda: True, patience: float = 60.0) -> Turns:
        """Turns of the loop until it is so, and until nothing is worked on beside the window."""
        end, quiet = time.monotonic() + patience, 0
        while quiet < 3:
            self._turn(words, QApplication.processEvents)
            quiet = quiet + 1 if until() and not self._busy() else 0
            if not quiet:
                assert time.monotonic() < end, f"{words}: it never came to be so"
                self.program.control.background.pool.waitForDone(2)  # the others run; no event is handled meanwhile
        return self

    def _busy(self) -> bool:
        """Whether something is worked on that nobody waits for: beside the window, or pages made ahead."""
        control = self.program.control
        ahead = control.wizard is not None and control.wizard.ahead.busy
        return ahead or control.opening.busy or bool(control.background.pool.activeThreadCount())

    def _turn(self, words: str, act: Callable[[], object]) -> None:
        begun = time.thread_time()
        act()
        self.worst[words] = max(self.worst.get(words, 0.0), time.thread_time() - begun)

    def above(self, bound: float) -> dict[str, int]:
        """What took more than `bound` seconds, in milliseconds."""
        return {words: round(took * 1000) for words, took in self.worst.items() if took > bound}
