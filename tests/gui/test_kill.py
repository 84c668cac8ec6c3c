"""SIGKILL between any two keys: at most what stands in the open editor, or 300 ms of text, is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from core.report import Report
from core.services.library import Library
from core.values import Number, Text
from gui.pages.text import PAUSE
from tests.contracts.source import ROOT
from tests.gui.killed import TEXT

ROUNDS = 8
SLACK = 0.4
"""Seconds beside the pause: the handing over itself and the write, on a busy build server."""

Said = list[tuple[str, int, float]]


@contextmanager
def typing(home: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    variables = os.environ | {"NIANBAO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.gui.killed", what]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) as process:
        yield process
        if process.poll() is None:
            process.kill()


def killed(process: subprocess.Popen[str], after: float) -> tuple[Said, float]:
    """What was said until the process was killed, `after` seconds after it was ready, and when it was."""
    assert process.stdout is not None
    said: Said = []
    deadline = None
    for line in process.stdout:
        word, number, at = line.split()
        said.append((word, int(number), float(at)))
        deadline = float(at) + after if deadline is None else deadline
        if time.monotonic() >= deadline:
            break
    else:
        raise AssertionError("the program ended before it was killed")
    process.send_signal(signal.SIGKILL)
    at = time.monotonic()
    process.wait()
    rest = process.stdout.read().splitlines()
    whole = (line.split() for line in rest if len(line.split()) == 3)
    return said + [(word, int(number), float(when)) for word, number, when in whole], at


def kept(home: Path) -> Report:
    """What a program started afterwards finds."""
    with Library.open(home / "library.nianbao") as library:
        assert not library.locked
        (entry,) = library.entries()
        session = library.session(entry.id)
        assert session.notice == ""
        return session.report


def entries(home: Path) -> list[int]:
    with Library.open(home / "library.nianbao") as library:
        return [entry.id for entry in library.entries()]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_every_cell_that_was_left_is_there(home: Path, round_: int) -> None:
    after = random.Random(round_).uniform(0, 0.8)
    with typing(home, "cells") as process:
        said, _ = killed(process, after)
    last = max((number for word, number, _ in said if word == "cell"), default=0)
    report = kept(home)
    found = [a.value.value for c, a in report.answers.items() if c.startswith("t3.") and isinstance(a.value, Number)]
    assert sorted(found) == list(range(1, len(found) + 1))
    assert last <= len(found) <= last + 1


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_no_more_than_the_last_moment_of_a_text_is_lost(home: Path, round_: int) -> None:
    after = random.Random(round_).uniform(0.6, 1.3)
    with typing(home, "text") as process:
        said, at = killed(process, after)
    value = kept(home).value("s1.text")
    text = value.text if isinstance(value, Text) else ""
    assert TEXT.startswith(text)
    safe = max(
        (number for word, number, when in said if word == "text" and when < at - PAUSE / 1000 - SLACK), default=0
    )
    assert len(text) >= safe


def test_the_page_is_remembered_though_nobody_closed_the_window(home: Path) -> None:
    with typing(home, "text") as process:
        killed(process, 0.3)
    (number,) = entries(home)
    assert QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat).value(f"page/{number}") == "s1"


OPEN = """
import sys
from gui import app
begun = app.begin
def begin(*asked):
    control = begun(*asked)
    print("open", flush=True)
    return control
app.begin = begin
sys.exit(app.main([]))
"""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl+C", "the system goes down"])
def test_a_program_that_is_told_to_end_closes_as_by_its_person(home: Path, number: int) -> None:
    variables = os.environ | {"NIANBAO_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", OPEN]
    with subprocess.Popen(
        command, cwd=ROOT, env=variables, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        process.send_signal(number)
        said = process.communicate(timeout=60)[1]
    assert process.returncode == 0
    assert "Traceback" not in said
    assert QSettings(str(home / "settings.ini"), QSettings.Format.IniFormat).contains("window")
