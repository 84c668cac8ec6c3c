"""`python -m core.cli.demo OUTDIR`: the main job without a window. The built-in report of an invented unit goes in;
its findings are listed; the package and the print come out."""

from __future__ import annotations

import sys
from pathlib import Path

from core import paths
from core.cli.calm import BUG, calmly
from core.cli.console import complain, in_utf8
from core.cli.show import lines
from core.errors import EnvironmentTrouble, NianbaoError, os_reason
from core.services.checking import as_draft, judge, load
from core.services.export import write_package, write_pdf


def demo(folder: Path) -> list[Path]:
    """Check the sample and write every format into `folder`; returns the files. Raises `NianbaoError`."""
    sample = next(iter(sorted((paths.resources() / "samples").glob("*.txt"))))
    it = judge(load(sample))
    print(lines(Path(sample.name), it))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EnvironmentTrouble("write", f"没有建成文件夹“{folder}”：{os_reason(error)}。") from error
    body = as_draft(it)
    package, print_ = folder / f"{sample.stem}.json", folder / f"{sample.stem}.pdf"
    write_package(body, it.form, package)
    write_pdf(it.form, it.evaluation, body["fingerprint"], print_, final=False)
    return [package, print_]


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
