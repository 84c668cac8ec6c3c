"""The usual ways through the program by real keys, with a watch over the thread that answers them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from core.services.library import Library
from tests.gui.driver import CONTROL, SHIFT, Key, Mod, Program, sure
from tests.gui.test_importing import HERE, written
from tests.gui.test_output_page import sound
from tests.gui.turns import LONG, Turns

BOUND = 0.150
"""Three times what is aimed at, so that a slow and busy machine fails nothing; what lies between is printed. On a quiet
one nothing is above 50 ms but now and then the list of another library (40 to 65: its page is made and shown). A text of
a million characters is an exception of its own, with a bound of its own."""
PROSE = "不断健全政务公开工作机制，明确专人负责，定期组织培训，及时更新信息公开指南和目录，方便群众查阅。"
SENTENCE = f"全年新收政府信息公开申请51件，其中自然人48件、商业企业3件；共办结50件。{PROSE * 3}\n"


def command(bar: QWidget, start: str) -> None:
    actions = [a for menu in bar.findChildren(QMenu) for a in menu.actions()]
    next(a for a in actions if a.text().startswith(start)).trigger()


def ends(turns: Turns) -> None:
    """Tell what was noticeable; nothing may be a freeze."""
    print("above 50 ms:", turns.above(LONG))
    assert turns.above(BOUND) == {}


def test_filling_in_never_holds_the_window_up(report: Program, tmp_path: Path) -> None:
    turns = Turns(report).rest("pages made ahead")
    for number in range(8):
        turns.press(f"page {number}", Key(int(Key.Key_0) + number), Mod.AltModifier)
    turns.press("table three", Key.Key_3, Mod.AltModifier)
    for _ in range(12):
        turns.type("a figure", "12").press("a figure entered", Key.Key_Return)
    QGuiApplication.clipboard().setText("1\t2\t3\n4\t5\t6\n" * 8)
    report.person.confirms.append(True)
    turns.press("paste", Key.Key_V, CONTROL)
    turns.press("next finding", Key.Key_F8, times=4).press("finding before", Key.Key_F8, SHIFT, times=2)
    turns.press("undo", Key.Key_Z, CONTROL, times=3).press("redo", Key.Key_Y, CONTROL, times=3)
    turns.press("text", Key.Key_1, Mod.AltModifier).press("end of text", Key.Key_End, CONTROL)
    long = SENTENCE * (10_000 // len(SENTENCE))
    QGuiApplication.clipboard().setText(long)
    turns.press("paste a text", Key.Key_V, CONTROL)
    turns.rest("the text handed over", lambda: report.desk.session.report.text("s1.text") == long)
    for _ in range(3):
        turns.type("a letter in a long text", "ab")
        turns.rest("letters handed over", lambda: report.text.text() == report.desk.session.report.text("s1.text"))
    turns.press("next finding", Key.Key_F8, times=4).press("undo", Key.Key_Z, CONTROL, times=2)
    turns.press("output", Key.Key_7, Mod.AltModifier)
    report.person.files.append(tmp_path / "a.pdf")
    turns.do("export", lambda: command(report.wizard.bar, "打印稿另存为"))
    turns.rest("exported", (tmp_path / "a.pdf").exists)
    ends(turns)


def test_a_text_of_a_million_characters_can_be_written_in(report: Program) -> None:
    long = SENTENCE * (10**6 // len(SENTENCE))
    report.given({"s1.text": long})
    turns = (
        Turns(report)
        .rest("pages made ahead")
        .press("text", Key.Key_1, Mod.AltModifier)
        .press("end of text", Key.Key_End, CONTROL)
    )
    turns.type("a letter", "abc").rest(
        "handed over", lambda: report.desk.session.report.text("s1.text") == long + "abc"
    )
    turns.press("up", Key.Key_Up, times=2).press("delete", Key.Key_Backspace, times=2)
    turns.press("next finding", Key.Key_F8, times=3).press("another page", Key.Key_3, Mod.AltModifier)
    turns.type("a figure", "12").press("a figure entered", Key.Key_Return)
    turns.press("undo", Key.Key_Z, CONTROL, times=2)
    kept = report.desk.session.report.text("s1.text")
    assert len(kept) >= len(long)
    assert kept.startswith(long[:-1000])
    assert "文字太长，后面没有核对" in {f.title for f in report.desk.evaluation.findings}
    print("above the bound:", turns.above(BOUND))
    assert turns.above(1.0) == {}


def test_coming_and_going_never_holds_the_window_up(program: Program, tmp_path: Path) -> None:
    with Library.open(tmp_path / "other.nianbao", who="李卫东", make=True) as other:
        for year in range(2015, 2025):
            other.new("guoban-annual/2021", {"unit_name": "云岭区林业局", "year": str(year)})
    turns, person = Turns(program), program.person
    person.news.append(HERE)
    turns.press("new report", Key.Key_N, CONTROL)
    person.files.append(written(tmp_path / "b.txt"))
    person.previews.append(sure)
    turns.press("import", Key.Key_O, CONTROL).rest("imported", lambda: not person.previews)
    turns.do("back to the list", program.control.show_library)
    person.files.append(tmp_path / "copy.nianbao")
    turns.do("copy the library", lambda: command(program.start_page.bar, "整库另存"))
    turns.rest("library copied", lambda: bool(person.told))
    turns.press("open a report", Key.Key_Return).rest("report opened", lambda: program.control.wizard is not None)
    person.files.append(tmp_path / "elsewhere.nianbao")
    assert program.control.work is not None
    turns.do("save elsewhere", program.control.work.save_elsewhere).rest("saved", lambda: len(person.told) > 1)
    person.files.append(tmp_path / "other.nianbao")
    turns.do("another library", program.control.other_library)
    turns.rest("another library opened", lambda: program.control.held.path == tmp_path / "other.nianbao")
    ends(turns)


def test_finalising_never_holds_the_window_up(report: Program) -> None:
    sound(report)
    turns = Turns(report).rest("pages made ahead").press("output", Key.Key_7, Mod.AltModifier)
    report.person.confirms.append(True)
    files = report.control.files
    assert files is not None
    turns.do("finalise", files.finalise)
    turns.rest("finalised", lambda: bool(report.desk.fingerprint))
    ends(turns)
