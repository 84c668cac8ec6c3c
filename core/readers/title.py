"""Title, unit, year and opening paragraph: what stands before the first section."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from core.form.model import Form
from core.readers.normal import find_year, plain

_GRAM: Final = 4
_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_QUOTED = re.compile(r"《([^《》]{6,80})》")
_PERIOD = re.compile(r"((?:19|20)\d{2})年0?1月0?1日.{0,12}?12月31日")
_META = re.compile(
    "发布|来源|字号|字体|浏览|访问量|点击|打印|日期|时间|当前页面|当前位置|首页|登录|索引|文号|作者|编辑"
)
_REASON = re.compile(r"根据|按照|依据|依照|编制|统计期限|统计周期|现.{0,4}(?:公布|发布|公开)")
_INSIDE = re.compile(r"^\s*(?:[（(]\s*[一二三四五六七八九十]+\s*[)）]|[一二三四五六]是|\d{1,2}[、.．])")
_GLUE = re.compile(r"(?:关于)$|^(?:关于)")
_LONGEST: Final = 70
_MOST_LINES: Final = 400
"""A title stands at the top."""


@dataclass(frozen=True, slots=True)
class Title:
    """`unit` and `year`, empty and None where they are not to be told; `sure`: from the title itself. `lines`: which
    of the lines given belong to the title."""

    unit: str = ""
    year: int | None = None
    sure: bool = False
    lines: frozenset[int] = frozenset()


@lru_cache(maxsize=8)
def _subject(form: Form) -> str:
    """What the form's title says behind the year: the words that make a line the title of such a report."""
    return plain(form.title.rpartition("}")[2].lstrip("年度"))


def _between(form: Form) -> str:
    """What the form's title says between unit and year; mostly nothing."""
    found = re.search(r"\{unit_name\}(.*?)\{year\}", form.title)
    return found[1] if found else ""


@lru_cache(maxsize=8)
def _grams(form: Form) -> tuple[str, ...]:
    subject = _subject(form)
    return tuple(subject[i : i + _GRAM] for i in range(max(1, len(subject) - _GRAM + 1)))


def speaks_of(form: Form, text: str) -> int:
    """How many of the runs of four characters in the form's title occur in `text`: is this about the matter at all?"""
    bare = plain(text[:50_000])
    return sum(gram in bare for gram in _grams(form))


def title(form: Form, lines: Sequence[str], texts: Sequence[str]) -> Title:
    """The title among the `lines` before the first section; else what the quoted title or the period in `texts` (the
    opening paragraph first) tells."""
    lines = lines[:_MOST_LINES]
    for count in range(1, 5):
        for start in range(len(lines) - count + 1):
            block = lines[start : start + count]
            if not all(block) or any(_META.search(line) and len(line) > _LONGEST // 2 for line in block):
                continue
            parsed = _parse(form, "".join(block))
            if parsed:
                return Title(_with_above(parsed, lines, start), parsed[1], True, frozenset(range(start, start + count)))
    return _from_texts(form, texts)


def _with_above(parsed: tuple[str, int], lines: Sequence[str], start: int) -> str:
    """The unit; where the title's line has none, the line above it, if that is a name."""
    above = next((line for line in reversed(lines[:start]) if line), "")
    fits = 2 <= len(above) <= 30 and not _META.search(above) and not re.search(r"[。：:，,>|\d]", above)
    return parsed[0] or (_SPACE.sub("", above) if fits else "")


def _parse(form: Form, line: str) -> tuple[str, int] | None:
    """(unit, year) of a title line, None if it is none: ``<unit><year>年…``, ``<year>年<unit>…``, ``关于<year>年…``."""
    if "《" in line.lstrip("《 "):
        return None  # a sentence that names the report
    bare = re.sub(r"[《》“”\"#*【】]", "", _SPACE.sub("", line)).rstrip("…。.")
    bare = re.sub(r"^(?:Title|标题|名称|信息名称)[:：]", "", bare, flags=re.IGNORECASE)
    bare = re.sub(r"^(?:P\.?|Page)\d+[-—]*", "", bare, flags=re.IGNORECASE)
    found = find_year(bare, bare=True)
    if not found or len(bare) > _LONGEST or re.search(r"[。；，]", bare):
        return None
    year, start, end = found
    before, after = bare[:start], bare[end:]
    cut = _subject_start(form, after)
    if cut is None:
        return None
    unit = (before or after[:cut]) if not (before and after[:cut]) else before + after[:cut]
    unit = _GLUE.sub("", unit).strip("-—_|·:：的").removesuffix(_between(form))
    if after[cut:].startswith("政府") and unit.endswith("人民") and not before:
        unit += "政府"
    return (unit, year) if len(unit) <= 40 else None


def _subject_start(form: Form, text: str) -> int | None:
    """Where the report's subject begins in `text`; None if `text` does not end as such a title does."""
    subject, bare = _subject(form), plain(text)
    ends = (subject[-2:], "年报")
    tail = re.sub(r"[（(][^（）()]*[)）]$", "", text)
    if not bare or not plain(tail).endswith(ends):
        return None
    starts = [text.find(gram) for gram in _grams(form) if gram in text]
    if not starts:
        return None
    rest = plain(text[min(starts) :])
    return min(starts) if len(rest) <= len(subject) + 8 else None


def _from_texts(form: Form, texts: Sequence[str]) -> Title:
    head = "\n".join(texts)[:6000]
    for quoted in _QUOTED.finditer(_SPACE.sub("", head)):
        if (parsed := _parse(form, quoted[1])) and parsed[0]:
            return Title(parsed[0], parsed[1])
    bare = _SPACE.sub("", head)
    if period := _PERIOD.search(bare):
        return Title("", int(period[1]))
    if mentioned := find_year(bare):
        return Title("", mentioned[0])
    return Title()


def opening(paragraphs: Sequence[str], *, headed: bool) -> tuple[list[str], list[str]]:
    """(opening paragraphs, the rest) of what stands between the title and the first section.

    `headed`: the first text section has a heading of its own; otherwise what does not read like an opening is its text.
    """
    prose = [p for p in paragraphs if "。" in p or len(p) >= 30 or (not headed and len(p) >= 4)]
    prose = [p for p in prose if not (_META.search(p[:20]) and len(p) < 80)]
    if headed:
        return [p for p in prose if "。" in p or p[-1] in "：:"], []
    cut = next((i for i, p in enumerate(prose) if _INSIDE.match(p) or not _REASON.search(p)), len(prose))
    return prose[:cut], prose[cut:]
