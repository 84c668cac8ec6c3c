"""Web pages in the ways of the content systems that offices use: tables pasted from Word, layout tables, lost end tags."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from core.form.model import Form
from tests.core.variants.tables import (
    Boxes,
    Cell,
    all_tables,
    hybrid,
    merged_noughts,
    narrow,
    relabelled,
    rows_of,
    split_at,
    stacked,
    without_fold,
)  # fmt: skip
from tests.core.variants.truth import Truth

Style = Callable[[str, random.Random], str]


def word(text: str, draw: random.Random) -> str:
    """Pasted from Word: a paragraph, its text broken into spans anywhere."""
    at = draw.randint(0, len(text)) if not text[:1].isdigit() or len(text) > 6 else len(text)
    spans = "".join(
        f'<span lang="EN-US" style="font-size:12pt;">{escape(t)}</span>' for t in (text[:at], text[at:]) if t
    )
    return f'<p class="MsoNormal" style="text-align:center;">{spans or "<o:p>&nbsp;</o:p>"}<span><o:p></o:p></span></p>'


def bare(text: str, draw: random.Random) -> str:
    return escape(text) or "&nbsp;"


def broken(text: str, draw: random.Random) -> str:
    """Words broken by <br> every few characters, figures whole."""
    if not text or (text[0].isdigit() and len(text) < 8):
        return f"<p>{escape(text) or '<br>'}</p>"
    step = draw.randint(2, 5)
    return "<p>" + "<br/>".join(escape(text[i : i + step]) for i in range(0, len(text), step)) + "</p>"


def letters(text: str, draw: random.Random) -> str:
    """Each two characters in a paragraph of their own."""
    if not text or text[0].isdigit():
        return f"<div>{escape(text)}</div>"
    return "".join(f"<p>{escape(text[i : i + 2])}</p>" for i in range(0, len(text), 2))


def hidden(text: str, draw: random.Random) -> str:
    return f'<span style="display: none">{draw.randint(1, 99)}</span><!-- {draw.randint(1, 99)} -->{escape(text)}<input type="hidden" value="7">'


def indented(text: str, draw: random.Random) -> str:
    return f"\n      <p>\n        <strong>&nbsp;{escape(text)}&nbsp;</strong>\n      </p>\n    "


INSIDE: Mapping[str, Style] = MappingProxyType(
    {"word": word, "bare": bare, "broken": broken, "letters": letters, "hidden": hidden, "indented": indented}
)


def table(cells: Boxes, inside: Style, draw: random.Random, frame: str = "") -> str:
    lines = []
    for row in rows_of(cells):
        head = frame == "thead" and all(c.role in ("head", "corner", "title", "note") for c in row)
        tag = "th" if head else "td"
        lines.append("<tr>" + "".join(_cell(c, tag, inside, draw) for c in row) + "</tr>")
    match frame:
        case "thead":
            return (
                f"<table border=1><thead>{lines[0]}</thead><tbody>{''.join(lines[1:])}</tbody><tfoot></tfoot></table>"
            )
        case "lost ends":
            return "<TABLE border=1>" + "\n".join(lines).replace("</td>", "").replace("</tr>", "") + "</TABLE>"
        case "caption":
            return (
                f"<table><caption>单位：件</caption><colgroup><col width=100><col></colgroup>{''.join(lines)}</table>"
            )
        case "blank rows":
            return "<table>" + '<tr style="height:0"><td></td></tr>'.join(lines) + "</table>"
    return f'<table style="border-collapse:collapse"><tbody>{"".join(lines)}</tbody></table>'


def _cell(it: Cell, tag: str, inside: Style, draw: random.Random) -> str:
    spans = (f' rowspan="{it.rows}"' if it.rows > 1 else "") + (f' colspan="{it.cols}"' if it.cols > 1 else "")
    return f'<{tag}{spans} width="{draw.randint(20, 200)}">{inside(it.text, draw)}</{tag}>'


MENU = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a>政务公开</a></li><li>政府信息公开年报</li></ul></div>'
META = (
    '<div class="info"><span>发布时间：{y}-01-18 09:36</span><span>来源：{u}</span><span>浏览次数：<b id="hits">1286</b></span>'
    "<span>字号：[ 大 中 小 ]</span></div>"
)
FOOT = (
    '<div class="page">上一篇：<a>{u}{p}年政府信息公开工作年度报告</a></div><div>附件：</div><div>1. 附表.xls</div>'
    '<div class="share">分享到：微信 微博</div><footer><p>主办：{u}　承办：信息中心</p><p>网站标识码：0000000001　ICP备00000001号</p></footer>'
)


def page(form: Form, truth: Truth, body: str, around: str, draw: random.Random) -> str:
    title = f"{truth.unit}{truth.year}年政府信息公开工作年度报告"
    words = {"u": truth.unit, "y": truth.year + 1, "p": truth.year - 1}
    head = f"<h1>{title}</h1>{META.format(**words)}"
    match around:
        case "layout table":
            body = f'<table width="100%"><tr><td>{MENU}</td></tr><tr><td><table><tr><td>{head}{body}</td></tr></table></td></tr></table>{FOOT.format(**words)}'
        case "divs":
            body = f'{MENU}<div class="main"><div>{head}</div><div class="TRS_Editor"><style>.TRS_Editor P{{margin:0}}</style>{body}</div></div>{FOOT.format(**words)}'
        case "bare":
            return f"<div>{head}{body}</div>"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_{truth.unit}</title><script>var a = 5;</script></head>'
        f"<body>{body}<script>document.write('7')</script></body></html>"
    )


def paragraphs(text: str, way: str) -> str:
    match way:
        case "breaks":
            return "<div>" + "<br>".join("&emsp;&emsp;" + escape(p) for p in text.split("\n")) + "</div>"
        case "spans":
            return "".join(
                f"<p><span>　　{escape(p[:7])}</span><span>{escape(p[7:])}</span></p>" for p in text.split("\n")
            )
    return "".join(f"<p>{escape(p)}</p>\n" for p in text.split("\n"))


FRAMES = ("", "", "thead", "lost ends", "caption", "blank rows")
AROUND = ("layout table", "divs", "bare")
SHAPES = ("whole", "whole", "whole", "no folds", "narrow", "split", "stacked", "hybrid", "merged noughts", "short rows")


def short_rows(cells: Boxes) -> Boxes:
    """The table's merged labels claim one column more than there is: figures lie one column further right."""
    return tuple(
        c if c.role != "corner" else Cell(c.row, c.col, c.rows, c.cols + 1, c.text, None, c.role) for c in cells
    )


