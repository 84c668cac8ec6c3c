"""The code of a sign-off sheet, out of a scan, a photograph or a page of a PDF."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Final

from core.errors import InputError

_MOST_PIXELS: Final = 120_000_000
_MOST_PAGES: Final = 50
_SCALES: Final = (200 / 72, 400 / 72)
"""Pixels per point at which the pages of a PDF are looked at."""
_LONGEST_SIDE: Final = 4000
"""Pixels; a larger picture is made smaller first."""


def texts(data: bytes, name: str) -> tuple[str, ...]:
    """What the QR codes in the file say, each once. Raises `InputError` where it is no picture and no PDF."""
    if data.startswith(b"%PDF-"):
        return _of_pdf(data, name)
    return _of_picture(data, name)


def _of_picture(data: bytes, name: str) -> tuple[str, ...]:
    from PIL import Image, ImageFilter, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data))
            if opened.width * opened.height > _MOST_PIXELS:
                raise InputError("too_large", f"“{name}”的图片太大，没有读入。请用 200～300 dpi 重新扫描。")
            grey = opened.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombWarning) as error:
        raise InputError("not_picture", f"“{name}”不是能打开的图片或 PDF 文件。请用扫描件、照片或 PDF。") from error
    if max(grey.size) > _LONGEST_SIDE:
        grey.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    tries = (grey, grey.filter(ImageFilter.MedianFilter(3)), grey.filter(ImageFilter.GaussianBlur(1.2)))
    return next((found for it in tries if (found := _decoded(it))), ())


def _of_pdf(data: bytes, name: str) -> tuple[str, ...]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise InputError("damaged", f"“{name}”打不开：文件已损坏，或设了密码。请重新取一份。") from error
    try:
        found: dict[str, None] = {}
        for number in range(min(len(document), _MOST_PAGES)):
            found |= dict.fromkeys(_of_page(document[number]))
        return tuple(found)
    finally:
        document.close()


def _of_page(page: object) -> Iterator[str]:
    for scale in _SCALES:
        bitmap = page.render(scale=scale, grayscale=True)  # type: ignore[attr-defined] # pypdfium2 ships no types
        found = _decoded(bitmap.to_pil())
        if found:
            yield from found
            return


def _decoded(picture: object) -> tuple[str, ...]:
    import zxingcpp

    read = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return tuple(dict.fromkeys(code.text for code in read))
