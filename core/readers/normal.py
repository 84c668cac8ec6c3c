"""How printings of one label are made comparable, and what is a figure and what is a word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_LONGEST_LABEL: Final = 80
_TRADITIONAL: Final = str.maketrans(
    "總體況動開規範處決數請關訴訟復複議審結維糾經發現業機構會務組織單費類報項題問進應據條無當過內國區縣鄉鎮辦廳統計"
    "與許罰強廢製號屬執權穩護補確認獲繳納級為個檢餘幹聯",
    "总体况动开规范处决数请关诉讼复复议审结维纠经发现业机构会务组织单费类报项题问进应据条无当过内国区县乡镇办厅统计"
    "与许罚强废制号属执权稳护补确认获缴纳级为个检余干联",
)


def plain(text: str) -> str:
    """Letters, digits and characters only: half-width, simplified, without space, brackets, quotes or stops.

    ``（一）不予``, ``(一) 不予`` and ``一、不予`` come out alike.
    """
    return _plain_label(text) if len(text) <= _LONGEST_LABEL else _plain(text)


@lru_cache(maxsize=4096)
def _plain_label(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    half = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL)
    return "".join(c for c in half if c.isalnum()).lower()


_FIGURE = re.compile(r"[+\-−]?\d[\d,]*(?:\.\d+)?")
_DASHES: Final = frozenset({"/", "\\", "-", "--", "−", "—", "——", "–", "~", "*", "**", "×", "//"})
_WORDS: Final = frozenset({"无", "零", "〇", "暂无", "没有", "不适用", "不涉及", "n/a", "无此项"})
_MISREAD: Final = re.compile(r"[\dOoIl〇]{1,6}|\.\d{1,6}|#(?:REF|VALUE|NAME|DIV/0|N/A)[!?]?")
"""A figure that reading by machine or a table program spoiled, or the end of one: it stands for one, and stays
unread."""
_LONGEST_FIGURE: Final = 24
_LONGEST_UNIT: Final = 4


def is_number(text: str) -> bool:
    """A bare number: sign, digits, separators, decimals."""
    return bool(_FIGURE.fullmatch(_half(text)))


def is_figure(text: str) -> bool:
    """What stands where a figure should: a number, one with a unit or a note, a dash, a word for none.

    ``12（其中修订3件）`` and ``12abc`` are; ``2.重复`` (a numbered label) and ``2020年度`` (a text) are not.
    """
    if text.isascii() and text.isdigit():
        return len(text) <= _LONGEST_FIGURE
    word = _half(text)
    if word in _DASHES or word.lower() in _WORDS or _MISREAD.fullmatch(word):
        return True
    found = _FIGURE.match(word)
    if not found or len(word) > _LONGEST_FIGURE:
        return False
    rest = word[found.end() :].lstrip()
    if not rest or rest[0] in "(〔[":
        return True
    return rest[0] not in ".、)/年月日号级-~至到:" and len(rest.partition("(")[0]) <= _LONGEST_UNIT


def _half(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("，", ",").strip()


_CHINESE_DIGITS: Final = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")
_WIDE_DIGITS: Final = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGITS_OF_YEAR: Final = r"(?<!\d)((?:19|20)\d{2}|[二2][〇零○Ｏ0][〇零○Ｏ0-9一二三四五六七八九]{2})(?!\d)"
_YEAR = re.compile(_DIGITS_OF_YEAR + "年度?")
_BARE_YEAR = re.compile(_DIGITS_OF_YEAR + "(?:年度?)?")


def find_year(text: str, *, bare: bool = False) -> tuple[int, int, int] | None:
    """(year, start, end) of the first year in `text` (without white space): ``2023年``, ``二〇二三年度``; with `bare`
    also four digits alone."""
    found = (_BARE_YEAR if bare else _YEAR).search(text.translate(_WIDE_DIGITS))
    if not found:
        return None
    return int(found[1].translate(_CHINESE_DIGITS)), found.start(), found.end()
