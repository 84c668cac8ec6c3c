"""One writer per library: the system's lock, and what it tells others."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.errors import InputError
from core.services.holding import held_by
from core.store import Holder, Lock, acquire, holder
from tests.contracts.source import ROOT
from tests.core.conftest import TOY
from tests.core.desk import Clock, OpenLibrary

HOLDING = """
import sys
from datetime import datetime
from pathlib import Path
from core.form import load
from core.services.library import Library
toy = load(Path(sys.argv[2]))
at = datetime.fromisoformat("2026-01-14T10:12:00+08:00")
library = Library.open(Path(sys.argv[1]), who="李卫东", make=True, clock=lambda: at, forms=lambda _: toy)
session = library.session(library.new("toy/7", {"unit_name": "园"}))
library.autosave.flush(10)
print("holding", flush=True)
for line in sys.stdin:
    session.enter("k.in.a", line)
    print(library.autosave.flush(10), flush=True)
library.close()
"""


@contextmanager
def another_window(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A second process that holds the library until its input is closed."""
    command = [sys.executable, "-c", HOLDING, str(path), str(TOY)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process
        if process.poll() is None:
            process.communicate()


def test_a_second_process_is_told_who_holds_the_library_and_may_only_read(
    open_library: OpenLibrary, tmp_path: Path
) -> None:
    with another_window(tmp_path / "library.nianbao") as other:
        library = open_library()
        assert library.locked == "只读：报告库由李卫东打开。10:12 起；可以查看，对方关闭后请点“再试一次”。"
        (entry,) = library.entries()
        session = library.session(entry.id)
        refused: tuple[Callable[[], object], ...] = (
            lambda: session.enter("k.in.a", "1"),
            lambda: library.new("toy/7", {}),
            lambda: library.bin(entry.id),
        )
        for change in refused:
            with pytest.raises(InputError, match="李卫东"):
                change()
        assert not library.retry()

        assert other.stdin is not None and other.stdout is not None
        other.stdin.write("12\n")
        other.stdin.flush()
        assert other.stdout.readline() == "True\n"
        assert "k.in.a" in library.session(entry.id).report.answers  # what the other saves is seen when asked again
    assert library.retry()
    assert not library.locked
    library.session(entry.id).enter("k.in.b", "1")
    with pytest.raises(InputError):
        session.enter("k.in.b", "2")


def test_a_holder_that_was_killed_holds_nothing(open_library: OpenLibrary, tmp_path: Path) -> None:
    with another_window(tmp_path / "library.nianbao") as other:
        other.kill()
        other.wait()
    assert holder(tmp_path / "library.nianbao").who == "李卫东"  # the words are still there, the lock is not
    library = open_library()
    assert not library.locked
    assert len(library.entries()) == 1


def test_two_windows_of_one_process_are_two_windows(open_library: OpenLibrary) -> None:
    first, second = open_library(), open_library(who="王")
    assert not first.locked
    assert second.locked.startswith("只读：报告库由张敏打开。14:03 起；")
    first.close()
    assert second.retry()


def test_a_library_reached_by_another_name_is_the_same_library(tmp_path: Path, clock: Clock) -> None:
    library = tmp_path / "library.nianbao"
    library.touch()
    (tmp_path / "link.nianbao").symlink_to(library)
    lock = acquire(library, "张", clock())
    assert isinstance(lock, Lock)
    assert isinstance(acquire(tmp_path / "link.nianbao", "李", clock()), Holder)
    lock.release()
    lock.release()
    again = acquire(tmp_path / "link.nianbao", "李", clock())
    assert isinstance(again, Lock)
    again.release()


def test_the_lock_says_who_since_when_and_which_process(tmp_path: Path, clock: Clock) -> None:
    library = tmp_path / "library.nianbao"
    lock = acquire(library, "张敏", clock())
    assert isinstance(lock, Lock)
    assert holder(library) == Holder("张敏", clock(), os.getpid())
    lock.release()
    assert holder(library) == Holder()


@pytest.mark.parametrize(
    "said", ["", "{", "[1]", '"x"', '{"who": 1, "since": 2, "pid": "x"}', '{"since": "gestern"}', "\udcff"]
)
def test_a_lock_file_that_says_nonsense_is_a_holder_without_a_name(tmp_path: Path, clock: Clock, said: str) -> None:
    (tmp_path / "library.nianbao.lock").write_bytes(said.encode(errors="surrogateescape"))
    found = holder(tmp_path / "library.nianbao")
    assert found == Holder()
    assert held_by(found, clock()).startswith("只读：报告库已在另一个窗口打开。可以查看，")


def test_another_day_is_named(tmp_path: Path, clock: Clock) -> None:
    since = clock()
    clock.pass_by(days=3)
    assert "由李卫东打开。1月14日 14:03 起；" in held_by(Holder("李卫东", since), clock())


def test_the_computer_user_stands_in_for_a_missing_name(tmp_path: Path, clock: Clock) -> None:
    said = {"who": "", "user": "li@office", "pid": 7, "since": clock().isoformat()}
    (tmp_path / "library.nianbao.lock").write_text(json.dumps(said))
    assert holder(tmp_path / "library.nianbao").who == "li@office"
