"""The steps from an empty file to today's tables, oldest first. A step that has been released is never edited.

Each runs in one transaction together with the file's new version; before the first of them the file is copied
(`core.store.backup`). Each step has a test in tests/core/test_store_migrations.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID: Final = 0x6E69616E  # "nian"

_FIRST: Final = f"""
PRAGMA application_id = {APPLICATION_ID};
CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    form TEXT NOT NULL,
    unit TEXT NOT NULL,
    code TEXT NOT NULL,
    year INTEGER,
    prepared TEXT NOT NULL,
    status TEXT NOT NULL,
    revision INTEGER NOT NULL,
    origin TEXT NOT NULL,
    created TEXT NOT NULL,
    changed TEXT NOT NULL,
    deleted TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;
CREATE INDEX report_year ON report (year, code, unit);
CREATE TABLE answer (
    report INTEGER NOT NULL REFERENCES report,
    cell TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (report, cell)
) STRICT, WITHOUT ROWID;
CREATE TABLE explanation (
    report INTEGER NOT NULL REFERENCES report,
    rule TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (report, rule)
) STRICT, WITHOUT ROWID;
CREATE TABLE edit (
    report INTEGER NOT NULL REFERENCES report,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    kind TEXT NOT NULL,
    joined INTEGER NOT NULL,
    label TEXT NOT NULL,
    changes TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (report, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER edit_is_never_rewritten BEFORE UPDATE ON edit BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TRIGGER edit_is_never_taken_out BEFORE DELETE ON edit BEGIN
    SELECT RAISE(ABORT, 'the journal is append-only');
END;
CREATE TABLE filing (
    report INTEGER NOT NULL REFERENCES report,
    revision INTEGER NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    form_sha256 TEXT NOT NULL,
    package TEXT NOT NULL,
    sent TEXT NOT NULL,
    voided TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (report, revision)
) STRICT;
CREATE TABLE prior (
    report INTEGER PRIMARY KEY REFERENCES report,
    year INTEGER NOT NULL,
    source TEXT NOT NULL,
    cells TEXT NOT NULL
) STRICT;
"""


def m001_the_first_tables(db: Database) -> None:
    """Reports, their answers, explanations, journal, finalised packages, and last year's figures where attached."""
    db.executescript(_FIRST)


Migration = Callable[["Database"], None]
STEPS: Final[tuple[Migration, ...]] = (m001_the_first_tables,)
TABLES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "report": "id form unit code year prepared status revision origin created changed deleted digest",
        "answer": "report cell kind value note",
        "explanation": "report rule body",
        "edit": "report seq at by kind joined label changes digest",
        "filing": "report revision at by fingerprint form_sha256 package sent voided reason",
        "prior": "report year source cells",
    }
)
"""What the last step leaves: the columns of each table."""


def migrate(db: Database, steps: Sequence[Migration] = STEPS) -> None:
    """Run what has not run yet. Stopped half way, the file stands at a step's end and the next opening goes on."""
    from sqlite_utils import Migrations

    planned = Migrations("nianbao")
    for version, step in enumerate(steps, 1):
        planned(name=step.__name__)(_numbered(step, version))
    planned.apply(db)


def _numbered(step: Migration, version: int) -> Migration:
    def numbered(db: Database) -> None:
        step(db)
        db.execute(f"PRAGMA user_version = {version}")

    numbered.__name__ = step.__name__
    return numbered
