"""An invented report, and what the tests of layout and paper need to look at pages."""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType

import pypdfium2

from core.check import Evaluation, evaluate
from core.form.model import Form
from core.layout.boxes import Box
from core.layout.document import Document, FilledTable
from core.report.report import Report
from core.values import Answer, Number, Text
from core.writers import pdf
from core.writers.faces import Faces, printable

OVERVIEW = """2031年，我局围绕中心、服务大局，扎实推进政府信息公开各项工作，现将有关情况报告如下：
（一）主动公开。坚持“以公开为常态、不公开为例外”，全年通过政府网站主动公开政府信息1750条，其中概况类信息368条、政务动态信息469条、信息公开目录信息913条；阅读量36.5万人次。
（二）依申请公开
全年共收到政府信息公开申请68件，上年结转4件，共办理65件，结转下年度继续办理7件，占10.8%。
1.规范办理流程
严格落实登记、审核、办理、答复、归档制度；涉及面积约12.5㎡的地块附图由技术科复核后提供。详见http://www.example.gov.cn/zwgk/fdzdgknr/zfxxgknb/index_2031.html（本局网站“年报”栏目）。
（1）压实责任
各科（室）主要负责人为第一责任人……镕、堃、喆等生僻字的姓名均按原字公开，𬭎𬬻二字亦然——不改写。
（三）监督保障
<b>联系电话</b>：0871-12345678，电子邮箱：zwgk_yunling@example.gov.cn。"""
PROBLEMS = """2031年，我局工作仍存在一些问题：一是政策解读形式比较单一；二是部分工作人员业务能力有待提高。
下一步，将加强培训。"""
OTHERS = "2031年，我局未收取信息处理费。"
FOOTER = "校验码 0123 4567 89ab cdef"


def evaluated(
    form: Form, *, unit: str = "云岭区自然资源局", figures: Iterable[int] = (0, 0, 1, 2, 15, 120), **more: Answer | None
) -> Evaluation:
    """The invented report in `form`: figures drawn from `figures`, texts by role or in order. `more` overrides
    cells (`__` for a dot); None is blank."""
    choice = random.Random(7)
    pool = tuple(figures)
    texts = [cell.id for cell in form.cells.values() if cell.kind.name == "text" and cell.role != "intro"]
    answers: dict[str, Answer | None] = {
        cell.id: Answer(Number(Decimal(choice.choice(pool))))
        for cell in form.cells.values()
        if cell.row and not cell.total
    }
    answers |= {cell: Answer(Text(text)) for cell, text in zip(texts, (OVERVIEW, PROBLEMS, OTHERS), strict=False)}
    answers |= {form.role("unit_name"): Answer(Text(unit)), form.role("year"): Answer(Number(Decimal(2031)))}
    answers |= {name.replace("__", "."): answer for name, answer in more.items()}
    held = {cell: answer for cell, answer in answers.items() if answer is not None}
    return evaluate(form, Report(MappingProxyType(held)))


def pdf_of(document: Document, faces: Faces) -> bytes:
    out = io.BytesIO()
    pdf.write(document, out, faces)
    return out.getvalue()


def page_texts(data: bytes) -> list[str]:
    """What copying each page gives, as it comes."""
    with pypdfium2.PdfDocument(data) as found:
        return [page.get_textpage().get_text_range() for page in found]


def read_back(data: bytes, footer: str = "") -> str:
    """All text of a PDF without white space, page numbers and footers."""
    return "".join(_without_foot(text, number, footer) for number, text in enumerate(page_texts(data), 1))


def _without_foot(text: str, number: int, footer: str) -> str:
    bare = without_space(text)
    printed, small = f"—{number}—", without_space(footer)
    for foot in (printed + small, small + printed):
        if bare.endswith(foot):
            return bare.removesuffix(foot)
    raise AssertionError(f"page {number} does not end with its foot: {bare[-40:]}")


def words(document: Document) -> str:
    """All text that `document` puts in, in reading order, without white space."""
    parts: list[str] = []
    for block in document.blocks:
        if isinstance(block, FilledTable):
            boxes = sorted(block.grid.boxes, key=_reading_order)
            parts += (box.text or block.texts.get(box.cell or "", "") for box in boxes)
        else:
            parts.append(block.text)
    return without_space(printable("".join(parts)))


def _reading_order(box: Box) -> tuple[int, int]:
    return (box.row + box.rowspan - 1 if box.role == "head" else box.row), box.col


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


class Plain(dict[str, float]):
    """Advances of an ideal face: an ideograph or a full-width mark is one em wide, everything in ASCII half of it."""

    def __missing__(self, character: str) -> float:
        return 0.5 if character.isascii() else 1.0


PLAIN: Mapping[str, float] = Plain()
