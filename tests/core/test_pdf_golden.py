"""Where every line of a small invented report stands on paper, kept as a file.

A change of layout shows as a difference of that file: look at the pages, then run the test with
NIANBAO_GOLDEN=write to keep the new one.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from core.form.model import Form
from core.layout import fill
from core.values import Answer, Text
from core.writers.faces import shipped
from core.writers.placed import Page
from core.writers.typeset import typeset
from tests.core.paper import evaluated

GOLDEN = Path(__file__).parent / "golden" / "paper.json"
WORDS = "（一）虎。园里有虎12头，占全部45.8%……\n（二）象\n1.亚洲象\n象在象馆（东门外），详见http://example.cn/zoo/elephants/index.html。镕字另取一面。"


def test_every_line_stands_where_it_did(toy: Form) -> None:
    evaluation = evaluated(toy, unit="云岭区动物园（东园）", figures=(0, 7, 1200), w__text=Answer(Text(WORDS)))
    pages = typeset(fill(toy, evaluation, footer="校验码 0123"), shipped())
    text = "[\n" + ",\n".join(_page(page) for page in pages) + "\n]\n"
    if os.environ.get("NIANBAO_GOLDEN") == "write":
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def _page(page: Page) -> str:
    """One page as JSON, a row to a line."""
    parts = []
    for name, rows in _rows(page).items():
        lines = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
        parts.append(f'"{name}": [\n{lines}\n]')
    return "{\n" + ",\n".join(parts) + "\n}"


def _rows(page: Page) -> dict[str, list[list[object]]]:
    return {
        "lines": [
            [r.text, round(r.x, 1), round(r.y, 1), r.face, round(r.size, 1), round(r.space, 2)] for r in page.runs
        ],
        "rules": [[round(v, 1) for v in (r.x0, r.y0, r.x1, r.y1, r.width)] for r in page.rules],
        "marks": [[m.level, m.title, round(m.y, 1)] for m in page.marks],
    }
