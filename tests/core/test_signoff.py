"""The sign-off sheet on paper, and the figures taken back from a scan of it."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageFilter

from core.check import Evaluation, evaluate
from core.cli import main
from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.report import Explanation, Report
from core.report.package import on_paper, package
from core.services import paper
from core.services.checking import judge, load
from core.services.facts import as_new
from core.services.restore import restored
from core.services.session import Session
from core.services.signoff import Standing, key_cells, sheet, standing_of
from core.values import Answer, Number, Text
from tests.core.desk import Clock, Remembering, filled
from tests.core.paper import evaluated, page_texts, without_space

DIGEST = "0123456789abcdef" * 4


def scan(data: bytes, dpi: int = 200) -> Image.Image:
    with pypdfium2.PdfDocument(data) as opened:
        return opened[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")


@pytest.fixture(scope="module")
def evaluation(shipped: Form) -> Evaluation:
    return evaluated(shipped, figures=(0, 0, 3, 12, 4105), people__prepared=Answer(Text("张敏")))


@pytest.fixture(scope="module")
def printed(shipped: Form, evaluation: Evaluation) -> bytes:
    return paper.pdf(sheet(shipped, evaluation, Standing(DIGEST, final=True, revision=2, correction=True)))


def kept(path: Path, picture: Image.Image, **how: object) -> Path:
    picture.save(path, **how)
    return path


def test_the_sheet_is_one_page_with_what_is_signed(printed: bytes, shipped: Form, evaluation: Evaluation) -> None:
    (text,) = map(without_space, page_texts(printed))
    for said in ("审签单", "更正第2稿", without_space(on_paper(DIGEST)), "填报人（签字）：张敏", "盖章", "年月日"):
        assert said in text
    for cell in key_cells(shipped):
        assert without_space(cell.name) in text


def test_what_fits_no_code_is_refused_with_a_sentence(shipped: Form) -> None:
    noise = random.Random(1)
    name = "".join(chr(noise.randrange(0x4E00, 0x9FA5)) for _ in range(5000))
    pasted = evaluated(shipped, figures=(1,), unit__name=Answer(Text(name)))
    with pytest.raises(InputError, match="一个二维码放不下"):
        paper.pdf(sheet(shipped, pasted, Standing(DIGEST, final=False)))


def test_key_figures_are_few(shipped: Form, toy: Form) -> None:
    assert 10 <= len(key_cells(shipped)) <= 20
    assert key_cells(toy)


@pytest.mark.parametrize(
    ("at", "printed"),
    [("2032-01-04T14:03:12+08:00", "2032年1月4日"), ("2032-11-14", "2032年11月14日"), ("去年底", "去年底"), ("", "")],
)
def test_explanations_follow_as_an_annex(shipped: Form, evaluation: Evaluation, at: str, printed: str) -> None:
    """With a date as official paper writes it; a package from elsewhere may hold any words."""
    finding = next(f for f in evaluation.findings if f.level == "Q")
    why = Explanation(finding.key, {}, (), "经核对，\n数字无误。", "李工", at)
    explained = replace(evaluation, findings=(replace(finding, explained=why),))
    text = without_space("".join(page_texts(paper.pdf(sheet(shipped, explained, Standing(DIGEST, final=True))))))
    for said in ("核实说明", finding.title, "数字无误。", f"（{'，'.join(filter(None, ('李工', printed)))}）"):
        assert without_space(said) in text


def test_a_draft_prints_no_fingerprint(shipped: Form, evaluation: Evaluation) -> None:
    it = sheet(shipped, evaluation, Standing(DIGEST, final=False))
    assert it.draft
    assert "未定稿" in "".join(page_texts(paper.pdf(it)))


DEGRADE: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it is": lambda p: p,
    "askew": lambda p: p.rotate(3.5, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC),
    "upside down": lambda p: p.rotate(180),
    "sideways": lambda p: p.rotate(90, expand=True),
    "mirrored": lambda p: p.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
    "blurred": lambda p: p.filter(ImageFilter.GaussianBlur(1.5)),
    "noisy": lambda p: noisy(p, 0.04),
    "pale": lambda p: p.point(lambda v: 90 + v * 120 // 255),
    "small": lambda p: p.resize((p.width * 3 // 4, p.height * 3 // 4)),
    "huge": lambda p: p.resize((p.width * 3, p.height * 3)),
}


def noisy(picture: Image.Image, share: float) -> Image.Image:
    draw = random.Random(1)
    pixels = bytearray(picture.tobytes())
    for at in draw.sample(range(len(pixels)), int(len(pixels) * share)):
        pixels[at] = draw.choice((0, 255))
    return Image.frombytes("L", picture.size, bytes(pixels))


def stained(picture: Image.Image) -> Image.Image:
    """A pen stroke over the lower right of the code."""
    marked = picture.copy()
    box = (int(picture.width * 0.52), int(picture.height * 0.80), int(picture.width * 0.56), int(picture.height * 0.81))
    marked.paste(0, box)
    return marked


DEGRADE["stained"] = stained


@pytest.mark.parametrize("how", DEGRADE)
def test_a_scan_gives_every_figure_back(
    shipped: Form, evaluation: Evaluation, printed: bytes, tmp_path: Path, how: str
) -> None:
    picture = DEGRADE[how](scan(printed))
    it = restored(kept(tmp_path / "scan.jpg", picture, quality=60), (shipped,))
    assert (it.unit, it.year, it.mark) == ("云岭区自然资源局", 2031, DIGEST[:16])
    figures = {k: v for k, v in evaluation.values.items() if shipped.cells[k].row}
    again = evaluate(shipped, it.report).values
    assert {k: v for k, v in again.items() if shipped.cells[k].row} == figures


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("figure", [12, 999_999_999])
def test_a_bad_copy_of_a_copy_gives_every_figure_back(shipped: Form, tmp_path: Path, figure: int, dpi: int) -> None:
    """Copied askew, pale and a little out of focus, scanned coarsely and packed hard."""
    evaluation = evaluated(shipped, figures=(0, figure))
    page = scan(paper.pdf(sheet(shipped, evaluation, Standing(DIGEST, final=True))), dpi)
    copied = DEGRADE["pale"](DEGRADE["askew"](page).filter(ImageFilter.GaussianBlur(dpi / 200)))
    it = restored(kept(tmp_path / "copy.jpg", noisy(copied, 0.004), quality=45), (shipped,))
    assert all(
        it.report.value(cell.id) == evaluation.values[cell.id]
        for cell in shipped.cells.values()
        if cell.row and not cell.total
    )


@pytest.mark.parametrize("figure", [0, 7, 999_999_999])
def test_a_pdf_page_gives_every_figure_back(shipped: Form, tmp_path: Path, figure: int) -> None:
    evaluation = evaluated(shipped, figures=(figure,))
    path = tmp_path / "sheet.pdf"
    path.write_bytes(paper.pdf(sheet(shipped, evaluation, Standing(DIGEST, final=True)), archival=True))
    report = restored(path, (shipped,)).report
    assert all(
        report.value(cell.id) == evaluation.values[cell.id]
        for cell in shipped.cells.values()
        if cell.row and not cell.total
    )


def test_blanks_stay_blank_and_stated_totals_are_not_invented(shipped: Form, tmp_path: Path) -> None:
    evaluation = evaluate(shipped, Report())
    path = tmp_path / "sheet.pdf"
    path.write_bytes(paper.pdf(sheet(shipped, evaluation, Standing(DIGEST, final=False))))
    assert restored(path, (shipped,)).report.answers == {}


def test_the_command_writes_a_package_that_reads(printed: bytes, tmp_path: Path, evaluation: Evaluation) -> None:
    source, target = kept(tmp_path / "scan.png", scan(printed, 150)), tmp_path / "out.json"
    assert main(["restore", str(source), str(target)]) == 0
    back = judge(load(target))
    assert back.evaluation.values[next(iter(back.reading.as_read))] is not None
    assert len(back.reading.as_read) == 200
    assert isinstance(back.report.value(back.form.role("year")), Number)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", b"nothing", "不是能打开的图片"),
        ("a.pdf", b"%PDF-1.7 nothing", "打不开"),
        ("a.png", b"", "不是能打开的图片"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=said):
        restored(tmp_path / name)


def test_a_picture_without_a_code_and_with_somebody_elses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有认出"):
        restored(kept(tmp_path / "blank.png", Image.new("L", (400, 400), 255)))
    import segno

    out = io.BytesIO()
    segno.make("https://example.cn").save(out, kind="png", scale=8)
    (tmp_path / "other.png").write_bytes(out.getvalue())
    with pytest.raises(InputError, match="没有认出"):
        restored(tmp_path / "other.png")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentTrouble, match="不存在"):
        restored(tmp_path / "none.png")


def test_the_sheet_and_its_package_bear_one_fingerprint(shipped: Form, evaluation: Evaluation, tmp_path: Path) -> None:
    digest = package(shipped, evaluation.report, evaluation.values)["fingerprint"]
    path = tmp_path / "sheet.pdf"
    path.write_bytes(paper.pdf(sheet(shipped, evaluation, Standing(digest, final=True))))
    assert restored(path, (shipped,)).mark == digest[:16]


def test_a_report_on_the_desk_stands_as_a_draft_as_bound_and_as_a_correction(toy: Form, clock: Clock) -> None:
    new, _ = as_new(toy, Report(), "新建", "张敏", clock().isoformat())
    session = Session(toy, new, Remembering(), who="张敏", clock=clock)
    filled(session)
    for cell, text in (("u.name", "园"), ("u.kind", "甲类"), ("y", "2025"), ("w.text", "本园2025年有猫和狗，很好。")):
        session.enter(cell, text)
    draft = standing_of(session)
    assert (draft.final, draft.revision, draft.correction) == (False, 1, False)
    assert draft.digest == package(toy, session.report, session.evaluation.values)["fingerprint"]
    for finding in session.review().findings:
        if finding.level == "Q":
            session.explain(finding.key, "经核对无误。")
    session.finalise()
    assert session.filing is not None
    assert standing_of(session) == Standing(session.filing.fingerprint, final=True)
    session.mark_sent()
    session.reopen("改一处。")
    again = standing_of(session)
    assert (again.final, again.revision, again.correction) == (False, 2, True)
