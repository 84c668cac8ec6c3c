"""Pictures of every page and dialog of the window, without a screen: `python packaging/screenshots.py [NAME…]`.

They go to out/screens under stable names. Each run is a process of its own, because the scale of the screen is fixed
when Qt starts. Nothing waits for a time: the event loop turns until all is painted and nothing works in the background.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "out" / "screens"
BARE = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><cachedir>{}</cachedir></fontconfig>'
"""No face of the machine: the pictures are set in the faces that the program ships, the same everywhere."""


@dataclass(frozen=True)
class Run:
    """One process: which theme, on which screen (logical px and scale), at which size of type, and what it shows."""

    name: str
    mode: str = "light"
    width: int = 1366
    height: int = 728  # 768 without the system's title bar
    scale: int = 1
    type_size: float = 13.0
    shows: str = "all"


RUNS = (
    Run("light"),
    Run("dark", mode="dark"),
    Run("light-200", scale=2, shows="table"),
    Run("dark-200", mode="dark", scale=2, shows="table"),
    Run("light-1080", width=1920, height=1040, shows="table"),
    Run("light-least", width=1040, height=520, shows="pages"),
    Run("light-large-type", type_size=22.0, shows="pages"),
    Run("light-small-type", type_size=12.0, shows="pages"),
    Run("contrast", mode="contrast", shows="table"),
)


def main(names: list[str]) -> int:
    """Make the pictures of these runs, or of all; 1 if one of them fails."""
    OUT.mkdir(parents=True, exist_ok=True)
    failed = [run.name for run in RUNS if (not names or run.name in names) and not _started(run)]
    for name in failed:
        print(f"没有做成：{name}", file=sys.stderr)
    print(f"{len(list(OUT.glob('*.png')))} 张图片在 {OUT}")
    return 1 if failed else 0


def _started(run: Run) -> bool:
    for old in OUT.glob(f"{run.name}-*.png"):
        if not any(old.name.startswith(f"{other.name}-") for other in RUNS if len(other.name) > len(run.name)):
            old.unlink()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        screen = {"name": "one", "x": 0, "y": 0, "width": run.width * run.scale, "height": run.height * run.scale}
        screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
        (place / "screens.json").write_text(json.dumps({"screens": [screen]}), "utf-8")
        (place / "fonts.conf").write_text(BARE.format(place / "fontcache"), "utf-8")
        env = os.environ | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={place / 'screens.json'}", "QT_SCALE_FACTOR": str(run.scale),
            "FONTCONFIG_FILE": str(place / "fonts.conf"), "NIANBAO_HOME": str(place / "home"),
            "QT_LOGGING_RULES": "qt.qpa.fonts=false", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        command = [sys.executable, __file__, "--run", run.name]
        return subprocess.run(command, env=env, cwd=ROOT, check=False).returncode == 0


class Camera:
    """The window of one run, and its pictures."""

    def __init__(self, run: Run) -> None:
        import made_up
        from PySide6.QtGui import QCursor
        from PySide6.QtWidgets import QApplication

        from core.services.library import Library, default_path
        from gui.app import build, settings
        from gui.ask import Ask

        self.run = run
        self.app = QApplication(["nianbao"])
        if run.mode == "contrast":
            _high_contrast()
        kept = settings()
        kept.setValue("theme", run.mode)
        kept.setValue("size", run.type_size)
        kept.setValue("who", "张敏")
        self.said: list[str] = []
        self.ask = Ask(tell=lambda _parent, title, text: self.said.append(f"{title}：{text}"))
        self.control = build(self.app, kept, self.ask)
        self.window = self.control.window
        self.window.resize(run.width, run.height)
        QCursor.setPos(run.width // 2, run.height - 4)  # over nothing that answers to it
        self.window.show()
        if run.shows == "all":
            self.take("first-run")
        path = default_path()
        self.control.held.close()
        with Library.open(path, who="张敏", make=True) as library:
            self.reports = made_up.fill(library)
        self.control.open_library(path)
        self.control.door.wait(60)
        self.library = path

    # Waiting

    def settle(self) -> None:
        """Turn the event loop until all is painted, saved and worked out."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, quiet, turns = QEventLoop(), 0, 0

        def look() -> None:
            nonlocal quiet, turns
            quiet, turns = (quiet + 1 if self._idle() else 0), turns + 1
            if quiet >= 3 or turns > 2000:
                loop.quit()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(5)
        loop.exec()
        timer.stop()
        if turns > 2000:
            raise SystemExit("the window does not come to rest")

    def _idle(self) -> bool:
        control = self.control
        if control.background.pool.activeThreadCount():
            return False
        if control.library and control.library.autosave and control.library.autosave.pending:
            return False
        if control.wizard is not None and control.wizard.at == control.wizard.names[-1]:
            preview = control.wizard.pages[control.wizard.at].preview
            return not preview.busy and not preview.timer.isActive()
        return True

    # Taking

    def take(self, name: str, widget: object = None) -> None:
        """A picture of the window, or of a widget of it."""
        self.settle()
        self.write(name, widget or self.window)

    def write(self, name: str, widget: object) -> None:
        """The picture as a file."""
        target = OUT / f"{self.run.name}-{name}.png"
        if not widget.grab().save(str(target)):
            raise SystemExit(f"not written: {target}")

    def ask_and_take(self, name: str, do: Callable[[], object]) -> None:
        """A picture of the dialog that `do` opens; it is given up then."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QDialog

        def caught() -> None:
            dialog = self.app.activeModalWidget()
            if dialog is None:
                raise SystemExit(f"no dialog: {name}")
            self.take(name, dialog)
            if isinstance(dialog, QDialog):
                dialog.reject()

        QTimer.singleShot(0, caught)
        do()

    # What is shown

    def page(self, name: str, label: str) -> None:
        """A page of the open report; where a finding of it has two sides, it is looked at."""
        wizard = self.control.wizard
        wizard.show_page(name)
        mine = [f for f in wizard.desk.evaluation.findings if set(f.cells) & set(_cells(wizard, name))]
        said = [(f, s) for f in wizard.desk.evaluation.findings for s in f.spans if s.cell in _cells(wizard, name)]
        best = [f for f in mine if f.left_cells and f.right_cells and not f.late] or [f for f in mine if not f.late]
        if said:
            wizard.desk.look_at(said[0][0])
            wizard.page(name).go_to_span(said[0][1].start)
        elif best:
            wizard.go_to_finding(best[0])
        self.take(label)
        wizard.desk.look_at(None)

    def pages(self, report: str, suffix: str) -> None:
        """Every page of a report."""
        self.control.open_report(self.reports[report])
        for name in self.control.wizard.names:
            label = f"{name}{suffix}"
            if name == self.control.wizard.names[-1]:
                self.control.wizard.show_page(name)
                self.take(label)
            else:
                self.page(name, label)

    def table(self) -> None:
        """The largest table, full and with errors."""
        for report, suffix in (("full", ""), ("errors", "-errors")):
            self.control.open_report(self.reports[report])
            self.page(self.largest().id, f"{self.largest().id}{suffix}")
        self.imports()

    def library_page(self) -> None:
        """The start page, with the report that has errors chosen, and a search without result."""
        control = self.control
        control.show_library()
        control.page.list.setCurrentIndex(control.page.model.where(self.reports["errors"]))
        self.take("library")

    def dialogs(self) -> None:
        """Every dialog, over the report with errors."""
        control = self.control
        control.open_report(self.reports["errors"])
        desk = control.desk
        query = next(f for f in desk.evaluation.findings if f.level == "Q" and f.left_cells and not f.explained)
        self.popups()
        work = control.work
        assert work is not None
        self.ask_and_take("dialog-explain", lambda: work.explain(query))
        self.ask_and_take("dialog-who", work.change_who)
        self.ask_and_take("dialog-journal", work.show_journal)
        control.wizard.show_page(self.largest().id)
        control.work.show_card()
        self.take("cell-card", self.app.activePopupWidget() or self.cards()[-1])
        self.cards()[-1].close()
        self.imports()
        self.ask_and_take("dialog-new", control.new_report)
        control.open_report(self.reports["errors"])
        import desk_pictures

        desk_pictures.take(self)
        control.open_report(self.reports["final"])
        self.ask_and_take("dialog-output", control.files.choose_output)
        self.ask_and_take("dialog-reopen", control.files.reopen)
        self.ask_and_take("dialog-sent", control.files.mark_sent)

    def imports(self) -> None:
        """The import window over a web page with every doubt, and over a PDF; last year's report and its report."""
        import made_up

        from core.services import bringing, proposal
        from gui.bringing.dialog import Draft, ImportDialog

        control, desk = self.control, self.control.desk
        for suffix in (".html", ".pdf"):
            path = made_up.foreign(self.library.parent, suffix)
            it = bringing.read(path)
            words = (("last", "云岭区自然资源局 2025年度（作为上年报告）"), ("new", "报告库，成为一份新报告"))
            draft = Draft(it, words, lambda to, it=it: proposal.propose(it.reading, to, desk.form, desk.session.report))
            dialog = ImportDialog(draft, control.background, control.theme, self.window)
            dialog.show()
            self.take(f"import-{suffix[1:]}", dialog)
            dialog.close()
        self.ask_and_take("dialog-last-year", control.work.year_before.choose)

    def popups(self) -> None:
        """A menu, a list of choices, a tooltip."""
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QComboBox, QMenu, QToolTip

        wizard = self.control.wizard
        menu = next(menu for menu in wizard.bar.menus.findChildren(QMenu) if len(menu.actions()) > 5)
        menu.popup(QPoint(0, 40))
        self.take("popup-menu", menu)
        menu.close()
        choice = wizard.page(wizard.names[0]).findChild(QComboBox)
        wizard.show_page(wizard.names[0])
        choice.showPopup()
        self.take("popup-choice", choice.view().window())
        choice.hidePopup()
        self.settle()
        QToolTip.showText(QPoint(200, 200), "还没有填；没有发生请填 0", self.window)
        tips = [widget for widget in self.app.topLevelWidgets() if widget.metaObject().className() == "QTipLabel"]
        self.write("popup-tooltip", tips[-1])  # at once: any event may take it away
        QToolTip.hideText()

    def cards(self) -> list[object]:
        """The cell cards that are open."""
        from gui.cellcard import CellCard

        return [widget for widget in self.app.topLevelWidgets() if isinstance(widget, CellCard) and widget.isVisible()]

    def largest(self) -> object:
        """The section with the largest table."""
        return max((s for s in self.control.wizard.sections if s.table), key=lambda s: len(s.cells))

    def states(self) -> None:
        """What the state line says while the disk refuses, and where another window holds the library."""
        from core.services.autosave import SaveState
        from core.services.library import Library

        control = self.control
        control.open_report(self.reports["full"])
        way_out = "请腾出空间，或另存到别处。"
        control.saved.emit(SaveState("unsaved", datetime.now().astimezone(), "磁盘已满", way_out))
        self.page(control.wizard.names[4], "state-unsaved")
        control.show_library()
        control.held.close()
        with Library.open(self.library, who="李卫东"):
            control.open_library(self.library)
            control.door.wait(60)
            self.take("state-read-only-library")
            control.open_report(self.reports["errors"])
            self.page(control.wizard.names[3], "state-read-only")
            control.show_library()
        control.open_library(self.library)
        control.door.wait(60)

    def ready(self) -> None:
        """核对与输出 when nothing is left to do, and after 定稿."""
        import made_up

        made_up.explain_all(self.control.held, self.reports["full"])
        for report, label in (("full", "output-ready"), ("final", "output-final")):
            self.control.open_report(self.reports[report])
            self.control.wizard.show_page(self.control.wizard.names[-1])
            self.take(label)

    def all(self) -> None:
        """Everything."""
        self.pages("full", "")
        self.pages("errors", "-errors")
        self.library_page()
        self.dialogs()
        self.states()
        self.ready()

    def some(self) -> None:
        """The pages with errors and the library: what has to bear a small window or large type."""
        self.pages("errors", "-errors")
        self.library_page()
        self.ask_and_take("dialog-new", self.control.new_report)
        self.control.open_report(self.reports["errors"])
        self.imports()


