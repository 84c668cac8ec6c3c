"""Written and read again as any receiver would: the same 200 cells and the same texts, in every format."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.check import Evaluation, evaluate
from core.form.model import Form
from core.report import Report
from core.report.package import package
from core.services import paper
from core.services.checking import load, report_of
from core.services.export import FORMATS, write_document, write_package
from core.values import Answer, Number, Text, shown

LARGEST = (9, 9, 9_999_999, 10**15 - 1, 10**19)
SENTENCES = (
    "2031年，我局<b>扎实</b>推进各项工作 & 落实条例要求。",
    "联系电话：0871-12345678，电子邮箱：zwgk@example.gov.cn。",
    "详见http://www.example.gov.cn/zwgk/index.html?a=1&b=2。",
    "姓名镕、堃、喆、𬭎𬬻二字亦然；地块面积12.5㎡。",
    '</para><img src="file:///etc/passwd"/>&lt;&amp;&#65;原样保留。',
    "=1+1的写法、@SUM(A1)、-5、+86也原样保留。",
    "“引号”《书名》〔2031〕3号（括号）……——破折号。",
)


def drawn(form: Form, seed: int, *, blanks: bool) -> Evaluation:
    """A report with anything in its cells and ordinary and nasty sentences in its texts; some cells may be blank."""
    chance = random.Random(seed)
    answers: dict[str, Answer] = {}
    for cell in form.cells.values():
        if cell.row and not cell.total and not (blanks and chance.random() < 0.2):
            answers[cell.id] = Answer(Number(Decimal(chance.randint(0, chance.choice(LARGEST)))))
        elif cell.kind.name == "text" and cell.role != "intro":
            lines = ("".join(chance.choices(SENTENCES, k=chance.randint(1, 6))) for _ in range(chance.randint(1, 4)))
            answers[cell.id] = Answer(Text("\n".join(lines)))
    answers[form.role("unit_name")] = Answer(Text("云岭区自然资源局"))
    answers[form.role("year")] = Answer(Number(Decimal(2031)))
    return evaluate(form, Report(MappingProxyType(answers)))


def figures(form: Form, evaluation: Evaluation) -> dict[str, str]:
    cells = (cell for cell in form.cells.values() if cell.row)
    return {cell.id: text for cell in cells if (text := shown(cell.kind, evaluation.values.get(cell.id)))}


def texts(form: Form, report: Report) -> Mapping[str, str]:
    found = {cell.id: report.value(cell.id) for cell in form.cells.values() if cell.kind.name == "text"}
    return {cell: it.text for cell, it in found.items() if isinstance(it, Text) and form.cells[cell].role != "intro"}


@pytest.mark.parametrize("suffix", [*FORMATS, ".json"])
@settings(max_examples=8)
@given(st.integers(0, 2**32), st.booleans())
def test_a_report_comes_back_with_all_its_cells_and_texts(shipped: Form, suffix: str, seed: int, blanks: bool) -> None:
    evaluation = drawn(shipped, seed, blanks=blanks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"报告{suffix}")
        if suffix == ".json":
            write_package(package(shipped, evaluation.report, evaluation.values), shipped, path)
        else:
            write_document(paper.document(shipped, evaluation), path)
        reading = load(path)
    assert reading.trouble is None
    report = report_of(reading)
    assert figures(shipped, evaluate(shipped, report)) == figures(shipped, evaluation)
    read, wanted = texts(shipped, report), texts(shipped, evaluation.report)
    if suffix == ".pdf":  # lines are broken on paper, so a space says nothing there
        read, wanted = unspaced(read), unspaced(wanted)
    assert read == wanted
    assert report.value(shipped.role("unit_name")) == Text("云岭区自然资源局")
    assert report.value(shipped.role("year")) == Number(Decimal(2031))


def unspaced(found: Mapping[str, str]) -> dict[str, str]:
    return {cell: text.replace(" ", "") for cell, text in found.items()}
