"""导入 by real files and real keys: the window before anything changes, then one step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from core.check import evaluate
from core.form import edition, editions
from core.layout import fill
from core.readers import Reading
from core.report import Report
from core.services import checking, export, timetravel
from core.services.bringing import read
from core.services.proposal import propose, result
from core.values import Answer, Number, typed
from gui.bringing.choice import Choice
from gui.bringing.dialog import Decision, Draft, ImportDialog
from gui.bringing.model import RowRole
from gui.bringing.source import PdfSource, TextSource
from gui.dialogs import NewReport
from gui.lastyeardialog import LastYearChoice, LastYearDialog
from tests.core.printing import printed
from tests.gui.driver import CONTROL, Key, Person, Program, sure

FORM = edition(editions()[0])
OLD = edition("guoban-annual/2019")
UNIT = "云汀区水务局"
HERE = NewReport({"unit_name": UNIT, "year": "2025", "people_prepared": "张敏"}, "张敏")
ZERO = {c.id: "0" for c in FORM.cells.values() if c.row}


def written(path: Path, year: int = 2025, form: object = FORM, unit: str = UNIT, **cells: str) -> Path:
    zero = {c.id: "0" for c in form.cells.values() if c.row}
    told = zero | {name.replace("__", "."): text for name, text in cells.items()}
    path.write_text(printed(form, told, "piped", unit=unit, year=year), encoding="utf-8")
    return path


def shown(program: Program, do: Callable[[ImportDialog], None]) -> Callable[[Draft], Decision | None]:
    """The real window, worked by `do`."""

    def look(draft: Draft) -> Decision | None:
        dialog = ImportDialog(draft, program.control.background, program.control.theme, program.window)
        dialog.show()
        dialog.activateWindow()
        program.until(lambda: QGuiApplication.focusWindow() is dialog.windowHandle())
        do(dialog)
        decision = dialog.decision
        dialog.close()
        dialog.deleteLater()
        program.window.activateWindow()
        program.until(lambda: QGuiApplication.focusWindow() is program.window.windowHandle())
        return decision

    return look


def bring(program: Program, path: Path) -> Program:
    """Ctrl+O and the file; until the window has been looked at and all is over."""
    program.person.files.append(path)
    waiting = len(program.person.previews)
    program.press(Key.Key_O, CONTROL)
    told = len(program.person.told)
    return program.until(lambda: len(program.person.previews) < waiting or len(program.person.told) > told)


def balanced(number: int) -> dict[str, str]:
    """So many received and carried out again: every addition of the form holds."""
    return {f"t3__{row}__{column}": str(number) for row in ("new", "carried_out") for column in ("natural", "total")}


def labels(dialog: ImportDialog) -> str:
    return f"{dialog.head.counts.whole}；{dialog.head.sums.whole}；{dialog.foot.rest.whole}；{dialog.foot.go.text()}"


# From the library


def test_from_the_start_page_a_file_becomes_a_report_of_its_own(program: Program, tmp_path: Path) -> None:
    program.person.previews.append(sure)
    bring(program, written(tmp_path / "a.txt", t3__new__natural="0"))
    program.until(lambda: program.control.wizard is not None)
    assert program.desk.session.kept.card.unit == UNIT
    assert program.answer("t3.new.natural") == Number(0)
    assert program.desk.session.head.origin == "text"


def test_given_up_nothing_has_changed(program: Program, tmp_path: Path) -> None:
    program.person.previews.append(shown(program, lambda it: QTest.keyClick(it, Key.Key_Escape)))
    bring(program, written(tmp_path / "a.txt"))
    assert program.control.held.entries() == ()


@pytest.mark.parametrize(
    "name", ["hongze-2023.pdf", "shuyang-fgj-2023.html", "shanghai-stcsm-2024.md", "sifangtai-2023.txt"]
)
def test_real_reports_come_in_by_keys(program: Program, reports: Path, name: str) -> None:
    seen: list[str] = []

    def work(dialog: ImportDialog) -> None:
        seen.append(labels(dialog))
        program.press(Key.Key_F8)
        for _ in range(80):
            if not dialog.choice.open:
                break
            program.press(Key.Key_Return if dialog.tree.hasFocus() else Key.Key_F8).press(Key.Key_F8)
        assert not dialog.choice.open
        program.press(Key.Key_F8)  # on to the button
        assert dialog.foot.go.hasFocus()
        program.press(Key.Key_Space)
        assert dialog.result() == QDialog.DialogCode.Accepted

    program.person.previews.append(shown(program, work))
    bring(program, reports / name).until(lambda: program.control.wizard is not None)
    expected = read(reports / name).reading
    assert "42 条勾稽关系" in seen[0]
    got = program.desk.session.report
    numbers = [c for c, a in expected.answers.items() if isinstance(a.value, Number) and not FORM.cells[c].total]
    assert all(got.value(cell) == expected.answers[cell].value for cell in numbers)


# The window


def in_window(program: Program, path: Path, do: Callable[[ImportDialog], None]) -> None:
    program.person.previews.append(shown(program, do))
    bring(program, path)


def test_doubtful_cells_come_first_unticked_and_say_why(program: Program, tmp_path: Path) -> None:
    def look(dialog: ImportDialog) -> None:
        model = dialog.model
        first = model.index(0, 0)
        assert model.row_at(first).title == "待确认"
        row = model.row_at(model.index(0, 0, first))
        assert (row.note, row.tick) == ("原文单位是元，本栏单位是万元", False)
        assert dialog.tree.currentIndex() == model.where("t2.fee.amount")
        assert dialog.foot.rest.whole == "还有 6 格没有选定，导入后为空"
        assert [b.text() for b in dialog.ways.buttons] == ["改为 3.96", "留空，以后再填", "原样保留，以后再改"]
        assert "待确认 6 格" in labels(dialog)  # the fee, a total that is not its sum, and the parts of that

    path = written(tmp_path / "a.txt", t2__fee__amount="39600元", t4__review__upheld="2")
    in_window(program, path, look)


def test_space_ticks_enter_follows_the_link_and_the_additions_run_again(program: Program, tmp_path: Path) -> None:
    def work(dialog: ImportDialog) -> None:
        program.press(Key.Key_Return)  # 改为 3.96
        assert "t2.fee.amount" in dialog.choice.taken
        program.press(Key.Key_F8)
        assert dialog.model.cell_at(dialog.tree.currentIndex()) == "t4.review.total"
        program.press(Key.Key_Space)  # 照原文 0
        for _ in range(4):
            program.press(Key.Key_F8).press(Key.Key_Space)
        assert dialog.foot.rest.whole == "都选定了"
        assert "1 条不平" in dialog.head.sums.whole
        dialog.tree.setCurrentIndex(dialog.model.where("t4.review.total"))
        program.press(Key.Key_Return)  # 改用 2
        assert "不平" not in dialog.head.sums.whole
        dialog.foot.go.setFocus()
        program.press(Key.Key_Space)

    path = written(tmp_path / "a.txt", t2__fee__amount="39600元", t4__review__upheld="2")
    in_window(program, path, work)
    program.until(lambda: program.control.wizard is not None)
    assert str(program.answer("t2.fee.amount").value) == "3.96"
    assert program.answer("t4.review.total") is None  # computed
    assert program.desk.evaluation.values["t4.review.total"] == Number(2)


def test_a_whole_table_is_left_out_by_its_tick_and_a_part_shows_in_its_group(program: Program, tmp_path: Path) -> None:
    def work(dialog: ImportDialog) -> None:
        model = dialog.model
        titles = [group.title for group in model.groups]
        table = model.index(titles.index("表二"), 0)
        dialog.tree.setCurrentIndex(table)
        dialog.tree.setFocus()
        program.press(Key.Key_Right).press(Key.Key_Down).press(Key.Key_Space)
        assert table.data(int(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.PartiallyChecked
        assert "部分采用" in table.data(int(Qt.ItemDataRole.AccessibleTextRole))
        dialog.tree.setCurrentIndex(table)
        program.press(Key.Key_Space).press(Key.Key_Space)
        assert table.data(int(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Unchecked
        dialog.foot.go.setFocus()
        program.press(Key.Key_Space)

    in_window(program, written(tmp_path / "a.txt"), work)
    program.until(lambda: program.control.wizard is not None)
    assert program.answer("t2.licence.decided") is None
    assert program.answer("t3.new.natural") == Number(0)


def test_only_what_is_sure_is_one_button(program: Program, tmp_path: Path) -> None:
    def work(dialog: ImportDialog) -> None:
        assert dialog.foot.sure.text().startswith("只采用无疑的 ")
        dialog.foot.sure.setFocus()
        program.press(Key.Key_Space)

    in_window(program, written(tmp_path / "a.txt", t2__fee__amount="39600元"), work)
    program.until(lambda: program.control.wizard is not None)
    assert program.answer("t2.fee.amount") is None


def test_the_mouse_ticks_and_follows_links(program: Program, tmp_path: Path) -> None:
    def work(dialog: ImportDialog) -> None:
        at = dialog.model.where("t2.fee.amount")
        link = dialog.tree.visualRect(at.siblingAtColumn(4)).center()
        QTest.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=link)
        assert "t2.fee.amount" in dialog.choice.taken
        tick = dialog.tree.visualRect(at).center()
        box = QPoint(dialog.theme.px(42), tick.y())
        QTest.mouseClick(dialog.tree.viewport(), Qt.MouseButton.LeftButton, pos=box)
        assert "t2.fee.amount" not in dialog.choice.taken
        program.click(dialog.ways.buttons[2])
        assert dialog.model.row_at(at).tick

    in_window(program, written(tmp_path / "a.txt", t2__fee__amount="39600元"), work)


def test_the_source_stands_beside_with_its_figures_marked(program: Program, reports: Path, tmp_path: Path) -> None:
    def text(dialog: ImportDialog) -> None:
        source = dialog.source
        assert isinstance(source, TextSource)
        marked = [one.cursor.selectedText() for one in source.extraSelections()]
        assert "39600元" in marked
        dialog.tree.setCurrentIndex(dialog.model.where("t3.new.natural"))
        assert source.extraSelections()[-1].cursor.selectedText() == "17"

    def pdf(dialog: ImportDialog) -> None:
        source = dialog.source
        assert isinstance(source, PdfSource)
        assert source.page == 3  # its one total that is not its sum stands on the fourth page
        program.until(lambda: not source.sheet.image.isNull())
        assert source.sheet.doubtful and source.sheet.current
        assert source.sheet.rect().contains(source.sheet.place(source.sheet.current[0]).toRect())
        source.turn(0)
        assert dialog.page.text() == "第 1 页，共 5 页"
        assert not source.sheet.current

    in_window(program, written(tmp_path / "a.txt", t2__fee__amount="39600元", **balanced(17)), text)
    in_window(program, reports / "hongze-2023.pdf", pdf)


def test_every_control_has_a_name_in_words(program: Program, reports: Path) -> None:
    def look(dialog: ImportDialog) -> None:
        for widget in dialog.findChildren(QWidget):
            if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
                assert words, widget
        row = dialog.model.index(0, 0, dialog.model.index(1, 0))
        assert str(row.data(RowRole).title) in str(row.data(int(Qt.ItemDataRole.AccessibleTextRole)))

    in_window(program, reports / "hongze-2023.pdf", look)


def test_it_is_small_enough_for_the_least_window(program: Program, reports: Path) -> None:
    def look(dialog: ImportDialog) -> None:
        dialog.resize(1040, 520)
        assert (dialog.width(), dialog.height()) == (1040, 520)

    in_window(program, reports / "hongze-2023.pdf", look)


# Into the open report


def test_into_the_open_report_it_is_one_step_and_undone_by_one_key(program: Program, tmp_path: Path) -> None:
    program.new(HERE).go(3).put("t3.new.natural", "5")
    program.person.previews.append(sure)
    bring(program, written(tmp_path / "a.txt"))
    assert program.answer("t3.new.business") == Number(0)
    assert program.answer("t3.new.natural") == Number(5)  # never overwritten unseen
    assert (program.desk.session.history.undo_label or "").startswith("导入“a.txt”")
    moments = timetravel.moments(program.saved().control.held.steps(program.desk.session.id))
    assert moments[1].label == "填写表三，本年新收，自然人（导入“a.txt”，205 格之前）"  # a snapshot with a name
    program.press(Key.Key_Z, CONTROL)
    assert program.answer("t3.new.business") is None
    assert program.answer("t3.new.natural") == Number(5)


def test_what_stands_is_replaced_only_where_it_was_ticked(program: Program, tmp_path: Path) -> None:
    program.new(HERE).go(3).put("t3.new.natural", "5")

    def work(dialog: ImportDialog) -> None:
        row = dialog.model.row_at(dialog.model.where("t3.new.natural"))
        assert (row.note, row.tick, row.way) == ("现有 5，文件里是 7", False, "改为 7")
        program.press(Key.Key_Return)
        dialog.foot.go.setFocus()
        program.press(Key.Key_Space)

    in_window(program, written(tmp_path / "a.txt", **balanced(7)), work)
    assert program.answer("t3.new.natural") == Number(7)


def test_a_finalised_report_takes_nothing_the_file_becomes_one_of_its_own(program: Program, tmp_path: Path) -> None:
    program.sample()
    session = program.desk.session
    seen: list[tuple[str, ...]] = []
    program.desk.session.locked = "只能查看"

    def look(draft: Draft) -> None:
        seen.append(tuple(target for target, _ in draft.targets))

    program.person.previews.append(look)
    bring(program, written(tmp_path / "a.txt"))
    session.locked = ""
    assert seen == [("new",)]


# Last year's report from a file


def test_last_years_file_becomes_a_report_and_what_it_carries_is_taken(
    program: Program, person: Person, tmp_path: Path
) -> None:
    program.new(HERE)
    person.previews.append(sure)

    def take() -> LastYearChoice:
        host = program.control.host
        dialog = LastYearDialog(program.desk, host.held, host.theme, program.window)
        dialog.deleteLater()
        return dialog.answer()

    person.lasts.append(take)
    path = written(tmp_path / "then.txt", 2024, **balanced(4))
    bring(program, path)
    program.until(lambda: program.answer("t3.carried_in.natural") == Number(4))
    assert program.go(3).view("t3.carried_in.natural").protected
    assert len(program.control.held.entries()) == 2
    assert program.table.compare.switch.buttons[1].isEnabled()


def test_a_file_of_another_year_is_not_last_years(program: Program, person: Person, tmp_path: Path) -> None:
    program.new(HERE)
    person.files.append(written(tmp_path / "old.txt", 2022))
    person.previews.append(lambda draft: None)
    program.control.work.import_last_year()
    program.until(lambda: not person.previews)
    assert "不是上年（2024 年度）的报告" in person.told[0]


def test_a_renamed_unit_is_attached_though_its_name_differs(program: Program, person: Person, tmp_path: Path) -> None:
    program.new(HERE)
    person.files.append(written(tmp_path / "then.txt", 2024, unit="云汀区水利局", **balanced(9)))
    person.previews.append(sure)
    person.lasts.append(None)
    program.control.work.import_last_year()
    program.until(lambda: program.desk.prior is not None)
    assert program.desk.prior["t3.new.natural"] == Number(9)


# Calm words


def refused(program: Program, path: Path) -> str:
    program.person.files.append(path)
    program.press(Key.Key_O, CONTROL).until(lambda: bool(program.person.told))
    return program.person.told[-1]


def test_a_picture_that_calls_itself_a_word_file(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    words = refused(program, path)
    assert "a.docx" in words and "请" in words


def test_a_file_that_is_no_report(program: Program, tmp_path: Path) -> None:
    path = tmp_path / "公司年报.txt"
    path.write_text("某某股份有限公司董事会及全体董事保证本报告内容真实。\n营业收入 100 万元。", "utf-8")
    assert "没有读入" in refused(program, path)


def test_a_pdf_of_pictures_names_the_way_out(program: Program, tmp_path: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(str(tmp_path / "scan.pdf"))
    assert "扫描" in refused(program, tmp_path / "scan.pdf")


def test_a_locked_pdf(program: Program, tmp_path: Path) -> None:
    import pikepdf

    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "密码" in refused(program, tmp_path / "locked.pdf")


def test_a_file_that_is_gone(program: Program, tmp_path: Path) -> None:
    assert "没有读成" in refused(program, tmp_path / "nowhere.txt")


# Dropped, pasted, given up


def drop(window: QWidget, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(50, 50), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(window, enter)
    QApplication.sendEvent(window, QDropEvent(QPointF(50, 50), Qt.DropAction.CopyAction, data, buttons, keys))
    return enter.isAccepted()


def test_a_file_dropped_on_the_window_is_looked_at_like_any_other(program: Program, tmp_path: Path) -> None:
    program.person.previews.append(sure)
    assert drop(program.window, written(tmp_path / "a.txt"))
    program.until(lambda: program.control.wizard is not None)
    program.person.previews.append(lambda draft: None)
    drop(program.window, tmp_path / "a.txt")
    program.until(lambda: not program.person.previews)


def test_a_table_of_a_web_page_pasted_into_a_table_finds_its_rows(program: Program, tmp_path: Path) -> None:
    source = read(written(tmp_path / "a.txt", **balanced(3))).reading
    document = fill(FORM, evaluate(FORM, checking.report_of(source)), footer="", draft=False, created="")
    html = export.document_bytes(document, ".html").decode()
    data = QMimeData()
    data.setHtml(html)
    data.setText("\n".join(f"{FORM.cells[c].path[0]}\t3" for c in ("t3.new.natural",)))
    QApplication.clipboard().setMimeData(data)
    program.new(HERE).go(3)
    program.person.previews.append(sure)
    program.press(Key.Key_V, CONTROL).until(lambda: not program.person.previews)
    program.until(lambda: program.answer("t3.new.natural") == Number(3))


def test_a_block_of_figures_is_pasted_as_before(program: Program) -> None:
    QApplication.clipboard().setText("1\t2\n")
    program.person.confirms.append(True)
    program.new(HERE).go(3).press(Key.Key_V, CONTROL)
    assert program.answer("t3.new.business") == Number(2)


def test_a_long_reading_can_be_given_up(program: Program, tmp_path: Path) -> None:
    importing = program.control.shelf.importing
    bar = importing.waiting
    given_up = Event()

    def slow() -> object:
        given_up.wait(10)
        return None

    importing._read("慢.pdf", slow)
    program.until(bar.isVisible)
    assert bar.words.text() == "正在读“慢.pdf”…"
    program.click(bar.cancel)
    assert not bar.isVisible()
    given_up.set()
    program.until(lambda: program.control.background.pool.activeThreadCount() == 0)
    assert not program.person.asked and not program.person.told


# The edition of 2019


def test_a_report_of_2019_opens_checks_and_prints(program: Program, tmp_path: Path) -> None:
    from core.services import paper

    program.person.previews.append(sure)
    bring(program, written(tmp_path / "old.txt", 2019, OLD, **balanced(3)))
    program.until(lambda: program.control.wizard is not None)
    assert program.desk.form.id == OLD.id
    for number in range(8):
        program.go(number)
    program.go(3)
    assert program.figure("t3.new.natural") == "3"
    program.put("t3.granted.natural", "1")
    assert any(f.key == "T303[natural]" for f in program.desk.evaluation.findings)
    pdf = paper.pdf(paper.document(program.desk.form, program.desk.evaluation))
    assert paper.page_count(pdf) >= 2


def test_a_report_of_today_in_the_layout_of_2019_is_told_before_it_comes_in(program: Program, tmp_path: Path) -> None:
    def look(dialog: ImportDialog) -> None:
        model = dialog.model
        first = model.index(0, 0)
        assert model.row_at(first).title == "原文的问题"
        assert "2019" in model.row_at(model.index(0, 0, first)).title

    in_window(program, written(tmp_path / "old.txt", 2023, OLD), look)


def test_the_package_is_looked_at_too(program: Program, tmp_path: Path) -> None:
    from core.cli import main

    source = written(tmp_path / "a.txt")
    main(["convert", str(source), str(tmp_path / "a.json"), "--draft"])
    program.person.previews.append(sure)
    bring(program, shutil.copy(tmp_path / "a.json", tmp_path / "b.json"))
    program.until(lambda: program.control.wizard is not None)
    assert program.desk.session.head.origin == "package"


def test_a_figure_half_typed_when_a_file_has_been_read_is_handed_over_before_the_two_are_compared(
    program: Program, tmp_path: Path
) -> None:
    program.new(HERE).go(3)
    program.person.files.append(written(tmp_path / "a.txt", **balanced(7)))
    program.person.previews.append(shown(program, lambda dialog: dialog.foot.sure.click()))
    typed_on = Event()
    program.control.background.run(lambda: typed_on.wait(10), lambda _: None, lambda _: None)
    program.press(Key.Key_O, CONTROL).type("5")  # the editor stays open while the file is read beside the window
    typed_on.set()
    program.until(lambda: (program.desk.session.history.undo_label or "").startswith("导入"))
    assert program.answer("t3.new.natural") == Number(5), "what was typed differs from the file, so it is asked about"
    assert program.answer("t3.new.business") == Number(0)


def test_the_sum_chosen_instead_of_a_wrong_total_replaces_a_total_that_stands() -> None:
    row = ("natural", "business", "research", "welfare", "legal", "other")
    told = {f"t3.new.{column}": "0" for column in row} | {"t3.new.natural": "8", "t3.new.total": "9"}
    answers = {cell: answer for cell, text in told.items() if (answer := typed(FORM.cells[cell].kind, text))}
    stands = Report({"t3.new.total": Answer(Number(Decimal(10)))})
    proposal = propose(Reading(FORM, answers), "this", FORM, stands)
    choice, (way, *_) = Choice(proposal), proposal.items["t3.new.total"].ways
    assert way.words == "改用 8"
    choice.choose("t3.new.total", way)
    after = result(proposal, choice.answers)
    assert evaluate(FORM, after).values["t3.new.total"] == Number(8)
    choice.tick("t3.new.total", on=False)
    assert result(proposal, choice.answers).value("t3.new.total") == Number(10), "not ticked: what stands stays"
