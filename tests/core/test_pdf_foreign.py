"""PDFs of other programs: text that nobody sees, marks across the page, rules however they are drawn."""

from __future__ import annotations

import ctypes
import io
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from reportlab.pdfgen.canvas import Canvas

from core.form import edition
from core.readers import Reading, read
from core.readers.lines import Box
from core.readers.pdf_objects import Text
from core.readers.pdf_open import Word, open_tables
from core.readers.pdf_unseen import unseen
from core.readers.read import lines_of, understood
from tests.core.conftest import SHIPPED
from tests.core.variants.paged import Paper
from tests.core.variants.truth import Truth, truth

FORM = edition(SHIPPED)
TRUE = truth(FORM, 7)

Draw = Callable[[Canvas, float, float], object]
Frame = Callable[[Canvas, float, float, float, float], object]


class Spoilt(Paper):
    """Something drawn `behind` each figure, a `ground` below each label, a mark `across` each page, and the frames of
    cells in another way."""

    def __init__(self, rules: str = "all", said: Truth = TRUE) -> None:
        super().__init__(FORM, said, 3, "plain")
        self.rules, self.wide = rules, False
        self.behind: Draw | None = None
        self.ground: Frame | None = None
        self.across: Callable[[Canvas, str], object] | None = None

    def framed(self, how: Frame) -> None:
        def rect(x: float, y: float, width: float, height: float, **_: object) -> None:
            how(self.canvas, x, y, width, height)

        self.canvas.rect = rect

    def words(self, text: str, left: float, right: float, high: float, low: float, *, entry: bool) -> None:
        self.canvas.saveState()
        if self.ground and not entry:
            self.ground(self.canvas, left, low, right - left, high - low)
        super().words(text, left, right, high, low, entry=entry)
        if self.behind and entry:
            self.behind(self.canvas, (left + right) / 2 + 3 * len(text), (high + low) / 2 - 4)
        self.canvas.restoreState()

    def turn(self, size: tuple[float, float] | None = None) -> None:
        if self.across:
            self.canvas.saveState()
            self.canvas.translate(180, 380)
            self.across(self.canvas, self.face)
            self.canvas.restoreState()
        super().turn(size)


def framed(how: Frame) -> bytes:
    paper = Spoilt()
    paper.framed(how)
    return paper.whole()


def reading(data: bytes) -> Reading:
    return read(data, "x.pdf", [FORM])


def wrong(found: Reading) -> dict[str, tuple[str, str]]:
    """Cells read otherwise than printed and not said to be doubtful, as (printed, read)."""
    cells = TRUE.cells.keys() | found.as_read.keys()
    told = {cell: (TRUE.cells.get(cell, ""), found.as_read.get(cell, "")) for cell in cells}
    return {
        cell: (said, got) for cell, (said, got) in told.items() if got not in ("", said) and cell not in found.doubtful
    }


def whole(found: Reading) -> bool:
    return dict(found.as_read) == {cell: text for cell, text in TRUE.cells.items() if text}


# Text that nobody sees


