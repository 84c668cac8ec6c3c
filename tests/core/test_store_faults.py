"""Files that are damaged, foreign, out of reach: told in words, nothing made worse."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import EnvironmentTrouble, InputError, NianbaoError
from core.form.model import Form
from core.report import Report
from core.services.facts import as_new
from core.services.library import Library
from core.store import Kept, Store, backup, connection, create
from core.store.migrations import APPLICATION_ID
from core.store.trouble import told
from core.values import Answer, Text
from tests.contracts.source import ROOT
from tests.core.conftest import TOY
from tests.core.desk import Clock, OpenLibrary

MARK = "此处一字不可改"  # stands in the answer's row and in the journal's


@pytest.fixture
def library(open_library: OpenLibrary, tmp_path: Path) -> Path:
    """A closed library with one report and today's backup of it."""
    with open_library() as opened:
        number = opened.new("toy/7", {"unit_name": "园", "year": "2025"})
        opened.session(number).type_text("w.text", 0, "", MARK)
    open_library(clock=later()).close()
    return tmp_path / "library.nianbao"


def later() -> Clock:
    clock = Clock()
    clock.pass_by(days=1)
    return clock


def places(path: Path, text: str = MARK) -> list[int]:
    """Where `text` stands in the file."""
    raw, found = path.read_bytes(), []
    while (at := raw.find(text.encode(), found[-1] + 1 if found else 0)) >= 0:
        found.append(at)
    return found


def flip(path: Path, at: int, bit: int = 0) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] ^= 1 << bit
    path.write_bytes(raw)


