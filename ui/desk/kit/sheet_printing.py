"""A sheet on a printer: a page at a time, drawn off the GUI thread, however many there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QObject, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from domain.register_sheet import RegisterSheet
from resources.texts import N_
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import ask_printer, image_of
from ui.desk.kit.tasks import TaskRunner

#: Makes a sheet; called off the GUI thread.
MakeSheet = Callable[[], RegisterSheet]

#: A page of figures is read as well, and a page of A4 takes 35 MB as it is.
_MOST_DPI = 300


class SheetPrinting(QObject):
    """Asks for a printer, prints what is looked at, and says whether the printer took it."""

    def __init__(
        self,
        host: QWidget,
        desk: Desk,
        documents: Documents,
        *,
        taken: str = N_("The list went to the printer."),
        not_taken: str = N_("The printer did not take the list."),
    ) -> None:
        super().__init__(host)
        self._host, self._desk, self._documents = host, desk, documents
        self._taken, self._not_taken = taken, not_taken

    def ask(self, make: MakeSheet) -> None:
        """Let the clerk choose a printer for a sheet."""
        ask_printer(self._host, self._desk.texts, lambda printer: self._draw(make, printer))

    def _draw(self, make: MakeSheet, printer: QPrinter) -> None:
        _, documents = self._desk.texts, self._documents
        task = self._desk.tasks.job(self, lambda _progress: documents.register_pdf(make(), _))
        task.succeeded.connect(lambda pdf: self._print(make, printer, pdf))
        task.failed.connect(self._desk.show_failure)

    def _print(self, make: MakeSheet, printer: QPrinter, pdf: bytes) -> None:
        pages = SheetPages(printer, pdf, self._documents, self._desk.tasks, self)
        pages.finished.connect(lambda is_taken: self._tell(make, is_taken=is_taken))
        pages.failed.connect(self._desk.show_failure)
        for ended in (pages.finished, pages.failed):
            ended.connect(pages.deleteLater)
        pages.start()

    def _tell(self, make: MakeSheet, *, is_taken: bool) -> None:
        _, toasts = self._desk.texts, self._desk.toasts
        if is_taken:
            toasts.show(_(self._taken))
            return
        again = _("Try again")
        toasts.show(_(self._not_taken), "bad", action=again, then=lambda: self.ask(make))


class SheetPages(QObject):
    """Prints one document; ``finished`` says whether the printer took all of it."""

    finished = Signal(bool)
    failed = Signal(object)

    def __init__(
        self,
        printer: QPrinter,
        pdf: bytes,
        documents: Documents,
        tasks: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._printer, self._pdf = printer, pdf
        self._documents, self._tasks = documents, tasks
        self._dpi = min(printer.resolution(), _MOST_DPI)
        self._painter = QPainter()
        self._page = 0

    def start(self) -> None:
        """Begin; the pages follow one by one."""
        self._printer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Landscape,
                QMarginsF(0, 0, 0, 0),
            )
        )
        self._printer.setFullPage(True)
        if self._painter.begin(self._printer):
            self._ask_page()
        else:
            self.finished.emit(False)

    def _ask_page(self) -> None:
        number, dpi = self._page, self._dpi
        task = self._tasks.read(
            self, lambda _progress: self._documents.page_picture(self._pdf, number, dpi)
        )
        task.succeeded.connect(self._on_page)
        task.failed.connect(self._on_failed)

    def _on_page(self, picture: Picture | None) -> None:
        if picture is None:
            ended = self._painter.end()
            self.finished.emit(
                ended and self._printer.printerState() is not QPrinter.PrinterState.Error
            )
            return
        if self._page and not self._printer.newPage():
            self._painter.end()
            self.finished.emit(False)
            return
        scale = self._printer.resolution() / self._dpi
        target = QRectF(0, 0, picture.width * scale, picture.height * scale)
        self._painter.drawImage(target, image_of(picture))
        self._page += 1
        self._ask_page()

    def _on_failed(self, error: Exception) -> None:
        self._painter.end()
        self.failed.emit(error)
