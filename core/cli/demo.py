"""`python -m core.cli.demo OUTDIR`: the main job without a window. The built-in report of an invented unit goes in;
its findings are listed; package, print, sign-off sheet and the other formats come out, each read back and compared.
So do two made reports, one of noughts and one of large figures and long texts, and the report that lies in the folder
NIANBAO_REPORTS, if that is set."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core import paths
from core.check import evaluate
from core.cli.calm import BUG, calmly
from core.cli.console import complain, in_utf8
from core.cli.show import lines
from core.errors import EnvironmentTrouble, NianbaoError, os_reason
from core.report import Report
from core.report.package import package
from core.services import paper
from core.services.checking import Checked, as_draft, judge, load
from core.services.export import FORMATS, bundle, file_name, put, write_document, write_package
from core.services.signoff import Standing, sheet_pdf
from core.values import Answer, Number, Text

LARGE: Final = 1_234_567
LONG: Final = 3_200
"""Characters of each text of the large report: five pages and more."""


def demo(folder: Path) -> list[Path]:
    """Check the sample and write every format into `folder`; returns the files. Raises `NianbaoError`."""
    sample = next(iter(sorted((paths.resources() / "samples").glob("*.txt"))))
    it = judge(load(sample))
    print(lines(Path(sample.name), it))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentTrouble("write", f"没有建成文件夹“{folder}”：{os_reason(error)}。") from error
    written = list(_all(it, it.report, folder, sample.stem))
    document = paper.document(it.form, it.evaluation)
    whole = folder / file_name(document, ".zip")
    put(bundle(document, as_draft(it), it.form), whole)
    written.append(whole)
    written += _all(it, _made(it, 0, 0), folder, "noughts")
    written += _all(it, _made(it, LARGE, LONG), folder, "large")
    if (named := os.environ.get("NIANBAO_REPORTS")) and (models := sorted(Path(named).glob("*.txt"))):
        model = judge(load(models[0]))
        written += _all(model, model.report, folder, models[0].stem)
    return written


def _all(it: Checked, report: Report, folder: Path, stem: str) -> Iterator[Path]:
    """The report in every format."""
    evaluation = evaluate(it.form, report)
    body = package(it.form, report, evaluation.values)
    target = folder / f"{stem}.json"
    write_package(body, it.form, target)
    yield target
    for suffix in FORMATS:
        target = folder / f"{stem}{suffix}"
        write_document(paper.document(it.form, evaluation), target)
        yield target
    target = folder / f"{stem}-signoff.pdf"
    put(sheet_pdf(it.form, evaluation, Standing(body["fingerprint"], final=False)), target)
    yield target


def _made(it: Checked, figure: int, length: int) -> Report:
    """A report of the sample's unit with `figure` in every cell that is typed and texts of at least `length`."""
    answers = dict(it.report.answers)
    for cell in it.form.cells.values():
        value = it.report.value(cell.id)
        if cell.row:
            answers.pop(cell.id, None)
        if cell.row and not cell.total:
            answers[cell.id] = Answer(Number(Decimal(figure)))
        elif cell.kind.name == "text" and isinstance(value, Text) and cell.role != "intro":
            answers[cell.id] = Answer(Text("\n".join([value.text] * (1 + length // len(value.text)))))
    return Report(MappingProxyType(answers))


def main(argv: list[str]) -> int:
    """Exit code 0, 2 where a file cannot be written, 3 after a bug."""
    in_utf8()
    files, trouble = calmly(lambda: _told(Path(argv[0] if argv else "out/demo")))
    if files is None:
        complain(trouble)
        return BUG
    for file in files:
        print(f"已写出“{file}”，{file.stat().st_size:,} 字节。")
    return 0 if files else 2


def _told(folder: Path) -> list[Path]:
    try:
        return demo(folder)
    except NianbaoError as error:
        complain(error.message)
        return []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
