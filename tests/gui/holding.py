"""Another program that holds a library: `python -m tests.gui.holding LIBRARY`. Lets go when its input ends."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from core.services.library import Library


def main(path: str) -> None:
    now = datetime.now().astimezone().replace(hour=10, minute=12)
    library = Library.open(Path(path), who="李卫东", make=True, clock=lambda: now)
    if not library.entries():
        library.new("guoban-annual/2021", {"unit_name": "云岭区林业局", "year": "2025"})
    print("holding", flush=True)
    sys.stdin.readline()
    library.close()


if __name__ == "__main__":
    main(sys.argv[1])