def _high_contrast() -> None:
    """As if the system were set to white on black."""
    from PySide6.QtGui import QColor, QPalette

    from gui import contrast

    palette, role = QPalette(), QPalette.ColorRole
    grounds = ((role.Window, "black"), (role.Highlight, "cyan"))
    for target, colour in (*grounds, (role.WindowText, "white"), (role.HighlightedText, "black")):
        palette.setColor(target, QColor(colour))
    contrast.wanted = lambda: True
    contrast.system_tokens = lambda: contrast.tokens(palette)


def _cells(wizard: object, name: str) -> tuple[str, ...]:
    return next((s.cells for s in wizard.sections if s.id == name), ())


def _hush(_kind: object, _context: object, text: str) -> None:
    """Qt says of its screenless platform what that cannot do; everything else is heard."""
    if not text.startswith("This plugin does not support"):
        print(text, file=sys.stderr)


def _run(name: str) -> int:
    from PySide6.QtCore import qInstallMessageHandler

    qInstallMessageHandler(_hush)
    run = next(run for run in RUNS if run.name == name)
    camera = Camera(run)
    {"all": camera.all, "table": camera.table, "pages": camera.some}[run.shows]()
    camera.window.close()
    qInstallMessageHandler(None)
    for words in camera.said:
        print(f"{name}: {words}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(_run(sys.argv[2]) if sys.argv[1:2] == ["--run"] else main(sys.argv[1:]))
