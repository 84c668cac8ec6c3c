"""Files as the window writes them: chosen faces and kinds, the copy for publication, giving up, never overwriting."""

from __future__ import annotations

import io
from pathlib import Path
from threading import Event

import pikepdf
import pypdfium2
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from core.report import Edit, Put
from core.report.package import on_paper
from core.services.export import PLAIN, Options
from core.services.progress import Watch
from core.values import typed
from gui import ask
from gui.app import settings
from gui.outputchoices import chosen_output, keep_output
from gui.outputdialog import OutputDialog
from tests.gui.driver import CONTROL, Key, Program, log_open
from tests.gui.test_output_page import finalise, output_button, press_button, sound


@pytest.fixture
def ready(report: Program) -> Program:
    """A report that can be finalised, on its last page."""
    return sound(report).go(7)


def written(program: Program, path: Path, button: str) -> bytes:
    program.person.files.append(path)
    press_button(program, output_button(program, button))
    program.until(lambda: program.output.written.text() == f"✓ 已写到 {path}")
    return path.read_bytes()


def words(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as opened:
        return "".join(page.get_textpage().get_text_range() for page in opened)


def is_archival(data: bytes) -> bool:
    with pikepdf.open(io.BytesIO(data)) as opened:
        return "/OutputIntents" in opened.Root


# Choices


def test_choices_are_made_by_keys_and_hold_for_every_file(ready: Program, tmp_path: Path) -> None:
    assert is_archival(written(ready, tmp_path / "a.pdf", "打印稿（PDF），另存为…"))
    dialog = OutputDialog(PLAIN, ready.control.theme, ready.control.background, ready.window)
    dialog.show()
    ready.until(lambda: "仿宋：" in dialog.names.text())
    assert ready.focus is dialog.faces
    ready.press(Key.Key_Down).press(Key.Key_Tab).press(Key.Key_Space)
    ready.until(lambda: dialog.names.text().count("（随附）") == 5)
    ready.press(Key.Key_Tab).press(Key.Key_Space).press(Key.Key_Return)
    assert not dialog.isVisible()
    wanted = dialog.answer()
    assert wanted == Options(archival=False, faces="shipped", formulas=True, fragment=False)
    ready.window.activateWindow()
    ready.until(ready.window.isActiveWindow)
    ready.person.outputs.append(wanted)
    press_button(ready, ready.output.settings)
    assert chosen_output(settings()) == wanted
    assert not is_archival(written(ready, tmp_path / "b.pdf", "打印稿（PDF），另存为…"))
    ready.restart().press(Key.Key_Return).go(7)
    assert ready.control.files is not None
    assert ready.control.files.options == wanted


def test_choices_given_up_change_nothing(ready: Program) -> None:
    ready.person.outputs.append(None)
    press_button(ready, ready.output.settings)
    assert chosen_output(settings()) == PLAIN


def test_nonsense_in_the_settings_counts_as_not_chosen(ready: Program) -> None:
    kept = settings()
    for key in ("faces", "archival", "formulas", "fragment"):
        kept.setValue(f"output/{key}", "@@")
    assert chosen_output(kept) == PLAIN
    keep_output(kept, Options(archival=False, faces="shipped", formulas=True, fragment=True))
    assert chosen_output(kept) == Options(archival=False, faces="shipped", formulas=True, fragment=True)


def test_the_preview_names_the_faces_and_follows_the_choice(ready: Program) -> None:
    preview = ready.output.preview
    ready.until(lambda: "字体：" in preview.note.text())
    ready.person.outputs.append(Options(faces="shipped"))
    press_button(ready, ready.output.settings)
    ready.until(lambda: preview.note.text().endswith("字体：年报小标宋、年报黑体、年报楷体、年报仿宋、年报宋体"))


# The preview


def test_a_page_is_enlarged_by_buttons_and_by_the_wheel(ready: Program) -> None:
    preview = ready.output.preview
    ready.until(lambda: not preview.image.pixmap().isNull())
    width = preview.image.pixmap().deviceIndependentSize().width()
    assert not preview.smaller.isEnabled()
    press_button(ready, preview.larger)
    ready.until(lambda: preview.image.pixmap().deviceIndependentSize().width() > 1.2 * width)
    wheel = QWheelEvent(
        QPointF(9, 9), preview.area.mapToGlobal(QPointF(9, 9)), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        CONTROL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.area.viewport(), wheel)
    ready.until(lambda: preview.image.pixmap().deviceIndependentSize().width() > 1.45 * width)
    assert preview.area.horizontalScrollBar().maximum() > 0
    for _ in range(2):
        press_button(ready, preview.smaller)
    ready.until(lambda: preview.image.pixmap().deviceIndependentSize().width() == width)


# Files


def test_the_copy_for_publication_bears_no_fingerprint(ready: Program, tmp_path: Path) -> None:
    mark = on_paper(finalise(ready))
    assert mark in words(written(ready, tmp_path / "a.pdf", "打印稿（PDF），另存为…"))
    copy = words(written(ready, tmp_path / "b.pdf", "打印稿（PDF），公开副本…"))
    assert mark not in copy
    assert "指纹" not in copy
    assert "指纹" not in written(ready, tmp_path / "c.html", "打印稿（PDF），公开副本…").decode()
    assert ready.person.asked[-1] == "公开副本另存为：云岭区水务局2025年政府信息公开工作年度报告（公开）.pdf"


def test_characters_that_no_face_has_are_named_before_printing(ready: Program, tmp_path: Path) -> None:
    now = typed(ready.desk.form.cells["s6.text"].kind, "没有收费\ue000。")
    ready.desk.take(Edit("改", (Put("s6.text", ready.desk.session.report.answers["s6.text"], now),)))
    ready.until(lambda: "\ue000" in ready.output.preview.note.text())
    ready.person.confirms.append(False)
    press_button(ready, output_button(ready, "打印稿（PDF），打印…"))
    ready.until(lambda: "会印成〓：\ue000" in ready.person.asked[-1])
    ready.person.files.append(tmp_path / "a.pdf")
    press_button(ready, output_button(ready, "打印稿（PDF），另存为…"))
    ready.until(lambda: "会印成〓：\ue000" in ready.output.written.text())


def test_the_log_says_which_faces_paper_was_set_in_and_where_it_went(ready: Program, tmp_path: Path) -> None:
    with log_open() as file:
        written(ready, tmp_path / "x.pdf", "打印稿（PDF），另存为…")
    said = file.read_text("utf-8")
    assert "set in " in said
    assert f"written: {tmp_path / 'x.pdf'}" in said


def test_the_folder_of_what_was_written_is_one_step_away(ready: Program, tmp_path: Path) -> None:
    assert not ready.output.folder.isVisible()
    written(ready, tmp_path / "a.html", "Word、Excel、网页，另存为…")
    press_button(ready, ready.output.folder)
    assert ready.person.folders == [tmp_path / "a.html"]


def test_what_takes_long_says_so_and_can_be_given_up(ready: Program, tmp_path: Path) -> None:
    files, waiting, go_on = ready.control.files, ready.wizard.state.waiting, Event()
    assert files is not None
    target = tmp_path / "x.pdf"
    target.write_bytes(b"old")

    def make(watch: Watch) -> bytes:
        watch("正在写打印稿")
        assert go_on.wait(30)
        return b"new"

    files.writing.write(target, make)
    ready.until(waiting.isVisible)
    ready.until(lambda: waiting.words.text() == "正在写打印稿…")
    assert not output_button(ready, "打印稿（PDF），另存为…").isEnabled()
    ready.go(3).type("7").press(Key.Key_Return)  # the person types on
    assert ready.figure("t3.new.natural") == "7"
    ready.press(Key.Key_Z, CONTROL).go(7)
    press_button(ready, waiting.cancel)
    assert waiting.words.text() == "正在取消…"
    go_on.set()
    ready.until(lambda: not files.busy)
    assert not waiting.isVisible()
    assert "已取消" in ready.output.written.text()
    assert not ready.output.folder.isVisible()
    assert ready.person.told == []
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["x.pdf"]
    assert output_button(ready, "打印稿（PDF），另存为…").isEnabled()


@pytest.mark.parametrize(
    ("chosen", "kind", "path"),
    [
        ("/d/报告", "Word (*.docx)", "/d/报告.docx"),
        ("/d/报告.v2", "Excel (*.xlsx)", "/d/报告.v2.xlsx"),
        ("/d/报告.PDF", "PDF (*.pdf)", "/d/报告.PDF"),
        ("/d/报告.html", "Word (*.docx)", "/d/报告.html.docx"),
        ("/d/报告", "", "/d/报告"),
    ],
)
def test_a_name_gets_the_ending_of_the_kind_that_was_chosen(chosen: str, kind: str, path: str) -> None:
    assert ask.ending(Path(chosen), kind) == Path(path)


def test_a_file_that_the_systems_dialog_did_not_ask_about_is_asked_about(ready: Program, tmp_path: Path) -> None:
    there, asked = tmp_path / "报告.docx", []
    there.write_bytes(b"old")

    def save(chosen: str, *, replace: bool = False) -> Path | None:
        def sure(_: object, title: str, text: str, accept: str) -> bool:
            asked.append(text)
            return replace

        return ask.save_file(ready.window, "另存为", there, "", lambda *_: (chosen, "Word (*.docx)"), sure)

    assert save(str(tmp_path / "报告")) is None
    assert asked == ["“报告.docx”已经有了。替换后，原来的文件找不回来。"]
    assert save(str(tmp_path / "报告"), replace=True) == there
    asked.clear()
    assert save(str(there)) == there  # the system's dialog has asked
    assert save(str(tmp_path / "新的")) == tmp_path / "新的.docx"
    assert save("") is None
    assert asked == []


def test_a_folder_that_cannot_be_looked_at_any_more_is_not_offered_again(report: Program, tmp_path: Path) -> None:
    """The share of last time has gone: looking at it fails otherwise than by “there is none”, as does a long name."""
    report.control.host.settings.setValue("folder", str(tmp_path / ("x" * 300)))
    report.person.files.append(None)
    report.press(Key.Key_O, CONTROL)
    assert report.person.asked[-1] == "导入"
