"""A session that is killed at a random moment, again and again: run by test_session_killed.py as a program of its own.

Each round forks a child that opens the library, makes a report and edits it by dice thrown from the round's seed,
writing the number of each step to a pipe once it is acknowledged. The parent kills it, opens the library as the next
start of the program would, and compares it with the same dice thrown in memory.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from core.form import load
from core.form.model import Form
from core.report import Report
from core.services.facts import as_new
from core.services.library import Library
from core.services.session import Session
from core.store import Save, Store
from tests.core.desk import Clock, Remembering

CELLS = ("k.in.a", "k.in.b", "k.in.sum", "k.one.a", "k.all.a", "k.fee.money", "u.name")
TEXTS = ("", "0", "1", "7", "-2", "x", "１", "1.5")
MOST = 12
"""Steps that a child may have acknowledged before its end is fixed."""
STEP = 0.004
"""Seconds in which a commit or two fit: the kill comes at a random moment within."""


class Telling:
    """Saves, and writes the number of each step to the pipe after its commit."""

    def __init__(self, library: Library, pipe: int) -> None:
        assert library.autosave is not None
        self.autosave = library.autosave
        self.pipe = pipe

    def submit(self, save: Save) -> None:
        self.autosave.submit(save, lambda it: os.write(self.pipe, f"{it.step.seq}\n".encode()))

    def flush(self, timeout: float) -> bool:
        return self.autosave.flush(timeout)


def throw(session: Session, dice: random.Random, clock: Clock) -> None:
    """One change, or none."""
    clock.pass_by(seconds=dice.choice((0.3, 9)))
    match dice.randrange(8):
        case 0:
            session.undo()
        case 1:
            session.redo()
        case 2:
            session.clear(*dice.sample(CELLS, 2))
        case 3 | 4:
            whole = session.report.text("w.text")
            offset = dice.randint(0, len(whole))
            session.type_text("w.text", offset, whole[offset : offset + dice.randrange(2)], dice.choice("猫狗鸟") * 3)
        case _:
            session.enter(dice.choice(CELLS), dice.choice(TEXTS))


def child(path: Path, form: Form, seed: int, pipe: int) -> None:
    """Edits until it is killed."""
    sys.setswitchinterval(0.0002)  # the dice are faster than any hand: the saving thread must get its turn
    clock, dice = clock_of(seed), random.Random(seed)
    library = Library.open(path, make=True, who="张", clock=clock, forms=lambda _: form)
    number = library.new(form.id, {"year": str(seed)})
    with Store.reader(path) as store:
        kept = store.kept(number)
    assert kept is not None
    session = Session(form, kept, Telling(library, pipe), who="张", clock=clock)
    os.write(pipe, b"1\n")
    while True:
        throw(session, dice, clock)


def clock_of(seed: int) -> Clock:
    """Another day each round, so that a backup is made in each."""
    clock = Clock()
    clock.pass_by(days=seed)
    return clock


def states(form: Form, seed: int, steps: int) -> list[Report]:
    """The report after each step, by the same dice in memory."""
    clock, dice = clock_of(seed), random.Random(seed)
    year = form.roles["year"]
    blank, _ = as_new(form, Report(), "新建", "张", "")
    session = Session(form, blank, Remembering(), clock=clock)
    session.enter(year, str(seed))
    kept, _ = as_new(form, session.report, "新建", "张", clock().isoformat())
    session = Session(form, kept, Remembering(), who="张", clock=clock)
    found = [Report(), session.report]
    while len(found) <= steps:
        throw(session, dice, clock)
        if session.kept.seq == len(found):
            found.append(session.report)
    return found


class Pace:
    """How long a child took to its first acknowledgement, so that the moments before it are hit on any machine."""

    opening = 0.05


def killed(path: Path, form: Form, seed: int, pace: Pace) -> int:
    """The last step that was acknowledged before the kill; 0 if none was."""
    dice = random.Random(~seed)
    wanted = dice.randint(1, MOST) if dice.random() < 0.8 else 0
    began = time.monotonic()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(path, form, seed, writing)
        finally:
            os._exit(1)  # a child must never run on in the parent's code
    os.close(writing)
    told = b""
    while told.count(b"\n") < wanted:
        more = os.read(reading, 4096)
        assert more, "the child ended by itself"
        pace.opening = pace.opening if told else time.monotonic() - began
        told += more
    select.select([], [], [], dice.uniform(0, STEP if wanted else pace.opening))
    os.kill(pid, signal.SIGKILL)
    assert os.waitpid(pid, 0)[1] == signal.SIGKILL, "the child ended by itself"
    while more := os.read(reading, 4096):
        told += more
    os.close(reading)
    whole = told[: told.rfind(b"\n") + 1].split()
    return int(whole[-1]) if whole else 0


def inspect(path: Path, form: Form, seed: int, acknowledged: int) -> str:
    """What the next start of the program finds; a word for the moment of the kill."""
    with Library.open(path, make=True, who="李", clock=clock_of(seed), forms=lambda _: form) as library:
        assert not library.locked, library.locked
        assert library.autosave is not None
        assert library.autosave.run(lambda store: store._db.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"
        entry = next((e for e in library.entries() if e.card.year == seed), None)
        if entry is None:
            assert acknowledged == 0, "an acknowledged report is gone"
            return "before the report"
        with Store.reader(path) as store:
            kept = store.kept(entry.id)
            assert kept is not None and kept.sound
            assert store.rebuilt(kept) is not None
        assert kept.seq >= acknowledged, f"step {acknowledged} was acknowledged, {kept.seq} is there"
        expected = states(form, seed, kept.seq)
        session = library.session(entry.id)
        assert session.report == expected[kept.seq]
        if session.history.undo_label is not None:
            before = session.report
            session.undo()
            assert session.report != before
            session.redo()
            assert session.report == before
        while session.history.done and seed % 5 == 0:
            session.undo()
        assert seed % 5 or session.report == expected[1]
    assert not library.notices, library.notices
    return "in the middle" if kept.seq > acknowledged else "between steps"


def main(folder: Path, toy: Path, rounds: int) -> None:
    form = load(toy)
    path = folder / "library.nianbao"
    moments: Counter[str] = Counter()
    pace, steps = Pace(), 0
    for seed in range(1, rounds + 1):
        acknowledged = killed(path, form, seed, pace)
        moments[inspect(path, form, seed, acknowledged)] += 1
        steps += acknowledged
    sys.stdout.write(json.dumps({"moments": moments, "acknowledged": steps}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
