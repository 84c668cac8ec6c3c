"""Files and clipboards from elsewhere: read, to be looked at beside their source, and brought in.

Nothing here changes a report that is there; `core.services.proposal` says what would change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from core import paths
from core.readers import Reading
from core.readers.lines import Box, slots
from core.readers.reading import Place
from core.report import Edit, Explain, apply
from core.services import checking, reading
from core.services.doubts import Answers
from core.services.library import Library
from core.services.proposal import Proposal, result
from core.services.reading import Source

SAMPLE: Final = "yunting-2025.txt"
CLIPBOARD: Final = "剪贴板"
SUFFIXES: Final = (
    ".json", ".docx", ".doc", ".wps", ".rtf", ".html", ".htm", ".mht", ".mhtml", ".pdf", ".xlsx", ".xls", ".et",
    ".txt", ".md",
)  # fmt: skip
_KINDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    ".json": ("package", "上报文件"), ".docx": ("docx", "Word 文件"), ".doc": ("docx", "Word 文件"),
    ".wps": ("docx", "WPS 文件"), ".rtf": ("docx", "Word 文件"), ".html": ("html", "网页"), ".htm": ("html", "网页"),
    ".mht": ("html", "网页"), ".mhtml": ("html", "网页"), ".et": ("xlsx", "WPS 表格"),
    ".pdf": ("pdf", "PDF 文件"), ".xlsx": ("xlsx", "Excel 文件"), ".xls": ("xlsx", "Excel 文件"),
    ".txt": ("text", "文本"), ".md": ("text", "文本"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pages:
    """A PDF to look at: how many pages, and for each row of the source where its cells lie on them."""

    count: int
    rows: tuple[tuple[Box, ...], ...]

    def boxes(self, place: Place) -> tuple[Box, ...]:
        """Where a place lies: a cell, or a line as a whole."""
        row, slot = place
        return self.rows[row][slot : slot + 1] if 0 <= slot < len(self.rows[row]) else self.rows[row]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file read, with its source laid out in rows of slots: `places` says where each cell was found, `pages` where
    the slots lie on the pages of a PDF."""

    source: Source
    rows: tuple[tuple[str, ...], ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    pages: Pages | None = None

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def reading(self) -> Reading:
        return self.source.reading

    @property
    def kind(self) -> str:
        """What it is, in words: ``PDF 文件 · 5 页 · 2021 年格式``."""
        words = [_KINDS.get(Path(self.name).suffix.lower(), ("", "文件" if "." in self.name else "粘贴的内容"))[1]]
        words += [f"{self.pages.count} 页"] if self.pages and self.pages.count else []
        return " · ".join((*words, f"{self.reading.form.id.rpartition('/')[2]} 年格式"))

    @property
    def origin(self) -> str:
        return _KINDS.get(Path(self.name).suffix.lower(), ("text", ""))[0]


def read(path: Path) -> Brought:
    """The file at `path`. Raises `InputError` where it cannot be read or its fingerprint does not fit,
    `EnvironmentTrouble` where the disk refuses."""
    return _laid_out(checking.load_source(path))


def read_pasted(html: str, text: str) -> Brought:
    """What was copied elsewhere: the table of a web page or of Word if there is one, else the text. Raises
    `InputError` where it is no part of a report."""
    data = (html if "<table" in html.lower() else text).encode()
    return _laid_out(reading.read_source(data, CLIPBOARD, checking.forms()))


def _laid_out(source: Source) -> Brought:
    if source.reading.trouble:
        raise source.reading.trouble
    told, form = source.reading, source.reading.form
    lines = [line for line in source.lines.lines if not line.empty]
    if lines:
        at = {line.number: i for i, line in enumerate(lines)}
        found = {cell: (at[line], slot) for cell, (line, slot) in told.places.items() if line in at}
        count = source.lines.pages
        pages = Pages(count, tuple(line.boxes for line in lines)) if count else None
        return Brought(source, tuple(map(slots, lines)), found, pages)
    # a package: what it says, cell by cell
    rows = tuple((form.cells[cell].name, text) for cell, text in told.as_read.items())
    return Brought(source, rows, {cell: (i, 1) for i, cell in enumerate(told.as_read)})


def keep(library: Library, it: Brought, proposal: Proposal, taken: Answers) -> int:
    """What was taken as a report of its own; the id of that. The explanations of a package and last year's figures
    that it was checked against come with it."""
    report = result(proposal, taken)
    told = it.reading.explanations
    if told:
        report = apply(report, Edit("", tuple(Explain(rule, None, one) for rule, one in told.items())))
    number = library.add(proposal.form, report, f"导入“{it.name}”", it.origin)
    if it.reading.prior is not None:
        session = library.session(number)
        if session.last_year is None:
            session.attach(it.reading.prior)
    return number


def sample(library: Library) -> int:
    """The built-in sample of an invented unit as a report of its own."""
    it = checking.load(paths.resources() / "samples" / SAMPLE)
    return library.add(it.form, checking.report_of(it), "打开示例", "sample")
