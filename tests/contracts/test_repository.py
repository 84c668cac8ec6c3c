"""What a reader of the repository would stumble over."""

from __future__ import annotations

import ast
import io
import re
import subprocess
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts.source import ROOT, Source, assert_none, sources

# Put together from parts, so that this file does not name what it forbids.
MACHINE = re.compile("|".join(r"(?<![\w.])/" + name for name in ("work/", "root/", r"home/\w", r"Users/\w")))
INDEX = re.compile(
    "|".join(("index" + "-url", "find" + "-links", r"pypi\." + "org", "python" + "hosted", "/sim" + "ple/"))
)
EXCUSE = re.compile(
    r"#\s*(?:noqa|type:\s*ignore)\b(?P<codes>:\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*|\[[\w, -]+\])?(?P<why>.*)"
)
REASON = re.compile(r"[^\W\d_]+\W+[^\W\d_]{2,}|[\u4e00-\u9fff]{4,}")
"""At least two words, or four Chinese characters."""
SKIP = re.compile(r"(pytest\.)?(mark\.)?(skip|skipif|xfail)|pytest\.importorskip")


def files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            yield path.relative_to(ROOT).as_posix(), raw.decode("utf-8", errors="replace")


def naming(pattern: re.Pattern[str], name: str, text: str) -> list[str]:
    lines = enumerate(text.splitlines(), 1)
    return [f"{name}:{n} {line.strip()[:100]}" for n, line in lines if pattern.search(line)]


def unexcused(source: Source) -> list[str]:
    """Silenced linters and skipped tests that do not say why; `# noqa: S101  # why not` does."""
    tokens = tokenize.generate_tokens(io.StringIO(source.text).readline)
    comments = [token for token in tokens if token.type == tokenize.COMMENT]
    silenced = [(token, hit) for token in comments if (hit := EXCUSE.search(token.string))]
    found = [
        f"{source.name}:{token.start[0]} {token.string}"
        for token, hit in silenced
        if not hit["codes"] or not REASON.search(hit["why"])
    ]
    return found + [f"{source.name}:{node.lineno} {ast.unparse(node)}" for node in skips_without_reason(source)]


def skips_without_reason(source: Source) -> list[ast.Attribute]:
    nodes = tuple(ast.walk(source.tree))
    calls = {id(node.func): node for node in nodes if isinstance(node, ast.Call)}
    skips = [node for node in nodes if isinstance(node, ast.Attribute) and SKIP.fullmatch(ast.unparse(node))]
    return [node for node in skips if not REASON.search(reason(calls.get(id(node))))]


def reason(call: ast.Call | None) -> str:
    """What a skip gives as its `reason`, or `pytest.skip` as its first argument."""
    if call is None:
        return ""
    given = [k.value for k in call.keywords if k.arg == "reason"]
    if not given and ast.unparse(call.func) == "pytest.skip":
        given = call.args[:1]
    return ast.unparse(given[0]) if given else ""


def test_no_file_names_a_path_of_a_machine() -> None:
    assert_none(line for name, text in texts() for line in naming(MACHINE, name, text))


def test_no_file_names_a_package_index() -> None:
    assert_none(line for name, text in texts() for line in naming(INDEX, name, text))


@pytest.mark.parametrize("line", ["cd /" + "work/x", "/" + "home/someone/.cache", "C:/" + "Users/a"])
def test_a_path_of_a_machine_is_seen(line: str) -> None:
    assert naming(MACHINE, "f", line) == [f"f:1 {line}"]


@pytest.mark.parametrize("line", ["--index" + "-url x", "https://pypi" + ".org/", "http://host/sim" + "ple/"])
def test_a_package_index_is_seen(line: str) -> None:
    assert naming(INDEX, "f", line) == [f"f:1 {line}"]


def test_the_packaging_folder_shadows_no_library() -> None:
    assert not (ROOT / "packaging/__init__.py").exists()


def test_every_locked_version_has_hashes_and_is_exact() -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.txt").read_text(encoding="utf-8").strip())
    pin = re.compile(r"[a-z0-9-]+==\S+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert_none(entry.splitlines()[0] for entry in entries if not pin.fullmatch(entry))


def test_every_silenced_check_and_skipped_test_says_why() -> None:
    everywhere = sources("core", "gui", "tests", "packaging", "benchmarks")
    assert_none(line for source in everywhere for line in unexcused(source))


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa",
        "x = 1  # noqa: E501",
        "x = 1  # type: ignore[index]",
        "x = 1  # noqa  # mypy cannot see it",
        "x = 1  # type: ignore  # the index is known",
        "pytest.skip()",
        "pytest.importorskip('PySide6')",
        "x = pytest.mark.skipif(True)",
        "@pytest.mark.xfail\ndef f(): pass",
    ],
)
def test_a_missing_reason_is_seen(line: str) -> None:
    assert len(unexcused(Source("m.py", line))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "x = 1  # noqa: S101, S102  # mypy cannot see it",
        "x = 1  # noqa: S101 (mypy cannot see it)",
        "x = 1  # type: ignore[index]  # the index is known",
        "pytest.skip('no printer here')",
        "@pytest.mark.skipif(True, reason='no printer here')\ndef f(): pass",
    ],
)
def test_a_given_reason_is_let_pass(line: str) -> None:
    assert unexcused(Source("m.py", line)) == []
