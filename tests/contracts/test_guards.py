"""The guards of conftest.py, run on small tests that should not pass."""

from __future__ import annotations

import pytest

from tests.contracts.source import ROOT


@pytest.fixture
def guarded(pytester: pytest.Pytester) -> pytest.Pytester:
    """A folder with the project's conftest.py and its marker."""
    pytester.makeconftest((ROOT / "tests/conftest.py").read_text(encoding="utf-8"))
    pytester.makeini("[pytest]\nmarkers = logs\n")
    return pytester


def outcome(guarded: pytest.Pytester, text: str) -> tuple[dict[str, int], str]:
    """Outcomes and output of a test module in an interpreter of its own."""
    guarded.makepyfile(text)
    result = guarded.runpytest_subprocess("-p", "no:pytest-qt")
    return result.parseoutcomes(), result.stdout.str()


def test_an_unexpected_warning_in_the_log_fails(guarded: pytest.Pytester) -> None:
    text = "import logging\ndef test_it(): logging.getLogger('a.b').warning('oh %s', 1)"
    outcomes, said = outcome(guarded, text)
    assert outcomes == {"passed": 1, "errors": 1}
    assert "WARNING a.b: oh 1" in said


def test_an_expected_warning_passes_and_a_missing_one_fails(guarded: pytest.Pytester) -> None:
    text = """
        import logging, pytest
        @pytest.mark.logs("a.b")
        def test_said(): logging.getLogger("a.b").warning("oh")
        @pytest.mark.logs("a.b")
        def test_silent(): pass
        def test_info(): logging.getLogger("a.b").info("well")
    """
    outcomes, said = outcome(guarded, text)
    assert outcomes == {"passed": 3, "errors": 1}
    assert "test_silent" in said.split("short test summary")[1]


def test_a_thread_left_running_fails_and_one_that_ends_passes(guarded: pytest.Pytester) -> None:
    text = """
        import threading
        def test_left(): threading.Thread(target=threading.Event().wait, name="stray", daemon=True).start()
        def test_ends(): threading.Timer(0.05, print).start()
    """
    outcomes, said = outcome(guarded, text)
    assert outcomes == {"passed": 2, "errors": 1}
    assert "threads left running: stray" in said


def test_the_users_own_data_is_out_of_reach(guarded: pytest.Pytester) -> None:
    text = """
        import os, pathlib
        def test_home(tmp_path_factory):
            assert pathlib.Path(os.environ["NIANBAO_HOME"]).parent == tmp_path_factory.getbasetemp()
    """
    assert outcome(guarded, text)[0] == {"passed": 1}


def test_real_reports_are_skipped_with_a_reason_where_there_are_none(
    guarded: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NIANBAO_REPORTS", raising=False)
    guarded.makepyfile("def test_it(reports): pass")
    result = guarded.runpytest_subprocess("-p", "no:pytest-qt", "-rs")
    assert result.parseoutcomes() == {"skipped": 1}
    result.stdout.fnmatch_lines(["*NIANBAO_REPORTS names no folder*"])
