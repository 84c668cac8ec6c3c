"""JSON read without any leniency, and the small checks that a package is made of. Every refusal names the place."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from core.errors import InputError
from core.values import clean_text

MAX_INT: Final = 2**53 - 1
"""Beyond this JSON readers disagree about integers (RFC 8785, section 3.2.2.3)."""
_SHORT: Final = 40


def parse(text: str, name: str) -> Any:
    """The JSON value of `text`. Raises `InputError` on anything that is not plain, flat-enough JSON."""
    try:
        return json.loads(text, object_pairs_hook=_unique(name), parse_constant=_no_constant(name))
    except RecursionError:
        raise InputError("json", f"“{name}”层层嵌套得太深，不是本程序写出的数据文件。请改用原文件。") from None
    except json.JSONDecodeError as error:
        raise InputError(
            "json",
            f"“{name}”第 {error.lineno} 行第 {error.colno} 个字符处不合 JSON 写法，文件可能不完整。请改用原文件。",
        ) from None
    except ValueError:
        raise InputError("json", f"“{name}”里有位数过多的数，读不出来。请改用原文件。") from None


def _unique(name: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in pairs:
            if key in found:
                raise InputError("package", f"“{name}”里“{short(key)}”出现了两次，不知以哪个为准。请改用原文件。")
            found[key] = value
        return found

    return build


def _no_constant(name: str) -> Callable[[str], NoReturn]:
    def refuse(word: str) -> NoReturn:
        raise InputError("json", f"“{name}”里有 {word}，不是数据文件里能有的数。请改用原文件。")

    return refuse


def short(text: str) -> str:
    """A key or a value as quoted in a sentence."""
    line = "".join(c if c.isprintable() else "·" for c in text)
    return line if len(line) <= _SHORT else line[:_SHORT] + "…"


class Checker:
    """Refuses in the name of one file."""

    def __init__(self, name: str) -> None:
        self.name = name

    def refuse(
        self, place: str, what: str, way: str = "请改用原文件，或由填报单位重新输出。", kind: str = "package"
    ) -> NoReturn:
        raise InputError(kind, f"数据文件“{self.name}”的 {short(place)} {what}。{way}")

    def mapping(self, value: Any, place: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.refuse(place, "不是一组键和值")
        return value

    def keys(self, value: Mapping[str, Any], wanted: Sequence[str], place: str) -> None:
        """Exactly the keys `wanted`."""
        for key in wanted:
            if key not in value:
                self.refuse(join(place, key), "缺失")
        for key in value:
            if key not in wanted:
                self.refuse(join(place, key), "是多出来的，本程序不认识")

    def text(self, value: Any, place: str) -> str:
        """A string in the one way a package writes it: NFC, lines ended by ``\\n``, no NUL, no half characters."""
        if not isinstance(value, str):
            self.refuse(place, "不是文字")
        if clean_text(value) != value:
            self.refuse(place, "含有不能保存的字符，或没有按统一的写法保存")
        return value

    def whole(self, value: Any, place: str, least: int = -MAX_INT) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(place, "不是整数")
        if not least <= value <= MAX_INT:
            self.refuse(place, f"超出范围（{least} 到 {MAX_INT}）")
        return value

    def flag(self, value: Any, place: str) -> bool:
        if not isinstance(value, bool):
            self.refuse(place, "不是 true 或 false")
        return value

    def word(self, value: Any, options: Sequence[str], place: str) -> str:
        if self.text(value, place) not in options:
            self.refuse(place, f"是“{short(value)}”，只能是 {' 或 '.join(f'“{o}”' for o in options)}")
        return str(value)

    def sequence(self, value: Any, place: str) -> list[Any]:
        if not isinstance(value, list):
            self.refuse(place, "不是一列")
        return value


def join(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
