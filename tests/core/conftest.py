"""What the core tests share: the toy form and the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.form import edition, load
from core.form.model import Form

TOY = Path(__file__).parent / "toy" / "toy.toml"
SHIPPED = "guoban-annual/2021"


@pytest.fixture(scope="session")
def toy() -> Form:
    return load(TOY)


@pytest.fixture(scope="session")
def shipped() -> Form:
    return edition(SHIPPED)
