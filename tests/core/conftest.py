"""What the core tests share: the toy form and the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.form import edition, load
from core.form.model import Form
from tests.core.desk import Clock, OpenLibrary, opener

TOY = Path(__file__).parent / "toy" / "toy.toml"
SHIPPED = "guoban-annual/2021"


@pytest.fixture(scope="session")
def toy() -> Form:
    return load(TOY)


@pytest.fixture(scope="session")
def shipped() -> Form:
    return edition(SHIPPED)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_library(tmp_path: Path, toy: Form, clock: Clock) -> Iterator[OpenLibrary]:
    """Opens the test's library in the toy form; `forms=` and the like override."""
    yield from opener(tmp_path, toy, clock)
