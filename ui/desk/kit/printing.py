"""Paper: the system's printers and its dialog, and pages drawn at the printer's resolution."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QWidget

from domain.errors_of_printing import DefaultPrinterMissing, PrinterMissing, PrinterRefused
from domain.printing import Paper, PrinterKind, PrinterProfile
from resources.texts import LANGUAGES, N_, Texts
from ui.desk.kit.documents import Documents, Picture

#: No receipt looks better for more, and a strip at 1200 dots takes 100 MB.
MOST_DPI = 600
STRIP_WIDTH_MM = 80
_STRIP_HEIGHT_MM = 200
_MM_PER_INCH = 25.4
#: The languages of a receipt, by what a choice calls them.
LANGUAGES_OF = {"en": ("en",), "hi": ("hi",), "both": ("en", "hi")}
_BOTH = "both"
_PAPERS = {
    Paper.A4: N_("A4, half page"),
    Paper.ROLL_80: N_("80 mm roll"),
    Paper.ROLL_58: N_("58 mm roll"),
}


def paper_options(_: Texts) -> list[tuple[Paper, str]]:
    """Return every paper with its words, for a choice."""
    return [(paper, _(words)) for paper, words in _PAPERS.items()]


def paper_word(paper: Paper, _: Texts) -> str:
    """Return what a paper is called."""
    return _(_PAPERS[paper])


def language_options(_: Texts) -> list[tuple[str, str]]:
    """Return the languages that a receipt may have, for a choice."""
    return [*LANGUAGES.items(), (_BOTH, _("Both"))]


def language_of(languages: tuple[str, ...]) -> str:
    """Return what a choice calls the languages of a receipt."""
    return _BOTH if len(languages) > 1 else languages[0]


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


class SystemPrinters:
    """The printers that the system knows; any thread may ask, for some systems answer slowly."""

    def names(self) -> list[str]:
        """Return the names by which the system knows its printers."""
        return list(QPrinterInfo.availablePrinterNames())

    def print_pages(
        self, profile: PrinterProfile, pages_at: Callable[[int], Sequence[Picture]]
    ) -> None:
        """Print the pages, which are drawn at so many dots an inch, as often as is wished.

        :class:`PrinterMissing`, :class:`DefaultPrinterMissing`, :class:`PrinterRefused`,
        :class:`domain.errors_of_printing.PaperTooWide`.
        """
        printer = self.printer_named(profile.place)
        self.refuse_too_narrow(profile)
        dpi = resolution_of(printer)
        if not put_on_paper(printer, pages_at(dpi), dpi, copies=profile.copies):
            raise PrinterRefused(profile.name)

    def refuse_too_narrow(self, profile: PrinterProfile) -> None:
        """Raise when a printer's widest paper is narrower than the receipt, as far as known."""
        if widest_mm := self.widest_mm(profile.place):
            profile.refuse_wider(widest_mm)

    def printer_named(self, name: str) -> QPrinter:
        """Return a printer of the system, the default one for no name; :class:`PrinterMissing`."""
        info = _info_of(name)
        if info.isNull():
            raise PrinterMissing(name) if name else DefaultPrinterMissing
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)

    def widest_mm(self, name: str) -> int:
        """Return how wide the widest paper of a printer is; 0 where the system cannot say."""
        info = _info_of(name)
        sizes = [*info.supportedPageSizes(), info.maximumPhysicalPageSize()]
        widths = [size.size(QPageSize.Unit.Millimeter).width() for size in sizes if size.isValid()]
        return math.ceil(max(widths, default=0))


def bring_to_paper(
    profile: PrinterProfile,
    pdf: bytes,
    file_name: str,
    documents: Documents,
    system: SystemPrinters,
) -> None:
    """Print a document by its printer's road (off the GUI thread); return when it is there.

    ``file_name`` is what it is called in a folder. Raises what :mod:`domain.errors_of_printing`
    has, and :class:`domain.errors_of_files.FileNotWritten`.
    """
    if profile.kind is PrinterKind.SYSTEM:
        system.print_pages(profile, lambda dpi: documents.pictures(pdf, dpi))
    else:
        documents.printers.send(profile, pdf, file_name)


def put_on_paper(
    printer: QPrinter, pictures: Sequence[Picture], dpi: int, *, copies: int = 1
) -> bool:
    """Print the pages at their true size; False when the printer does not take them."""
    first = pictures[0]
    size_mm = QSizeF(first.width * _MM_PER_INCH / dpi, first.height * _MM_PER_INCH / dpi)
    printer.setPageSize(QPageSize(size_mm, QPageSize.Unit.Millimeter))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    printer.setFullPage(True)
    if copies > 1 and printer.supportsMultipleCopies():
        printer.setCopyCount(copies)
        copies = 1
    painter = QPainter()
    if not painter.begin(printer):
        return False
    try:
        scale = printer.resolution() / dpi
        for number, picture in enumerate([*pictures] * copies):
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


def _info_of(name: str) -> QPrinterInfo:
    return QPrinterInfo.printerInfo(name) if name else QPrinterInfo.defaultPrinter()


def _name_buttons(box: QDialogButtonBox, _: Texts) -> None:
    words = {
        QDialogButtonBox.StandardButton.Ok: _("Print"),
        QDialogButtonBox.StandardButton.Cancel: _("Cancel"),
    }
    for kind, text in words.items():
        button: QPushButton | None = box.button(kind)
        if button is not None:
            button.setText(text)
