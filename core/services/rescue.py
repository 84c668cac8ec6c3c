"""Taking a library to another place: a whole copy, or what can be saved while its own place refuses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from core.errors import EnvironmentTrouble, NianbaoError, os_reason
from core.services.autosave import Autosave
from core.services.facts import as_new
from core.services.progress import GivenUp, Watch, unwatched
from core.services.session import Session
from core.store import Store, create

COPYING: Final = "正在复制报告库"


def elsewhere(
    autosave: Autosave, target: Path, sessions: Iterable[Session], now: datetime, watch: Watch = unwatched
) -> bool:
    """The library with everything that is not saved yet at `target`, replacing what is there. `watch` may end it
    before that.

    True: the whole library. False: its file could not be read any more, so that only the reports on the desk are there.
    Raises `EnvironmentTrouble` if `target` cannot be written either.
    """

    def copy(store: Store) -> None:
        store.copy(target, partial(watch, COPYING))
        with Store.writer(target, now) as other:
            other.write(autosave.pending)

    try:
        autosave.run(copy, urgent=True)
    except GivenUp:
        raise
    except NianbaoError:
        _only(sessions, target, now)
        return False
    return True


def _only(sessions: Iterable[Session], target: Path, now: datetime) -> None:
    try:
        target.unlink(missing_ok=True)
    except OSError as error:
        raise EnvironmentTrouble("write", f"“{target}”不能替换：{os_reason(error)}。请另选位置。") from error
    create(target)
    with Store.writer(target, now) as other:
        for session in sessions:
            at = now.isoformat(timespec="seconds")
            other.add(as_new(session.form, session.report, "另存", session.who, at, session.head.origin)[1])
