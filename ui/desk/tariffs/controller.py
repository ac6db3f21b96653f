"""What happens on the Tariffs page: the book is read, drafts are begun, copied, thrown away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QStandardPaths, Signal

from domain.books import Books
from domain.errors import FieldOutOfRange
from domain.ids import new_id
from domain.progress import Progress
from domain.services.drafting_tariffs import free_id, successor_of
from domain.staff import Act
from domain.tariff_draft import DraftOrder, TariffDraft
from domain.tariff_form import EMPTY_FORM, document_of, documents_in
from domain.tariff_timeline import Schedule, schedules_of
from domain.worked_example import month_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.saving import ask_file
from ui.desk.kit.tasks import LatestRead
from ui.desk.kit.writing import write_whole
from ui.desk.tariffs.editing import EditingController
from ui.desk.tariffs.example_view import Worked
from ui.desk.tariffs.view import TariffsView

#: A file may hold a whole order; more than this nobody writes on by hand.
_MOST_FROM_A_FILE = 60


class TariffsController(QObject):
    """Reads the book of tariffs, and makes drafts of what stands in it."""

    #: The books have changed: a draft holds.
    books_changed = Signal()
    consumer_requested = Signal(str)
    counted = Signal(str)

    def __init__(self, view: TariffsView, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(view)
        self._view, self._desk, self._books, self._documents = view, desk, books, documents
        self._schedules: Sequence[Schedule] = ()
        self._drafts: Sequence[TariffDraft] = ()
        self._to_show = ""
        self.editing = EditingController(view, desk, books, documents)
        self.editing.setParent(self)
        self._listed = LatestRead(desk.tasks, self)
        self._listed.answered.connect(self._on_listed)
        self._listed.failed.connect(desk.show_failure)
        view.book.show_rights(may_draft=desk.may(Act.ASK_TARIFFS))
        self._connect()

    @property
    def may_draft(self) -> bool:
        return self._desk.may(Act.ASK_TARIFFS)

    def refresh(self) -> None:
        """Read versions and drafts again where they are looked at; working them out takes long."""
        if self._view.isVisible():
            self.look()

    def look(self) -> None:
        """Read versions and drafts."""
        self._listed.ask(self._read)

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self._count()
        self.editing.retranslate()

    # --- drafts -----------------------------------------------------------------------------

    def draft_successor(self) -> None:
        """Begin a draft from the version that is read."""
        version = self._view.book.version
        if version is None or self._view.is_editing or not self.may_draft:
            return
        document = successor_of(version, self._books.today(), self._taken())
        _ = self._desk.texts
        title = _("After {version}", version=version.id)
        self._make(DraftOrder(new_id(), title, document, based_on=version.id))

    def draft_empty(self) -> None:
        """Begin a draft with nothing in it."""
        if self.may_draft and not self._view.is_editing:
            title = self._desk.texts("New tariff")
            self._make(DraftOrder(new_id(), title, document_of(EMPTY_FORM)))

    def duplicate(self) -> None:
        """Begin a draft from the draft in use, under an id that nobody has."""
        draft = self._view.book.draft
        if draft is None or not self._is_at_drafts():
            return
        document = dict(draft.document)
        if str(document.get("id", "")).strip():
            document["id"] = free_id(str(document["id"]), self._taken())
        title = self._desk.texts("Copy of {title}", title=draft.title)[:120]
        self._make(DraftOrder(new_id(), title, document, based_on=draft.based_on))

    def open_draft(self) -> None:
        """Write on at the draft in use."""
        draft = self._view.book.draft
        if draft is not None and self._is_at_drafts():
            self.editing.open(draft)

    def delete(self) -> None:
        """Throw the draft in use away, once that is confirmed."""
        draft, _ = self._view.book.draft, self._desk.texts
        if draft is None or not self._is_at_drafts() or draft.is_waiting:
            return
        self._view.strip.ask(
            _("Delete the draft “{title}”? It cannot be had back.", title=draft.title),
            _("Delete"),
            _("No, go back"),
            lambda: self._delete(draft),
        )

    def ask_for_file(self) -> None:
        """Begin drafts from a file of tariffs."""
        if self.may_draft and not self._view.is_editing:
            self._view.ask_tariff_file(self.take_file)

    def take_file(self, path: Path) -> None:
        """Make a draft of each tariff of a file, right or wrong."""
        actor, drafts = self._desk.actor, self._books.drafts

        def work(_progress: Progress) -> list[TariffDraft]:
            documents = documents_in(path.name, self._documents.read_text(path))
            if not 0 < len(documents) <= _MOST_FROM_A_FILE:
                raise FieldOutOfRange("tariffs", str(len(documents)), "1", str(_MOST_FROM_A_FILE))
            return [
                drafts.save(DraftOrder(new_id(), str(one.get("id", "")), one), actor)
                for one in documents
            ]

        task = self._desk.tasks.write(self, work)
        task.succeeded.connect(self._on_taken)
        task.failed.connect(self._desk.show_failure)

    def export(self) -> None:
        """Write what is looked at to a file of tariffs, as an import reads it."""
        found = self._to_export()
        if found is None:
            return
        name, document = found
        _ = self._desk.texts
        place = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(place))
        ask_file(
            self._view,
            _("Export the tariff"),
            str(folder / f"{_file_name(name)}.json"),
            (_("Tariffs (*.json)"), "json"),
            _,
            lambda path: self.export_to(path, document),
        )

    def export_to(self, path: Path, document: Mapping[str, Any]) -> None:
        """Write one tariff."""
        content = json.dumps({"tariffs": [document]}, ensure_ascii=False, indent=1)
        task = self._desk.tasks.read(
            self, lambda _progress: write_whole(path, content.encode("utf-8"))
        )
        _ = self._desk.texts
        told = _("The tariff is written: {name}.", name=path.name)
        task.succeeded.connect(lambda _none: self._desk.toasts.show(told))
        task.failed.connect(self._desk.show_failure)

    def _to_export(self) -> tuple[str, Mapping[str, Any]] | None:
        if self._view.is_editing:
            return self.editing.shown_document()
        if self._is_at_drafts():
            draft = self._view.book.draft
            return (draft.title, draft.document) if draft else None
        version = self._view.book.version
        return (version.id, version.document) if version else None

    def _make(self, order: DraftOrder) -> None:
        actor, drafts = self._desk.actor, self._books.drafts
        task = self._desk.tasks.write(self, lambda _progress: drafts.save(order, actor))
        task.succeeded.connect(self._on_made)
        task.failed.connect(self._desk.show_failure)

    def _on_made(self, draft: TariffDraft) -> None:
        self._to_show = draft.id
        self.refresh()
        self.editing.open(draft)

    def _on_taken(self, drafts: Sequence[TariffDraft]) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(_("Drafts made of the file: {count}.", count=len(drafts)))
        self._to_show = drafts[0].id
        self.refresh()

    def _delete(self, draft: TariffDraft) -> None:
        actor, drafts = self._desk.actor, self._books.drafts
        task = self._desk.tasks.write(self, lambda _progress: drafts.delete(draft, actor))
        _ = self._desk.texts
        told = _("The draft “{title}” is deleted.", title=draft.title)
        task.succeeded.connect(lambda _none: self._desk.toasts.show(told))
        task.failed.connect(self._desk.show_failure)
        task.finished.connect(self.refresh)

    def _is_at_drafts(self) -> bool:
        return self._view.book.wants_drafts and not self._view.is_editing

    def _taken(self) -> list[str]:
        versions = [one.id for schedule in self._schedules for one in schedule.versions]
        return versions + [str(draft.document.get("id", "")) for draft in self._drafts]

    # --- the book ---------------------------------------------------------------------------

    def _read(self) -> tuple[list[Schedule], list[TariffDraft]]:
        schedules = schedules_of(self._books.tariffs(), self._books.today())
        schedules.sort(key=lambda one: (one.latest.state, one.name))
        return schedules, self._books.drafts.all()

    def _on_listed(self, answer: tuple[list[Schedule], list[TariffDraft]]) -> None:
        self._schedules, self._drafts = answer
        self._view.book.show_book(*answer, self._books.today())
        if self._to_show:
            self._view.book.go_to_draft(self._to_show)
            self._to_show = ""
        self._count()
        self._work_out()

    def _count(self) -> None:
        _ = self._desk.texts
        self.counted.emit(
            _(
                "Schedules: {schedules} · drafts: {drafts}",
                schedules=len(self._schedules),
                drafts=len(self._drafts),
            )
        )

    def _work_out(self) -> None:
        """Work the example out for the version that is read, and for the one beside it."""
        book = self._view.book
        asked, version = book.example.asked(), book.version
        if asked is None or version is None:
            book.example.show_worked(())
            return
        other = book.compared()
        try:
            book.example.show_worked(
                [
                    Worked(one.id, month_of(one, *asked))
                    for one in (version, other)
                    if one is not None
                ]
            )
        except FieldOutOfRange as refusal:
            book.example.show_worked(())
            book.example.show_problem(self._desk.sentence(refusal))

    def _connect(self) -> None:
        book = self._view.book
        book.stretch_changed.connect(lambda _row: self._work_out())
        book.schedule_changed.connect(lambda _row: self._work_out())
        book.compared_changed.connect(self._work_out)
        book.example.changed.connect(self._work_out)
        book.successor_requested.connect(self.draft_successor)
        book.new_requested.connect(self.draft_empty)
        book.file_requested.connect(self.ask_for_file)
        book.draft_opened.connect(lambda _row: self.open_draft())
        book.open_requested.connect(self.open_draft)
        book.duplicate_requested.connect(self.duplicate)
        book.delete_requested.connect(self.delete)
        book.export_requested.connect(self.export)
        self.editing.left.connect(self.refresh)
        self.editing.kept.connect(self.refresh)
        self.editing.books_changed.connect(self.books_changed)
        self.editing.consumer_requested.connect(self.consumer_requested)


def _file_name(name: str) -> str:
    """Return a name that every system takes for a file's."""
    kept = "".join(letter if letter.isalnum() or letter in "-_. " else "-" for letter in name)
    return kept.strip(" .")[:80] or "tariff"
