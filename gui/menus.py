"""The menus and command bars: which command does what, under which words and keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu

from gui.bars import action
from gui.help import KEYS, show_manual
from gui.host import Host
from gui.librarypage import LibraryPage
from gui.preferences import Look
from gui.recent import recent, there
from gui.shelf import Shelf
from gui.undoing import Undoing
from gui.wizard import Wizard
from gui.wizardkeys import explain_current, moves, silent
from gui.work import Work


def library_commands(host: Host, shelf: Shelf, other_library: Callable[[], None]) -> None:
    """The start page's commands."""
    page, bar = shelf.page, shelf.page.bar
    new = action("新建报告", shelf.new_report, "Ctrl+N", page)
    bring = action("导入…", shelf.import_file, "Ctrl+O", page)
    sample = action("示例", shelf.open_sample, "", page)
    copy = action("复制报告", shelf.copy_report, "", page)
    bin_ = action("移入回收站", shelf.bin_report, "Delete", page)
    file_menu = bar.menu("文件(&F)")
    file_menu.addActions([new, bring, sample])
    file_menu.addAction(action("从审签单取回数字…", shelf.take_from_sheet, "", page))
    file_menu.addSeparator()
    file_menu.addAction(action("打开另一个报告库…", other_library, "", page))
    lately = file_menu.addMenu("最近的报告库")
    lately.aboutToShow.connect(lambda: fill_recent(host, lately))
    file_menu.addAction(action("整库另存（换电脑、备份）…", shelf.copy_library, "", page))
    file_menu.addSeparator()
    file_menu.addAction(action("设置…", host.choose_settings, "", page))
    file_menu.addAction(action("退出", host.window.close, "Ctrl+Q", page))
    edit = bar.menu("编辑(&E)")
    edit.addActions([copy, bin_])
    edit.addAction(action("查找", page.search.setFocus, "Ctrl+F", page))
    page.detail.commands([copy, bin_])
    view_commands(host, bar.menu("查看(&V)"), page)
    help_commands(host, bar.menu("帮助(&H)"), page, lambda: "start")
    bar.line()
    bar.add(new, "plus")
    bar.add(bring, "import")
    bar.add(sample, "document")
    bar.line()
    recover = action("回收站", lambda: None, "", page)
    button = bar.add(recover, "bin")
    menu = QMenu(button)
    menu.aboutToShow.connect(lambda: fill_bin(shelf, menu))
    button.setMenu(menu)
    button.setPopupMode(button.ToolButtonPopupMode.InstantPopup)
    bar.finish()


def fill_recent(host: Host, menu: QMenu) -> None:
    """The libraries used lately but the one that is open; what is gone is not offered."""
    menu.clear()
    for path in recent(host.settings):
        if path != host.held.path and there(path):
            menu.addAction(str(path), partial(host.open_library, path))
    if menu.isEmpty():
        menu.addAction("没有别的报告库").setEnabled(False)


def fill_bin(shelf: Shelf, menu: QMenu) -> None:
    """What is in the bin, each to be brought back."""
    menu.clear()
    binned = shelf.host.held.binned()
    for entry in binned:
        words = f"恢复：{entry.card.unit or '未填单位'} {entry.card.year_words}".rstrip()
        menu.addAction(words, partial(shelf.restore_report, entry.id))
    if not binned:
        menu.addAction("回收站是空的").setEnabled(False)


def view_commands(host: Host, menu: QMenu, page: LibraryPage | Wizard) -> None:
    """Theme and size of type."""
    looks: tuple[tuple[str, Look], ...] = (("浅色", "light"), ("深色", "dark"), ("跟随系统", "system"))
    for words, look in looks:
        menu.addAction(action(words, partial(host.restyle, mode=look), "", page))
    menu.addSeparator()
    menu.addAction(action("放大", lambda: host.restyle(step=1), "Ctrl++|Ctrl+=", page))
    menu.addAction(action("缩小", lambda: host.restyle(step=-1), "Ctrl+-", page))
    menu.addAction(action("原来大小", lambda: host.restyle(step=0), "Ctrl+0", page))


def help_commands(host: Host, menu: QMenu, page: LibraryPage | Wizard, chapter: Callable[[], str]) -> None:
    """The manual at the right place, and its sheet of keys."""
    menu.addAction(action("使用手册", lambda: show_manual(host.window, host.theme, chapter()), "F1", page))
    menu.addAction(action("按键一览", lambda: show_manual(host.window, host.theme, KEYS), "Ctrl+F1", page))


