"""What happens on the registers' page: one is read, printed, and leaves as a file with a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.errors import FieldMissing, Refusal
from domain.register import Register, RegisterKind, RegisterQuery
from resources.texts import N_
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.export_reason import ExportReason
from ui.desk.kit.progress_panel import Outcome
from ui.desk.kit.saving import ask_excel_file, ask_file
from ui.desk.kit.sheet_printing import SheetPrinting
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole
from ui.desk.registers.view import Period, RegistersView
from ui.register_words import export_subject, sheet_of

#: Writes a register to a file, worded already.
Write = Callable[[Register, str, Path], None]


class RegistersController(QObject):
    """Reads registers off the GUI thread and brings them to paper and into files."""

    #: Something else is looked at.
    moved = Signal()
    #: How many rows are shown, worded.
    counted = Signal(str)

    def __init__(
        self,
        view: RegistersView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._open_file = open_file
        self._register: Register | None = None
        self._is_stale = True
        self.reason = ExportReason(view, desk)
        self._printing = SheetPrinting(
            view,
            desk,
            documents,
            taken=N_("The register went to the printer."),
            not_taken=N_("The printer did not take the register."),
        )
        self._latest = LatestRead(desk.tasks, self)
        self._latest.answered.connect(self._on_read)
        self._latest.failed.connect(self._on_failed)
        view.query_changed.connect(self.look)
        view.print_requested.connect(self.print_register)
        view.pdf_requested.connect(self.save_pdf)
        view.excel_requested.connect(self.save_excel)

    def enter(self) -> None:
        """Read what changed while another page was shown."""
        if self._is_stale:
            self.look()

    def refresh(self) -> None:
        """Read the register again, now or when the page is shown next."""
        self._is_stale = True
        if self._view.isVisible():
            self.look()

    def show_day_book(self) -> None:
        """Look at the day book of today."""
        self._view.show_kind(RegisterKind.DAY_BOOK)
        self._view.show_period(Period.TODAY)
        self.look()

    def show_query(self, query: RegisterQuery) -> None:
        """Look at what a query asks for."""
        self._view.show_query(query)
        self.look()

    def query(self) -> RegisterQuery | None:
        """Return what is looked at; None while that cannot be said."""
        try:
            return self._view.query()
        except Refusal:
            return None

    def look(self) -> None:
        """Read what is looked for now."""
        self._register = None
        self.counted.emit("")
        try:
            query = self._view.query()
        except FieldMissing as missing:
            self._latest.forget()
            self._view.show_wish(self._wish(missing))
            return
        except Refusal as refusal:
            self._latest.forget()
            self._view.show_problem(self._desk.sentence(refusal))
            return
        self._is_stale = False
        self.moved.emit()
        self._view.show_loading()
        books, actor = self._books, self._desk.actor
        self._latest.ask(lambda: books.registers.register(query, actor))

    def print_register(self) -> None:
        """Let the clerk choose a printer for the register that is shown."""
        register, _ = self._ready(), self._desk.texts
        if register is not None:
            self._printing.ask(lambda: sheet_of(register, _))

    def save_pdf(self) -> None:
        """Ask why and where to, and write the register as a PDF."""
        _ = self._desk.texts
        kind = (_("PDF documents (*.pdf)"), "pdf")
        self._export(
            lambda name, accepted: ask_file(
                self._view, _("Save as PDF"), f"{name}.pdf", kind, _, accepted
            ),
            self._write_pdf,
        )

    def save_excel(self) -> None:
        """Ask why and where to, and write the register as an Excel book."""
        _ = self._desk.texts
        self._export(
            lambda name, accepted: ask_excel_file(
                self._view, _("Export the register"), f"{name}.xlsx", _, accepted
            ),
            self._write_excel,
        )

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        if self._register:
            self._count(self._register)

    def _wish(self, missing: FieldMissing) -> str:
        _ = self._desk.texts
        if missing.field == "consumer":
            return _("Whose receipts? Type a consumer number above, then Enter.")
        return _("Which days? Type the first and the last one above, then Enter.")

    def _on_read(self, register: Register) -> None:
        self._register = register
        self._view.show_register(register)
        self._count(register)

    def _count(self, register: Register) -> None:
        _ = self._desk.texts
        self.counted.emit(_("Rows: {count}", count=f"{len(register.rows):,}"))

    def _on_failed(self, error: Exception) -> None:
        self._view.show_problem(self._desk.sentence(error))

    def _ready(self) -> Register | None:
        """Return the register that is shown; say so where it is still being read."""
        if self._register is None:
            _ = self._desk.texts
            self._desk.toasts.show(_("There is no register to print or write yet."), "warning")
        return self._register

    # Files

    def _export(
        self, ask_path: Callable[[str, Callable[[Path], None]], None], write: Write
    ) -> None:
        register = self._ready()
        if register is None:
            return
        query = register.query
        name = f"{query.kind.value}-{register.office.code}-{query.since.isoformat()}"
        if query.until != query.since:
            name = f"{name}-{query.until.isoformat()}"
        self.reason.ask(
            lambda reason: ask_path(
                name.replace("_", "-"), lambda path: self._write(register, reason, path, write)
            )
        )

    def _write(self, register: Register, reason: str, path: Path, write: Write) -> None:
        _, actor = self._desk.texts, self._desk.actor

        def noted() -> None:
            # Noted first: what is not permitted, or cannot be noted, does not leave the office.
            subject = export_subject(register.query)
            self._books.trust.note_export(subject, len(register.rows), reason, actor)
            write(register, reason, path)

        task = self._desk.tasks.job(self, lambda _progress: noted())
        title = _("Writing {name}", name=path.name)
        self._desk.progress.follow(task, title, lambda _written: self._written(path))

    def _write_pdf(self, register: Register, reason: str, path: Path) -> None:
        _ = self._desk.texts
        write_whole(path, self._documents.register_pdf(sheet_of(register, _, reason), _))

    def _write_excel(self, register: Register, reason: str, path: Path) -> None:
        _ = self._desk.texts
        self._documents.register_xlsx(sheet_of(register, _, reason), path, _)

    def _written(self, path: Path) -> Outcome:
        _ = self._desk.texts
        told = _("The register is written: {name}.", name=path.name)
        return Outcome(told, _("Open it"), lambda: self._open_file(path))
