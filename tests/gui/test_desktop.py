"""Chinese on a real screen: the window under X, the input method itself on the bus, keys from outside the program."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.gui.desktop import Desktop, missing

FCITX5 = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""
FCITX4 = "[Profile]\nIMName=pinyin\nEnabledIMList=pinyin:True\n"
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

if lacks := missing("Xvfb", "xdotool", "dbus-daemon"):
    pytest.skip(f"not installed: {lacks}", allow_module_level=True)


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory())  # short: the path of a socket has room for 107 characters
        yield Desktop(Path(folder), stack)


def fcitx5(desktop: Desktop) -> subprocess.Popen[str]:
    desktop.config("fcitx5/profile", FCITX5)
    process = desktop.start("fcitx5", "--disable", "wayland,waylandim,kimpanel,notifications", **QUIET)
    desktop.there("org.fcitx.Fcitx5")
    return process


def fcitx4(desktop: Desktop) -> subprocess.Popen[str]:
    desktop.config("fcitx/profile", FCITX4)
    process = desktop.start("fcitx", "-D", **QUIET)
    desktop.there("org.fcitx.Fcitx-" + desktop.variables["DISPLAY"].strip(":"))
    return process


def ibus(desktop: Desktop) -> subprocess.Popen[str]:
    process = desktop.start("ibus-daemon", "--panel", "disable", "--xim=0", **QUIET)
    desktop.there("org.freedesktop.IBus")
    return process


def choose_pinyin(desktop: Desktop) -> None:
    """A field in focus gets it; each try asks the daemon, which needs a moment to start the engine."""

    def asked(*words: str) -> str:
        command = ["ibus", "engine", *words]
        return subprocess.run(command, env=desktop.variables, check=False, capture_output=True, text=True).stdout

    assert any(asked("libpinyin") or "libpinyin" in asked() for _ in range(100)), "ibus never offered libpinyin"


def press_ctrl_space(desktop: Desktop) -> None:
    """fcitx 4 begins with Latin letters."""
    desktop.press("ctrl+space")


METHODS = [
    pytest.param(fcitx5, "fcitx5", lambda _: None, id="fcitx 5"),
    pytest.param(fcitx4, "fcitx", press_ctrl_space, id="fcitx 4"),
    pytest.param(ibus, "ibus-daemon", choose_pinyin, id="ibus"),
]
Method = Callable[[Desktop], subprocess.Popen[str]]


@pytest.mark.parametrize(("method", "command", "first"), METHODS)
def test_pinyin_becomes_chinese(
    desktop: Desktop, method: Method, command: str, first: Callable[[Desktop], None]
) -> None:
    if missing(command):
        pytest.skip(f"not installed: {command}")
    method(desktop)
    page = desktop.page()
    first(desktop)
    desktop.press(*"zhengfu", "space")
    page.until(lambda text: text == "政府")
    desktop.press("1", "2")
    page.until(lambda text: text == "政府12")


@pytest.mark.parametrize(("method", "command", "first"), METHODS)
def test_what_is_typed_outlives_the_input_method(
    desktop: Desktop, method: Method, command: str, first: Callable[[Desktop], None]
) -> None:
    if missing(command):
        pytest.skip(f"not installed: {command}")
    process = method(desktop)
    page = desktop.page()
    first(desktop)
    desktop.press(*"zhengfu", "space", *"xinxi")
    page.until(lambda text: text == "政府")
    process.kill()
    process.wait()
    desktop.press(*"abc")
    page.until(lambda text: text.startswith("政府") and text.endswith("abc"))


def test_keys_go_straight_through_without_an_input_method(desktop: Desktop) -> None:
    page = desktop.page()
    desktop.press(*"gov")
    page.until(lambda text: text == "gov")


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere", "nonsense"])
def test_the_program_starts_without_a_bus(desktop: Desktop, address: str) -> None:
    desktop.variables["DBUS_SESSION_BUS_ADDRESS"] = address
    page = desktop.page()
    desktop.press("a")
    page.until(lambda text: text == "a")


def test_the_program_starts_beside_a_bus_that_says_nothing(desktop: Desktop) -> None:
    desktop.bus.send_signal(signal.SIGSTOP)
    page = desktop.page()
    desktop.press("a")
    page.until(lambda text: text == "a")
