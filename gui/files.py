"""The outputs of one report: what can be written or printed, what each still needs, and where it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from core import paths
from core.errors import InputError, NianbaoError
from core.report.package import on_paper
from core.services import journal, paper
from core.services.finalising import obstacles
from core.services.library import Library
from core.store import Step
from gui.desk import Desk
from gui.pages.output import Output, OutputPage

if TYPE_CHECKING:
    from gui.control import Control


class Files(QObject):
    """Everything is made from a frozen report off the window's thread; the person types on."""

    def __init__(self, control: Control, desk: Desk, page: OutputPage) -> None:
        super().__init__(control)
        self.control, self.desk, self.page = control, desk, page
        self.busy = False
        for output in (
            Output(
                "打印稿（PDF）", (("打印…", self.print_paper), ("另存为…", self.save_pdf)), self._pdf_note, self._free
            ),
            Output("上报文件", (("另存为…", self.save_package),), self._package_note, self._bound),
            Output("空表", (("另存为…", self.save_blank),), lambda: "没有数字的表，供内设机构手填", self._free),
            Output(
                "填报记录", (("另存为…", self.save_journal),), lambda: "每一处改动和核实说明，供审计查看", self._free
            ),
        ):
            page.add_output(output)
        self.final = QPushButton()
        self.final.setProperty("primary", True)
        self.final.clicked.connect(self.finalise)
        self.back, self.sent = QPushButton("退回修改…"), QPushButton("标记已报送…")
        self.back.clicked.connect(self.reopen)
        self.sent.clicked.connect(self.mark_sent)
        desk.changed.connect(self.refresh)
        self.refresh()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.back, self.sent, self.final

    def _free(self) -> bool:
        return not self.busy

    def _bound(self) -> bool:
        return bool(self.desk.fingerprint) and not self.busy

    def _pdf_note(self) -> str:
        mark = self.desk.fingerprint
        return f"每页印指纹 {on_paper(mark).upper()}" if mark else "每页印“草稿”，定稿后印指纹"

    def _package_note(self) -> str:
        return "与打印稿同一指纹" if self.desk.fingerprint else "定稿后生成"

    def refresh(self) -> None:
        """The buttons of the bottom bar say what is still to do."""
        session = self.desk.session
        rest = len(obstacles(session.review())) if session.head.status == "draft" else 0
        self.final.setVisible(session.head.status == "draft")
        self.final.setText(f"定稿…（还差 {rest} 项）" if rest else "定稿…")
        self.final.setEnabled(not rest and not session.locked)
        self.back.setVisible(session.head.status != "draft")
        self.sent.setVisible(session.head.status == "final")
        for button in (self.back, self.sent):
            button.setEnabled(not session.locked)

    # Finalising

    def finalise(self) -> None:
        """定稿, after a last question."""
        words = "定稿后各页只能查看，生成上报文件和带指纹的打印稿；要改，可以退回修改。"
        if self.control.ask.confirm(self.control.window, "定稿", words, "定稿"):
            self._try(self.desk.session.finalise)

    def reopen(self) -> None:
        """退回修改, with the reason."""
        words = "退回修改后，现在的指纹作废，已打印的纸不再有效；再次定稿是新的一稿。请写明原因。"
        reason = self.control.ask.reason(self.control.window, "退回修改", words, "退回修改", self.control.theme)
        if reason is not None:
            self._try(lambda: self.desk.session.reopen(reason))

    def mark_sent(self) -> None:
        """已报送: from now on a change is a 更正."""
        words = "标记后再退回修改，就是更正。确定这份上报文件已经报送了吗？"
        if self.control.ask.confirm(self.control.window, "标记已报送", words, "已报送"):
            self._try(self.desk.session.mark_sent)

    def _try(self, do: Callable[[], object]) -> None:
        try:
            do()
        except NianbaoError as error:
            self.control.ask.tell(self.control.window, "年报", error.message)

    # Files

    def _name(self, suffix: str, middle: str = "政府信息公开工作年度报告") -> str:
        card = self.desk.session.kept.card
        return paths.safe_name(f"{card.unit}{card.year or ''}年{middle}", suffix)

    def _where(self, title: str, suffix: str, kinds: str, middle: str = "政府信息公开工作年度报告") -> Path | None:
        control = self.control
        path = control.ask.save_file(control.window, title, control.folder() / self._name(suffix, middle), kinds)
        if path is not None and not path.suffix:
            path = path.with_suffix(suffix)
        if path is not None:
            control.settings.setValue("folder", str(path.parent))
        return path

    def _write(self, path: Path, make: Callable[[], bytes]) -> None:
        """Make the bytes beside the window, write all or nothing, and say where it went."""
        self.busy = True
        self.page.say_written("")
        self.page.show_evaluation(self.desk.evaluation)

        def work() -> Path:
            data = make()
            paths.replace_file(path, lambda out: out.write(data))
            return path

        self.control.background.run(work, self._written, self._failed)

    def _written(self, path: Path) -> None:
        self.busy = False
        self.page.say_written(f"✓ 已写到 {path}")
        self.page.show_evaluation(self.desk.evaluation)

    def _failed(self, error: Exception) -> None:
        self.busy = False
        words = error.message if isinstance(error, NianbaoError) else "没有写成，原因已记在日志里。填报的内容都还在。"
        self.page.show_evaluation(self.desk.evaluation)
        self.control.ask.tell(self.control.window, "输出", words)

    def _pdf(self) -> Callable[[], bytes]:
        form, evaluation, mark = self.desk.form, self.desk.evaluation, self.desk.fingerprint
        return lambda: paper.pdf(paper.document(form, evaluation, fingerprint=mark))

    def save_pdf(self) -> None:
        """The printed report as a file."""
        path = self._where("打印稿另存为", ".pdf", "PDF (*.pdf)")
        if path is not None:
            self._write(path, self._pdf())

    def save_package(self) -> None:
        """The file for upload, as it was bound when finalising."""
        filing = self.desk.session.filing
        path = self._where("上报文件另存为", ".json", "上报文件 (*.json)") if filing else None
        if filing is not None and path is not None:
            text = filing.package
            self._write(path, text.encode)

    def save_blank(self) -> None:
        """空表 for the divisions."""
        form = self.desk.form
        path = self._where("空表另存为", ".pdf", "PDF (*.pdf)", "政府信息公开工作年度报告空表")
        if path is not None:
            self._write(path, lambda: paper.pdf(paper.blank(form)))

    def save_journal(self) -> None:
        """The journal and the explanations for an auditor."""
        path = self._where("填报记录另存为", ".pdf", "PDF (*.pdf)", "填报记录")
        if path is not None:
            form, report, steps = self.desk.form, self.desk.session.report, self._steps
            title = f"{self._name('', '政府信息公开工作年度报告填报记录')}"
            self._write(
                path,
                lambda: paper.pdf(
                    journal.printed(title, journal.lines(form, steps()), journal.explanations(form, report))
                ),
            )

    def _steps(self) -> tuple[Step, ...]:
        library: Library = self.control.held
        return library.steps(self.desk.session.id)

    def print_paper(self) -> None:
        """Print through the system's dialog, the same pages as the preview."""
        from gui.printing import print_pdf

        def printed(data: bytes) -> None:
            self.busy = False
            self.page.show_evaluation(self.desk.evaluation)
            try:
                print_pdf(self.control.window, data)
            except InputError as error:
                self.control.ask.tell(self.control.window, "打印", error.message)

        self.busy = True
        self.control.background.run(self._pdf(), printed, self._failed)
