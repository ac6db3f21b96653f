"""A draft being written: judged and kept on each pause, asked for or taken when it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from domain import formats
from domain.approval import Approval
from domain.books import Books
from domain.errors import FieldOutOfRange
from domain.errors_of_drafts import DraftChanged
from domain.errors_of_tariffs import TariffFault, TariffFieldMissing, TariffSlabsMissing
from domain.services.drafting_tariffs import JudgedDraft
from domain.staff import Act
from domain.tariff import Tariff
from domain.tariff_draft import DraftOrder, TariffDraft
from domain.tariff_form import TypedTariff, document_of, place_of, typed_of
from domain.worked_example import month_of
from ui.desk.kit.desk import Desk
from ui.desk.kit.documents import Documents
from ui.desk.kit.reason import ReasonSheet
from ui.desk.kit.tasks import LatestRead
from ui.desk.tariffs.example_view import Worked
from ui.desk.tariffs.form_view import Told
from ui.desk.tariffs.impacting import ImpactController
from ui.desk.tariffs.view import TariffsView
from ui.impact_words import impact_facts
from ui.sentences import at_its_field

#: Nobody types on after such a pause: what stands there is judged and kept.
PAUSE_MS = 600


@dataclass(frozen=True, slots=True)
class _Judged:
    """What came of a judgement: the faults, and the worked month before and after."""

    typed: TypedTariff
    draft: JudgedDraft
    before: Tariff | None


class EditingController(QObject):
    """Keeps one draft in step with its form."""

    #: The draft was left.
    left = Signal()
    #: The draft was asked for, or a new name stands in the list.
    kept = Signal()
    books_changed = Signal()
    consumer_requested = Signal(str)

    def __init__(self, view: TariffsView, desk: Desk, books: Books, documents: Documents) -> None:
        super().__init__(view)
        self._view, self._desk, self._books = view, desk, books
        self._editor = view.editor
        self._draft: TariffDraft | None = None
        self._document: Mapping[str, Any] = {}
        self._judged: _Judged | None = None
        self._is_saving = self._is_dirty = self._wants_to_ask = False
        self.impacting = ImpactController(view.editor, desk, books, documents)
        self.impacting.setParent(self)
        self.reason = ReasonSheet(view, desk, offers_last=True)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self._judging = LatestRead(desk.tasks, self)
        self._judging.answered.connect(self._on_judged)
        self._judging.failed.connect(desk.show_failure)
        self._reading = LatestRead(desk.tasks, self)
        self._reading.answered.connect(self._show)
        self._reading.failed.connect(desk.show_failure)
        self._editor.typed_changed.connect(self._on_typed)
        self._editor.example.changed.connect(self._judge)
        self._editor.ask_requested.connect(self.ask)
        self._editor.leave_requested.connect(self.leave)
        self.impacting.consumer_requested.connect(self.consumer_requested)

    @property
    def is_kept(self) -> bool:
        """Whether all that was typed is kept with the office."""
        return not (self._is_dirty or self._is_saving or self._pause.isActive())

    @property
    def _may_write(self) -> bool:
        return self._desk.may(Act.ASK_TARIFFS)

    def open(self, draft: TariffDraft) -> None:
        """Show a draft, as it stands in the books."""
        self.open_by_id(draft.id)

    def open_by_id(self, id_: str) -> None:
        """Show the draft of an id."""
        self._reading.ask(lambda: self._books.drafts.get(id_))

    def shown_document(self) -> tuple[str, Mapping[str, Any]] | None:
        """Return the draft's name and document as they stand in the form."""
        if self._draft is None:
            return None
        return self._editor.title.text(), document_of(self._editor.form.typed())

    def leave(self) -> None:
        """Go back to the book; what was typed is kept."""
        if self._pause.isActive():
            self._pause.stop()
            self.keep()
        self.impacting.stop()
        self._view.show_book()
        self.left.emit()

    def retranslate(self) -> None:
        """Word anew what only the controller can word."""
        self.reason.retranslate(self._desk.texts)
        if self._judged is not None:
            self._on_judged(self._judged)

    def step_back(self) -> bool:
        """Answer Esc: put a question away, or leave the draft."""
        if self.reason.isVisible():
            self.reason.put_away()
            return True
        if self._view.is_editing:
            self.leave()
            return True
        return False

    # --- typing -----------------------------------------------------------------------------

    def keep(self) -> None:
        """Judge what is typed, and keep it with the office."""
        self._pause.stop()
        if self._draft is None or not self._draft.is_open or not self._may_write:
            return
        self._document = document_of(self._editor.form.typed())
        self.impacting.show_document(self._document, self._draft.based_on)
        self._judge()
        self._is_dirty = True
        self._save()

    def _on_typed(self) -> None:
        self._editor.show_saved("")
        self._pause.start()

    def _save(self, *, although_changed: bool = False) -> None:
        draft = self._draft
        if draft is None or self._is_saving or not self._is_dirty:
            return
        self._is_saving, self._is_dirty = True, False
        title = str(self._editor.title.value())
        order = DraftOrder(draft.id, title, self._document, draft.based_on, draft.changed_at)
        actor, drafts = self._desk.actor, self._books.drafts
        task = self._desk.tasks.write(
            self,
            lambda _progress: drafts.save(order, actor, although_changed=although_changed),
        )
        task.succeeded.connect(self._on_saved)
        task.failed.connect(self._on_not_saved)
        task.finished.connect(self._on_save_ended)

    def _on_saved(self, draft: TariffDraft) -> None:
        _ = self._desk.texts
        if self._draft is None or draft.id != self._draft.id:
            return
        self._draft = draft
        at = formats.moment(draft.changed_at, _.month_names)
        self._editor.show_saved(_("Kept {at}", at=at))
        self.kept.emit()

    def _on_not_saved(self, error: Exception) -> None:
        _ = self._desk.texts
        self._wants_to_ask = False
        self._editor.show_saved(_("Not kept"), "bad")
        if isinstance(error, DraftChanged):
            self._editor.strip.ask(
                self._desk.sentence(error),
                _("Keep mine"),
                _("Take theirs"),
                self._overwrite,
                self._reread,
            )
            return
        self._desk.show_failure(error)

    def _on_save_ended(self) -> None:
        self._is_saving = False
        if self._is_dirty and not self._editor.strip.isVisible():
            self._save()
        elif self._wants_to_ask:
            self._judge()

    def _overwrite(self) -> None:
        self._is_dirty = True
        self._save(although_changed=True)

    def _reread(self) -> None:
        self._is_dirty = False
        if self._draft is not None:
            self.open(self._draft)

    def _show(self, draft: TariffDraft) -> None:
        """Show a draft from the books, in place of what stood in the form."""
        self._pause.stop()
        is_other = self._draft is None or self._draft.id != draft.id
        self._draft, self._is_dirty = draft, False
        self._document = draft.document
        if is_other:
            self.impacting.forget()
        self.impacting.show_document(draft.document, draft.based_on)
        editor = self._editor
        editor.show_title(draft.title)
        editor.form.show_typed(typed_of(draft.document))
        editor.show_saved("")
        self._show_state(draft)
        self._view.show_editor()
        if is_other and draft.is_open:
            editor.form.start()
        self._judge()

    def _show_state(self, draft: TariffDraft) -> None:
        self._editor.show_draft(
            draft,
            asks_another=self._desk.role is not None,
            may_ask=self._may_write,
        )

    # --- judging ----------------------------------------------------------------------------

    def _judge(self) -> None:
        typed, document, books = self._editor.form.typed(), self._document, self._books
        based_on = self._draft.based_on if self._draft else ""

        def judged() -> _Judged:
            known = {tariff.id: tariff for tariff in books.tariffs()}
            draft = books.drafts.judge(document)
            return _Judged(typed, draft, draft.ended or known.get(based_on))

        self._judging.ask(judged)

    def _on_judged(self, judged: _Judged) -> None:
        self._judged = judged
        editor = self._editor
        if self._draft is not None and self._draft.is_open:
            faults = judged.draft.faults
            editor.form.show_told([self._told(fault, judged.typed) for fault in faults])
            editor.show_faults(len(faults))
            editor.form.show_note("valid_from", self._words_of_ended(judged.draft.ended))
        self._work_out(judged)
        if self._wants_to_ask and self.is_kept:
            self._wants_to_ask = False
            self._ask_now(judged.draft)

    def _told(self, fault: TariffFault, typed: TypedTariff) -> Told:
        is_missing = isinstance(fault, TariffFieldMissing | TariffSlabsMissing)
        _ = self._desk.texts
        own_id = typed.text("id").strip()
        if fault.tariff not in (own_id, "#1", ""):
            # Of the version that would have to end: it has no field here.
            return Told(place_of(fault, TypedTariff({}, {})), self._desk.sentence(fault), False)
        words = _("Still to be filled in.") if is_missing else at_its_field(fault, _)
        return Told(place_of(fault, typed), words, is_missing)

    def _words_of_ended(self, ended: Tariff | None) -> str:
        _ = self._desk.texts
        if ended is None or ended.valid_until is None:
            return ""
        last = formats.day(ended.valid_until - timedelta(days=1), _.month_names)
        return _("{version} then ends on {day}.", version=ended.id, day=last)

    def _work_out(self, judged: _Judged) -> None:
        example = self._editor.example
        asked, tariff = example.asked(), judged.draft.tariff
        if asked is None:
            example.show_worked(())
            return
        months = [one for one in (judged.before, tariff) if one is not None]
        try:
            example.show_worked([Worked(one.id, month_of(one, *asked)) for one in months])
        except FieldOutOfRange as refusal:
            example.show_worked(())
            example.show_problem(self._desk.sentence(refusal))
            return
        if tariff is None:
            _ = self._desk.texts
            example.show_problem(_("The draft cannot be worked out before its mistakes are gone."))

    # --- asking -----------------------------------------------------------------------------

    def ask(self) -> None:
        """Ask another person for the draft; where there is no staff, take it. It must be whole."""
        if self._draft is None or not self._draft.is_open or not self._view.is_editing:
            return
        if not self._may_write:
            return
        self._wants_to_ask = True
        self.keep()

    def _ask_now(self, judged: JudgedDraft) -> None:
        _ = self._desk.texts
        if judged.tariff is None:
            self._editor.form.go_to_first_fault()
            self._desk.toasts.show(
                _("Mistakes or gaps left: {count}", count=len(judged.faults)), "warning"
            )
            return
        first = formats.day(judged.tariff.valid_from, _.month_names)
        told = _("{tariff} holds from {day} on.", tariff=judged.tariff.id, day=first)
        ended = self._words_of_ended(judged.ended)
        question = " ".join(part for part in (told, ended, self._words_of_impact()) if part)
        if self._desk.role is None:
            self._editor.strip.ask(question, _("Take over"), _("No, go back"), self._take)
            return
        self.reason.ask(_("Ask for approval"), question, _("Ask for approval"), self._send)

    def _words_of_impact(self) -> str:
        _ = self._desk.texts
        summary = self.impacting.summary()
        if summary is None:
            return _("Its impact was not previewed as it stands now.")
        facts = dict(impact_facts(summary, _))
        return f"{_('Paying more')}: {facts[_('Paying more')]}."

    def _send(self, reason: str) -> None:
        draft, actor, drafts = self._draft, self._desk.actor, self._books.drafts
        summary = self.impacting.summary()
        if draft is None:
            return
        task = self._desk.tasks.write(
            self, lambda _progress: drafts.ask(draft, reason, actor, summary)
        )
        task.succeeded.connect(self._on_asked)
        task.failed.connect(self._on_not_asked)

    def _on_asked(self, approval: Approval) -> None:
        _ = self._desk.texts
        self._desk.toasts.show(
            _("Asked for: {subject}. Another person approves it.", subject=approval.subject)
        )
        self._after_change()

    def _take(self) -> None:
        draft, actor, drafts = self._draft, self._desk.actor, self._books.drafts
        if draft is None:
            return
        task = self._desk.tasks.write(self, lambda _progress: drafts.take(draft, actor))
        task.succeeded.connect(self._on_taken)
        task.failed.connect(self._on_not_asked)

    def _on_taken(self, tariff: Tariff) -> None:
        _ = self._desk.texts
        day = formats.day(tariff.valid_from, _.month_names)
        self._desk.toasts.show(_("{tariff} holds from {day} on.", tariff=tariff.id, day=day))
        self.books_changed.emit()
        self._after_change()

    def _on_not_asked(self, error: Exception) -> None:
        """Tell why; what another made of the draft meanwhile has to be seen first."""
        self._desk.show_failure(error)
        if isinstance(error, DraftChanged):
            self._reread()

    def _after_change(self) -> None:
        if self._draft is not None:
            self.open(self._draft)
        self.kept.emit()
