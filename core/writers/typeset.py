"""A document laid on pages of GB/T 9704-2012: every line and rule at its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import ceil

from core.layout.document import Code, Document, FilledTable, Paragraph
from core.layout.styles import BODY, FOOT, PAGE, PARAGRAPHS, ParagraphStyle
from core.writers.code import Fields, fields
from core.writers.faces import Faces
from core.writers.linebreak import Line, balanced, break_lines
from core.writers.placed import Mark, Page, Patch
from core.writers.setting import ASCENT, Tracked, Type, baseline, set_line
from core.writers.table_place import least_height, parts, place
from core.writers.table_plan import TablePlan, plan

_SLACK = 0.01


@dataclass(frozen=True, slots=True)
class _Lines:
    """A paragraph broken into lines; `lead` as in `Paragraph`, counted in what is printed."""

    style: ParagraphStyle
    type: Type
    lines: tuple[Line, ...]
    title: str
    lead: int

    @property
    def heading(self) -> bool:
        """Whether it must not stand alone at a page foot."""
        return self.style.level > 0 and not self.lead

    @property
    def whole(self) -> float:
        return PAGE.pitch * (self.style.before + len(self.lines) + self.style.after)

    @property
    def least(self) -> float:
        """The height that must stay together: a heading's; running text fills every page to its last line."""
        return PAGE.pitch * (len(self.lines) if self.heading else 1)


@dataclass(frozen=True, slots=True)
class _Table:
    caption: str
    plan: TablePlan
    limit: float

    @property
    def least(self) -> float:
        whole = self.plan.height
        return whole if whole <= self.limit else least_height(self.plan)


@dataclass(frozen=True, slots=True)
class _Code:
    fields: Fields

    @property
    def least(self) -> float:
        return ceil(self.fields.height / PAGE.pitch) * PAGE.pitch


_Piece = _Lines | _Table | _Code


def typeset(document: Document, faces: Faces) -> tuple[Page, ...]:
    """The pages of `document`, footers included. Nothing is ever cut off or parsed as markup."""
    flow = _Flow()
    pieces = _pieces(document, faces)
    for i, piece in enumerate(pieces):
        flow.ask(_kept(pieces, i))
        if isinstance(piece, _Table):
            flow.table(piece)
        elif isinstance(piece, _Code):
            flow.code(piece)
        else:
            flow.lines(piece)
    for page in flow.pages:
        _foot(page, document, faces)
    return tuple(flow.pages)


def _pieces(document: Document, faces: Faces) -> list[_Piece]:
    pieces: list[_Piece] = []
    headings = 0.0
    for block, following in zip_longest(document.blocks, document.blocks[1:]):
        if isinstance(block, Code):
            pieces.append(_Code(fields(block.text)))
        elif isinstance(block, FilledTable):
            limit = PAGE.text_height - headings
            if isinstance(following, Code):  # on one sheet with what stands above and the code below
                above = sum(piece.whole for piece in pieces if isinstance(piece, _Lines))
                limit = max(PAGE.text_height - above - _Code(fields(following.text)).least, PAGE.text_height / 3)
            pieces.append(_Table(block.caption, plan(block, faces, limit), limit))
            headings = 0.0
        elif (broken := _break(block, faces)).lines:
            pieces.append(broken)
            headings = headings + broken.least if broken.heading else 0.0
    return pieces


def _kept(pieces: Sequence[_Piece], at: int) -> float:
    """The height that piece `at` needs on its page: headings take the beginning of what they head with them."""
    height = 0.0
    for piece in pieces[at:]:
        height += piece.least
        if not isinstance(piece, _Lines) or not piece.heading:
            break
    return height


