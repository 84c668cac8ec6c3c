"""Every question the program asks a person, as functions that can be replaced: tests give answers of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from core.check.evaluation import Finding
from core.form.model import Form
from core.services.library import Library
from core.services.lookup import Spot, figures, spots
from gui.background import Background
from gui.bringing.dialog import Decision, Draft, ImportDialog
from gui.desk import Desk
from gui.dialogs import Dialog, ExplainDialog, FindLast, NewDialog, NewReport, WhoDialog, label
from gui.lastyeardialog import LastYearChoice, LastYearDialog
from gui.mainwindow import MainWindow
from gui.outputdialog import Choose, choose_output
from gui.preferences import Preferences
from gui.settingsdialog import SettingsDialog
from gui.spotdialog import FigureDialog, SpotDialog
from gui.theme import Theme


def save_file(
    parent: QWidget,
    title: str,
    suggested: Path,
    kinds: str,
    choose: Callable[[QWidget, str, str, str], tuple[str, str]] = QFileDialog.getSaveFileName,
    sure: Callable[[QWidget, str, str, str], bool] | None = None,
) -> Path | None:
    """Where to write. The system's dialog asks before it replaces the file that was named; where the name had no
    ending, the file with the ending is asked about here."""
    chosen, kind = choose(parent, title, str(suggested), kinds)
    if not chosen:
        return None
    named = ending(Path(chosen), kind)
    words = f"“{named.name}”已经有了。替换后，原来的文件找不回来。"
    asked = named == Path(chosen) or not named.exists()
    return named if asked or (sure or confirm)(parent, title, words, "替换") else None


_ENDING = re.compile(r"\*(\.\w+)")


def ending(path: Path, kind: str) -> Path:
    """`path` with the ending of `kind` (as in “Word (*.docx)”) unless it has it."""
    endings = _ENDING.findall(kind)
    return path if not endings or path.suffix.lower() in endings else path.with_name(path.name + endings[0])


def show_folder(path: Path) -> bool:
    """Open the folder that holds `path` in the system's own window; whether there is one."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))


def open_file(parent: QWidget, title: str, folder: Path, kinds: str) -> Path | None:
    """Which file to read."""
    chosen, _ = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(chosen) if chosen else None


def confirm(parent: QWidget, title: str, text: str, accept: str) -> bool:
    """Whether to go on; the words of the button say with what."""
    return _sentence(parent, title, text, accept, "取消").ask()


def tell(parent: QWidget, title: str, text: str) -> None:
    """A calm sentence that has to be read before going on."""
    _sentence(parent, title, text, "知道了", "").ask()


def _sentence(parent: QWidget, title: str, text: str, accept: str, cancel: str) -> Dialog:
    theme = parent.theme if isinstance(parent, MainWindow) else Theme()
    dialog = Dialog(title, theme, parent, accept, cancel=cancel)
    dialog.setMinimumWidth(theme.px(440))
    dialog.body.addWidget(label(text, theme))
    dialog.setAccessibleDescription(text)
    dialog.go.setFocus()
    return dialog


def explain(parent: QWidget, desk: Desk, finding: Finding, theme: Theme) -> str | None:
    """The reason for a finding; empty to take it back, None to leave everything as it is."""
    dialog = ExplainDialog(desk, finding, theme, parent)
    if not dialog.ask():
        return None
    return "" if dialog.withdrawn else dialog.text()


def who(parent: QWidget, name: str, theme: Theme) -> str | None:
    """Who fills in from now on."""
    dialog = WhoDialog(name, theme, parent)
    return dialog.name() if dialog.ask() else None


def new_report(parent: QWidget, form: Form, year: int, name: str, theme: Theme, find: FindLast) -> NewReport | None:
    """The first facts of a new report; `find` tells of last year's."""
    dialog = NewDialog(form, year, name, theme, parent, find)
    return dialog.answer() if dialog.ask() else None


