"""Collecting what is wrong with form files: all of it at once, each with file, line and key."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import EnvironmentTrouble, FormError, os_reason
from core.form.lines import Path as KeyPath
from core.form.lines import key_lines


@dataclass
class Source:
    """One TOML file being read: its data, and where to report what is wrong with it."""

    name: str
    text: str
    data: dict[str, Any]
    problems: list[str] = field(default_factory=list)

    def wrong(self, path: KeyPath, sentence: str) -> None:
        """Note a problem at a key; the line is looked up here, so sound files never pay for it."""
        lines = key_lines(self.text)
        known = path
        while known and known not in lines:
            known = known[:-1]
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        self.problems.append(f"{self.name} 第 {lines.get(known, 1)} 行 {key}：{sentence}")

    def node(self) -> Entry:
        return Entry(self, (), self.data)


def read(path: Path) -> Source:
    """The file at `path`, parsed. Raises `FormError` where it is no TOML, `EnvironmentTrouble` if unreadable."""
    try:
        text = path.read_bytes().decode("utf-8")
        return Source(path.name, text, tomllib.loads(text))
    except OSError as error:
        raise EnvironmentTrouble("form", f"读不出表式文件“{path}”：{os_reason(error)}。") from error
    except UnicodeDecodeError as error:
        raise FormError((f"{path.name} 不是 UTF-8 编码（第 {error.start} 字节）",)) from error
    except tomllib.TOMLDecodeError as error:
        raise FormError((f"{path.name} 不是合格的 TOML：{error}",)) from error


class Entry:
    """A table of a TOML file, read key by key; `done` reports the keys that nobody asked for."""

    def __init__(self, source: Source, path: KeyPath, data: Any) -> None:
        self.source = source
        self.path = path
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(data, dict):
            source.wrong(path, "这里要一个表")

    def wrong(self, key: str, sentence: str) -> None:
        self.source.wrong((*self.path, key) if key else self.path, sentence)

    def _get(self, key: str, kind: type, name: str, default: Any) -> Any:
        self.asked.add(key)
        value = self.data.get(key)
        if value is None:
            if default is ...:
                self.wrong("", f"缺少“{key}”")
                return kind()
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.wrong(key, f"要{name}")
            return kind() if default is ... else default
        return value

    def text(self, key: str, default: Any = ...) -> str:
        return str(self._get(key, str, "文字", default))

    def whole(self, key: str, default: Any = ...) -> int:
        return int(self._get(key, int, "整数", default))

    def flag(self, key: str) -> bool:
        return bool(self._get(key, bool, "true 或 false", False))

    def word(self, key: str, allowed: tuple[str, ...], default: Any = ...) -> str:
        value = self.text(key, default)
        if value not in allowed and key in self.data:
            self.wrong(key, f"只能是 {'、'.join(allowed)}，不能是“{value}”")
            return allowed[0]
        return value

    def texts(self, key: str, default: Any = ...) -> tuple[str, ...]:
        values = self._get(key, list, "一列文字", default)
        if not all(isinstance(value, str) for value in values):
            self.wrong(key, "每一项都要是文字")
            return ()
        return tuple(values)

    def any(self, key: str) -> Any:
        self.asked.add(key)
        return self.data.get(key)

    def entries(self, key: str) -> Iterator[Entry]:
        for index, value in enumerate(self._get(key, list, "一列表", [])):
            yield Entry(self.source, (*self.path, key, index), value)

    def entry(self, key: str) -> Entry | None:
        value = self._get(key, dict, "一个表", None)
        return None if value is None else Entry(self.source, (*self.path, key), value)

    def strings(self, key: str) -> dict[str, str]:
        table = self._get(key, dict, "一个表", {})
        for name, value in table.items():
            if not isinstance(value, str):
                self.source.wrong((*self.path, key, name), "要文字")
        return {name: value for name, value in table.items() if isinstance(value, str)}

    def done(self) -> None:
        for key in self.data:
            if key not in self.asked:
                self.wrong(key, f"没有人认得“{key}”这个键")
