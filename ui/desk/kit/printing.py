"""Paper: the system's dialog for printers, and pages drawn at the printer's resolution."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from resources.texts import Texts
from ui.desk.kit.documents import Picture

#: No receipt looks better for more, and a strip at 1200 dots takes 100 MB.
MOST_DPI = 600
STRIP_WIDTH_MM = 80
_STRIP_HEIGHT_MM = 200
_MM_PER_INCH = 25.4


def ask_printer(parent: QWidget, _: Texts, accepted: Callable[[QPrinter], None]) -> None:
    """Let the clerk choose a printer; ``accepted`` hears of it, nobody when the clerk goes back."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Print"))
    for button in dialog.findChildren(QDialogButtonBox):
        _name_buttons(button, _)
    dialog.accepted.connect(lambda: accepted(printer))
    dialog.finished.connect(dialog.deleteLater)
    # QPrintDialog hides it behind an open() that wants a slot.
    QDialog.open(dialog)


def resolution_of(printer: QPrinter) -> int:
    """Return at how many dots an inch the pages are to be drawn for a printer."""
    return min(printer.resolution(), MOST_DPI)


def put_on_paper(printer: QPrinter, pictures: Sequence[Picture], dpi: int) -> bool:
    """Print the pages at their true size; False when the printer does not take them."""
    first = pictures[0]
    size_mm = QSizeF(first.width * _MM_PER_INCH / dpi, first.height * _MM_PER_INCH / dpi)
    printer.setPageSize(QPageSize(size_mm, QPageSize.Unit.Millimeter))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setFullPage(True)
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        scale = printer.resolution() / dpi
        for number, picture in enumerate(pictures):
            if number and not printer.newPage():
                return False
            target = QRectF(0, 0, picture.width * scale, picture.height * scale)
            painter.drawImage(target, image_of(picture))
    finally:
        ended = painter.end()
    return ended and printer.printerState() is not QPrinter.PrinterState.Error


def image_of(picture: Picture) -> QImage:
    """Return a page as Qt draws it."""
    kind = QImage.Format.Format_RGBA8888
    view = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, kind)
    # The pixels belong to the picture, which may go before the image does.
    return view.copy()


def _name_buttons(box: QDialogButtonBox, _: Texts) -> None:
    words = {
        QDialogButtonBox.StandardButton.Ok: _("Print"),
        QDialogButtonBox.StandardButton.Cancel: _("Cancel"),
    }
    for kind, text in words.items():
        button: QPushButton | None = box.button(kind)
        if button is not None:
            button.setText(text)
