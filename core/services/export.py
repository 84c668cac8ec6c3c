"""Writing files: the package, the print and the other formats. Each is read back and compared with the report before
it takes its place; one that differs is refused with the place where it does."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, BinaryIO, Final

from core import paths
from core.check import Evaluation
from core.errors import EnvironmentTrouble, InputError
from core.form.model import Form
from core.layout.document import Document
from core.layout.styles import Face
from core.readers import read
from core.readers.pieces import Piece, Prose
from core.report.package import canonical
from core.services import paper
from core.services.paper import FaceSet
from core.services.progress import Watch, unwatched
from core.services.proof import Fold, fault

_LOG = logging.getLogger(__name__)

FORMATS: Final = (".pdf", ".docx", ".xlsx", ".html")
"""What a document can be written as."""

SUFFIXES: Final = (".json", *FORMATS)
"""What can be written."""


@dataclass(frozen=True, slots=True)
class Options:
    """`archival`: a PDF is PDF/A-2b. `formulas`: computed totals of a spreadsheet are sums. `fragment`: a web page is
    the part for a content system alone. `faces`: what paper is set in."""

    archival: bool = True
    faces: FaceSet = "installed"
    formulas: bool = False
    fragment: bool = False


PLAIN: Final = Options()

Writer = Callable[[Document, Options], bytes]


def refuse_suffix(target: Path) -> None:
    """Raises `InputError` naming what can be written, unless `target` ends in one of them."""
    if target.suffix.lower() not in SUFFIXES:
        known = "、".join(SUFFIXES)
        raise InputError("suffix", f"还不能写出“{target.suffix or target.name}”文件，现在能写的是 {known}。请改用。")


def file_name(document: Document, suffix: str) -> str:
    """The title as a name that every system takes: <单位><年>年….<suffix>."""
    return paths.safe_name(document.title, suffix)


def package_bytes(body: Mapping[str, Any], form: Form) -> bytes:
    """The file for upload, read as any receiver would and compared key by key. Raises `EnvironmentTrouble`."""
    data = canonical(body)
    try:
        back = read(data, "上报文件.json", (form,))
    except InputError as error:
        raise _unequal(f"写好后读不回来（{error.message}）") from error
    if back.trouble or back.package is None or dict(back.package) != dict(body):
        raise _unequal("写好后读回的内容与原来的不一致")
    return data


KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {".pdf": "打印稿", ".docx": "Word 文件", ".xlsx": "Excel 文件", ".html": "网页", ".json": "上报文件"}
)
"""What a person calls a file that ends so."""


def _prove(document: Document, data: bytes, suffix: str, options: Options) -> None:
    try:
        pieces = _pieces(data, suffix)
    except InputError as error:
        raise _unequal(f"写好后读不回来（{error.message}）") from error
    if place := fault(document, pieces, _fold(suffix, options), paper=suffix == ".pdf"):
        raise _unequal(f"写好后读回，{place}与填报的内容不一致")


def _unequal(why: str) -> EnvironmentTrouble:
    return EnvironmentTrouble("unequal", f"没有写出：{why}。原有文件没有改动，请换一种格式，并告诉维护人员。")


def _pieces(data: bytes, suffix: str) -> Sequence[Piece]:
    match suffix:
        case ".pdf":
            from core.readers import pdf

            with paper.pdfium():
                return pdf.pieces(data, "打印稿")[0]
        case ".docx":
            from core.readers import docx

            return [_in_one_line(piece) for piece in docx.pieces(data, "Word 文件")]
        case ".xlsx":
            from core.readers import xlsx

            return xlsx.pieces(data, "Excel 文件")
    from core.readers import html

    return html.pieces(data.decode())


def _in_one_line(piece: Piece) -> Piece:
    """Without the line breaks of a title; we write no others."""
    return Prose(piece.text.replace("\n", "")) if isinstance(piece, Prose) else piece


_RUNS: Final = re.compile(" +")


def _fold(suffix: str, options: Options) -> Fold:
    """What the format leaves of a text: no control characters; on a web page no runs of spaces; on paper no character
    without a glyph."""
    from core.writers.carry import carried

    def joined(parts: Sequence[tuple[str, Face]]) -> str:
        return carried("".join(text for text, _ in parts))

    if suffix == ".html":
        return lambda parts: _RUNS.sub(" ", joined(parts)).strip(" ")
    if suffix == ".pdf":
        faces = paper.faces(options.faces)
        return lambda parts: "".join(faces.chain(face).settable(text) for text, face in parts)
    return joined


def _pdf(document: Document, options: Options) -> bytes:
    _LOG.info("set in %s", "、".join(it.name for it in paper.face_names(options.faces)))
    return paper.pdf(document, archival=options.archival, which=options.faces)


def _docx(document: Document, options: Options) -> bytes:
    from core.writers import docx

    return _collected(partial(docx.write, document, faces=paper.faces(options.faces)))


def _xlsx(document: Document, options: Options) -> bytes:
    from core.writers import xlsx

    return _collected(partial(xlsx.write, document, formulas=options.formulas))


def _html(document: Document, options: Options) -> bytes:
    from core.writers import html

    return _collected(partial(html.write, document, whole=not options.fragment))


def _collected(write: Callable[[BinaryIO], object]) -> bytes:
    out = io.BytesIO()
    write(out)
    return out.getvalue()


WRITERS: Final[Mapping[str, Writer]] = MappingProxyType({".pdf": _pdf, ".docx": _docx, ".xlsx": _xlsx, ".html": _html})


def document_bytes(
    document: Document,
    suffix: str,
    options: Options = PLAIN,
    writers: Mapping[str, Writer] = WRITERS,
    watch: Watch = unwatched,
) -> bytes:
    """`document` in the format of `suffix` (one of `FORMATS`), read back and compared with it.

    Raises `EnvironmentTrouble` (kind ``unequal``) naming the place that differs.
    """
    watch(f"正在写{KINDS[suffix]}")
    data = writers[suffix](document, options)
    watch(f"正在读回核对{KINDS[suffix]}")
    _prove(document, data, suffix, options)
    return data


def bundle(
    document: Document, body: Mapping[str, Any], form: Form, options: Options = PLAIN, watch: Watch = unwatched
) -> bytes:
    """报送包: one zip of the package, the print, .docx and .xlsx, named for unit and year.

    Raises `EnvironmentTrouble` where one of them is not equal to the report.
    """
    from core.writers.archive import pack

    watch(f"正在写{KINDS['.json']}")
    parts = [(file_name(document, ".json"), package_bytes(body, form))]
    parts += [
        (file_name(document, suffix), document_bytes(document, suffix, options, watch=watch))
        for suffix in (".pdf", ".docx", ".xlsx")
    ]
    return _collected(partial(pack, parts))


def put(data: bytes, target: Path, watch: Watch = unwatched) -> None:
    """`data` at `target`, all or nothing, compared with what then lies on the disk. Raises `EnvironmentTrouble`."""

    def write(out: BinaryIO) -> None:
        watch("正在存盘")
        out.write(data)
        out.flush()
        if Path(out.name).read_bytes() != data:
            raise EnvironmentTrouble("write", f"没有写成“{target}”：磁盘上的内容与写入的不一致。请换一个位置再试。")
        watch("正在存盘")  # the last moment to give up

    paths.replace_file(target, write)


def write_package(body: Mapping[str, Any], form: Form, target: Path) -> None:
    """The file for upload. Raises `EnvironmentTrouble`; the old file then stands untouched."""
    put(package_bytes(body, form), target)


def write_document(document: Document, target: Path, options: Options = PLAIN) -> None:
    """`document` in the format that `target` ends in. Raises `EnvironmentTrouble`; the old file then stands
    untouched."""
    put(document_bytes(document, target.suffix.lower(), options), target)


def write_pdf(form: Form, evaluation: Evaluation, digest: str, target: Path, *, final: bool) -> None:
    """The print for signing, with the fingerprint in every page foot; a draft has 草稿 across each page instead."""
    write_document(paper.document(form, evaluation, fingerprint=digest if final else ""), target)
