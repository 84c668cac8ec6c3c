"""Before a library is left: what is not saved yet, and the list to be seen at once next time."""

from __future__ import annotations

import logging
from datetime import datetime

from core.errors import NianbaoError
from gui.desk import Desk
from gui.firstframe import remember
from gui.glance import glance_at
from gui.host import Host
from gui.librarymodel import LibraryModel
from gui.librarypage import LibraryPage

log = logging.getLogger("nianbao.gui")
PATIENCE = 2.0
"""Seconds to wait for the disk before asking."""


def may_leave(host: Host) -> bool:
    """Asked only while something cannot be saved."""
    saver = host.library.autosave if host.library else None
    if saver is None or saver.flush(PATIENCE):
        return True
    words = f"{saver.state.sentence}\n还有 {len(saver.pending)} 处改动没有存进报告库。可以先取消，点“另存到别处…”。"
    return host.confirm("关闭", words, "不保存，关闭")


def remember_list(host: Host, page: LibraryPage | None, desk: Desk | None) -> None:
    """The list as it stands, to be seen when the program is opened next time."""
    if host.library is None:
        return  # what was remembered is still true
    model = LibraryModel(datetime.now().astimezone())
    if page is not None:
        model.glances |= page.model.glances
    if desk is not None:
        model.glances[desk.session.id] = glance_at(desk.session)
    try:
        model.show(host.library.entries())
    except NianbaoError as error:
        log.info("the list could not be read for next time: %s", error.message)
    remember(host.settings, model.rows())
