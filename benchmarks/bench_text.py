"""Reading texts: what 3,000 characters state, and one key stroke in 10,000.

Texts are made from a grammar, with fresh figures each time, so that no paragraph has been read before. The peer finds
the digits of the same text with `re` and understands nothing. Twice the text must cost twice the time: the last two
rows are one sentence of 20,000 and of 200,000 characters without a single full stop, ours against ten times the
shorter one.
"""

from __future__ import annotations

import itertools
import random
import re

from measure import Row, compared

from core.check.text.reading import read
from core.form import edition

DIGITS = re.compile(r"\d+")
SENTENCES = (
    "全年通过门户网站发布各类信息{}条，其中概况类信息{}条、政务动态信息{}条、目录信息{}条（含重点领域信息{}条）。",
    "收到政府信息公开申请{}件，上年结转{}件，办结{}件，结转下年度继续办理{}件，予以公开{}件，不予公开{}件。",
    "严格执行保密审查制度，明确专人负责，做到先审查、后公开，一事一审，确保信息发布及时、准确、规范。",
    "持续优化栏目设置，完善检索功能，丰富解读形式，不断提升公开实效，切实保障公众的知情权、参与权和监督权。",
    "未发生因政府信息公开引起的行政复议、行政诉讼案件，举办业务培训{}次，培训{}人次。",
    "健全工作机制，压实主体责任，加强队伍建设，把政务公开纳入年度考核，定期通报检查结果，督促问题整改到位。",
)


def text(length: int, draw: random.Random) -> str:
    """About `length` characters in paragraphs of some 150."""
    out: list[str] = []
    size = 0
    for index in itertools.count():
        sentence = SENTENCES[index % len(SENTENCES)]
        out.append(sentence.format(*(draw.randint(2, 9999) for _ in range(sentence.count("{}")))))
        size += len(out[-1])
        if index % 3 == 2:
            out.append("\n")
        if size >= length:
            return "".join(out)
    raise AssertionError


def run() -> list[Row]:
    form, draw = edition("guoban-annual/2021"), random.Random(2025)
    fresh = (text(3000, draw) for _ in itertools.count())
    same = text(3000, draw)
    long = text(10_000, draw)
    strokes = itertools.count()

    def stroke() -> None:
        middle = len(long) // 2
        read(form, f"{long[:middle]}{next(strokes)}{long[middle:]}")

    def unbroken(length: int) -> None:
        read(form, (str(next(strokes)) + "收到政府信息公开申请12件，其中" * (length // 18))[:length])

    peer = "re scan for digits"
    return [
        compared("read 3,000 characters", lambda: read(form, next(fresh)), lambda: DIGITS.findall(same), peer),
        compared("one key stroke in 10,000 characters", stroke, lambda: DIGITS.findall(long), peer),
        compared(
            "one sentence of 200,000 characters",
            lambda: unbroken(200_000),
            lambda: [unbroken(20_000) for _ in range(10)],
            "ten of 20,000",
            times=3,
        ),
    ]


if __name__ == "__main__":
    for row in run():
        print(f"{row.what}: {row.ours * 1000:.2f} ms | {row.peer * 1000:.3f} ms | × {row.ratio:.1f}")
