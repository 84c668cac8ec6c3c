"""The report for a web site: one fragment that a content system takes as it is, or a whole page around it.

No script, no address, nothing but text and tables; every word of a person is escaped.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from types import MappingProxyType
from typing import BinaryIO, Final

from core import __version__
from core.layout.boxes import Box, Grid
from core.layout.document import Document, FilledTable, Paragraph
from core.layout.styles import box_style
from core.writers.carry import carried

_TAGS: Final = MappingProxyType(
    {"title": "h1", "heading1": "h2", "heading2": "h3", "heading3": "h4", "heading4": "h5", "body": "p"}
)

_STYLE: Final = """
.nianbao { font-family: FangSong, STFangsong, serif; font-size: 1.1rem; line-height: 1.8; color: #000; }
.nianbao h1 { font-family: FZXiaoBiaoSong-B05S, SimSun, serif; font-size: 1.6em; text-align: center; }
.nianbao h1, .nianbao th, .nianbao td { text-wrap: balance; }
.nianbao h2, .nianbao h3, .nianbao h4, .nianbao h5 { font-size: 1em; font-weight: normal; text-indent: 2em; margin: 0; }
.nianbao h2, .nianbao .draft { font-family: SimHei, sans-serif; }
.nianbao h3, .nianbao .note { font-family: KaiTi, STKaiti, serif; }
.nianbao p { text-indent: 2em; margin: 0; overflow-wrap: anywhere; }
.nianbao p.draft, .nianbao footer p { text-indent: 0; text-align: center; }
.nianbao table { width: 100%; margin: 1em 0; border-collapse: collapse; font-size: 0.85em; line-height: 1.4; }
.nianbao caption { font-size: 0.9em; text-align: right; }
.nianbao th, .nianbao td { border: 1px solid #000; padding: 0.3em; font-weight: normal; text-align: center; }
.nianbao th, .nianbao td { min-width: 2em; }
.nianbao th.left, .nianbao th.note { text-align: left; }
"""

_PAGE_STYLE: Final = """
body { margin: 0; padding: 1em; background: #fff; }
.nianbao { max-width: 50rem; margin: 0 auto; }
"""


def write(document: Document, out: BinaryIO, *, whole: bool = True) -> None:
    """Write `document` as UTF-8 to `out`: a whole page, or the fragment alone. The same document gives the same
    bytes."""
    parts = _page(document) if whole else _fragment(document)
    out.write("".join(f"{part}\n" for part in parts).encode())


def _page(document: Document) -> Iterator[str]:
    yield "<!DOCTYPE html>"
    yield '<html lang="zh-CN">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta name="author" content="{escape(carried(document.author))}">'
    yield f'<meta name="description" content="{escape(carried(document.subject))}">'
    yield f'<meta name="generator" content="nianbao {__version__}">'
    yield f"<title>{escape(carried(document.title))}</title>"
    yield f"<style>{_PAGE_STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield from _fragment(document)
    yield "</body>"
    yield "</html>"


def _fragment(document: Document) -> Iterator[str]:
    yield '<article class="nianbao" lang="zh-CN">'
    yield f"<style>{_STYLE}</style>"
    if document.draft:
        yield '<aside><p class="draft">草稿</p></aside>'
    for block in document.blocks:
        if isinstance(block, FilledTable):
            yield from _table(block)
        elif isinstance(block, Paragraph) and (text := carried(block.text)):
            tag = "p" if block.lead else _TAGS[block.style]
            yield f"<{tag}>{escape(text)}</{tag}>"
    if document.footer:
        yield f"<footer><p>{escape(carried(document.footer))}</p></footer>"
    yield "</article>"


def _table(table: FilledTable) -> Iterator[str]:
    """The table with its boxes as they are: the rows at its top are its head, later heads stand in the body."""
    grid = table.grid
    heads = frozenset(grid.head_rows)
    first = next((row for row in range(grid.rows) if row not in heads), 0)
    yield "<table>"
    yield f"<caption>{escape(carried(table.caption))}</caption>"
    for name, start, stop in (("thead", 0, first), ("tbody", first, grid.rows)):
        if start < stop:
            yield f"<{name}>"
            for row in range(start, stop):
                boxes = (box for box in grid.boxes if box.row == row)
                yield f"<tr>{''.join(_cell(box, table) for box in boxes)}</tr>"
            yield f"</{name}>"
    yield "</table>"


def _cell(box: Box, table: FilledTable) -> str:
    spans = "".join(
        f' {name}="{span}"' for name, span in (("rowspan", box.rowspan), ("colspan", box.colspan)) if span > 1
    )
    text = escape(carried(box.text or table.texts.get(box.cell or "", "")))
    scope = _scope(box)
    if not scope:
        return f"<td{spans}>{text}</td>"
    return f'<th scope="{scope}"{_class(box, table.grid)}{spans}>{text}</th>'


def _scope(box: Box) -> str:
    """What a label heads (HTML, 4.9.10); empty for an entry."""
    match box.role:
        case "title" | "note":
            return "colgroup"
        case "head":
            return "colgroup" if box.colspan > 1 else "col"
        case "corner":
            return "col"
        case "stub":
            return "rowgroup" if box.rowspan > 1 else "row"
    return ""


def _class(box: Box, grid: Grid) -> str:
    style = box_style(box, grid.stub_cols)
    name = "note" if style.face == "kai" else "left" if style.align == "left" and box.rowspan == 1 else ""
    return f' class="{name}"' if name else ""
