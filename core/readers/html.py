"""A web page or a fragment of one as pieces. Nothing is fetched, nothing run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from lxml import etree

from core.readers.markup import is_note
from core.readers.pieces import Piece, Prose, Sheet, Slot

_PAGE: Final = re.compile(
    r"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|table|p|h1|meta)\b", re.IGNORECASE | re.DOTALL
)
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")
_SKIPPED: Final = frozenset(
    {"script", "style", "head", "title", "aside", "footer", "nav", "template", "noscript", "iframe", "svg"}
    | {"select", "option", "button", "textarea", "object", "audio", "video", "s", "del", "strike"}
)
_INLINE: Final = frozenset("a b i u em strong span font sub sup small label ins mark code bdo input".split())
_TITLE: Final = re.compile(r"<title[^>]*>([^<]{4,200})</title", re.IGNORECASE)
_SITE: Final = re.compile(r"\s*[-_|—–].*$", re.DOTALL)
_MOST_SPAN: Final = 200
_DEEPEST: Final = 200
"""Elements within elements; a page of a report has a tenth of it."""
_WEIGHTLESS: Final = frozenset({*_SKIPPED, "a"})
_FRAMES: Final = frozenset("html body div article section main center form table tbody tr td span".split())
_NEARLY: Final = 0.85
_UNSEEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])|text-decoration[^;]*line-through",
    re.IGNORECASE,
)
_CELLS: Final = frozenset({"td", "th"})
_TYPED: Final = frozenset({None, "", "text", "number", "tel"})
_BLOCKS: Final = ("table", "p", "div", "ul", "h1", "h2", "h3", "h4")


def looks_like_html(text: str) -> bool:
    return bool(_PAGE.match(text[:5000]))


def pieces(text: str) -> tuple[Piece, ...]:
    """What a reader of the page sees: white space as a browser folds it."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None or _deeper(root):
        return ()
    _cut_behind(_main(root))
    return tuple(_pieces(root))


def _main(root: etree._Element) -> etree._Element:
    """The innermost element that holds nearly all words of the page that are no links: what stands behind it is the
    site's, not the report's."""
    weights: dict[etree._Element, int] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        counts = element.tag not in _WEIGHTLESS
        weight = len(element.text.strip()) if counts and element.text else 0
        for child in element:
            weight += weights.get(child, 0)
            if counts and child.tail:
                weight += len(child.tail.strip())
        weights[element] = weight
    found = root
    while inner := [it for it in found if weights.get(it, 0) >= _NEARLY * weights.get(root, 0) > 0]:
        if inner[0].tag not in _FRAMES or (inner[0].tag == "table" and inner[0].find(".//table") is None):
            break
        found = inner[0]
    return found


def _cut_behind(main: etree._Element) -> None:
    for it in (main, *main.iterancestors()):
        parent = it.getparent()
        if parent is not None:
            it.tail = None
            for after in list(it.itersiblings()):
                parent.remove(after)


def title(text: str) -> str:
    """What the page calls itself, without the name of the site behind it."""
    found = _TITLE.search(text)
    return _SITE.sub("", _folded(unescape(found[1]))) if found else ""


def _deeper(root: etree._Element) -> bool:
    """Whether elements stand deeper within each other than in any page that people made."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _pieces(element: etree._Element) -> Iterator[Piece]:
    """Tables apart; of the rest each stretch of inline content between blocks is a paragraph."""
    loose = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag in _INLINE and not _unseen(child) and not _holds_blocks(child):
            loose.append(_text(child))
        elif tag == "br":
            loose.append("\n\v")
        elif tag not in _SKIPPED and not _unseen(child):
            yield from _flushed(loose)
            # A table around tables is there for the page's looks.
            yield from (_sheet(child),) if tag == "table" and child.find(".//table") is None else _pieces(child)
        loose.append(child.tail or "")
    yield from _flushed(loose)


def _holds_blocks(element: etree._Element) -> bool:
    return len(element) > 0 and next(element.iter(*_BLOCKS), None) is not None


def _flushed(loose: list[str]) -> Iterator[Piece]:
    for line in "".join(loose).split("\v"):
        if text := _folded(line):
            yield Prose(text)
    loose.clear()


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip(" ")


def _lines(text: str) -> str:
    """The text of a cell: its lines, each folded."""
    return text if text.isalnum() else "\n".join(filter(None, map(_folded, text.split("\v"))))


def _text(element: etree._Element) -> str:
    if not len(element):
        return element.text or (_entered(element) if element.tag == "input" else "")
    parts = [element.text or ""]
    for child in element:
        tag = child.tag
        if tag == "br":
            parts.append("\n\v")
        elif tag not in _SKIPPED and not _unseen(child):
            inner = _text(child)
            if tag != "sup" or not is_note(inner):
                parts += (inner, "\v") if tag in _BLOCKS else (inner,)
        parts.append(child.tail or "")
    return "".join(parts)


def _entered(field: etree._Element) -> str:
    """What stands in a field of a form that shows it."""
    return field.get("value", "") if field.get("type") in _TYPED else ""


def _unseen(element: etree._Element) -> bool:
    """Whether a browser shows nothing of it."""
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and bool(_UNSEEN.search(style)))


def _sheet(table: etree._Element) -> Sheet:
    """The table as HTML lays it (4.9.12): spans push the cells after them on."""
    slots: list[Slot] = []
    taken: set[tuple[int, int]] = set()
    caption = table.find("caption")
    for row, line in enumerate(line for line in table.iter("tr") if _owner(line) is table and not _unseen(line)):
        col, torn = 0, _torn(line)
        for cell in line:
            if cell.tag not in _CELLS or _unseen(cell):
                continue
            while (row, col) in taken:
                col += 1
            rows, cols = _span(cell, "rowspan"), _span(cell, "colspan")
            if rows > 1:
                taken.update((row + i, col + j) for i in range(1, rows) for j in range(cols))
            slots.append(Slot(row, col, rows, cols, _lines(_text(cell)), None, torn))
            col += cols
    return Sheet(tuple(slots), _folded(_text(caption)) if caption is not None else "")


def _torn(row: etree._Element) -> bool:
    """Whether words of a row stand in none of its cells: the tags around some were lost."""
    for it in row:
        tail = it.tail
        if (tail and not tail.isspace()) or (it.tag not in _CELLS and it.tag not in _SKIPPED and _text(it).strip()):
            return True
    return bool(row.text and row.text.strip()) or bool(row.tail and row.tail.strip())


def _owner(line: etree._Element) -> etree._Element | None:
    return next(line.iterancestors("table"), None)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name)
    if value is None or value == "1":
        return 1
    value = value.strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isascii() and value.isdigit() and len(value) < 6 else 1
