"""`nianbao convert`: a report file as a package or as print."""

from __future__ import annotations

from pathlib import Path

from core.cli.console import complain
from core.services import paper
from core.services.checking import Checked, as_draft, judge, load
from core.services.export import refuse_suffix, write_package, write_pdf
from core.services.finalising import rests


def convert(source: Path, target: Path, *, draft: bool) -> int:
    """Write `target` from `source`. Raises `InputError` where that may not be, `EnvironmentTrouble` where it fails."""
    refuse_suffix(target)
    reading = load(source)
    if reading.trouble:
        raise reading.trouble
    it = judge(reading)
    if target.suffix.lower() == ".pdf":
        _print(it, target, final=reading.final and not draft)
        return 0
    if it.evaluation.open_errors and not draft:
        complain(f"没有写出“{target}”。{rests(it.evaluation.open_errors)}可以先改正，或加 --draft 作为草稿输出。")
        return 1
    body = as_draft(it) if draft else it.body
    write_package(body, it.form, target)
    print(f"已写出“{target}”，{'定稿' if body['status'] == 'final' else '草稿'}，指纹 {body['fingerprint'][:16]}。")
    return 0


def _print(it: Checked, target: Path, *, final: bool) -> None:
    strange = paper.unprintable(paper.document(it.form, it.evaluation))
    write_pdf(it.form, it.evaluation, it.body["fingerprint"], target, final=final)
    print(f"已写出“{target}”，{'定稿' if final else '草稿'}。")
    if strange:
        complain(f"有 {len(strange)} 个字（{'、'.join(strange[:10])}）没有字形，印成了“〓”。请换用常见的字。")
