"""The card of a cell: the whole filling note, its findings with their law, and who changed it when, from and to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from core.services.journal import Line
from gui.desk import Desk
from gui.theme import Theme

MOST = 12


class CellCard(QDialog):
    """A popup beside the cell; Esc or a click elsewhere closes it."""

    def __init__(self, desk: Desk, cell: str, history: tuple[Line, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAccessibleName("本格说明")
        self.setObjectName("card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        it = desk.form.cells[cell]
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(14), theme.px(16), theme.px(14))
        column.setSpacing(theme.px(6))
        self.setFixedWidth(theme.px(420))
        self._add(column, theme, " › ".join(it.path), bold=True)
        guide = desk.form.guides.get(cell) or desk.form.guides.get(it.row, "") or it.guide
        if guide:
            self._add(column, theme, f"填报说明：{guide}")
        for finding in desk.evaluation.findings:
            if cell in finding.cells and not finding.late:
                level = {"E": "强制", "Q": "核实", "T": "提示"}[finding.level]
                self._add(column, theme, f"{level}　{finding.message}")
                self._add(column, theme, f"依据：{finding.cites}", tone="third")
        self._add(column, theme, "改动记录" if history else "还没有改动记录", bold=True)
        for line in reversed(history[-MOST:]):
            self._add(
                column, theme, f"{line.at}　{line.by}　{line.before or '空'} → {line.after or '空'}", tone="second"
            )
        if len(history) > MOST:
            self._add(column, theme, f"更早还有 {len(history) - MOST} 处，见填报记录。", tone="third")

    def _add(self, column: QVBoxLayout, theme: Theme, text: str, *, bold: bool = False, tone: str = "") -> None:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setFont(theme.font(13 if bold else 12, bold=bold))
        label.setProperty("tone", tone)
        column.addWidget(label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self.close()
