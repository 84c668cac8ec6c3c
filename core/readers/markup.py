"""What converters and editors leave around words, taken off: what is left is what a reader sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from html import unescape
from typing import Final

from core.readers.normal import is_figure

_INVISIBLE: Final = dict.fromkeys((0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0x2060, 0xFEFF))
"""Soft hyphens, joiners, marks of direction, and blanks without width."""
_RADICALS: Final = "".join(map(chr, range(0x2F00, 0x2FD6)))
_OTHERS: Final = "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰"
_LIKE: Final = str.maketrans(
    _RADICALS + _OTHERS,
    unicodedata.normalize("NFKC", _RADICALS) + "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙",
)
"""What a PDF that a browser made calls characters which look like radicals."""
_AS_SEEN: Final = _INVISIBLE | _LIKE
_BREAK: Final = re.compile(r"(?<!\s)\s*<br\s*/?>\s*", re.IGNORECASE)
_TAKEN_OUT: Final = re.compile(r"<(del|s|strike|sup)\b[^<>]*>[^<]*</\1\s*>|~~[^~|]*~~", re.IGNORECASE)
_TAG: Final = re.compile(r"</?(?:b|i|u|em|strong|span|font|sub|p|div|center)\b[^<>|]*>", re.IGNORECASE)
_ENTITY: Final = re.compile(
    r"&(?!#0*124;|#[xX]0*7[cC];|vert;|verbar;|VerticalLine;)(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,5}|[A-Za-z]{2,12});"
)
"""A character by its name or number; a bar by its number is no bar between cells."""
_REFERENCE: Final = re.compile(r"\[\^[^\]\s|]{1,12}\](?!:)")
"""To a note at the end of a Markdown text."""
_LINK: Final = re.compile(r"(!?)\[([^\[\]|]{0,200})\]\((?:[^()|]|\([^()|]{0,200}\)){0,2000}\)")
"""A link or a picture of Markdown: of a link the words are left."""
_STRONG: Final = re.compile(r"\*\*|__|\|")
_WHOLE: Final = re.compile(r"([*_`])([^*_`|]+)\1")
_AHEAD: Final = re.compile(r"\s*(?:(?:>\s?)+|#{1,6}\s+|[-*+]\s+(?=[^\W\d_]|[（(“《【*]))+")
"""Of a quotation, a heading, an item of a list without a number; a page's number stands between dashes."""
_AHEADS: Final = frozenset(">#-*+")
_REMARK: Final = re.compile(r"<!--.*?-->")
_ESCAPED: Final = re.compile(r"\\([\\`*_{}\[\]()（）#+\-.!~>$、])")
_FORMULA: Final = re.compile(
    r"(?:\$|\\\()\s{0,9}(?:\\(?:mathrm|mathbf|text|textbf)\s{0,9}\{([^{}$]{0,40})\}|([^{}$]{0,40}?))\s{0,9}(?:\$|\\\))"
)
"""As long as one around a figure may be: a line of a million marks is read in time too."""
_NOTE: Final = re.compile(r"[\[［(（〔【]?(?:注?[\d①-⑳]{1,2}|注[一二三四五六七八九十]?|[*※])[\]］)）〕】]?")
_NO_NUMBER: Final = re.compile(r"(?<=[|｜])[ \t]*(?:NaN|nan|Unnamed:? ?\d+(?:_level_\d+)?)[ \t]*(?=[|｜])")
_AS_FLOAT: Final = re.compile(r"(?<=[|｜])([ \t]*\d+)\.0(?=[ \t]*[|｜])")


_BOXES: Final = str.maketrans("│┃║─━═┌┐└┘├┤┬┴┼", "|||---+++++++++")


def unboxed(text: str) -> str:
    """A text whose tables are drawn with box characters as one with bars and rules."""
    return text.translate(_BOXES) if "│" in text or "┃" in text or "║" in text else text


def seen(text: str) -> str:
    """Without characters that nobody sees, radicals as the characters that they look like."""
    return text if text.isascii() else text.translate(_AS_SEEN)


def parts(line: str) -> Sequence[str]:
    """The lines that a line of Markdown shows: one within bars stays as it is, for its cells may have several."""
    if "<" not in line or "|" in line:
        return (line,)
    return _BREAK.split(_REMARK.sub("", line))


def unmarked(line: str) -> str:
    """A line of text without Markdown's marks and a web page's tags; bars between cells stay."""
    if line.lstrip()[:1] in _AHEADS and (ahead := _AHEAD.match(line)):
        line = line[ahead.end() :]
    if "<" in line or "~" in line:
        line = _TAG.sub("", _TAKEN_OUT.sub("", _BREAK.sub(_joint, line)))
    if "&" in line:
        line = seen(_ENTITY.sub(lambda it: unescape(it[0]), line))
    if "](" in line:
        line = _LINK.sub(lambda it: "" if it[1] else it[2], line)
    if "[^" in line:
        line = _REFERENCE.sub("", line)
    if "**" in line or "__" in line:
        line = _unbolded(line)
    return _ESCAPED.sub(r"\1", _FORMULA.sub(lambda it: formula(it[0]), line)) if "\\" in line else line


def _unbolded(line: str) -> str:
    """Without the pairs of marks that stand close around words, those of one cell together."""
    open_: dict[str, int] = {}
    marks: list[int] = []
    for found in _STRONG.finditer(line):
        mark, at = found[0], found.start()
        if mark == "|":
            open_.clear()
        elif mark in open_ and at > open_[mark] + 2 and not line[at - 1].isspace():
            marks += (open_.pop(mark), at)
        elif mark not in open_ and line[at + 2 : at + 3].strip():
            open_[mark] = at
    kept, last = [], 0
    for at in sorted(marks):
        kept.append(line[last:at])
        last = at + 2
    return "".join((*kept, line[last:]))


def _joint(found: re.Match[str]) -> str:
    """What a line end within a cell comes to: nothing beside a Chinese character, else a space."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return " " if before.isascii() and before.isalnum() and after.isascii() and after.isalnum() else ""


def bare(cell: str) -> str:
    """A cell without what makes the whole of it slanted, typed or a formula."""
    if not cell or cell.isalnum():
        return cell
    if found := _WHOLE.fullmatch(cell):
        return found[2].strip()
    return formula(cell)


def formula(cell: str) -> str:
    """The figure that a formula (``$0$``) consists of; anything else as it is."""
    found = _FORMULA.fullmatch(cell) if cell[:1] in "$\\" else None
    inner = (found[1] or found[2] or "").strip() if found else ""
    return inner if is_figure(inner) else cell


def is_note(text: str) -> bool:
    """Whether a raised text refers to a note: it is no part of the figure before it."""
    return bool(_NOTE.fullmatch(text.strip()))


def numbers_shown(text: str) -> str:
    """A text without what a table program prints for cells that are empty; where it did so, whole numbers came out
    with a nought behind the point."""
    cleared, count = _NO_NUMBER.subn(" ", text)
    return _AS_FLOAT.sub(r"\1", cleared) if count else text
