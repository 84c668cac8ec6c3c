"""Reading texts: what 3,000 characters state, and one key stroke in 10,000.

Texts are made as sections of reports are, with fresh figures each time, so that no paragraph has been read before; they
are denser in figures than real reports (47 in 3,000 characters). What they state of applications agrees with the
tables. The peer finds the digits of the same text with `re` and understands nothing; "without texts" is the evaluation
of the same report with no texts in it. Twice the text must cost twice the time: the last row is one sentence of
200,000 characters without a single full stop, ours against ten of 20,000.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator

from measure import Row, compared

from core.check import evaluate
from core.check.text.reading import read
from core.form import edition
from core.form.model import Form
from core.report import Report
from core.values import typed

TIMES = 101
DIGITS = re.compile(r"\d+")
PARAGRAPHS = """\
（一）主动公开。坚持以公开为常态、不公开为例外，围绕中心工作和群众关切，加大重点领域信息公开力度。全\
年通过门户网站发布各类信息{}条，其中概况类信息{}条、政务动态信息{}条、目录信息{}条（含重点领\
域信息{}条），政务新媒体发布信息{}条。
（二）依申请公开。严格执行登记、审核、办理、答复、归档各环节要求。收到政府信息公开申请{}件，上年结\
转{}件，办结{}件，结转下年度继续办理{}件，其中予以公开{}件，不予公开{}件，无法提供{}件。\
未发生因政府信息公开引起的行政复议、行政诉讼案件。
（三）政府信息管理。严格执行保密审查制度，明确专人负责，做到先审查、后公开，一事一审，确保信息发布及\
时、准确、规范。健全工作机制，压实主体责任，把政务公开纳入年度考核，定期通报检查结果，督促问题整改到\
位。清理规范性文件{}件。
（四）平台建设。持续优化栏目设置，完善检索功能，丰富解读形式，不断提升公开实效，切实保障公众的知情权\
、参与权和监督权。政务公开专区接待群众{}人次，解答咨询{}次，公众号关注人数突破{}人。
（五）监督保障。加强队伍建设，举办业务培训{}次，培训{}人次，组织学习条例和上级文件精神，不断提高\
工作人员的业务能力和服务水平。主动接受社会监督，畅通监督渠道，听取意见建议，全年没有发生责任追究的情\
形。
""".splitlines()
FILLER = """\
一是公开的主动性还需加强，有{}个科室对政务公开工作重视不够，信息报送不够及时；二是解读形式比较单一，图\
解、视频等通俗易懂的方式运用不多；三是工作人员业务水平有待提高，对新要求学习不够深入。
下一步，将用{}个月进一步提高思想认识，加强组织领导，完善工作机制，细化责任分工，拓宽公开渠道，丰富公开内容，\
创新解读形式，加大培训力度，不断提升政务公开工作质量和水平，努力让群众看得到、听得懂、能监督。
""".splitlines()


def text(length: int, draw: random.Random, stated: tuple[int, ...] = ()) -> str:
    """`length` characters in paragraphs of some 130. Sums hold; the second paragraph is there if it is told what to
    state of applications, once."""
    out: list[str] = []
    while sum(map(len, out)) < length:
        for number, paragraph in enumerate((*PARAGRAPHS, *FILLER, *FILLER)):
            told = tuple(draw.randint(2, 9999) for _ in range(paragraph.count("{}")))
            if number == 0:
                told = (sum(told[1:4]), *told[1:4], told[3] // 2, told[5])
            if number == 1:
                told, stated = stated, ()
            if told:
                out.append(paragraph.format(*told) + "\n")
    return "".join(out)[:length]


def report(form: Form, length: int, draw: random.Random, *, texts: bool = True) -> Report:
    """A report with texts of `length` characters together, which state what its tables hold."""
    granted, denied, unavailable, carried_in, carried_out = (draw.randint(1, 999) for _ in range(5))
    done = granted + denied + unavailable
    new = done + carried_out - carried_in
    cells = {"new": new, "carried_in": carried_in, "granted": granted, "denied.process": denied}
    cells |= {"unavailable.not_held": unavailable, "carried_out": carried_out}
    words = {it.id: "0" for it in form.cells.values() if it.row and not it.total}
    words |= {f"t3.{row}.natural": str(value) for row, value in cells.items()} | {"year": "2025"}
    if texts:
        stated = (new, carried_in, done, carried_out, granted, denied, unavailable)
        words |= {"s1.text": text(length * 2 // 3, draw, stated), "s5.text": text(length // 3, draw)[200:]}
    answers = {cell: typed(form.cells[cell].kind, word) for cell, word in words.items()}
    return Report({cell: answer for cell, answer in answers.items() if answer})


def typing(form: Form, draw: random.Random) -> Iterator[Report]:
    """A report with 10,000 characters of text, a character more in their middle each time."""
    last = report(form, 10_000, draw)
    for number in itertools.count():
        was = last.text("s1.text")
        put = typed(form.cells["s1.text"].kind, f"{was[:3000]}{number % 10}{was[3000:]}")
        last = Report({**last.answers, **({"s1.text": put} if put else {})})
        yield last


def figures(form: Form, draw: random.Random) -> Iterator[Report]:
    """A report with 10,000 characters of text, another figure in its tables each time."""
    first = report(form, 10_000, draw)
    for number in itertools.count():
        put = typed(form.cells["t2.licence.decided"].kind, str(number))
        yield Report({**first.answers, **({"t2.licence.decided": put} if put else {})})


def run() -> list[Row]:
    form, draw = edition("guoban-annual/2021"), random.Random(2025)
    fresh = iter([text(3000, draw) for _ in range(TIMES + 1)])
    whole = iter([report(form, 3000, draw) for _ in range(TIMES + 1)])
    bare = itertools.cycle([report(form, 0, draw, texts=False) for _ in range(TIMES)])
    strokes = iter(list(itertools.islice(typing(form, draw), TIMES + 1)))
    cells = iter(list(itertools.islice(figures(form, draw), TIMES + 1)))
    same, long = text(3000, draw), text(10_000, draw)
    number = itertools.count()

    def unbroken(length: int) -> None:
        read(form, (str(next(number)) + "收到政府信息公开申请12件，其中" * (length // 18))[:length])

    scan, without = "re scan for digits", "without texts"
    return [
        compared("read 3,000 characters", lambda: read(form, next(fresh)), lambda: DIGITS.findall(same), scan),
        compared(
            "evaluate a report with 3,000 fresh characters",
            lambda: evaluate(form, next(whole)),
            lambda: evaluate(form, next(bare)),
            without,
        ),
        compared(
            "a key stroke in 10,000 characters, evaluated",
            lambda: evaluate(form, next(strokes)),
            lambda: DIGITS.findall(long),
            scan,
        ),
        compared(
            "a figure typed in a table beside 10,000 characters, evaluated",
            lambda: evaluate(form, next(cells)),
            lambda: evaluate(form, next(bare)),
            without,
        ),
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
