"""Which way Chinese comes in on Linux: asked of the session bus before Qt starts, because Qt decides once.

The Qt of the wheels carries a plug-in for ibus and none for fcitx, so fcitx is spoken to by `gui.fcitx`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gui.dialect import Dialect
    from gui.sessionbus import Bus

CARRIED = frozenset({"ibus", "compose", "qtvirtualkeyboard"})
"""Input methods that the wheels of Qt have a plug-in for."""

DEADLINE = 1.0
"""Seconds that a session bus has to answer; one that is well takes one or two milliseconds."""

_NAMED = ("QT_IM_MODULES", "QT_IM_MODULE")  # the first that is set counts for Qt
_FCITX5, _PORTAL, _IBUS = "org.fcitx.Fcitx5", "org.freedesktop.portal.IBus", "org.freedesktop.IBus"


@dataclass(frozen=True, slots=True)
class Way:
    """`module`: the plug-in of Qt, empty where the person's own choice stays; `portal`: for ibus, how it is spoken to;
    `fcitx`: the name on the bus of an fcitx that Qt has no plug-in for."""

    module: Literal["", "ibus", "compose"]
    portal: bool = False
    fcitx: str = ""


def way(variables: Mapping[str, str], names: frozenset[str] | None) -> Way:
    """What to do, given the environment and the names on the session bus (None: there is no bus)."""
    asked = named(variables)
    if any(it in CARRIED for it in asked):
        return Way("", "ibus" in asked and names is not None and _PORTAL in names)
    if names is None:
        return Way("ibus")  # ibus has a bus of its own, whose address stands in a file
    for fcitx in (_FCITX5, f"org.fcitx.Fcitx-{display(variables)}"):  # fcitx 5 answers to both
        if fcitx in names:
            return Way("compose", fcitx=fcitx)
    return Way("ibus", _PORTAL in names or _IBUS not in names)  # whoever comes later serves the portal


def named(variables: Mapping[str, str]) -> tuple[str, ...]:
    """The input methods that the person has set, the first choice first."""
    text = next((variables[it] for it in _NAMED if variables.get(it)), "")
    return tuple(it.strip() for it in text.split(";") if it.strip())


def display(variables: Mapping[str, str]) -> int:
    """The number of the X display: 0 for ``:0.0``."""
    found = re.search(r":(\d+)", variables.get("DISPLAY", ""))
    return int(found[1]) if found else 0


def choose_input_method() -> tuple[Bus, Dialect] | None:
    """Set the variables that Qt reads; before the application is made. Gives back what a `gui.fcitx.Bridge` needs if
    fcitx is there."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or platform in ("offscreen", "minimal"):
        return None
    bus, names = _asked()
    chosen = way(os.environ, names)
    if chosen.module:
        os.environ.pop("QT_IM_MODULES", None)
        os.environ["QT_IM_MODULE"] = chosen.module
    if chosen.portal:
        os.environ.setdefault("IBUS_USE_PORTAL", "1")
    os.environ.setdefault("IBUS_ENABLE_SYNC_MODE", "1")  # else Qt drops the keys that an ibus which died owes it
    if bus and chosen.fcitx:
        from gui.dialect import fcitx4, fcitx5

        return bus, fcitx5(chosen.fcitx) if chosen.fcitx == _FCITX5 else fcitx4(chosen.fcitx)
    if bus:
        bus.close()
    return None


def _asked() -> tuple[Bus | None, frozenset[str] | None]:
    """The session bus and who is there; None without a bus.

    Qt would wait for a bus that accepts a connection and then says nothing as long as it says nothing, before the
    window is seen. So a bus that fails here is kept from Qt too.
    """
    if not (address := bus_address(os.environ)):
        return None, None
    from gui.sessionbus import Bus, BusGone  # a dear import, on Linux alone

    bus = None
    try:
        bus = Bus(address, DEADLINE)
        return bus, frozenset(bus.names())
    except BusGone:
        if bus:
            bus.close()
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        return None, None


def bus_address(variables: Mapping[str, str]) -> str:
    """Where the session bus is, if there is one."""
    if told := variables.get("DBUS_SESSION_BUS_ADDRESS"):
        return told
    usual = Path(variables.get("XDG_RUNTIME_DIR", ""), "bus")
    return f"unix:path={usual}" if usual.is_absolute() and usual.exists() else ""
