"""How fcitx 4 and fcitx 5 are spoken to over the session bus: the same talk with other names and types."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass

from jeepney import DBusAddress

_CAPABLE = 1 << 1 | 1 << 4 | 1 << 5  # we show what is composed, formatted, and commit it ourselves on losing the focus


@dataclass(frozen=True, slots=True)
class Dialect:
    """`create`, `able`, `key`: method, signature and, where it is always the same, body. `path` finds the path of the
    new input context in the answer to `create`."""

    desk: DBusAddress
    context: str
    create: tuple[str, str, tuple[object, ...]]
    path: Callable[[tuple[object, ...]], str]
    able: tuple[str, str, tuple[object, ...]]
    key: tuple[str, str]


def fcitx4(name: str) -> Dialect:
    """fcitx 4, which has another name for each display."""
    return Dialect(
        DBusAddress("/inputmethod", name, "org.fcitx.Fcitx.InputMethod"),
        "org.fcitx.Fcitx.InputContext",
        ("CreateICv3", "si", ("nianbao", os.getpid())),
        lambda body: f"/inputcontext_{body[0]}",
        ("SetCapacity", "u", (_CAPABLE,)),
        ("ProcessKeyEvent", "uuuiu"),
    )


def fcitx5(name: str) -> Dialect:
    """fcitx 5, by the door it has for its own clients."""
    return Dialect(
        DBusAddress("/org/freedesktop/portal/inputmethod", name, "org.fcitx.Fcitx.InputMethod1"),
        "org.fcitx.Fcitx.InputContext1",
        ("CreateInputContext", "a(ss)", ([("program", "nianbao"), ("display", "x11:")],)),
        lambda body: str(body[0]),
        ("SetCapability", "t", (_CAPABLE,)),
        ("ProcessKeyEvent", "uuubu"),
    )
