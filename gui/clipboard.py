"""Copy, cut and paste of blocks between a table and Excel, WPS or Word: a preview first, then one step of undo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from core.form.model import Form
from core.layout.boxes import Grid
from core.services.pasting import Proposal, copied, labelled, propose, zeros
from gui.desk import Desk

Confirm = Callable[[str, str, str], bool]
Tell = Callable[[str, str], None]


def copy(desk: Desk, grid: Grid, cells: tuple[str, ...]) -> None:
    """The selected cells as tab-separated text."""
    QGuiApplication.clipboard().setText(copied(desk.form, desk.evaluation.values, cells, grid))


def cut(desk: Desk, grid: Grid, cells: tuple[str, ...]) -> None:
    """Copy, then blank in one step."""
    copy(desk, grid, cells)
    desk.clear(cells)


def paste(desk: Desk, grid: Grid, at: str, confirm: Confirm, tell: Tell) -> bool:
    """Lay the clipboard over the table from the cell `at`; a single plain figure needs no question."""
    proposal = propose(desk.form, desk.session.report, grid, at, _clipboard(), desk.protected)
    if proposal.edit is None:
        tell("粘贴", proposal.sentence)
        return False
    if not _plain(proposal) and not confirm("粘贴", proposal.sentence + "可以一步撤销。", "粘贴"):
        return False
    desk.take(proposal.edit)
    return True


def contents() -> tuple[str, str]:
    """(what the clipboard holds as a web page, the same as text)."""
    data = QGuiApplication.clipboard().mimeData()
    return data.html(), data.text()


def is_labelled(form: Form) -> bool:
    """Whether the clipboard holds rows with the form's own labels: then they tell where the figures go."""
    return labelled(form, _clipboard())


def _clipboard() -> str:
    """The clipboard's text; empty for a picture, or where its owner is gone."""
    return QGuiApplication.clipboard().text()


def _plain(proposal: Proposal) -> bool:
    return len(proposal.changed) == 1 and not proposal.unread and not proposal.outside and not proposal.blanked


def fill_zeros(desk: Desk, section: str, confirm: Confirm, tell: Tell) -> bool:
    """本节确为零, confirmed and recorded, never silently."""
    edit = zeros(desk.form, desk.session.report, section)
    if edit is None:
        tell("本节确为零", "本节没有空着的格。")
        return False
    words = f"把本节空着的 {len(edit.changes)} 格都填 0？已经填了的不动。会记入填报记录，可以一步撤销。"
    if confirm("本节确为零", words, "确为零，填 0"):
        desk.take(edit)
        return True
    return False
