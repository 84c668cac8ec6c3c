"""Where in a TOML file each key stands, so that a problem of a form can be named by file, line and key.

`tomllib` reads the data but forgets the lines; this walks the same text once more. It is only used on text that
tomllib has accepted, so it need not judge anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:\s|#[^\n]*)*")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+))\s*""")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\]|\\.)*"|\'[^\']*\'', re.DOTALL)
_BARE = re.compile(r"[^,\]}\s#]+")


def key_lines(text: str) -> Mapping[Path, int]:
    """Line number (from 1) of every table, array entry and key, by its path (names and list positions)."""
    return _Walker(text).document()


class _Walker:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.entries: dict[Path, int] = {}  # array of tables -> entries so far

    def document(self) -> Mapping[Path, int]:
        base: Path = ()
        while self.skip():
            if self.text.startswith("[", self.at):
                base = self.header()
            else:
                self.pair(base)
        return self.found

    def skip(self) -> bool:
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.at < len(self.text)

    def mark(self, path: Path, at: int | None = None) -> None:
        self.found.setdefault(path, self.text.count("\n", 0, self.at if at is None else at) + 1)

    def header(self) -> Path:
        start = self.at
        many = self.text.startswith("[[", start)
        self.at += 2 if many else 1
        path: Path = ()
        keys = self.keys()
        for depth, name in enumerate(keys):
            path = (*path, name)
            if many and depth == len(keys) - 1:
                self.entries[path] = self.entries.get(path, -1) + 1
            if path in self.entries:
                path = (*path, self.entries[path])
        self.mark(path, start)
        self.at += 2 if many else 1
        return path

    def keys(self) -> list[str]:
        names = []
        while key := _KEY.match(self.text, self.at):
            names.append(next(group for group in key.groups() if group is not None))
            self.at = key.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return names

    def pair(self, base: Path) -> None:
        start = self.at
        path = base
        for name in self.keys():
            path = (*path, name)
            self.mark(path, start)
        self.at += 1  # =
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip()
        if self.text.startswith("[", self.at):
            self.sequence(path, "]")
        elif self.text.startswith("{", self.at):
            self.sequence(path, "}")
        else:
            token = _STRING.match(self.text, self.at) or _BARE.match(self.text, self.at)
            self.at = token.end() if token else self.at + 1

    def sequence(self, path: Path, end: str) -> None:
        self.at += 1
        index = 0
        while self.skip() and not self.text.startswith(end, self.at):
            if end == "}":
                self.pair(path)
            else:
                self.mark((*path, index))
                self.value((*path, index))
                index += 1
            self.skip()
            if self.text.startswith(",", self.at):
                self.at += 1
        self.at += 1
