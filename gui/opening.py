"""A report is opened in parts, each in a turn of the loop of its own; nothing is seen of it before it is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.check import prepare
from core.errors import NianbaoError
from gui.host import Host
from gui.menus import wizard_commands
from gui.pages.output import OutputPage
from gui.preview import Preview
from gui.work import Work, on_the_desk


def parts(host: Host, number: int, show: Callable[[Work], None]) -> Iterator[None]:
    """The parts of opening the report `number`; `show` takes it when it is whole. One that cannot be read is told."""
    try:
        session = host.held.session(number)
    except NianbaoError as error:
        host.tell("打开报告", error.message)
        return
    yield  # it has been checked once, and is again with last year's report as that stands now
    desk = on_the_desk(host, session)
    yield
    prepare(desk.form)  # what reading texts needs; the first one typed would wait for it
    yield
    output = OutputPage(desk, host.theme, Preview(desk, host.background, host.theme))
    yield
    work = Work(host, desk, output)
    try:
        yield
        wizard_commands(host, work)
        yield
        work.wizard.page(work.wizard.at)
        yield
    except GeneratorExit:  # something else is wanted by now
        work.close()
        work.wizard.deleteLater()
        raise
    show(work)
