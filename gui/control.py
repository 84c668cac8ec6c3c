"""The running program: the library it holds, the page it shows, and how it comes to rest."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication

from core.services import reading
from core.services.autosave import SaveState
from core.services.library import Library, default_path
from gui.ask import Ask
from gui.background import Background
from gui.desk import Desk
from gui.door import QUICK, Door
from gui.dressing import chosen_theme, dress
from gui.files import Files
from gui.garbage import Garbage
from gui.host import Host
from gui.leaving import may_leave, remember_list
from gui.librarypage import LibraryPage
from gui.mainwindow import MainWindow
from gui.menus import library_commands
from gui.opening import parts
from gui.preferences import Look, Preferences, chosen, keep, next_size
from gui.recent import used
from gui.shelf import LIBRARIES, Shelf
from gui.stranded import Stranded
from gui.theme import Theme
from gui.turnwise import Turnwise
from gui.wizard import Wizard
from gui.work import Work
from gui.zoom import ZoomWheel

log = logging.getLogger("nianbao.gui")


class Control(QObject):
    """Composes the parts. `saved` brings the saving thread's news to this one."""

    saved = Signal(object)

    def __init__(self, window: MainWindow, theme: Theme, settings: QSettings, ask: Ask) -> None:
        super().__init__(window)
        self.background = Background(self)
        self.garbage = Garbage(self)
        self.host = Host(window, theme, settings, ask, self.background)
        self.host.go_home, self.host.open_report, self.host.restyle = self.show_library, self.open_report, self.restyle
        self.host.come_to = self.come_to
        self.host.retry, self.host.choose_settings = self.retry_library, self.choose_settings
        self.host.import_last = self._import_last
        self.host.open_library = self.open_library
        self.shelf: Shelf | None = None
        self.work: Work | None = None
        self.opening = Turnwise(self)
        self.door = Door(self.host, self)
        self.stranded: Stranded | None = None
        self.closed = False
        self.saved.connect(self._say_saved, Qt.ConnectionType.QueuedConnection)
        window.closing, window.dropped = self.close, self._dropped
        ZoomWheel(window, lambda step: self.restyle(step=step))
        window.setWindowIcon(theme.icon("report", "acc"))
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    # What is shown now

    @property
    def window(self) -> MainWindow:
        return self.host.window

    @property
    def theme(self) -> Theme:
        return self.host.theme

    @property
    def ask(self) -> Ask:
        return self.host.ask

    @property
    def library(self) -> Library | None:
        return self.host.library

    @property
    def held(self) -> Library:
        return self.host.held

    @property
    def page(self) -> LibraryPage | None:
        return self.shelf.page if self.shelf else None

    @property
    def desk(self) -> Desk | None:
        return self.work.desk if self.work else None

    @property
    def wizard(self) -> Wizard | None:
        return self.work.wizard if self.work else None

    @property
    def files(self) -> Files | None:
        return self.work.files if self.work else None

    # The library

    def open_first(self, patience: float = QUICK) -> None:
        """The library of last time, else the usual one; where neither can be had a page says why and offers ways on.
        What is there in `patience` seconds is waited for."""
        last, usual = Path(str(self.host.settings.value("library", "") or default_path())), default_path()
        self.door.open_either(last, usual, self._came, self.strand, patience)

    def strand(self, why: str) -> None:
        """No library is open: say so on a page of its own, with ways on."""
        self.stranded = Stranded(why, self.theme)
        self.stranded.again.clicked.connect(lambda _: self.open_first())
        self.stranded.other.clicked.connect(self.other_library)
        self.window.show_widget(self.stranded, "年报")
        self.stranded.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_library(self, path: Path, then: Callable[[], object] = lambda: None) -> None:
        """Open a library, show its reports and do what comes `then`; where that fails it is said and what was shown
        stays."""
        if self.door.busy:
            return
        standing = self.library
        if standing is not None and standing.autosave and standing.path == path.absolute():
            self.show_library()  # opened once more it would be held by ourselves
            return
        self.opening.drop()
        if not may_leave(self.host):
            return

        def came(library: Library) -> None:
            if standing is not None and standing.autosave and standing.path == library.path:
                self.door.let_go(library)  # another way to the one that is open
                self.show_library()
            else:
                self._came(path, library)
            then()

        def failed(why: str | None) -> None:
            if why is not None:
                self.host.tell("报告库", why)

        self.door.open(path, path == default_path(), came, failed)

    def _came(self, path: Path, library: Library) -> None:
        """A library is open: it takes the place of the one before."""
        self._leave_report()
        if self.host.library is not None:
            self.door.let_go(self.host.library)
        self.host.library = library
        self.host.settings.setValue("library", str(path))
        used(self.host.settings, path)
        if library.autosave:
            library.autosave.listen(self.saved.emit)
        self.stranded = None
        self.show_library()

    def other_library(self) -> None:
        """Open another library file."""
        folder = (self.library.path if self.library else default_path()).parent
        path = self.ask.open_file(self.window, "打开另一个报告库", folder, LIBRARIES)
        if path is not None:
            self.open_library(path)

    def retry_library(self) -> None:
        """Whether the other one has closed it by now; a report that was being looked at is shown again."""
        shown = self.work.desk.session.id if self.work else None
        self.open_library(self.held.path, lambda: self.open_report(shown) if shown is not None else None)

    def show_library(self) -> None:
        """The start page."""
        self._leave_report()
        if self.shelf is None:
            page = LibraryPage(self.theme)
            self.shelf = Shelf(self.host, page)
            library_commands(self.host, self.shelf, self.other_library)
            page.state.way_out.clicked.connect(self.retry_library)
            self.window.show_widget(page, "年报")
        self.shelf.refresh()

    def new_report(self) -> None:
        """Ask for unit and year, then open the first page."""
        self.show_library()
        assert self.shelf is not None
        self.shelf.new_report()

    # One report

    def open_report(self, number: int) -> None:
        """Open the wizard where the person stopped."""
        self.come_to(number)
        self.opening.finish()

    def come_to(self, number: int) -> None:
        """The same in parts, between which keys are answered; nothing is seen of it before it is done."""
        if self.work is not None:
            self.work.leave()  # before the report is read again, so that nothing typed is missed
        self.opening.begin(parts(self.host, number, self._show_report))

    def _show_report(self, work: Work) -> None:
        self._leave_report()
        self.shelf, self.work = None, work
        self.window.show_widget(work.wizard, work.title)
        work.start()

    def _leave_report(self) -> None:
        self.opening.drop()
        if self.work is not None:
            self.work.close()
        self.work = None

    def _import_last(self) -> None:
        """The file of last year's report for the open one."""
        if self.work is not None:
            self.work.import_last_year()

    def _dropped(self, paths: list[Path]) -> None:
        """Files were dropped on the window."""
        part = self.work or self.shelf
        if part is not None and not self.door.busy:
            part.importing.take(paths)

    def _say_saved(self, state: SaveState) -> None:
        if self.work is not None:
            self.work.say_saved(state)

    # The whole

    def restyle(self, *, mode: Look | None = None, step: int | None = None) -> None:
        """Another theme or size of type, kept for next time; the window is dressed anew."""
        settings = self.host.settings
        wanted = chosen(settings)
        if mode is not None:
            wanted = replace(wanted, look=mode)
        if step is not None:
            wanted = replace(wanted, size=next_size(wanted.size, step))
        self._dress_anew(wanted)

    def choose_settings(self) -> None:
        """设置."""
        wanted = self.ask.settings(self.window, chosen(self.host.settings), self.theme)
        if wanted is not None:
            self._dress_anew(wanted)

    def _dress_anew(self, wanted: Preferences) -> None:
        keep(self.host.settings, wanted)
        self.host.theme = chosen_theme(self.host.settings)
        self.window.theme = self.theme
        dress(self.theme)
        self.shelf = None
        if self.work is not None:
            self.open_report(self.work.desk.session.id)
        elif self.library is not None:
            self.show_library()
        elif self.stranded is not None:
            self.strand(self.stranded.words.text())

    def _system_changed(self) -> None:
        """The system has turned light or dark; who chose a theme keeps it."""
        if not self.closed and chosen(self.host.settings).look == "system":
            self.restyle()

    def close(self) -> bool:
        """Bring everything to rest."""
        if self.closed:
            return True
        if self.work is not None:
            self.work.leave()
        if not may_leave(self.host):
            return False
        remember_list(self.host, self.page, self.desk)
        self._leave_report()
        reading.stop()  # a file that is being read is of no interest any more
        self.background.close()
        self.door.close()
        self.garbage.end()
        pending = self.held.close() if self.host.library is not None else ()
        self.closed = True
        if pending:
            log.warning("%s steps could not be saved", len(pending))
        return True
