"""What converters, editors and sites leave around the figures is no part of them; columns are told by their heads."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape

import pytest

from core.errors import InputError
from core.form import edition
from core.readers import Reading, read
from core.readers.lines import paragraphs, split
from core.readers.markup import numbers_shown, unmarked
from tests.core.conftest import SHIPPED
from tests.core.variants.plainly import pipes, plainly, repeated, with_gaps
from tests.core.variants.tables import Boxes, Cell, all_tables, rows_of
from tests.core.variants.truth import Truth, truth

FORM = edition(SHIPPED)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def whole(made: Truth, table: Callable[[Boxes], str], heading: str = "{}\n\n", *, page: bool = False) -> bytes:
    parts = [f"{made.unit}{made.year}年政府信息公开工作年度报告\n\n"]
    for section in FORM.sections:
        if section.ordinal:
            parts.append(heading.format(section.heading))
            text = made.texts.get(section.cells[0], "")
            parts.append(table(all_tables(FORM, made)[section.id]) if section.table else text + "\n\n")
            parts.append("\n\n")
    return "".join(f"<p>{it}</p>" if page and "<" not in it else it for it in parts).encode()


def html(table: Boxes, inside: Callable[[Cell], str]) -> str:
    rows = ("".join(f"<td rowspan={c.rows} colspan={c.cols}>{inside(c)}</td>" for c in row) for row in rows_of(table))
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def good(found: Reading, made: Truth) -> bool:
    return dict(found.as_read) == made.seen and not found.doubtful


MARKS: dict[str, Callable[[str], str]] = {
    "bold": lambda it: f"**{it}**",
    "slanted": lambda it: f"*{it}*",
    "typed": lambda it: f"`{it}`",
    "tagged": lambda it: f"<b>{it}</b>",
    "formula": lambda it: f"${it}$",
    "formula in brackets": lambda it: f"\\({it}\\)",
    "escaped": lambda it: re.sub(r"([.\-()])", r"\\\1", it),
    "line end behind": lambda it: f"{it}<br>",
    "by its number": lambda it: f"{it}&nbsp;&#8203;",
    "note at the end": lambda it: f"{it}[^1]",
    "no width": lambda it: "\u200b".join((*it, "")),
    "raised note": lambda it: f"{it}<sup>1</sup>",
    "struck out": lambda it: f"~~7~~{it}",
}


@pytest.mark.parametrize("name", MARKS)
@pytest.mark.parametrize("rows", [with_gaps, repeated])
def test_marks_of_markdown_are_no_part_of_figures(name: str, rows: Callable[[Boxes], list[list[str]]]) -> None:
    mark = MARKS[name]
    for seed in range(4):
        made = truth(FORM, seed)
        marked = {c: mark(t) for c, t in made.cells.items()}
        found = read(whole(replace(made, cells=marked), lambda t: pipes(rows(t))), "x.md", [FORM])
        assert good(found, made)


def test_a_note_at_the_end_of_a_markdown_text_is_set_aside_and_told() -> None:
    made = truth(FORM, 5)
    data = whole(made, lambda t: pipes(with_gaps(t))) + "\n\n[^1]: 含乡镇。\n".encode()
    found = read(data, "x.md", [FORM])
    assert dict(found.texts) == dict(made.texts)
    assert found.source is not None
    assert any(it.startswith("[^1]:") for it in found.source.residue)


def test_a_bar_by_its_number_parts_no_cells() -> None:
    assert split("| a&#124;b | 1 |").lines[0].cells == ("a&#124;b", "1")


def test_a_number_that_begins_with_a_nought_is_in_doubt() -> None:
    made = truth(FORM, 1)
    cells = made.cells | {"t2.normative.issued": "00", "t2.normative.valid": "012"}
    found = read(whole(replace(made, cells=cells), lambda t: pipes(with_gaps(t))), "x.md", [FORM])
    assert {"t2.normative.issued", "t2.normative.valid"} <= found.doubtful


def test_labels_broken_by_tags_are_labels() -> None:
    made = truth(FORM, 3)
    text = whole(
        made,
        lambda t: pipes(
            [["<br>".join((c[:3], c[3:])) if len(c) > 5 and c[0] > "9" else c for c in r] for r in with_gaps(t)]
        ),
    )
    assert good(read(text, "x.md", [FORM]), made)


def test_a_table_program_s_words_for_nothing_are_blanks() -> None:
    made = truth(FORM, 5)
    cells = {
        c: "NaN" if t == "0" and c.startswith("t3") and not c.endswith("total") else f"{t}.0"
        for c, t in made.cells.items()
    }
    cells["t2.fee.amount"] = made.cells["t2.fee.amount"]
    found = read(whole(replace(made, cells=cells), lambda t: pipes(with_gaps(t))), "x.md", [FORM])
    assert dict(found.as_read) == {c: made.cells[c] for c, t in cells.items() if t != "NaN"}


def test_tables_drawn_with_box_characters_are_tables() -> None:
    made = truth(FORM, 7)
    drawn = whole(made, lambda t: "\n├──┼──┤\n".join("│" + "│".join(r) + "│" for r in with_gaps(t)))
    assert good(read(drawn, "x.txt", [FORM]), made)


INSIDE: dict[str, Callable[[Cell], str]] = {
    "raised note": lambda c: escape(c.text) + ("<sup>[1]</sup>" if c.cell else ""),
    "struck out": lambda c: ("<s>9</s><del>8</del>" if c.cell else "") + escape(c.text),
    "no size": lambda c: escape(c.text) + ('<span style="font-size:0">3</span>' if c.cell else ""),
    "field": lambda c: f'<input type="text" value="{c.text}">' if c.cell else escape(c.text),
    "soft hyphen": lambda c: "&shy;".join(c.text) + "&#8203;",
}


@pytest.mark.parametrize("name", INSIDE)
def test_a_cell_of_a_web_page_is_what_it_shows(name: str) -> None:
    for seed in range(4):
        made = truth(FORM, seed)
        page = b"<html><body>" + whole(made, lambda t: html(t, INSIDE[name]), "<p>{}</p>", page=True)
        assert good(read(page, "x.html", [FORM]), made)


def requests(table: Boxes, change: Callable[[Boxes], Boxes]) -> Boxes:
    return change(table) if any(c.cell and c.cell.startswith("t3.") for c in table) else table


def swapped(table: Boxes) -> Boxes:
    return tuple(replace(c, col={4: 5, 5: 4}[c.col]) if c.col in (4, 5) and c.cols == 1 else c for c in table)


def compared(table: Boxes) -> Boxes:
    """With last year's total behind this year's."""
    rows = sorted({c.row for c in table if c.cell})
    more = (Cell(r, 10, 1, 1, str(r)) for r in rows)
    return (*table, Cell(0, 10, rows[0], 1, "上年总计"), *more)


@pytest.mark.parametrize("change", [swapped, compared])
def test_columns_are_told_by_the_heads_above_them(change: Callable[[Boxes], Boxes]) -> None:
    for seed in range(6):
        made = truth(FORM, seed)
        text = whole(made, lambda t: html(requests(t, change), lambda c: escape(c.text)), "<p>{}</p>", page=True)
        assert good(read(b"<html><body>" + text, "x.html", [FORM]), made)


def test_rows_that_a_page_does_not_show_are_not_there() -> None:
    made = truth(FORM, 4)

    def table(cells: Boxes) -> str:
        hidden = f'<tr style="display:none">{"<td>7</td>" * 10}</tr>'
        return html(cells, lambda c: escape(c.text)).replace("</tr>", "</tr>" + hidden)

    page = b"<html><body>" + whole(made, table, "<p>{}</p>", page=True)
    assert good(read(page, "x.html", [FORM]), made)


def test_heads_that_a_broken_row_pushed_aside_move_no_figure() -> None:
    made = truth(FORM, 6)

    def table(cells: Boxes) -> str:
        rows = html(cells, lambda c: escape(c.text)).split("</tr>")
        return f"</tr><tr>{'<td>8</td>' * 10}</tr>".join(("</tr>".join(rows[:2]), "</tr>".join(rows[2:])))

    found = read(b"<html><body>" + whole(made, table, "<p>{}</p>", page=True), "x.html", [FORM])
    wrong = {c for c, text in found.as_read.items() if text != made.cells[c]}
    assert wrong <= found.doubtful


def test_two_figures_in_one_cell_are_in_doubt() -> None:
    made = truth(FORM, 1)
    cells = made.cells | {"t2.normative.issued": "0 2", "t3.denied.secret.other": "0 4"}
    found = read(whole(replace(made, cells=cells), lambda t: pipes(with_gaps(t))), "x.md", [FORM])
    assert {"t2.normative.issued", "t3.denied.secret.other"} <= found.doubtful


@pytest.mark.parametrize("between", ["", "第二十条第（八）项<br>信息内容<br>"])
def test_a_figure_beside_the_labels_of_two_rows_is_in_doubt_however_short_they_are(between: str) -> None:
    made = truth(FORM, 1)

    def table(cells: Boxes) -> str:
        both = f"<td rowspan=2>行政处罚<br>{between}行政强制</td>"
        rows = re.sub("<td[^>]*>行政处罚</td>", both, html(cells, lambda c: escape(c.text)))
        return re.sub("<td[^>]*>行政强制</td>", "", rows)

    found = read(b"<html><body>" + whole(made, table, "<p>{}</p>", page=True), "x.html", [FORM])
    read_there = {cell for cell in ("t2.penalty.decided", "t2.coercion.decided") if cell in found.as_read}
    assert read_there <= found.doubtful


def test_a_short_row_is_not_filled_up_with_blanks_of_the_next_one() -> None:
    made = truth(FORM, 1)
    zeros = {c: "0" for c in made.cells if c.startswith("t3.")}

    def table(cells: Boxes) -> str:
        rows = with_gaps(cells)
        return pipes([row[:-1] if "1.属于国家秘密" in row else row for row in rows])

    found = read(whole(replace(made, cells=made.cells | zeros), table), "x.md", [FORM])
    assert not any(c.startswith("t3.denied.secret.") for c in found.as_read.keys() - found.doubtful)


@pytest.mark.parametrize("mark", ["<w:vanish/>", "<w:strike/>", '<w:vertAlign w:val="superscript"/>'])
def test_runs_of_a_word_file_that_are_no_figure_are_left_out(mark: str) -> None:
    made = truth(FORM, 2)

    def paragraph(text: str, more: str = "") -> str:
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r>{more}</w:p>"

    def table(cells: Boxes) -> str:
        extra = f"<w:r><w:rPr>{mark}</w:rPr><w:t>1</w:t></w:r>"
        rows = (
            "".join(
                f'<w:tc><w:tcPr><w:gridSpan w:val="{c.cols}"/></w:tcPr>{paragraph(c.text, extra if c.cell else "")}</w:tc>'
                for c in row
            )
            for row in rows_of(cells)
        )
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"

    body = paragraph(f"{made.unit}{made.year}年政府信息公开工作年度报告")
    for section in FORM.sections:
        if section.ordinal:
            body += paragraph(section.heading)
            body += (
                table(all_tables(FORM, made)[section.id]) if section.table else paragraph(made.texts[section.cells[0]])
            )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    assert dict(read(out.getvalue(), "x.docx", [FORM]).as_read) == made.seen


def test_short_lines_with_empty_ones_between_are_paragraphs() -> None:
    assert paragraphs(split("甲\n\n" * 8).lines)[0] == ["甲"] * 8


@pytest.mark.parametrize("lay", ["md gaps", "md html", "txt tabs", "txt cell a line", "txt spaced"])
def test_mutated_texts_are_refused_or_read_and_never_crash(lay: str) -> None:
    draw, said = random.Random(lay), set[str]()
    data = plainly(FORM, truth(FORM, 1), lay, 1).encode()
    for _ in range(100):
        spoiled = bytearray(data)
        for _ in range(draw.randint(1, 30)):
            spoiled[draw.randrange(len(spoiled))] = draw.randrange(256)
        end = draw.randint(len(spoiled) // 2, len(spoiled))
        try:
            said.add(read(bytes(spoiled[:end]), f"x.{lay[:3].strip()}", [FORM]).form.id)
        except InputError as error:
            said.add(error.message)
    assert all(it == FORM.id or it.endswith("。") for it in said)


ENDLESS = ("**a ", "__a ", "**a__b ", "\\(a", "$a\\ ", "<del>a ", "<del ", "~~a ", "| NaN ")


@pytest.mark.parametrize("piece", ENDLESS)
def test_a_line_of_marks_that_nothing_closes_is_read_in_time(piece: str) -> None:
    """Each mark that looked for its end as far as the line goes would take hours here."""
    line = piece * 50_000
    assert len(unmarked(line)) <= len(line)


@pytest.mark.parametrize("line", ["$ {}\\", "< {}", "<b {}", "| {}1.0"])
def test_a_line_of_blanks_among_marks_is_read_in_time(line: str) -> None:
    text = line.format(" " * 200_000)
    assert len(numbers_shown(unmarked(text))) <= len(text)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("**12**", "12"), ("__合计__ 7", "合计 7"), ("**a b** c **d**", "a b c d"), ("| **a** | **7** |", "| a | 7 |"),
        ("| **a | b** |", "| **a | b** |"), ("2 ** 3", "2 ** 3"), ("**没有完", "**没有完"), ("****", "****"),
    ],
)  # fmt: skip
def test_marks_of_bold_type_are_taken_off_in_pairs_within_a_cell(line: str, said: str) -> None:
    assert unmarked(line) == said


@pytest.mark.parametrize("page", ["-\u00a04\u00a0-", "— 4 —", "第 4 页 共 9 页"])
def test_a_page_number_between_the_figures_of_a_page_without_tables_is_none_of_them(page: str) -> None:
    made = truth(FORM, 3)
    count = [0]

    def table(cells: Boxes) -> str:
        texts = []
        for row in rows_of(cells):
            texts += [f"<p>{escape(c.text)}</p>" for c in row]
            count[0] += 1
            texts += [f"<p>{page}</p>"] if count[0] % 5 == 0 else []
        return "".join(texts)

    numbered = b"<html><body>" + whole(made, table, "<p>{}</p>", page=True)
    found, bare = (
        read(data, "x.html", [FORM]) for data in (numbered, numbered.replace(f"<p>{page}</p>".encode(), b""))
    )
    assert found.as_read == bare.as_read
    assert sum(found.as_read.get(cell) == text for cell, text in made.cells.items() if text) > 150
