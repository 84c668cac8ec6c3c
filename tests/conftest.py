"""What every test stands on. Nothing here imports Qt: the tests of the core pass without it."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYTEST_QT_API", "pyside6")

# ci: the same examples every time, and no clock, because a build server is slow.
# HYPOTHESIS_PROFILE=search looks for new ones.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    max_examples=100,
    print_blob=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("search", deadline=None, max_examples=2000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

THREAD_GRACE = 2.0
"""Seconds that threads started by a test have to end after it."""


@pytest.fixture(scope="session", autouse=True)
def nianbao_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """User data of the whole test session; the developer's own is never touched."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_HOME", str(home))
        yield home


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of real published reports, kept outside the repository."""
    named = os.environ.get("NIANBAO_REPORTS")
    if not named:
        pytest.skip("NIANBAO_REPORTS names no folder of real reports")
    folder = Path(named)
    assert folder.is_dir(), f"NIANBAO_REPORTS={named} is no folder"
    return folder


class _Alarms(logging.Handler):
    """Keeps every record of WARNING or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """An unexpected log record of WARNING or above fails the test; so does an expected one missing."""
    expected = {name for mark in request.node.iter_markers("logs") for name in mark.args}
    alarms = _Alarms()
    root = logging.getLogger()
    root.addHandler(alarms)
    try:
        yield
    finally:
        root.removeHandler(alarms)
    loud = [f"{r.levelname} {r.name}: {r.getMessage()}" for r in alarms.records if r.name not in expected]
    assert not loud, "unexpected log records:\n" + "\n".join(loud)
    silent = expected - {r.name for r in alarms.records}
    assert not silent, f"expected a record of WARNING or above from {', '.join(sorted(silent))}"


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """A thread that outlives its test by more than THREAD_GRACE fails it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + THREAD_GRACE
    # A foreign thread (Qt's) that ever ran Python code stays on the list for ever, as a _DummyThread.
    now = [t for t in threading.enumerate() if not isinstance(t, threading._DummyThread)]
    started = [t for t in now if t not in before]
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left running: {', '.join(left)}"
