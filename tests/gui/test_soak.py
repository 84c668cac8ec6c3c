"""A random way through the window. Short among the tests; `make soak` walks for as long as it is told."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from statistics import median

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.driver import CONTROL, UNIT, Key, Program
from tests.gui.walk import Anybody, Walk, resident, widgets

MINUTES = float(os.environ.get("NIANBAO_SOAK_MINUTES", "0"))
SEED = int(os.environ.get("NIANBAO_SOAK_SEED", "2025"))
STEPS = 250
ROUND = 2_000  # steps of a long walk after which it is told how things stand


@pytest.fixture
def walk(qtbot: QtBot, home: object, no_timer_left: None) -> Iterator[Walk]:
    dice = random.Random(SEED)
    person = Anybody(dice)
    program = Program(qtbot, person).start()
    person.news.append(UNIT)
    program.press(Key.Key_N, CONTROL).until(lambda: program.control.wizard is not None)
    yield Walk(program, dice)
    program.close()


@pytest.mark.qt_no_exception_capture
def test_a_random_way_meets_no_bug_and_no_stale_finding(walk: Walk, capsys: pytest.CaptureFixture[str]) -> None:
    if not MINUTES:
        walk.run(lambda step: step < STEPS)
        return
    end, told = time.monotonic() + MINUTES * 60, []
    while time.monotonic() < end:
        goal = walk.steps + ROUND
        walk.run(lambda step, goal=goal: step < goal and time.monotonic() < end)
        told.append((walk.steps, widgets(), resident() // 2**20))
        with capsys.disabled():
            print(f"\nseed {SEED}: {told[-1][0]} steps, {told[-1][1]} widgets, {told[-1][2]} MiB", flush=True)
    # Which pages and dialogs stand open differs from one telling to the next: only the middle of many says something.
    half = (len(told) + 1) // 2
    early, late = (median(count for _, count, _ in part) for part in (told[:half], told[-half:]))
    assert late < 1.25 * early, "widgets are left behind"
