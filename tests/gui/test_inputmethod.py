"""Which way Chinese comes in, and that a bus which is ill never stands in the way of the window."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.dialect import fcitx4, fcitx5
from gui.inputmethod import Way, bus_address, choose_input_method, display, named, way
from gui.sessionbus import Bus, BusGone
from tests.gui.desktop import session_bus
from tests.gui.fcitxserver import Fcitx

FIVE, FOUR, IBUS, PORTAL = (
    "org.fcitx.Fcitx5",
    "org.fcitx.Fcitx-0",
    "org.freedesktop.IBus",
    "org.freedesktop.portal.IBus",
)
HOME = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ({FIVE, FOUR, IBUS, PORTAL}, Way("compose", fcitx=FIVE)),  # fcitx 5 takes the names of all others
        ({FOUR}, Way("compose", fcitx=FOUR)),
        ({FOUR, IBUS}, Way("compose", fcitx=FOUR)),
        ({"org.fcitx.Fcitx-1"}, Way("ibus", portal=True)),  # of another display
        ({IBUS}, Way("ibus")),
        ({IBUS, PORTAL}, Way("ibus", portal=True)),
        ({"org.gnome.Shell"}, Way("ibus", portal=True)),
        (None, Way("ibus")),
    ],
)
@pytest.mark.parametrize("set_", ["", "fcitx", "fcitx5", "xim", "wayland;fcitx", " "])
def test_who_is_there_decides(names: set[str] | None, wanted: Way, set_: str) -> None:
    assert way(HOME | {"QT_IM_MODULE": set_}, None if names is None else frozenset(names)) == wanted


@pytest.mark.parametrize("name", ["QT_IM_MODULE", "QT_IM_MODULES"])
@pytest.mark.parametrize("set_", ["ibus", "compose", "qtvirtualkeyboard", "wayland;fcitx;ibus"])
def test_what_the_person_has_set_stays(name: str, set_: str) -> None:
    portal = "ibus" in set_
    assert way({name: set_}, frozenset({FIVE, FOUR, PORTAL})) == Way("", portal)
    assert way({name: set_}, frozenset({FOUR})) == Way("")
    assert way({name: set_}, None) == Way("")


@given(
    st.dictionaries(st.sampled_from(["QT_IM_MODULE", "QT_IM_MODULES", "DISPLAY"]), st.text()),
    st.none() | st.frozensets(st.text()),
)
def test_no_environment_is_too_odd(variables: dict[str, str], names: frozenset[str] | None) -> None:
    chosen = way(variables, names)
    assert chosen.module or any(it in named(variables) for it in ("ibus", "compose", "qtvirtualkeyboard"))


@pytest.mark.parametrize(("name", "number"), [(":0", 0), (":12.1", 12), ("desk:10.0", 10), ("", 0), ("wayland", 0)])
def test_fcitx_4_is_named_after_the_display(name: str, number: int) -> None:
    assert display({"DISPLAY": name}) == number


def test_the_bus_of_a_login_without_an_address_is_found(tmp_path: Path) -> None:
    assert bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == ""
    (tmp_path / "bus").touch()
    assert bus_address({"XDG_RUNTIME_DIR": str(tmp_path)}) == f"unix:path={tmp_path}/bus"
    assert bus_address({"DBUS_SESSION_BUS_ADDRESS": "unix:path=/x", "XDG_RUNTIME_DIR": str(tmp_path)}) == "unix:path=/x"
    assert bus_address({}) == ""


@pytest.fixture
def variables(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a Linux desktop with a screen; what the program changes in it is undone."""
    for name in ("QT_IM_MODULES", "XDG_RUNTIME_DIR", "IBUS_USE_PORTAL", "IBUS_ENABLE_SYNC_MODE"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("QT_IM_MODULE", "fcitx")
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    monkeypatch.setattr("gui.inputmethod.DEADLINE", 0.2)
    return dict(os.environ)


@contextmanager
def listening(path: Path, serve: Callable[[socket.socket], None]) -> Iterator[None]:
    """Somebody behind an address who is no bus."""
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(path))
        door.listen()

        def work() -> None:
            with suppress(OSError):
                guest, _ = door.accept()
                with guest:
                    serve(guest)
                    while guest.recv(4096):
                        pass

        thread = threading.Thread(target=work)
        thread.start()
        yield
        with suppress(OSError), socket.socket(socket.AF_UNIX) as last:
            last.connect(str(path))
    thread.join()


def says(*lines: bytes) -> Callable[[socket.socket], None]:
    def serve(guest: socket.socket) -> None:
        for line in lines:
            guest.recv(4096)
            guest.sendall(line)

    return serve


ILL = {
    "silent": says(),
    "hangs up": lambda guest: guest.close(),
    "refuses": says(b"REJECTED EXTERNAL\r\n"),
    "silent once it has let one in": says(b"", b"OK 00\r\n"),
    "speaks nonsense": says(b"", b"OK 00\r\n", b"\xff" * 64),
    "speaks another version": says(b"", b"OK 00\r\n", b"l\x02\x00\x09" + b"\x00" * 60),
    "speaks half a message": says(b"", b"OK 00\r\n", b"l\x02\x00\x01\xff\xff"),
}


@pytest.mark.parametrize("ill", ILL)
def test_a_bus_that_is_ill_is_kept_from_qt(tmp_path: Path, variables: dict[str, str], ill: str) -> None:
    address = f"unix:path={tmp_path}/bus"
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    with listening(tmp_path / "bus", ILL[ill]):
        assert choose_input_method() is None
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "disabled:"
    assert os.environ["QT_IM_MODULE"] == "ibus"
    assert "IBUS_USE_PORTAL" not in os.environ


@pytest.mark.parametrize(
    "address", ["nonsense", "unix:", "unix:path=/nowhere", "tcp:host=x,port=1", "unix:path=" + "x" * 200, ";"]
)
def test_an_address_that_leads_nowhere(address: str, variables: dict[str, str]) -> None:
    with pytest.raises(BusGone):
        Bus(address, 0.2)
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
    assert choose_input_method() is None


def test_without_a_screen_nothing_is_touched(variables: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert choose_input_method() is None
    assert os.environ["QT_IM_MODULE"] == "fcitx"


@pytest.mark.parametrize(("name", "dialect"), [(FOUR, fcitx4(FOUR)), (FIVE, fcitx5(FIVE))])
def test_fcitx_is_found_on_a_real_bus(tmp_path: Path, variables: dict[str, str], name: str, dialect: object) -> None:
    with session_bus(tmp_path) as (address, _):
        os.environ["DBUS_SESSION_BUS_ADDRESS"] = address
        assert choose_input_method() is None
        assert (os.environ["QT_IM_MODULE"], os.environ["IBUS_USE_PORTAL"]) == ("ibus", "1")
        os.environ["QT_IM_MODULE"] = "fcitx"
        fcitx = Fcitx(address, fcitx4(FOUR) if name == FOUR else fcitx5(FIVE))
        found = choose_input_method()
        assert found is not None
        bus, spoken = found
        assert spoken.desk.bus_name == name
        assert os.environ["QT_IM_MODULE"] == "compose"
        bus.close()
        fcitx.die()
