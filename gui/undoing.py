"""撤销 and 重做 as commands: they rest while there is nothing for them to do, and say what they would do when asked."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction

from gui.bars import action
from gui.desk import Desk
from gui.wizard import Wizard


class Undoing(QObject):
    """The two commands of a wizard. Their tooltips would be others after each key: they are worked out when
    a button over which this watches (`installEventFilter`) is asked for its own."""

    def __init__(self, desk: Desk, wizard: Wizard) -> None:
        super().__init__(wizard)
        self.desk = desk
        self.undo = action("撤销", wizard.undo, "Ctrl+Z", wizard)
        self.redo = action("重做", wizard.redo, "Ctrl+Y|Ctrl+Shift+Z", wizard)
        desk.changed.connect(self.refresh)
        self.refresh()

    def _each(self) -> Iterator[tuple[QAction, str | None]]:
        """Each command with what it would take back or do again, None for nothing."""
        history = self.desk.session.history
        yield self.undo, history.undo_label
        yield self.redo, history.redo_label

    def refresh(self) -> None:
        """Whether there is anything to do."""
        for it, label in self._each():
            it.setEnabled(label is not None and not self.desk.locked)

    def eventFilter(self, button: QObject, event: QEvent) -> bool:
        """Somebody wants to read what a button of theirs would do."""
        if event.type() in (QEvent.Type.ToolTip, QEvent.Type.FocusIn):
            for it, label in self._each():
                it.setToolTip(f"{it.text()}：{label}" if label else it.text())
        return super().eventFilter(button, event)
