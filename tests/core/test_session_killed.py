"""SIGKILL at any moment: every acknowledged edit is there, the library is sound, undo works."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts.source import ROOT
from tests.core.conftest import TOY

ROUNDS = 200


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork on Windows")
def test_a_session_killed_at_200_random_moments_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.core.killed", str(tmp_path), str(TOY), str(ROUNDS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert sum(told["moments"].values()) == ROUNDS
    assert set(told["moments"]) >= {"before the report", "between steps"}  # the moments were spread out
    assert told["acknowledged"] > ROUNDS