def damage(path: Path, *, row: bool, journal: bool) -> None:
    """Flip a bit in the text of the answer, of the journal, or of both."""
    with closing(sqlite3.connect(path)) as db:
        roots = dict(db.execute("SELECT name, rootpage FROM sqlite_schema WHERE name IN ('answer', 'edit')"))
        size = db.execute("PRAGMA page_size").fetchone()[0]
    by_table = {name: [at for at in places(path) if at // size + 1 == page] for name, page in roots.items()}
    assert by_table["answer"] and by_table["edit"], "the test's report has outgrown its page"
    for wanted, name in ((row, "answer"), (journal, "edit")):
        for at in by_table[name] if wanted else ():
            flip(path, at + 5)


def test_a_flipped_bit_in_a_text_is_mended_from_the_journal_and_told(library: Path, open_library: OpenLibrary) -> None:
    damage(library, row=True, journal=False)
    with closing(sqlite3.connect(library)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"  # that is why there is a digest
    with open_library(clock=later()) as opened:
        session = opened.session(1)
        assert session.report.value("w.text") == Text(MARK)
        assert "已按修改记录还原" in session.notice
        session.enter("k.in.a", "1")
    with Store.reader(library) as store:
        assert store.damaged() == ()


def test_where_the_journal_is_damaged_too_the_newest_sound_backup_is_shown_and_can_be_copied(
    library: Path, open_library: OpenLibrary
) -> None:
    damage(library, row=True, journal=True)
    before = library.read_bytes()
    with open_library(clock=later()) as opened:
        session = opened.session(1)
        assert session.report.value("w.text") == Text(MARK)
        assert "备份“daily-20260115.nianbao”" in session.notice
        with pytest.raises(InputError, match="只能查看"):
            session.enter("k.in.a", "1")
        assert library.read_bytes() == before
        copied = opened.session(opened.copy(1))
        copied.enter("k.in.a", "1")
        assert copied.report.value("w.text") == Text(MARK)


def test_without_a_backup_what_can_be_read_is_shown_and_can_be_copied(library: Path, open_library: OpenLibrary) -> None:
    damage(library, row=True, journal=True)
    shutil.rmtree(library.with_name("library-backups"))
    with open_library(clock=later()) as opened:
        session = opened.session(1)
        assert "没有找到完好的备份" in session.locked
        assert session.report.text("w.text").endswith(MARK[2:])
        assert not opened.session(opened.copy(1)).locked


def test_a_damaged_journal_alone_takes_nothing_but_undo(library: Path, open_library: OpenLibrary) -> None:
    damage(library, row=False, journal=True)
    with open_library(clock=later()) as opened:
        session = opened.session(1)
        assert not session.notice
        assert session.report.value("w.text") == Text(MARK)
        assert session.history.undo_label is None


def test_a_damaged_library_is_not_backed_up_over_the_good_copies(library: Path, open_library: OpenLibrary) -> None:
    damage(library, row=True, journal=True)
    clock = later()
    clock.pass_by(days=30)
    opened = open_library(clock=clock)
    opened.close()
    names = [p.name for p in opened.backups()]
    assert sorted(names) == ["daily-20260114.nianbao", "daily-20260115.nianbao"]
    assert "没有另做备份" in opened.notices[0]


def shown(path: Path) -> Kept | str:
    """What a reader makes of the file: the report if it is sound, else in which way it is not."""
    try:
        with Store.reader(path) as store:
            kept = store.kept(1)
            return "gone" if kept is None else kept if kept.sound else "unsound"
    except NianbaoError as trouble:
        return trouble.kind


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_anywhere_is_noticed_or_harmless(library: Path, seed: int) -> None:
    whole = library.read_bytes()
    intact = shown(library)
    assert isinstance(intact, Kept)
    dice = random.Random(seed)
    noticed = 0
    for _ in range(60):
        at = dice.randrange(len(whole))
        flip(library, at, dice.randrange(8))
        found = shown(library)
        if isinstance(found, Kept):
            assert (found.report, found.head.status, found.seq) == (intact.report, intact.head.status, intact.seq)
        noticed += isinstance(found, str)
        library.write_bytes(whole)
    assert noticed, "no flip hit anything: the test does not test"


@pytest.mark.parametrize(
    "raw", [b"", b"SQLite format 3\0", b"not a database at all" * 50], ids=["empty", "cut", "text"]
)
def test_what_is_no_library_is_refused_with_its_name_and_not_touched(tmp_path: Path, clock: Clock, raw: bytes) -> None:
    path = tmp_path / "a.nianbao"
    path.write_bytes(raw)
    for opening in (lambda: Store.writer(path, clock()), lambda: Store.reader(path)):
        with pytest.raises(InputError, match=r"a\.nianbao”不是报告库"):
            opening()
    assert path.read_bytes() == raw


def test_another_programs_database_is_refused_and_not_touched(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.nianbao"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE t (a)")
    before = path.read_bytes()
    with pytest.raises(InputError, match="不是报告库"):
        Store.writer(path, clock())
    assert path.read_bytes() == before


def test_a_library_that_lacks_a_table_is_told_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.nianbao"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.execute("PRAGMA user_version = 1")
    with pytest.raises(InputError, match="已经损坏"):
        Store.reader(path)


def test_a_corrupted_header_names_the_newest_backup_and_that_opens(library: Path, open_library: OpenLibrary) -> None:
    library.write_bytes(b"\xff" * 100 + library.read_bytes()[100:])
    with pytest.raises(InputError, match="daily-20260115") as told:
        open_library()
    backup = next(p for p in library.with_name("library-backups").iterdir() if p.name in told.value.message)
    with Store.reader(backup) as store:
        assert len(store.entries()) == 1


def test_a_file_cut_short_is_told_as_damaged(library: Path) -> None:
    whole = library.read_bytes()
    library.write_bytes(whole[: len(whole) // 2])
    assert shown(library) in ("damaged", "unsound", "gone")


def test_a_library_that_is_not_there_is_told_with_its_place(tmp_path: Path, open_library: OpenLibrary) -> None:
    with pytest.raises(EnvironmentTrouble, match=r"没有找到报告库“.*library\.nianbao”"):
        open_library(make=False)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_the_place_of_the_library_is_told(tmp_path: Path, open_library: OpenLibrary) -> None:
    (tmp_path / "library.nianbao").mkdir()
    with pytest.raises(NianbaoError, match="这是一个文件夹"):
        open_library()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentTrouble, match="不能建立文件夹"):
        Library.open(tmp_path / "file" / "library.nianbao", make=True)


def test_a_library_that_another_program_writes_to_is_told_as_busy(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PATIENCE", 0)
    path = tmp_path / "a.nianbao"
    create(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(EnvironmentTrouble, match="正被别的程序占用"):
            Store.writer(path, clock())
        with pytest.raises(EnvironmentTrouble, match="正被别的程序占用"):
            Store.reader(path)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of 300 KiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    folder = Path(tempfile.mkdtemp())
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", folder], check=False).returncode:
        folder.rmdir()
        pytest.skip("this machine lets nobody mount a disk")
    yield folder
    subprocess.run(["umount", folder], check=True)
    folder.rmdir()


def test_a_copy_onto_a_full_disk_is_told_and_leaves_nothing(
    small_disk: Path, tmp_path: Path, toy: Form, clock: Clock
) -> None:
    path = tmp_path / "a.nianbao"
    create(path)
    text = Report({"w.text": Answer(Text("x" * 1_000_000))})
    with Store.writer(path, clock()) as store:
        store.add(as_new(toy, text, "新建", "张", clock().isoformat())[1])
        with pytest.raises(EnvironmentTrouble, match="磁盘已满"):
            store.copy(small_disk / "b.nianbao")
    assert list(small_disk.iterdir()) == []


READ_ONLY = """
import os, sys
from pathlib import Path
import sqlite_utils
from core.errors import NianbaoError
from core.form import load
from core.services.library import Library
toy = load(Path(sys.argv[2]))
if os.geteuid() == 0:
    os.setgroups(())
    os.setgid(65534)
    os.setuid(65534)
with Library.open(Path(sys.argv[1]), forms=lambda _: toy) as library:
    print(library.locked)
    print(library.session(1).report.text("w.text"))
    try:
        library.new("toy/7", {})
    except NianbaoError as trouble:
        print(trouble.message)
"""


def as_nobody(path: Path) -> list[str]:
    """What the library at `path` says to somebody without rights to it."""
    command = [sys.executable, "-c", READ_ONLY, str(path), str(TOY)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o644), (0o777, 0o444)], ids=["folder", "file"])
def test_where_nothing_may_be_written_the_library_opens_for_reading_and_says_so(
    library: Path, folder_mode: int, file_mode: int
) -> None:
    place = Path(tempfile.mkdtemp())  # not pytest's own folder, which nobody else may enter
    try:
        path = place / "library.nianbao"
        shutil.copyfile(library, path)
        path.chmod(file_mode)
        place.chmod(folder_mode)
        locked, text, refused = as_nobody(path)
        assert locked.startswith("只读：")
        assert "没有权限" in locked or "没有写入权限" in locked
        assert text == MARK
        assert refused == locked
        assert path.read_bytes() == library.read_bytes()
    finally:
        place.chmod(0o755)
        shutil.rmtree(place)


def test_a_place_that_cannot_even_be_looked_at_is_told_and_does_not_end_the_saving(
    library: Path, tmp_path: Path, clock: Clock
) -> None:
    """A share that fails half-way answers every look with an error that is none of “there is no such file”; here a
    name does that is too long. Untranslated it would end the thread that saves."""
    beyond = tmp_path / ("x" * 300 + ".nianbao")
    with Store.reader(library) as store, pytest.raises(EnvironmentTrouble, match="文件名太长"):
        backup.daily(store._db, beyond, clock())
    with pytest.raises(EnvironmentTrouble), told(beyond):
        sqlite3.connect(f"file:{beyond}?mode=ro", uri=True).execute("SELECT 1 FROM sqlite_schema")
