"""Writing files: the package and the print. A file is read back and compared before it takes its place."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from core import paths
from core.check import Evaluation
from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.readers import read
from core.report.package import canonical
from core.services import paper

SUFFIXES: Final = (".json", ".pdf")
"""What can be written."""


def refuse_suffix(target: Path) -> None:
    """Raises `InputError` naming what can be written, unless `target` ends in one of them."""
    if target.suffix.lower() not in SUFFIXES:
        known = "、".join(SUFFIXES)
        raise InputError("suffix", f"还不能写出“{target.suffix or target.name}”文件，现在能写的是 {known}。请改用。")


def write_package(body: Mapping[str, Any], form: Form, target: Path) -> None:
    """The file for upload. Raises `EnvironmentTrouble`; the old file then stands untouched."""

    def write(out: BinaryIO) -> None:
        out.write(canonical(body))
        out.flush()
        _compare(Path(out.name), body, form, target)

    paths.replace_file(target, write)


def _compare(written: Path, body: Mapping[str, Any], form: Form, target: Path) -> None:
    """Read what lies on the disk as any receiver would, and compare it key by key."""
    try:
        back = read(written.read_bytes(), target.name, (form,))
    except InputError as error:
        raise EnvironmentTrouble("write", f"没有写成“{target}”：写好后读不回来（{error.message}）") from error
    if back.trouble or back.package is None or dict(back.package) != dict(body):
        raise EnvironmentTrouble("write", f"没有写成“{target}”：写好后读回的内容与原来的不一致。请换一个位置再试。")


def write_pdf(form: Form, evaluation: Evaluation, digest: str, target: Path, *, final: bool) -> None:
    """The print for signing, with the fingerprint in every page foot; a draft has 草稿 across each page instead.

    Raises `EnvironmentTrouble`; the old file then stands untouched.
    """
    data = paper.pdf(paper.document(form, evaluation, fingerprint=digest if final else ""))
    if paper.page_count(data) < 1:
        raise EnvironmentTrouble("write", f"没有写成“{target}”：排出的文件没有一页。")
    paths.replace_file(target, lambda out: out.write(data))
