"""The faces a document is set in: which file serves which role, which face has a character, how wide it is.

reportlab is imported, and a font file read (about 45 ms), only when a face is first wanted.
"""

from __future__ import annotations

import logging
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from core.layout.document import Document, FilledTable, Paragraph
from core.layout.styles import FOOT, PARAGRAPHS, Face, box_style
from core.paths import resources
from core.writers.installed import FaceFile, folders, search

if TYPE_CHECKING:
    from core.writers.font import Font

_LOG = logging.getLogger(__name__)

SUBSTITUTE: Final = "〓"
"""What is printed for a character that no face has: a printer's turned sort, never an empty box."""

_DROPPED: Final = frozenset({"Cc", "Cf", "Cs"})
_VARIATION: Final = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_PLAIN: Final = re.compile(r"[ -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]*")


def printable(text: str) -> str:
    """`text` as it can be drawn on a line: controls, format characters and variation selectors go, every kind of
    space and tab becomes a space (the ideographic one stays)."""
    if _PLAIN.fullmatch(text):
        return text
    text = _VARIATION.sub("", text)
    return "".join(_drawn(c) for c in text)


def _drawn(character: str) -> str:
    kind = unicodedata.category(character)
    if character in "\t\n" or (kind in ("Zs", "Zl", "Zp") and character != "\u3000"):
        return " "
    return "" if kind in _DROPPED else character


class Chain:
    """One role's face and the faces that stand in for its missing characters, in order."""

    def __init__(self, faces: Faces, roles: tuple[str, ...]) -> None:
        self._faces = faces
        self._first = roles[0]
        self.roles = _Roles(faces, roles)
        self.em = _Advances(self)

    def used(self, character: str) -> str | None:
        """The role whose face has `character`, None if none has."""
        return self.roles[character]

    def font(self, character: str) -> Font:
        return self._faces.font(self.roles[character] or self._first)

    def settable(self, text: str) -> str:
        """`printable` with what no face has replaced by `SUBSTITUTE`."""
        text = printable(text)
        if None in map(self.roles.__getitem__, text):
            text = "".join(c if self.roles[c] else SUBSTITUTE for c in text)
        return text

    def width(self, text: str) -> float:
        """In ems."""
        return sum(map(self.em.__getitem__, text))


class _Roles(dict[str, str | None]):
    """Character -> the first of the roles whose face has it; filled as asked."""

    def __init__(self, faces: Faces, order: tuple[str, ...]) -> None:
        self._faces = faces
        self._order = order

    def __missing__(self, character: str) -> str | None:
        code = ord(character)
        self[character] = role = next((r for r in self._order if self._faces.font(r).has(code)), None)
        return role


class _Advances(dict[str, float]):
    """Character -> advance in ems, of the face that would be used; filled as asked."""

    def __init__(self, chain: Chain) -> None:
        self._chain = chain

    def __missing__(self, character: str) -> float:
        self[character] = advance = self._chain.font(character).advance(ord(character))
        return advance


class Faces:
    """Font files by role. `fallback` names, by role, the roles to look in for a missing character; after them
    all the others are tried."""

    def __init__(self, files: Mapping[str, FaceFile], fallback: Mapping[str, tuple[str, ...]]) -> None:
        self.files = MappingProxyType(dict(files))
        self._fallback = dict(fallback)
        self._chains: dict[str, Chain] = {}

    def font(self, role: str) -> Font:
        """The face of `role`. KeyError where no file serves it."""
        from core.writers.font import load

        return load(self.files[role].path, self.files[role].index)

    def fallback(self, role: str) -> tuple[str, ...]:
        return self._fallback.get(role, ())

    def chain(self, role: Face) -> Chain:
        """The face of `role` with those that stand in for it."""
        if role not in self._chains:
            order = dict.fromkeys((role, *self.fallback(role), "song", "kai", "hei", "fangsong"))
            self._chains[role] = Chain(self, tuple(name for name in order if name in self.files))
        return self._chains[role]


@lru_cache(maxsize=1)
def shipped() -> Faces:
    """The faces of `resources/fonts/fonts.toml`."""
    folder = resources() / "fonts"
    listed = tomllib.loads((folder / "fonts.toml").read_text(encoding="utf-8"))["face"]
    files = {role: FaceFile(folder / face["file"], 0, face["family_zh"]) for role, face in listed.items()}
    return Faces(files, {role: tuple(face["fallback"]) for role, face in listed.items()})


_SAMPLE: Final = "中国人民政府信息公开年度报告一二三〔〕《》，。0123456789"
"""What a face must have to serve at all."""


def own(found: Mapping[Face, tuple[FaceFile, ...]]) -> Faces:
    """For each role the first sound one of the faces `found`; the shipped ones for what they lack."""
    from core.writers.font import sound

    base = shipped()
    files = dict(base.files)
    fallback = {role: base.fallback(role) for role in files}
    taken = {role: face for role in found if (face := _first_sound(found[role], sound))}
    for role, face in taken.items():
        files[role], files[_spare(role)] = face, base.files[role]
        fallback[role] = (_spare(role), *base.fallback(role), *(_spare(n) for n in base.fallback(role) if n in taken))
        _LOG.info("face for %s: %s (%s)", role, face.name, face.path)
    return Faces(files, fallback)


def _first_sound(faces: Iterable[FaceFile], sound: Callable[[Path, int, str], bool]) -> FaceFile | None:
    return next((face for face in faces if sound(face.path, face.index, _SAMPLE)), None)


def _spare(role: str) -> str:
    return f"{role}@shipped"


@lru_cache(maxsize=1)
def installed() -> Faces:
    """The clerk's own faces where there are any, the shipped ones for the rest; looked for once a process."""
    return own(search(folders()))


def missing(document: Document, faces: Faces) -> tuple[str, ...]:
    """The characters of `document` that no face has, each once, in order of appearance; they print as 〓."""
    gone = (c for role, text in _texts(document) for c in printable(text) if not faces.chain(role).used(c))
    return tuple(dict.fromkeys(gone))


def _texts(document: Document) -> Iterable[tuple[Face, str]]:
    for block in document.blocks:
        if isinstance(block, FilledTable):
            for box in block.grid.boxes:
                style = box_style(box, block.grid.stub_cols)
                yield style.face, box.text or block.texts.get(box.cell or "", "")
        elif isinstance(block, Paragraph):
            yield PARAGRAPHS[block.style].face, block.text
    yield FOOT.face, document.footer
