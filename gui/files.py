"""The outputs of one report: what can be written or printed, what each still needs, and where it went."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from core import paths
from core.check.evaluation import Evaluation
from core.errors import InputError
from core.layout.document import Document
from core.report.package import on_paper
from core.services import export, journal, paper, signoff
from core.services.export import Options
from core.services.finalising import obstacles, sent_out
from core.services.progress import Watch
from core.services.session import Step
from gui.desk import Desk
from gui.host import Host
from gui.outputchoices import chosen_output, keep_output
from gui.pages.output import Output, OutputPage
from gui.preview import unprintable
from gui.waiting import Waiting
from gui.writing import Make, Writing


class Files(QObject):
    """Everything is made from a frozen report off the window's thread; the person types on. `leave` has what is half
    typed handed over before: it stands on the screen, so it stands on the paper."""

    def __init__(self, host: Host, desk: Desk, page: OutputPage, waiting: Waiting, leave: Callable[[], None]) -> None:
        super().__init__(page)  # goes with it
        self.host, self.desk, self.page, self.leave = host, desk, page, leave
        self.writing = Writing(host, desk, page, waiting)
        page.preview.faces = lambda: self.options.faces
        page.settings.clicked.connect(self.choose_output)
        for output in self._outputs():
            page.add_output(output)
        self.final = QPushButton(page)  # without a parent it would flash up as a window of its own
        self.final.setProperty("primary", True)
        self.final.clicked.connect(self.finalise)
        self.back, self.sent = QPushButton("退回修改…", page), QPushButton("标记已报送…", page)
        self.back.clicked.connect(self.reopen)
        self.sent.clicked.connect(self.mark_sent)
        page.reviewed.connect(self.refresh)
        self.refresh(desk.session.review())

    def _outputs(self) -> tuple[Output, ...]:
        save = "另存为…"
        return (
            Output(
                "打印稿（PDF）",
                (("打印…", self.print_paper), (save, self.save_pdf), ("公开副本…", self.save_public)),
                self._pdf_note,
                self._free,
            ),
            Output(
                "审签单", (("打印…", self.print_signoff), (save, self.save_signoff)), self._signoff_note, self._free
            ),
            Output(
                "Word、Excel、网页",
                ((save, self.save_other),),
                lambda: "与打印稿同一份数据，写出后逐格核对",
                self._free,
            ),
            Output(
                "上报文件", (("报送包…", self.save_bundle), (save, self.save_package)), self._package_note, self._bound
            ),
            Output("空表", ((save, self.save_blank),), lambda: "没有数字的表，供内设机构手填", self._free),
            Output("填报记录", ((save, self.save_journal),), lambda: "每一处改动和核实说明，供审计查看", self._free),
        )

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.back, self.sent, self.final

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self.writing.busy

    def _free(self) -> bool:
        return not self.busy

    def _bound(self) -> bool:
        return bool(self.desk.fingerprint) and not self.busy

    def _pdf_note(self) -> str:
        mark = self.desk.fingerprint
        return f"每页印指纹 {on_paper(mark)}" if mark else "每页印“草稿”，定稿后印指纹"

    def _package_note(self) -> str:
        return "与打印稿同一指纹" if self.desk.fingerprint else "定稿后生成"

    def _signoff_note(self) -> str:
        explained = sum(f.explained is not None for f in self.desk.evaluation.findings)
        annex = f"附核实说明 {explained} 条 · " if explained else ""
        return f"{annex}填报人、审核人、负责人签字栏，二维码含全部填报数字"

    def refresh(self, review: Evaluation) -> None:
        """The buttons of the bottom bar say what is still to do."""
        session = self.desk.session
        rest = len(obstacles(review)) if session.head.status == "draft" else 0
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
        if self.host.confirm("定稿", words, "定稿"):
            self.host.guarded(self.desk.session.finalise)

    def reopen(self) -> None:
        """退回修改, with the reason."""
        words = "退回修改后，现在的指纹作废，已打印的纸不再有效；再次定稿是新的一稿。请写明原因。"
        reason = self.host.ask.reason(self.host.window, "退回修改", words, "退回修改", self.host.theme)
        if reason is not None:
            self.host.guarded(lambda: self.desk.session.reopen(reason))

    def mark_sent(self) -> None:
        """已报送: from now on a change is a 更正."""
        words = "标记后再退回修改，就是更正。确定这份上报文件已经报送了吗？"
        if self.host.confirm("标记已报送", words, "已报送"):
            self.host.guarded(self.desk.session.mark_sent)

    # Files

    def _name(self, suffix: str, what: str = "") -> str:
        card = self.desk.session.kept.card
        return paths.safe_name(f"{card.unit}{card.year_words[:-1]}{what or self.desk.form.name}", suffix)

    def _where(self, title: str, suffix: str, kinds: str, what: str = "") -> Path | None:
        self.leave()
        return self.writing.where(title, self._name(suffix, what), kinds)

    @property
    def options(self) -> Options:
        """What the person has chosen for files and paper."""
        return chosen_output(self.host.settings)

    def choose_output(self) -> None:
        """输出设置…; the preview shows it at once."""
        host = self.host
        wanted = host.ask.output(host.window, self.options, host.theme, host.background)
        if wanted is not None:
            keep_output(host.settings, wanted)
            self.page.preview.refresh()

    def _document(self, *, foot: bool = True) -> Document:
        mark = self.desk.fingerprint
        return paper.document(self.desk.form, self.desk.evaluation, fingerprint=mark, created=_now(), foot=foot)

    def _save(self, path: Path | None, *, foot: bool = True) -> None:
        """The report in the format that the file's name ends in, read back and compared before it is put there."""
        if path is None:
            return
        suffix = path.suffix.lower()
        if suffix not in export.WRITERS:
            self.host.tell("输出", f"不认得“{path.suffix}”这种文件。请用 .pdf、.docx、.xlsx 或 .html。")
            return
        document, options = self._document(foot=foot), self.options

        def remark() -> str:
            return unprintable(paper.unprintable(document, options.faces)) if suffix == ".pdf" else ""

        self.writing.write(path, lambda watch: export.document_bytes(document, suffix, options, watch=watch), remark)

    def save_pdf(self) -> None:
        """The printed report as a file."""
        self._save(self._where("打印稿另存为", ".pdf", "PDF (*.pdf)"))

    def save_other(self) -> None:
        """Word, Excel or a web page."""
        self._save(self._where("另存为 Word、Excel 或网页", ".docx", "Word (*.docx);;Excel (*.xlsx);;网页 (*.html)"))

    def save_public(self) -> None:
        """公开副本: without the fingerprint, for the unit's site."""
        kinds = "PDF (*.pdf);;网页 (*.html);;Word (*.docx)"
        path = self._where("公开副本另存为", ".pdf", kinds, f"{self.desk.form.name}（公开）")
        self._save(path, foot=False)

    def save_signoff(self) -> None:
        """审签单, with the code of all figures."""
        path = self._where("审签单另存为", ".pdf", "PDF (*.pdf)", f"{self.desk.form.name}{signoff.NAME}")
        if path is not None:
            self.writing.write(path, self._sheet())

    def _sheet(self) -> Make:
        form, evaluation, which = self.desk.form, self.desk.evaluation, self.options.faces
        standing = signoff.standing_of(self.desk.session, _now())
        return lambda watch: signoff.sheet_pdf(form, evaluation, standing, which, watch)

    def save_bundle(self) -> None:
        """报送包: the file for upload with the print, Word and Excel in one zip."""
        filing = self.desk.session.filing
        path = self._where("报送包另存为", ".zip", "报送包 (*.zip)") if filing else None
        if filing is not None and path is not None:
            document, form, body, options = self._document(), self.desk.form, sent_out(filing), self.options
            self.writing.write(path, lambda watch: export.bundle(document, body, form, options, watch))

    def save_package(self) -> None:
        """The file for upload, as it was bound when finalising."""
        filing = self.desk.session.filing
        path = self._where("上报文件另存为", ".json", "上报文件 (*.json)") if filing else None
        if filing is not None and path is not None:
            data = filing.package.encode()
            self.writing.write(path, lambda _: data)

    def save_blank(self) -> None:
        """空表 for the divisions."""
        form = self.desk.form
        path = self._where("空表另存为", ".pdf", "PDF (*.pdf)", f"{form.name}空表")
        if path is not None:
            which = self.options.faces
            self.writing.write(path, lambda _: paper.pdf(paper.blank(form), which=which))

    def save_journal(self) -> None:
        """The journal and the explanations for an auditor."""
        path = self._where("填报记录另存为", ".pdf", "PDF (*.pdf)", "填报记录")
        if path is not None:
            form, report, steps = self.desk.form, self.desk.session.report, self._steps
            title, which = self._name("", f"{form.name}填报记录"), self.options.faces

            def make(_: Watch) -> bytes:
                told = journal.printed(title, journal.lines(form, steps()), journal.explanations(form, report))
                return paper.pdf(told, which=which)

            self.writing.write(path, make)

    def _steps(self) -> tuple[Step, ...]:
        return self.host.held.steps(self.desk.session.id)

    def print_paper(self) -> None:
        """Print through the system's dialog, the same pages as the preview."""
        self.leave()
        document, which = self._document(), self.options.faces

        def then(data: bytes) -> None:
            lacking = unprintable(paper.unprintable(document, which))  # the faces have been read by now
            if not lacking or self.host.confirm("打印", lacking, "照样打印"):
                self._print(data)

        self.writing.take(lambda _: paper.pdf(document, which=which), then)

    def print_signoff(self) -> None:
        """Print the sign-off sheet."""
        self.leave()
        self.writing.take(self._sheet(), self._print)

    def _print(self, data: bytes) -> None:
        try:
            self.host.ask.print_pdf(self.host.window, data)
        except InputError as error:
            self.host.tell("打印", error.message)


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")
