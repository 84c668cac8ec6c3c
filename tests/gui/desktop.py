"""A small Linux desktop of a test's own: a screen, a session bus, an input method, and the program with a text page.

`python -m tests.gui.desktop` is that program: it says on its output what the page holds, as JSON, at every change.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from jeepney import MatchRule, message_bus
from jeepney.bus import get_bus
from jeepney.io.blocking import DBusConnection, prep_socket

from tests.contracts.source import ROOT

LIMIT = 30.0
"""Seconds after which a page that does not come to hold what it should is given up."""

BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


def missing(*commands: str) -> str:
    """The commands that this machine lacks."""
    return " ".join(it for it in commands if not shutil.which(it))


@contextmanager
def running(command: Sequence[str], variables: Mapping[str, str], **more: object) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with the block."""
    process = subprocess.Popen(command, env=dict(variables), text=True, cwd=ROOT, **more)  # type: ignore[call-overload] # the stubs want each argument by name
    with process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def session_bus(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A bus that nobody else is on and that starts nobody, by its address."""
    config = folder / "bus.conf"
    config.write_text(BUS.format(folder=folder))
    command = ["dbus-daemon", f"--config-file={config}", "--print-address", "--nofork"]
    with running(command, os.environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip(), process


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display that nobody else uses."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset"]
    quiet = subprocess.DEVNULL
    with running(command, os.environ, pass_fds=(writing,), stdout=quiet, stderr=quiet):
        os.close(writing)
        with os.fdopen(reading) as told:
            yield f":{told.readline().strip()}"


class Desktop:
    """`variables`: the environment of whoever works on it."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        address, self.bus = stack.enter_context(session_bus(folder))
        unset = ("QT_IM_MODULE", "QT_IM_MODULES", "IBUS_USE_PORTAL", "QT_QPA_PLATFORM", "XMODIFIERS")
        self.variables = {k: v for k, v in os.environ.items() if k not in unset} | {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_RUNTIME_DIR": str(folder),
            "DISPLAY": stack.enter_context(screen()),
            "DBUS_SESSION_BUS_ADDRESS": address,
            "NIANBAO_HOME": str(folder / "home"),
            "QT_QPA_PLATFORM": "xcb",
        }

    def start(self, *command: str, **more: object) -> subprocess.Popen[str]:
        """Somebody to work on this desktop until it is left."""
        return self.stack.enter_context(running(command, self.variables, **more))

    def config(self, name: str, text: str) -> None:
        """A file of settings."""
        file = self.folder / "config" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def there(self, name: str) -> None:
        """Wait until somebody is on the bus."""
        comings = MatchRule(type="signal", member="NameOwnerChanged")
        comings.add_arg_condition(0, name)
        with DBusConnection(prep_socket(get_bus(self.variables["DBUS_SESSION_BUS_ADDRESS"]))) as bus:
            bus.send_and_get_reply(message_bus.AddMatch(comings))
            with bus.filter(comings) as come:
                if not bus.send_and_get_reply(message_bus.NameHasOwner(name)).body[0]:
                    bus.recv_until_filtered(come, timeout=20)

    def press(self, *keys: str) -> None:
        """Real keys, given to the window that has the focus."""
        subprocess.run(["xdotool", "key", "--delay", "30", *keys], env=self.variables, check=True)

    def page(self) -> Page:
        """The program, with the caret in an empty text."""
        return Page(self.start(sys.executable, "-m", "tests.gui.desktop", stdout=subprocess.PIPE))


class Page:
    """What the program says of its page."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.text = ""
        self.until(lambda it: it == "ready")

    def until(self, so: Callable[[str], bool]) -> str:
        """Read on until the text is so; what it was in the end is given back."""
        assert self.process.stdout is not None
        limit = threading.Timer(LIMIT, self.process.kill)
        limit.start()
        try:
            for line in self.process.stdout:
                self.text = json.loads(line)
                if so(self.text):
                    return self.text
        finally:
            limit.cancel()
            limit.join()
        raise AssertionError(f"the program has ended or was ended; its page held {self.text!r}")


def main() -> None:
    from PySide6.QtCore import QTimer

    from gui.app import application, build, settings
    from gui.ask import Ask
    from gui.dialogs import NewReport
    from gui.fcitx import Bridge
    from gui.pages.text import TextPage

    app = application(sys.argv)
    report = NewReport({"unit_name": "云岭区水务局", "year": "2025"}, "张敏")
    control = build(app, settings(), Ask(new_report=lambda *_: report))

    def say(text: str) -> None:
        print(json.dumps(text), flush=True)

    def when(so: Callable[[], bool], then: Callable[[], None]) -> None:
        """A library and a report come in parts."""
        timer = QTimer(control.window, interval=10)
        timer.timeout.connect(lambda: so() and (timer.stop(), then()))
        timer.start()

    def opened() -> None:
        assert control.wizard is not None
        control.wizard.show_page("s1")
        page = control.wizard.page("s1")
        assert isinstance(page, TextPage)
        page.editor.document().contentsChanged.connect(lambda: say(page.editor.toPlainText()))
        bridge = app.findChild(Bridge)
        when(lambda: bridge is None or bridge.focused, lambda: say("ready"))

    def begin() -> None:
        control.new_report()
        when(lambda: control.wizard is not None, opened)

    control.window.show()
    control.window.activateWindow()
    when(lambda: control.window.isActiveWindow() and control.host.library is not None, begin)
    app.exec()


if __name__ == "__main__":
    main()