def white(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillGray(1)
    canvas.drawString(x, y, "8")


def clear(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(x, y, "8")


def tiny(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFont(canvas._fontname, 1)
    canvas.drawString(x, y, "8")


def not_drawn(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x, y, "8", mode=3)


def far_away(canvas: Canvas, x: float, y: float) -> None:
    canvas.drawString(x + 2000, y, "8")


def note(canvas: Canvas, x: float, y: float) -> None:
    canvas.setFont(canvas._fontname, 5)
    canvas.drawString(x, y + 5, "1")


@pytest.mark.parametrize("draw", [white, clear, tiny, not_drawn, far_away, note])
def test_what_nobody_sees_behind_a_figure_and_the_marks_of_notes_are_no_part_of_it(draw: Draw) -> None:
    paper = Spoilt()
    paper.behind = draw
    found = reading(paper.whole())
    assert whole(found)
    assert not found.doubtful


def dark(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillGray(0.2)
    Canvas.rect(canvas, x, y, width, height, stroke=0, fill=1)
    canvas.setFillGray(1)


def test_white_words_on_a_dark_head_are_words() -> None:
    paper = Spoilt()
    paper.ground = dark
    assert whole(reading(paper.whole()))


@pytest.mark.parametrize(
    "look",
    [
        {"angle": 30, "size": 60, "grey": 0.8}, {"angle": -30, "size": 12}, {"size": 60, "grey": 0.7},
        {"size": 60, "alpha": 0.2}, {"grey": 0.87}, {"size": 11, "alpha": 0.15},
    ],
)  # fmt: skip
def test_a_mark_of_digits_across_the_pages_is_no_figure(look: dict[str, float]) -> None:
    """`angle` in degrees, `size` in points, `grey` (1 is white), `alpha`."""

    def mark(canvas: Canvas, face: str) -> None:
        canvas.rotate(look.get("angle", 0))
        canvas.setFillGray(look.get("grey", 0))
        canvas.setFillAlpha(look.get("alpha", 1))
        canvas.setFont(face, look.get("size", 10.5))
        for i in range(8):
            canvas.drawString(0, 24 * i, "2024 01 12 88")

    paper = Spoilt()
    paper.across = mark
    found = reading(paper.whole())
    assert whole(found)
    assert not found.doubtful


def test_what_a_machine_made_out_in_a_picture_is_doubtful() -> None:
    paper = Spoilt()
    plain = paper.canvas.drawString

    def layer(x: float, y: float, text: str) -> None:
        plain(x, y, text, mode=3)

    paper.canvas.drawString = layer
    found = reading(paper.whole())
    assert whole(found)
    assert found.doubtful.issuperset(found.as_read)


def text(address: int, **other: float) -> Text:
    return Text(address, 10.5, 0.0, 0.0, 100.0, 100.0)._replace(**other)


def test_pale_text_is_read_where_a_picture_or_a_dark_area_lies_below_it() -> None:
    words = [text(i) for i in range(9)] + [text(99, bright=1.0)]
    here, elsewhere = (90.0, 90.0, 200.0, 120.0), (300.0, 300.0, 400.0, 320.0)
    assert unseen(words, [], 1e6)[0] == {99}
    assert unseen(words, [(elsewhere, 0.1)], 1e6)[0] == {99}
    assert unseen(words, [(here, 0.1)], 1e6)[0] == set()
    assert unseen(words, [(here, None)], 1e6)[0] == set()
    assert unseen(words, [(here, 0.1), (here, 1.0)], 1e6)[0] == {99}  # white again
    assert unseen([text(1, bright=1.0)], [], 1e6)[0] == {1}


def test_a_page_of_one_line_below_a_large_mark_is_read() -> None:
    assert unseen([text(1), text(2, size=60.0, bright=0.8), text(3, size=60.0, bright=0.8)], [], 1e6)[0] == {2, 3}


def test_heads_and_feet_of_two_lines_wider_than_the_text_are_no_part_of_it() -> None:
    def furniture(canvas: Canvas, face: str) -> None:
        canvas.translate(-180, -380)
        canvas.setFont(face, 8)
        for y, text in (
            (820, "2026/1/24 19:30"),
            (808, "本机关网站政府信息公开年报栏目"),
            (20, "https://www.example.gov.cn/a/b.html"),
        ):
            canvas.drawString(20, y, text)
            canvas.drawRightString(585, y, f"第 {canvas.getPageNumber()}/9 页")

    paper = Spoilt()
    paper.across = furniture
    found = reading(paper.whole())
    assert dict(found.texts) == dict(TRUE.texts) | {"intro.text": found.texts["intro.text"]}
    assert "网站" not in found.texts["intro.text"]


# Rules


def dashed(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Each side one shape of many small areas."""
    for along, size in ((True, width), (False, height)):
        for shift in (0, height if along else width):
            path = canvas.beginPath()
            for at in range(0, int(size), 3):
                path.rect(x + at, y + shift, 1.5, 0.7) if along else path.rect(x + shift, y + at, 0.7, 1.5)
            canvas.drawPath(path, stroke=0, fill=1)


def dotted(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Each dot a shape of its own."""
    for at in range(0, int(width), 4):
        Canvas.rect(canvas, x + at, y, 0.8, 0.8, stroke=0, fill=1)
        Canvas.rect(canvas, x + at, y + height, 0.8, 0.8, stroke=0, fill=1)
    for at in range(0, int(height), 4):
        Canvas.rect(canvas, x, y + at, 0.8, 0.8, stroke=0, fill=1)
        Canvas.rect(canvas, x + width, y + at, 0.8, 0.8, stroke=0, fill=1)


def lined(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """The area between an outer and an inner rectangle, a little apart from the next cell's."""
    path = canvas.beginPath()
    path.rect(x + 0.7, y + 0.7, width - 1.4, height - 1.4)
    path.rect(x + 1.4, y + 1.4, width - 2.8, height - 2.8)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)


def spaced(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Cells well apart, and no frame around all of them."""
    Canvas.rect(canvas, x + 2, y + 2, width - 4, height - 4)


def pictures(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Each side a picture of a single dot drawn out."""
    dot = _dot()
    for left, bottom, wide, high in (
        (x, y, width, 0.6), (x, y + height, width, 0.6), (x, y, 0.6, height), (x + width, y, 0.6, height),
    ):  # fmt: skip
        canvas.drawImage(dot, left, bottom, wide, high)


def _dot() -> object:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    return ImageReader(Image.new("RGB", (1, 1), "black"))


@pytest.mark.parametrize("how", [dashed, dotted, lined, spaced, pictures])
def test_rules_are_known_however_they_are_drawn(how: Frame) -> None:
    assert whole(reading(framed(how)))


def uprights(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.line(x, y, x, y + height)
    canvas.line(x + width, y, x + width, y + height)


def frames_of_some(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    if int(x * 7 + y * 3) % 10 < 3:
        Canvas.rect(canvas, x, y, width, height)


@pytest.mark.parametrize("how", [uprights, frames_of_some])
def test_rules_that_part_only_some_of_the_figures_make_none_wrong(
    how: Frame,
) -> None:
    found = reading(framed(how))
    assert wrong(found) == {}


@pytest.mark.parametrize("seed", range(6))
def test_rules_that_are_lost_here_and_there_make_no_figure_wrong(seed: int) -> None:
    draw = random.Random(seed)

    def most(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
        for one, other in (((0, 0), (width, 0)), ((0, height), (width, height)), ((0, 0), (0, height))):
            if draw.random() > 0.15:
                canvas.line(x + one[0], y + one[1], x + other[0], y + other[1])
        canvas.line(x + width, y, x + width, y + height)

    found = reading(framed(most))
    assert wrong(found) == {}
    assert len(found.as_read) > 0.5 * len(TRUE.cells)


def test_with_upright_rules_alone_the_lines_of_figures_are_rows() -> None:
    found = reading(framed(uprights))
    assert len(found.as_read) > 0.9 * len(TRUE.cells)


# No rules


def without(*endings: str) -> Truth:
    """The same report with the cells blank whose names end so."""
    return replace(TRUE, cells={cell: "" if cell.endswith(endings) else text for cell, text in TRUE.cells.items()})


@pytest.mark.parametrize("rules", ["none", "level"])
@pytest.mark.parametrize("blank", [(".natural",), (".research",), (".other",), (".pending", ".corrected")])
def test_columns_in_which_nothing_stands_are_told_by_their_heads(blank: tuple[str, ...], rules: str) -> None:
    said = without(*blank)
    found = reading(Spoilt(rules, said).whole())
    assert dict(found.as_read) == {cell: text for cell, text in said.cells.items() if text}


def words(y: float, *told: tuple[float, str]) -> list[Word]:
    return [Word(text, x, x + 10 * len(text), y) for x, text in told]


def rows(lines: Sequence[Sequence[Word]]) -> list[list[str]]:
    found: dict[int, list[str]] = {}
    for _, sheet, _ in open_tables(lines):
        for slot in sheet.slots:
            found.setdefault(slot.row, []).append(slot.text)
    return list(found.values())


def test_rows_with_figures_in_other_columns_are_of_one_table() -> None:
    lines = [
        words(300, (100, "甲项数量"), (200, "1"), (260, "2"), (380, "3")),
        words(270, (100, "乙项数量"), (200, "4"), (320, "5"), (380, "6")),
        words(240, (100, "丙项数量"), (200, "7"), (260, "8"), (320, "9"), (380, "0")),
    ]
    assert rows(lines) == [
        ["甲项数量", "1", "2", "", "3"],
        ["乙项数量", "4", "", "5", "6"],
        ["丙项数量", "7", "8", "9", "0"],
    ]


@pytest.mark.parametrize("foot", [0.0, 0.5, 1.0])
def test_figures_stand_beside_the_first_the_middle_or_the_last_line_of_their_label(foot: float) -> None:
    """`foot`: of the height of a label that lies above its figures."""
    lines: dict[float, list[Word]] = {}
    y = 500.0
    for label, count in (("甲", 3), ("乙", 1), ("丙", 3), ("丁", 3), ("戊", 1)):
        for i in range(count):
            lines.setdefault(y - 13 * i, []).extend(words(y - 13 * i, (100, label * 5)))
        at = y - 13 * (count - 1) * foot
        lines.setdefault(at, []).extend(words(at, (200, "1"), (260, "2"), (320, "3")))
        y -= 13 * (count - 1) + 22
    told = rows([sorted(lines[at], key=lambda it: it.left) for at in sorted(lines, reverse=True)])
    assert [row[0] for row in told] == ["甲" * 15, "乙" * 5, "丙" * 15, "丁" * 15, "戊" * 5]


# Pages turned or placed


def changed(data: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out)
    return out.getvalue()


def laid_sideways(pdf: pikepdf.Pdf) -> None:
    """The drawing turned by a quarter, and the page not turned back."""
    for page in pdf.pages:
        _, _, width, height = (float(it) for it in page.mediabox)
        page.contents_add(f"q 0 1 -1 0 {height} 0 cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = [0, 0, height, width]


def laid_sideways_and_turned_back(pdf: pikepdf.Pdf) -> None:
    laid_sideways(pdf)
    for page in pdf.pages:
        page.rotate(90, relative=False)


def upside_down(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        _, _, width, height = (float(it) for it in page.mediabox)
        page.contents_add(f"q -1 0 0 -1 {width} {height} cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.rotate(180, relative=False)


def scaled_as_a_form(pdf: pikepdf.Pdf) -> None:
    """Each page placed smaller on a page of its own, as programs do that print several on one."""
    for page in list(pdf.pages):
        form = pdf.make_stream(page.Contents.read_bytes())
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.mediabox, page.Resources
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Whole=form))
        page.Contents = pdf.make_stream(b"q 0.7 0 0 0.7 60 90 cm /Whole Do Q")


@pytest.mark.parametrize("change", [laid_sideways, laid_sideways_and_turned_back, upside_down, scaled_as_a_form])
def test_pages_are_read_as_they_lie(change: Callable[[pikepdf.Pdf], object]) -> None:
    assert whole(reading(changed(Spoilt().whole(), change)))


def as_shown(pdf: pikepdf.Pdf) -> None:
    """Nothing is changed."""


def seen_at(page: pypdfium2.PdfPage, box: Box) -> str:
    """What PDFium finds within a box of the page as it is shown."""
    text, size = page.get_textpage(), 10_000
    x, y = ctypes.c_double(), ctypes.c_double()
    corners = []
    for across, down in ((box.left, box.top), (box.right, box.bottom)):
        pdfium.FPDF_DeviceToPage(page.raw, 0, 0, size, size, 0, round(across * size), round(down * size), x, y)
        corners.append((x.value, y.value))
    (left, right), (bottom, top) = (sorted(it) for it in zip(*corners, strict=True))
    return "".join(text.get_text_bounded(left, bottom, right, top).split())


@pytest.mark.parametrize(
    "change", [as_shown, laid_sideways, laid_sideways_and_turned_back, upside_down, scaled_as_a_form]
)
@pytest.mark.parametrize("rules", ["all", "none"])
def test_each_figure_is_shown_where_it_was_read(rules: str, change: Callable[[pikepdf.Pdf], object]) -> None:
    data = changed(Spoilt(rules).whole(), change)
    lines = lines_of(data, "x.pdf")
    found = understood(lines, "x.pdf", [FORM])
    boxes = {line.number: line.boxes for line in lines.lines}
    document = pypdfium2.PdfDocument(data)
    assert lines.pages == len(document)
    for cell in list(found.as_read)[::9]:
        line, slot = found.places[cell]
        box = boxes[line][slot]
        assert seen_at(document[box.page], box).endswith(found.as_read[cell]), cell
    document.close()
