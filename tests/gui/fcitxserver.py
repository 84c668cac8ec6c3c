"""fcitx as its clients see it, on a bus of the test's own: says what it is told to, and remembers what it hears."""

from __future__ import annotations

import threading
from collections import deque

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from gui.dialect import Dialect

Signal = tuple[str, str, tuple[object, ...]]
"""Name, types and values."""

COMMIT = "CommitString"


def commit(text: str) -> Signal:
    return COMMIT, "s", (text,)


def composing(text: str, place: int, flags: int = 0) -> Signal:
    return "UpdateFormattedPreedit", "a(si)i", ([(text, flags)], place)


class Fcitx:
    """Answers keys by `plan`: what it says first, and whether it takes the key; None: no answer."""

    def __init__(self, address: str, dialect: Dialect) -> None:
        self.dialect = dialect
        self.plan: dict[str, tuple[tuple[Signal, ...], bool] | None] = {}
        self.heard: list[tuple[str, tuple[object, ...]]] = []
        self.unanswered: deque[Message] = deque()
        self.connection = DBusConnection(prep_socket(get_bus(address)))
        self.connection.send_and_get_reply(message_bus.RequestName(str(dialect.desk.bus_name)))
        five = dialect.create[0] == "CreateInputContext"
        self.created = ("oay", ("/context/7", b"")) if five else ("ibuuuu", (7, True, 0, 0, 0, 0))
        self.path = dialect.path(self.created[1])
        self.yes = "b" if five else "i"
        self.thread = threading.Thread(target=self._serve, name="fcitx of the test")
        self.thread.start()

    def die(self) -> None:
        """Fall off the bus, as a process that is killed."""
        if self.thread.is_alive():
            self.connection.sock.shutdown(2)
            self.thread.join()
            self.connection.close()

    def say(self, *signals: Signal) -> None:
        """Signals, as if of its own accord."""
        emitter = DBusAddress(self.path, interface=self.dialect.context)
        for name, types, values in signals:
            self.connection.send(new_signal(emitter, name, types, values))

    def answer_late(self, *, taken: bool) -> None:
        """The answer to the oldest key that got none."""
        self.connection.send(new_method_return(self.unanswered.popleft(), self.yes, (taken,)))

    def names(self) -> list[str]:
        return [name for name, _ in self.heard]

    def last(self, name: str) -> tuple[object, ...]:
        return next(body for heard, body in reversed(self.heard) if heard == name)

    def _serve(self) -> None:
        while True:
            try:
                message = self.connection.receive()
            except (OSError, ValueError):
                return
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        name = str(message.header.fields[HeaderFields.member])
        if name == self.dialect.create[0]:
            self.connection.send(new_method_return(message, *self.created))
        elif name == self.dialect.key[0]:
            self._key(message)
        self.heard.append((name, message.body))

    def _key(self, message: Message) -> None:
        symbol, _, _, released, _ = message.body
        plan = (
            self.plan.get(chr(symbol) if symbol < 0x100 else hex(symbol), ((), False)) if not released else ((), False)
        )
        if plan is None:
            self.unanswered.append(message)
            return
        signals, taken = plan
        self.say(*signals)
        self.connection.send(new_method_return(message, self.yes, (taken,)))
