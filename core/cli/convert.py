"""`nianbao convert`: a report file as a package, as print or in another format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.cli.console import complain, say
from core.errors import InputError
from core.services import paper
from core.services.checking import Checked, as_draft, judge, load
from core.services.export import PLAIN, Options, put, refuse_suffix, write_document, write_package
from core.services.finalising import rests


@dataclass(frozen=True, slots=True)
class Wish:
    """`draft`: as a draft whatever it is. `foot`: with the fingerprint in every page foot. `signoff`: the
    sign-off sheet instead of the report."""

    draft: bool = False
    foot: bool = True
    signoff: bool = False
    options: Options = PLAIN


def convert(source: Path, target: Path, wish: Wish) -> int:
    """Write `target` from `source`. Raises `InputError` where that may not be, `EnvironmentTrouble` where it fails."""
    refuse_suffix(target)
    reading = load(source)
    if target.exists() and target.samefile(source):
        raise InputError("same", f"“{target}”就是原文件，没有写，免得原文件丢失。请给新文件另起名字。")
    if reading.trouble:
        raise reading.trouble
    it = judge(reading)
    if wish.signoff:
        _sign_off(it, target, wish, final=reading.final and not wish.draft)
        return 0
    if target.suffix.lower() != ".json":
        _print(it, target, wish, final=reading.final and not wish.draft)
        return 0
    if it.evaluation.open_errors and not wish.draft:
        complain(f"没有写出“{target}”。{rests(it.evaluation.open_errors)}可以先改正，或加 --draft 作为草稿输出。")
        return 1
    body = as_draft(it) if wish.draft else it.body
    write_package(body, it.form, target)
    say(f"已写出“{target}”，{'定稿' if body['status'] == 'final' else '草稿'}，指纹 {body['fingerprint'][:16]}。")
    return 0


def _sign_off(it: Checked, target: Path, wish: Wish, *, final: bool) -> None:
    if target.suffix.lower() != ".pdf":
        raise InputError("suffix", f"审签单只能写成 .pdf 文件，不能写成“{target.suffix or target.name}”。")
    from core.services.signoff import Standing, sheet_pdf

    revision = int(it.body["revision"])
    standing = Standing(it.body["fingerprint"], final, revision, created=_now())
    put(sheet_pdf(it.form, it.evaluation, standing, wish.options.faces), target)
    say(f"已写出审签单“{target}”，{'定稿' if final else '草稿'}，二维码读回核对一致。")


def _print(it: Checked, target: Path, wish: Wish, *, final: bool) -> None:
    digest = it.body["fingerprint"] if final else ""
    now = _now()
    document = paper.document(it.form, it.evaluation, fingerprint=digest, created=now, foot=wish.foot)
    strange = paper.unprintable(document, wish.options.faces) if target.suffix.lower() == ".pdf" else ()
    write_document(document, target, wish.options)
    say(f"已写出“{target}”，{'定稿' if final else '草稿'}，读回核对一致。")
    if strange:
        complain(f"有 {len(strange)} 个字（{'、'.join(strange[:10])}）没有字形，印成了“〓”。请换用常见的字。")


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
