"""`make fuzz`: mutated files into the readers; no crash, no hang (over 5 s), nothing but a reading or a refusal.

Where a mutation touches only what stands around the words (tags, attributes, bars, rules), each cell must come out as
before, or blank, or doubtful: another figure that is said to be sure is printed and counts as a failure.

`fuzz_readers.py [inputs a format [word of the file's name]]`; the first number drawn is printed, so that a failure can
be found again (environment `SEED`).
"""

from __future__ import annotations

import io
import os
import random
import re
import sys
import time
import zipfile
from collections.abc import Mapping
from email.charset import QP, Charset
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pikepdf

from core import paths
from core.errors import InputError
from core.form.model import Form
from core.readers.reading import Reading
from core.services import paper
from core.services.checking import forms, judge, load
from core.services.export import FORMATS, document_bytes
from core.services.reading import read_file
from core.values import Number

SLOWEST = 5.0
_TAG = re.compile(rb"<[^<>]{1,400}>")
_PLACE = re.compile(rb'\s(?:r|ref|s|t|spans|min|max)="[^"]*"')
"""Attributes of a spreadsheet that say where a cell stands and what it holds: part of what it states."""
_BAR = re.compile(rb"[|*#\-=]|\s\n|\n\s")
_FIGURE = re.compile(rb"\d+")
_STROKE = re.compile(rb"(?m)^(?:[-\d.]+ ){2}m (?:[-\d.]+ ){2}l S\s*$")


def seeds() -> dict[str, bytes]:
    """The built-in sample in every format, and real reports where NIANBAO_REPORTS names them."""
    source = next((paths.resources() / "samples").glob("*.txt"))
    it = judge(load(source))
    document = paper.document(it.form, it.evaluation)
    found = {f"sample{suffix}": document_bytes(document, suffix) for suffix in FORMATS}
    page = found["sample.html"].decode()
    whole = MIMEMultipart("related")
    quoted = Charset("utf-8")
    quoted.body_encoding = QP
    part = MIMEText("", "html", "us-ascii")
    del part["Content-Transfer-Encoding"]
    part.set_payload(page, quoted)
    whole.attach(part)
    found |= {"sample.mht": whole.as_bytes(), "sample-gb.html": page.replace("utf-8", "gb18030").encode("gb18030")}
    found |= {"sample.txt": source.read_bytes(), "foreign.pdf": foreign(found["sample.pdf"])}
    folder = os.environ.get("NIANBAO_REPORTS", "")
    kinds = {".pdf", ".html", ".md", ".txt", ".docx"}
    real = sorted(Path(folder).glob("*.*")) if folder else []
    return found | {p.name: p.read_bytes() for p in real if p.suffix in kinds and p.stem != "README"}


