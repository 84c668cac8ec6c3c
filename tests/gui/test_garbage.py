"""Garbage is looked for between keys, on the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref

from gui.garbage import MOST
from tests.gui.driver import Program


class Knot:
    """Only a look for garbage lets go of it."""

    def __init__(self) -> None:
        self.me = self


def test_what_is_tied_to_itself_is_let_go_of_by_the_next_look(report: Program) -> None:
    looks: list[tuple[threading.Thread, int]] = []

    def watch(phase: str, info: dict[str, int]) -> None:
        if phase == "start":
            looks.append((threading.current_thread(), info["generation"]))

    knot = weakref.ref(Knot())
    gc.callbacks.append(watch)
    try:
        report.until(lambda: knot() is None)
    finally:
        gc.callbacks.remove(watch)
    assert {thread for thread, _ in looks} == {threading.main_thread()}


def test_when_the_program_has_gone_python_looks_by_itself_again(closed_program: Program) -> None:
    before = gc.get_threshold()
    closed_program.start()
    assert gc.get_threshold()[0] == MOST
    closed_program.until(lambda: gc.get_freeze_count() > 0)
    closed_program.close()
    assert gc.get_threshold() == before
    assert not gc.get_freeze_count()
