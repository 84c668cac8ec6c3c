"""What lies beside the report on the desk: last year's report, and the units that are not its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import Final

from core.errors import NianbaoError
from core.form.model import Form
from core.report.package import Prior
from core.services.lastyear import LastYear, LookUp, attached, in_library
from core.store import Card, Store

LOGGER: Final = logging.getLogger(__name__)

Reading = Callable[[], AbstractContextManager[Store]]


@dataclass(frozen=True, slots=True)
class Around:
    """`last_year` finds last year's report; `others` tells the names of other units, which a text of this one should
    not name as its own. Alone, a report has what was attached to it by hand."""

    last_year: LookUp = attached
    others: Callable[[], tuple[str, ...]] = tuple


ALONE: Final = Around()


def in_a_library(reading: Reading, forms: Callable[[str], Form], number: int) -> Around:
    """What the report `number` has around it in its library."""
    return Around(partial(_last_year, reading, forms, number), partial(_others, reading, number))


def _last_year(
    reading: Reading, forms: Callable[[str], Form], number: int, card: Card, prior: Prior | None
) -> LastYear | None:
    try:
        with reading() as store:
            found = in_library(store, forms, number, card, prior)
    except NianbaoError as trouble:
        # The edit that made this necessary is made; its rules wait for last year as if there were none.
        LOGGER.warning("last year's report could not be read: %s", trouble.message)
        found = None
    return found or attached(card, prior)


def _others(reading: Reading, number: int) -> tuple[str, ...]:
    try:
        with reading() as store:
            names = (entry.card.unit for entry in store.entries() if entry.id != number)
            return tuple(dict.fromkeys(name for name in names if name))
    except NianbaoError as trouble:
        LOGGER.warning("the names of other units could not be read: %s", trouble.message)
        return ()