def edit_commands(work: Work) -> Undoing:
    """撤销 and 重做, which are returned, and the clipboard."""
    wizard = work.wizard
    edit = wizard.bar.menu("编辑(&E)")
    undoing = Undoing(work.desk, wizard)
    edit.addActions([undoing.undo, undoing.redo])
    edit.addSeparator()
    edit.addAction(action("剪切", work.cut, "Ctrl+X", wizard))
    edit.addAction(action("复制", work.copy, "Ctrl+C", wizard))
    edit.addAction(action("粘贴…", work.paste, "Ctrl+V", wizard))
    edit.addSeparator()
    edit.addAction(action("查找…", work.places.seek, "Ctrl+F", wizard))
    edit.addAction(action("替换…", lambda: work.places.seek(replace=True), "Ctrl+H", wizard))
    edit.addAction(action("插入表中数字…", work.places.put_figure, "", wizard))
    return undoing


def data_commands(work: Work) -> None:
    """What is done with the figures as a whole."""
    wizard = work.wizard
    data = wizard.bar.menu("数据(&D)")
    data.addAction(action("填报人…", work.change_who, "", wizard))
    data.addAction(action("本节确为零…", work.fill_zeros, "", wizard))
    data.addAction(action("复核（第二人重录）…", work.rekeys.start, "", wizard))
    data.addAction(action("回到以前的一刻…", work.go_back_in_time, "", wizard))
    data.addSeparator()
    data.addAction(action("导入上年报告…", work.import_last_year, "", wizard))
    data.addAction(action("上年报告…", work.year_before.choose, "", wizard))
    data.addAction(action("填上年数", work.year_before.take_figure, "Ctrl+;", wizard))
    data.addAction(action("本格说明", work.show_card, "Ctrl+Return|Ctrl+Enter", wizard))
    data.addSeparator()
    data.addAction(action("填报记录…", work.show_journal, "", wizard))
    data.addAction(action("写核实说明…", lambda: explain_current(wizard), "Ctrl+E", wizard))


def wizard_commands(host: Host, work: Work) -> None:
    """The wizard's commands."""
    wizard, files, bar = work.wizard, work.files, work.wizard.bar
    home = action("报告库", host.go_home, "", wizard)
    bar.lead(home, "back")
    file_menu = bar.menu("文件(&F)")
    bring = action("导入…", work.import_file, "Ctrl+O", wizard)
    file_menu.addActions([home, bring])
    file_menu.addSeparator()
    file_menu.addAction(action("打印…", files.print_paper, "Ctrl+P", wizard))
    file_menu.addAction(action("打印稿另存为 PDF…", files.save_pdf, "", wizard))
    file_menu.addAction(action("公开副本另存为…", files.save_public, "", wizard))
    file_menu.addAction(action("审签单另存为…", files.save_signoff, "", wizard))
    file_menu.addAction(action("上报文件另存为…", files.save_package, "", wizard))
    file_menu.addAction(action("空表另存为…", files.save_blank, "", wizard))
    file_menu.addAction(action("填报记录另存为…", files.save_journal, "", wizard))
    file_menu.addAction(action("输出设置…", files.choose_output, "", wizard))
    file_menu.addSeparator()
    file_menu.addAction(action("设置…", host.choose_settings, "", wizard))
    file_menu.addAction(action("退出", host.window.close, "Ctrl+Q", wizard))
    undoing = edit_commands(work)
    data_commands(work)
    view = bar.menu("查看(&V)")
    view.addActions(moves(wizard))
    silent(wizard)
    view.addAction(action("对照上年：轮换", work.year_before.next_compare, "Ctrl+L", wizard))
    view.addSeparator()
    view_commands(host, view, wizard)
    help_commands(host, bar.menu("帮助(&H)"), wizard, work.places.chapter)
    bar.line()
    for it, icon in ((undoing.undo, "undo"), (undoing.redo, "redo")):
        bar.add(it, icon).installEventFilter(undoing)
    bar.line()
    bar.add(bring, "import")
    bar.add(action("复核", work.rekeys.start, "", wizard), "check")
    bar.add(action("填报记录", work.show_journal, "", wizard), "history")
    bar.add(action("查找", work.places.seek, "", wizard), "search")
    bar.add(action("预览", lambda: wizard.show_page(wizard.names[-1]), "", wizard), "preview")
    bar.finish()
    wizard.state.who.clicked.connect(work.change_who)
    wizard.state.way_out.clicked.connect(work.find_way_out)
    wizard.put_last(files.buttons)
