"""From a scan of the signed sheet back to a report, in the window."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from core.services.signoff import sheet_pdf, standing_of
from core.values import Number
from tests.gui.driver import Program


def test_a_scanned_sheet_becomes_a_report_of_its_own(report: Program, tmp_path: Path) -> None:
    report.given({"t3.new.natural": "68", "t2.penalty.decided": "1234567"})
    session = report.desk.session
    first, data = session.id, sheet_pdf(session.form, session.evaluation, standing_of(session))
    with pypdfium2.PdfDocument(data) as opened:
        opened[0].render(scale=200 / 72).to_pil().convert("L").rotate(2, fillcolor=255).save(tmp_path / "扫描.jpg")
    report.home()
    report.person.files.append(tmp_path / "扫描.jpg")
    shelf = report.control.shelf
    assert shelf is not None
    shelf.take_from_sheet()
    report.until(lambda: bool(report.person.told))
    assert "文字部分不在二维码里" in report.person.told[0]
    assert report.desk.session.id != first
    assert report.answer("t3.new.natural") == Number(68)
    assert report.answer("t2.penalty.decided") == Number(1234567)
    assert report.answer("t3.new.business") is None


def test_a_picture_without_a_code_is_refused_calmly(report: Program, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"no picture")
    report.home()
    report.person.files.append(tmp_path / "x.png")
    shelf = report.control.shelf
    assert shelf is not None
    shelf.take_from_sheet()
    report.until(lambda: bool(report.person.told))
    assert "不是能打开的图片" in report.person.told[0]
    assert report.control.desk is None
