"""One open library file. Every call is one transaction; nothing here remembers an answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from core.store import backup, reading, writing
from core.store.connection import open_for_reading, open_for_writing
from core.store.records import Entry, Kept, Save, Step
from core.store.trouble import told

if TYPE_CHECKING:
    from sqlite_utils import Database

STEPS_KEPT: Final = 1000
"""How many steps can be taken back; the journal itself is never cut."""
CHARACTERS_KEPT: Final = 4_000_000
"""How many characters those steps may hold together: forty times a text of the greatest length replaced by another."""
_ALL: Final = -1


class Store:
    """Belongs to the thread that opened it. Raises `InputError` for a file that is none of ours or broken,
    `EnvironmentTrouble` for disk, lock and rights; nothing is half done then."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self.path = path

    @staticmethod
    def reader(path: Path) -> Store:
        return Store(open_for_reading(path), path)

    @staticmethod
    def writer(path: Path, now: datetime) -> Store:
        """The caller holds the lock of `path`; `now` names the backup, should the tables have to change."""
        return Store(open_for_writing(path, now), path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def entries(self, deleted: bool = False) -> tuple[Entry, ...]:
        """The list of reports, or of those in the bin."""
        with told(self.path, looking=True):
            return reading.entries(self._db, deleted)

    def kept(self, number: int, steps: int = STEPS_KEPT) -> Kept | None:
        """The report as one moment of the file shows it, with its newest steps, `CHARACTERS_KEPT` at most."""
        with told(self.path, looking=True), self._db.atomic():
            return reading.kept(self._db, number, steps, CHARACTERS_KEPT)

    def journal(self, number: int) -> tuple[Step, ...]:
        """Every sound step from the newest back, oldest first."""
        with told(self.path, looking=True):
            return reading.steps(self._db, number, _ALL)

    def rebuilt(self, it: Kept) -> Kept | None:
        """The report from its journal; None unless that agrees with the digest that the rows fail."""
        return reading.rebuilt(it, self.journal(it.id))

    def damaged(self) -> tuple[int, ...]:
        """The reports whose rows do not agree with their digest."""
        numbers = [e.id for deleted in (False, True) for e in self.entries(deleted)]
        return tuple(n for n in numbers if (it := self.kept(n, 0)) is not None and not it.sound)

    def add(self, first: Save) -> int:
        """A new report of which `first` (its `report` is not looked at) is the first step."""
        with told(self.path, looking=True), self._db.atomic():
            number = writing.add(self._db, first.head.form, first.step.at)
            writing.save(self._db, number, first, self.path)
        return number

    def write(self, saves: Sequence[Save]) -> None:
        """All steps in their order in one transaction, each a row of the journal; or none."""
        with told(self.path, looking=True), self._db.atomic():
            writing.save_all(self._db, saves, self.path)

    def mend(self, it: Kept) -> None:
        """Put a rebuilt report in the place of its damaged rows."""
        with told(self.path, looking=True), self._db.atomic():
            writing.mend(self._db, it)

    def bin(self, number: int, at: str) -> None:
        with told(self.path, looking=True):
            writing.bin_or_restore(self._db, number, at)

    def restore(self, number: int) -> None:
        with told(self.path, looking=True):
            writing.bin_or_restore(self._db, number, "")

    def copy(self, target: Path, watch: Callable[[], None] = backup.unwatched) -> None:
        """A consistent copy of the whole library at `target`, replacing what is there. `watch` may end it."""
        backup.copy(self._db, target, watch)

    def daily_backup(self, now: datetime) -> Path | None:
        """Today's backup; None if the library is damaged, so that no good copy is pushed out by a bad one."""
        with told(self.path, looking=True):
            sound = backup.whole(self._db)
        return backup.daily(self._db, self.path, now) if sound and not self.damaged() else None
