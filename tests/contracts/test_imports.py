"""The arrows between the rooms. The contracts themselves stand in pyproject.toml, `[tool.importlinter]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import grimp
import pytest

from tests.contracts.source import ROOT, assert_none

ROOM_NAMES = (
    "cli", "services", "store", "writers", "readers", "layout",
    "check", "report", "form", "values", "paths", "errors",
)  # fmt: skip

LIBRARIES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "PIL": frozenset({"core.readers"}),
        "PySide6": frozenset({"gui"}),
        "shiboken6": frozenset({"gui"}),
        "jeepney": frozenset({"gui"}),
        "lxml": frozenset({"core.readers"}),
        "openpyxl": frozenset({"core.readers"}),
        "pikepdf": frozenset({"core.writers"}),
        "pypdfium2": frozenset({"core.readers", "core.services", "core.writers"}),
        "reportlab": frozenset({"core.writers"}),
        "rfc8785": frozenset({"core.report"}),
        "segno": frozenset({"core.writers"}),
        "sqlite3": frozenset({"core.store"}),
        "sqlite_utils": frozenset({"core.store"}),
        "xlsxwriter": frozenset({"core.writers"}),
        "zxingcpp": frozenset({"core.readers"}),
    }
)
"""Who may import what from outside. A library that is not named here may be imported by nobody."""

NETWORK = frozenset(
    {"ftplib", "http", "imaplib", "poplib", "smtplib", "socket", "socketserver", "ssl", "urllib", "xmlrpc"}
)
"""What an offline program has no use for."""


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Every import of the program's modules, late ones and those for types only included."""
    return grimp.build_graph("core", "gui", include_external_packages=True, cache_dir=None)


def room(module: str) -> str:
    """`core.store.rows` lives in `core.store`, `gui.pages.start` in `gui`."""
    depth = 2 if module.startswith("core.") else 1
    return ".".join(module.split(".")[:depth])


def imports_from_outside(graph: grimp.ImportGraph) -> Iterator[tuple[str, str]]:
    outside = {m for m in graph.modules if graph.is_module_squashed(m)}
    return ((m, o) for o in sorted(outside) for m in sorted(graph.find_modules_that_directly_import(o)))


def strangers(graph: grimp.ImportGraph) -> list[str]:
    """Imports of libraries by rooms that may not know them."""
    return [
        f"{module} imports {library}"
        for module, library in imports_from_outside(graph)
        if (library in LIBRARIES or library not in sys.stdlib_module_names)
        and room(module) not in LIBRARIES.get(library, frozenset())
    ]


def circles(graph: grimp.ImportGraph) -> list[tuple[str, ...]]:
    """Sets of modules that import each other in a circle: strongly connected components, after Tarjan."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    found: list[tuple[str, ...]] = []

    def visit(module: str) -> None:
        number[module] = low[module] = len(number)
        stack.append(module)
        for other in sorted(graph.find_modules_directly_imported_by(module)):
            if other not in number:
                visit(other)
            if other in stack:
                low[module] = min(low[module], low[other])
        if low[module] == number[module]:
            at = stack.index(module)
            if len(stack) - at > 1:
                found.append(tuple(sorted(stack[at:])))
            del stack[at:]

    for module in sorted(graph.modules):
        if module not in number:
            visit(module)
    return found


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts of `folder`/pyproject.toml over the packages in `folder`."""
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", script, "--no-cache", "--no-logo"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def toy_house(tmp_path: Path) -> Path:
    """Empty rooms under the real contracts."""
    contracts = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text(contracts, encoding="utf-8")
    for name in ("gui", "core", *(f"core/{room_name}" for room_name in ROOM_NAMES)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").touch()
    return tmp_path


def test_no_room_imports_a_room_above_it() -> None:
    done = lint_imports(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contracts_hold_for_empty_rooms(toy_house: Path) -> None:
    done = lint_imports(toy_house)
    assert done.returncode == 0, done.stdout + done.stderr


FORBIDDEN = (
    ("The core knows nothing of the window", "core/services", "gui"),
    ("Each room imports only rooms below it", "core/form", "core.report"),
    ("Each room imports only rooms below it", "core/errors", "core.paths"),
    ("Each room imports only rooms below it", "core/readers", "core.store"),
    ("Each room imports only rooms below it", "core/attic", "core.values"),
    ("Writers are given a filled document", "core/writers", "core.form"),
    ("The store keeps answers", "core/store", "core.layout"),
    ("The window asks the services", "gui", "core.store"),
)
"""The beginning of a contract's name, a room, and an import by which it breaks the contract."""


@pytest.mark.parametrize(("contract", "module", "imported"), FORBIDDEN)
def test_each_contract_breaks_on_the_import_it_forbids(
    toy_house: Path, contract: str, module: str, imported: str
) -> None:
    file = toy_house / module / "__init__.py"
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"import {imported}\n", encoding="utf-8")
    done = lint_imports(toy_house)
    assert done.returncode == 1, done.stdout + done.stderr
    assert any(contract in line and "BROKEN" in line for line in done.stdout.splitlines()), done.stdout


def test_every_contract_is_broken_by_some_case_above() -> None:
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    names = [contract["name"] for contract in tools["importlinter"]["contracts"]]
    assert [name for name in names if not any(name.startswith(contract) for contract, _, _ in FORBIDDEN)] == []


def test_a_library_is_imported_only_by_the_rooms_that_may_know_it(graph: grimp.ImportGraph) -> None:
    assert_none(strangers(graph))


def test_a_library_in_the_wrong_room_is_seen() -> None:
    toy = grimp.ImportGraph()
    for name in ("sqlite3", "requests", "json", "PySide6"):
        toy.add_module(name, is_squashed=True)
        toy.add_import(importer="gui.window", imported=name)
    assert strangers(toy) == ["gui.window imports requests", "gui.window imports sqlite3"]


def test_the_program_knows_no_network(graph: grimp.ImportGraph) -> None:
    assert_none(f"{module} imports {other}" for module, other in imports_from_outside(graph) if other in NETWORK)


def test_no_modules_import_each_other_in_a_circle(graph: grimp.ImportGraph) -> None:
    assert_none(" ⇄ ".join(circle) for circle in circles(graph))


def test_a_circle_is_seen() -> None:
    toy = grimp.ImportGraph()
    for importer, imported in (("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")):
        toy.add_import(importer=importer, imported=imported)
    assert circles(toy) == [("a", "b", "c")]


IMPORT_ALL = """
import importlib, pkgutil
import tests.contracts.without_qt
import core
names = [m.name for m in pkgutil.walk_packages(core.__path__, "core.") if not m.name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def python(script: str) -> subprocess.CompletedProcess[str]:
    """Run a script in an interpreter of its own, at the top of the repository."""
    command = [sys.executable, "-W", "error", "-c", script]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_whole_core_imports_without_qt() -> None:
    done = python(IMPORT_ALL)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= len(ROOM_NAMES)


def test_qt_is_out_of_reach_where_it_is_refused() -> None:
    done = python("import tests.contracts.without_qt, PySide6.QtCore")
    assert done.returncode == 1
    assert "Qt is out of reach" in done.stderr
