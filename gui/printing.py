"""Printing the pages of a PDF through the system's dialog: as pictures at the printer's own resolution."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from core.errors import InputError
from core.services import paper

MOST_DPI = 600


def print_pdf(parent: QWidget, data: bytes) -> bool:
    """Ask for the printer, then print; False if the person gave up. Raises `InputError` if printing cannot start."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    printer.setPageMargins(printer.pageLayout().margins() * 0, QPageLayout.Unit.Point)
    count = paper.page_count(data)
    printer.setFromTo(1, count)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, count)
    if not dialog.exec():
        return False
    first, last = printer.fromPage() or 1, printer.toPage() or count
    painter = QPainter()
    if not painter.begin(printer):
        raise InputError("print", "打印没有开始。请检查打印机是否连好，或先另存为 PDF 再打印。")
    dpi = min(printer.resolution(), MOST_DPI)
    for number, page in enumerate(range(first - 1, last)):
        if number:
            printer.newPage()
        made = paper.picture(data, page, dpi / 72)
        image = QImage(made.pixels, made.width, made.height, made.stride, QImage.Format.Format_RGB32)
        painter.drawImage(printer.pageLayout().fullRectPixels(printer.resolution()), image)
    painter.end()
    return True
