"""fcitx 4 and 5 without a plug-in of Qt: keys go there over the session bus, what is composed comes back as events.

Keys are asked about where Qt first shows them, at the window that has the focus, and before any shortcut is looked
up. Each question has a limit; without an answer the key goes its usual way, so nothing typed is lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRect, QSocketNotifier, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QInputMethodQueryEvent, QKeyEvent, QWindow

from gui.composing import Piece, committed, composed, forwarded
from gui.dialect import Dialect
from gui.sessionbus import Bus, BusGone, Late, answered

PATIENCE = 0.5
"""Seconds that a key waits for fcitx, once: while that answer is owed, keys are not asked about."""

_KEEP = 1 << 5  # a piece that is not to be committed then
_KEYS = frozenset({QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease})
_NEEDLESS = (
    Qt.InputMethodHint.ImhHiddenText
    | Qt.InputMethodHint.ImhDigitsOnly
    | Qt.InputMethodHint.ImhFormattedNumbersOnly
    | Qt.InputMethodHint.ImhPreferNumbers
)


class Watched:
    """An object whose events a filter sees, until another takes its place or it is destroyed."""

    def __init__(self, by: QObject) -> None:
        self.by = by
        self.object: QObject | None = None

    def set(self, it: QObject | None) -> None:
        if self.object:
            self.object.removeEventFilter(self.by)
            self.object.destroyed.disconnect(self._gone)
        self.object = it
        if it:
            it.installEventFilter(self.by)
            it.destroyed.connect(self._gone)

    def _gone(self) -> None:
        self.object = None


class Bridge(QObject):
    """Between the application and fcitx. Lives as long as the application."""

    def __init__(self, bus: Bus, dialect: Dialect, app: QGuiApplication) -> None:
        super().__init__(app)
        self.bus, self.dialect = bus, dialect
        self.context: DBusAddress | None = None  # ours at fcitx, while it is there
        self.focused = False  # fcitx believes that a field of ours has the focus
        self.owed = self.offered = 0  # serials: the key it has not answered for in time, the context asked for
        self.taken: tuple[int, int] | None = None  # the key press that it took before shortcuts were looked up
        self.asked: tuple[int, int] | None = None
        self.pieces: Sequence[Piece] = ()
        self.rect = QRect()
        self.window, self.field = Watched(self), Watched(self)
        bus.patience = PATIENCE
        self.notifier = QSocketNotifier(bus.fileno(), QSocketNotifier.Type.Read, self)
        self.notifier.activated.connect(self._read)
        app.focusWindowChanged.connect(self._window_changed)
        app.focusObjectChanged.connect(self._field_changed)
        app.inputMethod().cursorRectangleChanged.connect(self._tell_rect)
        app.aboutToQuit.connect(self._hang_up)
        try:
            comings = MatchRule(type="signal", sender="org.freedesktop.DBus", member="NameOwnerChanged")
            comings.add_arg_condition(0, dialect.desk.bus_name)
            bus.listen(comings)
            self._meet()
        except BusGone:
            self._hang_up()
        self._window_changed(app.focusWindow())
        self._field_changed(app.focusObject())

    # fcitx comes and goes

    def _meet(self) -> None:
        """Ask for an input context."""
        self.offered = self.bus.call(self.dialect.desk, *self.dialect.create)

    def _met(self, reply: Message) -> None:
        if reply.header.message_type is not MessageType.method_return:
            return
        path, name, interface = self.dialect.path(reply.body), self.dialect.desk.bus_name, self.dialect.context
        try:
            self.bus.listen(MatchRule(type="signal", sender=name, interface=interface, path=path))
        except BusGone:
            self._hang_up()
            return
        self.context = DBusAddress(path, name, interface)
        self._tell(*self.dialect.able)
        self._tell_focus()

    def _part(self) -> None:
        """fcitx is gone."""
        self.context, self.focused, self.owed, self.offered = None, False, 0, 0
        self._keep_pieces()

    def _hang_up(self) -> None:
        """No bus any more: keys go their usual way from now on."""
        self.notifier.setEnabled(False)
        self.bus.close()
        self._part()

    def _tell(self, method: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
        if self.context:
            try:
                self.bus.tell(self.context, method, signature, body)
            except BusGone:
                self._hang_up()

    # The focus

    def _window_changed(self, window: QWindow | None) -> None:
        self.window.set(window)

    def _field_changed(self, field: QObject | None) -> None:
        self.field.set(field)
        self.pieces = ()
        self._tell_focus()

    def _tell_focus(self) -> bool:
        """Whether the field in focus wants an input method; fcitx is told when that changes."""
        wanted = self.context is not None and wants_input_method(self.field.object)
        if wanted is not self.focused:
            self.focused = wanted
            self._tell("FocusIn" if wanted else "FocusOut")
            self.rect = QRect()
            self._tell_rect()
        return wanted

    def _tell_rect(self) -> None:
        """Where the list of candidates is to stand: below the caret, in pixels of the screen."""
        rect = caret_on_screen(cast(QWindow | None, self.window.object))
        if self.focused and rect != self.rect:
            self.rect = rect
            self._tell("SetCursorRect", "iiii", (rect.x(), rect.y(), rect.width(), rect.height()))

    # Keys

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        at_window = watched is self.window.object
        if at_window and kind in _KEYS:
            return self._key(cast(QKeyEvent, event))
        if kind == (QEvent.Type.MouseButtonPress if at_window else QEvent.Type.FocusOut):
            self._leave()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        """Whether fcitx takes the key. A press comes up to twice: as what may be a shortcut, then as a key."""
        this = (event.key(), event.nativeScanCode())
        if event.type() == QEvent.Type.KeyPress and self.asked == this:
            self.asked = None
            return self.taken == this
        taken = self._tell_focus() and self._takes(event)
        self.asked = this if event.type() == QEvent.Type.ShortcutOverride else None
        self.taken = this if taken else None
        if taken:
            event.accept()
        return taken

    def _takes(self, event: QKeyEvent) -> bool:
        if self.context is None or self.owed or not event.nativeVirtualKey():
            return False
        released = event.type() == QEvent.Type.KeyRelease
        body = (
            event.nativeVirtualKey(),
            event.nativeScanCode(),
            event.nativeModifiers(),
            int(released),
            event.timestamp() & 0xFFFFFFFF,
        )
        try:
            self.owed = self.bus.call(self.context, *self.dialect.key, body)
            reply = self.bus.wait(self.owed)
        except Late:
            self._keep_pieces()
            return False
        except BusGone:
            self._hang_up()
            return False
        self.owed = 0
        self._hear()
        return self._said_yes(reply)

    def _said_yes(self, reply: Message) -> bool:
        """An answer to a key; a refusal means that nobody is there."""
        if reply.header.message_type is MessageType.method_return:
            return bool(reply.body[0])
        self._part()
        return False

    def _leave(self) -> None:
        """The field or the place in it is about to change: what is composed is committed where it stands."""
        if self.pieces:
            self._commit_pieces("".join(text for text, flags in self.pieces if not flags & _KEEP))
            self._tell("Reset")

    # What fcitx says

    def _read(self) -> None:
        try:
            self.bus.read()
        except BusGone:
            self._hang_up()
        self._hear()

    def _hear(self) -> None:
        while self.bus.heard:
            self._take(self.bus.heard.popleft())

    def _take(self, message: Message) -> None:
        fields, answer = message.header.fields, answered(message)
        if answer and answer == self.offered:
            self._met(message)
        elif answer and answer == self.owed:
            self.owed = 0
            self._said_yes(message)
            self._tell("Reset")  # that key and what was composed went their way long ago
        if message.header.message_type is not MessageType.signal:
            return
        said = (str(fields.get(HeaderFields.member)), str(fields.get(HeaderFields.signature)))
        if said == ("NameOwnerChanged", "sss"):
            self._owner_changed(message.body[2])
        elif self.context and fields.get(HeaderFields.path) == self.context.object_path:
            self._obey(said, message.body)

    def _owner_changed(self, owner: str) -> None:
        self._part()
        if owner:
            try:
                self._meet()
            except BusGone:
                self._hang_up()

    def _obey(self, said: tuple[str, str], body: tuple[object, ...]) -> None:
        match said:
            case "CommitString", "s":
                self._commit_pieces(cast(str, body[0]))
            case "UpdateFormattedPreedit", "a(si)i":
                pieces, place = cast(tuple[Sequence[Piece], int], body)
                self._show(pieces, place)
            case "UpdatePreedit", "si":
                text, place = cast(tuple[str, int], body)
                self._show([(text, 0)], place)
            case "ForwardKey", "uui" | "uub":
                symbol, state, released = cast(tuple[int, int, int], body)
                if self.field.object and (event := forwarded(symbol, state, released=bool(released))):
                    QCoreApplication.sendEvent(self.field.object, event)

    def _show(self, pieces: Sequence[Piece], place: int) -> None:
        shown = [(text, flags) for text, flags in pieces if text]
        if shown or self.pieces:
            self.pieces = shown
            self._send(composed(shown, place))
            self._tell_rect()

    def _commit_pieces(self, text: str) -> None:
        if text or self.pieces:
            self.pieces = ()
            self._send(committed(text))

    def _keep_pieces(self) -> None:
        """What was being composed by somebody who is gone stays in the text, as it was shown."""
        self._commit_pieces("".join(text for text, _ in self.pieces))

    def _send(self, event: QInputMethodEvent) -> None:
        if self.field.object:
            QCoreApplication.sendEvent(self.field.object, event)


def wants_input_method(field: QObject | None) -> bool:
    """Whether a field takes text that needs composing: numbers and secrets do not."""
    if field is None:
        return False
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled | Qt.InputMethodQuery.ImHints)
    QCoreApplication.sendEvent(field, query)
    hints = query.value(Qt.InputMethodQuery.ImHints)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled)) and not Qt.InputMethodHint(hints or 0) & _NEEDLESS


def caret_on_screen(window: QWindow | None) -> QRect:
    """The caret in the screen's own pixels; a screen keeps its corner whatever it is scaled by."""
    if window is None:
        return QRect()
    rect = QGuiApplication.inputMethod().cursorRectangle().toRect()
    ratio, corner = window.devicePixelRatio(), window.screen().geometry().topLeft()
    place = (window.mapToGlobal(rect.topLeft()) - corner) * ratio + corner
    return QRect(place, rect.size() * ratio)
