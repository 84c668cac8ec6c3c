"""The clerk's own faces: those that GB/T 9704 names, where they are installed and may be embedded.

Only what a file says of itself counts: the name table, the outlines, the embedding rights (OpenType 1.9: name, OS/2).
"""

from __future__ import annotations

import logging
import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final

from core.layout.styles import Face

_LOG = logging.getLogger(__name__)

WANTED: Final[Mapping[Face, tuple[str, ...]]] = MappingProxyType(
    {
        "xiaobiaosong": ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋简体", "FZXiaoBiaoSong-B05S"),
        "fangsong": (
            "仿宋_GB2312", "FangSong_GB2312", "方正仿宋_GBK", "FZFangSong-Z02", "仿宋", "FangSong",
            "华文仿宋", "STFangsong",
        ),
        "kai": ("楷体_GB2312", "KaiTi_GB2312", "方正楷体_GBK", "FZKai-Z03", "楷体", "KaiTi", "华文楷体", "STKaiti"),
        "hei": ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "华文黑体", "STHeiti"),
        "song": ("宋体", "SimSun", "方正书宋_GBK", "FZShuSong-Z01", "华文宋体", "STSong"),
    }
)  # fmt: skip
"""Family names of each role, the best first."""

_FAMILY: Final = frozenset({1, 4, 16})
"""Name ids: family, full name, typographic family."""
_NOT_TO_EMBED: Final = 0x0002
_NOT_IN_PARTS: Final = 0x0300  # no subset, bitmaps only
_MOST_TABLE: Final = 1 << 20
_MOST_FACES: Final = 64


@dataclass(frozen=True, slots=True)
class FaceFile:
    """A face in a file: `index` in a collection (.ttc); `name`: what a person calls it."""

    path: Path
    index: int = 0
    name: str = ""


def folders() -> tuple[Path, ...]:
    """Where Windows, Kylin and UOS keep faces."""
    if sys.platform == "win32":
        own = os.environ.get("LOCALAPPDATA", "")
        return (
            Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts",
            *((Path(own) / "Microsoft" / "Windows" / "Fonts",) if own else ()),
        )
    home = Path.home()
    shared = ("/usr/share/fonts", "/usr/local/share/fonts", "/opt/kingsoft", "/opt/apps")
    return (*map(Path, shared), home / ".local/share/fonts", home / ".fonts")


def search(places: Iterable[Path]) -> Mapping[Face, tuple[FaceFile, ...]]:
    """The faces of each role in `places`, the best first. A file that cannot be read is passed over."""
    role_of = {name.lower(): (role, rank) for role, names in WANTED.items() for rank, name in enumerate(names)}
    found: dict[Face, list[tuple[int, FaceFile]]] = {}
    for path in _files(places):
        for index, names in enumerate(_faces(path)):
            hits = [(*role_of[name.lower()], name) for name in names if name.lower() in role_of]
            for role, rank, name in sorted(hits, key=lambda hit: hit[1])[:1]:
                found.setdefault(role, []).append((rank, FaceFile(path, index, name)))
    ordered = {role: sorted(faces, key=lambda it: (it[0], str(it[1].path))) for role, faces in found.items()}
    return MappingProxyType({role: tuple(face for _, face in faces) for role, faces in ordered.items()})


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for folder, _, names in os.walk(place):
            yield from (Path(folder) / name for name in sorted(names) if name.lower().endswith((".ttf", ".ttc")))


def _faces(path: Path) -> list[tuple[str, ...]]:
    """The family names of each face in the file; none for a face that may not or cannot be embedded."""
    try:
        with path.open("rb") as file:
            return [_names(file, start) for start in _starts(file)]
    except (OSError, ValueError, struct.error) as error:
        _LOG.info("face %s passed over: %s", path, error)
        return []


def _starts(file: BinaryIO) -> tuple[int, ...]:
    """Where the faces of the file begin."""
    if _at(file, 0, 4) != b"ttcf":
        return (0,)
    (count,) = struct.unpack(">L", _at(file, 8, 4))
    if count > _MOST_FACES:
        raise ValueError("too many faces")
    return struct.unpack(f">{count}L", _at(file, 12, 4 * count))


def _names(file: BinaryIO, start: int) -> tuple[str, ...]:
    (count,) = struct.unpack(">H", _at(file, start + 4, 2))
    directory = _at(file, start + 12, 16 * count)
    tables = {tag: (offset, length) for tag, _, offset, length in struct.iter_unpack(">4sLLL", directory)}
    if not {b"glyf", b"name", b"OS/2", b"cmap"} <= tables.keys():
        return ()
    (rights,) = struct.unpack(">H", _at(file, tables[b"OS/2"][0] + 8, 2))
    if rights & 0x000F == _NOT_TO_EMBED or rights & _NOT_IN_PARTS:
        return ()
    offset, length = tables[b"name"]
    return tuple(_family_names(_at(file, offset, min(length, _MOST_TABLE))))


def _family_names(table: bytes) -> Iterator[str]:
    _, count, strings = struct.unpack_from(">HHH", table)
    for i in range(count):
        platform, encoding, _, name, length, offset = struct.unpack_from(">HHHHHH", table, 6 + 12 * i)
        if name in _FAMILY:
            raw = table[strings + offset : strings + offset + length]
            yield raw.decode(_codec(platform, encoding), "replace").strip("\0 ")


def _codec(platform: int, encoding: int) -> str:
    if platform == 1:
        return "gb18030" if encoding == 25 else "mac-roman"
    return "gb18030" if platform == 3 and encoding == 3 else "utf-16-be"


def _at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    found = file.read(length)
    if len(found) < length:
        raise ValueError("cut short")
    return found
