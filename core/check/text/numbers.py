"""Numbers as officials write them: Arabic or Chinese, with 万, with a counter, exact or vague."""

from __future__ import annotations

import re
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple

MOST_DIGITS: Final = 20
ARABIC: Final = r"\d{1,3}+(?:,\d{3}(?!\d))++(?:\.\d++)?+|\d++(?:\.\d++)?+"
CHINESE: Final = "(?<![零〇一二三四五六七八九十百千万亿两廿卅])[零〇一二三四五六七八九十百千万亿两廿卅]++"
_VERBS: Final = frozenset(("新收", "受理", "收到", "办结", "答复", "结转", "下年"))
"""After these a number needs no counter: 新收 6，办结 5，结转下年 1."""
_YEAR: Final = 4
_PLAIN: Final = frozenset("件条篇项起份宗个次")
""" Counters after which a number needs no second look, …"""
_ENDED: Final = frozenset(",、;。:)(")
"""… where one of these marks follows."""
_BEFORE: Final = frozenset("第约近超逾过于到少-－—–~～至./")
"""What may make a number vague or an ordinal."""

COUNTERS: Final = frozenset("件宗条起份例项个篇次则期单笔部人名家户场张页幅组批处封")
CASES: Final = frozenset(("件", "宗", "条", "起", "份", "例", "项", "个", "次", "单", "人次", "笔", ""))
"""Counters that applications, cases and documents are counted with."""

_ROWS: Final = frozenset("件宗条起份例篇")
""" Counters that a row in a bracket shares, …"""
_IN_ROW: Final = frozenset(",、)")
"""… the marks that end its items, …"""
_ROW: Final = 120
"""… and characters that it has at most."""

