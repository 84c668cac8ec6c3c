"""The window: from start to the first painted page, from a key to the repainted table and findings

The peer of the start is a bare PySide6 window with a table of as many cells as the list of reports has, figures to
the right, in a fresh process like ours; both say when they were painted first. Ours paints the list as the person
left it and loads the rest behind it: the second row is the moment from which every command can be used. The peer
of a key is the same digit and Tab in a bare QTableView of as many rows and columns as the largest table of the
form, nothing behind it; ours is timed until table and findings are painted again, in a new report and in the finished
sample, where each figure typed breaks the additions it stands in while one finding is looked at. Offscreen, so that no
screen is waited for. The 99th percentile is held against 16 ms, one frame.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from measure import Row

from core.services.library import Library

ROOT = Path(__file__).resolve().parent.parent
REPORTS, COLUMNS = 20, 6
STARTS = 9
FRAME = 0.016

BARE = f"""
import sys, time
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

class View(QTableView):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(time.monotonic(), flush=True)
        QTimer.singleShot(0, app.quit)

app = QApplication([])
model = QStandardItemModel({REPORTS}, {COLUMNS})
for row in range({REPORTS}):
    for column in range({COLUMNS}):
        item = QStandardItem("云岭区水务局" if column else "1 / 166")
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft if column else Qt.AlignmentFlag.AlignRight)
        model.setItem(row, column, item)
window, view = QMainWindow(), View()
view.setModel(model)
window.setCentralWidget(view)
window.resize(1366, 728)
window.show()
app.exec()
"""

OURS = """
import sys, time
import gui.app
from PySide6.QtCore import QTimer
from core.cli.main import main
begin = gui.app.begin

def begun(window, kept):
    print(time.monotonic(), flush=True)
    control = begin(window, kept)
    QTimer.singleShot(0, lambda: (print(time.monotonic(), flush=True), window.close()))
    return control

gui.app.begin = begun
main([])
"""

KEYS = """
import json, sys, time
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from gui.app import build, settings
from gui.ask import Ask
from gui.dialogs import NewReport

def rest(milliseconds):
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()

def typed(window, entries):
    # Seconds of each digit and of each Tab, from the key to the last repaint it caused.
    digits, tabs = [], []
    for number in range(entries):
        for key, kept in ((Qt.Key.Key_3, digits), (Qt.Key.Key_Tab, tabs)):
            began = time.perf_counter()
            QTest.keyClick(window, key)
            kept.append(time.perf_counter() - began)
        rest(1)
    return digits, tabs

app = QApplication([])
ask = Ask(new_report=lambda *_: NewReport({"unit_name": "云岭区水务局", "year": "2025"}, "张敏"))
control = build(app, settings(), ask)
control.window.resize(1366, 728)
control.window.show()
control.window.activateWindow()
rest(200)

def in_the_largest_table():
    # The digits and Tabs of all its entries.
    while control.desk is None or control.wizard is None:
        rest(20)  # it is opened in parts
    section = max((s for s in control.desk.form.sections if s.table), key=lambda s: len(s.cells))
    control.wizard.show_page(section.id)
    rest(300)
    QTest.keyClick(control.window.windowHandle(), Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    model = control.wizard.page(section.id).model
    entries = sum(not control.desk.form.cells[c].total for c in section.cells)
    return typed(control.window.windowHandle(), entries - 1), model.rowCount(), model.columnCount()

control.new_report()
ours, rows, columns = in_the_largest_table()
control.show_library()
control.shelf.open_sample()
rest(300)
QTest.keyClick(control.window.windowHandle(), Qt.Key.Key_F8)
again, _, _ = in_the_largest_table()
control.window.close()
bare = QTableView()
bare.setModel(QStandardItemModel(rows, columns))
bare.resize(1366, 728)
bare.show()
bare.activateWindow()
rest(200)
bare.setCurrentIndex(bare.model().index(0, 0))
bare.setFocus()
peer = typed(bare.windowHandle(), min(len(ours[0]), rows * columns - 1))
print(json.dumps({"new": ours, "sample": again, "peer": peer}))
"""


def run() -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill(home)
        started(OURS, home)  # so that the settings hold the list and every module is compiled
        pairs = [(started(OURS, home), started(BARE, home)) for _ in range(STARTS)]
        painted, loaded, bare = ([p[0][0] for p in pairs], [p[0][1] for p in pairs], [p[1][0] for p in pairs])
        yield row("start to the first painted page | bare PySide6 window", painted, bare)
        yield row("start until every command can be used | bare PySide6 window", loaded, bare)
        yield from keys(home)


def row(what: str, ours: list[float], peer: list[float]) -> Row:
    return Row(what, median(ours), median(peer), median(a / b for a, b in zip(ours, peer, strict=True)))


def fill(home: Path) -> None:
    """A library of some reports."""
    with Library.open(home / "library.nianbao", who="张敏", make=True) as library:
        for number in range(REPORTS):
            library.new("guoban-annual/2021", {"unit_name": f"云岭区第{number}局", "year": "2025"})


def started(script: str, home: Path) -> list[float]:
    """Seconds from the start of a fresh process to each moment that it tells."""
    began = time.monotonic()
    lines = child(script, home).split()
    return [float(line) - began for line in lines]


def child(script: str, home: Path) -> str:
    variables = os.environ | {"QT_QPA_PLATFORM": "offscreen", "NIANBAO_HOME": str(home), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=variables, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return done.stdout


def keys(home: Path) -> Iterator[Row]:
    found = json.loads(child(KEYS, home / "keys"))
    for place, times in (("in a new report", found["new"]), ("in the finished sample", found["sample"])):
        for name, ours, peer in zip(("a digit", "Tab after it"), times, found["peer"], strict=True):
            for part in (50, 99):
                mine, theirs = percentile(ours, part), percentile(peer, part)
                held = f", {'within' if mine < FRAME else 'over'} a frame of 16 ms" if part == 99 else ""
                yield Row(f"{name} {place}, p{part}{held} | bare QTableView", mine, theirs, mine / theirs)


def percentile(values: list[float], part: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) * part // 100, len(ordered) - 1)]


if __name__ == "__main__":
    for what, ours, peer, ratio in run():
        print(f"{what}: {ours * 1000:.1f} ms | {peer * 1000:.1f} ms | × {ratio:.2f}")
