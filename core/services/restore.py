"""From a signed sheet back to the figures: the code on it holds all that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.check import evaluate, settle
from core.errors import EnvironmentTrouble, InputError, os_reason
from core.form.model import Form
from core.readers.code import texts
from core.readers.decode import MOST_BYTES
from core.report import Edit, Put, Report, apply
from core.report.compact import Compact, unpack
from core.report.package import package
from core.services.checking import forms
from core.services.library import Library
from core.services.paper import pdfium
from core.values import Answer, typed


@dataclass(frozen=True, slots=True)
class Restored:
    """`report`: unit, year and figures; texts are not in the code. `mark`: the fingerprint's first 16 hex digits."""

    form: Form
    report: Report
    mark: str
    unit: str
    year: int

    def body(self) -> dict[str, object]:
        """The report as the package of a draft."""
        return package(self.form, self.report, evaluate(self.form, self.report).values)


def restored(path: Path, known: Sequence[Form] | None = None) -> Restored:
    """The figures of the sign-off sheet in the picture or PDF at `path`.

    Raises `InputError` where there is no such code on it, `EnvironmentTrouble` where the file cannot be read.
    """
    try:
        if path.stat().st_size > 4 * MOST_BYTES:
            raise InputError("too_large", f"“{path.name}”超过 80 MB，没有读入。请用 200～300 dpi 重新扫描。")
        data = path.read_bytes()
    except OSError as error:
        raise EnvironmentTrouble("read", f"没有读成“{path}”：{os_reason(error)}。请核对文件名和位置。") from error
    with pdfium():
        told = texts(data, path.name)
    found = [it for text in told if (it := _unpacked(text, known or forms()))]
    if not found:
        raise InputError(
            "no_code", f"“{path.name}”上没有认出审签单的二维码。请把整个二维码拍清楚、放平，或用 200 dpi 以上重新扫描。"
        )
    if len(found) > 1:
        raise InputError("many_codes", f"“{path.name}”上有 {len(found)} 张审签单的二维码。请一次只读一张。")
    return _report(found[0])


def keep(library: Library, it: Restored, name: str) -> int:
    """The figures as a new draft of the library, by the name of the file they came from; its id."""
    return library.add(it.form, it.report, f"从审签单“{name}”取回", "package")


def _unpacked(text: str, known: Sequence[Form]) -> Compact | None:
    try:
        return unpack(text, known)
    except ValueError:
        return None  # somebody else's code


def _report(it: Compact) -> Restored:
    form = it.form
    said = {form.role("unit_name"): it.unit, form.role("year"): str(it.year or "")} | dict(it.cells)
    answers: dict[str, Answer] = {}
    for cell, text in said.items():
        if answer := typed(form.cells[cell].kind, text):
            answers[cell] = answer
    empty = Report()
    edit = Edit("从审签单恢复", tuple(Put(cell, None, answer) for cell, answer in answers.items()))
    return Restored(form, apply(empty, settle(form, empty, edit)), it.mark, it.unit, it.year)
