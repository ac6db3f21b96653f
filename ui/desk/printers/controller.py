"""What happens on the Printers page: added, changed, tried, chosen for receipts, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import Refusal
from domain.errors_of_printing import PrintersUnreadable
from domain.printing import DeskPrinters, PrinterKind, PrinterProfile
from resources.texts import texts_of_all
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.printing import SystemPrinters, bring_to_paper
from ui.desk.kit.tasks import LatestRead
from ui.desk.printers.specimen import specimen
from ui.desk.printers.view import PrintersView

_TEST_FILE = "test-print.pdf"


class PrintersController(QObject):
    """Reads what this machine remembers of its printers, and has it changed."""

    counted = Signal(str)

    def __init__(
        self,
        view: PrintersView,
        desk: Desk,
        books: Books,
        documents: Documents,
        system: SystemPrinters | None = None,
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._system = system or SystemPrinters()
        self._printers = DeskPrinters()
        self._known_names: Sequence[str] = ()
        self._is_busy = False
        self._loaded = LatestRead(desk.tasks, self)
        self._connect()

    def refresh(self) -> None:
        """Read again which printers there are."""
        self._loaded.ask(lambda: (self._documents.printers.load(), self._system.names()))

    def begin_new(self) -> None:
        """Offer an empty form."""
        self._view.show_profile(None)
        self._view.form.start()

    def show_row(self) -> None:
        """Show the printer in use in the list as it is remembered, or no form."""
        row = self._view.table.current_row()
        if isinstance(row, PrinterProfile):
            self._view.show_profile(row)
        else:
            self._view.close_form()

    def accept(self) -> None:
        """Keep what the form says, or say what stands in the way."""
        profile = self._asked_profile()
        if profile is None:
            return
        before = self._view.profile
        old_name = before.name if before else ""

        def changed() -> DeskPrinters:
            if profile.kind is PrinterKind.SYSTEM:
                self._system.refuse_too_narrow(profile)
            return self._remembered().with_printer(profile, instead_of=old_name)

        _ = self._desk.texts
        self._keep(changed, _("“{name}” is kept.", name=profile.name), profile.name)

    def choose_default(self) -> None:
        """Print receipts on the printer that is shown, or on none by themselves."""
        profile = self._view.profile
        if profile is None or self._is_busy:
            return
        _ = self._desk.texts
        name = "" if self._view.is_default else profile.name
        told = (
            _("Receipts are printed on “{name}” by themselves.", name=name)
            if name
            else _("The desk asks for a printer with each receipt.")
        )
        self._keep(lambda: self._remembered().with_default(name), told, profile.name)

    def remove(self) -> None:
        """Forget the printer that is shown, after a question."""
        profile = self._view.profile
        if profile is None or self._is_busy:
            return
        _ = self._desk.texts
        name = profile.name
        question = _("Forget the printer “{name}”? Receipts stay as they are.", name=name)
        told = _("“{name}” is removed.", name=name)
        self._view.ask(
            question,
            _("Remove"),
            lambda: self._keep(lambda: self._remembered().without(name), told, ""),
        )

    def test(self) -> None:
        """Print a receipt that is none, as the form says it now."""
        profile = self._asked_profile()
        if profile is None:
            return
        _, actor = self._desk.texts, self._desk.actor
        told = _("The test print went to “{name}”.", name=profile.name)

        def work() -> None:
            copy = specimen(self._books.office, self._books.now(), actor.name, _)
            pdf = self._documents.receipt_pdf(copy, profile.style, texts_of_all())
            bring_to_paper(profile, pdf, _TEST_FILE, self._documents, self._system)

        self._begin()
        task = self._desk.tasks.read(self, lambda _progress: work())
        task.succeeded.connect(lambda _nothing: self._desk.toasts.show(told))
        task.failed.connect(self._show_refusal)
        task.finished.connect(self._end)

    def choose_logo(self) -> None:
        """Let the clerk choose a picture; it is looked at before it is taken."""
        if self._view.is_form_open:
            self._view.ask_logo(self._on_logo_chosen)

    def choose_folder(self) -> None:
        """Let the clerk choose the folder, where the printer is one."""
        if self._view.is_form_open and not self._view.choose_folder.isHidden():
            self._view.ask_folder(lambda path: self._view.form.folder.setText(str(path)))

    def _connect(self) -> None:
        view = self._view
        view.row_changed.connect(self._on_row_changed)
        view.new_requested.connect(self.begin_new)
        view.accept_requested.connect(self.accept)
        view.default_requested.connect(self.choose_default)
        view.test_requested.connect(self.test)
        view.remove_requested.connect(self.remove)
        view.logo_requested.connect(self.choose_logo)
        view.folder_requested.connect(self.choose_folder)
        self._loaded.answered.connect(self._on_loaded)
        self._loaded.failed.connect(self._on_not_loaded)

    def _asked_profile(self) -> PrinterProfile | None:
        """Return the printer in the form; None, with the reason shown, where it is none yet."""
        if self._is_busy or not self._view.is_form_open:
            return None
        try:
            return self._view.form.profile()
        except Refusal as refusal:
            self._show_refusal(refusal)
            return None

    def _remembered(self) -> DeskPrinters:
        """Return what the machine remembers now (off the GUI thread): another desk may run.

        What cannot be read is none; it is put beside when the printers are kept.
        """
        try:
            return self._documents.printers.load()
        except PrintersUnreadable:
            return DeskPrinters()

    def _keep(self, changed: Callable[[], DeskPrinters], told: str, name: str) -> None:
        def work() -> DeskPrinters:
            printers = changed()
            self._documents.printers.keep(printers)
            return printers

        self._begin()
        task = self._desk.tasks.write(self, lambda _progress: work())
        task.succeeded.connect(lambda printers: self._on_kept(printers, told, name))
        task.failed.connect(self._show_refusal)
        task.finished.connect(self._end)

    def _on_kept(self, printers: DeskPrinters, told: str, name: str) -> None:
        self._show_printers(printers)
        if not (name and self._view.table.go_to(name)):
            self._view.table.go_to_place(0)
        self.show_row()
        self._view.table.setFocus()
        self._desk.toasts.show(told)

    def _on_loaded(self, answer: tuple[DeskPrinters, Sequence[str]]) -> None:
        printers, self._known_names = answer
        self._show_printers(printers)
        self._on_row_changed(None)

    def _on_not_loaded(self, error: Exception) -> None:
        self._show_printers(DeskPrinters())
        self._desk.show_failure(error)

    def _show_printers(self, printers: DeskPrinters) -> None:
        self._printers = printers
        self._view.show_printers(printers, self._known_names)
        self.counted.emit(str(len(printers.profiles)) if printers.profiles else "")

    def _on_row_changed(self, _row: object) -> None:
        if not self._view.is_touched:
            self.show_row()

    def _on_logo_chosen(self, path: Path) -> None:
        task = self._desk.tasks.read(self, lambda _progress: self._documents.printers.logo(path))
        task.succeeded.connect(self._view.form.logo.show_value)
        task.failed.connect(self._show_logo_refusal)

    def _show_logo_refusal(self, error: Exception) -> None:
        self._view.form.show_problem("logo", self._desk.sentence(error))

    def _begin(self) -> None:
        self._is_busy = True
        self._view.form.clear_problems()
        self._view.show_problem("")
        self._view.show_busy(True)

    def _end(self) -> None:
        self._is_busy = False
        self._view.show_busy(False)

    def _show_refusal(self, error: Exception) -> None:
        self._view.show_refusal(error, self._desk.sentence(error))