_LONG: Final = frozenset(("人次", "万元", "亿元"))
_TIME: Final = frozenset(("年", "月", "日", "天", *(f"个{c}" for c in "月工小自季年半周星")))
_OTHER: Final = frozenset("号、.级类批版")
_NAMES: Final = frozenset(
    (
        "次性",
        "个性",
        "部分",
        "部门",
        "条例",
        "起来",
        "人民",
        "项目",
        "单位",
        "期间",
        "件事",
        "条龙",
        "条心",
        "起推",
        "起抓",
        "起做",
        "件件",
    )
)
"""What begins like a counter and is none."""
_NO_COUNT: Final = frozenset(("%", "元", "万元", "亿元"))
_ABOUT: Final = frozenset("约近超逾")
_ABOUT_LONG: Final = ("超过", "大约", "至少", "不少于", "不低于", "不超过", "达到或超过")
_MORE: Final = frozenset("余多几来")
_AFTER: Final = ("以上", "左右", "上下", "以内", "余", "多")
_SCALE: Final = frozenset(("万", "亿", "千", "百"))
_RANGE: Final = frozenset("-－—–~～至到")
_TIMES: Final = MappingProxyType({"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8})
_DIGITS: Final = MappingProxyType({c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2})


class Amount(NamedTuple):
    """A counted number at `start:end` of a text, counter included; the number alone ends at `number_end`.

    `unit` is empty where no counter follows. `vague`: 余, 约, a range: not to be compared with anything.
    """

    start: int
    number_end: int
    end: int
    value: Decimal
    unit: str
    vague: bool = False

    @property
    def counted(self) -> bool:
        """Whether this counts things: neither money nor a share."""
        return self.unit not in _NO_COUNT


def chinese(word: str) -> int | None:
    """The number a Chinese numeral means (一千二百, 廿三, 二〇二三); None if it means none."""
    if all(c in _DIGITS for c in word):
        return int("".join(str(_DIGITS[c]) for c in word)) if len(word) <= MOST_DIGITS else None
    if len(word) > 2 * MOST_DIGITS:
        return None
    word = word.replace("廿", "二十").replace("卅", "三十")
    total = section = digit = 0
    for c in word:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c not in _TIMES:  # a digit of another script
            return None
        elif _TIMES[c] < 10**4:
            section += (digit or 1) * _TIMES[c]
            digit = 0
        else:
            total = (total + section + digit) * _TIMES[c]
            section = digit = 0
    return total + section + digit


def amount(text: str, found: re.Match[str]) -> Amount | None:
    """The amount whose numeral was found in `text`; None for years, ordinals, dates and the like."""
    start, at = found.span()
    word = found[0]
    before = text[start - 1] if start else ""
    plain = text[at + 1 : at + 2] in _ENDED and text[at] in _PLAIN and at - start < 9 and before not in _BEFORE
    if plain and word.isascii() and word.isdecimal():  # nearly always
        return Amount(start, at, at + 1, Decimal(word), text[at])
    if before == "第" or len(word) > 2 * MOST_DIGITS:
        return None
    return _amount(text, start, at, word)


def _amount(text: str, start: int, at: int, word: str) -> Amount | None:
    arabic = word[0].isascii()
    value = Decimal(word.replace(",", "")) if arabic else Decimal(chinese(word) or 0)
    vague = _vague(text, start)
    if arabic and text[at : at + 1] in _SCALE:
        value *= _TIMES[text[at]]
        at += 1
    number_end = at
    if text[at : at + 1] in _MORE:
        vague, at = True, at + 1
        if text[at : at + 1] in ("万", "亿"):
            value *= _TIMES[text[at]]
            at += 1
    unit = _unit(text, at)
    if unit is None and text[at] == "、" and text[start - 1 : start] == "为":
        unit = ""  # 案件数为 1、…
    if not unit and arabic and (of := _of_bracket(text, start, at)):
        return Amount(start, number_end, at, value, of, vague)
    if unit is None or not _told(text, start, at, word, unit):
        return None
    rounded = "." in word and number_end > start + len(word) and unit in COUNTERS  # 1.2万件
    spans = text[at : at + 1] in _RANGE and text[at + 1 : at + 2].isdigit()
    at += len(unit)
    about = text.startswith(_AFTER, at) and not text.startswith("多样", at)
    return Amount(start, number_end, at, value, unit, vague or rounded or spans or about)


def _vague(text: str, start: int) -> bool:
    """Whether what stands before a number makes it vague: 约, 超过, the first half of a range."""
    before = text[start - 1] if start else ""
    if before in _ABOUT or text[max(0, start - 5) : start].endswith(_ABOUT_LONG):
        return bool(before)
    return before in _RANGE and text[start - 2 : start - 1].isdigit() if before else False


def _told(text: str, start: int, at: int, word: str, unit: str) -> bool:
    """Whether a number with that counter is one that is told."""
    arabic = word[0].isascii()
    if not unit:
        return _bare(text, start, at, arabic=arabic)
    return arabic or len(word) > 1 or _counts(text, start, at + len(unit))


def _unit(text: str, at: int) -> str | None:
    """The counter at `at`: empty if there is none, None if what stands there makes the number something else."""
    two, one = text[at : at + 2], text[at : at + 1]
    if two in _LONG:
        return two
    if two in _TIME or one in _TIME or two in _NAMES or one in _OTHER:
        return None
    if one in COUNTERS or one in ("%", "％", "元"):
        return "%" if one == "％" else one
    return ""


def _bare(text: str, start: int, end: int, *, arabic: bool) -> bool:
    """Whether a number without a counter is one that is told: 申请数为34，"""
    stopped = end >= len(text) or text[end] in ",;。)" or (text[end] == "、" and text[start - 1 : start] == "为")
    told = (start > 0 and text[start - 1] in "为数量共计是有:达") or text.startswith(",占", end)
    told = told or (text[max(0, start - 2) : start] in _VERBS and end - start < _YEAR)
    return stopped and told and (arabic or text[start:end] == "零")


def _of_bracket(text: str, start: int, end: int) -> str:
    """The counter of a number in a row that a bracket tells of one that has it (75 件（公开 30、不公开 45）)."""
    if text[end : end + 1] not in _IN_ROW or start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff":
        return ""
    opened = text.rfind("(", max(0, start - _ROW), start)
    if opened < 1 or text[opened - 1] not in _ROWS or ")" in text[opened:start] or text[opened + 1].isdigit():
        return ""
    return text[opened - 1]


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a lone 一, 两, 三 … with a counter is a count and no idiom (一次办好, 三项制度): a clause ends after it
    or begins with it, or 收到 and the like stand before."""
    if (
        end >= len(text)
        or text[end] in ",、;。:()"
        or text[max(0, start - 3) : start] in ("分别为", "分别是", "依次为")
    ):
        return True
    if text[end - 1] in "件宗起份条例" and (start == 0 or text[start - 1] in ",;。(中另"):
        return True
    return start > 0 and text[start - 1] in "到理收结共有计复"
