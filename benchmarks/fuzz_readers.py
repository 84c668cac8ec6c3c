"""`make fuzz`: mutated files into the readers; no crash, no hang (over 5 s), nothing but a reading or a refusal.

`fuzz_readers.py [inputs a format]`; the first number drawn is printed, so that a failure can be found again.
"""

from __future__ import annotations

import os
import random
import sys
import time
from pathlib import Path

from core import paths
from core.errors import InputError
from core.form.model import Form
from core.services import paper
from core.services.checking import forms, judge, load
from core.services.export import FORMATS, document_bytes
from core.services.reading import read_file

SLOWEST = 5.0


def seeds() -> dict[str, bytes]:
    """The built-in sample in every format, and real reports where NIANBAO_REPORTS names them."""
    it = judge(load(next((paths.resources() / "samples").glob("*.txt"))))
    document = paper.document(it.form, it.evaluation)
    found = {f"sample{suffix}": document_bytes(document, suffix) for suffix in FORMATS}
    folder = Path(os.environ.get("NIANBAO_REPORTS", ""))
    kinds = {".pdf", ".html", ".md", ".txt", ".docx"}
    real = [p for p in sorted(folder.glob("*.*")) if p.suffix in kinds and p.stem != "README"]
    return found | {p.name: p.read_bytes() for p in (real if os.environ.get("NIANBAO_REPORTS") else ())}


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Bytes changed, a stretch cut out, doubled, or the end lost."""
    spoiled = bytearray(data)
    for _ in range(draw.randint(1, 20)):
        spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
    start, size = draw.randrange(len(spoiled)), draw.randint(0, 400)
    match draw.randrange(4):
        case 0:
            del spoiled[start : start + size]
        case 1:
            spoiled[start:start] = spoiled[start : start + size] * draw.randint(1, 50)
        case 2:
            del spoiled[start:]
    return bytes(spoiled)


def tried(data: bytes, name: str, known: tuple[Form, ...]) -> str:
    try:
        judge(read_file(data, name, known))
    except InputError as error:
        return error.kind
    return "read"


def main() -> int:
    count, first = int(sys.argv[1]) if len(sys.argv) > 1 else 100, random.randrange(10**6)
    print(f"seed {first}")
    known, slow = forms(), 0
    for name, data in seeds().items():
        kinds: dict[str, int] = {}
        for number in range(count):
            start = time.perf_counter()
            kind = tried(mutated(data, random.Random(first + number)), name, known)
            kinds[kind] = kinds.get(kind, 0) + 1
            if time.perf_counter() - start > SLOWEST:
                slow += 1
                print(f"{name}: input {number} took {time.perf_counter() - start:.1f} s")
        print(name, kinds)
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