def foreign(data: bytes) -> bytes:
    """The print, no longer saying who made it, its pages' operators to be read."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        del pdf.docinfo
        pdf.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def mutated(data: bytes, draw: random.Random) -> bytes:
    """Bytes changed, a stretch cut out, doubled, or the end lost; of a zip mostly within one of its parts."""
    if data.startswith(b"PK") and draw.random() < 0.8:
        return in_a_part(data, draw, spoiled)
    return spoiled(data, draw)


def spoiled(data: bytes, draw: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(draw.randint(1, 20) if found else 0):
        found[draw.randrange(len(found))] = draw.randrange(256)
    start, size = draw.randrange(len(found) + 1), draw.randint(0, 400)
    match draw.randrange(4):
        case 0:
            del found[start : start + size]
        case 1:
            found[start:start] = found[start : start + size] * draw.randint(1, 50)
        case 2:
            del found[start:]
    return bytes(found)


def around(data: bytes, name: str, draw: random.Random) -> bytes | None:
    """Changes of what stands around the words only; None where there is no telling it apart."""
    if data.startswith(b"PK"):
        return in_a_part(data, draw, tags)
    if name.endswith(".pdf"):
        return strokes(data, draw) if name == "foreign.pdf" else None
    if data.lstrip().startswith(b"<"):
        return tags(data, draw)
    return bars(data, draw) if name.endswith((".md", ".txt")) else None


def tags(data: bytes, draw: random.Random) -> bytes:
    """A few tags with bytes changed, left out or doubled."""
    found = [it for it in _TAG.finditer(data) if not _PLACE.search(it[0])]
    out, last = [], 0
    for it in sorted(draw.sample(found, min(draw.randint(1, 6), len(found))), key=lambda it: it.start()):
        out += [data[last : it.start()], _another(it[0], draw)]
        last = it.end()
    return b"".join((*out, data[last:]))


def _another(tag: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(1, max(len(tag) - 1, 2))
    letter = draw.choice(b"abtdrhpx /=\"'123")
    return draw.choice((b"", tag * 2, tag[:at] + bytes([letter]) + tag[at + 1 :], tag[:at] + tag[at + 1 :]))


def bars(data: bytes, draw: random.Random) -> bytes:
    """A few bars, stars, dashes or blanks at line ends left out or doubled, none of them between two figures."""
    found = list(_BAR.finditer(data))
    out, last = [], 0
    for it in sorted(draw.sample(found, min(draw.randint(1, 6), len(found))), key=lambda it: it.start()):
        out += [data[last : it.start()], draw.choice((b"", it[0] * 2))]
        last = it.end()
    made = b"".join((*out, data[last:]))
    return made if _FIGURE.findall(made) == _FIGURE.findall(data) else data


def strokes(data: bytes, draw: random.Random) -> bytes:
    """Some of the lines drawn on the pages left out: bytes turned to blanks, so that all else stays in its place."""
    found = bytearray(data)
    drawn = list(_STROKE.finditer(data))
    for it in draw.sample(drawn, draw.randint(1, max(1, len(drawn) // 3))):
        found[it.start() : it.end()] = b" " * len(it[0])
    return bytes(found)


def in_a_part(data: bytes, draw: random.Random, change: object) -> bytes:
    """The zip again with one part changed; mostly the one that holds the report."""
    assert callable(change)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        main = [it for it in names if it.endswith(("document.xml", "sheet1.xml", "sharedStrings.xml", "styles.xml"))]
        chosen = draw.choice(main if draw.random() < 0.8 else names)
        for name in names:
            part = old.read(name)
            new.writestr(name, change(part, draw) if name == chosen else part)
    return out.getvalue()


def tried(data: bytes, name: str, known: tuple[Form, ...]) -> Reading | str:
    try:
        return judge(read_file(data, name, known)).reading
    except InputError as error:
        return error.kind


def wrongly_sure(was: Reading | str, now: Reading | str) -> Mapping[str, tuple[str, str]]:
    """Cells said to be sure that are another figure than before what stands around the words was touched."""
    if isinstance(was, str) or isinstance(now, str) or was.form.id != now.form.id:
        return {}
    return {
        cell: (was.as_read.get(cell, ""), now.as_read[cell])
        for cell in now.as_read.keys() - now.doubtful
        if isinstance(now.answers[cell].value, Number) and now.answers[cell] != was.answers.get(cell)
    }


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    word = sys.argv[2] if len(sys.argv) > 2 else ""
    first = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"seed {first}", flush=True)
    known, failed = forms(), 0
    for name, data in seeds().items():
        if word not in name:
            continue
        kinds: dict[str, int] = {}
        was = tried(data, name, known)
        for number in range(count):
            start = time.perf_counter()
            draw = random.Random(first + number)
            gentle = around(data, name, draw) if number % 2 else None
            now = tried(gentle if gentle is not None else mutated(data, draw), name, known)
            kind = now if isinstance(now, str) else "read"
            kinds[kind] = kinds.get(kind, 0) + 1
            if time.perf_counter() - start > SLOWEST:
                failed += 1
                print(f"{name}: input {number} took {time.perf_counter() - start:.1f} s", flush=True)
            if gentle is not None and (wrong := wrongly_sure(was, now)):
                failed += 1
                print(f"{name}: input {number} {dict(list(wrong.items())[:4])} of {len(wrong)}", flush=True)
        print(name, kinds, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
