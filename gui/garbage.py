"""When Python looks for garbage: on the window's thread between two keys, never inside one.

Left alone it looks whenever enough has been made: some milliseconds in the middle of a key, or in the thread that
saves, which may then let go of what belongs to the window.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY: Final = 1000
"""Milliseconds between two looks at what is young."""
WHOLE: Final = 20
"""Each of so many looks is at everything."""
MOST: Final = 200_000
"""Things made and not let go of between two looks, from which on one is taken at once: the event loop is held up."""


class Garbage(QObject):
    """Looks from now on until `end`. What is there at the first look is what the program is made of, and is not looked
    at again: a look at all of it would take longer than a key may wait."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._before = gc.get_threshold()
        gc.set_threshold(MOST, *self._before[1:])
        self._looks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        self._looks += 1
        gc.collect(2 if self._looks % WHOLE == 0 else 1)
        if self._looks == 1:
            gc.freeze()

    def end(self) -> None:
        """Python looks by itself again, and at everything."""
        if self._timer.isActive():
            self._timer.stop()
            gc.unfreeze()
            gc.set_threshold(*self._before)
