"""Names that every system takes; files that are written wholly or not at all."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import EnvironmentTrouble, os_reason
from core.form.model import Form
from core.layout import fill
from core.paths import replace_file, safe_name
from core.services.export import FORMATS, put, write_document
from core.services.progress import GivenUp
from tests.core.paper import evaluated

# Names


@pytest.mark.parametrize(
    ("name", "suffix", "safe"),
    [
        ("云岭区水务局2025年年报", ".pdf", "云岭区水务局2025年年报.pdf"),
        ('甲/乙\\丙:丁*戊?己"庚<辛>壬|', ".docx", "甲_乙_丙_丁_戊_己_庚_辛_壬_.docx"),
        ("con", ".pdf", "_con.pdf"),
        ("NUL", "", "_NUL"),
        ("Aux.2025", ".pdf", "_Aux.2025.pdf"),
        ("com1 ", ".pdf", "_com1.pdf"),
        ("prn .x", ".pdf", "_prn .x.pdf"),
        ("LPT³", ".pdf", "_LPT³.pdf"),
        ("CONIN$", ".pdf", "_CONIN$.pdf"),
        ("console", ".pdf", "console.pdf"),
        ("报告. . .", "", "报告"),
        (" ..", ".pdf", "_.pdf"),
        ("", ".pdf", "_.pdf"),
        ("报\x00告\n\x7f甲\u202efdp\ufeff", ".pdf", "报告甲fdp.pdf"),
        ("坏\ud800字", ".pdf", "坏字.pdf"),
        ("../../etc/passwd", "", "_.._etc_passwd"),
    ],
)
def test_a_name_is_made_safe(name: str, suffix: str, safe: str) -> None:
    assert safe_name(name, suffix) == safe


@given(st.text(max_size=300))
def test_any_name_is_one_that_can_be_used(name: str) -> None:
    safe = safe_name(name, ".pdf")
    assert 4 < len(safe.encode()) <= 210
    assert not set(safe) & set('<>:"/\\|?*')
    assert safe == safe.strip(" .")
    assert safe.isprintable() or not name.isprintable()
    assert safe_name(safe.removesuffix(".pdf"), ".pdf") == safe


# Files


def half(error: OSError) -> object:
    def write(out: BinaryIO) -> None:
        out.write(b"half")
        raise error

    return write


@pytest.mark.parametrize(
    ("code", "said"),
    [(errno.ENOSPC, "磁盘已满"), (errno.EROFS, "只读"), (errno.EACCES, "没有权限"), (errno.EIO, "读写出错")],
)
def test_a_disk_that_fails_half_way_leaves_the_old_file_and_no_other(tmp_path: Path, code: int, said: str) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    with pytest.raises(EnvironmentTrouble, match=said) as caught:
        replace_file(target, half(OSError(code, "")))
    assert str(target) in caught.value.message
    assert "原有文件没有改动" in caught.value.message
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"old"}


@contextmanager
def little_room() -> Iterator[None]:
    """No file may grow beyond 4 KB: what a full disk does, by the system's own hand. Only as long as something is
    written: the output of the tests may be a file too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_full_disk_is_named_and_leaves_nothing(shipped: Form, tmp_path: Path, suffix: str) -> None:
    document = fill(shipped, evaluated(shipped))
    with pytest.raises(EnvironmentTrouble, match="磁盘放不下"), little_room():
        write_document(document, tmp_path / f"a{suffix}")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_has_gone_or_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    for target, said in (
        (tmp_path / "gone" / "a.pdf", "不存在"),
        (tmp_path / "file" / "a.pdf", "不是文件夹"),
        (tmp_path, "没有写成"),
    ):
        with pytest.raises(EnvironmentTrouble, match=said):
            put(b"data", target)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("moment", [1, 2])
def test_giving_up_leaves_the_old_file(tmp_path: Path, moment: int) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    heard: list[str] = []

    def watch(words: str) -> None:
        heard.append(words)
        if len(heard) == moment:
            raise GivenUp

    with pytest.raises(GivenUp):
        put(b"new", target, watch)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"old"}
    put(b"new", target, heard.append)
    assert target.read_bytes() == b"new"


class Refused(PermissionError):
    """What Windows raises, with its own number."""

    def __init__(self, winerror: int) -> None:
        super().__init__(errno.EACCES, "")
        self.winerror = winerror


@pytest.mark.parametrize(("winerror", "said"), [(32, "别的程序里打开着"), (33, "别的程序里打开着"), (5, "打开着")])
def test_windows_own_number_tells_a_file_that_is_open_elsewhere_from_a_missing_right(winerror: int, said: str) -> None:
    """A print that is still open in the reader is by far the commonest reason why it cannot be replaced."""
    assert said in os_reason(Refused(winerror))


@pytest.mark.parametrize("code", [errno.EEXIST, errno.ELOOP, errno.ESTALE, errno.EHOSTDOWN, errno.ETIMEDOUT])
def test_a_reason_is_given_for_a_name_that_is_taken_and_a_share_that_has_gone(code: int) -> None:
    assert os_reason(OSError(code, "")) != os_reason(OSError())
