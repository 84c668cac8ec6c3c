"""Any file a reader knows, by what it holds, never by its name alone."""

from __future__ import annotations

from collections.abc import Sequence

from core.errors import InputError
from core.form.model import Form
from core.readers.decode import decode
from core.readers.lines import split
from core.readers.package import looks_like_json, read_package
from core.readers.reading import Reading
from core.readers.text import read_lines


def read(data: bytes, name: str, forms: Sequence[Form]) -> Reading:
    """What the file `name` with the bytes `data` says, in terms of that one of `forms` which it fits best.

    Raises `InputError` with a sentence for the clerk where nothing can be read. Nothing is invented: what cannot be
    told stays blank.
    """
    text = decode(data, name)
    if looks_like_json(text):
        return read_package(text, name, forms)
    lines = split(text)
    reading, score = max((read_lines(form, lines) for form in forms), key=lambda pair: pair[1])
    if not score:
        raise InputError(
            "not_report",
            f"“{name}”里没有找到年报的标题、部分标题或表格，没有读入。请核对文件；如是图片或扫描件，请先转成文字。",
        )
    return reading
