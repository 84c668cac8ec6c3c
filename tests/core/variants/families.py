"""Every family of made-up reports: a name, how many, and the bytes of each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from core.form.model import Form
from tests.core.variants import offices, paged, plainly, web
from tests.core.variants.tables import LABELS
from tests.core.variants.truth import HABITS, Truth, habits, truth


@dataclass(frozen=True)
class Made:
    """A report as a file. `said`: the figures that show in it; `choices`: what made it, to find it again."""

    family: str
    name: str
    data: bytes
    truth: Truth
    choices: str

    @property
    def said(self) -> dict[str, str]:
        return self.truth.seen


def made(form: Form, family: str, seed: int) -> Made:
    """The report number `seed` of a family: html, md, txt, pdf, docx, xlsx."""
    draw = random.Random(f"{family} {seed}")
    habit, labels = draw.choice(HABITS), draw.choice(LABELS)
    labels = (
        "short" if family == "pdf" and labels == "traditional" else labels
    )  # the fonts shipped have no such characters
    it = habits(truth(form, seed), habit, draw)
    data, choices = _written(form, family, it, seed, labels, draw)
    if ", hybrid" in choices:
        gone = ("t3.misc.not_corrected", "t3.misc.unpaid")
        it = Truth(it.unit, it.year, {c: "" if c.startswith(gone) else t for c, t in it.cells.items()}, it.texts)
    return Made(family, f"{family}-{seed}.{family}", data, it, f"{choices}; {habit}; {labels}")


def _written(form: Form, family: str, it: Truth, seed: int, labels: str, draw: random.Random) -> tuple[bytes, str]:
    match family:
        case "html":
            text, choices = web.html(form, it, seed, labels)
            if draw.random() < 0.2:
                return text.replace("utf-8", "gbk").encode("gb18030"), choices + ", gb18030"
            return text.encode(), choices
        case "md" | "txt":
            lay = draw.choice([name for name in plainly.LAYS if name.startswith(family)])
            return plainly.plainly(form, it, lay, seed, labels).encode(), lay
        case "pdf":
            return paged.pdf(form, it, seed, labels)
        case "docx":
            return offices.docx(form, it, seed, labels), "docx"
    return offices.xlsx(form, it, seed, labels), "openpyxl"


FAMILIES = ("html", "md", "txt", "pdf", "docx", "xlsx")


def some(form: Form, family: str, count: int, first: int = 0) -> Iterator[Made]:
    return (made(form, family, seed) for seed in range(first, first + count))