def _break(paragraph: Paragraph, faces: Faces) -> _Lines:
    style = PARAGRAPHS[paragraph.style]
    space = (PAGE.advance - BODY) if style.size == BODY else 0.0
    lead_chain = faces.chain(style.face)
    chain = faces.chain(PARAGRAPHS["body"].face) if paragraph.lead else lead_chain
    em = Tracked(chain, space / style.size)
    lead = lead_chain.settable(paragraph.text[: paragraph.lead])
    text = lead + chain.settable(paragraph.text[paragraph.lead :])
    full = PAGE.text_width / style.size
    if style.align == "centre":
        lines = balanced(text, em, full)
    else:
        lines = break_lines(text, em, full - style.indent * PAGE.advance / style.size, full)
    type_ = Type(chain, style.size, space, lead_chain)
    return _Lines(style, type_, tuple(lines), (lead or text).removesuffix("。"), len(lead))


class _Flow:
    """Pages while they fill; `_down` is how much of the type area is used, always at a line of the grid when text
    comes."""

    def __init__(self) -> None:
        self.pages = [Page(1)]
        self._down = 0.0

    @property
    def _left(self) -> float:
        return PAGE.text_height - self._down

    @property
    def _y(self) -> float:
        return PAGE.height - PAGE.top - self._down

    def ask(self, height: float) -> None:
        """Begin a page unless `height` is free here or this page is fresh."""
        if height > self._left + _SLACK and self._down > 0:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page(len(self.pages) + 1))
        self._down = 0.0

    def lines(self, piece: _Lines) -> None:
        style = piece.style
        self._down += style.before * PAGE.pitch
        if style.level in (1, 2):
            self.pages[-1].marks.append(Mark(style.level, piece.title, self._y))
        for i, line in enumerate(piece.lines):
            self.ask(PAGE.pitch)
            indent = style.indent * PAGE.advance if i == 0 else 0.0
            y = baseline(self._y, PAGE.pitch, style.size)
            width = PAGE.text_width - indent
            lead = piece.lead - line.start
            self.pages[-1].runs += set_line(line, piece.type, PAGE.left + indent, y, width, style.align, lead)
            self._down += PAGE.pitch
        self._down += style.after * PAGE.pitch

    def table(self, piece: _Table) -> None:
        if piece.caption:
            self.pages[-1].marks.append(Mark(2, piece.caption, self._y))
        for i, part in enumerate(parts(piece.plan, self._left, PAGE.text_height)):
            if i:
                self._turn()
            place(piece.plan, part, self.pages[-1], self._y)
            self._down += part.height
        self._down = ceil((self._down - _SLACK) / PAGE.pitch) * PAGE.pitch

    def code(self, piece: _Code) -> None:
        """In the middle of the line, its quiet zone around it."""
        fields_ = piece.fields
        left = PAGE.left + (PAGE.text_width - fields_.side * fields_.width) / 2
        top = self._y - (piece.least - fields_.side * fields_.width) / 2
        for row, col, count in fields_.dark:
            x, y = left + col * fields_.width, top - (row + 1) * fields_.width
            self.pages[-1].patches.append(Patch(x, y, count * fields_.width, fields_.width))
        self._down += piece.least


def _foot(page: Page, document: Document, faces: Faces) -> None:
    """The page number, one character in, right on odd pages and left on even ones; the footer at the other side."""
    chain = faces.chain(FOOT.face)
    number = f"— {page.number} —"
    odd = page.number % 2 == 1
    width = chain.width(number) * FOOT.size
    x = PAGE.left + (PAGE.text_width - FOOT.size - width if odd else FOOT.size)
    # The dash, not the baseline, lies `drop` below the type area; its middle is where the em box has its own.
    y = PAGE.bottom - FOOT.drop - (ASCENT - 0.5) * FOOT.size
    line = Line(number, chain.width(number), last=True)
    page.runs += set_line(line, Type(chain, FOOT.size), x, y, width, "left")
    text = chain.settable(document.footer)
    room = PAGE.text_width - width - 3 * FOOT.size
    ems = chain.width(text)
    small = min(FOOT.small, room / ems) if ems else FOOT.small
    start = PAGE.left if odd else PAGE.left + PAGE.text_width - ems * small
    footer = Line(text, ems, last=True)
    page.runs += set_line(footer, Type(chain, small), start, y, room, "left")
