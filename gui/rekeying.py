"""复核 from beginning to end: who does it, what was typed another day, and what becomes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject

from core.services.rekey import resumed
from gui.desk import Desk
from gui.host import Host
from gui.rekeydialog import RekeyDialog


class Rekeys(QObject):
    """Lives as long as the report is open. What is typed is kept with every entry, so that it may be put off."""

    def __init__(self, host: Host, desk: Desk) -> None:
        super().__init__()
        self.host, self.desk = host, desk

    def start(self) -> None:
        """复核: a second person types everything again, or goes on with it."""
        host, desk = self.host, self.desk
        if desk.locked:
            host.tell("复核", "报告已定稿或只能查看，不能复核。")
            return
        who, texts = self._kept()
        who = host.ask.who(host.window, who, host.theme) or ""
        if not who:
            return
        state = resumed(desk.form, desk.session.report, texts)
        dialog = RekeyDialog(desk, state, who, host.theme, host.window)
        dialog.kept.connect(lambda: self._keep(who, dialog.state.texts))
        if dialog.ask():
            self._keep("", {})
            self._take(dialog, who)

    def _take(self, dialog: RekeyDialog, who: str) -> None:
        session, edit = self.desk.session, dialog.state.edit()
        first, session.who = session.who, who
        if edit is not None:
            self.desk.take(edit)
        else:
            self.host.guarded(lambda: session.note(dialog.state.label), "复核")
        session.who = first
        if edit is None:
            self.host.tell("复核", f"{dialog.state.label}。已记入填报记录。")

    # Another day

    @property
    def _key(self) -> str:
        return f"rekey/{self.desk.session.id}"

    def _keep(self, who: str, texts: Mapping[str, str]) -> None:
        kept = {"library": str(self.host.held.path), "who": who, "texts": dict(texts)}
        self.host.settings.setValue(self._key, json.dumps(kept, ensure_ascii=False) if texts else "")

    def _kept(self) -> tuple[str, Mapping[str, str]]:
        """Who had begun, and what they had typed; nothing where the settings hold something else."""
        try:
            kept = json.loads(str(self.host.settings.value(self._key, "")) or "{}")
        except ValueError:
            return "", {}
        if not isinstance(kept, dict) or kept.get("library") != str(self.host.held.path):
            return "", {}
        texts = kept.get("texts")
        typed = {str(c): str(t) for c, t in texts.items()} if isinstance(texts, dict) else {}
        return str(kept.get("who", "")), typed
