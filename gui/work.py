"""What can be done with one open report: its wizard, explanations, clipboard, history, rekeying, the state line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from core.check.evaluation import Finding
from core.errors import NianbaoError
from core.report.package import on_paper
from core.services import journal
from core.services.autosave import SaveState
from core.services.progress import GivenUp
from core.services.session import Session
from gui import clipboard
from gui.bringing.importing import Importing
from gui.cellcard import CellCard
from gui.desk import Desk
from gui.files import Files
from gui.historydialog import HistoryDialog
from gui.host import Host
from gui.journaldialog import JournalDialog
from gui.pages.output import OutputPage
from gui.pages.table import TablePage
from gui.places import Places
from gui.preferences import chosen
from gui.rekeying import Rekeys
from gui.theme import Theme
from gui.wizard import Wizard
from gui.yearbefore import YearBefore, remembered

LIBRARIES = "报告库 (*.nianbao)"
Editor = QLineEdit | QTextEdit | QPlainTextEdit


def on_the_desk(host: Host, session: Session) -> Desk:
    """The desk with a report on it, as the person who is at the keyboard wants it."""
    session.who = host.who or session.who
    session.refresh()  # last year's report may have been changed since this one was on the desk
    return Desk(session, enter=chosen(host.settings).enter)


class Work(QObject):
    """Lives as long as the report is open."""

    def __init__(self, host: Host, desk: Desk, output: OutputPage) -> None:
        super().__init__(host.window)
        self.host, self.desk = host, desk
        desk.setParent(self)
        self.desk.refused.connect(lambda words: host.tell("年报", words))
        self.desk.why = lambda words: host.ask.reason(host.window, "改动上年带入的数", words, "改动", host.theme)
        self.desk.compare = remembered(host, self.desk)
        at = str(host.settings.value(f"page/{desk.session.id}", ""))
        self.wizard = Wizard(self.desk, host.theme, self.explain, output, at)
        self.files = Files(host, self.desk, output, self.wizard.state.waiting, self.leave)
        self.year_before = YearBefore(host, self.desk, self.wizard)
        self.importing = Importing(
            host, self.wizard.state.waiting, self, self.desk, self.year_before.choose, self.leave
        )
        output.act.connect(self._act)
        self.wizard.leave.connect(host.go_home)
        self.places = Places(host, self.desk, self.wizard)
        self.places.setParent(self)
        self.rekeys = Rekeys(host, self.desk)
        self.rekeys.setParent(self)
        self.desk.changed.connect(self._changed)

    @property
    def theme(self) -> Theme:
        return self.host.theme

    @property
    def title(self) -> str:
        """The window's title."""
        card = self.desk.session.kept.card
        return f"{card.unit or '未填单位'} {card.year_words}".rstrip() + " — 年报"

    def start(self) -> None:
        """Go on where the person stopped."""
        self.wizard.body.choose(str(self.host.settings.value("columns", "")))
        self.wizard.came.connect(self._remember_page)
        self.wizard.start()
        autosave = self.host.held.autosave
        self.say_saved(autosave.state if autosave else None)
        if self.desk.session.notice:
            self.host.tell("打开报告", self.desk.session.notice)

    def leave(self) -> None:
        """Hand over what is being typed."""
        self.wizard.page(self.wizard.at).leave()
        self.host.settings.setValue("columns", self.wizard.body.widths_chosen())

    def _remember_page(self, name: str) -> None:
        """At each turn of a page: nobody may be there to say good-bye."""
        self.host.settings.setValue(f"page/{self.desk.session.id}", name)

    def close(self) -> None:
        """The report is left for good."""
        self.leave()
        self.desk.close()
        self.deleteLater()

    def _changed(self) -> None:
        self.host.window.setWindowTitle(self.title)

    # Explanations

    def explain(self, finding: Finding) -> None:
        """Write, change or take back a 核实说明."""
        if self.desk.locked:
            return
        reason = self.host.ask.explain(self.host.window, self.desk, finding, self.theme)
        if reason is not None:
            self.desk.explain(finding.key, reason)

    def _act(self, finding: Finding) -> None:
        """The action of a row on the output page."""
        if finding.level == "Q" and not self.desk.locked:
            self.explain(finding)
        else:
            self.wizard.go_to_finding(finding)

    # The clipboard: in a text field its own, in a table blocks of cells

    def copy(self) -> None:
        """Ctrl+C."""
        if editor := _editor():
            editor.copy()
        elif table := self._table():
            clipboard.copy(self.desk, table.grid, table.area.selected_cells())

    def cut(self) -> None:
        """Ctrl+X."""
        if editor := _editor():
            editor.cut()
        elif (table := self._table()) and not self.desk.locked:
            clipboard.cut(self.desk, table.grid, table.area.selected_cells())

    def paste(self) -> None:
        """Ctrl+V."""
        if editor := _editor():
            editor.paste()
            return
        table = self._table()
        cell = table.area.current_cell() if table else None
        if table is None or cell is None or self.desk.locked:
            return

        def block() -> None:
            clipboard.paste(self.desk, table.grid, cell, self.host.confirm, self.host.tell)

        if clipboard.is_labelled(self.desk.form):
            self.importing.paste(*clipboard.contents(), otherwise=block)
        else:
            block()

    def import_file(self) -> None:
        """导入…: into this report, beside it as last year's, or into the library."""
        self.leave()
        self.importing.choose()

    def import_last_year(self) -> None:
        """导入上年报告…"""
        self.leave()
        self.importing.choose(last=True)

    def fill_zeros(self) -> None:
        """本节确为零."""
        table = self._table()
        if table is None:
            self.host.tell("本节确为零", "这一页没有表。请先转到有表的一页。")
        elif not self.desk.locked:
            clipboard.fill_zeros(self.desk, table.section.id, self.host.confirm, self.host.tell)

    def _table(self) -> TablePage | None:
        page = self.wizard.page(self.wizard.at)
        return page if isinstance(page, TablePage) else None

    # The past

    def show_journal(self) -> None:
        """The journal and the explanations as a list."""
        form, session = self.desk.form, self.desk.session
        told = journal.lines(form, self.host.held.steps(session.id))
        JournalDialog(told, journal.explanations(form, session.report), self.theme, self.host.window).ask()

    def show_card(self) -> None:
        """Ctrl+Enter: all there is to say of the current cell."""
        table = self._table()
        cell = table.area.current_cell() if table else None
        if table is None or cell is None:
            return
        history = journal.of_cell(self.desk.form, self.host.held.steps(self.desk.session.id), cell)
        card = CellCard(self.desk, cell, history, self.theme, self.host.window)
        card.move(table.area.below_current())
        card.show()

    def go_back_in_time(self) -> None:
        """回到以前的一刻, as one edit."""
        self.leave()
        steps = self.host.held.steps(self.desk.session.id)
        dialog = HistoryDialog(self.desk, steps, self.theme, self.host.window)
        if dialog.ask() and dialog.edit is not None:
            self.desk.take(dialog.edit)

    # Who, and how it is saved

    def change_who(self) -> None:
        """Another person takes over the keyboard."""
        name = self.host.ask.who(self.host.window, self.host.who, self.theme)
        if name:
            self.host.who = name
            self.desk.session.who = name
            autosave = self.host.held.autosave
            self.say_saved(autosave.state if autosave else None)

    def say_saved(self, state: SaveState | None) -> None:
        """The state line: what stands in the way before everything else."""
        bar, desk, mark = self.wizard.state, self.desk, self.desk.fingerprint
        bar.who.setText(f"填报人 {self.host.who or '未填'}")
        if desk.session.locked:
            bar.say_saved(desk.session.locked, sign="lock", token="t2", tone="second")
        elif state is not None and state.name == "unsaved":
            bar.say_saved(state.sentence, sign="sign-error", token="err", tone="error")
        elif mark:
            words = "已报送" if desk.session.head.status == "sent" else "已定稿"
            bar.say_saved(f"{words}　指纹 {on_paper(mark)}", sign="sign-done", token="ok", tone="")
        elif state is not None and state.name == "saved":
            bar.say_saved(state.sentence, sign="sign-done", token="ok", tone="")
        unsaved = state is not None and state.name == "unsaved"
        bar.way_out.setVisible(unsaved or bool(self.host.held.locked))
        bar.way_out.setText("另存到别处…" if unsaved else "再试一次")

    def find_way_out(self) -> None:
        """What the button beside the state line does."""
        if self.host.held.locked:
            self.host.retry()
        else:
            self.save_elsewhere()

    def save_elsewhere(self) -> None:
        """While the library's own place refuses."""
        host = self.host
        path = host.ask.save_file(host.window, "另存到别处", host.folder / "年报库.nianbao", LIBRARIES)
        if path is not None:
            told = partial(self._saved_elsewhere, path)
            task = host.background.run_watched(partial(host.held.save_elsewhere, path), told, told, lambda _: None)
            self.wizard.state.waiting.begin("正在另存到别处", task.give_up)

    def _saved_elsewhere(self, path: Path, result: bool | Exception) -> None:
        """Everything stands there, or only what is on the desk, or why nothing does."""
        if not self.desk.closed:
            self.wizard.state.waiting.end()
        words = f"全部内容已另存到“{path}”。"
        if isinstance(result, GivenUp):
            words = "已取消另存，没有写完的副本已经删除。已录入的都还在。"
        elif isinstance(result, NianbaoError):
            words = result.message
        elif isinstance(result, Exception):
            words = "没有另存成，原因已记在日志里。已录入的都还在，请另选位置再试。"
        elif not result:
            words = f"原来的报告库已读不出来，打开着的报告已另存到“{path}”。"
        self.host.tell("报告库", words)


def _editor() -> Editor | None:
    """The text field that has the focus: there the clipboard is its own."""
    focus: QWidget | None = QApplication.focusWidget()
    return focus if isinstance(focus, (QLineEdit, QTextEdit, QPlainTextEdit)) else None
