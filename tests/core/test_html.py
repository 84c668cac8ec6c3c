"""The web page: clean, whole, without anything that runs."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from lxml import etree, html

from core.form.model import Form
from core.layout import fill
from core.layout.document import Document, FilledTable
from core.values import Answer, Text
from core.writers import html as writer
from tests.core.paper import FOOTER, evaluated

NASTY = "<script>alert(1)</script><img src=x onerror=y> &lt; \"'` ]]> <!-- </style></table>"


def html_of(document: Document, *, whole: bool = True) -> str:
    out = io.BytesIO()
    writer.write(document, out, whole=whole)
    return out.getvalue().decode()


@pytest.fixture(scope="module")
def report(shipped: Form) -> Document:
    texts = {"s1__text": Answer(Text(NASTY)), "unit__name": Answer(Text(NASTY[:40]))}
    return fill(shipped, evaluated(shipped, **texts), footer=FOOTER)


@pytest.fixture(scope="module")
def page(report: Document) -> html.HtmlElement:
    return html.document_fromstring(html_of(report))


def test_every_word_of_a_person_is_escaped(report: Document, page: html.HtmlElement) -> None:
    assert NASTY in [p.text_content() for p in page.iter("p")]
    assert {e.tag for e in page.iter()} <= {
        "html", "head", "meta", "title", "style", "body", "article", "h1", "h2", "h3", "h4", "h5", "p",
        "table", "caption", "thead", "tbody", "tr", "th", "td", "footer",
    }  # fmt: skip
    names = {name for e in page.iter() for name in e.attrib}
    assert names <= {"lang", "class", "rowspan", "colspan", "scope", "charset", "name", "content"}


def test_it_is_well_formed(report: Document) -> None:
    text = html_of(report, whole=False)
    etree.fromstring(text)  # as XML: every element closed, every attribute quoted


def test_the_fragment_is_one_element_that_the_page_holds(report: Document) -> None:
    fragment = html_of(report, whole=False)
    assert fragment.startswith('<article class="nianbao" lang="zh-CN">')
    assert fragment.rstrip().endswith("</article>")
    assert fragment in html_of(report)
    styles = re.findall(r"^\s*(\S.*?) \{", fragment, re.MULTILINE)
    assert styles
    assert all(part.strip().startswith(".nianbao") for rule in styles for part in rule.split(","))


def test_nothing_is_fetched(report: Document) -> None:
    tables = tuple(block for block in report.blocks if isinstance(block, FilledTable))
    bare = html_of(replace(report, title="t", author="a", blocks=tables))
    assert not re.search(r"https?:|url\(|@import|src=|href=", bare)


def test_tables_have_caption_head_spans_and_scopes(page: html.HtmlElement, report: Document) -> None:
    blocks = [block for block in report.blocks if isinstance(block, FilledTable)]
    tables = list(page.iter("table"))
    assert [t.findtext("caption") for t in tables] == [b.caption for b in blocks]
    for table, block in zip(tables, blocks, strict=True):
        cells = list(table.iter("th", "td"))
        assert (
            sum(int(c.get("rowspan", 1)) * int(c.get("colspan", 1)) for c in cells) == block.grid.rows * block.grid.cols
        )
        assert all(th.get("scope") in ("col", "row", "colgroup", "rowgroup") for th in table.iter("th"))
        labels = [box for box in block.grid.boxes if not box.cell and box.role != "blocked"]
        assert len(list(table.iter("th"))) == len(labels)
        assert table.find("thead") is not None and table.find("tbody") is not None


def test_a_draft_says_so(report: Document) -> None:
    assert "草稿" not in html_of(report)
    assert '<p class="draft">草稿</p>' in html_of(replace(report, draft=True))
