"""Pictures of the clerk's desk: what stands over a text, finding, settings, rekeying, history, the manual."""

from __future__ import annotations

from typing import Any

import made_up


def take(camera: Any) -> None:
    """Every dialog and state of the desk, over the report with errors."""
    control = camera.control
    control.open_report(camera.reports["errors"])
    text_states(camera)
    camera.ask_and_take("dialog-settings", control.choose_settings)
    camera.ask_and_take("dialog-rekey", lambda: rekey(camera))
    history(camera)
    paste(camera)
    camera.ask_and_take("dialog-zeros", control.work.fill_zeros)
    control.wizard.show_page(control.wizard.names[0])
    manual(camera)


def text_states(camera: Any) -> None:
    """A running text with the finding told beside its sentence, with the bar for finding, and what is chosen from."""
    control = camera.control
    wizard = control.wizard
    name = next(s.id for s in wizard.sections if s.kind == "text")
    wizard.show_page(name)
    page = wizard.page(name)
    told = next(mark for mark in page.teller.marks if mark.kind == "query" and mark.end - mark.start < 12)
    page.editor.select(told.start, told.start)
    page.look_here()
    camera.take("text-popover")
    control.desk.look_at(None)
    page.seek(replace=True)
    page.finder.words.setText("公开")
    page.finder.other.setText("公布")
    camera.take("text-find")
    page.finder.leave.click()
    camera.ask_and_take("dialog-figure", lambda: seek(camera, control.work.places.put_figure, "本年新收"))
    wizard.show_page(wizard.names[3])
    camera.ask_and_take("dialog-find", lambda: seek(camera, control.work.places.seek, "公开 总计"))


def seek(camera: Any, opens: Any, words: str) -> None:
    """A dialog of places, with words typed."""
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, lambda: camera.app.activeModalWidget().words.setText(words))
    opens()


def rekey(camera: Any) -> None:
    """复核 by a second person, under way."""
    from core.services.rekey import resumed
    from gui.rekeydialog import RekeyDialog

    desk = camera.control.desk
    state = resumed(desk.form, desk.session.report, made_up.REKEYED)
    dialog = RekeyDialog(desk, state, "李卫东", camera.control.theme, camera.window)
    dialog.tabs.setCurrentIndex(1)
    dialog.exec()


def history(camera: Any) -> None:
    """Earlier moments, one with a name and what it would bring back."""
    from gui.historydialog import HistoryDialog

    control, desk = camera.control, camera.control.desk
    desk.clear(tuple(c for c in control.wizard.sections[4].cells if not desk.form.cells[c].total)[:6])
    camera.settle()
    dialog = HistoryDialog(desk, control.held.steps(desk.session.id), control.theme, camera.window)
    dialog.list.setCurrentRow(1)
    camera.ask_and_take("dialog-history", dialog.exec)
    desk.undo()


def paste(camera: Any) -> None:
    """The preview of a block."""
    from PySide6.QtGui import QGuiApplication

    control = camera.control
    control.wizard.show_page(camera.largest().id)
    control.wizard.page(camera.largest().id).area.step("first")
    control.wizard.page(camera.largest().id).setFocus()
    QGuiApplication.clipboard().setText("71\t9\t0\n2\t四\t0\n40\t5件\t\n")
    camera.ask_and_take("dialog-paste", control.work.paste)
    QGuiApplication.clipboard().clear()


def manual(camera: Any) -> None:
    """The manual at the chapter of a table."""
    from gui.help import show_manual

    shown = show_manual(camera.window, camera.control.theme, "fill")
    camera.take("manual", shown)
    shown.open_at("keys")
    camera.take("manual-keys", shown)
    shown.close()
