"""What happens when a person chooses something: the library, the wizard, files. No widget of its own."""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from core.check.evaluation import Finding
from core.errors import NianbaoError
from core.form import edition, editions
from core.report.package import on_paper
from core.services import bringing, journal
from core.services.autosave import SaveState
from core.services.library import Library, default_path
from core.services.session import Session
from gui.ask import Ask
from gui.background import Background
from gui.desk import Desk
from gui.dressing import BASE, LARGEST, SMALLEST, chosen_theme, dress
from gui.files import Files
from gui.journaldialog import JournalDialog
from gui.librarymodel import Glance
from gui.librarypage import LibraryPage
from gui.mainwindow import MainWindow
from gui.menus import library_commands, wizard_commands
from gui.pages.output import OutputPage
from gui.preview import Preview
from gui.theme import Theme
from gui.wizard import Wizard

log = logging.getLogger("nianbao.gui")
OPENS = "报告 (*.json *.txt *.md);;所有文件 (*)"


class Control(QObject):
    """Owns the library and what is shown. `saved` brings the saving thread's news to this one."""

    saved = Signal(object)

    def __init__(self, window: MainWindow, theme: Theme, settings: QSettings, ask: Ask) -> None:
        super().__init__(window)
        self.window, self.theme, self.settings, self.ask = window, theme, settings, ask
        self.background = Background(self)
        self.library: Library | None = None
        self.page: LibraryPage | None = None
        self.desk: Desk | None = None
        self.wizard: Wizard | None = None
        self.files: Files | None = None
        self.report = 0
        self.closed = False
        self.saved.connect(self._say_saved, Qt.ConnectionType.QueuedConnection)
        window.closing = self.close

    # The library

    def open_library(self, path: Path) -> bool:
        """Open a library and show its reports; where that fails it is said and what was shown stays."""
        try:
            library = Library.open(path, who=self.who, make=path == default_path())
        except NianbaoError as error:
            self.ask.tell(self.window, "报告库", error.message)
            return False
        if self.library is not None:
            self.library.close()
        self.library = library
        self.settings.setValue("library", str(path))
        if library.autosave:
            library.autosave.listen(self.saved.emit)
        self.show_library()
        return True

    @property
    def who(self) -> str:
        return str(self.settings.value("who", ""))

    @property
    def held(self) -> Library:
        assert self.library is not None
        return self.library

    def show_library(self) -> None:
        """The start page."""
        self._leave_report()
        if self.page is None or self.window.stack.currentWidget() is not self.page:
            page = LibraryPage(self.theme)
            library_commands(self, page)
            page.open_report.connect(self.open_report)
            page.new_report.connect(self.new_report)
            page.sample.connect(self.open_sample)
            page.import_file.connect(self.import_file)
            self.page = page
            self.window.show_widget(page, "年报")
        self.refresh_library()

    def refresh_library(self) -> None:
        """Show the reports as they stand, and look at each in the background."""
        library, page = self.held, self.page
        if page is None:
            return
        entries = library.entries()
        page.show_entries(entries)
        self._say_library(page)
        for entry in entries:
            number = entry.id
            self.background.run(
                partial(glance, library, number),
                partial(self._glanced, page, number),
                partial(log.info, "report %s could not be looked at: %s", number),
            )

    def _glanced(self, page: LibraryPage, number: int, seen: Glance) -> None:
        if page is self.page:
            page.glanced(number, seen)

    def _say_library(self, page: LibraryPage) -> None:
        library = self.held
        if library.locked:
            page.state.say_saved(library.locked, sign="lock", token="t2", tone="second")
            page.state.way_out.setText("再试一次")
            page.state.way_out.show()
            page.state.way_out.clicked.connect(self.retry_library, Qt.ConnectionType.UniqueConnection)
        else:
            page.state.say_saved("全部报告已保存在本机，不联网", sign="sign-done", token="ok", tone="")
            page.state.way_out.hide()
        page.state.extra.say(f"报告库：{library.path}")

    def retry_library(self) -> None:
        """Whether the other one has closed it by now."""
        path = self.held.path
        self.open_library(path)

    def new_report(self) -> None:
        """Ask for unit and year, then open the first page."""
        if self._refuse_read_only():
            return
        form = edition(editions()[0])
        answer = self.ask.new_report(self.window, form, last_year(), self.who, self.theme)
        if answer is None:
            return
        self.settings.setValue("who", answer.who)
        self.held.who = answer.who
        like = next((e.id for e in self.held.entries() if e.card.unit == answer.facts.get("unit_name")), None)
        self._guarded(lambda: self.open_report(self.held.new(form.id, answer.facts, like=like)))

    def open_sample(self) -> None:
        """The built-in sample as a report of its own."""
        if not self._refuse_read_only():
            self._guarded(lambda: self.open_report(bringing.sample(self.held)))

    def import_file(self) -> None:
        """A package or a text becomes a report of its own; nothing that is there is touched."""
        if self._refuse_read_only():
            return
        path = self.ask.open_file(self.window, "从文件读入报告", self.folder(), OPENS)
        if path is not None:
            self.settings.setValue("folder", str(path.parent))
            self._guarded(lambda: self.open_report(bringing.file(self.held, path)))

    def copy_report(self) -> None:
        """The same answers once more, as a draft."""
        entry = self.page.current() if self.page else None
        if entry and not self._refuse_read_only():
            self._guarded(lambda: self.held.copy(entry.id))
            self.refresh_library()

    def bin_report(self) -> None:
        """Into the bin, from which it can be brought back."""
        entry = self.page.current() if self.page else None
        if entry is None or self._refuse_read_only():
            return
        words = f"把“{entry.card.unit or '未填单位'}”{entry.card.year or ''}年度的报告移入回收站？可以随时恢复。"
        if self.ask.confirm(self.window, "移入回收站", words, "移入回收站"):
            self._guarded(lambda: self.held.bin(entry.id))
            self.refresh_library()

    def restore_report(self, number: int) -> None:
        """Out of the bin."""
        self._guarded(lambda: self.held.restore(number))
        self.refresh_library()

    def other_library(self) -> None:
        """Open another library file."""
        path = self.ask.open_file(self.window, "打开另一个报告库", self.held.path.parent, "报告库 (*.nianbao)")
        if path is not None:
            self.open_library(path)

    def copy_library(self) -> None:
        """A whole copy, for safety or for a new computer."""
        suggested = self.folder() / f"年报库-{datetime.now().astimezone():%Y%m%d}.nianbao"
        path = self.ask.save_file(self.window, "把整个报告库另存到", suggested, "报告库 (*.nianbao)")
        if path is not None and self._guarded(lambda: self.held.copy_to(path)):
            self.ask.tell(
                self.window,
                "报告库",
                f"已完整复制到“{path}”。\n在新电脑上安装本程序后，用“打开另一个报告库”选中它即可。",
            )

    def _refuse_read_only(self) -> bool:
        if self.held.locked:
            self.ask.tell(self.window, "报告库", self.held.locked)
        return bool(self.held.locked)

    def _guarded(self, do: object) -> bool:
        """Run what may be refused, and say so calmly; whether it was done."""
        assert callable(do)
        try:
            do()
        except NianbaoError as error:
            self.ask.tell(self.window, "年报", error.message)
            return False
        return True

    def folder(self) -> Path:
        kept = Path(str(self.settings.value("folder", "")))
        return kept if kept.is_absolute() and kept.is_dir() else Path.home()

    # One report

    def open_report(self, number: int) -> None:
        """Open the wizard where the person stopped."""
        try:
            session = self.held.session(number)
        except NianbaoError as error:
            self.ask.tell(self.window, "打开报告", error.message)
            return
        self._leave_report()
        session.who = self.who or session.who
        desk = Desk(session)
        desk.setParent(self)
        desk.refused.connect(lambda words: self.ask.tell(self.window, "年报", words))
        preview = Preview(desk, self.background, self.theme)
        output = OutputPage(desk, self.theme, preview)
        wizard = Wizard(desk, self.theme, self.explain, output)
        self.desk, self.wizard, self.report = desk, wizard, number
        self.files = Files(self, desk, output)
        output.act.connect(self._act)
        wizard.leave.connect(self.show_library)
        desk.changed.connect(self._changed)
        wizard_commands(self, wizard)
        self.page = None
        self.window.show_widget(wizard, self._title(session))
        page = str(self.settings.value(f"page/{number}", wizard.names[0]))
        wizard.show_page(page if page in wizard.names else wizard.names[0])
        self._say_saved(self.held.autosave.state if self.held.autosave else None)
        if session.notice:
            self.ask.tell(self.window, "打开报告", session.notice)

    def _leave_report(self) -> None:
        if self.wizard is not None and self.desk is not None:
            self.wizard.pages[self.wizard.at].leave()
            self.settings.setValue(f"page/{self.report}", self.wizard.at)
            self.desk.deleteLater()
        self.wizard = self.desk = self.files = None

    def _title(self, session: Session) -> str:
        card = session.kept.card
        return f"{card.unit or '未填单位'} {card.year or ''}年度 — 年报"

    def _changed(self) -> None:
        if self.desk is not None and self.wizard is not None:
            self.window.setWindowTitle(self._title(self.desk.session))
            self.wizard.say_commands()

    def explain(self, finding: Finding) -> None:
        """Write, change or take back a 核实说明."""
        desk = self.desk
        if desk is None or desk.locked:
            return
        reason = self.ask.explain(self.window, desk, finding, self.theme)
        if reason is not None:
            desk.explain(finding.key, reason)

    def _act(self, finding: Finding) -> None:
        """The action of a row on the output page."""
        if self.desk is None or self.wizard is None:
            return
        if finding.level == "Q" and not self.desk.locked:
            self.explain(finding)
        else:
            self.wizard.go_to_finding(finding)

    def change_who(self) -> None:
        """Another person takes over the keyboard."""
        name = self.ask.who(self.window, self.who, self.theme)
        if name:
            self.settings.setValue("who", name)
            self.held.who = name
            if self.desk is not None:
                self.desk.session.who = name
                self._say_saved(self.held.autosave.state if self.held.autosave else None)

    def _say_saved(self, state: SaveState | None) -> None:
        """The state line of the wizard."""
        if self.wizard is None or self.desk is None:
            return
        bar, desk = self.wizard.state, self.desk
        bar.who.setText(f"填报人 {self.who or '未填'}")
        mark = desk.fingerprint
        if desk.session.locked:
            bar.say_saved(desk.session.locked, sign="lock", token="t2", tone="second")
        elif state is not None and state.name == "unsaved":
            bar.say_saved(state.sentence, sign="sign-error", token="err", tone="error")
        elif mark:
            words = "已报送" if desk.session.head.status == "sent" else "已定稿"
            bar.say_saved(f"{words}　指纹 {on_paper(mark).upper()}", sign="sign-done", token="ok", tone="")
        elif state is not None and state.name == "saved":
            bar.say_saved(state.sentence, sign="sign-done", token="ok", tone="")
        bar.way_out.setVisible(bool(state and state.name == "unsaved"))
        bar.way_out.setText("另存到别处…")

    def show_journal(self) -> None:
        """The journal and the explanations as a list."""
        desk = self.desk
        if desk is None:
            return
        steps = self.held.steps(desk.session.id)
        told = journal.lines(desk.form, steps)
        JournalDialog(told, journal.explanations(desk.form, desk.session.report), self.theme, self.window).exec()

    def restyle(self, *, mode: str | None = None, step: int | None = None) -> None:
        """Another theme or size of type, kept for next time; the window is dressed anew."""
        if mode is not None:
            self.settings.setValue("theme", mode)
        if step is not None:
            now = float(str(self.settings.value("size", BASE)))
            self.settings.setValue("size", BASE if step == 0 else min(max(now + step, SMALLEST), LARGEST))
        self.theme = chosen_theme(self.settings)
        self.window.theme = self.theme
        dress(self.theme)
        if self.desk is not None:
            self.open_report(self.report)
        else:
            self.page = None
            self.show_library()

    def save_elsewhere(self) -> None:
        """While the library's own place refuses."""
        path = self.ask.save_file(self.window, "另存到别处", self.folder() / "年报库.nianbao", "报告库 (*.nianbao)")
        if path is not None and self._guarded(lambda: self.held.save_elsewhere(path)):
            self.ask.tell(self.window, "报告库", f"全部内容已另存到“{path}”。")

    def show_in_folder(self, path: Path) -> None:
        """Open the folder that holds a file."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    def close(self) -> bool:
        """Bring everything to rest; asks only if something could not be saved."""
        if self.closed:
            return True
        self._leave_report()
        self.background.close()
        pending = self.held.close() if self.library is not None else ()
        self.closed = True
        if pending:
            log.warning("%s steps could not be saved", len(pending))
        return True


def glance(library: Library, number: int) -> Glance:
    """How a report stands, without opening it for work."""
    evaluation = library.session(number).evaluation
    parts = [evaluation.progress[s.id] for s in library.session(number).form.sections if s.table]
    return Glance(
        sum(p.filled for p in parts),
        sum(p.needed for p in parts),
        sum(f.level == "E" and not f.late for f in evaluation.findings),
        sum(f.level == "Q" and f.explained is None for f in evaluation.findings),
    )


def last_year() -> int:
    """The year that reports are being written for now: the one before this."""
    return datetime.now().astimezone().year - 1
