"""Bytes to text: UTF-8, UTF-16 and GB 18030 with and without a mark; anything else is refused by its name."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from typing import Final

from core.errors import InputError

MOST_BYTES: Final = 20 * 1024 * 1024
"""No report of this form comes near; what is larger is not read at all."""

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNS: Final = (
    (b"%PDF-", " PDF 文件"),
    (b"PK\x03\x04", " Word、Excel 或压缩文件"),
    (b"\xd0\xcf\x11\xe0", "旧版 Word、Excel 或 WPS 文件"),
    (b"{\\rtf", " RTF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "快捷方式，指向别处的文件"),
)
_MADE: Final = (".docx", ".xlsx", ".pdf", ".doc", ".xls", ".wps", ".et", ".rtf")
"""Endings of files that are no text."""
_GUESSES: Final = ("gb18030", "utf-16-le", "utf-16-be")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_ENOUGH: Final = 0.9


def decode(data: bytes, name: str) -> str:
    """The text of a file, its byte order mark removed.

    Raises `InputError` (kinds ``empty``, ``too_large``, ``not_text``) naming what the file seems to be and a way out.
    """
    if len(data) > MOST_BYTES:
        raise InputError("too_large", f"“{name}”超过 20 MB，没有读入。年报通常不到 1 MB，请核对是不是选错了文件。")
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise InputError("empty", f"“{name}”是空的，没有可读的内容。请核对是不是选错了文件。")
    for sign, what in _SIGNS:
        if data.startswith(sign):
            raise InputError(
                "not_text",
                f"“{name}”是{what}，不能读入。"
                "请选 Word（.docx）、Excel（.xlsx）、网页、有文字的 PDF、纯文本，或本程序生成的数据文件（.json）。",
            )
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if (plain := _utf8(data)) is not None and not _CONTROL.search(plain):
        return plain
    found = max(((_credit(text), text) for text in _readings(data)), key=lambda pair: pair[0])
    if found[0] < _ENOUGH and name.lower().endswith(_MADE):
        raise InputError(
            "not_text", f"“{name}”的内容不是它的扩展名所说的，像是损坏了。请用能打开它的软件打开，另存一份再读入。"
        )
    if found[0] < _ENOUGH:
        raise InputError(
            "not_text", f"“{name}”不是文本文件，或编码认不出来。请另存为 UTF-8 或 GB 18030 编码的纯文本后再读入。"
        )
    return found[1]


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _readings(data: bytes) -> list[str]:
    """What the bytes could be. A nearly plain UTF-8 text is among it, with its damage shown."""
    found = [data.decode("utf-8", "replace")]
    for encoding in _GUESSES:
        try:
            found.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return found


def _credit(text: str) -> float:
    """The share of characters that a Chinese text is made of: printable ASCII and GB 2312. A text read in the wrong
    encoding is full of rare ones."""
    sample = text[:20000]
    if not sample:
        return 0.0
    met = Counter(sample)
    good = sum(met[c] for c in met if c in "\t\n\r\f" or " " <= c <= "~" or _is_common(c))
    return good / len(sample)


def _is_common(character: str) -> bool:
    if character < "\x80":
        return False
    try:
        return len(character.encode("gb2312")) == 2
    except UnicodeEncodeError:
        return character in "\xa0\u200b\ufeff﹝﹞"
