"""`nianbao restore`: the figures of a signed sheet as a package."""

from __future__ import annotations

from pathlib import Path

from core.cli.console import say
from core.errors import InputError
from core.report.package import on_paper
from core.services.export import write_package
from core.services.restore import restored


def restore(source: Path, target: Path) -> int:
    """Write `target` (.json) from the picture or PDF `source`. Raises `InputError` or `EnvironmentTrouble`."""
    if target.suffix.lower() != ".json":
        raise InputError("suffix", f"取回的数字只能写成 .json 文件，不能写成“{target.suffix or target.name}”。")
    it = restored(source)
    write_package(it.body(), it.form, target)
    say(f"已写出“{target}”，草稿：{it.unit}{it.year}年，审签单指纹 {on_paper(it.mark)}。文字部分不在二维码里。")
    return 0
