"""A register on a printer: a page at a time, drawn off the GUI thread, however many there are."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QObject, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter

from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import image_of
from ui.desk.kit.tasks import TaskRunner

#: A page of figures is read as well, and a page of A4 takes 35 MB as it is.
_MOST_DPI = 300


class RegisterPrint(QObject):
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
