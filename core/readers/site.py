"""What a web site puts behind a report in the same column: ways to other pages, ways to share it, its imprint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from core.readers.lines import Line

_LONGEST: Final = 120
_SITE: Final = re.compile(
    r"[【\[（(]?\s*(?:上一?[篇条页]\s*[:：]|下一?[篇条页]\s*[:：]|分享(?:到|至)|扫一扫|打印(?:本页|此页|】|$)|关闭(?:窗口|本页|】|$)"
    r"|主办(?:单位)?\s*[:：]|承办(?:单位)?\s*[:：]|版权所有|网站标识码|网站地图|返回顶部|责任编辑\s*[:：]|技术支持\s*[:：]"
    r"|[^，。\s]{0,6}ICP备|[^，。\s]{0,4}公安备|相关(?:附件|链接|阅读)|附件\s*[:：]?\s*$)"
)
_WITH_IT: Final = re.compile(
    r"(?:地址|电话|邮编|邮箱)\s*[:：]|.{1,110}\.(?:pdf|docx?|wps|xlsx?|ofd|zip|rar)$", re.IGNORECASE
)
"""What stands among such lines, and may be the report's own elsewhere."""
_IMPRINT: Final = re.compile(r"主办(?:单位)?\s*[:：]\s*([^\s\u3000，,；;|：:]{2,30})")


def parted(lines: Sequence[Line]) -> tuple[Sequence[Line], Sequence[Line]]:
    """(the lines without what the site put behind them, this)."""
    cut = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        text = lines[at].raw.strip()
        if not text:
            continue
        if lines[at].table or "。" in text or len(text) > _LONGEST:
            break
        if _SITE.match(text):
            cut = at
        elif not _WITH_IT.match(text) and not _named(lines, at):
            break
    return lines[:cut], lines[cut:]


def _named(lines: Sequence[Line], at: int) -> bool:
    """Whether the line above says what this one is, and ends with a colon."""
    above = next((it.raw.strip() for it in reversed(lines[:at]) if it.raw.strip()), "")
    return above.endswith(("：", ":")) and begins(above)


def begins(text: str) -> bool:
    """Whether a line is one that a site puts behind a report."""
    return bool(_SITE.match(text))


def host(lines: Sequence[Line]) -> str:
    """Whose site it is, as its imprint among these lines says; empty where none does."""
    return next((found[1] for line in lines if (found := _IMPRINT.search(line.raw))), "")