def last_year(parent: QWidget, desk: Desk, library: Library, theme: Theme) -> LastYearChoice | None:
    """Which report is last year's, and what is taken from it."""
    dialog = LastYearDialog(desk, library, theme, parent)
    return dialog.answer() if dialog.ask() else None


def settings(parent: QWidget, now: Preferences, theme: Theme) -> Preferences | None:
    """How the window is to be from now on."""
    dialog = SettingsDialog(now, theme, parent)
    return dialog.answer() if dialog.ask() else None


def spot(parent: QWidget, desk: Desk, theme: Theme) -> Spot | None:
    """Where to go in the report."""
    look = partial(spots, desk.form, desk.evaluation)
    dialog = SpotDialog("查找", "转到", "行名、列名、数字或文字", look, theme, parent)
    return dialog.chosen if dialog.ask() else None


def figure(parent: QWidget, desk: Desk, theme: Theme) -> Spot | None:
    """Which figure of the tables goes into a text."""
    look = partial(figures, desk.form, desk.evaluation)
    dialog = FigureDialog("插入表中数字", "插入", "行名或列名，例如：本年新收 总计", look, theme, parent)
    return dialog.chosen if dialog.ask() else None


def preview(parent: QWidget, draft: Draft, background: Background, theme: Theme) -> Decision | None:
    """What of a file is brought in; None if nothing."""
    dialog = ImportDialog(draft, background, theme, parent)
    dialog.exec()
    dialog.deleteLater()
    return dialog.decision


def reason(parent: QWidget, title: str, text: str, accept: str, theme: Theme) -> str | None:
    """Why something is done; None if it is not."""
    dialog = Dialog(title, theme, parent, accept)
    dialog.setMinimumWidth(theme.px(460))
    dialog.body.addWidget(label(text, theme))
    field_ = QPlainTextEdit()
    field_.setTabChangesFocus(True)
    field_.setFixedHeight(theme.px(80))
    field_.setAccessibleName("原因")
    dialog.body.addWidget(field_)
    dialog.go.setEnabled(False)
    field_.textChanged.connect(lambda: dialog.go.setEnabled(bool(field_.toPlainText().strip())))
    field_.setFocus()
    return field_.toPlainText().strip() if dialog.ask() else None


def print_pdf(parent: QWidget, data: bytes) -> bool:
    """To which printer, and off it goes; False if the person gave up. Raises `InputError` if printing cannot start."""
    from gui.printing import print_pdf as printed  # the system's print support is a dear import

    return printed(parent, data)


@dataclass(frozen=True)
class Ask:
    """The questions, each one replaceable."""

    save_file: Callable[[QWidget, str, Path, str], Path | None] = field(default=save_file)
    show_folder: Callable[[Path], bool] = field(default=show_folder)
    output: Choose = field(default=choose_output)
    open_file: Callable[[QWidget, str, Path, str], Path | None] = field(default=open_file)
    confirm: Callable[[QWidget, str, str, str], bool] = field(default=confirm)
    tell: Callable[[QWidget, str, str], None] = field(default=tell)
    explain: Callable[[QWidget, Desk, Finding, Theme], str | None] = field(default=explain)
    who: Callable[[QWidget, str, Theme], str | None] = field(default=who)
    new_report: Callable[[QWidget, Form, int, str, Theme, FindLast], NewReport | None] = field(default=new_report)
    preview: Callable[[QWidget, Draft, Background, Theme], Decision | None] = field(default=preview)
    last_year: Callable[[QWidget, Desk, Library, Theme], LastYearChoice | None] = field(default=last_year)
    reason: Callable[[QWidget, str, str, str, Theme], str | None] = field(default=reason)
    settings: Callable[[QWidget, Preferences, Theme], Preferences | None] = field(default=settings)
    spot: Callable[[QWidget, Desk, Theme], Spot | None] = field(default=spot)
    figure: Callable[[QWidget, Desk, Theme], Spot | None] = field(default=figure)
    print_pdf: Callable[[QWidget, bytes], bool] = field(default=print_pdf)
