"""A UPI code on paper, for the payer whose telephone does not read the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtPrintSupport import QPrinter

from domain.printing import PrintStyle
from domain.upi import UpiSlip
from resources.texts import texts_of_all
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents, Picture
from ui.desk.kit.printing import SystemPrinters, bring_to_paper, put_on_paper, resolution_of
from ui.desk.recharge.view import RechargeView


@dataclass(frozen=True, slots=True)
class _Made:
    pictures: Sequence[Picture]
    dpi: int


class SlipPrinter(QObject):
    """Prints where this desk prints receipts, or asks for a printer; a slip is no receipt."""

    def __init__(
        self,
        view: RechargeView,
        desk: Desk,
        documents: Documents,
        system: SystemPrinters | None = None,
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._documents = view, desk, documents
        self._system = system or SystemPrinters()

    def print_slip(self, slip: UpiSlip) -> None:
        """Print a slip; nothing is counted."""
        task = self._desk.tasks.read(self, lambda _progress: self._bring_to_paper(slip))
        task.succeeded.connect(lambda is_done: self._on_brought(slip, is_done))
        task.failed.connect(lambda error: self._on_refused(slip, self._desk.sentence(error)))

    def _bring_to_paper(self, slip: UpiSlip) -> bool:
        """Print by the road of the desk's printer; False: it has none set up."""
        profile = self._documents.printers.load().for_receipts
        if profile is None:
            return False
        pdf = self._documents.upi_slip_pdf(slip, profile.style, texts_of_all())
        bring_to_paper(profile, pdf, f"upi-{slip.reference}.pdf", self._documents, self._system)
        return True

    def _on_brought(self, slip: UpiSlip, is_done: bool) -> None:
        if is_done:
            self._on_printed()
        else:
            self._view.ask_printer(lambda printer: self._print(slip, printer))

    def _print(self, slip: UpiSlip, printer: QPrinter) -> None:
        dpi = resolution_of(printer)
        style = PrintStyle(languages=(self._desk.language.code,))

        def make() -> _Made:
            pdf = self._documents.upi_slip_pdf(slip, style, texts_of_all())
            return _Made(self._documents.pictures(pdf, dpi), dpi)

        task = self._desk.tasks.read(self, lambda _progress: make())
        task.succeeded.connect(lambda made: self._put_on_paper(slip, printer, made))
        task.failed.connect(lambda error: self._on_refused(slip, self._desk.sentence(error)))

    def _put_on_paper(self, slip: UpiSlip, printer: QPrinter, made: _Made) -> None:
        if put_on_paper(printer, made.pictures, made.dpi):
            self._on_printed()
        else:
            _ = self._desk.texts
            self._on_refused(slip, _("The printer did not take the UPI code."))

    def _on_printed(self) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("The UPI code is printed. It is no receipt."))

    def _on_refused(self, slip: UpiSlip, sentence: str) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            sentence, "bad", action=_("Try again"), then=lambda: self.print_slip(slip)
        )
