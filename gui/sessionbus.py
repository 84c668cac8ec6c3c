"""The session bus of a Linux desktop, with a limit on every wait: a dead bus is an answer, never a frozen window."""

from __future__ import annotations

import struct
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from typing import cast

from jeepney import (
    DBusAddress,
    HeaderFields,
    MatchRule,
    Message,
    MessageFlag,
    MessageType,
    Parser,
    message_bus,
    new_method_call,
)
from jeepney.bus import get_bus
from jeepney.io.blocking import prep_socket

_MOST = 65_536  # bytes read at once


class BusGone(Exception):
    """The bus is not there, says nothing in time, or says what nobody can read."""


class Late(Exception):
    """The one who was asked has not answered in time; the bus itself is well."""


@contextmanager
def _bus_faults() -> Iterator[None]:
    """All that a socket and a parser can raise over a bus that is gone or out of its mind."""
    try:
        yield
    except (OSError, ValueError, LookupError, RuntimeError, struct.error) as fault:
        raise BusGone(str(fault)) from fault


class Bus:
    """A connection. `heard`: what came in and is no answer to a call under way, oldest first."""

    def __init__(self, address: str, patience: float) -> None:
        self.patience = patience
        self.parser, self.serials = Parser(), count(1)
        self.heard: deque[Message] = deque()
        with _bus_faults():
            self.socket = prep_socket(get_bus(address), timeout=patience)
        try:
            self._ask_bus(message_bus.Hello())
        except BusGone:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        self.socket.close()

    def fileno(self) -> int:
        """What to watch for something to read."""
        return cast(int, self.socket.fileno())

    def names(self) -> Sequence[str]:
        """Who is on the bus, by name."""
        return cast(Sequence[str], self._ask_bus(message_bus.ListNames())[0])

    def listen(self, rule: MatchRule) -> None:
        """Have these signals sent here from now on."""
        self._send(message_bus.AddMatch(rule), MessageFlag.no_reply_expected)

    def tell(self, whom: DBusAddress, method: str, signature: str = "", body: tuple[object, ...] = ()) -> None:
        """Call, and want no answer. Nobody is started to be told."""
        flags = MessageFlag.no_reply_expected | MessageFlag.no_auto_start
        self._send(new_method_call(whom, method, signature or None, body), flags)

    def call(self, whom: DBusAddress, method: str, signature: str, body: tuple[object, ...]) -> int:
        """Call; the answer to this serial is waited for, or heard with the rest."""
        return self._send(new_method_call(whom, method, signature, body), MessageFlag.no_auto_start)

    def wait(self, serial: int) -> Message:
        """The answer to a call, be it a refusal; what else comes meanwhile is heard.

        :raises Late: the answer, if ever it comes, is heard with the rest
        """
        until = time.monotonic() + self.patience
        while (reply := self._found(serial)) is None:
            left = until - time.monotonic()
            if left <= 0:
                raise Late
            self._read(left)
        return reply

    def read(self) -> None:
        """Hear what has come, without waiting."""
        self._read(0)

    def _read(self, seconds: float) -> None:
        with _bus_faults():
            self.socket.settimeout(seconds)
            try:
                data = self.socket.recv(_MOST)
            except (BlockingIOError, TimeoutError):
                return
            if not data:
                raise ConnectionResetError("the bus has hung up")
            self.parser.add_data(data)
            while (message := self.parser.get_next_message()) is not None:
                self.heard.append(message)

    def _found(self, serial: int) -> Message | None:
        reply = next((it for it in self.heard if answered(it) == serial), None)
        if reply is not None:
            self.heard.remove(reply)
        return reply

    def _ask_bus(self, message: Message) -> tuple[object, ...]:
        try:
            reply = self.wait(self._send(message))
        except Late as late:
            raise BusGone("no answer from the bus") from late
        if reply.header.message_type is not MessageType.method_return:
            raise BusGone(str(reply.body))
        return cast(tuple[object, ...], reply.body)

    def _send(self, message: Message, flags: int = 0) -> int:
        message.header.flags = flags
        serial = next(self.serials)
        with _bus_faults():
            self.socket.settimeout(self.patience)
            self.socket.sendall(message.serialise(serial=serial))
        return serial


def answered(message: Message) -> int:
    """The serial of the call that a message answers; 0 for any other."""
    return cast(int, message.header.fields.get(HeaderFields.reply_serial, 0))