def shaped(name: str, cells: Boxes, shape: str, draw: random.Random) -> list[Boxes]:
    match shape:
        case "no folds":
            return [without_fold(cells)]
        case "narrow":
            return [narrow(cells)]
        case "split" if name == "s3":
            return list(split_at(cells, draw.randint(6, 24)))
        case "hybrid" if name == "s3":
            return [hybrid(cells)]
        case "merged noughts" if name == "s3":
            return [merged_noughts(cells, draw)]
        case "short rows" if name == "s3":
            return [short_rows(cells)]
    return [cells]


def html(form: Form, truth: Truth, seed: int, labels: str = "plain") -> tuple[str, str]:
    """(the page, which of the choices made it)."""
    draw = random.Random(seed)
    style, frame, around, shape = (draw.choice(it) for it in (tuple(INSIDE), FRAMES, AROUND, SHAPES))
    way = draw.choice(("p", "breaks", "spans"))
    tables = {n: relabelled(t, labels, truth, draw) for n, t in all_tables(form, truth).items()}
    parts = [paragraphs(form.intro.format(unit_name=truth.unit, year=truth.year), way)]
    joined = shape == "stacked"
    for section in form.sections:
        if not section.ordinal:
            continue
        if section.id == "s2" and joined:
            one = stacked({n: tables[n] for n in ("s2", "s3")}, {s.id: s.heading for s in form.sections})
            parts.append(table(one, INSIDE[style], draw, frame))
        elif section.id == "s3" and joined:
            continue
        else:
            parts.append(f"<p><strong>{section.heading}</strong></p>")
            if section.table:
                parts += [
                    table(it, INSIDE[style], draw, frame) for it in shaped(section.id, tables[section.id], shape, draw)
                ]
            else:
                parts.append(paragraphs(truth.texts[section.cells[0]], way))
    return page(form, truth, "\n".join(parts), around, draw), f"{style}, {frame or 'plain'}, {around}, {shape}"
