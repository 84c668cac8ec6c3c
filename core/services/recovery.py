"""A report whose rows fail its digest: made anew from its journal, else shown from the newest sound backup.

A damaged report is never gone on with: the journal either agrees with the digest to the last bit, or nothing that is
written now may cover the traces. A copy of what is shown can always be made and gone on with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from core.errors import NianbaoError
from core.store import Kept, Store, backups


@dataclass(frozen=True, slots=True)
class Recovered:
    """`notice`: what the person is told; `locked`: why this may only be read, empty where it may be gone on with;
    `mend`: whether the library's rows are to be replaced by these."""

    kept: Kept
    notice: str = ""
    locked: str = ""
    mend: bool = False


def recovered(store: Store, it: Kept) -> Recovered:
    """The report to be shown for `it`, as read from `store`."""
    if it.sound:
        return Recovered(it)
    if rebuilt := store.rebuilt(it):
        told = (
            "这份报告在磁盘上有损坏，已按修改记录还原，内容与最后一次保存时一致。请尽快检查磁盘，并把报告库另存一份。"
        )
        return Recovered(replace(rebuilt, steps=it.steps), told, mend=True)
    for path in backups(store.path):
        if older := _sound_in(path, it.id):
            when = datetime.fromisoformat(older.changed)
            told = (
                "这份报告在磁盘上有损坏，修改记录也不完整。"
                f"现在显示的是备份“{path.name}”里的内容，最后修改于{when:%Y-%m-%d %H:%M}，"
                "只能查看；请复制一份继续填写，并逐项核对。"
            )
            return Recovered(older, told, locked=told)
    told = (
        "这份报告在磁盘上有损坏，也没有找到完好的备份。能读出的内容都在这里，只能查看；请复制一份，逐项核对后继续填写。"
    )
    return Recovered(it, told, locked=told)


def _sound_in(backup: Path, number: int) -> Kept | None:
    try:
        with Store.reader(backup) as store:
            it = store.kept(number)
    except NianbaoError:
        return None  # the next older one may do
    return it if it is not None and it.sound else None
