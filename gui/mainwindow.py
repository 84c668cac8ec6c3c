"""The window: the library, or the wizard of one report. Knows where it was, and opens sensibly anywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, QSettings, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from gui.theme import Theme

LEAST = QSize(1040, 520)
USUAL = QSize(1366, 728)
FRAME = QSize(16, 40)
"""px that a system puts around a window at most: a new one fits the screen with it."""


class MainWindow(QMainWindow):
    """A frame around what is shown; `closing` is asked to bring everything to rest, `dropped` told of files that were
    dropped on it."""

    def __init__(self, theme: Theme, settings: QSettings) -> None:
        super().__init__()
        self.theme, self.settings = theme, settings
        self.closing: Callable[[], bool] = lambda: True
        self.dropped: Callable[[list[Path]], None] = lambda _: None
        self.setAcceptDrops(True)
        self.setWindowTitle("年报")
        self.stack = QStackedWidget()
        self.setCentralWidget(self.stack)
        self.covered: QWidget | None = None
        self._restore()

    def _restore(self) -> None:
        """Where it was last time, if that is still on a screen; never larger than the screen there is."""
        screen = QGuiApplication.primaryScreen().availableGeometry()
        least = LEAST.boundedTo(screen.size())
        self.setMinimumSize(least)
        kept = self.settings.value("window")
        restored = isinstance(kept, QByteArray) and self.restoreGeometry(kept)
        if not restored:
            self.resize(USUAL.boundedTo(screen.size() - FRAME).expandedTo(least))
        seen = any(s.availableGeometry().intersects(self.frameGeometry()) for s in QGuiApplication.screens())
        if not seen:
            self.move(screen.topLeft())
        if self.width() > screen.width() or self.height() > screen.height():
            self.resize(self.size().boundedTo(screen.size()))

    def show_widget(self, widget: QWidget, title: str) -> None:
        """Bring `widget` to the front; what was shown before it goes."""
        before = [self.stack.widget(number) for number in range(self.stack.count())]
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)
        self.covered = None
        self.setWindowTitle(title)
        for old in before:
            if old is not widget:
                self.stack.removeWidget(old)
                old.hide()
                old.deleteLater()

    def cover(self, widget: QWidget) -> None:
        """Show `widget` over what is shown, until `uncover`."""
        self.covered = self.stack.currentWidget()
        self.stack.addWidget(widget)
        self.stack.setCurrentWidget(widget)

    def uncover(self) -> None:
        """What was covered is shown again, with the focus where it was; nothing if nothing is covered."""
        before, self.covered = self.covered, None
        if before is not None:
            cover = self.stack.currentWidget()
            self.stack.setCurrentWidget(before)
            self.stack.removeWidget(cover)
            cover.deleteLater()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = _files(event.mimeData())
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: self.dropped(paths))  # whoever dropped them need not wait

    def closeEvent(self, event: QCloseEvent) -> None:
        self.settings.setValue("window", self.saveGeometry())
        if self.closing():
            super().closeEvent(event)
        else:
            event.ignore()


def _files(data: QMimeData) -> list[Path]:
    """The files among what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
