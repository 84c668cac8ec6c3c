"""PDFs of plain producers: with all rules, with level ones only, with none; broken over pages, turned, numbered."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from core import paths
from core.form.model import Form
from tests.core.variants.tables import Boxes, all_tables, relabelled
from tests.core.variants.truth import Truth

SIZE, LEAD, EDGE = 10.5, 22.0, 70.0
WIDTHS = {"s2": [3, 2, 2, 2], "s3": [1.0, 1.6, 4.6, *[1.25] * 7], "s4": [1] * 15}
RULES = ("all", "level", "none")


def font() -> str:
    name = "Variants"
    if name not in pdfmetrics.getRegisteredFontNames():
        found = sorted((paths.resources() / "fonts").rglob("*.ttf"))
        song = next((p for p in found if "song" in p.stem.lower() or "serif" in p.stem.lower()), found[0])
        pdfmetrics.registerFont(TTFont(name, str(Path(song))))
    return name


class Paper:
    def __init__(self, form: Form, truth: Truth, seed: int, labels: str) -> None:
        self.draw = random.Random(seed)
        self.rules = self.draw.choice(RULES)
        self.numbered = self.draw.choice(("- {} -", "{}", "第 {} 页", "— {} —", ""))
        self.wide = self.draw.random() < 0.25
        self.face = font()
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, invariant=True)
        self.size = A4
        self.number = 1
        self.y = self.size[1] - EDGE
        self.form, self.truth, self.labels = form, truth, labels

    def turn(self, size: tuple[float, float] | None = None) -> None:
        if self.numbered:
            self.canvas.setFont(self.face, 9)
            self.canvas.drawCentredString(self.size[0] / 2, 36, self.numbered.format(self.number))
        self.canvas.showPage()
        self.number += 1
        self.size = size or self.size
        self.canvas.setPageSize(self.size)
        self.y = self.size[1] - EDGE

    def line(self, text: str, x: float, size: float = 12, *, centred: bool = False) -> None:
        if self.y < EDGE:
            self.turn()
        self.canvas.setFont(self.face, size)
        self.canvas.drawString((self.size[0] - len(text) * size) / 2 if centred else x, self.y, text)
        self.y -= LEAD

    def prose(self, text: str) -> None:
        """Paragraphs indented by two, broken at the edge; ASCII counts as half."""
        most = self.size[0] - 2 * EDGE
        for paragraph in text.split("\n"):
            line, width, x = "", 0.0, EDGE + 24
            for char in paragraph:
                step = 12 * (pdfmetrics.stringWidth(char, self.face, 12) / 12)
                if width + step > most - (x - EDGE) and char not in "，。、；：？！”）》":
                    self.line(line, x)
                    line, width, x = "", 0.0, EDGE
                line, width = line + char, width + step
            self.line(line, x)

    def table(self, name: str, cells: Boxes) -> None:
        units = WIDTHS[name]
        scale = (self.size[0] - 2 * EDGE) / sum(units)
        xs = [EDGE]
        for unit in units:
            xs.append(xs[-1] + unit * scale)
        heights = list(self.heights(cells, xs))
        top = 0
        while top < len(heights):
            end, used = top, 0.0
            while end < len(heights) and used + heights[end] <= self.y - EDGE:
                used += heights[end]
                end += 1
            if end == top:
                self.turn()
                continue
            self.band(cells, xs, heights, top, end)
            self.y -= used
            top = end
            if top < len(heights):
                self.turn()
        self.y -= LEAD

    def fits(self, width: float) -> int:
        return max(1, int((width - 4) / SIZE))

    def heights(self, cells: Boxes, xs: list[float]) -> Iterator[float]:
        for row in range(max(c.row + c.rows for c in cells)):
            lines = [
                -(-len(c.text) // self.fits(xs[c.col + c.cols] - xs[c.col]))
                for c in cells
                if c.row == row and c.rows == 1
            ]
            yield max([1, *lines]) * (SIZE + 3) + 6

    def band(self, cells: Boxes, xs: list[float], heights: list[float], top: int, end: int) -> None:
        ys = [self.y]
        for height in heights[top:end]:
            ys.append(ys[-1] - height)
        for c in cells:
            first, last = max(c.row, top), min(c.row + c.rows, end)
            if first >= last:
                continue
            left, right, high, low = xs[c.col], xs[c.col + c.cols], ys[first - top], ys[last - top]
            if self.rules == "all":
                self.canvas.rect(left, low, right - left, high - low)
            elif self.rules == "level":
                self.canvas.line(left, low, right, low)
            if c.row >= top:
                self.words(c.text, left, right, high, low, entry=c.cell is not None)

    def words(self, text: str, left: float, right: float, high: float, low: float, *, entry: bool) -> None:
        step = self.fits(right - left)
        lines = [text] if entry else [text[i : i + step] for i in range(0, len(text), step)]
        y = (high + low) / 2 + (len(lines) - 1) * (SIZE + 3) / 2 - SIZE * 0.35
        self.canvas.setFont(self.face, SIZE)
        for line in lines:
            self.canvas.drawString((left + right - pdfmetrics.stringWidth(line, self.face, SIZE)) / 2, y, line)
            y -= SIZE + 3

    def whole(self) -> bytes:
        self.line(f"{self.truth.unit}{self.truth.year}年", 0, 20, centred=True)
        self.line("政府信息公开工作年度报告", 0, 20, centred=True)
        self.prose(self.form.intro.format(unit_name=self.truth.unit, year=self.truth.year))
        tables = all_tables(self.form, self.truth)
        for section in self.form.sections:
            if not section.ordinal:
                continue
            turned = self.wide and section.id == "s3"
            if turned:
                self.turn(landscape(A4))
            self.line(section.heading, EDGE + 24)
            if section.table:
                self.table(section.id, relabelled(tables[section.id], self.labels, self.truth, self.draw))
            else:
                self.prose(self.truth.texts[section.cells[0]])
            if turned:
                self.turn(A4)
        self.turn()
        self.canvas.save()
        return self.out.getvalue()


def pdf(form: Form, truth: Truth, seed: int, labels: str = "plain") -> tuple[bytes, str]:
    """(the file, which of the choices made it)."""
    paper = Paper(form, truth, seed, labels)
    return paper.whole(), f"rules {paper.rules}, number {paper.numbered or 'none'}{', turned' if paper.wide else ''}"
