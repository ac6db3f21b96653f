"""What happens on the Defaulters page: a list is read once, narrowed down, and leaves on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from domain.books import Books
from domain.defaulters import (
    ALL,
    BANDS,
    DefaulterList,
    DefaulterQuery,
    ListKind,
    narrowed,
)
from domain.formats import grouped
from domain.money import ZERO, Money
from domain.progress import Progress, silent
from domain.register_sheet import RegisterSheet
from resources.texts import LANGUAGES, N_
from ui.defaulter_words import (
    FILED,
    PRINTED,
    export_subject,
    notices_subject,
    place_sheet_of,
    sheet_of,
)
from ui.desk.defaulters.tables import PlaceRow
from ui.desk.defaulters.view import DefaultersView, Part
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.fields import ChoiceField
from ui.desk.kit.listing.asking import AskingSheet
from ui.desk.kit.listing.exporting import Drawn, Exported, ListExport
from ui.desk.kit.sheet_printing import SheetPrinting
from ui.desk.kit.tasks import LatestRead
from ui.desk.supply.job_sheet import JobWanted, When

#: The languages of notices by what a choice calls them; of none each consumer's own.
_OWN, _BOTH = "own", "both"


class DefaultersController(QObject):
    """Reads the lists off the GUI thread and brings them to paper and into files."""

    #: Something else is looked at.
    moved = Signal()
    #: How many rows are shown, worded.
    counted = Signal(str)
    #: A job is to be made from what is shown: a JobWanted.
    job_wanted = Signal(object)

    def __init__(
        self,
        view: DefaultersView,
        desk: Desk,
        books: Books,
        documents: Documents,
        open_file: Callable[[Path], None],
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._open_file = open_file
        self._whole: DefaulterList | None = None
        self._shown: DefaulterList | None = None
        self._is_stale = True
        self.export = ListExport(view, desk, books, documents, open_file)
        self._printing = SheetPrinting(view, desk, documents)
        self.language = AskingSheet(view, desk)
        self._lists, self._parts = LatestRead(desk.tasks, self), LatestRead(desk.tasks, self)
        self._lists.answered.connect(self._on_read)
        self._parts.answered.connect(self._on_narrowed)
        for read in (self._lists, self._parts):
            read.failed.connect(desk.show_failure)
        view.part_changed.connect(self.look)
        view.query_changed.connect(self._narrow)
        view.place_opened.connect(self._on_place_opened)
        view.print_requested.connect(self.print_list)
        view.excel_requested.connect(self.export_list)
        view.notices_requested.connect(self.ask_notices)
        view.job_requested.connect(self.make_job)

    @property
    def shown(self) -> DefaulterList | None:
        """The list as it is shown; None while it is read."""
        return self._shown

    def enter(self) -> None:
        """Read what changed while another page was shown."""
        if self._is_stale:
            self.look()

    def refresh(self) -> None:
        """Read the list again, now or when the page is shown next."""
        self._is_stale = True
        if self._view.isVisible():
            self.look()

    def show_query(self, query: DefaulterQuery) -> None:
        """Look at exactly what a query asks for."""
        self._view.show_query(query)
        self.look()

    def look(self) -> None:
        """Read the list that is looked at, unless it is at hand."""
        kind = self._view.part.kind
        self.moved.emit()
        if self._whole is not None and self._whole.kind is kind and not self._is_stale:
            self._narrow()
            return
        self._is_stale = False
        self._shown = None
        self.counted.emit("")
        self._view.show_loading()
        books = self._books
        self._lists.ask(lambda: books.defaulters.list(DefaulterQuery(kind), silent))

    def print_list(self) -> None:
        """Let the clerk choose a printer for what is shown."""
        if (found := self._ready()) is not None:
            file = self._filed(found)
            self._printing.ask(lambda: file(""))

    def save_pdf(self) -> None:
        """Ask why and where to, and write what is shown as a PDF."""
        if (found := self._ready()) is not None:
            self.export.ask_pdf(self._exported(found))

    def export_list(self) -> None:
        """Ask why and where to, and write what is shown as an Excel book or a CSV file."""
        if (found := self._ready()) is not None:
            self.export.ask(self._exported(found, is_whole=True))

    def ask_notices(self) -> None:
        """Ask in which language notices to those shown, or chosen, are to be, and write them."""
        if self._ready() is None:
            return
        _, choice = self._desk.texts, ChoiceField(self._desk.theme)
        own, both = (_OWN, _("Each consumer's own")), (_BOTH, _("Both"))
        choice.set_options([own, *LANGUAGES.items(), both])
        chosen = self._view.chosen_numbers()
        heading = _("Notices to those shown")
        if chosen:
            heading = _("Notices to the {count} chosen", count=grouped(len(chosen)))
        query = replace(self._view.query(), numbers=chosen)
        self.language.ask(
            heading,
            [("language", choice, N_("Language"))],
            lambda values: self._ask_notices_file(query, str(values["language"])),
        )

    def make_job(self) -> None:
        """Go to a new disconnection job of the feeders and the band that are looked at."""
        query, least_due = self._view.query(), _least_due(self._view.query())
        if replace(query, kind=ListKind.DEFAULTERS, feeders=(), band=ALL) != DefaulterQuery():
            _ = self._desk.texts
            words = _("A job takes over the feeders and the least due. Leave others out in it.")
            self._desk.toasts.show(words, "warning")
        self.job_wanted.emit(JobWanted(When.NEXT_WINDOW, None, query.feeders, (), least_due, ""))

    def step_back(self) -> bool:
        """Put away what is asked; False when nothing is."""
        if self.language.isVisible():
            self.language.put_away()
            return True
        return self.export.step_back()

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.export.retranslate()
        self.language.retranslate(self._desk.texts)
        self._tell_count()

    # What is read

    def _on_read(self, whole: DefaulterList) -> None:
        self._whole = whole
        self._view.show_whole(whole)
        self._narrow()

    def _narrow(self) -> None:
        """Show what the filters leave of the list that is at hand."""
        whole, query = self._whole, self._view.query()
        self.moved.emit()
        if whole is not None and whole.kind is query.kind:
            self._parts.ask(lambda: narrowed(whole, query))

    def _on_narrowed(self, found: DefaulterList) -> None:
        if found.kind is not self._view.part.kind:
            return
        self._shown = found
        self._view.show_list(found)
        self._tell_count()

    def _tell_count(self) -> None:
        _ = self._desk.texts
        if self._shown is not None:
            self.counted.emit(_("Rows: {count}", count=grouped(len(self._shown.rows))))

    def _on_place_opened(self, place: PlaceRow) -> None:
        names = (place.feeder,) if place.feeder else ()
        dtrs = (place.dtr,) if place.dtr else ()
        self.show_query(DefaulterQuery(ListKind.DEFAULTERS, feeders=names, dtrs=dtrs))
        self._view.table.setFocus()

    def _ready(self) -> DefaulterList | None:
        """Return the list that is shown; say so where it is still being read."""
        if self._shown is None:
            self._desk.toasts.show(self._desk.texts("The list is still being read."), "warning")
        return self._shown

    # Paper and files

    def _exported(self, found: DefaulterList, *, is_whole: bool = False) -> Exported:
        query, file = self._view.query(), self._filed(found, is_whole=is_whole)
        name, subject = self._name(query), export_subject(query)
        return Exported(name, subject, lambda reason, _progress: file(reason))

    def _filed(
        self, found: DefaulterList, *, is_whole: bool = False
    ) -> Callable[[str], RegisterSheet]:
        """Return what files a list for a reason: with every column, or those with room on paper."""
        query, _ = self._view.query(), self._desk.texts
        office, made_by = self._books.office, self._desk.actor.name
        keys = FILED if is_whole else PRINTED[found.kind]
        if self._view.part is Part.PLACES:
            return lambda reason: place_sheet_of(
                found, query, office=office, made_by=made_by, reason=reason, _=_
            )
        return lambda reason: sheet_of(
            found, query, keys, office=office, made_by=made_by, reason=reason, _=_
        )

    def _ask_notices_file(self, query: DefaulterQuery, language: str) -> None:
        languages = {_OWN: (), _BOTH: tuple(LANGUAGES)}.get(language, (language,))
        books, documents, _ = self._books, self._documents, self._desk.texts

        def make(_reason: str, progress: Progress) -> tuple[int, Callable[[], bytes]]:
            batch = books.defaulters.notices(query, progress)
            return len(batch.notices), lambda: documents.notices_pdf(batch, languages)

        name, subject = f"notices-{self._name(query)}", notices_subject(query)
        nothing = _("Nobody of the list owes anything: no notice is written.")
        self.export.ask_document(Drawn(name, subject, make, nothing))

    @staticmethod
    def _name(query: DefaulterQuery) -> str:
        return query.kind.value.replace("_", "-")


def _least_due(query: DefaulterQuery) -> Money:
    """Return the least that somebody of the band owes."""
    return Money.rupees(BANDS[query.band - 1]) if query.band > 0 else ZERO
