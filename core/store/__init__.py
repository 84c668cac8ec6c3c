"""How it is kept: one SQLite file, the only SQL in the house, migrations, lock and backups.

Against damage there are two accounts of every report: its rows with a digest over them, and its journal, from which
the rows can be made anew. A report whose rows fail the digest is rebuilt from the journal if that agrees; otherwise it
opens read-only from the newest backup in which it is sound. Either way the person is told.
"""

from core.store.connection import create
from core.store.lock import Holder, Lock, acquire, holder, user
from core.store.places import backups
from core.store.records import Card, Entry, Filing, Head, Kept, Save, Status, Step, StepKind
from core.store.saving import advance, blank
from core.store.store import CHARACTERS_KEPT, STEPS_KEPT, Store
from core.store.trouble import missing, words

__all__ = [
    "CHARACTERS_KEPT", "STEPS_KEPT", "Card", "Entry", "Filing", "Head", "Holder", "Kept", "Lock", "Save", "Status",
    "Step", "StepKind", "Store", "acquire", "advance", "backups", "blank", "create", "holder", "missing", "user",
    "words",
]  # fmt: skip
